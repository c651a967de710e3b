"""People: what is needed to know somebody, what is never asked for, and what is left when she is erased."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from alfdesk import people, programmes, staff
from alfdesk.attendance import day_work, record
from alfdesk.attendance.record import Said
from alfdesk.errors import UserFacingError
from alfdesk.person_fields import phone

from .desk import MONDAY, TODAY, Desk, table, text

BIRTH_NUMBERS = (
    "01019012345",
    "010190 12345",
    "010190-12345",
    "Kari 41019012345",
    "01419012345 tlf",
    "f. 31128499999.",
)


@pytest.fixture
def desk(place, tmp_path):
    return Desk(place, tmp_path)


def found(desk, typed):
    return [p.call_name for p in desk.ask(people.search, typed)]


# Names and numbers


def test_a_call_name_is_enough_and_numbers_are_given_one_by_one(desk):
    kari = desk.person("Kari")
    desk.person("Ola", first_name="Ola", last_name="Vik", birth_year=1981, phone="412 34 567", payment_method="bank")
    desk.do(people.register, first_name="Mina")
    desk.do(people.register, last_name="Abdi", number=500)
    desk.person("Siri")
    rows = sorted(desk.ask(people.everyone).values(), key=lambda p: p.number)
    assert table((p.number, p.call_name, p.full_name) for p in rows) == text("""
        1  Kari  Kari
        2  Ola  Ola Vik
        3  Mina  Mina
        500  Abdi  Abdi
        501  Siri  Siri
    """)
    card = desk.ask(people.card, kari, TODAY)
    assert (card.birth_year, card.phone, card.payment_method, card.photo, card.messages) == (None, None, None, None, ())


def test_a_number_is_never_given_again_whatever_becomes_of_its_person(desk):
    kari, ola = desk.person("Kari"), desk.person("Ola")
    desk.person("Undone")
    desk.undo()
    desk.do(people.renumber, person=ola, number=10)
    desk.do(people.erase, person=kari)
    for number in (1, 2, 3, 10):
        with pytest.raises(UserFacingError, match=f"Number {number} has been given before"):
            desk.person("Per", number=number)
    erased = desk.person("Erased")
    assert desk.ask(people.everyone, [erased])[erased].number == 11
    desk.do(people.erase, person=erased)
    assert desk.ask(people.everyone, [desk.person("Ny")]).popitem()[1].number == 12
    with pytest.raises(UserFacingError, match="Nobody has number 1"):
        desk.ask(people.by_number, 1)
    before = desk.digest()
    assert desk.rebuilt() == before


def test_numbers_are_those_that_a_list_can_bear(desk):
    for number in (0, -1, 1_000_000):
        with pytest.raises(UserFacingError, match="from 1 to 999999"):
            desk.person("Kari", number=number)
    desk.person("Last", number=999_999)
    after = desk.person("Kari")
    assert desk.ask(people.everyone, [after])[after].number == 1


def test_somebody_without_any_name_is_refused(desk):
    for fields in ({}, {"call_name": ""}, {"call_name": "  ", "first_name": " "}):
        with pytest.raises(UserFacingError, match="A call name is enough"):
            desk.do(people.register, **fields)
    assert desk.entries() == 1


def test_names_and_years_have_limits():
    assert people.tidy({"call_name": "x" * 80})["call_name"] == "x" * 80
    assert people.tidy({"birth_year": 2026}, TODAY) == {"birth_year": 2026}
    for field, value in (
        ("call_name", "x" * 81),
        ("birth_year", 1899),
        ("birth_year", 2027),
        ("payment_method", "kort"),
    ):
        with pytest.raises(UserFacingError):
            people.tidy({field: value}, TODAY)


def test_names_are_tidied_and_kept_in_one_form_of_unicode():
    assert people.tidy({"call_name": "  Leif\u00a0 Magne\n"}) == {"call_name": "Leif Magne"}
    assert people.tidy({"call_name": "A\u030ase\u0000\u202e"}) == {"call_name": "Åse"}
    assert people.tidy({"first_name": "   "}) == {"first_name": None}


# Birth numbers


@pytest.mark.parametrize("written", BIRTH_NUMBERS[1:4:2])
def test_a_text_like_a_birth_number_is_refused_everywhere(desk, written):
    programme = desk.programme("Dagsverket")
    kari = desk.person("Kari")
    before = desk.digest()
    when = {"person": kari, "programme": programme, "day": MONDAY}
    refused = [
        (people.register, {"call_name": written}),
        (people.register, {"call_name": "Kari", "first_name": written}),
        (people.change, {"person": kari, "last_name": written}),
        (people.change, {"person": kari, "phone": written}),
        (people.leave_message, {"person": kari, "text": written, "until": TODAY, "today": TODAY}),
        (programmes.found, {"name": written, "kind": "day"}),
        (programmes.change, {"programme": programme, "controller": written}),
        (programmes.change, {"programme": programme, "list_name": written}),
        (programmes.rule, {"about": programme, "key": "meeting_place", "value": written, "since": MONDAY}),
        (programmes.add_team, {"programme": programme, "name": written}),
        (programmes.close_days, {"programme": None, "first": MONDAY, "last": MONDAY, "why": written}),
        (programmes.add_reason, {"code": "x", "words": written}),
        (record.correct, when | {"what": Said("present", note=written), "reason": "note"}),
        (record.correct, when | {"what": Said("present"), "reason": written}),
        (day_work.place, when | {"team": None, "over": written}),
    ]
    for verb, values in refused:
        with pytest.raises(UserFacingError):
            desk.do(verb, **values)
    assert desk.digest() == before


@pytest.mark.parametrize("written", BIRTH_NUMBERS)
def test_birth_numbers_are_known_however_they_are_written(written):
    for field in ("call_name", "first_name", "last_name", "phone"):
        with pytest.raises(UserFacingError):
            people.tidy({field: written})


def test_a_phone_number_is_kept_as_written_with_its_spaces_tidied():
    fine = ["41234567", " 412  34 567 ", "+47 412 34 567", "0047 41234567", "(55) 12 34 56", "02800", "+46701234567"]
    assert [phone(p) for p in fine] == [" ".join(p.split()) for p in fine]
    assert phone("") is phone("  ") is phone(None) is None


@pytest.mark.parametrize(
    "written",
    [
        "12",
        "ring meg",
        "41234567x",
        "=41234567",
        "1" * 16,
        "+1" * 4,
        "41234567890",
        "+01019012345",
        "0001019012345",
        "٤١٢٣٤٥٦٧",
    ],
)
def test_what_is_no_phone_number_is_refused(written):
    with pytest.raises(UserFacingError, match="not a phone number"):
        phone(written)


# Messages


def test_a_message_shows_until_its_day_or_until_it_is_given(desk, clock):
    kari = desk.person("Kari")
    desk.do(people.leave_message, person=kari, text="Ring  Ola", until=TODAY + timedelta(2), today=TODAY)
    clock.forward(1)
    taken = desk.do(people.leave_message, person=kari, text="Nøkkel", until=TODAY + timedelta(60), today=TODAY)

    def shown(day):
        return [m for _id, m, _until in desk.ask(people.card, kari, day).messages]

    assert shown(TODAY) == shown(TODAY + timedelta(2)) == ["Ring Ola", "Nøkkel"]
    assert shown(TODAY + timedelta(3)) == ["Nøkkel"]
    assert shown(TODAY + timedelta(61)) == []
    desk.do(people.take_message, message=taken)
    assert shown(TODAY) == ["Ring Ola"]
    with pytest.raises(UserFacingError, match="gone already"):
        desk.do(people.take_message, message=taken)
    for words, until in (("x" * 201, TODAY), ("  ", TODAY), ("x", TODAY + timedelta(61)), ("x", TODAY - timedelta(1))):
        with pytest.raises(UserFacingError):
            desk.do(people.leave_message, person=kari, text=words, until=until, today=TODAY)


# What is known of what was known


def test_history_tells_who_changed_what_and_the_value_before(desk, clock):
    kari = desk.person("Kari", phone="41234567")
    clock.forward(5)
    desk.do(people.change, person=kari, phone="92345678", call_name="Kari")
    desk.do(people.change, person=kari, phone="92345678")
    desk.do(people.change, person=kari, phone=None)
    names = desk.ask(staff.names)
    lines = [
        (c.at[11:16] > "", names[c.actor], c.command, c.field, c.before, c.after)
        for c in desk.ask(people.history, kari)
        if c.what == "set"
    ]
    assert table(lines) == text("""
        True  Anne  people.register  call_name  –  Kari
        True  Anne  people.register  phone  –  41234567
        True  Anne  people.change  phone  41234567  92345678
        True  Anne  people.change  phone  92345678  –
    """)


def test_who_has_looked_is_kept_on_this_laptop_and_is_no_entry(desk, clock):
    kari, ola = desk.person("Kari"), desk.person("Ola")
    before = desk.digest(), desk.entries()
    desk.place.looked("card", kari)
    clock.forward(1)
    desk.place.looked("history", kari)
    desk.place.looked("card", ola)
    assert [what for _at, _staff, what in desk.ask(people.looked, kari)] == ["history", "card"]
    assert {member for _at, member, _what in desk.ask(people.looked, kari)} == {desk.place.owner}
    assert (desk.digest(), desk.entries()) == before


def test_erasing_takes_everything_about_the_person_and_nothing_of_another(desk):
    programme = desk.programme()
    kari = desk.person("Canarykari", first_name="CANARY first", phone="412 34 567", birth_year=1977)
    ola = desk.person("Ola", last_name="Vik")
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "red").save(out, "PNG")
    desk.do(people.set_photo, person=kari, picture=out.getvalue())
    jpeg = desk.ask(people.card, kari, TODAY).photo
    desk.do(people.leave_message, person=kari, text="CANARY message", until=TODAY, today=TODAY)
    desk.do(programmes.enrol, person=kari, programme=programme, since=date(2026, 1, 1))
    for one in (kari, ola):
        desk.do(day_work.arrive, person=one, programme=programme, day=MONDAY, at_minute=480)
        desk.do(day_work.place, person=one, programme=programme, day=MONDAY, team=None)
    note = Said("present", note="CANARY note")
    desk.do(record.correct, person=kari, programme=programme, day=MONDAY, what=note, reason="CANARY reason")
    desk.place.looked("card", kari)
    desk.do(people.erase, person=kari)
    desk.place.wipe()

    assert desk.board(programme) == "2  Ola V.  present  –  –  0  0"
    assert desk.ask(people.looked, kari) == []
    assert found(desk, "canary") == []
    cursor = desk.place.cursor()
    whole = repr(
        [
            cursor.execute(f'SELECT * FROM "{name}"').fetchall()
            for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall()
        ]
    )
    assert "Vik" in whole
    assert [
        word for word in ("CANARY", "Canarykari", "canarykari", "412 34 567", "1977", repr(jpeg)[2:60]) if word in whole
    ] == []
    standing = desk.digest()
    assert desk.rebuilt() == standing
    with pytest.raises(UserFacingError, match="no such person"):
        desk.ask(people.card, kari, TODAY)


def test_only_an_administrator_erases_and_nobody_undoes_it(desk):
    from alfdesk.errors import NotAllowed
    from alfdesk.journal.write import Acting

    kari = desk.person("Kari")
    anne = desk.place.acting()
    with (
        pytest.raises(NotAllowed),
        desk.place.write(Acting(anne.id, "Anne", frozenset({"manager"}), anne.sign)) as work,
    ):
        people.erase(work, person=kari)
    desk.do(people.erase, person=kari)
    with pytest.raises(UserFacingError, match="can't be undone"):
        desk.undo()
