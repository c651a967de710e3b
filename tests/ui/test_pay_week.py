"""A whole week of money in the window by keyboard alone, from a queue on Monday to a locked Friday; week 47's answers."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk import programmes
from alfdesk.attendance import lists
from alfdesk.pay import records
from tests.core.desk import MONDAY, text
from tests.support import SetClock
from ui.dialogs.preview import Preview
from ui.formats import kroner
from ui.pages.pay.reading import Reading

from .sitting import until
from .till import House, Seat

SAMPLE = Path(__file__).parent.parent / "samples" / "week47"
MONDAY_MORNING = 1_794_819_600_000  # 16 November 2026, 09.00 UTC
DAY = 24 * 60


def in_the_queue(seat: Seat, *names: str) -> None:
    """They arrive one after the other, and each takes the place that is proposed."""
    for name in names:
        seat.hands.write(name)
        seat.hands.press("Enter", "Enter")


def sheet(seat: Seat) -> str:
    """The week's sheet, shown by keys; its words."""
    seat.hands.press("Ctrl+P")
    preview = next(p for p in seat.work.findChildren(Preview) if p.isVisible())
    until(lambda: preview.sheet is not None)
    words = preview.sheet.document.getAllText(0).text()
    seat.hands.press("Esc")
    return str(words)


@pytest.mark.slow
def test_a_week_from_a_queue_on_monday_to_a_locked_friday(qapp: QApplication, tmp_path: Path) -> None:
    clock = SetClock(MONDAY_MORNING)
    house = House.founded(tmp_path / "house", clock, "Ada Berg", "Bo Dahl", "Eva Foss", places=15)
    for number, who in enumerate((("ada", "bo", "eva"), ("ada", "bo"), ("ada",), (), ("ada", "bo"))):
        with house.seat("Sigurd", "today") as seat:
            if who:
                in_the_queue(seat, *who)
            rows = seat.work.made["today"].view.board.rows
            assert [r.outcome for r in rows] == ["present"] * len(who)
            if number == 1:  # two o'clock on Tuesday: Bo needs his money now
                seat.hands.press("Ctrl+D", "Down", "Space")
                assert seat.said == "Bo Dahl has been paid 200,00\u00a0kr."
        if number < 4:
            clock.forward(DAY)

    with house.seat("Olga") as seat:
        seat.hands.press("Ctrl+Enter")
        assert seat.short() == text("""
            Ada Berg  800,00  cash
            Bo Dahl  400,00  cash
            Eva Foss  200,00  cash
        """)
        assert seat.said == "Week 47 is prepared."
    clock.forward(5)
    with house.seat("Mona") as seat:  # she reads it, and sees that Eva was there on Tuesday too
        seat.hands.press("Ctrl+Enter")
        assert seat.work.findChild(Reading).step_button.text() == "Attest 1\u00a0400,00\u00a0kr for 3 people"
        seat.hands.press("Esc", "Ctrl+Backspace")
        seat.hands.write("Eva var her tirsdag")
        seat.hands.press("Enter")
        assert seat.said == "Week 47 is sent back." and seat.pay.week.status == "open"
    with house.seat("Sigurd", "today") as seat:
        seat.hands.press("Alt+Left", "Alt+Left", "Alt+Left")
        in_the_queue(seat, "eva")
        assert [r.outcome for r in seat.work.made["today"].view.board.rows] == ["present"] * 3
    clock.forward(5)
    with house.seat("Olga") as seat:
        seat.hands.press("Ctrl+Enter")
        assert seat.pay.week.version == 2
    clock.forward(5)
    with house.seat("Mona") as seat:
        seat.hands.press("Ctrl+Enter", "Enter")
        assert seat.said == "Week 47 is attested."
    clock.forward(5)
    with house.seat("Mia") as seat:
        seat.hands.press("Ctrl+Enter", "Enter")
        assert seat.said == "Week 47 is approved."
    clock.forward(5)
    with house.seat("Olga") as seat:
        words = sheet(seat)
        assert "2" in words and "Eva Foss" in words and "400,00" in words
        assert "ersion 2" in words and "200,00" in words  # and what it says otherwise than version 1
        seat.hands.press("Space", "Space", "Ctrl+Enter", "Enter")  # Eva has gone home
        assert seat.short() == text("""
            Ada Berg  800,00  cash  signed
            Bo Dahl  400,00  cash  signed
            Eva Foss  400,00  cash
        """)
        assert seat.pay.week.status == "paid"
        done = [s.words for s in seat.pay.steps.steps if s.state == "done"]
        assert done == ["Prepare", "Attest", "Approve", "Pay out"]
    with house.seat("Mona") as seat:
        seat.hands.press("Ctrl+Enter")
        assert seat.pay.week.status == "locked" and not seat.pay.step_button.isVisible()
        seat.hands.press("Alt+Right")
        assert seat.rows().startswith("3  Eva Foss") and "not collected 400" in seat.rows()


def test_week_47_gives_its_answers_in_the_window(qapp: QApplication, tmp_path: Path) -> None:
    answers = json.loads((SAMPLE / "answers.json").read_text("utf-8"))
    clock = SetClock(MONDAY_MORNING + 4 * DAY * 60_000)
    house = House.founded(tmp_path / "house", clock)
    with house.open() as place:
        with place.write() as work:
            programmes.rule(work, about=house.programme, key="cap", value=answers["settings"]["cap_minutes"],
                            since=date(2026, 1, 1))  # fmt: skip
        for read, file in ((lists.read_people, "people.csv"), (lists.read_list, "attendance.csv")):
            with place.write(batch=True) as work:
                read(work, file=SAMPLE / file, today=MONDAY + timedelta(6))
    with house.seat("Olga") as seat:
        week = seat.pay.week
        found = {n.number: (n.minutes, n.gross_ore, n.method, n.to_pay_ore, n.rounding_ore) for n in week.lines}
        assert found == {
            n["number"]: (n["minutes"], n["gross_ore"], n["method"], n["to_pay_ore"], n["rounding_ore"])
            for n in answers["lines"]
        }
        rows = seat.pay.table.rows
        sums = next(n for n, column in enumerate(rows.columns) if column.heading == "To pay")
        said = {
            rows.cell(rows.index(row, 0)).text: rows.cell(rows.index(row, sums)).text for row in range(rows.rowCount())
        }
        assert said == {str(n["number"]): kroner(n["to_pay_ore"]) for n in answers["lines"]}
        wanted = answers["totals"]
        assert seat.pay.sums.sums["To pay"] == kroner(wanted["to_pay_ore"])
        assert seat.pay.totals.people == wanted["people"] and seat.pay.totals.minutes == wanted["minutes"]
        assert {str(k): v for k, v in records.cash_need(week.lines).items()} == answers["cash_need"]
