"""People found from the first letter, sorted as Norwegians do, and named on the wall."""

from __future__ import annotations

import pytest

from alfdesk import people
from alfdesk.attendance import day_work
from alfdesk.people import Found, fold, short_names, sort_key

from .desk import MONDAY, TUESDAY, Desk, table, text


@pytest.fixture
def desk(place, tmp_path):
    return Desk(place, tmp_path)


def found(desk, typed):
    return [p.call_name for p in desk.ask(people.search, typed)]


# Search and order


def test_search_finds_from_the_first_letter_however_the_letters_are_typed(desk):
    with desk.place.write() as work:
        for call, first, last in (
            ("Åse", "Åse", "Ødegård"),
            ("Aase", None, "Lie"),
            ("Bjørn", "Bjørn Ærlend", None),
            ("Čohkka", "Áilu", "Ŋuorra"),
            ("Đorđi", None, "Škuvla"),
            ("100 %", None, "Per_sen"),
            ("Zoë", None, "Müller"),
        ):
            people.register(work, call_name=call, first_name=first, last_name=last)
    cases = {
        "å": ["Čohkka", "Aase", "Åse"],
        "aa": ["Aase", "Åse"],
        "AASE": ["Aase", "Åse"],
        "åse": ["Aase", "Åse"],
        "A\u030ase": ["Aase", "Åse"],
        "oede": ["Åse"],
        "ødegaa": ["Åse"],
        "ærl": ["Bjørn"],
        "aerl": ["Bjørn"],
        "bjoern": ["Bjørn"],
        "bjørn æ": ["Bjørn"],
        "c": ["Čohkka"],
        "č": ["Čohkka"],
        "ŋuo": ["Čohkka"],
        "nuo": ["Čohkka"],
        "á": ["Čohkka", "Aase", "Åse"],
        "dor": ["Đorđi"],
        "šku": ["Đorđi"],
        "SKU": ["Đorđi"],
        "zoe": ["Zoë"],
        "mul": ["Zoë"],
        "lie aas": ["Aase"],
        "lie ola": [],
        "degård": [],
        "%": ["100 %"],
        "_": [],
        "per_": ["100 %"],
        "per%": [],
        "": [],
        " ": [],
    }
    single = {"å": {"Aase", "Åse"}, "á": {"Čohkka", "Aase", "Åse"}}
    for typed, names in cases.items():
        if typed in single:
            assert single[typed] <= set(found(desk, typed)), typed
        else:
            assert found(desk, typed) == names, typed


def test_digits_find_numbers_the_exact_one_first(desk):
    for number in (12, 121, 1, 120, 21):
        desk.person(f"P{number}", number=number)
    assert found(desk, "12") == ["P12", "P120", "P121"]
    assert found(desk, "1") == ["P1", "P12", "P120", "P121"]
    assert found(desk, "999") == []


def test_those_lately_seen_come_first_and_then_norwegian_order(desk):
    programme = desk.programme()
    ids = {name: desk.person(name) for name in ("Kåre", "Kari", "Knut", "Kim")}
    for name, day in (("Knut", MONDAY), ("Kåre", TUESDAY)):
        desk.do(day_work.place, person=ids[name], programme=programme, day=day, team=None)
    assert found(desk, "k") == ["Kåre", "Knut", "Kari", "Kim"]
    assert [p.call_name for p in desk.ask(people.search, "k", limit=1)] == ["Kåre"]


def test_names_are_sorted_as_norwegians_do():
    names = [
        "Åse",
        "Aase",
        "Øystein",
        "Ærlend",
        "Zara",
        "Ada",
        "ada b",
        "Änne",
        "Öst",
        "Čohkka",
        "Carl",
        "Dag",
        "Đorđi",
    ]
    assert sorted(names, key=lambda n: (sort_key(n), n)) == [
        "Ada",
        "ada b",
        "Carl",
        "Čohkka",
        "Dag",
        "Đorđi",
        "Zara",
        "Änne",
        "Ærlend",
        "Öst",
        "Øystein",
        "Aase",
        "Åse",
    ]
    assert fold("ÆØÅ æøå Ŋđŧ Zoë") == "aeoeaa aeoeaa ndt zoe"


# On the wall


def test_a_wall_shows_first_name_and_initial_and_the_number_where_two_are_alike():
    people_ = [
        (1, "Kari", "Kari", "Vik"),
        (2, "Kari", None, "Voll"),
        (3, "Ola", "Ola", "Vik"),
        (4, "Siri", None, None),
        (5, "Siri", None, None),
        (6, "Mina Abdi", "Mina", "Abdi"),
        (7, "mina abdi", "Mina", "Abdi"),
        (8, "Anne Marie", None, "Lie"),
        (9, "Per Hansen", None, None),
        (10, "Lund", "Eva", "Lund"),
        (11, "Moe", None, "Moe"),
        (12, "Bo", None, "å Vika"),
        (13, "Vik-Kari", None, "Vik"),
    ]
    short = short_names(Found(bytes([n]), n, *names) for n, *names in people_)
    assert table((n[0], name) for n, name in short.items()) == text("""
        1  Kari V. (1)
        2  Kari V. (2)
        3  Ola V.
        4  Siri (4)
        5  Siri (5)
        6  Mina A. (6)
        7  mina A. (7)
        8  Anne Marie L.
        9  Per H.
        10  Eva L.
        11  M.
        12  Bo Å.
        13  Vik-Kari V.
    """)
