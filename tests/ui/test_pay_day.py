"""A day paid out in cash from the window, and the bag it is paid from."""

from __future__ import annotations

import pytest

from alfdesk import money, people
from alfdesk.pay import bag as bags
from alfdesk.pay import payouts, steps
from tests.core.desk import FRIDAY, MONDAY, TUESDAY, table, text
from tests.support import SetClock
from ui import tasks
from ui.dialogs.ask import Ask
from ui.dialogs.preview import Preview
from ui.pages.pay.counting import Counting

from .sitting import until
from .till import House, Seat, house

assert house  # a fixture, used by name

TUESDAY_NOON = 1_794_916_800_000  # 17 November 2026, 12.00 UTC


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("house") / "house"
    made = House.founded(folder, SetClock(TUESDAY_NOON), "Ada Berg", "Bo Dahl", "Eva Foss", "Gro Hay")
    made.days(
        ("Ada Berg", TUESDAY, None), ("Bo Dahl", TUESDAY, 225), ("Eva Foss", TUESDAY, None), ("Gro Hay", TUESDAY, 60),
    )  # fmt: skip
    made.do(people.change, person=made.ids["Eva Foss"], payment_method="bank")
    return made


def lines(seat: Seat) -> str:
    return table(
        (n.team, n.name, *(money.written(ore) for ore in (n.earned_ore, n.handed_ore, n.to_pay_ore)), n.method)
        for n in seat.day.list.lines
    )


def asked(seat: Seat) -> Ask:
    return next(a for a in seat.work.findChildren(Ask) if a.isVisible())


def test_the_day_stands_team_by_team_with_its_notes_and_coins(house: House) -> None:
    with house.seat("Sigurd", "pay_day") as seat:
        assert lines(seat) == text("""
            Inne  Ada Berg  200,00  0,00  200,00  cash
            Inne  Eva Foss  200,00  0,00  200,00  bank
            Ute  Bo Dahl  187,50  0,00  188,00  cash
            Ute  Gro Hay  50,00  0,00  50,00  cash
        """)
        assert seat.day.need.text() == "Notes and coins: 1 × 200 · 1 × 100 · 2 × 50 · 1 × 20 · 1 × 10 · 1 × 5 · 3 × 1"
        assert seat.day.teams.text() == "Inne 200\u00a0kr · Ute 238\u00a0kr"
        assert seat.day.all_button.text() == "Pay 438,00\u00a0kr to 3 people"


def test_space_signs_for_one_and_undo_takes_it_back(house: House) -> None:
    with house.seat("Sigurd", "pay_day") as seat:
        seat.hands.press("Space")
        assert seat.said == "Ada Berg has been paid 200,00\u00a0kr." and seat.day.table.current().name == "Eva Foss"
        seat.hands.press("Ctrl+Z")
        assert not any(line.handed_ore for line in seat.day.list.lines)


@pytest.mark.parametrize(("typed", "found"), [
    ("da", ["Bo Dahl"]), ("bo d", ["Bo Dahl"]), ("3", ["Eva Foss"]), ("33", []), ("hl", []),
])  # fmt: skip
def test_somebody_is_found_by_the_beginning_of_a_name_or_number(house: House, typed: str, found: list[str]) -> None:
    with house.seat("Sigurd", "pay_day") as seat:
        seat.hands.write(typed)
        assert [line.name for line in seat.day.table.rows.records] == found
        assert seat.day.frame.isVisible() is bool(found)
        seat.hands.press("Esc")
        assert len(seat.day.table.rows.records) == 4


def test_the_arrows_walk_the_list_from_the_box(house: House) -> None:
    with house.seat("Sigurd", "pay_day") as seat:
        seat.hands.write("a")  # Ada, alone
        seat.hands.press("Backspace", "Down", "Down")
        assert seat.day.search.hasFocus() and seat.day.table.current().name == "Bo Dahl"
        seat.hands.press("Up", "Enter")
        assert seat.said == "Eva Foss has been paid 200,00\u00a0kr."


def test_everyone_is_paid_once_and_nothing_twice(house: House) -> None:
    with house.seat("Sigurd", "pay_day") as seat:
        seat.hands.press("Ctrl+Enter", "Enter")
        assert seat.said == "Paid 438,00\u00a0kr to 3 people."
        assert not seat.day.all_button.isVisible()
        seat.hands.press("Home", "Space")
        assert seat.said == "This is more than the person has coming. Nothing has changed."
    with house.seat("Olga") as seat:
        assert [line.to_pay_ore for line in seat.pay.week.lines] == [0, 0, 20000, 0]
        assert [line.paid_ore for line in seat.pay.week.lines] == [20000, 18750, 0, 5000]


def test_it_is_reached_from_the_day_itself(house: House) -> None:
    with house.seat("Sigurd", "today") as seat:
        seat.hands.press("Ctrl+D")
        assert seat.work.front is seat.day and seat.day.day == TUESDAY
        seat.hands.press("Ctrl+B")
        assert [key for key, place in seat.work.rail.places.items() if place.isChecked()] == ["pay_day"]


def test_an_approved_week_pays_no_day(house: House) -> None:
    for step, name in (("prepare", "Olga"), ("attest", "Mona"), ("approve", "Mia")):
        house.do(getattr(steps, step), name, programme=house.programme, monday=MONDAY)
    with house.seat("Sigurd", "pay_day") as seat:
        assert seat.day.band.isVisible() and not seat.day.all_button.isVisible()
        seat.hands.press("Space")
        assert not any(line.handed_ore for line in seat.day.list.lines)


def test_a_payout_is_taken_back_with_a_reason(house: House) -> None:
    house.do(payouts.pay_day, "Sigurd", programme=house.programme, day=TUESDAY, today=TUESDAY)
    with house.seat("Olga", "pay_day") as seat:
        seat.hands.press("Ctrl+Backspace", "Enter")
        assert asked(seat)._parts[0].error.words.text() == "Write a short reason. Nothing has changed."
        seat.hands.write("gikk uten")
        seat.hands.press("Enter")
        assert [line.handed_ore for line in seat.day.list.lines] == [0, 0, 18800, 5000]


def test_a_bag_goes_out_is_paid_from_and_counted_blind(house: House) -> None:
    with house.seat("Olga", "pay") as seat:
        seat.hands.press("Ctrl+B", "Ctrl+N")
        question = asked(seat)
        holder, day, counting = question._parts
        assert isinstance(counting, Counting) and holder.control.currentText() == "Sigurd"
        day.set_day(TUESDAY)
        counting.show_counts({200: 2, 50: 2, 10: 3, 1: 8})
        assert counting.sum.text() == "Together 538,00\u00a0kr"
        question.buttons[0].click()
        assert seat.said == "A bag is handed out to Sigurd."
    with house.seat("Sigurd", "pay_day") as seat:
        assert seat.day.bag.currentText() == "Bag of Sigurd, today"
        seat.hands.press("Ctrl+Enter", "Enter")
        seat.hands.press("Ctrl+B")
        (row,) = seat.bag.table.rows.records
        shown = [seat.bag.table.rows.cell(seat.bag.table.rows.index(0, n)).text for n in range(7)]
        assert row.status == "out" and shown[3:6] == ["–", "–", "–"]  # what should be in it is nowhere to be read
        seat.hands.press("Enter")
        asked(seat)._parts[0].show_counts({50: 1, 20: 2})
        asked(seat).buttons[0].click()
        assert seat.said == "The bag of Sigurd is counted. The difference is −10,00\u00a0kr."
        seat.hands.press("Ctrl+E")
        seat.hands.write("mynt mistet i snøen")
        seat.hands.press("Enter")
        (row,) = seat.bag.table.rows.records
        assert row.status == "returned" and row.difference_ore == -1000


def test_the_list_and_the_count_are_shown_before_they_are_printed(house: House) -> None:
    house.do(payouts.pay_day, "Sigurd", programme=house.programme, day=TUESDAY, today=TUESDAY)
    with house.open() as place, place.read() as session:
        from alfdesk import staff

        sigurd = next(m.id for m in staff.members(session) if m.name == "Sigurd")
    house.do(bags.hand_out, "Olga", programme=house.programme, day=TUESDAY, holder=sigurd, counts={100: 5})
    with house.seat("Sigurd", "pay_day") as seat:
        for page, key in (("pay_day", "Ctrl+P"), ("pay_day", "Ctrl+Shift+P"), ("cash_bag", "Ctrl+P")):
            seat.work.go(page)
            seat.hands.press(key)
            preview = next(p for p in seat.work.findChildren(Preview) if p.isVisible())
            until(lambda p=preview: p.sheet is not None or not tasks.running())
            assert preview.sheet is not None and preview.sheet.pages == 1, preview.band.words.text()
            seat.hands.press("Esc")


@pytest.mark.parametrize("typed", ["x", "−1"])
def test_what_is_no_number_is_not_counted(house: House, typed: str) -> None:
    with house.seat("Olga", "cash_bag") as seat:
        seat.hands.press("Ctrl+N")
        counting = asked(seat)._parts[-1]
        counting.fields[100].edit.setText(typed)
        asked(seat).buttons[0].click()
        assert counting.fields[100].error.words.text() == "Write a whole number." and asked(seat).isVisible()
        seat.hands.press("Esc")
        assert not seat.bag.table.rows.records


def test_a_day_nobody_worked_says_so(house: House) -> None:
    house.clock.forward(3 * 24 * 60)
    with house.seat("Sigurd", "pay_day") as seat:
        assert seat.day.day == FRIDAY and seat.day.empty.words.text() == "Nobody has worked on this day yet."
        seat.hands.press("Alt+Left", "Alt+Left", "Alt+Left")
        assert len(seat.day.list.lines) == 4
