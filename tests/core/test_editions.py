"""Publications, products, editions and prices: what costs what on which day, and what is refused in which words."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.sales import accounts, editions, outlets, rules
from alfdesk.store.workplace import Place

from .desk import FRIDAY, MONDAY, THURSDAY, TODAY, TUESDAY, WEDNESDAY, Desk, table, text
from .shop import CLERK, DECEMBER, NOVEMBER, OFFICE, SUPERVISOR, Shop

SUNDAY = NOVEMBER - timedelta(1)


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Shop:
    return Shop(place, tmp_path)


# Names -------------------------------------------------------------------------------------------------------------


def test_an_edition_is_made_with_its_product_and_its_publication(place: Place, tmp_path: Path) -> None:
    desk = Desk(place, tmp_path)
    assert desk.ask(editions.publications) == () == desk.ask(editions.editions, MONDAY, all=True)
    made = desk.do(
        editions.set_edition, product=" Megafon ", edition="11/2026", buy_ore=5000, cover_ore=10000, since=NOVEMBER,
        print_run=3000,
    )  # fmt: skip
    ((_id, name, products),) = desk.ask(editions.publications)
    assert (name, [p[1] for p in products]) == ("Megafon", ["Megafon"])
    (line,) = desk.ask(editions.editions, MONDAY)
    assert (line.id, line.title, line.print_run, line.first_day, line.price.buy_ore, line.price.cover_ore) == (
        made, "Megafon 11/2026", 3000, NOVEMBER, 5000, 10000
    )  # fmt: skip
    assert desk.rebuilt() == desk.digest()


def test_the_same_again_adds_nothing_whatever_the_case(shop: Shop) -> None:
    before, entries = shop.digest(), shop.entries()
    assert shop.edition("MEGAFON", "11/2026 ", 5000) == shop.magazine
    assert (shop.digest(), shop.entries()) == (before, entries)
    assert shop.ask(editions.edition_named, "megafon", "11/2026") == shop.magazine


def test_two_editions_in_one_act_are_of_one_product(shop: Shop) -> None:
    with shop.place.write() as work:
        for number in ("1/2027", "2/2027", "2/2027"):
            editions.set_edition(
                work, product="Kvartal", edition=number, buy_ore=3000, cover_ore=6000, since=date(2027, 1, 1)
            )
        assert outlets.found_outlet(work, name="Strax") == outlets.found_outlet(work, name="strax")
    assert [p[1] for _id, _name, products in shop.ask(editions.publications) for p in products] == [
        "Julebok", "Kvartal", "Megafon"
    ]  # fmt: skip
    assert shop.on_sale(date(2027, 1, 1)).count("Kvartal") == 2
    assert [o.name for o in shop.ask(outlets.outlets)] == ["Hallvardsstuen", "Nesttun", "Strax"]


def test_products_of_several_publications_move_and_change_their_names(shop: Shop) -> None:
    ids = {name: (one, products[0][0]) for one, name, products in shop.ask(editions.publications)}
    (_, book), (megafon, _) = ids["Julebok"], ids["Megafon"]
    assert shop.do(editions.move_product, product=book, publication=megafon)
    assert not shop.do(editions.move_product, product=book, publication=megafon)
    assert shop.do(editions.rename_publication, publication=megafon, name="Megafon Bergen")
    assert shop.do(editions.rename_product, product=book, name="Jul i Bergen")
    told = [(name, *(p[1] for p in products)) for _id, name, products in shop.ask(editions.publications)]
    assert table(told) == "Megafon Bergen  Jul i Bergen  Megafon"
    assert shop.edition("Jul i Bergen", "2026", 7500) == shop.book
    again = shop.edition("Julebok", "2026", 9000)  # the name is free, and what bore it stands
    assert again != shop.book and shop.on_sale().count("2026  –") == 3


def test_names_are_refused_in_a_sentence(shop: Shop) -> None:
    of = {name: products[0][0] for _id, name, products in shop.ask(editions.publications)}
    publication = {name: one for one, name, _products in shop.ask(editions.publications)}
    shop.refused("There is a product with that name already.", editions.rename_product, product=of["Julebok"],
                 name="megafon")  # fmt: skip
    shop.refused("There is a publication with that name already.", editions.rename_publication,
                 publication=publication["Julebok"], name="Megafon")  # fmt: skip
    nothing = {"product": b"n" * 16, "publication": b"n" * 16}
    shop.refused("There is no such product. Nothing has changed.", editions.move_product, **nothing)
    shop.refused("There is no such publication. Nothing has changed.", editions.move_product, product=of["Julebok"],
                 publication=b"n" * 16)  # fmt: skip
    shop.refused("Write a name of at most 80 letters.", editions.rename_product, product=of["Julebok"], name=" ")
    shop.refused("There is no such edition. Nothing has changed.", editions.change_edition, edition=b"n" * 16)
    shop.edition("Megafon", "12/2026", 5000, DECEMBER)
    shop.refused("There is an edition with that name already.", editions.change_edition, edition=shop.magazine,
                 name="12/2026")  # fmt: skip
    shop.refused("The last day is before the first.", editions.change_edition, edition=shop.magazine, last_day=SUNDAY)
    shop.refused("This print run can't be right. Nothing has changed.", editions.change_edition, edition=shop.magazine,
                 print_run=-1)  # fmt: skip
    for names, said in (
        (("Avisa", "1"), "There is no product called Avisa. Nothing has changed."),
        (("Megafon", "1"), "There is no edition 1 of Megafon. Nothing has changed."),
    ):
        with pytest.raises(UserFacingError) as refusal:
            shop.ask(editions.edition_named, *names)
        assert str(refusal.value) == said


# Prices ------------------------------------------------------------------------------------------------------------


def test_the_price_that_began_last_counts(shop: Shop) -> None:
    shop.edition("Megafon", "11/2026", 6000, WEDNESDAY)
    shop.edition("Megafon", "11/2026", 4000, TUESDAY, until=THURSDAY, kind="campaign")
    assert shop.prices(shop.magazine, SUNDAY, MONDAY, TUESDAY, WEDNESDAY, FRIDAY) == text("""
        2026-11-01  –
        2026-11-16  5000  10000  price
        2026-11-17  4000  8000  campaign
        2026-11-18  6000  12000  price
        2026-11-20  6000  12000  price
        """)


def test_what_ends_gives_way_to_what_stood_before(shop: Shop) -> None:
    shop.edition("Megafon", "11/2026", 4000, TUESDAY, until=WEDNESDAY, kind="campaign")
    assert shop.prices(shop.magazine, TUESDAY, WEDNESDAY, THURSDAY) == text("""
        2026-11-17  4000  8000  campaign
        2026-11-18  4000  8000  campaign
        2026-11-19  5000  10000  price
        """)
    assert [p.buy_ore for p in shop.ask(editions.prices, shop.magazine)] == [4000, 5000]


def test_another_price_from_the_same_day_takes_its_place(shop: Shop) -> None:
    shop.edition("Megafon", "11/2026", 5500)
    assert [p.buy_ore for p in shop.ask(editions.prices, shop.magazine)] == [5500]
    shop.edition("Megafon", "11/2026", 5500, until=TUESDAY)
    assert shop.on_sale(WEDNESDAY, all=True) == text("""
        Julebok 2026  –  2026-11-02  –  7500  –
        Megafon 11/2026  –  2026-11-02  –  –  2026-11-17
        """)
    shop.undo()
    assert shop.prices(shop.magazine, WEDNESDAY) == "2026-11-18  5500  11000  price"


def test_a_price_for_one_day_comes_first_and_is_gone_the_day_after(shop: Shop) -> None:
    give = {"edition": shop.magazine, "day": TUESDAY}
    shop.acting(CLERK, editions.day_price, buy_ore=2500, reason="torgdag", **give)
    shop.edition("Megafon", "11/2026", 6000, TUESDAY)  # newer, and of another kind
    shop.edition("Megafon", "11/2026", 4000, TUESDAY, kind="campaign")
    assert shop.prices(shop.magazine, MONDAY, TUESDAY, WEDNESDAY) == text("""
        2026-11-16  5000  10000  price
        2026-11-17  2500  10000  day
        2026-11-18  4000  8000  campaign
        """)
    shop.acting(CLERK, editions.day_price, buy_ore=2000, reason="torgdag, regn", **give)
    assert [(p.kind, p.buy_ore, p.reason) for p in shop.ask(editions.prices, shop.magazine)] == [
        ("day", 2000, "torgdag, regn"), ("campaign", 4000, None), ("price", 6000, None), ("price", 5000, None)
    ]  # fmt: skip
    shop.refused("Write in a few words why.", editions.day_price, buy_ore=2000, reason=" ", **give)
    shop.refused("This edition is not on sale that day. Nothing has changed.", editions.day_price, buy_ore=2000,
                 reason="torgdag", edition=shop.magazine, day=SUNDAY)  # fmt: skip


def test_a_price_is_ended_with_a_reason(shop: Shop) -> None:
    shop.edition("Megafon", "11/2026", 9000, TUESDAY)
    (wrong, _first) = shop.ask(editions.prices, shop.magazine)
    shop.refused("Write in a few words why.", editions.end_price, price=wrong.id, reason="")
    shop.do(editions.end_price, price=wrong.id, reason="typed wrong")
    assert shop.prices(shop.magazine, WEDNESDAY) == "2026-11-18  5000  10000  price"
    shop.refused("There is no such price. Nothing has changed.", editions.end_price, price=wrong.id, reason="again")
    assert shop.rebuilt() == shop.digest()


@pytest.mark.parametrize(
    "values, sentence",
    [
        ({"buy_ore": 0}, "This price can't be right. To give copies away, choose free and a reason."),
        ({"buy_ore": -5000}, "This price can't be right. To give copies away, choose free and a reason."),
        ({"cover_ore": 100_000_001}, "This price can't be right. To give copies away, choose free and a reason."),
        ({"until": SUNDAY}, "The last day is before the first."),
        ({"kind": "rebate"}, "A price is of the kind price, campaign or day."),
        ({"kind": "day"}, "Write in a few words why."),
        ({"edition": " "}, "Write a name of at most 80 letters."),
        ({"product": "x" * 81}, "The text is longer than 80 characters."),
        ({"edition": "13/2026", "print_run": 10_000_001}, "This print run can't be right. Nothing has changed."),
    ],
)
def test_a_price_that_makes_no_sense_is_refused(shop: Shop, values: dict, sentence: str) -> None:
    whole = {
        "product": "Megafon", "edition": "11/2026", "buy_ore": 4000, "cover_ore": 8000, "since": NOVEMBER,
    }  # fmt: skip
    shop.refused(sentence, editions.set_edition, **(whole | values))


# On sale -----------------------------------------------------------------------------------------------------------


def test_what_is_on_sale_first_what_comes_out_most_often(shop: Shop) -> None:
    shop.edition("Megafon", "12/2026", 5000, DECEMBER, print_run=3000)
    shop.do(editions.change_edition, edition=shop.magazine, last_day=DECEMBER, print_run=2500)
    assert shop.on_sale(SUNDAY) == ""
    assert shop.on_sale(MONDAY) == text("""
        Megafon 11/2026  2500  2026-11-02  2026-12-01  5000  –
        Julebok 2026  –  2026-11-02  –  7500  –
        """)
    assert shop.on_sale(DECEMBER) == text("""
        Megafon 12/2026  3000  2026-12-01  –  5000  –
        Megafon 11/2026  2500  2026-11-02  2026-12-01  5000  –
        Julebok 2026  –  2026-11-02  –  7500  –
        """)
    after = DECEMBER + timedelta(1)
    assert "11/2026" not in shop.on_sale(after)
    assert shop.on_sale(after, all=True).splitlines()[0].startswith("Megafon 12/2026")
    assert "Megafon 11/2026  2500  2026-11-02  2026-12-01  –  2026-12-01" in shop.on_sale(after, all=True)
    shop.refused("There is no such edition. Nothing has changed.", editions.change_edition, edition=b"n" * 16, name="x")


def test_an_edition_that_is_undone_is_gone_and_can_be_made_again(shop: Shop) -> None:
    made = shop.edition("Kvartal", "1", 3000)
    shop.undo()
    assert "Kvartal" not in shop.on_sale(all=True) + str(shop.ask(editions.publications))
    again = shop.edition("Kvartal", "1", 3000)
    assert again != made and "Kvartal 1" in shop.on_sale()
    assert shop.rebuilt() == shop.digest()


# Outlets -----------------------------------------------------------------------------------------------------------


def told(shop: Shop, **which: bool) -> str:
    return table((o.name, "closed" if o.closed else "open") for o in shop.ask(outlets.outlets, **which))


def test_an_outlet_is_founded_renamed_and_closed(shop: Shop) -> None:
    assert shop.outlet(" hallvardsstuen") == shop.main
    shop.receive(10, shop.branch)
    with shop.place.write() as work:
        assert outlets.change_outlet(work, outlet=shop.branch, name="MO-senteret Nesttun", closed=True)
        assert work.warnings == ["10 copies lie there still."]
    assert not shop.do(outlets.change_outlet, outlet=shop.branch, closed=True)
    assert told(shop) == "Hallvardsstuen  open"
    assert told(shop, closed=True) == "Hallvardsstuen  open\nMO-senteret Nesttun  closed"
    assert shop.outlet("mo-senteret nesttun") == shop.branch
    shop.do(outlets.change_outlet, outlet=shop.branch, closed=False)
    assert told(shop) == "Hallvardsstuen  open\nMO-senteret Nesttun  open"
    shop.refused("There is an outlet with that name already.", outlets.change_outlet, outlet=shop.branch,
                 name="HALLVARDSSTUEN")  # fmt: skip
    shop.refused("There is no such outlet. Nothing has changed.", outlets.change_outlet, outlet=b"n" * 16, name="x")
    shop.refused("Write a name of at most 80 letters.", outlets.found_outlet, name="")


def test_who_may(shop: Shop) -> None:
    for verb, values, clerk in (
        (outlets.found_outlet, {"name": "Strax"}, True),
        (outlets.change_outlet, {"outlet": shop.main, "name": "Huset"}, False),
        (editions.change_edition, {"edition": shop.book, "name": "2026 B"}, False),
        (editions.day_price, {"edition": shop.book, "day": TODAY, "buy_ore": 100, "reason": "jul"}, True),
        (rules.rule, {"about": shop.main, "key": "float_ore", "value": 50_000, "since": MONDAY}, False),
    ):
        shop.acting(OFFICE, verb, **values)
        for who in (CLERK, SUPERVISOR):
            if clerk and who is CLERK:
                shop.acting(who, verb, **values)
            else:
                with pytest.raises(NotAllowed):
                    shop.acting(who, verb, **values)


# Rules -------------------------------------------------------------------------------------------------------------


def test_a_rule_holds_from_its_day(shop: Shop) -> None:
    rule = {"about": shop.main, "key": "float_ore"}
    assert shop.do(rules.rule, value=50_000, since=MONDAY, **rule)
    assert not shop.do(rules.rule, value=50_000, since=MONDAY, **rule)
    assert shop.do(rules.rule, value=80_000, since=WEDNESDAY, **rule)
    assert shop.do(rules.rule, value=60_000, since=MONDAY, **rule)
    own = shop.ask(rules.rules, shop.main)
    assert [own.on(day, "float_ore", 0) for day in (SUNDAY, TUESDAY, WEDNESDAY)] == [0, 60_000, 80_000]


SENSE = {
    "credit_limit": ((0, 100_000, None), (-1, 1.5, True, "100", 100_000_001)),
    "returns": ((True, False), (0, 1, "true", None)),
    "return_days": ((0, 30, None), (-1, 3661, "30")),
    "starter_copies": ((0, 10), (-1, 1000, True, None)),
    "float_ore": ((0, 50_000), (-1, None)),
    "card_fee_ore": ((0, 5_000), (-1, "50", None)),
    "card_months": ((1, 12), (0, 121, None)),
    "letter": (("K", "MEG"), ("", "k", "K1", "ABCD", 7, None)),
    "card_found": (("Lever det til Megafon.", ""), (7, "x" * 201, "Ring 01017012345", None)),
}


@pytest.mark.parametrize("key", rules.RULES)
def test_each_rule_knows_what_makes_sense(shop: Shop, key: str) -> None:
    good, bad = SENSE[key]
    for value in good:
        shop.do(rules.rule, about=shop.main, key=key, value=value, since=MONDAY)
        assert shop.ask(rules.rules, shop.main).on(MONDAY, key) == value
    for value in bad:
        shop.refused(f"This value can't be used for {key}. Nothing has changed.", rules.rule, about=shop.main, key=key,
                     value=value, since=MONDAY)  # fmt: skip


def test_a_limit_is_taken_away_from_a_day_on(shop: Shop) -> None:
    """Hers: the publication's holds for her again. The publication's: there is none. What was before stands."""
    (publication,) = (p for p, name, _products in shop.ask(editions.publications) if name == "Megafon")
    kari = shop.seller("Kari")
    limit = {"key": "credit_limit", "about": publication}
    own = {"key": "credit_limit", "about": kari}
    assert not shop.do(rules.rule, value=None, since=SUNDAY, **own), "she has none"
    shop.do(rules.rule, value=50_000, since=SUNDAY, **limit)
    shop.do(rules.rule, value=20_000, since=SUNDAY, **own)
    assert shop.do(rules.rule, value=None, since=TUESDAY, **own)
    assert not shop.do(rules.rule, value=None, since=TUESDAY, **own)
    assert shop.do(rules.rule, value=None, since=WEDNESDAY, **limit)

    def most() -> list[int | None]:
        days = (SUNDAY, MONDAY, TUESDAY, WEDNESDAY)
        return [shop.ask(accounts.limits_on, kari, [publication], day)[publication] for day in days]

    assert most() == [20_000, 20_000, 50_000, None]
    shop.undo()
    assert most() == [20_000, 20_000, 50_000, 50_000]
    shop.do(rules.rule, value=30_000, since=WEDNESDAY, **own)
    assert most() == [20_000, 20_000, 50_000, 30_000], "there may be one again"
    assert shop.rebuilt() == shop.digest()


def test_an_old_edition_is_bought_back_without_end_again(shop: Shop) -> None:
    found = shop.ask(editions.publications)
    (product,) = (ident for _id, _name, products in found for ident, name in products if name == "Megafon")
    about = {"about": product, "key": "return_days"}
    shop.do(rules.rule, value=14, since=MONDAY, **about)
    shop.do(rules.rule, value=None, since=WEDNESDAY, **about)
    own = shop.ask(rules.rules, product)
    assert [own.on(day, "return_days") for day in (SUNDAY, TUESDAY, WEDNESDAY)] == [None, 14, None]


def test_a_rule_that_is_none_is_refused(shop: Shop) -> None:
    shop.refused("There is no rule called rabatt.", rules.rule, about=shop.main, key="rabatt", value=1, since=MONDAY)
    shop.refused("Say what the rule is about. Nothing has changed.", rules.rule, about=b"x", key="returns", value=True,
                 since=MONDAY)  # fmt: skip
