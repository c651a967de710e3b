"""Every control in every state, in each theme, at two sizes: painted, and told from what lies behind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui import gallery, tokens
from ui.look import look
from ui.widgets.buttons import Button, RailButton
from ui.widgets.choosing import Check, DropDown, Stepper
from ui.widgets.dates import Calendar, DateField


@pytest.fixture(autouse=True)
def as_it_was(qapp: QApplication) -> Iterator[None]:
    before = look.choice, look.zoom
    yield
    look.set(choice=before[0], zoom=before[1])


@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("theme", tokens.THEMES)
def test_everything_is_painted_and_large_enough(qapp: QApplication, theme: str, zoom: int) -> None:
    look.set(choice=theme, zoom=zoom)
    page = gallery.Gallery()
    page.resize(1366, 768)
    page.show()
    qapp.processEvents()
    picture = page.grab().toImage()
    assert len({picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, 700, 7)}) > 4
    for button in page.findChildren(Button):
        assert button.height() >= look.px(36) and button.width() >= look.px(36)
    for each in page.findChildren(QWidget):
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and not each.accessibleName():
            assert each.accessibleDescription() or each.focusProxy(), each
    page.close()
    page.deleteLater()


@pytest.mark.parametrize("able", [True, False])
@pytest.mark.parametrize("theme", tokens.THEMES)
def test_a_tick_is_seen_also_where_it_cant_be_changed(qapp: QApplication, theme: str, able: bool) -> None:
    look.set(choice=theme, zoom=100)
    check = Check("Monday", True)
    check.setEnabled(able)
    check.resize(check.sizeHint())
    picture = check.grab().toImage()
    middle = check.height() // 2
    inside = {picture.pixelColor(x, y).name() for x in range(8, 20) for y in range(middle - 6, middle + 6)}
    light, dark = max(inside, key=tokens.luminance), min(inside, key=tokens.luminance)
    check.deleteLater()
    assert tokens.contrast(light, dark) >= 3


def test_enter_presses_what_has_focus_but_nothing_that_cant_be_undone(qapp: QApplication) -> None:
    pressed: list[str] = []
    made = (Button("Set up"), Button("Erase", role="danger"), RailButton("People", "users"))
    for button in made:
        button.clicked.connect(lambda _checked=False, b=button: pressed.append(b.text()))
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QTest.keyClick(button, key)
        QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # the page's own
    assert pressed == ["Set up"] * 2 + ["People"] * 2
    QTest.keyClick(made[1], Qt.Key.Key_Space)
    assert pressed[-1] == "Erase"


def test_focus_and_choice_never_share_a_colour() -> None:
    for theme in tokens.THEMES:
        colours = tokens.COLOURS[theme]
        assert colours["focus"] != colours["sel"]
        assert tokens.contrast(colours["focus"], colours["focus-inner"]) >= 3


def test_a_day_is_written_or_chosen(qapp: QApplication) -> None:
    field = DateField("From", lambda: gallery.DAY)
    field.show()
    field.edit.setText("+1")
    assert str(field.day) == "2026-11-24" and field.text() == "24.11.2026"
    field.edit.setText("32.13")
    assert field.day is None and field.error.words.text()
    calendar = Calendar(gallery.DAY, gallery.DAY)
    chosen: list[object] = []
    calendar.chosen.connect(chosen.append)
    calendar.show()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_PageDown, Qt.Key.Key_Return):
        QTest.keyClick(calendar.month, key)
    assert [str(d) for d in chosen] == ["2027-01-01"]
    field.close()


def test_drop_down_check_and_stepper_tell_what_a_person_did(qapp: QApplication) -> None:
    heard: list[object] = []
    drop = DropDown("Kind", [(1, "Day work"), (2, "Standing crew")], 1)
    drop.chosen.connect(heard.append)
    drop.choose(2)
    assert drop.value == 2 and heard == []
    drop.show()
    QTest.keyClick(drop, Qt.Key.Key_Up)
    assert heard == [1]
    check = Check("Present")
    check.show()
    check.resize(400, 44)
    QTest.mouseClick(check, Qt.MouseButton.LeftButton, pos=check.rect().center())
    assert check.isChecked()
    stepper = Stepper("Week", "Before", "After", "Week 47")
    stepper.stepped.connect(heard.append)
    QTest.mouseClick(stepper.forth, Qt.MouseButton.LeftButton)
    assert heard == [1, 1]
    for each in (drop, check):
        each.close()
