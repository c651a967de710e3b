"""People pasted in at set-up, and the look at a list before it is read in."""

from __future__ import annotations

import pytest

from alfdesk import directory, people
from alfdesk.attendance import lists
from alfdesk.errors import ListRefused, UserFacingError

from .desk import TODAY, Desk, table, text


@pytest.fixture
def desk(place, tmp_path):
    desk = Desk(place, tmp_path)
    desk.dagsverket = desk.programme()
    return desk


def paste(desk, block, **more):
    with desk.place.write(batch=True) as work:
        done = lists.read_people(work, text=block, today=TODAY, **more)
    return done.lines, done.written, done.unchanged


def look(desk, block, **more):
    p = desk.ask(lists.preview_people, text=block, today=TODAY, **more)
    return p.lines, p.new, p.changed, p.unchanged


def everyone(desk):
    found = sorted(desk.ask(people.everyone).values(), key=lambda p: p.number)
    return table((p.number, p.call_name, p.first_name, p.last_name) for p in found)


def test_one_name_a_line_is_enough(desk):
    block = "Kari Nordmann\r\n\r\n  Anne  Lise Vik \nBerg, Ola\nMona\n"
    assert look(desk, block) == (4, 4, 0, 0)
    assert everyone(desk) == ""
    assert paste(desk, block, programme=desk.dagsverket) == (4, 4, 0)
    assert everyone(desk) == text("""
        1  Kari  Kari  Nordmann
        2  Anne Lise  Anne Lise  Vik
        3  Ola  Ola  Berg
        4  Mona  Mona  –
    """)
    rows = desk.ask(directory.people_page, today=TODAY).rows
    assert {r.programmes for r in rows} == {"Dagsverket"}
    assert paste(desk, block, programme=desk.dagsverket) == (4, 0, 4)
    desk.undo()
    assert everyone(desk) == ""


@pytest.mark.parametrize(
    "block",
    [
        "12\tKari\tVik\t1987\t41 23 45 67",
        "12;Kari;Vik;1987;41 23 45 67;",
        "Telefon\tETTERNAVN\tFornavn\tnummer\tRom\tFødselsår\n41 23 45 67\tVik\tKari\t12\t3B\t1987",
    ],
)
def test_cells_are_known_by_their_headings_or_their_looks(desk, block):
    assert paste(desk, block) == (1, 1, 0)
    card = desk.ask(people.card, desk.ask(people.by_number, 12), TODAY)
    assert (card.found.full_name, card.birth_year, card.phone) == ("Kari Vik", 1987, "41 23 45 67")


def test_numbers_of_the_list_and_of_the_workplace_never_meet(desk):
    assert paste(desk, "Kari Vik\n7;Ola;Berg\nSiri Moe") == (3, 3, 0)
    assert everyone(desk) == text("""
        7  Ola  Ola  Berg
        8  Kari  Kari  Vik
        9  Siri  Siri  Moe
    """)


def test_the_same_name_twice_is_one_person_and_is_said(desk):
    desk.person("Kari", first_name="Kari", last_name="Vik")
    block = "Kari Vik\nOla Berg\nola berg"
    shown = desk.ask(lists.preview_people, text=block, today=TODAY)
    assert (shown.lines, shown.new, shown.changed, shown.unchanged) == (3, 1, 0, 2)
    assert shown.names == ("Kari Vik", "Ola Berg")
    assert shown.warnings == ("Taken for the same person: ola berg, Kari Vik. Give a number where they are two.",)
    assert paste(desk, block) == (3, 1, 2)


def test_a_preview_tells_every_refused_line_and_changes_nothing(desk):
    block = "nummer;fornavn;fødselsår\n1;Kari;1987\nto;Ola;\n3;;\n4;01017012345;\n5;Per;87"
    before = desk.digest()
    shown = desk.ask(lists.preview_people, text=block, today=TODAY)
    assert [line for line, _reason in shown.refused] == [3, 4, 5, 6]
    assert (shown.lines, shown.new) == (5, 1)
    with pytest.raises(ListRefused) as refused:
        paste(desk, block)
    assert refused.value.lines == shown.refused
    assert desk.digest() == before


def test_a_file_is_looked_at_the_same_way(desk):
    desk.person("Kari", number=1)
    file = desk.file("nummer;fornavn;etternavn\n1;Kari;Vik\n2;Ola;Berg\n")
    shown = desk.ask(lists.preview_people, file=file, today=TODAY)
    assert (shown.lines, shown.new, shown.changed, shown.unchanged) == (2, 1, 1, 0)
    desk.read_people(file)
    assert desk.ask(lists.preview_people, file=file, today=TODAY).unchanged == 2


@pytest.mark.parametrize("block", ["", " \n;;\n\t\n", "x" * 1_000_001, "1\n2\n"])
def test_what_holds_no_names_is_refused_with_a_sentence(desk, block):
    with pytest.raises(UserFacingError):
        look(desk, block)
    with pytest.raises(UserFacingError):
        look(desk, "Kari", programme=b"x" * 16)
