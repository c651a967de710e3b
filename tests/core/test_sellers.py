"""Who sells: numbers that are never given twice, cards, breaks, notes and spots."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import alfdesk.sales
from alfdesk import told
from alfdesk.errors import ListRefused, NotAllowed, UserFacingError
from alfdesk.journal import history
from alfdesk.journal.write import Acting
from alfdesk.sales import accounts, acts, rules, sellers, selling, spots, till
from alfdesk.store.workplace import Place

from .desk import Desk, table, text
from .selling_desk import FRIDAY, MONDAY, TEN, TUESDAY, Selling


@pytest.fixture
def desk(place: Place, tmp_path: Path) -> Desk:
    return Desk(place, tmp_path)


@pytest.fixture
def shop(desk: Desk) -> Selling:
    return Selling(desk)


def refused(desk: Desk, sentence: str, verb, **values) -> None:  # type: ignore[no-untyped-def]
    before = desk.digest()
    with pytest.raises(UserFacingError) as said:
        desk.do(verb, **values)
    assert str(said.value) == sentence
    assert desk.digest() == before


# Numbers -------------------------------------------------------------------------------------------------------------


def test_a_seller_gets_the_next_number_or_the_one_that_is_named(desk: Desk) -> None:
    kari, ola, siv = (desk.person(name) for name in ("Kari", "Ola", "Siv"))
    assert desk.do(sellers.make_seller, person=kari, number=94) == 94
    assert desk.do(sellers.make_seller, person=ola) == 95
    assert desk.do(sellers.make_seller, person=kari) == 94, "asked again it is the same"
    assert desk.do(sellers.make_seller, person=kari, number=94) == 94
    assert [desk.ask(sellers.number_of, one) for one in (kari, ola, siv)] == [94, 95, None]
    assert [desk.ask(sellers.person_of, n) for n in (94, 95, 96)] == [kari, ola, None]
    assert desk.rebuilt() == desk.digest()


def test_a_number_is_never_given_to_another(desk: Desk) -> None:
    kari, ola = desk.person("Kari"), desk.person("Ola")
    desk.do(sellers.make_seller, person=kari, number=94)
    taken = "Seller number 94 has been given before. Choose another."
    refused(desk, taken, sellers.make_seller, person=ola, number=94)
    desk.undo()
    refused(desk, taken, sellers.make_seller, person=ola, number=94)
    assert desk.do(sellers.make_seller, person=ola) == 95
    assert desk.do(sellers.make_seller, person=kari, number=94) == 94, "hers it may be again"
    refused(desk, "She is seller 94 already. Nothing has changed.", sellers.make_seller, person=kari, number=7)
    for number in (0, -1, 10_000):
        sentence = "A seller number is a whole number from 1 to 9999."
        refused(desk, sentence, sellers.make_seller, person=desk.person("Siv"), number=number)
    refused(desk, "There is no such person. Nothing has changed.", sellers.make_seller, person=b"n" * 16)


def test_after_the_last_number_the_free_ones_below_are_given(desk: Desk) -> None:
    for name, number in (("Kari", 9999), ("Ola", 1), ("Siv", None), ("Per", None)):
        desk.do(sellers.make_seller, person=desk.person(name), number=number)
    numbers = [line.number for line in desk.ask(sellers.sellers, MONDAY)]
    assert numbers == [1, 2, 3, 9999]


def test_who_has_bought_keeps_the_number(shop: Selling) -> None:
    made = next(act for act in shop.desk.ask(history.acts) if act.command == "sales.sellers.make_seller")
    ola = shop.sellers["Ola Vik"]

    def undo() -> None:
        with shop.desk.place.write(batch=True) as work:
            history.undo(work, stream=made.stream, seq=made.seq)

    shop.sell(ola, 1)
    with pytest.raises(UserFacingError, match="bought copies under this number"):
        undo()
    shop.desk.undo()
    undo()
    assert shop.desk.ask(sellers.number_of, ola) is None


def test_a_seller_is_given_another_number_and_keeps_her_account(shop: Selling) -> None:
    shop.sell(shop.kari, 10, "credit")
    shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY)
    shop.desk.do(sellers.renumber, person=shop.kari, number=94)
    assert (shop.desk.ask(sellers.person_of, 94), shop.desk.ask(sellers.person_of, 1)) == (shop.kari, None)
    assert shop.account(shop.kari) == "10  0  0  50000  0"
    with pytest.raises(UserFacingError, match="Nobody has seller number 1"):
        shop.desk.ask(sellers.scan, "Q000101T", MONDAY)
    assert [c.code for c in shop.desk.ask(sellers.seller_page, shop.kari, MONDAY).cards] == ["Q0094019"]
    taken = "Seller number 1 has been given before. Choose another."
    refused(shop.desk, taken, sellers.renumber, person=shop.sellers["Ola Vik"], number=1)


def test_the_people_list_gives_seller_numbers(desk: Desk) -> None:
    desk.read_people("""
        nummer;fornavn;etternavn;selger
        1;Kari;Nes;94
        2;Ola;Vik;
        3;Siv;Dahl;7
        """)
    people_ = {line.name: line.number for line in desk.ask(sellers.sellers, MONDAY)}
    assert people_ == {"Kari N.": 94, "Siv D.": 7}
    with pytest.raises(ListRefused) as said:
        desk.read_people("""
            nummer;fornavn;etternavn;selger
            2;Ola;Vik;94
            3;Siv;Dahl;8
            4;Per;Moe;10000
            5;Una;Lie;12
            6;Eli;Lie;12
            """)
    assert table(said.value.lines) == text("""
        2  Seller number 94 has been given before. Choose another.
        3  She is seller 7 already. Nothing has changed.
        4  A seller number is a whole number from 1 to 9999.
        6  Seller number 12 has been given before. Choose another.
        """)


# The list ------------------------------------------------------------------------------------------------------------


def test_the_list_of_sellers_is_searched_by_number_and_name(desk: Desk) -> None:
    shop = Selling(desk, "Kari Nes", "Ola Vik", "Karim Ås")
    shop.sell(shop.kari, 10, "credit")
    shop.desk.do(accounts.hold, person=shop.kari, publication=shop.publication, amount_ore=9_000, reason="Vipps",
                 day=MONDAY, at_minute=TEN)  # fmt: skip
    shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY)
    shop.desk.do(sellers.give_break, person=shop.sellers["Ola Vik"], since=MONDAY, until=None, reason="rules")

    def found(words: str = "", day: date = MONDAY) -> str:
        lines = desk.ask(sellers.sellers, day, text=words)
        return table((s.number, s.name, s.card_to, s.on_break, s.owes_ore, s.held_ore, s.last_bought) for s in lines)

    assert found() == text("""
        1  Kari N.  2027-11-16  False  50000  9000  2026-11-16
        2  Ola V.  –  True  0  0  –
        3  Karim Å.  –  False  0  0  –
        """)
    assert [line.split("  ")[0] for line in found("kari").splitlines()] == ["1", "3"]
    assert found("kari") == "\n".join(found().splitlines()[::2])
    assert found("2") == found().splitlines()[1]
    assert found("nobody") == ""


# Breaks, notes, rules ------------------------------------------------------------------------------------------------


def test_a_break_holds_from_day_to_day_and_is_ended(shop: Selling) -> None:
    kari = shop.kari
    brk = shop.desk.do(sellers.give_break, person=kari, since=TUESDAY, until=None, reason="own_wish")

    def on(day: date):  # type: ignore[no-untyped-def]
        return shop.desk.ask(sellers.break_on, kari, day)

    assert (on(MONDAY), on(TUESDAY).reason, on(FRIDAY).to_day) == (None, "own_wish", None)
    shop.desk.do(sellers.end_break, id=brk, day=FRIDAY)
    assert (on(FRIDAY), on(FRIDAY - timedelta(1)).to_day) == (None, FRIDAY - timedelta(1))
    shop.desk.undo()
    assert on(FRIDAY).to_day is None
    same_day = shop.desk.do(sellers.give_break, person=kari, since=MONDAY, until=MONDAY, reason="rules")
    shop.desk.do(sellers.end_break, id=same_day, day=MONDAY)
    assert on(MONDAY) is None
    refused(shop.desk, "There is no such break. Nothing has changed.", sellers.end_break, id=same_day, day=MONDAY)
    bad = {"person": kari, "since": TUESDAY}
    refused(shop.desk, "Choose a reason from the list.", sellers.give_break, until=None, reason="ill", **bad)
    refused(shop.desk, "The last day is before the first.", sellers.give_break, until=MONDAY, reason="rules", **bad)


def test_a_note_expires_or_is_ended(shop: Selling) -> None:
    kari = shop.kari
    first = shop.desk.do(sellers.note, person=kari, text=" Speaks   Romanian ", until=MONDAY)
    shop.desk.do(sellers.note, person=kari, text="Took two bundles by mistake", warns=True)

    def notes(day: date) -> list[str]:
        return [n.text for n in shop.desk.ask(sellers.notes_on, kari, day)]

    assert notes(MONDAY) == ["Took two bundles by mistake", "Speaks Romanian"], "warnings first"
    assert notes(TUESDAY) == ["Took two bundles by mistake"]
    shop.desk.do(sellers.end_note, id=first)
    assert notes(MONDAY) == ["Took two bundles by mistake"]
    refused(shop.desk, "The note is gone already.", sellers.end_note, id=first)
    refused(shop.desk, "Write the note first.", sellers.note, person=kari, text=" ")


def test_what_there_is_about_a_seller(shop: Selling) -> None:
    kari = shop.kari
    assert shop.desk.do(sellers.change_seller, person=kari, languages=" norsk,  romani") is True
    assert shop.desk.do(sellers.change_seller, person=kari, rules_signed=MONDAY) is True
    assert shop.desk.do(sellers.change_seller, person=kari, rules_signed=MONDAY) is False
    shop.desk.do(rules.rule, about=kari, key="credit_limit", value=20_000, since=MONDAY)
    shop.desk.do(sellers.give_card, person=kari, day=MONDAY, valid_to=FRIDAY)
    found = shop.desk.ask(sellers.seller_page, kari, MONDAY)
    assert (found.number, found.name, found.languages, found.rules_signed) == (1, "Kari N.", "norsk, romani", MONDAY)
    assert found.credit_limit_ore == 20_000
    assert [(c.serial, c.valid_to, c.lost, c.code) for c in found.cards] == [(1, FRIDAY, None, "Q000101T")]
    with pytest.raises(UserFacingError, match="no seller number"):
        shop.desk.ask(sellers.seller_page, shop.desk.person("Siv"), MONDAY)


# Spots ---------------------------------------------------------------------------------------------------------------


def test_two_at_one_spot_at_one_time_are_told_of(shop: Selling) -> None:
    kari, ola = shop.kari, shop.sellers["Ola Vik"]

    def take(
        person: bytes, spot: str, first: int | None, last: int | None, weekday: int = 0
    ) -> tuple[bytes, list[str]]:
        with shop.desk.place.write() as work:
            made = spots.take_spot(work, person=person, spot=spot, weekday=weekday, from_minute=first, to_minute=last,
                                   since=MONDAY)  # fmt: skip
            return made, work.warnings

    hers, warned = take(kari, "Torgallmenningen", 600, 720)
    assert warned == []
    assert take(ola, "torgallmenningen", 720, 840)[1] == [], "after her"
    assert take(ola, "Torgallmenningen", 600, 720, weekday=1)[1] == [], "another day"
    assert take(ola, "Bystasjonen", None, None)[1] == []
    assert take(ola, " TORGALLMENNINGEN ", 700, 730)[1] == ["TORGALLMENNINGEN has others at that time: Kari N., 1."]
    (line,) = shop.desk.ask(spots.spots_of, kari, MONDAY)
    assert (line.spot, line.weekday, line.from_minute, line.clashes) == ("Torgallmenningen", 0, 600, ("Ola V., 2",))
    assert {one.spot for one, _name in shop.desk.ask(spots.spots, MONDAY)} == {"Torgallmenningen", "Bystasjonen"}
    shop.desk.do(spots.leave_spot, id=hers, day=FRIDAY)
    assert [one.to_day for one in shop.desk.ask(spots.spots_of, kari, MONDAY)] == [FRIDAY - timedelta(1)]
    assert shop.desk.ask(spots.spots_of, kari, FRIDAY) == ()
    refused(shop.desk, "Nobody has this spot. Nothing has changed.", spots.leave_spot, id=hers, day=FRIDAY)
    bad = {"person": kari, "spot": "Festplassen", "since": MONDAY}
    refused(shop.desk, "Choose a weekday.", spots.take_spot, weekday=7, **bad)
    early = "The end time is before the start."
    refused(shop.desk, early, spots.take_spot, weekday=1, from_minute=700, to_minute=600, **bad)
    assert shop.desk.rebuilt() == shop.desk.digest()


# In words ------------------------------------------------------------------------------------------------------------


def test_the_last_acts_tell_of_the_desk_without_names(shop: Selling) -> None:
    sold = shop.sell(shop.kari, 10)
    shop.sell(shop.kari, 1, {"cash": 2_000, "vipps": 3_000})
    shop.sell(shop.kari, 2, "free", reason="starter")
    shop.back(shop.kari, 2)
    shop.desk.do(selling.void_sale, purchase=sold, reason="another")
    shop.desk.do(till.cash_in, outlet=shop.outlet, amount_ore=20_000, reason="change", day=MONDAY, at_minute=TEN)
    sentences = [shop.desk.ask(told.act_words, act) for act in shop.desk.ask(history.acts, limit=6)]
    assert "\n".join(sentences).replace("\u00a0", " ").replace(" (16.11.2026)", "") == text("""
        Money into the till: 200 kr.
        Does not count: 10 copies of Megafon 11/2026 to seller 1, cash.
        2 copies of Megafon 11/2026 back from seller 1.
        2 copies of Megafon 11/2026 to seller 1, starter copies.
        1 copy of Megafon 11/2026 to seller 1, cash, Vipps.
        10 copies of Megafon 11/2026 to seller 1, cash.
        """)
    lines = shop.desk.ask(told.history_lines, shop.kari)
    assert (lines[0].act, lines[0].says, lines[0].reason) == (
        "Sale voided", ("Does not count: 16.11.: 10 copies of Megafon 11/2026, cash",), "another"
    )  # fmt: skip
    assert [line.says for line in lines[1:5]] == [
        ("16.11.: 2 copies of Megafon 11/2026 back, cash",),
        ("16.11.: 2 copies of Megafon 11/2026, starter copies",),
        ("16.11.: 1 copy of Megafon 11/2026, cash, Vipps",),
        ("16.11.: 10 copies of Megafon 11/2026, cash",),
    ]


VERBS = {
    sellers: "make_seller change_seller give_card card_lost give_break end_break note end_note",
    spots: "take_spot leave_spot",
    accounts: "repay hold pay_out set_off void_account_move",
    selling: "sell give_back void_sale",
}


def test_every_act_of_the_desk_has_a_name() -> None:
    modules = [import_module(f"alfdesk.sales.{one.name}") for one in iter_modules(alfdesk.sales.__path__)]
    commands = {
        f.command for module in modules for f in vars(module).values() if isinstance(getattr(f, "command", None), str)
    }
    assert {one for one in commands if one.startswith("sales.")} == set(acts.ACTS)


@pytest.mark.parametrize("module, name", [(m, name) for m, names in VERBS.items() for name in names.split()])
def test_supervisors_only_read(shop: Selling, module, name: str) -> None:  # type: ignore[no-untyped-def]
    jonas = Acting(b"j" * 16, "Jonas", frozenset(["supervisor"]))
    with pytest.raises(NotAllowed), shop.desk.place.write(jonas) as work:
        getattr(module, name)(work)
