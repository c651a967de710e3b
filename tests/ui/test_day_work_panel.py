"""Day work in the window: moved, gone early, sent home and corrected from a person's panel."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from alfdesk.store.workplace import Place
from tests.core.desk import text
from tests.support import SetClock

from .yard import Yard, yard

assert yard  # a fixture, used by name


def panel(yard: Yard, number: int) -> dict[str, object]:
    """Open a person's panel; its buttons by their words."""
    yard.view.open_panel(yard.ids[number])
    QApplication.processEvents()
    return {button.text(): button for button in yard.work.made["today"].panel.acts}  # type: ignore[attr-defined]


def test_moved_left_early_and_sent_home_from_the_panel(yard: Yard, clock: SetClock) -> None:
    yard.hands.press("9", "4", "Enter", "1", "1", "7", "Enter", "1")
    buttons = panel(yard, 94)
    yard.hands.click(buttons["Ute 1"])  # type: ignore[arg-type]
    assert yard.said == "Roger S. is moved to Ute 1."
    assert yard.work.made["today"].panel is None  # type: ignore[attr-defined]
    clock.forward(90)
    yard.hands.click(panel(yard, 94)["Left early"])  # type: ignore[arg-type]
    assert yard.said == f"Roger S. left early at {yard.time()}."
    buttons = panel(yard, 17)
    time = yard.work.made["today"].panel.time  # type: ignore[attr-defined]
    time.set("halv elleve")
    yard.hands.click(buttons["Sent home"])  # type: ignore[arg-type]
    assert time.error.words.text()
    time.set("1015")
    yard.hands.click(buttons["Sent home"])  # type: ignore[arg-type]
    assert yard.queue() == text("""
        1  Roger S.  Left early  Ute 1
        2  Steinar L.  Sent home  Inne  <
    """)
    assert yard.hands.focus() is yard.view.box


def test_the_panel_by_keys_alone(yard: Yard) -> None:
    yard.hands.press("9", "4", "Enter", "1", "F2")
    assert yard.hands.focus().text() == "Ute 1"  # type: ignore[attr-defined]
    yard.hands.press("Tab", "Space")
    assert yard.said == "Roger S. is moved to Ute 2."
    yard.hands.press("F2", "Esc")
    assert yard.hands.focus() is yard.view.box


def test_a_correction_needs_a_reason_and_keeps_the_old_value(yard: Yard, place: Place) -> None:
    yard.hands.press("9", "4", "Enter", "0")
    panel(yard, 94)
    made = yard.work.made["today"].panel  # type: ignore[attr-defined]
    made.correct()
    fix = made.correction
    yard.hands.click(fix.outcome.buttons()[0])
    fix.save.click()
    assert fix.reason.error.words.text()
    fix.reason.set("was here all day")
    yard.hands.click(fix.team.buttons()[1])
    fix.save.click()
    QApplication.processEvents()
    assert yard.queue() == "1  Roger S.  Got a place  Ute 1  <"
    rows = place.cursor().execute("SELECT outcome, voided FROM attendance ORDER BY id").fetchall()
    assert [(o, bool(v)) for o, v in rows] == [("turned_away", True), ("present", False)]
