"""Weeks of lists that nobody has seen before, held against a calculation that shares nothing with the program.

`make_week` draws a week: kind, teams, caps and places that change from a date, people, outcomes, and how the file is
written. `reckon` counts it with fractions from the rules as the issue states them. `python -m tests.faults.weeks` runs
2,000 of them.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import floor
from pathlib import Path

import openpyxl
import pytest

from alfdesk import programmes
from alfdesk.attendance import reads

from .desk import Desk

NAMES = (
    "Åse",
    "Bjørn",
    "Čohkka",
    "Đorđi",
    "Eva",
    "Frøydis",
    "Göran",
    "Håkon",
    "Ŋilla",
    "Ætla",
    "Østen",
    "=Per",
    "-Siri",
    "O'Hara",
)
TEAMS = ("Inne", "Ute 1", "Ute 2", "Kjøkken", "Vedhogst", "Låven", "@gården")
OUTCOMES = (
    ("til stede",) * 9 + ("gått hjem",) * 3 + ("avvist fullt",) * 3 + ("avvist annet", "meldt fravær", "ikke møtt")
)
HEADINGS = ["dato", "tiltak", "lag", "nummer", "utfall", "fra", "til", "timer", "smusstimer", "merknad"]


@dataclass
class Line:
    day: date
    number: int
    outcome: str
    team: str = ""
    start: int | None = None  # minutes after midnight
    end: int | None = None
    hours: str = ""  # decimal with a point
    dirty: str = ""


@dataclass
class Week:
    seed: int
    name: str
    kind: str
    year: int
    week: int
    caps: list[tuple[date, int]]
    places: list[tuple[date, int]]
    people: dict[int, str]
    lines: list[Line] = field(default_factory=list)
    corrections: list[Line] = field(default_factory=list)


def make_week(seed: int) -> Week:
    rng = random.Random(seed)
    year, number = rng.choice(
        [(2026, 53), (2026, 47), (2027, 1), (2020, 53), (2026, rng.randint(1, 53)), (2027, rng.randint(1, 52))]
    )
    monday = date.fromisocalendar(year, number, 1)

    def dated(low: int, high: int) -> list[tuple[date, int]]:
        values = [(monday - timedelta(rng.randint(30, 400)), rng.randint(low, high))]
        for _change in range(rng.randint(0, 2)):
            since = monday + timedelta(rng.randint(-3, 8))
            values = [v for v in values if v[0] != since] + [(since, rng.randint(low, high))]
        rng.shuffle(values)
        return values

    ids = rng.sample(range(1, 1000), rng.randint(3, 24))
    made = Week(
        seed,
        rng.choice(["Dagsverket", "Framnes", "Kjøkkenet", "Ny dag", "MB"]),
        rng.choice(["day", "standing"]),
        year,
        number,
        dated(60, 480),
        dated(0, 30),
        {n: rng.choice(NAMES) for n in ids},
    )
    for offset in range(7):
        if offset > 4 and rng.random() < 0.6:
            continue
        for one in rng.sample(ids, rng.randint(0, len(ids))):
            made.lines.append(_line(rng, monday + timedelta(offset), one))
    rng.shuffle(made.lines)
    for old in rng.sample(made.lines, min(len(made.lines), rng.choice([0, 0, 3]))):
        made.corrections.append(_line(rng, old.day, old.number))
    return made


def _line(rng: random.Random, day: date, number: int) -> Line:
    line = Line(day, number, rng.choice(OUTCOMES), rng.choice(("", *TEAMS)))
    if rng.random() < 0.5:
        line.start = rng.randint(7 * 60, 12 * 60)
        if rng.random() < 0.9:
            line.end = line.start + rng.randint(0, 420)
    elif rng.random() < 0.15:
        line.end = rng.randint(600, 900)
    if rng.random() < 0.4:
        line.hours = rng.choice(
            [
                str(rng.randint(0, 9)),
                f"{rng.randint(0, 9)}.{rng.choice(['5', '25', '75', '10', '333', '008', '0083', '0084'])}",
            ]
        )
    if rng.random() < 0.2:
        line.dirty = rng.choice(["1", "0.5", "2.25", "11", "0.0084"])
    return line


# The independent calculation


def half_up(hours: str) -> int:
    return floor(Fraction(hours) * 60 + Fraction(1, 2))


def on(values: list[tuple[date, int]], day: date) -> int:
    return max((since, value) for since, value in values if since <= day)[1]


def reckon(week: Week) -> tuple[dict, dict]:
    """(the week as `attendance show` would print it, (day, number) → (minutes, dirty minutes) of those present)"""
    standing = {(x.day, x.number): x for x in week.lines} | {(x.day, x.number): x for x in week.corrections}
    days: dict[str, dict[str, int]] = defaultdict(lambda: {"present": 0, "turned_away": 0, "absent": 0})
    minutes = {}
    for (day, number), line in standing.items():
        came = line.outcome in ("til stede", "gått hjem")
        kind = "present" if came else "turned_away" if line.outcome.startswith("avvist") else "absent"
        days[day.isoformat()][kind] += 1
        days[day.isoformat()]["places"] = on(week.places, day)
        if came:
            cap = on(week.caps, day)
            if line.hours:
                worked = half_up(line.hours)
            elif line.start is not None and line.end is not None:
                worked = line.end - line.start
            else:
                worked = cap
            minutes[day, number] = (min(worked, cap), half_up(line.dirty) if line.dirty else 0)
    totals = {kind: sum(d[kind] for d in days.values()) for kind in ("present", "turned_away", "absent")}
    people = len({number for _day, number in minutes})
    return totals | {"people": people, "days": dict(sorted(days.items()))}, minutes


# Its own way of writing files


def write(week: Week, lines: list[Line], path: Path) -> Path:
    rng = random.Random(week.seed * 7 + len(lines))
    columns = HEADINGS + rng.sample(["fødselsnummer", "Sum", "x"], rng.randint(0, 2))
    rng.shuffle(columns)
    if rng.random() < 0.2:
        return _workbook(rng, week, lines, columns, path.with_suffix(".xlsx"))
    divider, point = rng.choice([(";", ","), (";", "."), (",", "."), (",", ",")])
    clock = rng.choice(["{:02}.{:02}", "{}:{:02}", "{:02}{:02}", "{:02}:{:02}"])
    dates = rng.choice(["%d.%m.%Y", "%Y-%m-%d"])

    def at(minute: int | None) -> str:
        return "" if minute is None else clock.format(minute // 60, minute % 60)

    def cell(text: str) -> str:
        return f'"{text}"' if divider in text or (text and rng.random() < 0.1) else text

    rows = [[c.upper() if rng.random() < 0.3 else c for c in columns]]
    for x in lines:
        said = {
            "dato": x.day.strftime(dates),
            "tiltak": week.name,
            "lag": x.team,
            "nummer": str(x.number),
            "utfall": x.outcome,
            "fra": at(x.start),
            "til": at(x.end),
            "timer": x.hours.replace(".", point),
            "smusstimer": x.dirty.replace(".", point),
            "merknad": rng.choice(["", "", "Takk, fint", "=1+1"]),
            "Sum": "12",
            "fødselsnummer": "01019012345",
        }
        rows.append([cell(said.get(c, "")) for c in columns])
        if rng.random() < 0.05:
            rows.append([""] * rng.choice([1, len(columns)]))
    end = rng.choice(["\n", "\r\n"])
    content = end.join(divider.join(row) for row in rows) + end * rng.randint(0, 2)
    path.write_bytes(content.encode(rng.choice(["utf-8", "utf-8-sig", "cp1252"])))
    return path


def _workbook(rng: random.Random, week: Week, lines: list[Line], columns: list[str], path: Path) -> Path:
    def at(minute: int | None) -> object:
        if minute is None:
            return None
        return rng.choice(
            [time(minute // 60, minute % 60), f"{minute // 60:02}.{minute % 60:02}", timedelta(minutes=minute)]
        )

    book = openpyxl.Workbook()
    book.active.append(columns)
    for x in lines:
        day = rng.choice([x.day, datetime(x.day.year, x.day.month, x.day.day), x.day.isoformat()])
        said = {
            "dato": day,
            "tiltak": week.name,
            "lag": x.team or None,
            "nummer": rng.choice([x.number, float(x.number), str(x.number)]),
            "utfall": x.outcome,
            "fra": at(x.start),
            "til": at(x.end),
            "timer": float(x.hours) if x.hours else None,
            "smusstimer": float(x.dirty) if x.dirty else None,
        }
        book.active.append([said.get(c) for c in columns])
        cell = book.active.cell(book.active.max_row, columns.index("lag") + 1)
        if x.team:
            cell.data_type = "s"
    book.save(path)
    return path


# Read in, and held against each other


def run(desk: Desk, week: Week) -> None:
    """Read the week into a programme of its own, and compare. Raises AssertionError naming the seed."""
    with desk.place.write() as work:
        programme = programmes.found(work, name=week.name, kind=week.kind)
    with desk.place.write() as work:
        for key, values in (("cap", week.caps), ("places", week.places)):
            for since, value in values:
                programmes.rule(work, about=programme, key=key, value=value, since=since)
    people = desk.folder / f"people {week.seed}.csv"
    heading = random.Random(week.seed).choice(["nummer;kallenavn;tiltak", "NUMMER;Fornavn;TILTAK"])
    people.write_text("\n".join([heading, *(f"{n};{name};{week.name}" for n, name in week.people.items())]), "utf-8")
    desk.read_people(people)
    for name, lines in (("list", week.lines), ("again", week.lines), ("corrections", week.corrections)):
        if lines:
            before = desk.digest()
            desk.read_list(write(week, lines, desk.folder / f"{name} {week.seed}.csv"))
            assert name != "again" or desk.digest() == before, week.seed
    counts, minutes = reckon(week)
    with desk.place.read() as session:
        found = reads.week_counts(session, programme, week.year, week.week)
        boards = [(day, reads.day_board(session, programme, day)) for day in found.days]
    assert {
        "present": found.present,
        "turned_away": found.turned_away,
        "absent": found.absent,
        "people": found.people,
        "days": {
            d.isoformat(): {"present": c.present, "turned_away": c.turned_away, "absent": c.absent, "places": c.places}
            for d, c in found.days.items()
        },
    } == counts, week.seed
    worked = {
        (day, row.number): (row.minutes, row.dirty_minutes)
        for day, board in boards
        for row in board.rows
        if row.outcome in ("present", "went_home")
    }
    assert worked == minutes, week.seed
    assert not [
        r
        for _day, b in boards
        for r in b.rows
        if r.outcome not in ("present", "went_home") and (r.minutes or r.dirty_minutes)
    ]


@pytest.mark.parametrize("seed", range(15))
def test_a_week_nobody_has_seen_is_counted_as_an_independent_calculation_does(place, tmp_path, seed):
    run(Desk(place, tmp_path), make_week(seed))


def test_the_independent_calculation_knows_a_week_worked_out_by_hand():
    monday, tuesday = date(2026, 11, 16), date(2026, 11, 17)
    week = Week(
        0,
        "X",
        "day",
        2026,
        47,
        [(tuesday, 60), (date(2026, 1, 1), 240)],
        [(date(2026, 1, 1), 5)],
        {1: "A", 2: "B"},
        [
            Line(monday, 1, "til stede", start=540, end=617),
            Line(monday, 2, "gått hjem", hours="0.0084"),
            Line(tuesday, 1, "til stede", hours="7", dirty="2"),
            Line(tuesday, 2, "avvist fullt", hours="7"),
        ],
        [Line(tuesday, 2, "ikke møtt")],
    )
    assert reckon(week) == (
        {
            "present": 3,
            "turned_away": 0,
            "absent": 1,
            "people": 2,
            "days": {
                "2026-11-16": {"present": 2, "turned_away": 0, "absent": 0, "places": 5},
                "2026-11-17": {"present": 1, "turned_away": 0, "absent": 1, "places": 5},
            },
        },
        {(monday, 1): (77, 0), (monday, 2): (1, 0), (tuesday, 1): (60, 120)},
    )
