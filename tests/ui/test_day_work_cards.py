"""Day work in the window: cards that are scanned, while somebody types or chooses too."""

from __future__ import annotations

from alfdesk import cards
from alfdesk.sales import sellers
from tests.core.desk import text
from tests.support import SetClock

from .yard import Yard, yard

assert yard  # a fixture, used by name


def test_a_scanned_card_only_queues(yard: Yard, clock: SetClock) -> None:
    yard.hands.scan(cards.code(94))
    assert yard.hands.keys == 0
    assert yard.queue() == "1  Roger S.  Waits  –  <"
    assert yard.view.choosing is None
    came = yard.time()
    yard.hands.scan(cards.code(94))
    assert yard.said == f"Roger S. is in already, since {came}."
    clock.forward(3)
    yard.hands.scan(cards.code(17))
    yard.hands.scan(cards.code(94))
    assert yard.said == f"Roger S. is in already, since {came}."
    assert yard.view.marked == yard.ids[94]
    assert yard.queue() == text("""
        1  Roger S.  Waits  –  <
        2  Steinar L.  Waits  –
    """)


def test_a_card_within_sixty_seconds_is_one_arrival_and_moves_no_mark(yard: Yard, clock: SetClock) -> None:
    yard.hands.scan(cards.code(94))
    clock.now += 20_000
    yard.hands.scan(cards.code(17))
    clock.now += 20_000
    yard.hands.scan(cards.code(94))
    assert yard.view.marked == yard.ids[17]
    yard.hands.press("Ctrl+Z", "Ctrl+Z")
    assert yard.queue() == ""
    yard.hands.scan(cards.code(94))  # the arrival was undone: she arrives
    assert yard.queue() == "1  Roger S.  Waits  –  <"


def test_a_burst_is_two_people_a_wrong_check_character_nobody(yard: Yard) -> None:
    yard.hands.scan(cards.code(94) + cards.code(17))
    good = cards.code(9)
    wrong = good[:-1] + ("A" if good[-1] != "A" else "B")
    yard.hands.scan(wrong)
    assert yard.said == "This card was not read right. Scan it again, or type the number."
    assert yard.view.box.selectedText() == wrong
    yard.hands.scan(good[:4])
    assert yard.said == "Only a part of the card was read. Scan it again."
    yard.hands.scan(good)
    assert [r.number for r in yard.view.board.rows] == [94, 17, 9]
    yard.hands.press("Esc")
    yard.hands.write("mon")
    yard.hands.scan(cards.code(12))
    assert yard.view.box.text() == "mon"
    assert [r.number for r in yard.view.board.rows] == [94, 17, 9, 12]


def test_a_scan_while_a_choice_is_open_leaves_her_waiting(yard: Yard) -> None:
    yard.hands.press("9", "4", "Enter")
    yard.hands.scan(cards.code(17))
    assert yard.queue() == text("""
        1  Roger S.  Waits  –
        2  Steinar L.  Waits  –  <
    """)


def test_a_sellers_card_is_hers_here_too_until_it_is_lost(yard: Yard) -> None:
    roger = yard.ids[94]
    with yard.work.desk.place.write() as work:
        sellers.make_seller(work, person=roger, number=7)
    for _card in range(2):
        with yard.work.desk.place.write() as work:
            sellers.give_card(work, person=roger, day=yard.work.desk.today())
    yard.hands.scan(cards.seller_code(7, 1))
    assert (yard.said, yard.queue()) == ("This card has been replaced. Ask for the new one.", "")
    yard.hands.scan(cards.seller_code(7, 2))
    assert yard.queue() == "1  Roger S.  Waits  –  <"
    yard.hands.press("Ctrl+Z")
    with yard.work.desk.place.write() as work:
        sellers.card_lost(work, person=roger, serial=2, day=yard.work.desk.today())
    yard.hands.scan(cards.seller_code(7, 2))
    assert "reported lost" in yard.said and yard.queue() == ""
    yard.hands.scan(cards.seller_code(8, 1))
    assert yard.said == "Nobody has seller number 8. Nothing has changed."
