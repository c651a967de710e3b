"""The answer to a question is an entry: what follows from it, and, where all stays as it is, that somebody has looked.

Two laptops may answer one question differently before they meet. So whoever says which of two is right writes that one
anew: then both answers stand, and are asked about, where two voids would have left nothing.
"""

from __future__ import annotations

from typing import Any

from .. import people
from ..attendance.record import known, said, words
from ..attendance.record import correct as correct_day
from ..errors import NotAllowed, UserFacingError
from ..i18n import gettext as _
from ..journal.write import Work, verb
from ..models.pay import Payout, PayWeek
from ..models.people import PersonNumber
from ..models.questions import Answered
from . import days, fields, listed, money, one_person, registered, restored, shelf, tills
from .asking import Asking
from .every import every
from .records import Question

# Who may answer. What stands behind a choice is written as that verb writes it, with its own limits.
ROLES = {
    "field": ("supervisor", "desk", "office", "manager"),
    "day": ("supervisor", "office", "manager"),
    "hours": ("supervisor", "office", "manager"),
    "places": ("supervisor", "office", "manager"),
    "late": ("office", "manager"),
    "paid": ("office", "manager"),
    "week": ("manager",),
    "person": ("supervisor", "desk", "office", "manager"),
    "number": ("office", "manager"),
    "received": ("desk", "office", "manager"),
    "recalled": ("desk", "office", "manager"),
    "counted": ("desk", "office", "manager"),
    "held": ("office", "manager"),
    "settled": ("desk", "office", "manager"),
    "numbered": ("desk", "office", "manager"),
    "seller": ("office", "manager"),
    "listed": ("desk", "office", "manager"),
    "restored": ("desk", "office", "manager"),
    "unknown": (),
}
# Fields of other tables than people's, and who may change those.
_TABLES = {"enrolment": ("office", "manager"), "programme": ("office", "manager"), "team": ("office", "manager"),
           "turn_away_reason": ("office", "manager"), "workplace": (), "staff": (),
           "publication": ("office", "manager"), "product": ("office", "manager"), "edition": ("office", "manager"),
           "outlet": ("office", "manager")}  # fmt: skip

# Kind → what writes its answer down, for what is asked of the sales desk.
_SAID = {
    "received": shelf.say_received, "recalled": shelf.say_received, "counted": shelf.say_counted,
    "held": tills.say_held, "settled": tills.say_settled, "numbered": tills.say_settled, "seller": tills.say_seller,
    "listed": listed.say_listed, "restored": restored.say_restored,
}  # fmt: skip


@verb("supervisor", "desk", "office", "manager")
def answer(work: Work, *, question: str, choice: str, value: str | None = None) -> None:
    """Somebody decides: `question` is the id, `choice` the key of one of its choices.

    Of a person's field she may write what it is herself: choice "other" and the `value`. Raises UserFacingError when the
    question is not open (any longer) or has no such choice, NotAllowed when it is for others.
    """
    found = next((one for one in every(work.session) if one.id == question), None)
    if found is None:
        raise UserFacingError(_("This question is not open any more. Nothing has changed."))
    written = choice == "other" and found.kind == "field" and found.table == "person"
    if not written and choice not in {one.key for one in found.choices}:
        raise UserFacingError(_("This question has no such answer. Nothing has changed."))
    roles = next((one.roles for one in found.choices if one.key == choice), ())
    _may(work, roles or ROLES[found.kind])
    asking = Asking(work.session)
    match found.kind:
        case "field" if written:
            people.change(work, person=found.subject[0], **{found.field or "": _typed(found.field, value)})
            _looked(work, found, choice)
        case "field":
            _field(work, asking, found, choice)
        case "day":
            _day(work, found, choice)
        case "hours":
            _hours(work, found, choice)
        case "number":
            _number(work, found, choice)
        case "person":
            one_person.say(work, found, choice)
        case kind if kind in _SAID and choice not in ("both", "carry"):
            _SAID[kind](work, asking, found, choice)
        case "week" if choice != "seen":
            _week(work, found, choice)
        case "paid" if choice != "carry":
            for payout in money.never_handed(asking, found, choice):
                work.void(work.session.get_one(Payout, payout), reason=_("never handed out"))
        case _:
            _looked(work, found, choice)


def _typed(field: str | None, value: str | None) -> str | int | None:
    """What somebody wrote, as the field has it; a year that is none is refused with the others."""
    if field != "birth_year" or not value:
        return value or None
    return int(value) if value.isascii() and value.isdigit() else 0


def _may(work: Work, roles: tuple[str, ...]) -> None:
    if not work.acting.roles.intersection((*roles, "administrator")):
        raise NotAllowed(_("Your role does not cover this. Nothing has changed. Ask the office."))


def _looked(work: Work, found: Question, choice: str) -> None:
    for about in found.about:
        work.add(Answered(about=about, kind=found.kind, choice=choice))


def _field(work: Work, asking: Asking, found: Question, choice: str) -> None:
    """The value that is right is written anew where it is not the one that stands."""
    for row, table, field in sorted(fields.keys(asking)):
        said_ = fields.heads(asking, row, table, field)
        chosen = next((one for one in said_ if one.choice == choice), None)
        if chosen:
            _may(work, _TABLES.get(table, ROLES["field"]))
            if chosen.value != said_[-1].value:
                work.put(table, row, field, chosen.value)
    _looked(work, found, choice)


def _day(work: Work, found: Question, choice: str) -> None:
    (person,), programme, day = found.subject, found.programme, found.day
    assert programme and day
    known(work, person, programme)
    facts = [f for f in days.OF_DAY(work.session, person=person, day=day) if f.programme == programme]
    what = next(what for what, same in days.groups(facts).items() if days.choice_of(*(f.id for f in same)) == choice)
    correct_day(work, person=person, programme=programme, day=day, what=what, reason=_("said at two places"))


def _hours(work: Work, found: Question, choice: str) -> None:
    """She was at one of the two: the hours at the other do not count."""
    (person,), day = found.subject, found.day
    assert day
    from ..models.attendance import Attendance

    both = {side.choice for side in found.sides}
    latest: dict[bytes, Any] = {}
    every_ = days.OF_DAY(work.session, person=person, day=day)
    for fact in every_:
        latest[fact.programme] = fact
    concerned = {programme for programme, fact in latest.items() if days.choice_of(fact.id) in both}
    for fact in every_:
        if fact.programme in concerned:
            work.void(work.session.get_one(Attendance, fact.id), reason=_("said at two places"))
    for programme in concerned:
        if days.choice_of(latest[programme].id) == choice:
            work.fact("attendance", person, words(programme, day, said(latest[programme])))


def _number(work: Work, found: Question, choice: str) -> None:
    """The others get the next numbers: it stands on a badge, and only a person may say on whose."""
    following = max(people.numbers_ever(work.session), default=0)
    for person in found.subject:
        if registered.keeping(person) != choice:
            following += 1
            for old in work.session.query(PersonNumber).filter(PersonNumber.person == person):
                work.void(old, reason="renumbered")
            work.add(PersonNumber(person=person, number=people.within_bounds(following)))


def _week(work: Work, found: Question, choice: str) -> None:
    """The other snapshots do not count. What was paid out on them does."""
    snapshots = work.session.query(PayWeek).filter(PayWeek.programme == found.programme, PayWeek.monday == found.day)
    for snapshot in snapshots.order_by(PayWeek.id):
        if money.keeping(snapshot.id) != choice:
            work.void(snapshot, reason=_("prepared twice"))
