"""The team somebody belongs to in a programme: set, told, read from a list of people, and shown on the day."""

from __future__ import annotations

import pytest

from alfdesk import crew_teams, people, person_card, programmes, told
from alfdesk.attendance import lists, reads
from alfdesk.errors import ListRefused, UserFacingError

from .desk import MONDAY, TODAY, Desk, table, text


@pytest.fixture
def desk(place, tmp_path):
    desk = Desk(place, tmp_path)
    desk.farm = desk.programme("Gården", kind="standing")
    desk.fjos, desk.drivhus = (
        desk.do(programmes.add_team, programme=desk.farm, name=name) for name in ("Fjøs", "Drivhus")
    )
    return desk


def of_day(desk, programme=None):
    board = desk.ask(reads.day_board, programme or desk.farm, TODAY)
    names = {team.id: team.name for team in board.teams}
    return table((row.name, names.get(row.crew_team)) for row in board.rows)


def enrolled(desk, person):
    return desk.do(programmes.enrol, person=person, programme=desk.farm, since=MONDAY)


def test_a_team_is_set_changed_and_taken_away(desk):
    kari, _ola = desk.person("Kari"), desk.crew(desk.farm, "Ola")
    enrolment = enrolled(desk, kari)
    assert desk.do(crew_teams.set_team, enrolment=enrolment, team=desk.fjos)
    assert not desk.do(crew_teams.set_team, enrolment=enrolment, team=desk.fjos)
    assert of_day(desk) == "Kari  Fjøs\nOla  –"
    (one,) = desk.ask(person_card.card_page, kari, TODAY).programmes
    assert (one.team, one.team_id, one.has_teams) == ("Fjøs", desk.fjos, True)
    desk.do(crew_teams.set_team, enrolment=enrolment, team=None)
    assert of_day(desk) == "Kari  –\nOla  –"
    desk.undo()
    assert of_day(desk) == "Kari  Fjøs\nOla  –"
    lines = [(line.act, "; ".join(line.says)) for line in desk.ask(told.history_lines, kari)][:4]
    assert table(reversed(lines)) == text("""
        Enrolled  Gården, from 16.11.2026
        Team chosen  Gården, Fjøs
        Team chosen  Gården, no team
        Taken back  Gården, Fjøs
    """)
    live = desk.digest()
    assert desk.rebuilt() == live


def test_only_a_team_of_the_same_programme(desk):
    enrolment = enrolled(desk, desk.person("Kari"))
    elsewhere = desk.do(programmes.add_team, programme=desk.programme("Annet"), name="Inne")
    with pytest.raises(UserFacingError, match="no such team in the programme"):
        desk.do(crew_teams.set_team, enrolment=enrolment, team=elsewhere)
    with pytest.raises(UserFacingError, match="no such enrolment"):
        desk.do(crew_teams.set_team, enrolment=elsewhere, team=desk.fjos)


def test_a_list_of_people_names_the_team(desk):
    """One that isn't there is made; an empty cell leaves what stands; the same list again changes nothing."""
    first = """
        nummer;fornavn;tiltak;lag
        1;Kari;Gården;fjøs
        2;Ola;Gården;Sag
        3;Siri;Gården;
    """
    read = desk.read_people(first)
    assert (read.written, read.unchanged) == (3, 0)
    assert of_day(desk) == "Kari  Fjøs\nOla  Sag\nSiri  –"
    assert desk.read_people(first).unchanged == 3
    moved = desk.read_people("""
        nummer;fornavn;tiltak;lag
        1;Kari;Gården;Drivhus
        2;Ola;Gården;
    """)
    assert (moved.written, moved.unchanged) == (1, 1)
    assert of_day(desk) == "Kari  Drivhus\nOla  Sag\nSiri  –"
    assert len(desk.ask(crew_teams.choices, desk.farm)) == 3
    assert len(desk.ask(programmes.enrolments, desk.ask(people.by_number, 1), desk.farm)) == 1


def test_a_pasted_list_names_the_team_in_the_programme_it_is_read_into(desk):
    pasted = "fornavn\tlag\nKari\tFjøs\nOla\t"
    with desk.place.read() as session:
        assert lists.preview_people(session, text=pasted, today=TODAY, programme=desk.farm).new == 2
    with desk.place.write(batch=True) as work:
        lists.read_people(work, text=pasted, today=TODAY, programme=desk.farm)
    assert of_day(desk) == "Kari  Fjøs\nOla  –"


@pytest.mark.parametrize("named", ["", "Gården, Dagsverket"])
def test_a_team_without_one_programme_is_refused(desk, named):
    desk.programme("Dagsverket")
    with pytest.raises(ListRefused) as told_:
        desk.read_people(f"nummer;fornavn;tiltak;lag\n1;Kari;{named};Fjøs")
    assert "A team needs one programme on the same line." in str(told_.value.lines)


def test_day_work_takes_no_notice(desk):
    day = desk.programme("Dagsverket", selection="fixed")
    inne = desk.do(programmes.add_team, programme=day, name="Inne")
    kari = desk.person("Kari")
    enrolment = desk.do(programmes.enrol, person=kari, programme=day)
    desk.do(crew_teams.set_team, enrolment=enrolment, team=inne)
    assert of_day(desk, day) == "Kari  –"
    assert not desk.ask(person_card.card_page, kari, TODAY).programmes[0].has_teams
