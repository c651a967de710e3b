"""The desk in words: what its acts are called, what an entry of one says, and what a seller's history tells of it.

A seller is her number here: the last acts are read over shoulders.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ..i18n import gettext as _
from ..i18n import marked, ngettext, worded
from ..models.base import kinds
from ..models.sales import Outlet, Purchase, Spot
from ..pay.words import kr
from ..weeks import written
from .editions import these_editions
from .sellers import number_of
from .words import BREAKS, FREE, MOVES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

ACTS = {
    "sales.selling.sell": marked("Sold"),
    "sales.selling.give_back": marked("Returned"),
    "sales.selling.void_sale": marked("Sale voided"),
    "sales.sellers.make_seller": marked("Made a seller"),
    "sales.sellers.renumber": marked("New seller number"),
    "sales.sellers.change_seller": marked("Seller changed"),
    "sales.sellers.give_card": marked("Seller card made"),
    "sales.sellers.card_lost": marked("Seller card lost"),
    "sales.sellers.give_break": marked("Break given"),
    "sales.sellers.end_break": marked("Break ended"),
    "sales.sellers.note": marked("Note written"),
    "sales.sellers.end_note": marked("Note ended"),
    "sales.spots.take_spot": marked("Spot taken"),
    "sales.spots.leave_spot": marked("Spot left"),
    "sales.accounts.repay": marked("Repaid"),
    "sales.accounts.hold": marked("Held for the seller"),
    "sales.accounts.pay_out": marked("Paid out to a seller"),
    "sales.accounts.set_off": marked("Set off against credit"),
    "sales.accounts.write_off": marked("Written off"),
    "sales.accounts.void_account_move": marked("Account put right"),
    "sales.editions.set_edition": marked("Price set"),
    "sales.editions.day_price": marked("Price set for a day"),
    "sales.editions.end_price": marked("Price ended"),
    "sales.editions.change_edition": marked("Edition changed"),
    "sales.editions.rename_publication": marked("Publication renamed"),
    "sales.editions.rename_product": marked("Product renamed"),
    "sales.editions.move_product": marked("Product moved"),
    "sales.change_over.change_over": marked("New edition"),
    "sales.outlets.found_outlet": marked("Outlet made"),
    "sales.outlets.change_outlet": marked("Outlet changed"),
    "sales.rules.rule": marked("Rule of the desk set"),
    "sales.stock.receive": marked("Received from the printer"),
    "sales.stock.take_out": marked("Taken out of stock"),
    "sales.stock.send": marked("Sent"),
    "sales.stock.confirm": marked("Arrived"),
    "sales.stock.hand_over": marked("Moved"),
    "sales.stock.void_move": marked("Move voided"),
    "sales.counting.begin": marked("Stock count begun"),
    "sales.counting.give_up": marked("Stock count given up"),
    "sales.counting.count": marked("Counted"),
    "sales.till.open_till": marked("Till opened"),
    "sales.till.cash_in": marked("Money into the till"),
    "sales.till.cash_out": marked("Money out of the till"),
    "sales.settling.settle": marked("Day settled"),
    "sales.settling.void_settlement": marked("Settlement voided"),
    "sales.paper.read_desk": marked("Read from a list"),
}
# How a sale was paid, within a sentence.
PAID = {
    "cash": marked("cash"), "vipps": marked("Vipps"), "credit": marked("on credit"),
    "held": marked("from what is held"),
}  # fmt: skip
# What moved on an account: in a seller's own history and on her statement.
MOVED = {
    "repaid": marked("Repaid"), "held": marked("Held for the seller"), "paid_out": marked("Paid out"),
    "set_off": marked("Set off against credit"), "fee": marked("Fee for a card"), "written_off": marked("Written off"),
}  # fmt: skip


def titles() -> dict[str, str]:
    """What each command is called, shortly."""
    return {command: worded(title) for command, title in ACTS.items()}


def sentence(session: Session, command: str, ops: Sequence[Sequence[Any]]) -> str | None:
    """What an entry of one of these commands says; None for other commands."""
    if command not in ACTS:
        return None
    facts = {op[1]: (op[3], op[4]) for op in reversed(ops) if op[0] == "fact"}
    for table, tell in (("purchase", _of_purchase), ("account_move", _of_account), ("settlement", _of_settlement),
                        ("desk_move", _of_move), ("seller_number", _of_number), ("till_opened", _of_till)):  # fmt: skip
        if table in facts:
            return tell(session, *facts[table])
    for op in ops:
        if op[0] == "void" and op[1] == "purchase":
            this = select(Purchase).where(Purchase.id == bytes.fromhex(op[2])).execution_options(voided=True)
            row = session.scalars(this).first()
            if row is not None and row.person:
                fields = kinds()["purchase"].fields.items()
                values = {name: field.to_journal(getattr(row, name)) for name, field in fields}
                return _("Does not count: {old}").format(old=_of_purchase(session, row.person.hex(), values))
    return f"{worded(ACTS[command])}."


def of_fact(session: Session) -> dict[str, Callable[[dict[str, Any]], str]]:
    """Table → what one of its facts says in a seller's own history."""
    return {
        "purchase": lambda v: ", ".join(filter(None, (_bought(session, v), _paid(v)))),
        "account_move": lambda v: f"{worded(MOVED.get(v.get('what', ''), ''))}: {kr(_amount(v))}",
        "seller_number": lambda v: _("seller number {number}").format(number=v.get("number")),
        "seller_card": lambda v: _("seller card {serial}").format(serial=f"{v.get('serial') or 0:02}"),
        "card_lost": lambda v: _("seller card {serial} lost").format(serial=f"{v.get('serial') or 0:02}"),
        "seller_break": _break_words,
        "seller_note": lambda v: _("Note") + f": {v.get('text') or ''}",
        "spot_time": lambda v: _spot_words(session, v),
    }


# Private ---------------------------------------------------------------------------------------------------------


def _of_purchase(session: Session, person: str | None, values: dict[str, Any]) -> str:
    """ "10 copies of Megafon 11/2026 to seller 94, cash." """
    number = number_of(session, bytes.fromhex(person)) if person else None
    copies = values.get("copies") or 0
    title = _title(session, values)
    if values.get("what") == "return":
        words = ngettext("{count} copy of {title} back from seller {number}.",
                         "{count} copies of {title} back from seller {number}.", -copies)  # fmt: skip
        return words.format(count=-copies, title=title, number=number or "–")
    words = ngettext("{count} copy of {title} to seller {number}, {paid}.",
                     "{count} copies of {title} to seller {number}, {paid}.", copies)  # fmt: skip
    return words.format(count=copies, title=title, number=number or "–", paid=_paid(values))


def _of_account(session: Session, person: str | None, values: dict[str, Any]) -> str:
    number = number_of(session, bytes.fromhex(person)) if person else None
    words = _("Seller {number}: {what}, {amount}.")
    what = worded(MOVED.get(values.get("what", ""), MOVED["repaid"]))
    return words.format(number=number or "–", what=what[:1].lower() + what[1:], amount=kr(_amount(values)))


def _of_settlement(session: Session, _person: str | None, values: dict[str, Any]) -> str:
    number = f"{values.get('letter')}-{values.get('number') or 0:04}"
    return _("Settlement {number} at {outlet} is made.").format(number=number, outlet=_outlet(session, values))


def _of_move(session: Session, _person: str | None, values: dict[str, Any]) -> str:
    what = worded(MOVES.get(values.get("what", ""), MOVES["counted"]))
    if values.get("copies") is None:
        return _("{act}: {amount}.").format(act=what, amount=kr(abs(values.get("cash_ore") or 0)))
    copies = values["copies"] if values.get("what") == "counted" else abs(values["copies"])
    words = ngettext("{act} at {outlet}: {count} copy of {title}.",
                     "{act} at {outlet}: {count} copies of {title}.", abs(copies))  # fmt: skip
    return words.format(act=what, outlet=_outlet(session, values), count=copies, title=_title(session, values))


def _of_number(_session: Session, _person: str | None, values: dict[str, Any]) -> str:
    return _("Seller number {number} is given.").format(number=values.get("number"))


def _of_till(session: Session, _person: str | None, values: dict[str, Any]) -> str:
    words = _("The till at {outlet} is opened with {amount}.")
    return words.format(outlet=_outlet(session, values), amount=kr(values.get("float_ore") or 0))


def _bought(session: Session, values: dict[str, Any]) -> str:
    copies = values.get("copies") or 0
    words = ngettext("{count} copy of {title}", "{count} copies of {title}", abs(copies))
    if copies < 0:
        words = ngettext("{count} copy of {title} back", "{count} copies of {title} back", -copies)
    return words.format(count=abs(copies), title=_title(session, values))


def _paid(values: dict[str, Any]) -> str:
    """ "cash", "cash, Vipps", "starter copies"."""
    if values.get("what") == "free":
        why = worded(FREE.get(values.get("reason") or "", FREE["other"]))
        return why[:1].lower() + why[1:]
    return ", ".join(worded(word) for way, word in PAID.items() if values.get(f"{way}_ore"))


def _amount(values: dict[str, Any]) -> int:
    """What an account move came to, in øre."""
    return abs(values.get("owes_ore") or values.get("held_ore") or values.get("cash_ore") or 0)


def _title(session: Session, values: dict[str, Any]) -> str:
    edition = bytes.fromhex(values.get("edition") or "")
    day = date.fromisoformat(values["day"]) if values.get("day") else date.min
    found = these_editions(session, [edition], day).get(edition)
    return found.title if found else "–"


def _outlet(session: Session, values: dict[str, Any]) -> str:
    row = session.get(Outlet, bytes.fromhex(values["outlet"])) if values.get("outlet") else None
    return (row and row.name) or "–"


def _break_words(values: dict[str, Any]) -> str:
    first, last = (written(date.fromisoformat(values[d])) if values.get(d) else "" for d in ("from_day", "to_day"))
    cause = worded(BREAKS.get(values.get("reason") or "", BREAKS["other"]))
    return _("Break from {day}: {reason}").format(day=f"{first}–{last}" if last else first, reason=cause)


def _spot_words(session: Session, values: dict[str, Any]) -> str:
    row = session.get(Spot, bytes.fromhex(values.get("spot") or "")) if values.get("spot") else None
    return _("Spot") + f": {(row and row.name) or '–'}"
