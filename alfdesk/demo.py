"""The practice workplace: invented, realistic, and the same for the same seed.

Everything in it is done by the verbs that people use.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from stdnum import luhn

from . import demo_desk, demo_pay, people, programmes, staff
from .attendance import day_work, lists, lottery, record, standing
from .attendance.record import Said
from .paths import RESOURCES
from .spreadsheets import write_csv
from .store import slots
from .store.workplace import Place
from .weeks import clock as written_time
from .weeks import red_day, written

# Known to everyone, like the workplace itself: nothing in it is real.
PASSPHRASE = "øving øving gir gode dager på jobb"
SEED = 47


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: the folder, who signs in, how many people and entries."""

    folder: Path
    staff: str
    people: int
    entries: int


class _Clock:
    """Stands where the day stands, and never ahead of the real one."""

    def __init__(self, start: datetime) -> None:
        self.at = start

    def __call__(self) -> int:
        self.at += timedelta(milliseconds=1700)
        return int(min(self.at, datetime.now()).timestamp() * 1000)

    def go_to(self, day: date, hour: int, minute: int = 0) -> None:
        self.at = datetime.combine(day, time(hour, minute))


def make(
    folder: Path, *, people: int = 40, weeks: int = 4, passphrase: str = PASSPHRASE, today: date, seed: int = SEED
) -> Made:
    """Make the practice workplace in an empty folder: so many people, and so many whole weeks before this one.

    Raises UserFacingError when there is a workplace already.
    """
    random = Random(seed)
    plan = _plan()
    monday = today - timedelta(today.weekday() + 7 * weeks)
    clock = _Clock(datetime.combine(monday - timedelta(3), time(10)))
    first = plan["staff"][0][0]
    place = staff.found(
        folder, organisation=plan["organisation"], laptop=plan["laptop"], name=first, passphrase_=passphrase,
        cost=slots.FLOOR, clock=clock,
    )  # fmt: skip
    try:
        for name, roles in plan["staff"][1:]:
            staff.add(place, name=name, roles=roles, passphrase_=passphrase, cost=slots.FLOOR)
        _mark_as_practice(place, plan["office_phone"])
        made = [_programme(place, one, monday) for one in plan["programmes"]]
        members = _people(place, plan, made, people, random)
        desk, sold_from = None, monday + timedelta(7 * max(0, weeks - demo_desk.WEEKS))
        for week in range(weeks):
            start = monday + timedelta(7 * week)
            if start == sold_from:
                desk = demo_desk.set_up(place, plan["desk"], _everyone(place), start, today, seed, clock)
            open_days = [start + timedelta(weekday) for weekday in range(5) if not red_day(start + timedelta(weekday))]
            for weekday in range(5):
                day = start + timedelta(weekday)
                if not red_day(day):
                    _day(place, plan, made, members, day, clock, random)
                    if weekday == 1 and week == weeks - 1:
                        demo_pay.on_the_day(place, made[0], day, clock)
                    if desk is not None:
                        demo_desk.day(desk, day, last=week == weeks - 1 and day == open_days[-1])
            if week < weeks - 1:
                clock.go_to(start + timedelta(4), 13)
                demo_pay.week(place, made[0], start, demo_pay.STATES.get(weeks - 1 - week, "locked"))
        _afterthoughts(place, made, members, today, random)
        if weeks:
            demo_pay.afterwards(place, made[0], monday, monday + timedelta(7 * (weeks - 1)))
        entries = place.cursor().execute("SELECT count(*) FROM entry").fetchone()[0]
    finally:
        place.close()
    return Made(folder, first, people, entries)


def first_of_staff() -> str:
    """Who signs in."""
    return str(_plan()["staff"][0][0])


def _plan() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RESOURCES / "demo" / "workplace.json").read_text("utf-8"))
    return found


def _everyone(place: Place) -> list[bytes]:
    """The people by number: ids are drawn anew each time, and the same seed is to make the same desk."""
    with place.read() as session:
        found = people.everyone(session).values()
    return [one.id for one in sorted(found, key=lambda one: one.number or 0)]


def _mark_as_practice(place: Place, phone: str) -> None:
    with place.write() as work:
        staff.describe(work, office_phone=phone, practice=True)


def _programme(place: Place, plan: dict[str, Any], monday: date) -> bytes:
    since = date(monday.year, 1, 1)
    with place.write() as work:
        fields = {k: plan[k] for k in ("list_name", "controller", "legal_basis", "retention_months")}
        programme = programmes.set_up(
            work, name=plan["name"], kind=plan["kind"], since=since, fields=fields, rules=plan["rules"]
        )
    for key, value in plan["later"].items():
        with place.write() as work:
            programmes.rule(work, about=programme, key=key, value=value, since=monday + timedelta(7))
    for name, room in plan["teams"]:
        with place.write() as work:
            team = programmes.add_team(work, programme=programme, name=name)
            programmes.rule(work, about=team, key="places", value=room, since=since)
    return programme


def _names(random: Random, count: int) -> list[tuple[str, str]]:
    lines = (RESOURCES / "demo" / "names.txt").read_text("utf-8").splitlines()
    words = {line.split()[0]: line.split()[1:] for line in lines if not line.startswith("#")}
    return [(random.choice(words["first"]), random.choice(words["last"])) for _ in range(count)]


def _account(random: Random) -> str:
    """An account number that no bank has given anybody: the first four digits are 0000."""
    number = f"{random.randrange(1_000_000):06}"
    return f"0000{number}{luhn.calc_check_digit(number)}"


def _people(
    place: Place, plan: dict[str, Any], made: Sequence[bytes], count: int, random: Random
) -> dict[bytes, list[bytes]]:
    """The people and their enrolments. Returns the members of each programme."""
    members: dict[bytes, list[bytes]] = {programme: [] for programme in made}
    with place.write(batch=True) as work:
        numbers = random.sample(range(1, max(1000, 3 * count)), count)
        for (first, last), number in zip(_names(random, count), numbers, strict=True):
            work.next()
            person = people.register(
                work, number=number, call_name=first.split("-")[0] if random.random() < 0.3 else first,
                first_name=first, last_name=last if random.random() < 0.9 else None,
                birth_year=random.randint(1956, 2005) if random.random() < 0.8 else None,
                phone=f"{random.randint(400, 499)} {random.randint(10, 99)} {random.randint(100, 999)}"
                if random.random() < 0.4 else None,
                payment_method=random.choice((None, None, "cash", "bank")),
                account=_account(random) if random.random() < 0.8 else None,
            )  # fmt: skip
            for programme, one in zip(made, plan["programmes"], strict=True):
                if random.randrange(100) < one["share"] and (one["kind"] == "day" or len(members[programme]) < 12):
                    programmes.enrol(work, person=person, programme=programme)
                    members[programme].append(person)
    return members


def _day(
    place: Place, plan: dict[str, Any], made: Sequence[bytes], members: dict[bytes, list[bytes]], day: date,
    clock: _Clock, random: Random,
) -> None:  # fmt: skip
    clock.go_to(day, 7, 55)
    for programme, one in zip(made, plan["programmes"], strict=True):
        crowd = members[programme]
        if one["kind"] == "day":
            _morning(place, programme, one, random.sample(crowd, min(len(crowd), random.randint(10, 20))), day, random)
        else:
            _roll(place, programme, crowd, day, random)


def _morning(
    place: Place, programme: bytes, plan: dict[str, Any], queue: Sequence[bytes], day: date, random: Random
) -> None:
    """The queue of day work: places by arrival, the rest turned away, a few home early."""
    with place.read() as session:
        teams = [t.id for t in programmes.teams(session, programme)]
    room = plan["rules"]["places"]
    with place.write(batch=True) as work:
        for no, person in enumerate(queue, 1):
            work.next()
            work.fact("arrival", person, {
                "programme": programme.hex(), "day": day.isoformat(), "no": no, "at_minute": 475 + no,
            })  # fmt: skip
            if no > room:
                day_work.turn_away(work, person=person, programme=programme, day=day, reason="full")
            else:
                # A batch does not read what it has just written, so the room is counted here, and not asked twice.
                team = teams[no % len(teams)]
                day_work.place(work, person=person, programme=programme, day=day, team=team, over="demo")
    came = queue[:room]
    for person in random.sample(came, min(2, len(came))):
        with place.write() as work:
            day_work.leave(
                work, person=person, programme=programme, day=day, at_minute=random.randint(600, 760),
                kind=random.choice(("left_early", "left_early", "sent_home")),
            )  # fmt: skip


def _roll(place: Place, programme: bytes, crew: Sequence[bytes], day: date, random: Random) -> None:
    """The roll of a standing crew, closed by whoever has it."""
    with place.write(batch=True) as work:
        for person in crew:
            chance = random.random()
            if chance < 0.82:
                what = Said("present", dirty_minutes=60 if chance < 0.1 else None)
            elif chance < 0.92:
                what = Said("reported_absent")
            else:
                continue
            work.next()
            standing.mark(work, person=person, programme=programme, day=day, what=what)
    with place.write() as work:
        standing.close_roll(work, programme=programme, day=day)


def _afterthoughts(
    place: Place, made: Sequence[bytes], members: dict[bytes, list[bytes]], today: date, random: Random
) -> None:
    """A correction with a reason, a message, and a draw: what a real month leaves behind."""
    with place.read() as session:
        found = record.latest_day(session, made[0])
        rows = record.standing(session, made[0], found) if found else []
        came = next((r for r in rows if r.outcome == "present" and r.person), None)
        before = replace(record.said(came), outcome="went_home", reason="left_early") if came else None
    if came and before and found and came.person:
        with place.write() as work:
            what = replace(before, from_minute=540, to_minute=690)
            record.correct(
                work, person=came.person, programme=made[0], day=found, what=what, reason="gikk kl. 11.30"
            )
    for someone in random.sample(members[made[0]], min(2, len(members[made[0]]))):
        with place.write() as work:
            text, until = "Nye vernesko ligger klare på lageret.", today + timedelta(14)
            people.leave_message(work, person=someone, text=text, until=until, today=today)


# A day at the office (alfdesk/cli/practice.py lives it) ------------------------------------------------------------


def week_lists(place: Place, monday: date, seed: int = SEED) -> tuple[bytes, bytes]:
    """A week's lists as people type them: (people, attendance) as CSV. Two newcomers are on the first."""
    random = Random(seed)
    with place.read() as session:
        programme = programmes.everyone(session)[0]
        crew = programmes.crew(session, programme.id, monday)
        found = people.everyone(session, crew)
        teams = [t.name for t in programmes.teams(session, programme.id)]
        room = programmes.places(session, programme.id, monday) or 15
        highest = max(people.numbers_ever(session), default=0)
    name = programme.name or ""
    newcomers = [
        (highest + n, first, last, None, None, None, name, "kontant")
        for n, (first, last) in enumerate(_names(random, 2), 1)
    ]
    numbers = [f.number for f in found.values() if f.number] + [row[0] for row in newcomers]
    rows = []
    for weekday in range(5):
        day = monday + timedelta(weekday)
        queue = random.sample(numbers, min(len(numbers), room + 3))
        for place_in, number in enumerate(queue):
            row = _typed_line(random, place_in < room, random.choice(teams))
            rows.append((written(day), name, row[0], number, *row[1:]))
    return write_csv(newcomers, lists.PEOPLE_COLUMNS), write_csv(rows, lists.DAY_COLUMNS)


def _typed_line(random: Random, got_place: bool, team: str | None) -> tuple[Any, ...]:
    """(team, outcome, from, to, hours, dirty hours, note) as written on paper."""
    if not got_place:
        return None, "avvist fullt", None, None, None, None, None
    chance = random.random()
    if chance < 0.1:
        return team, "gått hjem", "09.00", written_time(random.randint(580, 740)), None, None, None
    if chance < 0.15:
        return None, "meldt fravær", None, None, None, None, None
    return team, "til stede", None, None, "3,75" if chance < 0.3 else None, None, None


def queue_and_draw(place: Place, programme: bytes, today: date) -> None:
    """More than there is room for came this morning: the list is fixed, dice are thrown."""
    with place.read() as session:
        crew = programmes.crew(session, programme, today)[:22]
    with place.write() as work:
        programmes.rule(work, about=programme, key="selection", value="lottery", since=today)
    for minute, person in enumerate(crew):
        with place.write() as work:
            day_work.arrive(work, person=person, programme=programme, day=today, at_minute=470 + minute)
    with place.write() as work:
        lottery.fix_list(work, programme=programme, day=today)
    with place.write() as work:
        lottery.draw(work, programme=programme, day=today, dice="4 1 6 3 5")
