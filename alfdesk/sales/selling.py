"""The sale: copies to a seller for cash, Vipps, credit or what is held for her; free copies; copies taken back.

A sale is one entry of two facts: what moved at the desk, and what she bought. A third says when the last copy left.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, select

from ..errors import NotAllowed, UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext, worded
from ..journal.write import Work, verb
from ..models.sales import DeskMove, Purchase, SoldOut
from ..pay.words import kr
from ..person_fields import plain_text
from ..store.session import Ready
from ..weeks import written
from .accounts import balances, limits_on, not_so_much_held
from .editions import edition_of, price_on, why
from .outlets import require_outlet
from .records import EditionLine
from .rules import rules
from .sellers import break_on, good_card, require_seller
from .stock import copies_at
from .usual import usual
from .words import BREAKS, FREE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MOST = 999  # copies at a time
MUCH = 3  # times what she usually takes
NOTE_LIMIT = 200  # characters
WAYS = ("cash", "vipps", "credit", "held")
OVER = frozenset({"office", "manager", "administrator"})  # who may pass over a limit or a break

Payment = str | Mapping[str, int]

NET = Ready(
    select(Purchase.copies).where(
        Purchase.person == bindparam("person"), Purchase.edition == bindparam("edition"), Purchase.what != "free"
    )
)


class Problem(NamedTuple):
    """What stands against a sale. `blocks`: `sell` refuses it unless somebody with the right passes over it."""

    code: str  # break, limit, ended, forbidden, late, card, much, stock, return_more
    sentence: str
    blocks: bool


# Verbs -----------------------------------------------------------------------------------------------------------


@verb("desk", "office", "manager")
def sell(
    work: Work, *, outlet: bytes, person: bytes, edition: bytes, copies: int, day: date, at_minute: int,
    payment: Payment = "cash", reason: str | None = None, over: str | None = None, note: str | None = None,
) -> bytes:  # fmt: skip
    """Copies to a seller, at the price of the day. Returns the id of the Purchase.

    `payment` is one of cash, vipps, credit, held and free (with a `reason` of `words.FREE`), or øre by way where it is
    split. `over` says why a limit, a break or a price that ended is passed over; only the office and above may.
    """
    session = work.session
    require_seller(session, person)
    require_outlet(work, outlet, open_=True)
    line = edition_of(session, edition, day)
    _whole(copies)
    free = payment == "free"
    if free and reason not in FREE:
        raise UserFacingError(_("Say why the copies are free."))
    passed = [p for p in (_ended(line), _on_break(session, person, day)) if p]
    unit = _unit(session, line)
    parts = {} if free else split(payment, copies * unit)
    if (found := _over_limit(session, person, line, parts.get("credit", 0), day)) is not None:
        passed.append(found)
    words = _passed(work, passed, over)
    if parts.get("held") and parts["held"] > (there := balances(session, person)[1]):
        raise not_so_much_held(there)
    if free and words:
        note = note or words
    return record(
        work, outlet=outlet, person=person, edition=edition, what="free" if free else "sale", copies=copies, unit=unit,
        parts=parts, day=day, at_minute=at_minute, reason=reason if free else words,
        note=plain_text(note, NOTE_LIMIT), there=copies_at(session, outlet, edition),
    )  # fmt: skip


@verb("desk", "office", "manager")
def give_back(
    work: Work, *, outlet: bytes, person: bytes, edition: bytes, copies: int, day: date, at_minute: int,
    pay: Payment = "cash", over: str | None = None,
) -> bytes:  # fmt: skip
    """Copies come back, for the price of the day (of an old edition the last it had): money out of the till, or less
    that she owes (`credit`), or øre by way. Returns the id of the Purchase."""
    session = work.session
    require_seller(session, person)
    require_outlet(work, outlet, open_=True)
    line = edition_of(session, edition, day)
    _whole(copies)
    words = _passed(work, _not_back(session, line, day), over)
    unit = _unit(session, line)
    parts = split(pay, copies * unit)
    if set(parts) - {"cash", "credit"}:
        raise UserFacingError(_("Copies are paid back in cash, or taken off what she owes."))
    if parts.get("credit"):
        owes = balances(session, person)[0].get(line.publication_id, 0)
        if parts["credit"] > owes:
            raise UserFacingError(_("She owes {amount}. Nothing has changed.").format(amount=kr(max(owes, 0))))
    return record(
        work, outlet=outlet, person=person, edition=edition, what="return", copies=-copies, unit=unit,
        parts={way: -ore for way, ore in parts.items()}, day=day, at_minute=at_minute, reason=words,
    )  # fmt: skip


@verb("desk", "office", "manager")
def void_sale(work: Work, *, purchase: bytes, reason: str) -> None:
    """A sale, free copies or a return did not happen. Both facts stay, voided, and the reason with hers."""
    this = select(Purchase).where(Purchase.id == purchase).execution_options(voided=True)
    row = work.session.scalars(this).first()
    if row is None:
        raise UserFacingError(_("There is no such sale. Nothing has changed."))
    if row.voided:
        raise UserFacingError(_("This sale does not count already."))
    work.void(row, reason=why(reason))
    move = work.session.get(DeskMove, row.move)
    if move is not None and not move.voided:
        work.void(move, reason="sale")  # what is written of a sale may be about her: it stands with hers
    emptied = select(SoldOut).where(SoldOut.edition == row.edition, SoldOut.entry == row.entry)
    for one in work.session.scalars(emptied):
        work.void(one, reason="sale")


def record(
    work: Work, *, outlet: bytes, person: bytes, edition: bytes, what: str, copies: int, unit: int,
    parts: Mapping[str, int], day: date, at_minute: int | None, reason: str | None = None, note: str | None = None,
    listed: int | None = None, there: int | None = None,
) -> bytes:  # fmt: skip
    """The facts of a sale, looked at already: copies she bought (below zero when they come back) and what was paid,
    øre by way. `there` is what the outlet's stock was, where it is to be told that the last copy went. Returns the id
    of the Purchase."""
    paid = {f"{way}_ore": ore for way, ore in parts.items() if ore}
    move = work.add(DeskMove(
        outlet=outlet, edition=edition, what=what, day=day, at_minute=at_minute, copies=-copies,
        reason=reason if what == "free" else None, listed=listed, staff=work.acting.id, **paid,
    ))  # fmt: skip
    bought = work.add(Purchase(
        person=person, move=move, edition=edition, outlet=outlet, what=what, day=day, at_minute=at_minute,
        copies=copies, unit_ore=unit, reason=reason, note=note, listed=listed, **paid,
    ))  # fmt: skip
    if there is not None and there > 0 >= there - copies:
        work.add(SoldOut(outlet=outlet, edition=edition, day=day, at_minute=at_minute))
    return bought


# Reads -----------------------------------------------------------------------------------------------------------


def problems(
    session: Session, *, outlet: bytes, person: bytes, edition: bytes, copies: int, payment: Payment = "cash",
    day: date,
) -> tuple[Problem, ...]:  # fmt: skip
    """What the window asks about before a sale, those that refuse it first. Copies below zero are a return."""
    line = edition_of(session, edition, day)
    if copies < 0:
        found = _not_back(session, line, day)
        if (net := sum(row.copies for row in NET(session, person=person, edition=edition))) < -copies:
            sentence = ngettext("She has bought {count} copy of this edition.",
                                "She has bought {count} copies of this edition.", net)  # fmt: skip
            found.append(Problem("return_more", sentence.format(count=net), False))
        return tuple(found)
    maybe = [_on_break(session, person, day), _ended(line)]
    if payment != "free" and (line.price or line.ended):
        parts = split(payment, copies * _unit(session, line))
        maybe.append(_over_limit(session, person, line, parts.get("credit", 0), day))
    maybe.append(_card(session, person, day))
    often = usual(session, person, edition, day)
    if often and copies > MUCH * often:
        sentence = ngettext("She usually takes {count} copy.", "She usually takes {count} copies.", often)
        maybe.append(Problem("much", sentence.format(count=often), False))
    if copies > (there := copies_at(session, outlet, edition)):
        sentence = ngettext("By the book {count} copy lies here.", "By the book {count} copies lie here.", there)
        maybe.append(Problem("stock", sentence.format(count=there), False))
    return tuple(one for one in maybe if one)


def split(payment: Payment, total: int) -> dict[str, int]:
    """Øre by way to pay. Raises UserFacingError where the parts are no ways, or do not come to the total."""
    parts = {payment: total} if isinstance(payment, str) else {way: ore for way, ore in payment.items() if ore}
    if set(parts) - set(WAYS):
        raise UserFacingError(_("Choose how it is paid from the list."))
    if any(type(ore) is not int or ore < 0 for ore in parts.values()):
        raise UserFacingError(_("Write an amount above zero."))
    if sum(parts.values()) != total:
        sentence = _("The parts come to {parts}, and the copies cost {total}.")
        raise UserFacingError(sentence.format(parts=kr(sum(parts.values())), total=kr(total)))
    return parts


# Private ---------------------------------------------------------------------------------------------------------


def _whole(copies: int) -> None:
    if type(copies) is not int or not 1 <= copies <= MOST:
        raise UserFacingError(_("A sale is of 1 to {limit} copies.").format(limit=MOST))


def _unit(session: Session, line: EditionLine) -> int:
    """What a copy costs; of an edition whose price ended what it cost last. Raises UserFacingError."""
    price = line.price or (line.ended and price_on(session, line.id, line.ended))
    if not price:
        raise UserFacingError(_("{title} is not on sale yet. Set its price first.").format(title=line.title))
    return price.buy_ore


def _ended(line: EditionLine) -> Problem | None:
    if line.price is not None or line.ended is None:
        return None
    sentence = _("{title} is no longer on sale. Its price ended {day}.")
    return Problem("ended", sentence.format(title=line.title, day=written(line.ended)), True)


def _on_break(session: Session, person: bytes, day: date) -> Problem | None:
    found = break_on(session, person, day)
    if found is None:
        return None
    cause = worded(BREAKS.get(found.reason, BREAKS["other"]))
    if found.to_day is None:
        sentence = _("This seller has a break: {reason}.").format(reason=cause)
    else:
        sentence = _("This seller has a break to {day}: {reason}.").format(day=written(found.to_day), reason=cause)
    return Problem("break", sentence, True)


def _over_limit(session: Session, person: bytes, line: EditionLine, credit: int, day: date) -> Problem | None:
    if not credit:
        return None
    limit = limits_on(session, person, [line.publication_id], day)[line.publication_id]
    owes = balances(session, person)[0].get(line.publication_id, 0)
    if limit is None or owes + credit <= limit:
        return None
    sentence = _("With this she owes {amount}. The limit is {limit}.")
    return Problem("limit", sentence.format(amount=kr(owes + credit), limit=kr(limit)), True)


def _card(session: Session, person: bytes, day: date) -> Problem | None:
    """A card that expired, or was lost and not replaced. Whoever never had one is not asked for it."""
    valid_to = good_card(session, person)
    if valid_to is None or valid_to >= day:
        return None
    return Problem("card", _("The card expired {day}. Make a new one.").format(day=written(valid_to)), False)


def _not_back(session: Session, line: EditionLine, day: date) -> list[Problem]:
    """Why copies of this edition are not bought back."""
    own = rules(session, line.product_id)
    if not own.on(day, "returns", True):
        return [Problem("forbidden", _("{product} is not bought back.").format(product=line.product), True)]
    days, last = own.on(day, "return_days"), line.last_day or line.ended
    if days is not None and last is not None and (day - last).days > days:
        sentence = ngettext("{title} was bought back for {count} day after {day}.",
                            "{title} was bought back for {count} days after {day}.", days)  # fmt: skip
        return [Problem("late", sentence.format(title=line.title, count=days, day=written(last)), True)]
    return []


def _passed(work: Work, found: list[Problem], over: str | None) -> str | None:
    """Why these are passed over; None where there are none. Raises UserFacingError, or NotAllowed without the right."""
    if not found:
        return None
    if over is None:
        raise UserFacingError(found[0].sentence)
    if not work.acting.roles & OVER:
        raise NotAllowed(_("Only the office may pass over this. Nothing has changed."))
    return why(over)
