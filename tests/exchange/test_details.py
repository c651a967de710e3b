"""What a file brings, person by person, before it is taken in; and who wrote it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from alfdesk import i18n, people, programmes, staff
from alfdesk.attendance import standing
from alfdesk.attendance.record import Said
from alfdesk.exchange import details
from alfdesk.exchange.details import About, Part
from alfdesk.exchange.words import Refused
from alfdesk.store import slots
from tests.support import PASSPHRASE

from .carried import Carried

MONDAY = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def english() -> None:
    i18n.use("en")


def shown(parts: tuple[Part, ...]) -> str:
    """The lines, and under each those it is about."""
    rows = []
    for part in parts:
        rows.append(part.line)
        rows += [f"    {name}: {words}" for name, words in details.in_words(part)]
        rows += [f"    … {part.more}"] if part.more else []
    return "\n".join(rows)


def test_each_line_says_whom_it_is_about(friends: Carried) -> None:
    farm = friends.farm.place
    with farm.write() as work:
        programme = programmes.found(work, name="Dagsverket", kind="standing")
    ids = {}
    for call, last in (("Kari", "Nordmann"), ("Ola", "Vik")):
        with farm.write() as work:
            ids[call] = people.register(work, call_name=call, first_name=call, last_name=last, phone="90011223")
        with farm.write() as work:
            programmes.enrol(work, person=ids[call], programme=programme, since=MONDAY)
    for day in range(4):
        with farm.write() as work:
            standing.mark(
                work, person=ids["Kari"], programme=programme, day=MONDAY + timedelta(day), what=Said("present")
            )
    file = friends.farm.sends("Kontor")
    before = friends.office.everything()
    parts = details.parts(friends.office.place, file)
    assert friends.office.everything() == before
    assert tuple(p.line for p in parts) == friends.office.reads(file, preview=True).lines
    assert shown(parts) == (
        "4 new attendances\n"
        "    Kari Nordmann: 4 changes, among them 16.11. Dagsverket: present · 17.11. Dagsverket: present"
        " · 18.11. Dagsverket: present\n"
        "2 people new or changed\n"
        "    Kari Nordmann: new · Phone: 90011223\n"
        "    Ola Vik: new · Phone: 90011223\n"
        "2 enrolments new or changed\n"
        "    Kari Nordmann: Dagsverket\n"
        "    Ola Vik: Dagsverket\n"
        "1 other change\n"
        "    Dagsverket: 1 change"
    )


def test_a_new_name_is_told(friends: Carried) -> None:
    kari = friends.farm.writes("Kari")
    friends.office.reads(friends.farm.sends("Kontor"))
    friends.farm.changes(kari, call_name="Kaia")
    (part,) = details.parts(friends.office.place, friends.farm.sends("Kontor"))
    assert details.in_words(part) == (("Kaia", "Call name: Kaia"),)


def test_so_many_are_shown_and_the_rest_counted(friends: Carried) -> None:
    for number in range(details.SHOWN + 3):
        friends.farm.writes(f"Per {number:02}")
    (part,) = details.parts(friends.office.place, friends.farm.sends("Kontor"))
    assert [about.name for about in part.about] == [f"Per {n:02}" for n in range(details.SHOWN)]
    assert part.more == 3


def test_a_correction_says_whose_day_and_why(friends: Carried) -> None:
    farm = friends.farm.place
    with farm.write() as work:
        kari = people.register(work, call_name="Kari")
    with farm.write() as work:
        message = people.leave_message(work, person=kari, text="Ring NAV", until=MONDAY, today=MONDAY)
    friends.office.reads(friends.farm.sends("Kontor"))
    with farm.write() as work:
        people.take_message(work, message=message)
    (part,) = details.parts(friends.office.place, friends.farm.sends("Kontor"))
    assert part.line == "1 correction"
    assert [(a.name, a.count) for a in part.about] == [("Kari", 1)]


def test_who_wrote_what_is_new(friends: Carried) -> None:
    office = friends.office.place
    staff.add(office, name="Sissel", roles=["supervisor"], passphrase_=PASSPHRASE, cost=slots.FLOOR)
    friends.farm.writes("Kari")
    friends.farm.writes("Ola")
    assert details.writers(friends.office.place, friends.farm.sends("Kontor")) == (("Anne", 2),)
    file = friends.office.sends("Gården")
    assert details.writers(friends.farm.place, file)[0][0] == "Anne"
    friends.farm.reads(file)
    assert details.writers(friends.farm.place, file) == ()  # it has been taken in


def test_a_file_that_is_refused_has_no_writers_and_no_parts(friends: Carried) -> None:
    friends.farm.writes("Kari")
    file = friends.farm.sends("Kontor")
    file.write_bytes(file.read_bytes()[:-9])
    assert details.writers(friends.office.place, file) == ()
    with pytest.raises(Refused):
        details.parts(friends.office.place, file)


def test_a_subject_without_words_is_only_counted() -> None:
    part = Part("1 other change", (About("Dagsverket", 1, ()), About("Fjøs", 4, ("x",))), 0)
    assert details.in_words(part) == (("Dagsverket", "1 change"), ("Fjøs", "4 changes, among them x"))
