"""The steps of a week: prepared, attested, approved, paid, locked; sent back before it is paid.

Nobody attests what she prepared, approves what she prepared or attested, or either where she is on the list herself
(attestation and approval are two persons: domain of the state's own rules, and this house's). Office prepares and pays,
manager attests, approves and locks, administrator may do each.
"""

from __future__ import annotations

import json
from datetime import date

from ..errors import NotAllowed, UserFacingError
from ..i18n import gettext as _
from ..i18n import marked, worded
from ..journal.write import Work, verb
from ..models.pay import PayCorrection, PayDeduction, PayLine, Payout, PayStep, PayWeek
from ..models.staff import Staff
from ..people import plain_text
from .ledger import Books, Snapshot
from .records import GROUNDS, STATUSES, Line, Week, pack
from .week import books_of, read

LIMIT = 100_000_000  # øre
TEXT_LIMIT = 200

NOT_YET = {
    "prepared": marked("Week {week} is not prepared yet. Nothing has changed."),
    "attested": marked("Week {week} is not attested yet. Nothing has changed."),
    "approved": marked("Week {week} is not approved yet. Nothing has changed."),
    "paid": marked("Week {week} is not paid yet. Nothing has changed."),
}
ALREADY = {
    "prepared": marked("Week {week} is prepared already. Nothing has changed."),
    "attested": marked("Week {week} is attested already. Nothing has changed."),
    "approved": marked("Week {week} is approved already. Nothing has changed."),
    "paid": marked("Week {week} is paid already. Nothing has changed."),
    "locked": marked("Week {week} is locked already. Nothing has changed."),
}


@verb("office")
def prepare(work: Work, *, programme: bytes, monday: date) -> bytes:
    """What everyone has coming that week is reckoned and stands. Returns the snapshot's id.

    Raises UserFacingError when it is prepared already, or when hours would be paid twice.
    """
    books, week = _week(work, programme, monday)
    if week.status != "open":
        raise UserFacingError(worded(ALREADY[week.status]).format(week=_no(monday)))
    for trouble in week.troubles:
        if trouble.stops:
            raise UserFacingError(f"{trouble.words} " + _("Nothing has changed."))
    replaced = books.snapshots.get(monday)
    if replaced:
        work.void(work.session.get_one(PayWeek, replaced.id), reason=_("prepared anew"))
    snapshot = work.add(
        PayWeek(programme=programme, monday=monday, staff=work.acting.id, version=week.version + 1)
    )
    for line in week.lines:
        work.add(_kept(snapshot, programme, line))
        for one in line.corrections:
            work.add(PayCorrection(
                week=snapshot, person=line.person, programme=programme, monday=one.monday, amount_ore=one.amount_ore
            ))  # fmt: skip
    return snapshot


@verb("manager")
def attest(work: Work, *, programme: bytes, monday: date) -> None:
    """Somebody else than who prepared it confirms the hours and the sums. Raises UserFacingError or NotAllowed."""
    snapshot, week = _next(work, programme, monday, "attested")
    if work.acting.id == snapshot.staff:
        raise NotAllowed(_("You prepared this week yourself. Ask a colleague to attest it. Nothing has changed."))
    _not_for_herself(work, week)
    work.add(PayStep(week=snapshot.id, step="attested", staff=work.acting.id))


@verb("manager")
def approve(work: Work, *, programme: bytes, monday: date) -> None:
    """Somebody who neither prepared nor attested it lets the money out. Raises UserFacingError or NotAllowed."""
    snapshot, week = _next(work, programme, monday, "approved")
    if work.acting.id == snapshot.staff:
        raise NotAllowed(_("You prepared this week yourself. Ask a colleague to approve it. Nothing has changed."))
    if any(s.step == "attested" and s.staff_id == work.acting.id for s in week.steps):
        raise NotAllowed(_("You attested this week yourself. Ask a colleague to approve it. Nothing has changed."))
    _not_for_herself(work, week)
    work.add(PayStep(week=snapshot.id, step="approved", staff=work.acting.id))


@verb("manager")
def send_back(work: Work, *, programme: bytes, monday: date, reason: str) -> None:
    """The week is open again, with a reason; until it is paid. Raises UserFacingError."""
    books, week = _week(work, programme, monday)
    if week.status == "open":
        raise UserFacingError(worded(NOT_YET["prepared"]).format(week=_no(monday)))
    if week.status in ("paid", "locked"):
        words = _("Week {week} is paid, and stays so. A changed day becomes a correction in the next week.")
        raise UserFacingError(words.format(week=_no(monday)))
    why = plain_text(reason, TEXT_LIMIT)
    if not why:
        raise UserFacingError(_("Write a short reason. Nothing has changed."))
    if any(line.signed for line in week.lines):
        words = _("Somebody has been paid for week {week}. Take that payout back first. Nothing has changed.")
        raise UserFacingError(words.format(week=_no(monday)))
    work.void(work.session.get_one(PayWeek, books.snapshots[monday].id), reason=why)


@verb("office")
def pay(work: Work, *, programme: bytes, monday: date, today: date, everyone: bool) -> int:
    """The week is paid. Returns how many lines were paid by this.

    `everyone`: each line is paid and signed for. Otherwise what goes to the bank is, and in cash only what has been
    signed for; the rest stays outstanding and comes up next week. Raises UserFacingError.
    """
    snapshot, week = _next(work, programme, monday, "paid")
    lines = [n for n in week.lines if n.due_ore > 0 and not n.signed and (everyone or n.method == "bank")]
    for line in lines:
        work.add(payout_of(work, programme, snapshot, line, today))
    work.add(PayStep(week=snapshot.id, step="paid", staff=work.acting.id))
    return len(lines)


@verb("manager")
def lock(work: Work, *, programme: bytes, monday: date) -> None:
    """The week is over. Raises UserFacingError."""
    snapshot, _week_ = _next(work, programme, monday, "locked")
    work.add(PayStep(week=snapshot.id, step="locked", staff=work.acting.id))


@verb("office", "manager")
def deduct(
    work: Work, *, programme: bytes, monday: date, person: bytes, amount_ore: int, ground: str, words: str
) -> bytes:
    """Something is held back from what a person is paid that week, with a ground. Returns its id.

    Raises UserFacingError when it is more than she has coming, or the week is approved.
    """
    books, week = _week(work, programme, monday)
    text = plain_text(words, TEXT_LIMIT)
    if ground not in GROUNDS or not text:
        raise UserFacingError(_("Choose the ground, and write what it is for. Nothing has changed."))
    line = next((n for n in week.lines if n.person == person), None)
    if not 0 < amount_ore <= LIMIT or line is None or amount_ore > line.due_ore:
        raise UserFacingError(_("This is more than the person has coming. Nothing has changed."))
    return work.add(PayDeduction(
        programme=programme, monday=monday, person=person, amount_ore=amount_ore, ground=ground, words=text
    ))  # fmt: skip


@verb("office", "manager")
def undo_deduction(work: Work, *, deduction: bytes, reason: str) -> None:
    """The deduction does not count. Raises UserFacingError."""
    row = work.session.get(PayDeduction, deduction)
    why = plain_text(reason, TEXT_LIMIT)
    if row is None or row.voided:
        raise UserFacingError(_("There is no such deduction. Nothing has changed."))
    if not why:
        raise UserFacingError(_("Write a short reason. Nothing has changed."))
    work.void(row, reason=why)


# Shared with payouts -------------------------------------------------------------------------------------------------


def payout_of(
    work: Work, programme: bytes, snapshot: Snapshot, line: Line, today: date, *, bag: bytes | None = None,
    reason: str | None = None,
) -> Payout:  # fmt: skip
    """The payout that settles a line whole, its rounding beside it."""
    return Payout(
        programme=programme, person=line.person, week=snapshot.id, paid_on=today, amount_ore=line.due_ore,
        rounding_ore=line.to_pay_ore - line.due_ore, method=line.method, reason=reason, bag=bag,
        staff=work.acting.id,
    )  # fmt: skip


# Private -------------------------------------------------------------------------------------------------------------


def _no(monday: date) -> int:
    return monday.isocalendar().week


def _week(work: Work, programme: bytes, monday: date) -> tuple[Books, Week]:
    books = books_of(work.session, programme)
    return books, read(work.session, programme, monday, books=books)


def _next(work: Work, programme: bytes, monday: date, step: str) -> tuple[Snapshot, Week]:
    """The week's snapshot, when this step is the next one. Raises UserFacingError."""
    books, week = _week(work, programme, monday)
    at, wanted = STATUSES.index(week.status), STATUSES.index(step)
    if at >= wanted:
        raise UserFacingError(worded(ALREADY[step]).format(week=_no(monday)))
    if at < wanted - 1:
        raise UserFacingError(worded(NOT_YET[STATUSES[at + 1]]).format(week=_no(monday)))
    return books.snapshots[monday], week


def _not_for_herself(work: Work, week: Week) -> None:
    own = work.session.get(Staff, work.acting.id)
    if own and own.person and any(line.person == own.person for line in week.lines):
        raise NotAllowed(_("You are on this list yourself. Ask a colleague. Nothing has changed."))


def _kept(snapshot: bytes, programme: bytes, line: Line) -> PayLine:
    deductions = [[d.amount_ore, d.ground, d.words] for d in line.deductions]
    return PayLine(
        week=snapshot, programme=programme, person=line.person, minutes=line.minutes, earned_ore=line.earned_ore,
        corrected_ore=line.corrected_ore, deducted_ore=line.deducted_ore, outstanding_ore=line.outstanding_ore,
        paid_ore=line.paid_ore, to_pay_ore=line.to_pay_ore, method=line.method, days=pack(line.days),
        deductions=json.dumps(deductions, ensure_ascii=False) if deductions else None,
    )  # fmt: skip
