"""A seller's account: what she owes of each publication, what is held for her, and how it is settled.

Nothing stands anywhere but the facts: balances are sums. What is held for her never goes below zero, and a payout names
the amounts it settles, so that nothing is paid twice.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from .. import money
from ..dated import rules_of
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..models.sales import AccountMove, DeskMove, Edition, Product, Publication, Purchase
from ..pay.words import kr
from ..people import sort_key
from ..person_fields import plain_text
from ..store.session import Ready
from .outlets import require_outlet
from .records import Account, HeldLine, Owed
from .sellers import number_of, require_seller

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

REASON_LIMIT = 200  # characters

_PERSON = bindparam("person")
# Answered by the indexes `purchase_of` and `account_move_of` alone.
BOUGHT = Ready(
    select(
        Purchase.edition, Purchase.what, func.sum(Purchase.copies).label("copies"),
        func.sum(Purchase.credit_ore).label("credit"), func.sum(Purchase.held_ore).label("held"),
        func.sum(Purchase.cash_ore).label("cash"), func.sum(Purchase.vipps_ore).label("vipps"),
    ).where(Purchase.person == _PERSON).group_by(Purchase.edition, Purchase.what)
)  # fmt: skip
MOVED = Ready(
    select(
        AccountMove.publication, AccountMove.what, func.sum(AccountMove.owes_ore).label("owes"),
        func.sum(AccountMove.held_ore).label("held"), func.sum(AccountMove.cash_ore).label("cash"),
        func.sum(AccountMove.vipps_ore).label("vipps"),
    ).where(AccountMove.person == _PERSON).group_by(AccountMove.publication, AccountMove.what)
)  # fmt: skip
# All of them: a list of hers costs more to put together than the few that there are.
PUBLICATIONS_OF = Ready(
    select(Edition.id, Product.publication).join(Product, Product.id == Edition.product), voided=True
)
PUBLICATIONS = Ready(select(Publication.id, Publication.name))
HELD = Ready(
    select(
        AccountMove.id, AccountMove.what, AccountMove.day, AccountMove.held_ore, AccountMove.settles,
        AccountMove.reason, AccountMove.publication,
    ).where(AccountMove.person == _PERSON, AccountMove.held_ore.is_not(None)).order_by(AccountMove.day, AccountMove.id)
)  # fmt: skip


# Verbs -----------------------------------------------------------------------------------------------------------


@verb("desk", "office", "manager")
def repay(
    work: Work, *, person: bytes, publication: bytes, amount_ore: int, pay: str = "cash", outlet: bytes, day: date,
    at_minute: int,
) -> bytes:  # fmt: skip
    """She pays back some of what she owes of a publication, in cash or by Vipps. Returns the id of the AccountMove."""
    require_seller(work.session, person)
    require_outlet(work, outlet)
    if pay not in ("cash", "vipps"):
        raise UserFacingError(_("She pays back in cash or by Vipps."))
    _no_more_than_owed(work.session, person, publication, amount_ore)
    _in_whole_kroner(amount_ore, pay)
    paid = {f"{pay}_ore": amount_ore}
    move = work.add(AccountMove(
        person=person, publication=publication, what="repaid", day=day, at_minute=at_minute, owes_ore=-amount_ore,
        outlet=outlet, staff=work.acting.id, **paid,
    ))  # fmt: skip
    work.add(DeskMove(
        outlet=outlet, what="repaid", day=day, at_minute=at_minute, source=move, staff=work.acting.id, **paid
    ))  # fmt: skip
    return move


@verb("desk", "office", "manager")
def hold(
    work: Work, *, person: bytes, publication: bytes, amount_ore: int, reason: str, day: date, at_minute: int
) -> bytes:
    """Money that the organisation holds for her: what customers paid by Vipps to its account. Returns its id."""
    require_seller(work.session, person)
    if work.session.get(Publication, publication) is None:
        raise UserFacingError(_("There is no such publication. Nothing has changed."))
    _an_amount(amount_ore)
    return work.add(AccountMove(
        person=person, publication=publication, what="held", day=day, at_minute=at_minute, held_ore=amount_ore,
        reason=_why(reason), staff=work.acting.id,
    ))  # fmt: skip


@verb("desk", "office", "manager")
def pay_out(
    work: Work, *, person: bytes, amount_ore: int, pay: str = "cash", outlet: bytes | None = None, day: date,
    at_minute: int,
) -> bytes:  # fmt: skip
    """Some or all of what is held for her is hers now: in cash from the till of an outlet, or to her bank account. It
    settles the oldest amounts first. Returns the id of the AccountMove."""
    require_seller(work.session, person)
    if pay not in ("cash", "bank"):
        raise UserFacingError(_("Money is paid out in cash or to the bank."))
    if pay == "cash":
        if outlet is None:
            raise UserFacingError(_("Say which till the money comes from."))
        require_outlet(work, outlet)
    settles = _settled(work.session, person, amount_ore)
    _in_whole_kroner(amount_ore, pay)
    out = {"cash_ore": -amount_ore} if pay == "cash" else {}
    move = work.add(AccountMove(
        person=person, what="paid_out", day=day, at_minute=at_minute, held_ore=-amount_ore, settles=settles,
        outlet=outlet, staff=work.acting.id, **out,
    ))  # fmt: skip
    if out:
        work.add(DeskMove(
            outlet=outlet, what="paid_out", day=day, at_minute=at_minute, source=move, staff=work.acting.id, **out
        ))  # fmt: skip
    return move


@verb("desk", "office", "manager")
def set_off(
    work: Work, *, person: bytes, publication: bytes, amount_ore: int, day: date, at_minute: int
) -> bytes:
    """What is held for her pays some of what she owes of a publication. Returns the id of the AccountMove."""
    require_seller(work.session, person)
    _no_more_than_owed(work.session, person, publication, amount_ore)
    settles = _settled(work.session, person, amount_ore)
    return work.add(AccountMove(
        person=person, publication=publication, what="set_off", day=day, at_minute=at_minute, owes_ore=-amount_ore,
        held_ore=-amount_ore, settles=settles, staff=work.acting.id,
    ))  # fmt: skip


@verb("office", "manager")
def write_off(
    work: Work, *, person: bytes, publication: bytes, amount_ore: int, reason: str, day: date, at_minute: int
) -> bytes:
    """Some of what she owes is not asked for any longer. Returns the id of the AccountMove."""
    require_seller(work.session, person)
    _no_more_than_owed(work.session, person, publication, amount_ore)
    return work.add(AccountMove(
        person=person, publication=publication, what="written_off", day=day, at_minute=at_minute,
        owes_ore=-amount_ore, reason=_why(reason), staff=work.acting.id,
    ))  # fmt: skip


@verb("desk", "office", "manager")
def void_account_move(work: Work, *, move: bytes, reason: str) -> None:
    """What was repaid, held, paid out, set off, written off or charged did not happen; what it did to a till is taken
    back with it. The reason is kept."""
    this = select(AccountMove).where(AccountMove.id == move).execution_options(voided=True)
    row = work.session.scalars(this).first()
    if row is None:
        raise UserFacingError(_("There is no such move. Nothing has changed."))
    if row.voided:
        raise UserFacingError(_("This does not count already."))
    work.void(row, reason=_why(reason))
    for one in work.session.scalars(select(DeskMove).where(DeskMove.source == move)):
        work.void(one, reason=row.what or "")  # what is written of it may be about her: it stands with hers


# Reads -----------------------------------------------------------------------------------------------------------


def account(session: Session, person: bytes) -> Account:
    """Her account: what she bought, returned, paid and owes, and what is held for her, all there ever was."""
    bought, moved = BOUGHT(session, person=person), MOVED(session, person=person)
    repaid = [row for row in moved if row.what == "repaid"]
    return Account(
        number_of(session, person) or 0,
        sum(row.copies or 0 for row in bought if row.what == "sale"),
        -sum(row.copies or 0 for row in bought if row.what == "return"),
        sum((row.cash or 0) + (row.vipps or 0) for row in (*bought, *repaid)),
        sum(row.credit or 0 for row in bought) + sum(row.owes or 0 for row in moved),
        sum(row.held or 0 for row in moved) - sum(row.held or 0 for row in bought),
    )  # fmt: skip


def balances(session: Session, person: bytes) -> tuple[dict[bytes, int], int]:
    """What she owes by publication, and what is held for her, in øre."""
    owes: dict[bytes, int] = defaultdict(int)
    bought, moved = BOUGHT(session, person=person), MOVED(session, person=person)
    of = dict(PUBLICATIONS_OF(session)) if any(row.credit for row in bought) else {}
    for row in bought:
        if row.credit:
            owes[of.get(row.edition) or b""] += row.credit
    for row in moved:
        if row.owes:
            owes[row.publication or b""] += row.owes
    held_ore = sum(row.held or 0 for row in moved) - sum(row.held or 0 for row in bought)
    return dict(owes), held_ore


def owed(session: Session, person: bytes, day: date, owes: dict[bytes, int] | None = None) -> tuple[Owed, ...]:
    """What she owes and the most she may, by name of publication, where there is anything to tell. `owes` where it has
    been reckoned already (`balances`)."""
    owes = balances(session, person)[0] if owes is None else owes
    every = sorted(PUBLICATIONS(session), key=lambda row: sort_key(row.name or ""))
    named = {row.id: row.name or "" for row in every}
    limits = limits_on(session, person, [*named], day)
    return tuple(
        Owed(one, named.get(one, ""), owes.get(one, 0), limits.get(one))
        for one in (*named, *(p for p in owes if p not in named))
        if owes.get(one) or limits.get(one) is not None
    )


def limits_on(session: Session, person: bytes, publications: list[bytes], day: date) -> dict[bytes, int | None]:
    """The most she may owe of each publication that day: her own limit, else the publication's; None without limit."""
    every = rules_of(session, [person, *publications])
    own = every[person].on(day, "credit_limit")
    return {p: every[p].on(day, "credit_limit") if own is None else own for p in publications}


def held(session: Session, person: bytes) -> tuple[HeldLine, ...]:
    """The amounts that were held for her and what is left of each, oldest first. What nothing says which amount it took
    (copies she bought for it) took the oldest."""
    rows = HELD(session, person=person)
    amounts = {row.id: row.held_ore for row in rows if row.held_ore > 0}
    left = dict(amounts)
    out = sum(-row.held_ore for row in rows if row.held_ore < 0)
    out += sum(row.held or 0 for row in BOUGHT(session, person=person))
    for row in rows:
        for hex_, ore in json.loads(row.settles or "[]"):
            taken = min(ore, left.get(bytes.fromhex(hex_), 0))
            if taken:
                left[bytes.fromhex(hex_)] -= taken
                out -= taken
    for one in left:
        taken = min(left[one], out)
        left[one] -= taken
        out -= taken
    return tuple(
        HeldLine(row.id, row.day, amounts[row.id], left[row.id], row.reason) for row in rows if row.id in amounts
    )


# Private ---------------------------------------------------------------------------------------------------------


def _in_whole_kroner(amount_ore: int, pay: str) -> None:
    """There is no coin below one krone: a till that got half of one could never be counted right."""
    if pay == "cash" and amount_ore % money.KRONE:
        raise UserFacingError(_("Cash is whole kroner. Nothing has changed. Take the øre by Vipps or the bank."))


def _an_amount(amount_ore: Any) -> None:
    if type(amount_ore) is not int or not 0 < amount_ore <= money.LIMIT:
        raise UserFacingError(_("Write an amount above zero."))


def _no_more_than_owed(session: Session, person: bytes, publication: bytes, amount_ore: int) -> None:
    _an_amount(amount_ore)
    owes = balances(session, person)[0].get(publication, 0)
    if amount_ore > owes:
        raise UserFacingError(_("She owes {amount}. Nothing has changed.").format(amount=kr(max(owes, 0))))


def _settled(session: Session, person: bytes, amount_ore: int) -> str:
    """The held amounts that so much settles, oldest first, as JSON. Raises UserFacingError where there is less."""
    _an_amount(amount_ore)
    lines = held(session, person)
    there = balances(session, person)[1]
    if amount_ore > there:
        raise not_so_much_held(there)
    settles, rest = [], amount_ore
    for line in lines:
        taken = min(line.left_ore, rest)
        if taken:
            settles.append([line.id.hex(), taken])
            rest -= taken
    return json.dumps(settles)


def not_so_much_held(there: int) -> UserFacingError:
    return UserFacingError(_("{amount} is held for her. Nothing has changed.").format(amount=kr(max(there, 0))))


def _why(reason: str) -> str:
    words = plain_text(reason, REASON_LIMIT)
    if not words:
        raise UserFacingError(_("Write in a few words why."))
    return words
