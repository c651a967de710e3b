"""What was voided and brought back at two places: a sale, a move of stock or money, one of a seller's account, or what
is held back from a week's pay. Each who brought it back wrote a copy, and so it stands twice until somebody has said
that it is one.

What is kept is what was brought back first, by the clocks: two who give the same answer apart have taken the same away.
Lines of a paper list are asked about as lists (listed.py), receptions and counts as those (shelf.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..i18n import gettext as _
from ..i18n import ngettext, worded
from ..journal import entry as form
from ..journal.fits import content
from ..journal.write import Work
from ..pay.words import kr
from ..sales.acts import MOVED
from ..sales.words import MOVES
from ..weeks import written
from .asking import Asking
from .records import Choice, Question, ident

# Of each table what a copy says as its first one did; what names others is not compared, for a copy names copies.
_SAME = {
    "desk_move": (
        "outlet", "edition", "what", "day", "at_minute", "copies", "cash_ore", "vipps_ore", "credit_ore", "held_ore",
        "reason", "staff", "(SELECT person FROM purchase WHERE move=t.id)",
    ),
    "account_move": (
        "person", "publication", "what", "day", "at_minute", "owes_ore", "held_ore", "cash_ore", "vipps_ore", "reason",
        "outlet", "staff",
    ),
    "pay_deduction": ("programme", "person", "monday", "amount_ore", "ground", "words"),
}  # fmt: skip
# A move of the till that belongs to an account is asked about there.
_ASKED = {
    "desk_move": "t.listed IS NULL AND t.what NOT IN ('arrived', 'counted') AND NOT EXISTS"
    "(SELECT 1 FROM account_move a WHERE a.id=t.source)",
    "account_move": "1",
    "pay_deduction": "1",
}
_ROLES = {"pay_deduction": ("office", "manager")}  # who may answer, where not all who may at the desk
_ASKED_OF = f"v.kind IN {tuple(_SAME)}"
_BROUGHT_BACK = """
    SELECT DISTINCT u.entry FROM void v JOIN entry e ON e.no=v.no
    JOIN undone u ON u.stream=e.stream AND u.seq=e.seq AND u.voided=0 WHERE v.fact=?
"""
_TWICE = f"""
    SELECT v.kind, v.fact FROM undone u JOIN entry e ON e.stream=u.stream AND e.seq=u.seq JOIN void v ON v.no=e.no
    WHERE u.voided=0 AND {_ASKED_OF}
    GROUP BY v.kind, v.fact HAVING count(DISTINCT u.entry)>1
"""
_OF_COPY = """
    SELECT v.kind, v.fact FROM {table} t JOIN undone u ON u.entry=t.entry
    JOIN entry e ON e.stream=u.stream AND e.seq=u.seq JOIN void v ON v.no=e.no AND v.kind='{table}'
    WHERE t.id=? AND {asked}
"""
_OF_UNDONE = f"""
    SELECT v.kind, v.fact FROM undone u JOIN entry e ON e.stream=u.stream AND e.seq=u.seq JOIN void v ON v.no=e.no
    WHERE u.id=? AND {_ASKED_OF}
"""
_CONFIRMED = """
    SELECT 1 FROM desk_move m JOIN transfer_received r ON r.transfer=m.source AND r.voided=0
    WHERE m.id=? AND m.what='sent'
"""


def restored(asking: Asking, table: str, fact: bytes) -> Iterator[Question]:
    """Copies of one fact, of entries that did not know of one another, where more than one of them stands."""
    copies = _copies(asking, table, fact)
    about = (ident("restored", *(one for one, _no in copies)),)
    if len(copies) < 2 or asking.answered(about[0]):
        return
    hers, says, day = _what(asking, table, copies[0][0])
    roles = _ROLES.get(table, ())
    words = _("{what}, {day}: voided, and brought back at two places. It counts twice now. How often did it happen?")
    yield Question(
        about[0].hex(), "restored", words.format(what=says, day=written(day) if day > date.min else "–"),
        tuple(asking.side(no, _("brought back")) for _copy, no in copies),
        (Choice("one", _("Once: it counts once"), roles), Choice("both", _("Twice: both count"), roles)),
        about, (hers,) if hers else (), day=day,
    )  # fmt: skip


def say_restored(work: Work, asking: Asking, question: Question, _choice: str) -> None:
    """What was brought back first counts; of two sendings the one whose copies have been confirmed."""
    from ..pay import steps
    from ..sales import accounts, selling, stock

    for table, fact in sorted(keys(asking)):
        if all(one.id != question.id for one in restored(asking, table, fact)):
            continue
        copies = [copy for copy, _no in _copies(asking, table, fact)]
        kept = next((copy for copy in copies if table == "desk_move" and asking.facts(_CONFIRMED, copy)), copies[0])
        for copy in copies:
            if copy == kept:
                continue
            bought = asking.facts("SELECT id FROM purchase WHERE move=? AND voided=0", copy)
            if table == "account_move":
                accounts.void_account_move(work, move=copy, reason=_("brought back twice"))
            elif table == "pay_deduction":
                steps.undo_deduction(work, deduction=copy, reason=_("brought back twice"))
            elif bought:
                selling.void_sale(work, purchase=bought[0][0], reason=_("brought back twice"))
            else:
                stock.void_move(work, move=copy, reason=_("brought back twice"))
        return


def keys(asking: Asking) -> set[tuple[Any, ...]]:
    return set(asking.facts(_TWICE))


def places(asking: Asking, op: list[Any]) -> Iterator[tuple[str, bytes]]:
    """Which facts (table, id) one more copy, or one less, may be of."""
    this = bytes.fromhex(op[2])
    found: set[tuple[str, bytes]] = set()
    waiting = [(op[1], this)] if op[0] == "void" and op[1] in _SAME else []
    waiting += asking.facts(_OF_UNDONE, this) if op[1] == "undone" else []
    while waiting:
        table, fact = waiting.pop()
        if (table, fact) not in found:
            found.add((table, fact))
            waiting += asking.facts(_OF_COPY.format(table=table, asked=_ASKED[table]), fact)
    yield from found


# Private -------------------------------------------------------------------------------------------------------------


def _copies(asking: Asking, table: str, fact: bytes) -> list[tuple[bytes, int]]:
    """Id and entry of each copy that stands: of each entry that brought the fact back one, or where that was voided and
    brought back in turn, what came of it. The first one first."""
    same = ",".join(f"t.{one}" if one.isidentifier() else one for one in _SAME[table])
    said = asking.facts(f"SELECT {same} FROM {table} t WHERE t.id=? AND {_ASKED[table]}", fact)
    found: dict[bytes, int] = {}
    seen, waiting = {fact}, [fact] if said else []
    while waiting:
        for (no,) in asking.facts(_BROUGHT_BACK, waiting.pop()):
            for copy in sorted(_facts_of(asking, no, table) - seen):
                rows = asking.facts(f"SELECT t.voided, {same} FROM {table} t WHERE t.id=?", copy)
                if not rows or rows[0][1:] != said[0]:
                    continue
                seen.add(copy)
                if rows[0][0]:
                    waiting.append(copy)
                else:
                    found[copy] = no
                break
    return sorted(found.items(), key=lambda one: asking.order(one[1]))


def _facts_of(asking: Asking, no: int, table: str) -> set[bytes]:
    """The facts of a table that an entry added, from its own words: the tables have no index for it."""
    ((packed,),) = asking.facts("SELECT ops FROM entry WHERE no=?", no)
    said = (content(raw) for salt, raw in form.unpack(packed) if salt is not None)
    return {bytes.fromhex(op[2]) for op in said if op[0] == "fact" and op[1] == table}


def _what(asking: Asking, table: str, fact: bytes) -> tuple[bytes | None, str, date]:
    """Whose it is, what it is in words, and its day."""
    if table == "account_move":
        ((person, what, day, *sums),) = asking.facts(
            "SELECT person, what, day, owes_ore, held_ore, cash_ore, vipps_ore FROM account_move WHERE id=?", fact
        )
        parts = [worded(MOVED[what]) if what in MOVED else "", asking.person(person) if person else ""]
        parts += [kr(max(abs(ore) for ore in sums if ore))] if any(sums) else []
    elif table == "pay_deduction":
        ((person, day, amount),) = asking.facts("SELECT person, monday, amount_ore FROM pay_deduction WHERE id=?", fact)
        parts = [_("Deduction added"), asking.person(person) if person else "", kr(amount or 0)]
    else:
        ((person, edition, what, day, copies, *sums),) = asking.facts(
            "SELECT (SELECT person FROM purchase WHERE move=t.id), edition, what, day, copies, cash_ore, vipps_ore, "
            "credit_ore, held_ore FROM desk_move t WHERE t.id=?", fact,
        )  # fmt: skip
        parts = [worded(MOVES[what]) if what in MOVES else "", asking.person(person) if person else ""]
        if copies:
            parts.append(ngettext("{copies} copy", "{copies} copies", abs(copies)).format(copies=abs(copies)))
            parts.append(asking.edition(edition))
        parts += [kr(abs(sum(filter(None, sums))))] if any(sums) else []
    return person, ", ".join(filter(None, parts)), date.fromisoformat(day) if day else date.min
