"""Clocks of a hostile file: the largest and the least that a file can hold are shown as some day, and harm nobody."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from alfdesk import told
from alfdesk.cli.exchange import _status
from alfdesk.exchange import lying
from alfdesk.exchange.lives import lives
from alfdesk.journal import history
from alfdesk.journal.clock import NEWEST, local
from alfdesk.person_card import card_page
from alfdesk.questions.every import every

from .carried import Carried
from .test_hostile import Liar

TODAY = date(2026, 11, 20)
ENDS = (-NEWEST, -1, 0, 253_402_300_800_000, NEWEST)  # among them the first second of the year 10000


@pytest.fixture
def liar(friends: Carried) -> Liar:
    return Liar(friends)


@pytest.mark.parametrize("wall", ENDS)
def test_a_moment_out_of_all_time_is_some_day(wall: int) -> None:
    assert local(wall).year in (1970, 2999)
    assert len(history.local_time(wall)) == len("2026-11-20 13:44:02")


@pytest.mark.parametrize("wall", ENDS)
def test_whatever_shows_a_moment_of_a_file_shows_one(liar: Liar, wall: int) -> None:
    office, said = liar.office, lambda phone, n: ["set", "person", person.hex(), "phone", phone, n]
    person = office.writes("Ola")
    liar.template()  # a real file, before the clock goes wrong
    taken = office.reads(liar.file(
        liar.entry(["set", "person", person.hex(), "last_name", "Ås", 0], wall=wall),
        liar.entry(said("41 23 45 67", 0), wall=wall), liar.entry(said("98 76 54 32", 0), wall=wall),
    ))  # fmt: skip
    assert (taken.status, taken.new) == ("taken", 3)
    with office.place.read() as session:
        assert [c.at for c in history.of_row(session, person)][-1] == history.local_time(wall)
        assert told.history_lines(session, person)
        assert card_page(session, person, TODAY).changed_at == told.moment(history.local_time(wall))
        assert [q.kind for q in every(session)] == ["field"]
        assert history.acts(session)
    assert lives(office.place) and _status(None, office.place).text  # type: ignore[arg-type]


@pytest.mark.parametrize("made", [0, NEWEST - 1])
def test_a_file_made_at_the_end_of_time_is_told_of(liar: Liar, made: int) -> None:
    office = liar.office
    liar.template()
    liar._made = msgspec.structs.replace(liar._made, made=made)
    file = liar.file(liar.entry(["set", "person", "07" * 16, "call_name", "Ola", 0]))
    found = lying.Eye.of(office.place).look(file, file.stat().st_size, file.read_bytes)
    assert (found.kind, found.made) == ("new", made)
    assert office.reads(file).status == "taken"
    assert _status(None, office.place).text  # type: ignore[arg-type]
    assert lives(office.place)


def test_what_is_written_over_the_highest_stamp_is_still_taken_in(liar: Liar) -> None:
    """Nothing can be above it; but the honest laptop's file must not be refused for that, now or ever."""
    office, centre = liar.office, liar.laptops.centre
    person = office.writes("Ola")
    centre.reads(office.sends())
    lie = liar.file(liar.entry(["set", "person", person.hex(), "phone", "x", 0], stamp=NEWEST, wall=0))
    office.reads(lie)
    office.changes(person, phone="41 23 45 67")
    office.changes(person, last_name="Ås")
    assert centre.reads(office.sends()).status == "taken"
    assert centre.digest == office.digest and office.is_whole
