"""The sale: what it writes, what it refuses, and how it is taken back."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from alfdesk import people, staff
from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.journal.write import Acting
from alfdesk.sales import desk as page
from alfdesk.sales import accounts, editions, outlets, rules, sellers, selling, stock, till, usual
from alfdesk.store import slots
from alfdesk.store.workplace import Place
from tests.support import SetClock

from .desk import Desk, table, text
from .selling_desk import FRIDAY, MONDAY, TEN, TUESDAY, Selling

OTHER = "katt tolv grønn hylle busk melk"


@pytest.fixture
def desk(place: Place, tmp_path: Path) -> Desk:
    return Desk(place, tmp_path)


@pytest.fixture
def shop(desk: Desk) -> Selling:
    return Selling(desk)


def refused(verb, shop: Selling, sentence: str, *args, **values) -> None:  # type: ignore[no-untyped-def]
    before = shop.desk.digest()
    with pytest.raises(UserFacingError) as said:
        verb(*args, **values)
    assert str(said.value).replace("\u00a0", " ") == sentence
    assert shop.desk.digest() == before


def limit(shop: Selling, about: bytes, ore: int) -> None:
    shop.desk.do(rules.rule, about=about, key="credit_limit", value=ore, since=date(2026, 1, 1))


def test_a_morning_at_the_desk(shop: Selling) -> None:
    shop.sell(shop.kari, 10)
    shop.sell(shop.kari, 5, "vipps", at_minute=TEN + 1)
    shop.sell(shop.kari, 3, {"cash": 10_000, "credit": 5_000}, at_minute=TEN + 2)
    shop.sell(shop.sellers["Ola Vik"], 20, "credit")
    shop.sell(shop.kari, 5, "free", reason="starter")
    shop.back(shop.kari, 2)
    assert shop.last() == text("""
        1  Kari N.  Megafon 11/2026  return  -2  -10000  return  –  –
        1  Kari N.  Megafon 11/2026  free  5  0  free  starter  –
        2  Ola V.  Megafon 11/2026  sale  20  100000  credit  –  –
        1  Kari N.  Megafon 11/2026  sale  3  15000  mixed  –  –
        1  Kari N.  Megafon 11/2026  sale  5  25000  vipps  –  –
        1  Kari N.  Megafon 11/2026  sale  10  50000  cash  –  –
        """)
    assert shop.account(shop.kari) == "18  2  75000  5000  0"
    assert shop.account(shop.sellers["Ola Vik"]) == "20  0  0  100000  0"
    assert shop.copies() == 500 - 10 - 5 - 3 - 20 - 5 + 2
    figures = shop.desk.ask(page.day_figures, shop.outlet, MONDAY)
    assert (figures.copies, figures.sold_ore) == (36, 180_000)
    assert (figures.cash_ore, figures.vipps_ore, figures.credit_ore, figures.till_ore) == (
        50_000, 25_000, 105_000, 50_000
    )  # fmt: skip
    assert shop.desk.rebuilt() == shop.desk.digest()


def test_a_sale_is_one_entry_and_one_undo(shop: Selling) -> None:
    before = shop.desk.entries()
    shop.sell(shop.kari, 10)
    assert shop.desk.entries() == before + 1
    assert shop.desk.undo() == 1
    assert (shop.account(shop.kari), shop.copies()) == ("0  0  0  0  0", 500)
    assert shop.last() == "1  Kari N.  Megafon 11/2026  sale  10  50000  cash  –  undone"
    shop.desk.redo()
    assert (shop.account(shop.kari), shop.copies()) == ("10  0  50000  0  0", 490)
    assert shop.last().splitlines()[0] == "1  Kari N.  Megafon 11/2026  sale  10  50000  cash  –  –"


def test_an_older_sale_is_voided_with_a_reason_and_stays_to_be_seen(shop: Selling) -> None:
    first = shop.sell(shop.kari, 10)
    shop.sell(shop.kari, 5)
    shop.desk.do(selling.void_sale, purchase=first, reason="  the wrong seller ")
    assert shop.last() == text("""
        1  Kari N.  Megafon 11/2026  sale  5  25000  cash  –  –
        1  Kari N.  Megafon 11/2026  sale  10  50000  cash  –  the wrong seller
        """)
    assert (shop.account(shop.kari), shop.copies()) == ("5  0  25000  0  0", 495), "neither bought nor returned"
    assert shop.desk.ask(till.should_hold, shop.outlet, MONDAY) == 25_000
    again = "This sale does not count already."
    refused(shop.desk.do, shop, again, selling.void_sale, purchase=first, reason="twice")
    other = shop.sell(shop.kari, 1)
    refused(shop.desk.do, shop, "Write in a few words why.", selling.void_sale, purchase=other, reason=" ")
    refused(shop.desk.do, shop, "There is no such sale. Nothing has changed.", selling.void_sale, purchase=b"n" * 16,
            reason="no")  # fmt: skip
    shop.desk.undo()  # the last sale
    assert shop.desk.rebuilt() == shop.desk.digest()


def test_voiding_is_undone_like_anything_else(shop: Selling) -> None:
    first = shop.sell(shop.kari, 10)
    shop.desk.do(selling.void_sale, purchase=first, reason="the wrong seller")
    shop.desk.undo()
    assert (shop.account(shop.kari), shop.copies()) == ("10  0  50000  0  0", 490)


@pytest.mark.parametrize("copies", [0, -1, 1_000, 10_000, True, 2.5])
def test_a_sale_is_of_1_to_999_copies(shop: Selling, copies: object) -> None:
    refused(shop.sell, shop, "A sale is of 1 to 999 copies.", shop.kari, copies)
    refused(shop.back, shop, "A sale is of 1 to 999 copies.", shop.kari, copies)


def test_each_refusal_says_why_and_changes_nothing(shop: Selling) -> None:
    nobody, stranger = b"n" * 16, shop.desk.person("Siv")
    refused(shop.sell, shop, "There is no such person. Nothing has changed.", nobody, 1)
    refused(shop.sell, shop, "This person has no seller number. Give her one first.", stranger, 1)
    refused(shop.sell, shop, "There is no such outlet. Nothing has changed.", shop.kari, 1, outlet=nobody)
    refused(shop.sell, shop, "There is no such edition. Nothing has changed.", shop.kari, 1, edition=nobody)
    refused(shop.sell, shop, "Say why the copies are free.", shop.kari, 1, "free")
    refused(shop.sell, shop, "Say why the copies are free.", shop.kari, 1, "free", reason="because")
    refused(shop.sell, shop, "Choose how it is paid from the list.", shop.kari, 1, "card")
    refused(shop.sell, shop, "Choose how it is paid from the list.", shop.kari, 1, {"card": 5_000})
    parts = "The parts come to 40 kr, and the copies cost 50 kr."
    refused(shop.sell, shop, parts, shop.kari, 1, {"cash": 1_000, "vipps": 3_000})
    refused(shop.sell, shop, "Write an amount above zero.", shop.kari, 1, {"cash": 6_000, "vipps": -1_000})
    refused(shop.sell, shop, "Write an amount above zero.", shop.kari, 1, {"cash": 5_000.0})
    refused(shop.sell, shop, "0 kr is held for her. Nothing has changed.", shop.kari, 1, "held")
    refused(shop.sell, shop, "Birth numbers must not be written here. The birth year is enough.", shop.kari, 1,
            note="01017012345")  # fmt: skip
    shop.desk.do(outlets.change_outlet, outlet=shop.outlet, closed=True)
    refused(shop.sell, shop, "Hallvardsstuen is closed. Nothing has changed.", shop.kari, 1)


def test_a_price_that_ended_yesterday_is_no_price(shop: Selling) -> None:
    book = shop.on_sale("Julebok", "2026", 10_000, date(2026, 11, 2), MONDAY)
    shop.sell(shop.kari, 1, edition=book)
    gone = "Julebok 2026 is no longer on sale. Its price ended 16.11.2026."
    refused(shop.sell, shop, gone, shop.kari, 1, edition=book, day=TUESDAY)
    refused(shop.sell, shop, gone, shop.kari, 1, "free", reason="gift", edition=book, day=TUESDAY)
    shop.sell(shop.kari, 1, edition=book, day=TUESDAY, over="the last one in the box")
    assert shop.last(TUESDAY) == "1  Kari N.  Julebok 2026  sale  1  10000  cash  the last one in the box  –"
    early = "Julebok 2026 is not on sale yet. Set its price first."
    refused(shop.sell, shop, early, shop.kari, 1, edition=book, day=date(2026, 11, 1))
    refused(shop.sell, shop, early, shop.kari, 1, edition=book, day=date(2026, 11, 1), over="early")


def test_the_price_is_that_of_the_day(shop: Selling) -> None:
    shop.desk.do(editions.day_price, edition=shop.edition, day=TUESDAY, buy_ore=2_500, reason="torn covers")
    shop.sell(shop.kari, 2)
    shop.sell(shop.kari, 2, day=TUESDAY)
    assert [s.amount_ore for day in (MONDAY, TUESDAY) for s in shop.desk.ask(page.sales, shop.outlet, day)] == [
        10_000, 5_000
    ]  # fmt: skip


def test_credit_has_a_limit_for_the_publication_and_one_of_her_own(shop: Selling) -> None:
    ola = shop.sellers["Ola Vik"]
    shop.sell(shop.kari, 20, "credit")  # no limit is no limit
    limit(shop, shop.publication, 50_000)
    limit(shop, ola, 20_000)
    refused(shop.sell, shop, "With this she owes 1 050 kr. The limit is 500 kr.", shop.kari, 1, "credit")
    refused(shop.sell, shop, "With this she owes 250 kr. The limit is 200 kr.", ola, 5, "credit")
    parts = {"cash": 25_000, "credit": 25_000}
    refused(shop.sell, shop, "With this she owes 250 kr. The limit is 200 kr.", ola, 10, parts)
    shop.sell(ola, 4, "credit")
    refused(shop.sell, shop, "With this she owes 250 kr. The limit is 200 kr.", ola, 1, "credit")
    shop.sell(ola, 10)  # cash is no credit
    limit(shop, ola, 90_000)
    shop.sell(ola, 10, "credit")
    assert shop.account(ola) == "24  0  50000  70000  0"


def test_each_publication_has_a_limit_of_its_own(shop: Selling) -> None:
    book = shop.on_sale("Julebok", "2026", 10_000, date(2026, 11, 2))
    limit(shop, shop.publication, 10_000)
    shop.sell(shop.kari, 9, "credit", edition=book)
    shop.sell(shop.kari, 2, "credit")
    refused(shop.sell, shop, "With this she owes 150 kr. The limit is 100 kr.", shop.kari, 1, "credit")
    found = shop.desk.ask(page.before, shop.kari, shop.edition, shop.outlet, MONDAY)
    assert [(o.publication, o.owes_ore, o.limit_ore) for o in found.owed] == [
        ("Julebok", 90_000, None), ("Megafon", 10_000, 10_000)
    ]  # fmt: skip


def test_no_sale_on_a_break(shop: Selling) -> None:
    shop.desk.do(sellers.give_break, person=shop.kari, since=MONDAY, until=FRIDAY, reason="own_wish")
    refused(shop.sell, shop, "This seller has a break to 20.11.2026: Own wish.", shop.kari, 1)
    refused(shop.sell, shop, "This seller has a break to 20.11.2026: Own wish.", shop.kari, 1, "free", reason="gift")
    shop.back(shop.kari, 1)  # what she has may come back
    shop.sell(shop.kari, 1, day=FRIDAY + timedelta(1))
    shop.sell(shop.kari, 1, over="agreed with the editor")
    assert shop.last().splitlines()[0] == "1  Kari N.  Megafon 11/2026  sale  1  5000  cash  agreed with the editor  –"


def test_only_the_office_passes_over_a_limit_or_a_break(shop: Selling) -> None:
    limit(shop, shop.publication, 10_000)
    jonas = staff.add(shop.desk.place, name="Jonas", roles=["desk"], passphrase_=OTHER, cost=slots.FLOOR)

    def as_(role: str, **more):  # type: ignore[no-untyped-def]
        with shop.desk.place.write(Acting(jonas, "Jonas", frozenset([role]))) as work:
            return selling.sell(
                work, outlet=shop.outlet, person=shop.kari, edition=shop.edition, day=MONDAY, at_minute=TEN,
                **{"copies": 3, "payment": "credit", **more},
            )  # fmt: skip

    with pytest.raises(UserFacingError, match="The limit is"):
        as_("office")
    with pytest.raises(NotAllowed, match=r"^Only the office may pass over this\. Nothing has changed\.$"):
        as_("desk", over="she asked nicely")
    with pytest.raises(UserFacingError, match=r"^Write in a few words why\.$"):
        as_("office", over="  ")
    for role in ("office", "manager"):
        as_(role, over="a good week")
    as_("desk", copies=1, payment="cash", over="nothing to pass over")
    with pytest.raises(NotAllowed):
        as_("supervisor", copies=1, payment="cash")
    assert shop.account(shop.kari) == "7  0  5000  30000  0"


def test_returns_follow_the_rules_of_the_product(shop: Selling) -> None:
    (product,) = shop.desk.ask(editions.publications)[0][2]
    shop.sell(shop.kari, 10)
    shop.back(shop.kari, 1)
    shop.desk.do(rules.rule, about=product[0], key="returns", value=False, since=TUESDAY)
    shop.back(shop.kari, 1)
    refused(shop.back, shop, "Megafon is not bought back.", shop.kari, 1, day=TUESDAY)
    shop.back(shop.kari, 1, day=TUESDAY, over="rained to pieces")
    shop.desk.do(rules.rule, about=product[0], key="returns", value=True, since=TUESDAY)
    shop.desk.do(rules.rule, about=product[0], key="return_days", value=2, since=MONDAY)
    shop.desk.do(editions.change_edition, edition=shop.edition, last_day=MONDAY)
    shop.back(shop.kari, 1, day=MONDAY + timedelta(2))
    late = "Megafon 11/2026 was bought back for 2 days after 16.11.2026."
    refused(shop.back, shop, late, shop.kari, 1, day=MONDAY + timedelta(3))
    assert shop.account(shop.kari) == "10  4  30000  0  0"


def test_a_return_may_lower_what_she_owes_and_no_further(shop: Selling) -> None:
    shop.sell(shop.kari, 3, "credit")
    shop.back(shop.kari, 2, pay="credit")
    assert shop.account(shop.kari) == "3  2  0  5000  0"
    refused(shop.back, shop, "She owes 50 kr. Nothing has changed.", shop.kari, 2, pay="credit")
    shop.back(shop.kari, 2, pay={"credit": 5_000, "cash": 5_000})
    assert shop.account(shop.kari) == "3  4  -5000  0  0"
    refused(shop.back, shop, "Copies are paid back in cash, or taken off what she owes.", shop.kari, 1, pay="vipps")


def test_below_zero_is_allowed_and_the_last_copy_is_told_of(shop: Selling) -> None:
    small = shop.place("Strax-huset", 12)
    shop.sell(shop.kari, 10, outlet=small, at_minute=11 * 60)
    assert [s.sold_out for s in shop.desk.ask(page.on_sale, small, MONDAY)] == [None]
    shop.sell(shop.kari, 3, outlet=small, at_minute=11 * 60 + 20)
    shop.sell(shop.kari, 3, outlet=small, at_minute=11 * 60 + 30)
    told = shop.desk.ask(page.on_sale, small, MONDAY)
    assert [(s.copies, s.sold_out) for s in told] == [(-4, "11.20")]
    shop.desk.undo()
    shop.desk.undo()
    told = shop.desk.ask(page.on_sale, small, MONDAY)
    assert [(s.copies, s.sold_out) for s in told] == [(2, None)]
    last = shop.sell(shop.kari, 2, outlet=small)
    shop.desk.do(selling.void_sale, purchase=last, reason="counted wrong")
    assert shop.desk.ask(page.on_sale, small, MONDAY)[0].sold_out is None
    cursor = shop.desk.place.cursor()
    assert cursor.execute("SELECT count(*) FROM sold_out WHERE voided=0").fetchone() == (0,)


def test_a_clock_set_back_an_hour_changes_nothing_but_what_is_written(shop: Selling, clock: SetClock) -> None:
    shop.sell(shop.kari, 1, at_minute=12 * 60)
    clock.forward(-60)
    shop.sell(shop.kari, 2, at_minute=11 * 60)
    assert [s.copies for s in shop.desk.ask(page.sales, shop.outlet, MONDAY)] == [2, 1]
    shop.desk.undo()
    assert (shop.account(shop.kari), shop.copies()) == ("1  0  5000  0  0", 499)


def test_what_the_window_asks_about_before_a_sale(shop: Selling) -> None:
    def asked(copies: int, payment: object = "cash", day: date = MONDAY) -> str:
        found = shop.desk.ask(
            selling.problems, outlet=shop.outlet, person=shop.kari, edition=shop.edition, copies=copies,
            payment=payment, day=day,
        )  # fmt: skip
        return table(found).replace("\u00a0", " ")

    assert asked(10) == ""
    shop.sell(shop.kari, 10)
    assert asked(30, day=TUESDAY) == ""
    assert asked(31, day=TUESDAY) == "much  She usually takes 10 copies.  False"
    limit(shop, shop.publication, 10_000)
    shop.desk.do(sellers.give_card, person=shop.kari, day=date(2026, 1, 1), valid_to=MONDAY)
    shop.desk.do(sellers.give_break, person=shop.kari, since=FRIDAY, until=None, reason="agreement")
    assert asked(10, "credit") == "limit  With this she owes 500 kr. The limit is 100 kr.  True"
    assert asked(600, {"cash": 2_950_000, "credit": 50_000}, FRIDAY) == text("""
        break  This seller has a break: By agreement.  True
        limit  With this she owes 500 kr. The limit is 100 kr.  True
        card  The card expired 16.11.2026. Make a new one.  False
        much  She usually takes 10 copies.  False
        stock  By the book 490 copies lie here.  False
        """)
    assert asked(-10) == ""
    assert asked(-11) == "return_more  She has bought 10 copies of this edition.  False"
    shop.desk.do(editions.change_edition, edition=shop.edition, last_day=MONDAY)
    assert asked(1, day=TUESDAY).splitlines()[0] == (
        "ended  Megafon 11/2026 is no longer on sale. Its price ended 16.11.2026.  True"
    )


def test_the_seller_at_the_desk(shop: Selling) -> None:
    shop.sell(shop.kari, 10, day=MONDAY - timedelta(7))
    shop.sell(shop.kari, 4, day=MONDAY)
    shop.sell(shop.kari, 2, "free", reason="gift", day=MONDAY)
    shop.sell(shop.kari, 3, "credit", day=TUESDAY)
    shop.desk.do(sellers.note, person=shop.kari, text="Speaks Romanian", until=MONDAY)
    shop.desk.do(sellers.note, person=shop.kari, text="Lost her card", warns=True)
    found = shop.desk.ask(page.before, shop.kari, shop.edition, shop.outlet, TUESDAY)
    assert (found.number, found.name, found.has_photo, found.usual) == (1, "Kari N.", False, 4)
    assert (found.today, found.week, found.held_ore) == (3, 7, 0)
    assert [(n.text, n.warns) for n in found.notes] == [("Lost her card", True)]
    assert [(o.publication, o.owes_ore, o.limit_ore) for o in found.owed] == [("Megafon", 15_000, None)]
    with pytest.raises(UserFacingError, match="has no seller number"):
        shop.desk.ask(page.before, shop.desk.person("Siv"), shop.edition, shop.outlet, MONDAY)


def test_what_moved_at_the_desk_stays_when_the_seller_is_erased(shop: Selling, clock: SetClock) -> None:
    shop.sell(shop.kari, 10)
    shop.sell(shop.kari, 3, "credit", note="her brother fetched them")
    shop.desk.do(sellers.change_seller, person=shop.kari, languages="norsk, romani")
    limit(shop, shop.kari, 90_000)
    until = "The payments must be kept until 31.12.2031. Nothing is erased."
    refused(shop.desk.do, shop, until, people.erase, person=shop.kari)
    clock.forward(6 * 366 * 24 * 60)
    shop.desk.do(people.erase, person=shop.kari)
    assert shop.copies() == 487
    assert shop.desk.ask(till.should_hold, shop.outlet, MONDAY) == 50_000
    assert shop.last() == text("""
        –    Megafon 11/2026  sale  3  15000  credit  –  –
        –    Megafon 11/2026  sale  10  50000  cash  –  –
        """)
    cursor = shop.desk.place.cursor()
    for name in ("purchase", "account_move", "seller", "seller_card"):
        assert cursor.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,), name
    assert cursor.execute("SELECT count(*) FROM setting WHERE about=?", (shop.kari,)).fetchone() == (0,)
    for (ops,) in cursor.execute("SELECT ops FROM entry WHERE command NOT LIKE 'people.erase%'").fetchall():
        assert "brother" not in str(ops) and "romani" not in str(ops) and shop.kari.hex() not in str(ops)
    refused(shop.desk.do, shop, "Seller number 1 has been given before. Choose another.", sellers.make_seller,
            person=shop.desk.person("Siv"), number=1)  # fmt: skip
    assert shop.desk.rebuilt() == shop.desk.digest()


KEYS = {
    "the account": (accounts.BOUGHT, "purchase_of", {}),
    "what moved on it": (accounts.MOVED, "account_move_of", {}),
    "this week": (page.TAKEN, "purchase_of", {"first": MONDAY, "day": FRIDAY}),
    "of this edition": (selling.NET, "purchase_of", {"edition": b"e" * 16}),
    "the usual": (usual.BOUGHT, "purchase_of", {"after": MONDAY, "day": FRIDAY}),
    "the stock": (stock.AT, "desk_move_stock", {"edition": b"e" * 16, "outlet": b"o" * 16}),
}


@pytest.mark.parametrize("read", KEYS)
def test_what_runs_on_a_key_reads_an_index_and_no_more(shop: Selling, read: str) -> None:
    """However many years of sales there are, it is her own that are read, and not a row of the table."""
    ready, index, values = KEYS[read]
    values = ({} if index == "desk_move_stock" else {"person": shop.kari}) | values
    shop.desk.ask(ready, **values)
    named = ready._fixed | {n: v.isoformat() if isinstance(v, date) else v for n, v in values.items()}
    plan = shop.desk.place.cursor().execute(f"EXPLAIN QUERY PLAN {ready._texts[()]}", named).fetchall()
    steps = [row[-1] for row in plan if "TEMP B-TREE" not in row[-1]]
    assert len(steps) == 1 and f"USING COVERING INDEX {index} (" in steps[0], steps


def test_the_days_sales_are_found_by_outlet_and_day(shop: Selling) -> None:
    shop.desk.ask(page.OF_DAY, outlet=shop.outlet, day=MONDAY, limit=7)
    sql = page.OF_DAY._texts[(5,)]  # three kinds of sale, in a list of five
    named = dict.fromkeys(re.findall(r":(\w+)", sql), 1)
    plan = shop.desk.place.cursor().execute(f"EXPLAIN QUERY PLAN {sql}", named).fetchall()
    told = " ".join(row[-1] for row in plan)
    assert "desk_move_day (outlet=? AND day=?)" in told and "purchase_move (move=?)" in told and "SCAN" not in told
