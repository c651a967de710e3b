"""A crew of more than forty stands by team: sixty people in three teams, the own one first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu

from alfdesk import crew_teams, programmes
from alfdesk.store.workplace import Place
from ui.pages.people.card_acts import TeamForm
from ui.pages.people.card_panel import CardPanel
from ui.prefs import Prefs

from .farm import FORTY, Farm, farm

SIXTY = [*FORTY, *(f"{name.partition(' ')[0]} Æ." for name in FORTY[:20])]
TEAMS = ("Fjøs", "Drivhus", "Sag")


def into_teams(made: Farm, place: Place, count: int = 3) -> dict[str, bytes]:
    """Every third person in each of the teams, as the names stand; the last six in none."""
    ids = {}
    for name in TEAMS[:count]:
        with place.write() as work:
            ids[name] = programmes.add_team(work, programme=made.programme, name=name)
    people = [row.person for row in made.rows().values()]
    with place.write(batch=True) as work:
        for number, person in enumerate(people[:-6]):
            (stay,) = programmes.enrolments(work.session, person, made.programme)
            work.next()
            crew_teams.set_team(work, enrolment=stay.id, team=[*ids.values()][number % count])
    QApplication.processEvents()
    return ids


@pytest.fixture
def crew(qapp: QApplication, place: Place) -> Iterator[Farm]:
    with farm(place, SIXTY) as made:
        yield made


def headings(made: Farm) -> list[str]:
    return [tile.name for tile in made.crew.tiles.tile_model.tiles if tile.heading]


def first_of(made: Farm, heading: int) -> str:
    """The first person under a heading, counted from 0."""
    tiles = list(made.crew.tiles.tile_model.tiles)
    return tiles[[n for n, tile in enumerate(tiles) if tile.heading][heading] + 1].name


def test_sixty_stand_under_their_team(crew: Farm, place: Place) -> None:
    assert headings(crew) == [] and len(crew.crew.tiles.tile_model.tiles) == 60
    into_teams(crew, place)
    assert headings(crew) == [
        "Fjøs: 0 of 18 present", "Drivhus: 0 of 18 present", "Sag: 0 of 18 present", "No team: 0 of 6 present",
    ]  # fmt: skip
    crew.crew.tiles.mark(crew.rows()[first_of(crew, 1)].person)
    before = crew.marked
    crew.hands.press("Space")
    assert crew.of("present") == [before]
    assert headings(crew)[1] == "Drivhus: 1 of 18 present"


def test_the_team_whose_heading_is_pressed_stands_first_on_this_laptop(crew: Farm, place: Place) -> None:
    ids = into_teams(crew, place)
    tiles = crew.crew.tiles
    name = first_of(crew, 1)
    place_ = [n for n, tile in enumerate(tiles.tile_model.tiles) if tile.heading][1]
    tiles.scrollTo(tiles.tile_model.where(place_))
    crew.hands.click(tiles.viewport(), tiles.visualRect(tiles.tile_model.where(place_)).topLeft() + QPoint(40, 20))
    assert [h.partition(":")[0] for h in headings(crew)] == ["Drivhus", "Fjøs", "Sag", "No team"]
    assert crew.marked == name and crew.focus_on_tiles() and not crew.of("present")
    assert crew.said == "Drivhus stands first on this laptop."
    assert Prefs(place.folder).get("team") == ids["Drivhus"].hex()


def test_and_by_keys(crew: Farm, place: Place) -> None:
    into_teams(crew, place)
    crew.hands.press("Ctrl+T")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and [a.text() for a in menu.actions()] == [*TEAMS]
    menu.actions()[2].trigger()
    menu.close()
    assert headings(crew)[0].startswith("Sag")


def test_letters_find_across_the_teams(crew: Farm, place: Place) -> None:
    into_teams(crew, place)
    crew.hands.press("k", "å", "Enter")
    assert crew.of("present") == ["Kåre B."]


def test_forty_and_fewer_stand_as_before(qapp: QApplication, place: Place) -> None:
    with farm(place, [*FORTY]) as made:
        names = [tile.name for tile in made.crew.tiles.tile_model.tiles]
        into_teams(made, place)
        assert headings(made) == [] and [t.name for t in made.crew.tiles.tile_model.tiles] == names
        assert not any(command.id == "team" for command in made.crew.commands())


def test_the_card_shows_the_team_and_sets_it(crew: Farm, place: Place) -> None:
    ids = into_teams(crew, place)
    person = crew.rows()["Kåre B."].person
    page: Any = crew.work.go("people")
    page.open_card(person)
    card = page.panel
    assert isinstance(card, CardPanel) and card.card is not None
    stay = card.card.programmes[0]
    card.choose_team(stay.id)
    form = card.part
    assert isinstance(form, TeamForm)
    assert form.which.value == stay.team_id
    other = next(name for name in TEAMS if ids[name] != stay.team_id)
    crew.hands.click(next(b for b in form.which.buttons() if b.text() == other))
    crew.hands.click(form.send_button)
    assert crew.said == f"Kåre B. is in {other} now."
    assert card.part is None and card.card.programmes[0].team == other
