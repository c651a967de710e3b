"""The number a seller usually takes: proposed from what she took, never forced."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from statistics import median_low

import pytest

from alfdesk.sales import selling, usual
from alfdesk.store.workplace import Place

from .desk import Desk
from .selling_desk import MONDAY, TUESDAY, Selling

OCTOBER = date(2026, 10, 5)  # a Monday


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Selling:
    return Selling(Desk(place, tmp_path))


def asked(shop: Selling, day: date = MONDAY, edition: bytes | None = None) -> int | None:
    return shop.desk.ask(usual.usual, shop.kari, edition or shop.edition, day)


def test_who_never_bought_has_no_usual_number(shop: Selling) -> None:
    assert asked(shop) is None
    shop.sell(shop.kari, 7)
    assert asked(shop) == 7, "the day's own, where there is nothing before"
    assert asked(shop, TUESDAY) == 7


def test_the_same_weekday_at_the_same_age_comes_first_then_the_weekday_then_all(shop: Selling) -> None:
    before = shop.on_sale("Megafon", "10/2026", 5000, OCTOBER)
    for week, copies in enumerate((40, 20, 10, 5, 3)):
        shop.sell(shop.kari, copies, day=OCTOBER + timedelta(7 * week), edition=before)
    shop.sell(shop.kari, 99, day=OCTOBER + timedelta(1), edition=before)
    of_11 = [asked(shop, date(2026, 11, 2) + timedelta(7 * week)) for week in range(5)]
    assert of_11 == [40, 20, 10, 3, 3], "an edition three weeks old is as old as it gets: of 5 and 3 the lower"
    assert asked(shop, TUESDAY) == 99, "no Tuesday at that age, but one Tuesday"
    assert asked(shop, MONDAY + timedelta(2)) == median_low([40, 20, 10, 5, 3, 99]), "no Wednesday: all of them"


def test_of_an_even_number_it_is_one_that_she_really_took(shop: Selling) -> None:
    for week, copies in enumerate((10, 15, 10, 15)):
        shop.sell(shop.kari, copies, day=MONDAY - timedelta(3 - 3 * (week % 2)))
    assert asked(shop, MONDAY + timedelta(1)) == 10


def test_another_product_another_seller_and_what_was_not_bought_count_for_nothing(shop: Selling) -> None:
    book = shop.on_sale("Julebok", "2026", 10_000, date(2026, 11, 2))
    shop.sell(shop.kari, 2, edition=book)
    shop.sell(shop.sellers["Ola Vik"], 50)
    shop.sell(shop.kari, 30, "free", reason="gift")
    shop.back(shop.kari, 1)
    gone = shop.sell(shop.kari, 60)
    shop.desk.do(selling.void_sale, purchase=gone, reason="wrong seller")
    assert (asked(shop, TUESDAY), asked(shop, TUESDAY, book)) == (None, 2)
    shop.sell(shop.kari, 8)
    assert asked(shop, TUESDAY) == 8


def test_only_the_last_52_weeks_count(shop: Selling) -> None:
    old = shop.on_sale("Megafon", "11/2025", 5000, date(2025, 1, 1))
    day = MONDAY - timedelta(364)
    shop.sell(shop.kari, 90, day=day, edition=old)
    assert asked(shop, MONDAY - timedelta(1)) == 90
    assert asked(shop, MONDAY) is None
