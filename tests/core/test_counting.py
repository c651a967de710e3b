"""A stock count: it has a time, the desk goes on selling, and a difference is never erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from alfdesk.errors import NotAllowed
from alfdesk.sales import counting, outlets, selling, stock, stock_figures
from alfdesk.store.workplace import Place
from tests.support import Template

from .desk import MONDAY, TUESDAY, table, text
from .shop import CLERK, SUPERVISOR, Shop
from .test_stock import both, move_of, pair


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Shop:
    shop = Shop(place, tmp_path)
    shop.kari = shop.seller("Kari", 94)  # type: ignore[attr-defined]
    shop.receive(100)
    shop.receive(60, edition=shop.book)
    return shop


def sell(shop: Shop, copies: int, **more: object) -> bytes:
    at = {"outlet": shop.main, "edition": shop.magazine, "person": shop.kari}  # type: ignore[attr-defined]
    return shop.act(selling.sell, copies=copies, **(at | more))  # type: ignore[arg-type]


def begin(shop: Shop, **more: object) -> bytes:
    return shop.act(counting.begin, outlet=shop.main, **more)  # type: ignore[arg-type]


def told(shop: Shop, begun: bytes) -> str:
    """Each edition: counted, what the book said, reason; then what was told late."""
    found = shop.ask(counting.sheet, begun)
    return table([*((c.title, c.copies, c.expected, c.reason) for c in found.lines), (found.outlet, found.late)])


def test_a_count_that_is_right_moves_nothing(shop: Shop) -> None:
    begun = begin(shop)
    (line,) = shop.do(counting.count, begun=begun, copies={shop.magazine: 100})
    assert (line.title, line.copies, line.expected) == ("Megafon 11/2026", 100, 100)
    assert shop.place.cursor().execute("SELECT count(*) FROM desk_move WHERE what='counted'").fetchone() == (0,)
    assert (shop.at(), shop.ask(counting.open_counts, shop.main)) == (100, ())


def test_what_is_sold_while_somebody_counts_does_not_disturb_the_count(shop: Shop) -> None:
    sell(shop, 10)
    begun = begin(shop)
    sell(shop, 5)
    shop.act(stock.hand_over, frm=shop.main, to=shop.branch, edition=shop.magazine, copies=3)
    shop.act(stock.hand_over, frm=shop.branch, to=shop.main, edition=shop.magazine, copies=2)
    (line,) = shop.do(
        counting.count, begun=begun, copies={shop.magazine: 88}, reasons={shop.magazine: " to er borte "}
    )
    assert (line.copies, line.expected, line.reason) == (88, 90, "to er borte")
    assert shop.at() == 88 - 5 - 3 + 2
    assert shop.rebuilt() == shop.digest()


def test_the_book_is_told_after_the_count_is_written_down(shop: Shop) -> None:
    begun = begin(shop)
    (open_,) = shop.ask(counting.open_counts, shop.main)
    assert (open_.id, open_.outlet, open_.day, open_.at_minute) == (begun, "Hallvardsstuen", MONDAY, 483)
    assert told(shop, begun) == text("""
        Julebok 2026  –  –  –
        Megafon 11/2026  –  –  –
        Hallvardsstuen  0
        """)
    shop.do(counting.count, begun=begun, copies={shop.magazine: 97}, reasons={shop.magazine: "svinn"})
    assert told(shop, begun) == text("""
        Julebok 2026  –  –  –
        Megafon 11/2026  97  100  svinn
        Hallvardsstuen  0
        """)
    assert (shop.at(), shop.at(edition=shop.book)) == (97, 60)  # what was not counted is left alone


def test_counted_again_takes_the_place_of_what_was_counted(shop: Shop) -> None:
    begun = begin(shop)
    shop.do(counting.count, begun=begun, copies={shop.magazine: 79, shop.book: 61})
    sell(shop, 4)
    shop.do(counting.count, begun=begun, copies={shop.magazine: 97})
    assert told(shop, begun) == text("""
        Julebok 2026  61  60  –
        Megafon 11/2026  97  100  –
        Hallvardsstuen  0
        """)
    assert (shop.at(), shop.at(edition=shop.book)) == (93, 61)
    shop.undo()
    assert shop.at() == 75
    shop.redo()
    assert shop.at() == 93
    assert shop.rebuilt() == shop.digest()


def test_a_count_that_is_undone_is_open_again(shop: Shop) -> None:
    begun = begin(shop)
    shop.do(counting.count, begun=begun, copies={shop.magazine: 50})
    shop.undo()
    assert shop.at() == 100 and [c.id for c in shop.ask(counting.open_counts, shop.main)] == [begun]
    shop.do(counting.count, begun=begun, copies={shop.magazine: 99})
    assert shop.at() == 99


def test_a_difference_is_voided_with_its_count(shop: Shop) -> None:
    begun = begin(shop)
    shop.do(counting.count, begun=begun, copies={shop.magazine: 50})
    shop.do(stock.void_move, move=move_of(shop, "counted"), reason="talte bare én hylle")
    assert shop.at() == 100
    assert told(shop, begun).splitlines()[1] == "Megafon 11/2026  –  –  –"


def test_what_moved_before_and_was_told_later_is_shown(shop: Shop) -> None:
    begun = begin(shop)  # at 08.03
    sell(shop, 3)
    shop.minute = 481
    sell(shop, 7)  # at 08.02, written down too late
    shop.receive(20, day=TUESDAY)
    assert shop.ask(counting.sheet, begun).late == 7
    shop.do(counting.count, begun=begun, copies={shop.magazine: 93})
    # The shelf had 93 when it was counted. What was told late takes its 7 once more, and the sheet says how many.
    assert (shop.at(), shop.ask(counting.sheet, begun).late) == (93 - 3 - 7 + 20, 7)


def test_a_sale_that_is_voided_and_comes_back_while_somebody_counts_was_told_before(shop: Shop) -> None:
    sold = sell(shop, 10)
    begun = begin(shop)
    for _turn in range(2):
        shop.do(selling.void_sale, purchase=sold, reason="feil nummer")
        assert shop.ask(counting.sheet, begun).late == 0
        shop.undo()
        assert (shop.at(), shop.ask(counting.sheet, begun).late) == (90, 0)
        (sold,) = shop.place.cursor().execute("SELECT id FROM purchase WHERE voided=0").fetchone()
    (line,) = shop.do(counting.count, begun=begun, copies={shop.magazine: 90})
    assert (line.expected, shop.at()) == (90, 90)
    shop.do(selling.void_sale, purchase=sold, reason="feil nummer")
    assert shop.at() == 100


def test_two_counts_do_not_go_on_at_once(shop: Shop) -> None:
    begun = begin(shop)
    again = {"outlet": shop.main, "day": MONDAY, "at_minute": 600}
    shop.refused("A count goes on here since 08.03. Finish it, or give it up.", counting.begin, **again)
    shop.do(counting.begin, **(again | {"outlet": shop.branch}))
    shop.refused("Write in a few words why.", counting.give_up, begun=begun, reason="")
    shop.do(counting.give_up, begun=begun, reason="for mange kunder")
    shop.refused("There is no such count. Nothing has changed.", counting.count, begun=begun, copies={shop.book: 1})
    second = begin(shop)
    shop.do(counting.count, begun=second, copies={shop.book: 60})
    shop.refused("This has been counted already. Nothing has changed.", counting.give_up, begun=second, reason="x")
    third = begin(shop)
    shop.do(counting.count, begun=third, copies={shop.magazine: 98})
    shop.do(counting.count, begun=second, copies={shop.book: 59})  # of that the third said nothing
    shop.refused("This edition has been counted again since. Nothing has changed.", counting.count, begun=second,
                 copies={shop.magazine: 100})  # fmt: skip


@pytest.mark.parametrize("found", ["12a", "12", 12.0, -1, True, None, 1_000_001])
def test_a_count_with_a_letter_in_it(shop: Shop, found: object) -> None:
    begun = begin(shop)
    shop.refused("A count is a whole number, 0 or more. Nothing has changed.", counting.count, begun=begun,
                 copies={shop.book: 60, shop.magazine: found})  # fmt: skip


def test_each_refusal_says_why_and_changes_nothing(shop: Shop) -> None:
    begun, nowhere = begin(shop), b"n" * 16
    shop.refused("Nothing has been counted yet.", counting.count, begun=begun, copies={})
    shop.refused("There is no such count. Nothing has changed.", counting.count, begun=nowhere, copies={shop.book: 1})
    shop.refused("There is no such edition. Nothing has changed.", counting.count, begun=begun, copies={nowhere: 1})
    shop.refused("There is no such outlet. Nothing has changed.", counting.begin, outlet=nowhere, day=MONDAY,
                 at_minute=600)  # fmt: skip
    with pytest.raises(NotAllowed):
        shop.acting(SUPERVISOR, counting.count, begun=begun, copies={shop.book: 60})
    shop.acting(CLERK, counting.count, begun=begun, copies={shop.book: 60})


def test_a_closed_outlet_is_counted_all_the_same(shop: Shop) -> None:
    shop.do(outlets.change_outlet, outlet=shop.main, closed=True)
    shop.do(counting.count, begun=begin(shop), copies={shop.magazine: 0, shop.book: 0})
    assert (shop.at(), shop.at(edition=shop.book)) == (0, 0)
    assert shop.ask(stock_figures.edition_report, shop.book, MONDAY).counted == -60


def test_a_count_ends_where_it_was_begun(shop: Shop, founded: Template, tmp_path: Path) -> None:
    begun = begin(shop)
    here, there = pair(founded, shop, tmp_path / "other")
    there.refused("This count was begun on another laptop. Finish it there.", counting.count, begun=begun,
                  copies={shop.magazine: 100})  # fmt: skip
    sell(there, 5)
    both(here, there)
    # It was sold after the count had begun, and comes here before it ends: told after the beginning, so it is added.
    (line,) = here.do(counting.count, begun=begun, copies={shop.magazine: 98})
    both(here, there)
    assert (line.expected, here.at(), there.at()) == (100, 93, 93)


def test_a_second_reception_is_no_part_of_what_is_expected(shop: Shop, founded: Template, tmp_path: Path) -> None:
    shop.act(stock.hand_over, frm=shop.main, to=shop.branch, edition=shop.magazine, copies=30)
    sent = shop.act(stock.send, frm=shop.branch, to=shop.main, edition=shop.magazine, copies=10)
    laptops = pair(founded, shop, tmp_path / "other")
    for one in laptops:
        one.confirm(sent, 10)
    both(*laptops)
    here, there = laptops
    begun = begin(here)
    (line,) = here.do(counting.count, begun=begun, copies={shop.magazine: 80})
    both(here, there)
    assert (line.expected, here.at(), there.at()) == (80, 80, 80)
