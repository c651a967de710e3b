"""Seller cards: the code, the serial that dies when the card is lost, and what a card that is made costs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alfdesk import cards, i18n, people
from alfdesk.errors import UserFacingError
from alfdesk.sales import accounts, rules, sellers, spots, statement, till
from alfdesk.store.workplace import Place

from .desk import Desk
from .selling_desk import FRIDAY, MONDAY, TEN, TUESDAY, Selling


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Selling:
    return Selling(Desk(place, tmp_path))


# The code ------------------------------------------------------------------------------------------------------------


def test_a_code_holds_the_seller_number_and_the_serial() -> None:
    for number in (1, 94, 9999):
        for serial in (1, 7, 99):
            code = cards.seller_code(number, serial)
            assert code[:7] == f"Q{number:04}{serial:02}" and len(code) == 8
            assert cards.read_seller(f" {code.lower()}\t") == (number, serial)
            assert cards.looks_like_seller_card(code) and not cards.looks_like_card(code)
            assert cards.read(code) is None
    assert cards.read_seller(cards.code(94)) is None, "a person's card is another"


@pytest.mark.parametrize("number, serial", [(0, 1), (-1, 1), (10_000, 1), (94, 0), (94, 100)])
def test_what_has_no_room_in_a_code_is_refused(number: int, serial: int) -> None:
    with pytest.raises(UserFacingError):
        cards.seller_code(number, serial)


@pytest.mark.parametrize("text", ["", "94", "Q", "Q00940", "Q0094019X", "Q009401 9", "P00947", "Qüber", "Q٠٠٩٤٠١9"])
def test_what_is_no_code_is_no_card(text: str) -> None:
    assert cards.read_seller(text) is None


def test_every_slip_of_one_sign_and_every_swap_of_neighbours_is_found() -> None:
    code = cards.seller_code(94, 1)
    slips = {
        code[:at] + sign + code[at + 1 :]
        for at in range(1, 8) for sign in ("0123456789" if at < 7 else "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    } - {code}  # fmt: skip
    for wrong in slips:
        with pytest.raises(UserFacingError, match="Scan it again"):
            cards.read_seller(wrong)
    swaps = {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(1, 6)} - {code}
    for wrong in swaps:
        with pytest.raises(UserFacingError, match="Scan it again"):
            cards.read_seller(wrong)


# The card ------------------------------------------------------------------------------------------------------------


def scanned(shop: Selling, code: str, day: date = MONDAY) -> str | bytes:
    try:
        return shop.desk.ask(sellers.scan, code, day)
    except UserFacingError as error:
        return error.sentence


def test_only_the_newest_card_that_is_not_lost_is_good(shop: Selling) -> None:
    kari = shop.kari

    def give(day: date = MONDAY, valid_to: date | None = FRIDAY) -> str:
        serial = shop.desk.do(sellers.give_card, person=kari, day=day, valid_to=valid_to)
        return cards.seller_code(1, serial)

    first = give()
    assert scanned(shop, first) == scanned(shop, first.lower()) == kari
    second = give(TUESDAY)
    assert scanned(shop, first) == "This card has been replaced. Ask for the new one."
    assert scanned(shop, second) == kari
    shop.desk.do(sellers.card_lost, person=kari, serial=2, day=TUESDAY)
    assert scanned(shop, second) == "This card was reported lost 17.11.2026. Keep it here."
    assert scanned(shop, first) == "This card has been replaced. Ask for the new one.", "what was replaced stays dead"
    assert shop.desk.ask(sellers.good_card, kari) is None
    shop.desk.undo()
    assert scanned(shop, second) == kari
    shop.desk.do(sellers.card_lost, person=kari, serial=2, day=TUESDAY)
    third = give(TUESDAY, None)
    assert (third[5:7], scanned(shop, third)) == ("03", kari)
    assert shop.desk.ask(sellers.good_card, kari) == date(2027, 11, 17), "a year, where no rule says otherwise"
    assert shop.desk.rebuilt() == shop.desk.digest()


def test_a_card_expires_and_still_says_who_she_is(shop: Selling) -> None:
    shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY, valid_to=TUESDAY)
    code = cards.seller_code(1, 1)
    assert scanned(shop, code, TUESDAY) == shop.kari
    assert scanned(shop, code, FRIDAY) == "The card expired 17.11.2026. Make a new one."
    assert shop.desk.ask(sellers.holder, code) == shop.kari, "on the other pages"


def test_the_persons_own_card_is_good_too(shop: Selling) -> None:
    number = shop.desk.ask(people.everyone, [shop.kari])[shop.kari].number
    assert scanned(shop, cards.code(number)) == shop.kari
    assert shop.desk.ask(sellers.holder, number) == shop.kari


def test_a_code_that_is_nobodys(shop: Selling) -> None:
    assert scanned(shop, cards.seller_code(77, 1)) == "Nobody has seller number 77. Nothing has changed."
    assert scanned(shop, cards.seller_code(1, 1)) == "This card is not known. Type the number instead."
    assert scanned(shop, "Q000101X") == "This card was not read right. Scan it again, or type the number."
    assert scanned(shop, "hello") == "This card was not read right. Scan it again, or type the number."


def test_a_serial_is_never_given_twice(shop: Selling) -> None:
    assert shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY) == 1
    shop.desk.undo()  # it may have been printed
    assert shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY) == 2


def test_refusals(shop: Selling) -> None:
    def refused(sentence: str, verb, **values) -> None:  # type: ignore[no-untyped-def]
        before = shop.desk.digest()
        with pytest.raises(UserFacingError) as said:
            shop.desk.do(verb, person=shop.kari, **values)
        assert (str(said.value), shop.desk.digest()) == (sentence, before)

    refused("There is no such card. Nothing has changed.", sellers.card_lost, serial=1, day=MONDAY)
    refused("The last day is before the first.", sellers.give_card, day=TUESDAY, valid_to=MONDAY)
    shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY)
    shop.desk.do(sellers.card_lost, person=shop.kari, serial=1, day=MONDAY)
    refused("This card has been reported lost already.", sellers.card_lost, serial=1, day=MONDAY)


def test_the_card_after_a_lost_one_costs_the_fee(shop: Selling) -> None:
    for key, value in (("card_fee_ore", 5_000), ("card_months", 3)):
        shop.desk.do(rules.rule, about=shop.publication, key=key, value=value, since=MONDAY)

    def give(**more) -> None:  # type: ignore[no-untyped-def]
        shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY, **more)

    def owes() -> int:
        return shop.desk.ask(accounts.account, shop.kari).owes_ore

    def in_till() -> int:
        return shop.desk.ask(till.should_hold, shop.outlet, MONDAY)

    give()
    assert shop.desk.ask(sellers.good_card, shop.kari) == date(2027, 2, 16)
    give()  # a new photo: nothing was lost
    assert (owes(), in_till()) == (0, 0)
    shop.desk.do(sellers.card_lost, person=shop.kari, serial=2, day=MONDAY)
    give()
    assert (owes(), in_till()) == (5_000, 0)
    shop.desk.do(sellers.card_lost, person=shop.kari, serial=3, day=MONDAY)
    give(outlet=shop.outlet, at_minute=TEN)
    assert (owes(), in_till()) == (5_000, 5_000)
    assert shop.desk.ask(accounts.account, shop.kari).paid_ore == 0, "a fee is no copies"
    shop.desk.undo()
    assert (owes(), in_till()) == (5_000, 0)


def test_the_face_of_a_card_bears_no_surname(shop: Selling) -> None:
    shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY, valid_to=FRIDAY)
    everybody = [shop.kari, shop.sellers["Ola Vik"]]
    (face,) = shop.desk.ask(statement.card_faces, everybody, MONDAY)
    assert (face.publication, face.first_name, face.number, face.code) == ("Megafon", "Kari", 1, "Q000101T")
    assert (face.valid_to, face.jpeg, face.spots, face.practice) == (FRIDAY, None, (), False)
    assert face.found == "Found this card? Hand it in to Prøvegården."
    shop.desk.do(rules.rule, about=shop.publication, key="card_found", value="Ring 55 00 00 00.", since=MONDAY)
    (face,) = shop.desk.ask(statement.card_faces, everybody, MONDAY)
    assert face.found == "Ring 55 00 00 00."
    assert shop.desk.ask(statement.card_faces, everybody, date(2026, 12, 1)) == (), "none that is good"


def test_a_card_says_where_and_when_she_stands(shop: Selling) -> None:
    shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY, valid_to=FRIDAY)

    def stands(spot: str, *weekdays: int, hours: tuple[int | None, int | None] = (600, 840), since: date = MONDAY) -> None:
        for weekday in weekdays:
            shop.desk.do(spots.take_spot, person=shop.kari, spot=spot, weekday=weekday, from_minute=hours[0],
                         to_minute=hours[1], since=since)  # fmt: skip

    stands("Torget", 0, 1, 2, 3, 4)
    stands("Xhibition", 5, hours=(690, 960))
    stands("Xhibition", 3, 4, hours=(900, 1080))
    stands("Kaien", 6, hours=(None, None))
    stands("Bryggen", 0, 2, since=date(2026, 12, 1))
    (face,) = shop.desk.ask(statement.card_faces, [shop.kari], MONDAY)
    assert face.spots == ("Torget Mo–Fr 10–14", "Xhibition Th–Fr 15–18, Sa 11.30–16", "Kaien Su")
    i18n.use("nb")
    try:
        (face,) = shop.desk.ask(statement.card_faces, [shop.kari], MONDAY)
        assert face.spots == ("Torget ma–fr 10–14", "Xhibition to–fr 15–18, lø 11.30–16", "Kaien sø")
    finally:
        i18n.use("en")


def test_the_card_bears_the_publication_that_comes_out_most_often_then_the_oldest_then_by_name(shop: Selling) -> None:
    shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY, valid_to=FRIDAY)

    def publication() -> str:
        (face,) = shop.desk.ask(statement.card_faces, [shop.kari], MONDAY)
        return face.publication

    shop.on_sale("Julebok", "2026", 10_000, date(2026, 11, 3))
    assert publication() == "Megafon", "as many editions, and one day older"
    shop.on_sale("Avisa", "1", 5_000, date(2026, 11, 2))
    assert publication() == "Avisa", "as old, and before it by name"
    shop.on_sale("Julebok", "2025", 10_000, date(2025, 11, 3), date(2025, 12, 31))
    assert publication() == "Julebok", "two editions of it there are"
    shop.on_sale("Megafon", "10/2026", 5_000, date(2026, 10, 2), date(2026, 11, 1))
    shop.on_sale("Megafon", "9/2026", 5_000, date(2026, 9, 2), date(2026, 10, 1))
    assert publication() == "Megafon"
