"""What screens and sheets get: the week, the day, the list on the wall, and a foot that tells two papers apart."""

from __future__ import annotations

import re
from datetime import date

import pytest

from alfdesk import people, programmes
from alfdesk.attendance import reads, record, standing
from alfdesk.attendance.record import Said

from .desk import FRIDAY, MONDAY, TUESDAY, Desk, table, text

SUNDAY = date(2026, 11, 22)


@pytest.fixture
def desk(place, tmp_path):
    """Dagsverket with five places, and Kari Vik, Kari Voll, Ola and Åse with a day or two each in week 47."""
    desk = Desk(place, tmp_path)
    desk.dagsverket = desk.programme(cap=240, places=5, meeting_place="Torget")
    desk.read_people("nummer;fornavn;etternavn\n1;Kari;Vik\n2;Kari;Voll\n3;Ola;\n4;Åse;\n5;Hjemme;")
    desk.read_list("""
        dato;tiltak;lag;nummer;utfall
        15.11.2026;Dagsverket;;3;til stede
        16.11.2026;Dagsverket;Inne;1;til stede
        16.11.2026;Dagsverket;Ute;2;gått hjem
        16.11.2026;Dagsverket;;3;avvist fullt
        16.11.2026;Dagsverket;;4;ikke møtt
        17.11.2026;Dagsverket;Inne;1;til stede
        17.11.2026;Dagsverket;Inne;4;til stede
        22.11.2026;Dagsverket;;2;meldt fravær
        23.11.2026;Dagsverket;;3;til stede
    """)
    return desk


def wall(desk, **more):
    return desk.ask(reads.wall_list, desk.dagsverket, 2026, 47, **more)


def drawn(sheet):
    marks = {"present": "x", "absent": "o", None: "."}
    return table((r.name or "____", "".join(marks[m] for m in r.marks)) for r in sheet.rows)


def test_a_week_counts_its_own_seven_days_and_each_person_once_among_the_people(desk):
    desk.do(programmes.rule, about=desk.dagsverket, key="places", value=7, since=TUESDAY)
    assert desk.week(desk.dagsverket) == text("""
        2026-11-16  2  1  1  5
        2026-11-17  2  0  0  7
        2026-11-22  0  0  1  7
        2026-W47  4  1  2  3 people
    """)
    assert desk.week(desk.dagsverket, 2026, 48) == "2026-11-23  1  0  0  7\n2026-W48  1  0  0  1 people"
    assert desk.week(desk.programme("Framnes")) == "2026-W47  0  0  0  0 people"


def test_somebody_with_two_outcomes_from_two_laptops_counts_once_and_the_best_one(desk):
    kari = desk.ask(people.by_number, 1)
    with desk.place.write() as work:
        record.put(work, person=kari, programme=desk.dagsverket, day=MONDAY, what=Said("no_show"), live=[], why="")
    assert desk.week(desk.dagsverket).splitlines()[0] == "2026-11-16  2  1  1  5"


def test_the_board_tells_the_day_its_kind_places_and_why_it_is_closed(desk):
    desk.do(programmes.close_days, programme=None, first=FRIDAY, last=FRIDAY, why="Flytting")
    board = desk.ask(reads.day_board, desk.dagsverket, FRIDAY)
    assert (board.programme, board.kind, board.closed, board.places, board.rows) == (
        "Dagsverket",
        "day",
        "Flytting",
        5,
        (),
    )
    assert desk.board(desk.dagsverket, MONDAY) == text("""
        –  Kari V. (1)  present  –  Inne  240  0
        –  Kari V. (2)  went_home  –  Ute  240  0
        –  Ola  turned_away  full  –  0  0
        –  Åse  no_show  –  –  0  0
    """)


def test_a_day_of_more_people_than_a_query_can_name_shows_them_and_nobody_else(desk):
    framnes = desk.programme("Framnes", kind="standing")
    lines = "\n".join(f"{n};N{n};Framnes" for n in range(1001, 1502))
    desk.read_people(f"nummer;kallenavn;tiltak\n{lines}")
    assert {r.number for r in desk.ask(reads.day_board, framnes, MONDAY).rows} == set(range(1001, 1502))


def test_the_wall_shows_first_name_and_initial_and_the_weekend_only_when_somebody_came(desk):
    sheet = wall(desk)
    assert (sheet.list_name, sheet.week, sheet.team, sheet.meeting_place, sheet.blank) == (
        "List 1",
        "2026-W47",
        None,
        "Torget",
        False,
    )
    assert sheet.days == (*(date(2026, 11, d) for d in range(16, 21)), SUNDAY)
    assert drawn(sheet) == text("""
        Kari V. (1)  xx....
        Kari V. (2)  x....o
        Ola  o.....
        Åse  ox....
    """)
    inne = next(t.id for t in desk.ask(programmes.teams, desk.dagsverket) if t.name == "Inne")
    assert drawn(wall(desk, team=inne)) == "Kari V.  xx...\nÅse  .x..."
    assert wall(desk, team=inne).team == "Inne"


def test_the_blank_has_everyone_enrolled_no_marks_and_empty_lines(desk):
    desk.do(programmes.enrol, person=desk.ask(people.by_number, 5), programme=desk.dagsverket)
    blank = desk.ask(reads.wall_list, desk.dagsverket, 2026, 49, blank=True)
    assert drawn(blank) == "\n".join(["Hjemme  .....", *["____  ....."] * reads.BLANK_ROWS])
    assert (blank.foot.newest, blank.signed_by) == (None, None)


def test_a_list_for_the_wall_never_names_a_programme_whatever_teams_and_places_are_called(desk):
    desk.do(programmes.rule, about=desk.dagsverket, key="meeting_place", value="Bak dagsverket", since=MONDAY)
    team = desk.do(programmes.add_team, programme=desk.dagsverket, name="Dagsverket inne")
    sheet = wall(desk, team=team)
    assert (sheet.team, sheet.meeting_place) == (None, None)
    assert "dagsverk" not in repr(sheet).casefold()


def test_red_and_closed_days_are_hatched_and_who_closed_the_roll_is_named(desk):
    framnes = desk.programme("Framnes", kind="standing")
    desk.do(programmes.close_days, programme=framnes, first=TUESDAY, last=TUESDAY, why="Kurs")
    desk.do(standing.close_roll, programme=framnes, day=MONDAY)
    sheet = desk.ask(reads.wall_list, framnes, 2026, 47)
    assert (sheet.closed, sheet.signed_by) == ((False, True, False, False, False), "Anne")
    assert desk.ask(reads.wall_list, framnes, 2026, 53).closed == (False, False, False, False, True)


# The foot


def test_the_same_data_give_the_same_record_whatever_else_is_written(desk, clock):
    before = wall(desk)
    assert re.fullmatch("2026-47-A1", before.foot.number)
    assert re.fullmatch("[0-9a-f]{64}", before.foot.digest)
    clock.forward(60)
    desk.person("Noen andre")
    other = desk.programme("Framnes", cap=60)
    when = {"person": desk.ask(people.by_number, 5), "programme": other, "day": MONDAY, "reason": "x"}
    desk.do(record.correct, what=Said("present"), **when)
    desk.do(record.correct, what=Said("present"), **when | {"programme": desk.dagsverket, "day": date(2026, 11, 30)})
    assert wall(desk) == before
    desk.place.rebuild()
    assert wall(desk) == before


def test_the_foot_bears_the_time_of_the_newest_entry_of_the_list_itself(desk, clock):
    before = wall(desk).foot
    clock.forward(90)
    kari = desk.ask(people.by_number, 1)
    desk.do(record.correct, person=kari, programme=desk.dagsverket, day=MONDAY, what=Said("no_show"), reason="Tok feil")
    after = wall(desk).foot
    assert (before.number, before.newest[:10]) == (after.number, "2026-11-22")
    minutes = [int(f.newest[11:13]) * 60 + int(f.newest[14:16]) for f in (before, after)]
    assert minutes[1] - minutes[0] == 90
    assert before.digest != after.digest
    assert len({wall(desk, blank=True).foot.digest, after.digest}) == 2
    desk.undo()
    assert wall(desk).foot.digest == before.digest
