"""What there is to do at the sales desk: a line as long as something waits there, and no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alfdesk import todo
from alfdesk.sales import counting, editions, rules, sellers, selling, settling

from .desk import MONDAY, text
from .shop import Shop

DAY = timedelta(1)
OFFICE, DESK = frozenset({"office"}), frozenset({"desk"})


@pytest.fixture
def shop(place, tmp_path):
    shop = Shop(place, tmp_path)
    shop.kari = shop.seller("Kari", 94)
    shop.receive(100)
    return shop


def shown(shop, today, roles=OFFICE):
    return "\n".join(f"{t.group}: {t.words}" for t in shop.ask(todo.tasks, today, roles)).replace("\u00a0", " ")


def led(shop, today):
    """Where each line leads: seller, outlet, and the transfer or the count."""
    return [(t.kind, t.person, t.outlet, t.about) for t in shop.ask(todo.tasks, today, OFFICE)]


def sells(shop, payment="cash", copies=10):
    shop.act(selling.sell, outlet=shop.main, person=shop.kari, edition=shop.magazine, copies=copies, payment=payment)


def test_copies_that_have_been_on_the_road_for_more_than_three_days(shop):
    transfer = shop.send(20)
    assert shown(shop, MONDAY + 3 * DAY) == ""
    said = "Waits: 20 copies of Megafon 11/2026 have been on their way to Nesttun since 16.11.2026."
    assert shown(shop, MONDAY + 4 * DAY) == shown(shop, MONDAY + 4 * DAY, DESK) == said
    assert shown(shop, MONDAY + 4 * DAY, frozenset({"supervisor"})) == ""
    assert led(shop, MONDAY + 4 * DAY) == [("road", None, shop.branch, transfer)]
    shop.confirm(transfer, 20)
    assert shown(shop, MONDAY + 4 * DAY) == ""


def test_a_till_of_yesterday(shop):
    sells(shop)
    assert shown(shop, MONDAY) == ""
    assert shown(shop, MONDAY + DAY) == "Waits: Hallvardsstuen: the till has not been settled since 16.11.2026."
    assert led(shop, MONDAY + DAY) == [("till", None, shop.main, None)]
    shop.act(settling.settle, outlet=shop.main, counts={500: 1})
    assert shown(shop, MONDAY + DAY) == ""


def test_a_count_that_nobody_ended(shop):
    begun = shop.act(counting.begin, outlet=shop.main)
    assert shown(shop, MONDAY) == ""
    said = "Waits: Hallvardsstuen: a stock count was begun 16.11.2026 at 08.02 and not ended."
    assert shown(shop, MONDAY + DAY) == said
    assert led(shop, MONDAY + DAY) == [("count", None, shop.main, begun)]
    shop.do(counting.count, begun=begun, copies={shop.magazine: 100})
    assert shown(shop, MONDAY + DAY) == ""


def test_the_card_of_somebody_who_buys(shop):
    shop.do(sellers.give_card, person=shop.kari, day=MONDAY, valid_to=MONDAY + 30 * DAY)
    assert shown(shop, MONDAY) == "", "she does not buy"
    sells(shop, "vipps")
    assert shown(shop, MONDAY - DAY) == ""
    assert shown(shop, MONDAY) == "Ends soon: Seller 94, Kari: the card ends 16.12.2026."
    assert led(shop, MONDAY) == [("card", shop.kari, None, None)]
    shop.do(sellers.give_card, person=shop.kari, day=MONDAY, valid_to=MONDAY + 400 * DAY)
    assert shown(shop, MONDAY) == ""


def test_a_seller_over_the_limit(shop):
    (publication,) = (p for p, name, _products in shop.ask(editions.publications) if name == "Megafon")
    sells(shop, "credit")
    assert shown(shop, MONDAY) == ""
    shop.do(rules.rule, about=publication, key="credit_limit", value=40_000, since=MONDAY)
    assert shown(shop, MONDAY) == text("""
        Waits: Seller 94, Kari, owes 500 kr of Megafon. The limit is 400 kr.
    """)
    assert led(shop, MONDAY) == [("limit", shop.kari, None, None)]
    assert shown(shop, MONDAY, DESK) == ""
    shop.do(rules.rule, about=shop.kari, key="credit_limit", value=60_000, since=MONDAY)
    assert shown(shop, MONDAY) == ""
