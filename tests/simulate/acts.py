"""Random acts with every verb that there is: what people do on a laptop while parcels are on their way.

A verb is told random values that often fit. Where the program refuses them, nothing was written, and that is an answer
too. `test_simulate.py` asks that no verb is left out: a new subject adds its own here.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from alfdesk import crew_teams, people, programmes, staff
from alfdesk.attendance import day_work, lists, lottery, newcomer, paper, record, standing
from alfdesk.attendance.record import Said
from alfdesk.errors import UserFacingError
from alfdesk.journal import history
from alfdesk.pay import bag, payouts, steps
from alfdesk.questions import answers
from alfdesk.questions.every import every
from alfdesk.store import slots

from . import desk
from .world import STAFF, Machine

WHO = ("Anne", "Anne", *(name for name, _role in STAFF))
OUTCOMES = ("present", "present", "present", "went_home", "no_show", "reported_absent", "coming_later")
LIST = "dato;tiltak;nummer;utfall\n{day};Dagsverket;{number};{outcome}\n{other};Gården;{number};til stede\n"


class Act:
    """What one random act may choose among, on one laptop."""

    def __init__(self, machine: Machine, rng: random.Random, today: date) -> None:
        self.machine, self.rng, self.today = machine, rng, today
        self.day = today - timedelta(rng.choice((0, 0, 0, 1, 2, 7)))
        self.monday = self.day - timedelta(self.day.weekday())
        self.minute = rng.randrange(420, 900)
        self.batch = False

    def one(self, sql: str, *values: Any) -> bytes:
        """One of what the query finds; an id of nothing where it finds none."""
        found = self.machine.ask(sql, *values)
        return self.rng.choice(found) if found else bytes(16)

    @property
    def person(self) -> bytes:
        return self.one("SELECT id FROM person WHERE call_name IS NOT NULL ORDER BY id")

    @property
    def programme(self) -> bytes:
        return self.one("SELECT id FROM programme WHERE name IS NOT NULL ORDER BY id LIMIT 3")

    @property
    def staff(self) -> bytes:
        return self.one("SELECT id FROM staff ORDER BY id")

    @property
    def place(self) -> dict[str, Any]:
        """Of whom, where and when."""
        if self.rng.random() < 0.5 and (found := self.machine.ask(
            "SELECT person, programme FROM attendance WHERE day=? AND voided=0 UNION "
            "SELECT person, programme FROM arrival WHERE day=? AND voided=0", self.day.isoformat(), self.day.isoformat()
        )):  # fmt: skip
            return dict(zip(("person", "programme"), self.rng.choice(found), strict=True)) | {"day": self.day}
        return {"person": self.person, "programme": self.programme, "day": self.day}

    @property
    def week(self) -> dict[str, Any]:
        """A week on its way, as a rule."""
        found = self.machine.ask("SELECT programme, monday FROM pay_week WHERE voided=0 ORDER BY id DESC LIMIT 3")
        if found and self.rng.random() < 0.8:
            programme, monday = self.rng.choice(found)
            return {"programme": programme, "monday": date.fromisoformat(monday)}
        return {"programme": self.programme, "monday": self.monday - timedelta(7 * self.rng.choice((0, 0, 1)))}

    @property
    def phone(self) -> str | None:
        return self.rng.choice((None, *(f"41 23 45 6{n}" for n in range(4))))

    @property
    def said(self) -> Said:
        outcome, minutes = self.rng.choice(OUTCOMES), self.rng.randrange(30, 300)
        start = self.rng.choice((None, self.minute))
        if outcome not in ("present", "went_home"):
            return Said(outcome)
        end = start and start + minutes
        return Said(outcome, from_minute=start, to_minute=end, said_minutes=None if start else minutes)

    @property
    def counts(self) -> dict[int, int]:
        return {n: self.rng.randint(0, 3) for n in (50, 100, 200)}

    @property
    def word(self) -> str:
        return f"{self.rng.choice(('Ny', 'Ære', 'Ŋilla', 'O’Hara'))} {self.rng.randrange(1000)}"

    def file(self, text: str) -> Any:
        path = self.machine.folder.parent / "list.csv"
        path.write_text(text, "utf-8")
        return path


def _list(a: Act) -> dict[str, Any]:
    (number, *_rest) = a.machine.ask("SELECT number FROM person_number WHERE voided=0 ORDER BY id") or [1]
    outcome = a.rng.choice(("til stede", "ikke møtt"))
    text = LIST.format(day=a.day, other=a.day - timedelta(1), number=number, outcome=outcome)
    return {"file": a.file(text), "today": a.today}


def _act_of(a: Act) -> dict[str, Any]:
    found = a.machine.ask("SELECT stream, seq FROM entry ORDER BY no DESC LIMIT 6")
    stream, seq = a.rng.choice(found)
    return {"stream": stream, "seq": seq}


def _undone(a: Act) -> dict[str, Any]:
    with a.machine.place.read() as session:
        act = history.last_undo(session)
    return _act_of(a) if act is None else {"stream": act.stream, "seq": act.seq}


@cache
def _picture() -> bytes:
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (40, 40), (90, 120, 60)).save(out, "JPEG")
    return out.getvalue()


def _leaving(a: Act) -> bytes:
    """Whoever was added since the beginning."""
    return a.one("SELECT id FROM staff WHERE name LIKE 'Vikar%' ORDER BY id")


def _newcomer(a: Act) -> dict[str, Any]:
    """Somebody nobody knows; or one who is registered at many places, here with a phone and there without."""
    word, phone = a.word, a.phone
    siv = {"call_name": "Siv", "last_name": "Lie", "birth_year": 1980, "phone": phone}
    return {"call_name": word, "phone": phone} if phone in ("41 23 45 60", "41 23 45 61") else siv


def _answer(a: Act) -> dict[str, Any]:
    with a.machine.place.read() as session:
        found = every(session)
    if not found:
        return {"question": "", "choice": ""}
    one = a.rng.choice(found)
    choice = a.rng.choice(one.choices).key if one.choices else "seen"
    return {"question": one.id, "choice": choice}


Values = Callable[[Act], dict[str, Any]]

# verb → how often, and with what. Those that need a batch stand in BATCHES.
VERBS: dict[Any, tuple[float, Values]] = {
    people.register: (6, _newcomer),
    people.change: (9, lambda a: {"person": a.person, a.rng.choice(("phone", "phone", "last_name")): a.phone}),
    people.renumber: (1, lambda a: {"person": a.person, "number": a.rng.randint(1, 60)}),
    people.set_photo: (1, lambda a: {"person": a.person, "picture": _picture()}),
    people.remove_photo: (1, lambda a: {"person": a.one("SELECT person FROM photo WHERE voided=0")}),
    people.leave_message: (3, lambda a: {
        "person": a.person, "text": a.word, "until": a.today + timedelta(3), "today": a.today}),
    people.take_message: (2, lambda a: {"message": a.one("SELECT id FROM message WHERE voided=0")}),
    people.erase: (1, lambda a: {"person": a.person}),
    programmes.found: (1, lambda a: {"name": a.word, "kind": a.rng.choice(("day", "standing"))}),
    programmes.change: (2, lambda a: {"programme": a.programme, "controller": a.word}),
    programmes.rule: (2, lambda a: {
        "about": a.programme, "key": "cap", "value": a.rng.randrange(60, 480), "since": a.day}),
    programmes.set_up: (1, lambda a: {
        "name": "Dagsverket", "kind": None, "since": a.day, "fields": {}, "rules": {"places": a.rng.randint(1, 6)}}),
    programmes.add_team: (2, lambda a: {"programme": a.programme, "name": a.rng.choice(("Inne", "Ute", "Veden"))}),
    programmes.close_days: (1, lambda a: {
        "programme": a.programme, "first": a.today + timedelta(40), "last": a.today + timedelta(41), "why": a.word}),
    programmes.enrol: (2, lambda a: {
        "person": a.person, "programme": a.programme, "since": a.rng.choice((None, a.day))}),
    programmes.end_enrolment: (1, lambda a: {
        "enrolment": a.one("SELECT id FROM enrolment WHERE person IS NOT NULL"), "last": a.today + timedelta(9)}),
    programmes.enrol_until: (1, lambda a: {
        "person": a.person, "programme": a.programme, "since": a.day, "last": a.today + timedelta(9)}),
    programmes.add_reason: (1, lambda a: {"code": f"r{a.rng.randrange(30)}", "words": a.word}),
    crew_teams.set_team: (2, lambda a: {
        "enrolment": a.one("SELECT id FROM enrolment WHERE person IS NOT NULL"), "team": a.one("SELECT id FROM team")}),
    history.undo: (4, _act_of),
    history.redo: (1, _undone),
    day_work.arrive: (4, lambda a: {**a.place, "at_minute": a.minute}),
    day_work.place: (5, lambda a: {**a.place, "team": None, "over": a.rng.choice((None, "one more"))}),
    day_work.turn_away: (2, lambda a: a.place),
    day_work.move: (1, lambda a: {**a.place, "team": a.one("SELECT id FROM team"), "over": "moved"}),
    day_work.leave: (2, lambda a: {**a.place, "at_minute": a.minute}),
    newcomer.first_time: (2, lambda a: {
        "call_name": a.word, "programme": a.programme, "day": a.day, "at_minute": a.minute}),
    standing.mark: (8, lambda a: {**a.place, "what": a.said}),
    standing.close_roll: (2, lambda a: {"programme": a.programme, "day": a.day}),
    record.correct: (7, lambda a: {**a.place, "what": a.said, "reason": "miscounted"}),
    lottery.fix_list: (2, lambda a: {"programme": a.programme, "day": a.day}),
    lottery.draw: (1, lambda a: {"programme": a.programme, "day": a.day, "dice": "135246135246135246"}),
    paper.type_days: (2, lambda a: {
        "programme": a.programme, "days": {(a.person, a.day): a.said}, "today": a.today, "reason": "typed in"}),
    lists.read_people: (1, lambda a: {
        "file": a.file(f"nummer;kallenavn;tiltak\n{a.rng.randint(5, 60)};{a.word};Gården\n"), "today": a.today}),
    lists.read_list: (2, _list),
    payouts.pay_day: (3, lambda a: {
        "programme": a.programme, "day": a.day, "today": a.today,
        "bag": a.rng.choice((None, a.one("SELECT id FROM bag")))}),
    payouts.sign: (2, lambda a: {**a.week, "person": a.person, "today": a.today}),
    payouts.take_back: (1, lambda a: {"programme": a.programme, "person": a.person, "day": a.day, "reason": "not so"}),
    bag.hand_out: (2, lambda a: {"programme": a.programme, "day": a.day, "holder": a.staff, "counts": a.counts}),
    bag.top_up: (1, lambda a: {"bag": a.one("SELECT id FROM bag"), "counts": a.counts}),
    bag.count: (1, lambda a: {"bag": a.one("SELECT id FROM bag"), "counts": a.counts}),
    bag.explain: (1, lambda a: {"bag": a.one("SELECT id FROM bag"), "reason": "miscounted"}),
    steps.prepare: (5, lambda a: a.week),
    steps.attest: (4, lambda a: a.week),
    steps.approve: (4, lambda a: a.week),
    steps.send_back: (1, lambda a: {**a.week, "reason": "hours are missing"}),
    steps.pay: (3, lambda a: {**a.week, "today": a.today, "everyone": a.rng.random() < 0.5}),
    steps.lock: (2, lambda a: a.week),
    steps.deduct: (2, lambda a: {
        **a.week, "person": a.person, "amount_ore": a.rng.choice((100, 5000)), "ground": "agreement", "words": "key"}),
    steps.undo_deduction: (1, lambda a: {
        "deduction": a.one("SELECT id FROM pay_deduction WHERE voided=0"), "reason": "the key is back"}),
    answers.answer: (3, _answer),
    staff.describe: (1, lambda a: {"office_phone": "55 55 55 5" + str(a.rng.randrange(9))}),
    staff.also_person: (1, lambda a: {"staff": a.staff, "person": a.rng.choice((None, a.person))}),
    staff.add_member: (1, lambda a: {
        "name": f"Vikar {a.rng.randrange(99)}", "roles": [a.rng.choice(("desk", "office"))],
        "keys": slots.fresh_keys()}),
    staff.renew_keys: (1, lambda a: {"member": _leaving(a), "keys": slots.fresh_keys()}),
    staff.remove_member: (1, lambda a: {"member": _leaving(a), "today": a.today}),
    staff.add_recovery: (1, lambda a: {"keys": slots.fresh_keys()}),
}  # fmt: skip
BATCHES = {history.undo, history.redo, paper.type_days, lists.read_people, lists.read_list} | desk.BATCHES
# What begins a workplace or belongs to parcels: founding.py and the schedule itself do these.
ELSEWHERE = {"staff.begin", "exchange.laptops.give_keys", "exchange.laptops.add", "exchange.laptops.bar",
             "exchange.laptops.unbar", "exchange.laptops.declare_lost"}  # fmt: skip
# A day with a little of everything, and one at the sales desk, where people are registered and erased too.
ALL_DAY = VERBS | {verb: (weight / 6, values) for verb, (weight, values) in desk.VERBS.items()}
AT_THE_DESK = desk.VERBS | {verb: VERBS[verb] for verb in (
    people.register, people.change, people.erase, history.undo, history.redo, answers.answer
)}  # fmt: skip
VERBS |= desk.VERBS


def act(
    machine: Machine, rng: random.Random, today: date, among: dict[Any, tuple[float, Values]] = ALL_DAY
) -> tuple[str, list[tuple[bytes, int]]]:
    """One random act. Returns what it was, and the entries that were acknowledged: none where it was refused."""
    verb = rng.choices(list(among), [weight for weight, _values in among.values()])[0]
    values = VERBS[verb][1](Act(machine, rng, today))
    place = machine.place
    # So that nothing that stood before is taken for what this act wrote.
    place.last = None
    try:
        with place.write(machine.acting(rng.choice(WHO)), batch=verb in BATCHES) as work:
            verb(work, **values)
    except UserFacingError as refusal:
        if place.broken:
            raise
        return f"{verb.command} refused: {refusal}", []
    written = list(place.last.entries) if place.last else []
    if verb is people.erase and written:
        place.wipe()
    return verb.command, written
