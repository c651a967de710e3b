"""What a parcel brings, in words: one line for each sort of thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from ..i18n import gettext as _
from ..i18n import ngettext
from .admit import Let


def _attendance(n: int) -> str:
    return ngettext("{count} new attendance", "{count} new attendances", n)


def _arrival(n: int) -> str:
    return ngettext("{count} arrival in the queue", "{count} arrivals in the queue", n)


def _person(n: int) -> str:
    return ngettext("{count} person new or changed", "{count} people new or changed", n)


def _enrolment(n: int) -> str:
    return ngettext("{count} enrolment new or changed", "{count} enrolments new or changed", n)


def _message(n: int) -> str:
    return ngettext("{count} new message", "{count} new messages", n)


def _roll(n: int) -> str:
    return ngettext("{count} roll closed", "{count} rolls closed", n)


def _answered(n: int) -> str:
    return ngettext("{count} question answered", "{count} questions answered", n)


def _one_person(n: int) -> str:
    return ngettext("{count} person registered twice, now one", "{count} people registered twice, now one", n)


def _payout(n: int) -> str:
    return ngettext("{count} payout", "{count} payouts", n)


def _week(n: int) -> str:
    return ngettext("{count} week prepared", "{count} weeks prepared", n)


def _laptop(n: int) -> str:
    return ngettext("{count} new laptop", "{count} new laptops", n)


def _staff(n: int) -> str:
    return ngettext("{count} member of staff new or changed", "{count} members of staff new or changed", n)


WORDS: dict[str, Callable[[int], str]] = {
    "attendance": _attendance, "arrival": _arrival, "person": _person, "enrolment": _enrolment, "message": _message,
    "roll_closed": _roll, "payout": _payout, "pay_week": _week, "laptop": _laptop, "staff": _staff,
    "answered": _answered, "same_person": _one_person,
}  # fmt: skip
# What goes along with one of those, and says nothing by itself.
BESIDE = frozenset({"person_number", "staff_role", "staff_key", "laptop_key", "pay_line", "pay_correction", "undone"})


def lines(let: Let) -> tuple[str, ...]:
    """A line for each sort, the usual ones first; what has no words of its own is counted together last."""
    counts = Counter(let.facts)
    counts.update({table: len(rows) for table, rows in let.rows.items()})
    found = [words(counts[table]).format(count=counts[table]) for table, words in WORDS.items() if counts[table]]
    other = sum(n for table, n in counts.items() if table not in WORDS and table not in BESIDE)
    voids = sum(let.voids.values())
    unknown = sum(let.unknown.values())
    if let.erased:
        n = len(let.erased)
        found.append(ngettext("{count} person erased", "{count} people erased", n).format(count=n))
    if let.healed:
        sentence = ngettext(
            "{count} erased change is back, with its content", "{count} erased changes are back, with their content",
            let.healed,
        )  # fmt: skip
        found.append(sentence.format(count=let.healed))
    if voids:
        found.append(ngettext("{count} correction", "{count} corrections", voids).format(count=voids))
    if other:
        found.append(ngettext("{count} other change", "{count} other changes", other).format(count=other))
    if unknown:
        sentence = ngettext(
            "{count} entry that this version does not know", "{count} entries that this version does not know", unknown
        )
        found.append(sentence.format(count=unknown))
    if not found:
        found.append(_("Nothing new"))
    return tuple(found)
