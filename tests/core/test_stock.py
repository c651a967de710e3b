"""What lies where: received, sent and confirmed, taken out; on one laptop and on two."""

from __future__ import annotations

from pathlib import Path

import pytest

from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.journal import history
from alfdesk.questions import answers, every
from alfdesk.sales import editions, outlets, selling, stock, stock_figures
from alfdesk.store.workplace import Place
from tests.support import SetClock, Template

from .desk import MONDAY, TUESDAY, WEDNESDAY, text
from .shop import CLERK, DECEMBER, OFFICE, SUPERVISOR, Shop
from .two_laptops import FARM, another, carry


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Shop:
    return Shop(place, tmp_path)


# One laptop --------------------------------------------------------------------------------------------------------


def test_from_the_printer_to_two_outlets(shop: Shop) -> None:
    shop.receive(1471)
    shop.receive(985, edition=shop.book, reason="første levering")
    one = shop.send(46)
    shop.send(117, shop.book)
    assert shop.stock() == text("""
        Hallvardsstuen  Julebok 2026  868  0  –
        Hallvardsstuen  Megafon 11/2026  1425  0  –
        Nesttun  Julebok 2026  0  117  –
        Nesttun  Megafon 11/2026  0  46  –
        """)
    shop.confirm(one, 46)
    assert shop.stock(editions=[shop.magazine]) == text("""
        Hallvardsstuen  Megafon 11/2026  1425  0  –
        Nesttun  Megafon 11/2026  46  0  –
        """)
    assert shop.stock(outlet=shop.branch) == text("""
        Nesttun  Julebok 2026  0  117  –
        Nesttun  Megafon 11/2026  46  0  –
        """)
    assert (shop.at(), shop.at(shop.branch), shop.at(shop.branch, shop.book)) == (1425, 46, 0)
    assert shop.rebuilt() == shop.digest()


def test_the_newest_edition_of_a_product_stands_first(shop: Shop) -> None:
    newer = shop.edition("Megafon", "12/2026", 5000, DECEMBER)
    shop.receive(5, edition=shop.magazine)
    shop.receive(7, edition=newer)
    assert shop.stock() == "Hallvardsstuen  Megafon 12/2026  7  0  –\nHallvardsstuen  Megafon 11/2026  5  0  –"


def test_what_is_under_way_and_a_difference_with_its_reason(shop: Shop) -> None:
    shop.receive(100)
    first, second = shop.send(40), shop.send(10)
    back = shop.act(stock.send, frm=shop.branch, to=shop.main, edition=shop.magazine, copies=5)
    assert shop.moved(*shop.ask(stock.under_way, shop.branch)) == text("""
        Hallvardsstuen  Nesttun  Megafon 11/2026  40  –  08.02  –
        Hallvardsstuen  Nesttun  Megafon 11/2026  10  –  08.03  –
        """)
    short = {"transfer": first, "copies": 38, "day": TUESDAY, "at_minute": 540}
    shop.refused("40 were sent and 38 came. Write in a few words why.", stock.confirm, **short)
    shop.do(stock.confirm, reason="to var våte", **short)
    shop.confirm(second, 12, reason="talt feil ute", day=TUESDAY)
    assert [t.id for t in shop.ask(stock.under_way)] == [back]
    assert shop.moved(*shop.ask(stock.transfers, MONDAY, MONDAY)) == text("""
        Hallvardsstuen  Nesttun  Megafon 11/2026  40  38  08.02  to var våte
        Hallvardsstuen  Nesttun  Megafon 11/2026  10  12  08.03  talt feil ute
        Nesttun  Hallvardsstuen  Megafon 11/2026  5  –  08.04  –
        """)
    assert shop.ask(stock.transfers, TUESDAY, TUESDAY) == ()
    assert shop.stock() == text("""
        Hallvardsstuen  Megafon 11/2026  50  5  –
        Nesttun  Megafon 11/2026  45  0  –
        """)


def test_nothing_came_at_all(shop: Shop) -> None:
    shop.receive(10)
    shop.confirm(shop.send(10), 0, reason="bilen ble tømt")
    assert shop.stock() == "Hallvardsstuen  Megafon 11/2026  0  0  –\nNesttun  Megafon 11/2026  0  0  –"


def test_two_who_confirm_the_same_on_one_laptop(shop: Shop) -> None:
    shop.receive(10)
    sent = shop.send(10)
    shop.confirm(sent, 9, reason="en revet")
    shop.refused("This has been confirmed already: 9 copies. Nothing has changed.", stock.confirm, transfer=sent,
                 copies=10, day=MONDAY, at_minute=600)  # fmt: skip
    assert shop.at(shop.branch) == 9


def test_handed_over_in_person_is_confirmed_at_once(shop: Shop) -> None:
    shop.receive(20)
    entries = shop.entries()
    shop.act(stock.hand_over, frm=shop.main, to=shop.branch, edition=shop.magazine, copies=8)
    assert (shop.at(), shop.at(shop.branch), shop.ask(stock.under_way)) == (12, 8, ())
    assert shop.entries() == entries + 1
    shop.undo()
    assert (shop.at(), shop.at(shop.branch)) == (20, 0)


def test_what_leaves_and_is_not_sold(shop: Shop) -> None:
    shop.receive(100)
    for what, copies in (("pulped", 10), ("lost", 4), ("given_back", 20), ("free", 6)):
        shop.act(stock.take_out, outlet=shop.main, edition=shop.magazine, copies=copies, what=what, reason="vannskade")
    assert shop.at() == 60
    take = {"outlet": shop.main, "edition": shop.magazine, "copies": 1, "day": MONDAY, "at_minute": 600}
    shop.refused("Write in a few words why.", stock.take_out, what="lost", reason="", **take)
    with pytest.raises(ValueError, match="sale"):
        shop.do(stock.take_out, what="sale", reason="x", **take)


def test_a_stock_below_zero_is_shown_and_never_refused(shop: Shop) -> None:
    shop.send(5)
    shop.act(stock.take_out, outlet=shop.main, edition=shop.magazine, copies=2, what="lost", reason="stjålet")
    assert shop.stock() == "Hallvardsstuen  Megafon 11/2026  -7  0  –\nNesttun  Megafon 11/2026  0  5  –"
    assert shop.at() == -7


@pytest.mark.parametrize("copies", [0, -1, 1_000_001, True, 2.0, "5", None])
def test_a_number_of_copies_that_can_not_be(shop: Shop, copies: object) -> None:
    sent = shop.send(5)
    at = {"day": MONDAY, "at_minute": 600, "copies": copies}
    sentence = "This number of copies can't be right. Nothing has changed."
    shop.refused(sentence, stock.receive, outlet=shop.main, edition=shop.book, **at)
    shop.refused(sentence, stock.send, frm=shop.main, to=shop.branch, edition=shop.book, **at)
    shop.refused(sentence, stock.take_out, outlet=shop.main, edition=shop.book, what="lost", reason="tatt", **at)
    if copies != 0 or copies is False:
        shop.refused("A count is a whole number, 0 or more. Nothing has changed.", stock.confirm, transfer=sent, **at)


def test_each_refusal_says_why_and_changes_nothing(shop: Shop) -> None:
    nowhere, at = b"n" * 16, {"copies": 1, "day": MONDAY, "at_minute": 600}
    no_outlet, no_edition = (f"There is no such {what}. Nothing has changed." for what in ("outlet", "edition"))
    shop.refused(no_outlet, stock.receive, outlet=nowhere, edition=shop.book, **at)
    shop.refused(no_edition, stock.receive, outlet=shop.main, edition=nowhere, **at)
    shop.refused(no_outlet, stock.send, frm=shop.main, to=nowhere, edition=shop.book, **at)
    shop.refused(no_edition, stock.send, frm=shop.main, to=shop.branch, edition=nowhere, **at)
    shop.refused("Choose another outlet to send to.", stock.send, frm=shop.main, to=shop.main, edition=shop.book, **at)
    shop.refused(no_outlet, stock.take_out, outlet=nowhere, edition=shop.book, what="lost", reason="x", **at)
    shop.refused("There is no such transfer. Nothing has changed.", stock.confirm, transfer=nowhere, **at)
    shop.refused("There is no such move. Nothing has changed.", stock.void_move, move=nowhere, reason="x")
    shop.do(outlets.change_outlet, outlet=shop.branch, closed=True)
    shop.refused("Nesttun is closed. Nothing has changed.", stock.receive, outlet=shop.branch, edition=shop.book, **at)
    shop.refused("Nesttun is closed. Nothing has changed.", stock.send, frm=shop.main, to=shop.branch,
                 edition=shop.book, **at)  # fmt: skip
    shop.act(stock.send, frm=shop.branch, to=shop.main, edition=shop.book, copies=3)  # it is emptied


def test_who_may(shop: Shop) -> None:
    at = {"day": MONDAY, "at_minute": 600}
    for who in (CLERK, OFFICE):
        moved = shop.acting(who, stock.receive, outlet=shop.main, edition=shop.book, copies=5, **at)
        sent = shop.acting(who, stock.send, frm=shop.main, to=shop.branch, edition=shop.book, copies=5, **at)
        shop.acting(who, stock.confirm, transfer=sent, copies=5, **at)
        shop.acting(who, stock.void_move, move=moved, reason="feil")
    for verb, values in (
        (stock.receive, {"outlet": shop.main, "edition": shop.book, "copies": 5, **at}),
        (stock.confirm, {"transfer": sent, "copies": 5, **at}),
        (stock.void_move, {"move": moved, "reason": "feil"}),
    ):
        with pytest.raises(NotAllowed):
            shop.acting(SUPERVISOR, verb, **values)


# Taking back ---------------------------------------------------------------------------------------------------------


def move_of(shop: Shop, what: str) -> bytes:
    """The newest move of this kind."""
    rows = shop.place.cursor().execute("SELECT id FROM desk_move WHERE what=? AND voided=0 ORDER BY id DESC", (what,))
    return rows.fetchone()[0]


def test_a_move_is_voided_with_a_reason(shop: Shop) -> None:
    came = shop.receive(100)
    shop.refused("Write in a few words why.", stock.void_move, move=came, reason=" ")
    shop.do(stock.void_move, move=came, reason="lest feil på pakkseddelen")
    assert shop.at() == 0
    shop.refused("There is no such move. Nothing has changed.", stock.void_move, move=came, reason="igjen")


def test_a_transfer_is_voided_from_its_end(shop: Shop) -> None:
    shop.receive(100)
    sent = shop.send(40)
    shop.confirm(sent, 40)
    going, arrival = move_of(shop, "sent"), move_of(shop, "arrived")
    shop.refused("This has been confirmed already. Take the arrival back first.", stock.void_move, move=going,
                 reason="feil")  # fmt: skip
    shop.do(stock.void_move, move=arrival, reason="talt feil")
    assert [t.id for t in shop.ask(stock.under_way, shop.branch)] == [sent]
    assert shop.stock() == "Hallvardsstuen  Megafon 11/2026  60  0  –\nNesttun  Megafon 11/2026  0  40  –"
    shop.confirm(sent, 39, reason="talt på nytt")
    shop.do(stock.void_move, move=move_of(shop, "arrived"), reason="kom aldri")
    shop.do(stock.void_move, move=going, reason="ble aldri sendt")
    assert (shop.at(), shop.at(shop.branch), shop.ask(stock.under_way)) == (100, 0, ())


def test_a_sale_is_not_voided_as_a_move(shop: Shop) -> None:
    kari = shop.seller("Kari", 94)
    shop.receive(100)
    shop.act(selling.sell, outlet=shop.main, person=kari, edition=shop.magazine, copies=10)
    shop.refused("This is a sale. Take it back in the list of sales.", stock.void_move, move=move_of(shop, "sale"),
                 reason="feil")  # fmt: skip
    shop.act(selling.sell, outlet=shop.main, person=kari, edition=shop.magazine, copies=2, payment="free",
             reason="starter")  # fmt: skip
    shop.refused("This is a sale. Take it back in the list of sales.", stock.void_move, move=move_of(shop, "free"),
                 reason="feil")  # fmt: skip
    shop.act(stock.take_out, outlet=shop.main, edition=shop.magazine, copies=3, what="free", reason="skoleklasse")
    shop.do(stock.void_move, move=move_of(shop, "free"), reason="kom ikke")
    assert shop.at() == 88


def test_undo_takes_back_what_nothing_leans_on(shop: Shop) -> None:
    shop.receive(50)
    sent = shop.send(20)
    shop.confirm(sent, 20)
    shop.undo()
    assert [t.id for t in shop.ask(stock.under_way)] == [sent]
    shop.redo()
    assert shop.at(shop.branch) == 20
    act = shop.place.cursor().execute("SELECT stream, seq FROM entry WHERE command='sales.stock.send'").fetchone()
    with pytest.raises(UserFacingError, match="changed since"), shop.place.write(batch=True) as work:
        history.undo(work, stream=act[0], seq=act[1])
    assert (shop.at(), shop.at(shop.branch)) == (30, 20)
    assert shop.rebuilt() == shop.digest()


# Sold out ------------------------------------------------------------------------------------------------------------


def test_the_last_copy_leaves_at_a_time_that_is_told(shop: Shop) -> None:
    kari = shop.seller("Kari", 94)
    shop.receive(10)
    shop.minute = 679
    shop.act(selling.sell, outlet=shop.main, person=kari, edition=shop.magazine, copies=12)
    assert shop.stock(day=MONDAY) == "Hallvardsstuen  Megafon 11/2026  -2  0  11.20"
    assert shop.stock(day=TUESDAY) == shop.stock() == "Hallvardsstuen  Megafon 11/2026  -2  0  –"
    shop.receive(10)
    assert shop.stock(day=MONDAY) == "Hallvardsstuen  Megafon 11/2026  8  0  –"
    shop.act(stock.take_out, outlet=shop.main, edition=shop.magazine, copies=8, what="free", reason="skoleklasse")
    assert shop.stock(day=MONDAY) == "Hallvardsstuen  Megafon 11/2026  0  0  11.22"
    shop.act(stock.take_out, outlet=shop.main, edition=shop.magazine, copies=1, what="free", reason="skoleklasse")
    report = shop.ask(stock_figures.edition_report, shop.magazine, MONDAY)
    assert report.sold_out == (("Hallvardsstuen", MONDAY, 680), ("Hallvardsstuen", MONDAY, 682))


# Two laptops -------------------------------------------------------------------------------------------------------


class Twin(Shop):
    """A laptop that has what another has."""

    def __init__(self, of: Shop, place: Place) -> None:
        self.__dict__.update(of.__dict__)
        self.place = place


def pair(founded: Template, shop: Shop, folder: Path) -> tuple[Shop, Twin]:
    copied = another(founded, shop, folder, FARM)  # type: ignore[arg-type]
    return shop, Twin(shop, copied.place)


def both(one: Shop, other: Shop) -> None:
    carry(one, other)  # type: ignore[arg-type]
    carry(other, one)  # type: ignore[arg-type]
    assert one.digest() == other.digest() and one.stock() == other.stock()


@pytest.mark.parametrize("first", [0, 1])
def test_two_laptops_confirm_the_same_transfer_and_the_first_counts(
    shop: Shop, founded: Template, tmp_path: Path, clock: SetClock, first: int
) -> None:
    shop.receive(100)
    sent = shop.send(40)
    laptops = pair(founded, shop, tmp_path / "other")
    for number in (first, 1 - first):
        clock.forward(1)
        came = (40, 37)[number]
        laptops[number].confirm(sent, came, reason=None if came == 40 else "tre borte")
    both(*laptops)
    wanted = (40, 37)[first]
    for one in laptops:
        assert (one.at(shop.branch), one.ask(stock.under_way)) == (wanted, ())
        assert f"Nesttun  Megafon 11/2026  {wanted}  0" in one.stock()
        assert [t.arrived for t in one.ask(stock.transfers, MONDAY, MONDAY)] == [wanted]
        report = one.ask(stock_figures.edition_report, shop.magazine, MONDAY)
        assert (report.left, report.differences, report.in_transit) == (60 + wanted, wanted - 40, 0)
    # The one that counts is taken back: then the other does.
    counts = laptops[0].place.cursor().execute("SELECT id FROM transfer_received ORDER BY id").fetchall()[0][0]
    moves = laptops[0].place.cursor().execute("SELECT id FROM desk_move WHERE source=?", (counts,)).fetchall()
    laptops[0].do(stock.void_move, move=moves[0][0], reason="talt av feil person")
    both(*laptops)
    assert laptops[1].at(shop.branch) == (37, 40)[first]


def test_two_laptops_make_the_same_outlet_and_edition(shop: Shop, founded: Template, tmp_path: Path) -> None:
    laptops = pair(founded, shop, tmp_path / "other")
    made = [(one.outlet(name), one.edition("Megafon", "12/2026", 5000, DECEMBER)) for one, name in
            zip(laptops, ("Strax-huset", "strax-HUSET"), strict=True)]  # fmt: skip
    assert made[0] == made[1]
    for one in laptops:
        one.receive(10, *made[0])
    both(*laptops)
    assert laptops[0].at(*made[0]) == 20 and len(laptops[1].ask(outlets.outlets)) == 3
    (asked,) = laptops[0].ask(every.every)  # the other fields were said alike
    name = laptops[0].ask(outlets.outlets)[-1].name
    assert asked.words == f"{name}: Name was changed at two places. Which is right?"
    assert sorted(side.says for side in asked.sides) == ["Name: Strax-huset", "Name: strax-HUSET"]
    (chosen,) = [c.key for c in asked.choices if c.words == "Name: Strax-huset"]
    laptops[0].do(answers.answer, question=asked.id, choice=chosen)
    both(*laptops)
    assert laptops[1].ask(outlets.outlets)[-1].name == "Strax-huset" and not laptops[1].ask(every.every)


def test_two_laptops_say_otherwise_of_what_is_sold(shop: Shop, founded: Template, tmp_path: Path) -> None:
    shop.edition("Kvartal", "1", 3000)
    ids = {name: (one, products[0][0]) for one, name, products in shop.ask(editions.publications)}
    laptops = pair(founded, shop, tmp_path / "other")
    for laptop, day, publication in zip(laptops, (MONDAY, TUESDAY), ("Megafon", "Kvartal"), strict=True):
        laptop.do(editions.change_edition, edition=shop.magazine, last_day=day)
        laptop.do(editions.move_product, product=ids["Julebok"][1], publication=ids[publication][0])
        laptop.do(outlets.change_outlet, outlet=shop.branch, closed=True)
    laptops[1].do(outlets.change_outlet, outlet=shop.branch, closed=False)
    both(*laptops)
    asked = laptops[0].ask(every.every)
    assert sorted(one.words.split(":")[0] for one in asked) == ["11/2026", "Julebok", "Nesttun"]
    assert sorted(side.says for one in asked for side in one.sides) == [
        "Closed: no", "Closed: yes", "Last day: 16.11.2026", "Last day: 17.11.2026", "Publication: Kvartal",
        "Publication: Megafon",
    ]  # fmt: skip


# How much it reads -------------------------------------------------------------------------------------------------


def test_the_key_press_reads_one_index_and_not_other_editions(shop: Shop) -> None:
    shop.receive(5)
    assert shop.at() == 5
    plan = shop.place.cursor().execute(
        "EXPLAIN QUERY PLAN " + stock.AT._texts[()], {"edition": b"", "outlet": b"", **stock.AT._fixed}
    )
    assert [row[3] for row in plan.fetchall()] == [
        "SEARCH desk_move USING COVERING INDEX desk_move_stock (edition=? AND outlet=? AND voided=?)"
    ]


def test_a_list_of_many_is_read_in_a_few_statements(shop: Shop) -> None:
    def statements() -> int:
        seen: list[str] = []
        with shop.place.read() as session:
            connection = session.connection().connection.driver_connection
            connection.set_trace_callback(seen.append)
            stock.stock(session, day=MONDAY)
            stock.under_way(session)
            editions.editions(session, WEDNESDAY)
            connection.set_trace_callback(None)
        return len(seen)

    shop.receive(5)
    shop.send(2)
    few = statements()
    for number in range(12):
        made, at = shop.edition("Megafon", f"{number}/2027", 5000), shop.outlet(f"Senter {number}")
        shop.receive(5, at, made)
        shop.act(stock.send, frm=at, to=shop.main, edition=made, copies=1)
    assert statements() == few
    assert len(shop.stock().splitlines()) == 2 + 2 * 12
    assert few < 20
