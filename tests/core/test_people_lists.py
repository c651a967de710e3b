"""Lists of people read in: who is registered and enrolled, what a later list changes, and what is refused."""

from __future__ import annotations

import pytest

from alfdesk import people, programmes
from alfdesk.errors import UserFacingError

from .desk import MONDAY, TODAY, table, text
from .list_desk import desk, refused

PEOPLE = """
    nummer;fornavn;etternavn;kallenavn;fødselsår;telefon;tiltak;betaling
    11;Vigdis;Olsen;;1991;412 34 567;Dagsverket;kontant
    12;Leif;Vik;Lillegutt;;;Dagsverket,Framnes;bank
    13;;;=1+1;;;;
"""


def shown(desk, *numbers):
    cards = [desk.ask(people.card, desk.ask(people.by_number, n), TODAY) for n in numbers]
    return table(
        (
            c.found.number,
            c.found.call_name,
            c.found.full_name,
            c.birth_year,
            c.phone,
            c.payment_method,
            *(f"{f}..{t}" for _p, f, t in c.enrolled),
        )
        for c in cards
    )


def test_a_list_of_people_registers_and_enrols_without_a_from_date(desk):
    desk.programme("Framnes", kind="standing")
    assert desk.read_people(PEOPLE).written == 3
    assert shown(desk, 11, 12, 13) == text("""
        11  Vigdis  Vigdis Olsen  1991  412 34 567  cash  None..None
        12  Lillegutt  Leif Vik  –  –  bank  None..None  None..None
        13  =1+1  =1+1  –  –  –
    """)
    before = desk.digest(), desk.entries()
    assert desk.read_people(PEOPLE).written == 0
    assert (desk.digest(), desk.entries()) == before


def test_a_list_of_people_takes_nobody_back_whose_enrolment_has_ended(desk):
    desk.programme("Framnes", kind="standing")
    desk.read_people(PEOPLE)
    with desk.place.write() as work:
        person = people.by_number(work.session, 11)
        programme = programmes.by_name(work.session, "Dagsverket").id
        enrolment = programmes.enrolments(work.session, person, programme)[0]
        programmes.end_enrolment(work, enrolment=enrolment.id, last=MONDAY)
    before = desk.entries()
    assert desk.read_people(PEOPLE).written == 0
    assert desk.entries() == before


def test_a_later_list_of_people_corrects_and_an_empty_betaling_means_the_programme_s_method(desk):
    desk.programme("Framnes", kind="standing")
    desk.read_people(PEOPLE)
    desk.read_people("""
        nummer;fornavn;etternavn;telefon;tiltak;betaling
        11;Wigdis;;;Framnes;
        12;Leif Magne;;99887766;;kontant
        14;;Moe;;;bank
    """)
    desk.read_people("nummer;fornavn\n14;Eli")
    assert shown(desk, 11, 12, 14) == text("""
        11  Wigdis  Wigdis Olsen  1991  412 34 567  –  None..None  None..None
        12  Lillegutt  Leif Magne Vik  –  99887766  cash  None..None  None..None
        14  Eli  Eli Moe  –  –  bank
    """)


def test_lines_about_people_that_are_wrong_are_refused(desk):
    desk.read_people("nummer;kallenavn\n20;Borte")
    desk.do(people.erase, person=desk.ask(people.by_number, 20))
    assert refused(
        desk,
        """
        nummer;fornavn;etternavn;kallenavn;fødselsår;telefon;tiltak;betaling
        31;Kari;;;1991;;Dagsverket;kontant
        31;Kari;;;1992;;Dagsverket;kontant
        32;;;;1991;;;
        x;Kari;;;;;;
        33;Kari;;;91;;;
        34;Kari;;;3026;;;
        35;Kari;;;;12;;
        36;Kari;;;;;Ukjent;
        37;Kari;;;;;;Vipps
        38;01019012345;;;;;;
        39;Kari;;;;010190 12345;;
        20;Ny;;;;;;
    """,
        "read_people",
    ) == text("""
        3: This says something else than line 2 about the same.
        4: The line has no name.
        5: The number must be a whole number from 1 to 999999.
        6: The birth year must be four digits, 1900 to 2026.
        7: The birth year must be four digits, 1900 to 2026.
        8: This is not a phone number.
        9: There is no programme called Ukjent.
        10: Payment is kontant or bank.
        11: Birth numbers must not be written here. The birth year is enough.
        12: This is not a phone number.
        13: Number 20 has been given before. Choose another.
    """)


def test_people_taken_back_can_be_read_in_again_under_their_numbers_but_nobody_else_can(desk):
    desk.programme("Framnes", kind="standing")
    desk.read_people(PEOPLE)
    before = shown(desk, 11, 12, 13)
    desk.undo()
    with pytest.raises(UserFacingError):
        desk.ask(people.by_number, 11)
    assert refused(desk, PEOPLE.replace("Vigdis;Olsen", "Ola;Hansen"), "read_people") == (
        "2: Number 11 has been given before. Choose another."
    )
    assert desk.read_people(PEOPLE).written == 3
    assert shown(desk, 11, 12, 13) == before
    standing = desk.digest()
    assert desk.rebuilt() == standing
