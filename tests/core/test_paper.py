"""A paper list from the farm, typed in on Friday."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alfdesk import programmes
from alfdesk.attendance import paper, standing
from alfdesk.attendance.record import Said
from alfdesk.errors import UserFacingError

from .desk import FRIDAY, MONDAY, TODAY, TUESDAY, WEDNESDAY, Desk, table, text

DAYS = (MONDAY, TUESDAY, WEDNESDAY)


@pytest.fixture
def desk(place, tmp_path):
    desk = Desk(place, tmp_path)
    desk.farm = desk.programme("Gården", kind="standing")
    desk.kari, desk.ola = desk.crew(desk.farm, "Kari", "Ola")
    desk.siri = desk.person("Siri")
    return desk


def typed(desk, cells, **more):
    with desk.place.write(batch=True) as work:
        done = paper.type_days(work, **{"programme": desk.farm, "days": cells, "today": TODAY} | more)
    return done.written, done.corrected, done.unchanged


def grid(desk, **more):
    rows = desk.ask(paper.paper_grid, desk.farm, DAYS, **more).rows
    return table((r.name, *(c and c.outcome for c in r.cells)) for r in rows)


def test_many_days_are_one_act_and_one_undo(desk):
    before, acts = desk.digest(), desk.entries()
    cells = {
        (desk.kari, MONDAY): Said("present", said_minutes=240),
        (desk.kari, TUESDAY): Said("no_show"),
        (desk.ola, MONDAY): None,
        (desk.siri, WEDNESDAY): Said("present"),
    }
    assert typed(desk, cells) == (3, 0, 0)
    assert (grid(desk), desk.entries()) == (text("""
        Kari  present  no_show  –
        Ola  –  –  –
        Siri  –  –  present
    """), acts + 3)  # fmt: skip
    assert typed(desk, cells) == (0, 0, 3)
    assert desk.rebuilt() == desk.digest()
    assert desk.undo() == 3
    assert grid(desk) == "Kari  –  –  –\nOla  –  –  –"
    assert desk.digest() != before  # the undo is an act too


def test_what_stands_is_corrected_with_one_reason_for_all(desk):
    desk.do(standing.mark, person=desk.kari, programme=desk.farm, day=MONDAY, what=Said("no_show"))
    cells = {(desk.kari, MONDAY): Said("present"), (desk.ola, MONDAY): Said("present")}
    before = desk.digest()
    with pytest.raises(UserFacingError, match="Write a short reason"):
        typed(desk, cells)
    with pytest.raises(UserFacingError, match="short reason for the correction"):
        typed(desk, cells, reason=" ")
    assert desk.digest() == before
    assert typed(desk, cells, reason="Lista kom på fredag") == (1, 1, 0)
    assert grid(desk) == "Kari  present  –  –\nOla  present  –  –"


def test_days_to_come_and_strangers_are_refused_whole(desk):
    before = desk.digest()
    for key, more in (((desk.ola, TODAY + timedelta(1)), {}), ((b"x" * 16, MONDAY), {}),
                      ((desk.ola, MONDAY), {"programme": b"x" * 16})):  # fmt: skip
        with pytest.raises(UserFacingError, match="Nothing has changed"):
            typed(desk, {(desk.kari, MONDAY): Said("present"), key: Said("present")}, **more)
    with pytest.raises(UserFacingError, match="from the list"):
        typed(desk, {(desk.kari, MONDAY): Said("turned_away", "weather")})
    assert desk.digest() == before
    assert typed(desk, {(desk.kari, MONDAY): None}) == (0, 0, 0)


def test_a_teams_list_holds_its_own_and_those_in_none(desk):
    fjos, drivhus = (desk.do(programmes.add_team, programme=desk.farm, name=n) for n in ("Fjøs", "Drivhus"))
    typed(desk, {(desk.kari, MONDAY): Said("present", team=fjos), (desk.siri, MONDAY): Said("present", team=drivhus)})
    assert grid(desk, team=fjos) == "Kari  present  –  –\nOla  –  –  –"
    desk.do(programmes.close_days, programme=None, first=TUESDAY, last=TUESDAY, why="Flytting")
    assert desk.ask(paper.paper_grid, desk.farm, (*DAYS, FRIDAY)).closed == (None, "Flytting", None, None)
