"""The page Lønn: what it shows of a week, what may be done in it, and by whom."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from alfdesk import people
from alfdesk.pay import steps
from tests.core.desk import FRIDAY, MONDAY, THURSDAY, TUESDAY, text
from tests.support import SetClock
from ui import session, tasks
from ui.dialogs.ask import Ask
from ui.dialogs.preview import Preview
from ui.pages.pay import prints
from ui.pages.pay.line_panel import LinePanel
from ui.pages.pay.my_week import MyWeek
from ui.pages.pay.reading import Reading
from ui.widgets.text import Text

from .sitting import until
from .till import House, house

assert house  # a fixture, used by name

NOON_FRIDAY = 1_795_176_000_000  # 20 November 2026, 12.00 UTC


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("house") / "house"
    made = House.founded(folder, SetClock(NOON_FRIDAY), "Ada Berg", "Bo Dahl", "Eva Foss")
    made.days(
        ("Ada Berg", MONDAY, None), ("Ada Berg", TUESDAY, 225), ("Bo Dahl", MONDAY, None), ("Bo Dahl", THURSDAY, None),
        ("Eva Foss", FRIDAY, 60),
    )  # fmt: skip
    made.do(people.change, person=made.ids["Eva Foss"], payment_method="bank")
    return made


def test_the_week_stands_as_a_table_with_its_totals(house: House) -> None:
    with house.seat("Olga") as seat:
        assert seat.rows() == text("""
            1  Ada Berg  ×  ×  –  –  –  2  7:45  387,50  388,00\u00a0kr  kontant  –
            2  Bo Dahl  ×  –  –  ×  –  2  8:00  400,00  400,00\u00a0kr  kontant  –
            3  Eva Foss  –  –  –  –  ×  1  1:00  50,00  50,00\u00a0kr  konto  kontonummer mangler
        """).replace("kontant", "cash").replace("konto  kontonummer mangler", "account  account number missing")
        assert seat.pay.sums.words == "Sum · 3 people"
        assert seat.pay.sums.sums["Days"] == "5" and seat.pay.sums.sums["To pay"] == "838,00\u00a0kr"
        assert seat.pay.sums.aside == "cash 788\u00a0kr · account 50\u00a0kr"
        assert [s.state for s in seat.pay.steps.steps] == ["next", "coming", "coming", "coming", "coming"]
        assert seat.pay.subtitle.text() == "16.–20. November 2026"


def test_a_gap_stops_nothing_and_its_button_opens_what_causes_it(house: House) -> None:
    with house.seat("Berit") as seat:
        assert not seat.pay.stops.isVisible() and seat.pay.gaps.isVisible()
        assert [p.words.text() for p in seat.pay.gaps.parts] == [
            "Eva Foss is paid by bank, but has no account number."
        ]
        seat.hands.press("Ctrl+M")
        assert [line.name for line in seat.pay.table.rows.records] == ["Eva Foss"]
        seat.hands.press("Ctrl+M")
        seat.hands.click(seat.pay.gaps.parts[0].button)
        assert seat.work.front.key == "people" and seat.work.front.card.person == house.ids["Eva Foss"]


def test_this_weeks_sheet_is_three_keys_away_from_anywhere(house: House) -> None:
    house.do(steps.prepare, "Olga", programme=house.programme, monday=MONDAY)
    with house.seat("Olga", "people") as seat:
        seat.hands.press("Ctrl+4", "Ctrl+P")
        (preview,) = seat.work.findChildren(Preview)
        until(lambda: preview.sheet is not None)
        seat.hands.press("Enter")  # without a printer: where is it to be saved
        assert seat.hands.keys <= 3 and preview.sheet.pages == 1
        assert preview.table_button.isVisible()
        for child in QApplication.topLevelWidgets():
            if child is not seat.work and child.isVisible():
                child.close()
        assert preview.save_table(house.folder / "uke.csv")
        assert "Ada Berg" in (house.folder / "uke.csv").read_text("utf-8-sig")
        until(lambda: not tasks.running())


def test_an_open_week_has_no_sheet_and_the_reason_is_told(house: House) -> None:
    with house.seat("Olga") as seat:
        seat.hands.press("Ctrl+P")
        (preview,) = seat.work.findChildren(Preview)
        until(lambda: bool(preview.band.words.text()) and not tasks.running())
        assert "Week 47 is not prepared yet. Prepare it first." in preview.band.words.text()
        assert preview.sheet is None
        seat.hands.press("Esc")


def test_four_eyes_the_button_is_there_and_explains(house: House) -> None:
    with house.seat("Berit") as seat:
        seat.hands.press("Ctrl+Enter")
        assert seat.pay.week.status == "prepared" and seat.said == "Week 47 is prepared."
        assert seat.pay.step_button.text() == "Attest 838,00\u00a0kr for 3 people"
        assert seat.pay.hint.text() == "You prepared this week yourself. Ask a colleague."
        seat.hands.press("Ctrl+Enter")
        reading = seat.work.findChild(Reading)
        assert reading.why.words.text() == seat.pay.hint.text()
        seat.hands.press("Enter")
        assert seat.said == "You prepared this week yourself. Ask a colleague to attest it. Nothing has changed."
        assert seat.pay.week.status == "prepared"
        seat.hands.press("Esc", "Ctrl+Z")
        assert seat.said == "This step can't be undone. Do the opposite instead, with a reason."


def test_what_is_read_before_attesting_says_what_is_unlike_last_week(house: House) -> None:
    house.days(*((name, date(2026, 11, day), None) for name in ("Ada Berg", "Bo Dahl") for day in (9, 10)))
    house.do(steps.prepare, "Olga", programme=house.programme, monday=MONDAY)
    with house.seat("Mona") as seat:
        seat.hands.press("Ctrl+Enter")
        reading = seat.work.findChild(Reading)
        assert "1 new: Eva Foss" in reading.summary()
        assert reading.step_button.text() == "Attest 838,00\u00a0kr for 3 people"
        seat.hands.press("Enter")
        assert seat.pay.week.status == "attested" and not isValid(reading)


@pytest.mark.parametrize(("name", "why"), [("Olga", "manager's"), ("Mona", "")])
def test_a_step_of_another_role_says_whose_it_is(house: House, name: str, why: str) -> None:
    house.do(steps.prepare, "Olga", programme=house.programme, monday=MONDAY)
    with house.seat(name) as seat:
        assert (why in seat.pay.hint.text()) if why else seat.pay.why == ""
        assert seat.pay.back_button.isVisible() == (name == "Mona")


def test_enter_opens_a_persons_week_and_the_arrows_go_on_in_it(house: House) -> None:
    with house.seat("Olga") as seat:
        seat.hands.press("Enter")
        panel = seat.pay.panel
        assert isinstance(panel, LinePanel) and panel.line.name == "Ada Berg"
        said = panel.spoken()
        assert said.endswith(
            "Monday 16.11. 4 hours × 50\u00a0kr 200,00 Tuesday 17.11. 3 hours 45 min × 50\u00a0kr 187,50 "
            "Rounding to whole kroner 0,50 To pay 388,00\u00a0kr"
        )
        seat.hands.press("Down")
        assert panel.line.name == "Bo Dahl"
        seat.hands.press("Esc")
        assert seat.pay.panel is None and QApplication.focusWidget() is seat.pay.table


def test_my_week_shows_her_own_and_nothing_else_and_any_key_goes_back(house: House) -> None:
    with house.seat("Olga") as seat:
        seat.hands.press("Enter", "Ctrl+U")
        mine = seat.work.findChild(MyWeek)
        assert mine.geometry() == seat.work.rect() and mine.panel.geometry() == mine.rect()
        texts = mine.findChildren(Text)
        shown = [t.text() for t in texts]
        assert "Ada Berg" in shown[0] and "Bo Dahl" not in " ".join(shown)
        assert shown[-4:] == ["Rounding to whole kroner", "0,50", "To pay", "388,00\u00a0kr"]
        assert min(t.font().pixelSize() for t in texts) >= 37  # 28 points
        seat.hands.press("x")
        assert not isValid(mine)


def test_something_is_held_back_with_a_ground(house: House) -> None:
    with house.seat("Olga") as seat:
        seat.hands.press("Enter")
        hold = next(b for b in seat.pay.panel.acts if b.text() == "Hold back")
        hold.setFocus()
        seat.hands.press("Space")
        asked = seat.work.findChild(Ask)
        amount, ground, words = asked._parts
        offered = [ground.control.itemText(n) for n in range(ground.control.count())]
        assert offered == ["Agreed in writing", "By law", "Damage she admits"] and ground.control.value == "agreement"
        ground.control.choose("admitted")
        amount.edit.setText("5000")
        words.edit.setText("lån av sko")
        asked.buttons[0].click()
        assert seat.said == "This is more than the person has coming. Nothing has changed."
        amount.edit.setText("50")
        asked.buttons[0].click()
        assert [n.deducted_ore for n in seat.pay.week.lines] == [5000, 0, 0]
        assert [d.told for d in seat.pay.week.lines[0].deductions] == ["Deducted as you have admitted: lån av sko"]
        assert seat.pay.week.lines[0].to_pay_ore == 33800
        assert seat.pay.panel.isAncestorOf(QApplication.focusWidget())  # the button that asked is gone
        seat.hands.press("Ctrl+Z")
        assert seat.pay.week.lines[0].to_pay_ore == 38800


def test_a_week_is_found_by_its_number_and_by_a_day(house: House) -> None:
    with house.seat("Olga") as seat:
        for typed, monday in (("45", "2026-11-02"), ("2026-53", "2026-12-28"), ("20.11.", "2026-11-16")):
            seat.hands.press("Ctrl+G")
            seat.hands.write(typed)
            seat.hands.press("Enter")
            assert seat.pay.monday.isoformat() == monday
        seat.hands.press("Alt+Left")
        assert not seat.pay.week.lines and seat.pay.nothing.isVisible()
        seat.hands.press("Alt+Home")
        assert seat.pay.monday == MONDAY


def test_letters_find_somebody_on_the_list(house: House) -> None:
    with house.seat("Olga") as seat:
        seat.hands.write("fo")
        assert [line.name for line in seat.pay.table.rows.records] == ["Eva Foss"]
        seat.hands.press("Esc")
        assert len(seat.pay.table.rows.records) == 3
        seat.hands.write("bo d")
        assert [line.name for line in seat.pay.table.rows.records] == ["Bo Dahl"]


def test_whoever_is_found_is_signed_for_from_the_box(house: House) -> None:
    for step, name in (("prepare", "Olga"), ("attest", "Mona"), ("approve", "Mia")):
        house.do(getattr(steps, step), name, programme=house.programme, monday=MONDAY)
    with house.seat("Olga") as seat:
        seat.hands.write("bo")
        assert seat.pay.search.hasFocus()
        seat.hands.press("Space")
        assert seat.said == "Bo Dahl has been paid 400,00\u00a0kr."
        assert seat.pay.table.hasFocus() and len(seat.pay.table.rows.records) == 3


def test_space_signs_the_marked_line_and_undo_takes_it_back(house: House) -> None:
    for step, name in (("prepare", "Olga"), ("attest", "Mona"), ("approve", "Mia")):
        house.do(getattr(steps, step), name, programme=house.programme, monday=MONDAY)
    with house.seat("Olga") as seat:
        assert seat.pay.need.text() == (
            "Notes and coins for 2 people: 3 × 200 · 1 × 100 · 1 × 50 · 1 × 20 · 1 × 10 · 1 × 5 · 3 × 1"
        )
        seat.hands.press("Space")
        assert seat.said == "Ada Berg has been paid 388,00\u00a0kr."
        assert seat.pay.table.current().name == "Bo Dahl"
        seat.hands.press("Ctrl+Z")
        assert not any(line.signed for line in seat.pay.week.lines)
        seat.hands.press("Home", "Space", "Ctrl+Enter")
        asked = seat.work.findChild(Ask)
        assert asked.words.text() == (
            "To accounts: 50,00\u00a0kr for 1 person. Not signed: 400,00\u00a0kr for 1 person. "
            "It stays, and comes up next week."
        )
        seat.hands.press("Enter")
        assert seat.pay.week.status == "paid"
        assert [line.signed for line in seat.pay.week.lines] == [True, False, True]
        seat.hands.press("Ctrl+M")
        assert [line.name for line in seat.pay.table.rows.records] == ["Bo Dahl", "Eva Foss"]  # no receipt; no account


def test_a_key_on_a_line_is_answered_within_fifty_milliseconds(house: House) -> None:
    names = [f"Per{n} Ås" for n in range(60)]
    with house.open() as place:
        for number, name in enumerate(names, 10):
            with place.write() as work:
                house.ids[name] = people.register(work, number=number, call_name=name.split()[0], last_name="Ås",
                                                  first_name=name.split()[0])  # fmt: skip
    house.days(*((name, MONDAY, None) for name in names))
    for step, who in (("prepare", "Olga"), ("attest", "Mona"), ("approve", "Mia")):
        house.do(getattr(steps, step), who, programme=house.programme, monday=MONDAY)
    with house.seat("Olga") as seat:
        took = []
        for _line in range(40):
            began = time.process_time()
            seat.hands.press("Space")
            took.append(time.process_time() - began)
        assert sum(line.signed for line in seat.pay.week.lines) == 40
        assert sorted(took)[37] < 0.05, [round(t * 1000) for t in took]


def test_a_supervisor_has_the_day_in_the_rail_and_not_the_week(house: House) -> None:
    with house.seat("Sigurd", "today") as seat:
        assert "pay" not in seat.work.rail.places and "pay_day" in seat.work.rail.places
        assert [c.keys for c in seat.work.registry if c.id == "go.pay_day"] == [("Ctrl+4",)]


def test_an_empty_week_points_to_the_oldest_that_waits(house: House) -> None:
    house.days(("Ada Berg", MONDAY - timedelta(14), None))
    with house.seat("Olga") as seat:
        seat.hands.press("Alt+Right")
        assert seat.pay.nothing.isVisible() and seat.pay.waiting_button.text() == "Show week 45"
        seat.hands.click(seat.pay.waiting_button)
        assert seat.pay.monday == MONDAY - timedelta(14)


def test_the_same_hours_twice_stop_the_week_and_the_button_opens_the_day(house: House) -> None:
    other = house.same_hours("Bo Dahl", THURSDAY)
    with house.seat("Berit", "today") as seat:
        seat.work.made["today"].choose(other)
        seat.work.go("pay")
        seat.pay.choose(house.programme)
        (trouble,) = seat.pay.stops.parts
        assert trouble.words.text() == (
            "Bo Dahl has the same hours in two programmes on 19.11.2026. Correct one of them."
        )
        seat.hands.press("Ctrl+Enter")
        assert seat.pay.week.status == "open" and seat.said.endswith("Nothing has changed.")
        seat.hands.click(trouble.button)
        today = seat.work.made["today"]
        assert seat.work.front is today and today.day == THURSDAY and today.programme == house.programme


@pytest.mark.parametrize("which", ["pay", "hours", "slips", "bank", "notes"])
def test_every_sheet_of_the_week_is_shown_before_it_is_printed(house: House, which: str) -> None:
    house.do(steps.prepare, "Olga", programme=house.programme, monday=MONDAY)
    with house.seat("Olga") as seat:
        prints.show(seat.work, which, house.programme, MONDAY)
        (preview,) = seat.work.findChildren(Preview)
        until(lambda: preview.sheet is not None or bool(preview.band.words.text()) and not tasks.running())
        assert preview.sheet is not None and preview.sheet.pages == 1
        assert (preview._table is not None) == (which in ("pay", "hours", "bank"))
        if preview._table is not None:
            assert preview.save_table(house.folder / "uke.xlsx") and (house.folder / "uke.xlsx").stat().st_size > 2000


def test_the_page_opens_within_a_hundred_and_fifty_milliseconds(house: House) -> None:
    """From the first time on; with ten years behind it the bench measures what it reads."""
    session.warm(house.folder)
    with house.seat("Olga", "today") as seat:
        began = time.process_time()
        seat.hands.press("Ctrl+4")
        took = time.process_time() - began
        assert seat.work.front is seat.pay and len(seat.pay.table.rows.records) == 3
        assert took < 0.15, round(took * 1000)
