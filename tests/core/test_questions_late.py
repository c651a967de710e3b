"""What a question is about may come after what raises it, file by file: then it is asked when it has come, and not only
when the program is started the next time."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from alfdesk import people, programmes
from alfdesk.journal import entry as form

from .desk import MONDAY, WEDNESDAY
from .test_questions_money import ALL
from .two_laptops import CAR, COLUMNS, Laptop2, _lacking, _let_in, alike, meet, pair


def left_out(source: Laptop2, target: Laptop2, about: bytes, table: str) -> list[tuple[Any, ...]]:
    """Everything comes but the entries that set a field of this row. Returns those."""
    rows = _lacking(source, target)
    packed = COLUMNS.index("ops")
    held = [
        row for row in rows
        if any(form.content(raw)[:3] == ["set", table, about.hex()] for salt, raw in form.unpack(row[packed]) if salt)
    ]  # fmt: skip
    assert held
    target.place.transaction(lambda: _let_in(target.place, [row for row in rows if row not in held]))
    return held


@pytest.fixture
def far(founded, place, tmp_path):
    """A laptop that knows of two others, and of nothing that has happened since."""
    office, farm = pair(founded, place, tmp_path)
    folder = tmp_path / "car"
    shutil.copytree(farm.place.folder, folder)
    car = Laptop2(founded.open(folder, place.clock), tmp_path)
    car.place.be_laptop(CAR)
    yield office, farm, car
    for one in (farm, car):
        one.place.close()


def arrive(car: Laptop2, held: list[tuple[Any, ...]]) -> None:
    car.place.transaction(lambda: _let_in(car.place, held))


@pytest.mark.parametrize("kind", ["late", "places"])
def test_a_programme_that_comes_late(far, kind):
    office, farm, car = far
    office.start("Kari", "Ola", "Siv", places=2)
    meet(office, farm)
    farm.ids, farm.of = office.ids, office.of
    if kind == "late":
        office.day("Kari", MONDAY)
        office.step(*ALL[:3])
        farm.day("Ola", WEDNESDAY)
    else:
        for one, name in ((office, "Kari"), (office, "Ola"), (farm, "Siv")):
            one.day(name, MONDAY)
    meet(office, farm)
    assert [q.kind for q in office.questions()] == [kind]
    held = left_out(office, car, office.of, "programme")
    assert car.questions() == []

    arrive(car, held)
    alike(car, office)


def test_a_team_that_comes_late(far):
    """Places that a team has."""
    office, farm, car = far
    office.start("Kari", "Ola", "Siv")
    team = office.do(programmes.add_team, programme=office.of, name="Rydding")
    office.do(programmes.rule, about=team, key="places", value=2, since=MONDAY)
    meet(office, farm)
    farm.ids, farm.of = office.ids, office.of
    for one, name in ((office, "Kari"), (office, "Ola"), (farm, "Siv")):
        one.day(name, MONDAY)
    meet(office, farm)
    assert [q.kind for q in office.questions()] == ["places"]
    held = left_out(office, car, team, "team")
    assert car.questions() == []
    arrive(car, held)
    alike(car, office)


def test_a_person_that_comes_late(far):
    """Two people with one number."""
    office, farm, car = far
    for one, name in ((office, "Kari"), (farm, "Ola")):
        one.ids = {name: one.do(people.register, call_name=name)}
        one.do(people.renumber, person=one.ids[name], number=77)
    meet(office, farm)
    assert [q.kind for q in office.questions()] == ["number"]
    held = left_out(office, car, farm.ids["Ola"], "person")
    assert car.questions() == []
    arrive(car, held)
    alike(car, office)
