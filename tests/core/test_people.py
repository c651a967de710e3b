"""People: what is needed to know somebody, what is never asked for, and what is left when she is erased."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import date, timedelta

import pytest
from PIL import Image

from alfdesk import people, programmes, staff
from alfdesk.attendance import day_work, record
from alfdesk.attendance.record import Said
from alfdesk.errors import UserFacingError
from alfdesk.people import Found, fold, phone, short_names, sort_key
from alfdesk.photos import small_photo

from .desk import MONDAY, TODAY, TUESDAY, Desk, table, text

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


# Photographs


def jpeg_with_everything() -> bytes:
    """A large, noisy JPEG that lies on its side and tells where it was taken, by whom, and with which words."""
    size = (900, 600)
    noise = Image.frombytes(
        "RGB", size, bytes(zlib.crc32(bytes([n & 255, n >> 8 & 255])) >> 7 & 255 for n in range(5400)) * 300
    )
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E], exif[0x013B], exif[0x8298] = "CANARY description", "CANARY artist", "CANARY copyright"
    exif.get_ifd(0x8825).update({1: "N", 2: (60.0, 23.0, 33.0), 3: "E", 4: (5.0, 19.0, 20.0)})
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95, exif=exif, comment=b"CANARY comment", icc_profile=b"CANARY profile" * 9)
    return out.getvalue()


def test_a_photo_is_small_upright_and_tells_nothing_but_the_picture():
    source = jpeg_with_everything()
    assert b"CANARY" in source and b"Exif" in source and len(source) > 100_000
    kept = small_photo(source)
    picture = Image.open(io.BytesIO(kept))
    assert len(kept) <= 24 * 1024
    assert picture.format == "JPEG"
    assert picture.width < picture.height <= 378
    assert picture.width <= 295
    assert not [word for word in (b"CANARY", b"Exif", b"GPS", b"ICC_PROFILE", b"Adobe", b"Photoshop") if word in kept]
    assert (dict(picture.getexif()), picture.info.get("comment")) == ({}, None)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGBA", "PNG"),
        ("P", "PNG"),
        ("I;16", "PNG"),
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
        ("1", "PNG"),
        ("RGB", "BMP"),
        ("RGB", "WEBP"),
    ],
)
def test_other_common_pictures_become_the_same_small_jpeg(mode, kind):
    out = io.BytesIO()
    Image.new(mode, (40, 60)).save(out, kind)
    assert Image.open(io.BytesIO(small_photo(out.getvalue()))).format == "JPEG"


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunk(*c) for c in chunks) + chunk(b"IEND", b"")


def test_words_hidden_in_a_png_stay_behind():
    pixels = (b"IDAT", zlib.compress(b"".join(b"\0" + b"\x40\x80\xc0" * 8 for _row in range(8))))
    kept = small_photo(png(8, 8, (b"tEXt", b"Author\0CANARY"), (b"eXIf", b"CANARY"), pixels))
    assert b"CANARY" not in kept


HOSTILE = {
    "nothing": b"",
    "text": b"this is no picture",
    "a page": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "a GIF": b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;",
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "half a JPEG": jpeg_with_everything()[:3000],
    "a head alone": b"\xff\xd8\xff\xe0",
    "a bomb of 8,000 million pixels": png(90_000, 90_000, (b"IDAT", zlib.compress(b"\0" * 1000))),
    "a bomb just above the limit": png(10_000, 10_000, (b"IDAT", zlib.compress(b"\0" * 1000))),
    "no pixels at all": png(0, 0),
    "words that unfold to 80 MB": png(8, 8, (b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 80_000_000, 9))),
    "above 20 MB": b"\xff\xd8\xff" + b"\0" * (20 * 1024 * 1024),
}


@pytest.mark.parametrize("picture", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_harmless_picture_is_refused_with_a_sentence(picture):
    with pytest.raises(UserFacingError, match="This picture can't be read"):
        small_photo(picture)


def test_a_new_photo_is_an_entry_of_its_own_and_takes_the_old_one_s_place(desk):
    kari, before = desk.person("Kari"), desk.entries()
    for colour in ("red", "blue"):
        out = io.BytesIO()
        Image.new("RGB", (60, 80), colour).save(out, "PNG")
        desk.do(people.set_photo, person=kari, picture=out.getvalue())
    assert desk.entries() == before + 2

    def shown():
        return Image.open(io.BytesIO(desk.ask(people.card, kari, TODAY).photo)).getpixel((30, 40))

    assert shown()[2] > 200 > shown()[0]
    desk.undo()
    assert shown()[0] > 200 > shown()[2]


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
        1  Kari V (1)
        2  Kari V (2)
        3  Ola V
        4  Siri (4)
        5  Siri (5)
        6  Mina A (6)
        7  mina A (7)
        8  Anne Marie L
        9  Per H
        10  Eva L
        11  M
        12  Bo Å
        13  Vik-Kari V
    """)


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

    assert desk.board(programme) == "2  Ola V  present  –  –  0  0"
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
