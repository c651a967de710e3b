"""What scrolls, and that nothing is worn by the whole window which each change of the look would take off and put on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from ui.look import look
from ui.widgets.fields import Field, Paper
from ui.widgets.focus_ring import FocusRing
from ui.widgets.layouts import Column
from ui.widgets.scroll import Scroll, ScrollBar


@pytest.fixture(autouse=True)
def as_it_was(qapp: QApplication) -> Iterator[None]:
    before = look.choice, look.zoom
    look.set(choice="light", zoom=100)
    yield
    look.set(choice=before[0], zoom=before[1])


def scrolled(*parts: QWidget) -> Scroll:
    inside = QWidget()
    Column(*parts, parent=inside)
    scroll = Scroll(inside)
    scroll.resize(400, 200)
    scroll.show()
    QApplication.processEvents()
    return scroll


def test_no_change_of_the_look_dresses_the_whole_window(qapp: QApplication) -> None:
    for choice, zoom in (("dark", 100), ("sun", 100), ("contrast", 200), ("light", 100)):
        look.set(choice=choice, zoom=zoom)
        assert not qapp.styleSheet()


def test_a_bar_follows_the_look_also_when_it_changed_out_of_sight(qapp: QApplication) -> None:
    tall = QWidget()
    tall.setFixedHeight(900)
    scroll = scrolled(tall)
    bar = scroll.verticalScrollBar()
    assert isinstance(bar, ScrollBar) and bar.isVisible() and bar.width() == 14
    scroll.hide()
    look.set(choice="contrast", zoom=200)
    scroll.show()
    QApplication.processEvents()
    assert bar.width() == 28
    handle = bar.grab().toImage().pixelColor(14, 20)
    assert handle == QColor(look.colour("edge"))
    scroll.close()


def test_why_a_field_is_refused_is_never_told_below_the_edge(qapp: QApplication) -> None:
    above = QWidget()
    above.setFixedHeight(110)
    field, below = Field("Places", "many"), QWidget()
    below.setFixedHeight(300)
    scroll = scrolled(above, field, below)
    field.refuse("Write a number.")
    QApplication.processEvents()
    bottom = field.error.mapTo(scroll.viewport(), field.error.rect().bottomLeft()).y()
    assert 0 < bottom <= scroll.viewport().height()
    scroll.close()


def test_the_ring_goes_out_of_sight_with_what_has_the_focus(qapp: QApplication) -> None:
    """On the page below, the wheel takes a field away: nothing else must look as if it had the focus."""
    window, above, field, below = QWidget(), QWidget(), Field("Places", "many"), QWidget()
    head, part = QWidget(), Scroll(inside := QWidget())
    above.setFixedHeight(60)
    below.setFixedHeight(600)
    head.setFixedHeight(80)
    Column(above, field, below, parent=inside)
    Column(head, part, gap=0, parent=window)
    ring = FocusRing(window)
    window.resize(400, 320)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    field.edit.setFocus()
    QApplication.processEvents()

    def painted() -> QRect:
        """Where in the window the ring differs from what lies under it."""
        if not ring.isVisible():
            return QRect()
        with_ring = window.grab().toImage()
        ring.hide()
        without = window.grab().toImage()
        ring.show()
        spots = [
            (x, y) for y in range(window.height()) for x in range(0, window.width(), 4)
            if with_ring.pixel(x, y) != without.pixel(x, y)
        ]  # fmt: skip
        found = QRect()
        for x, y in spots:
            found |= QRect(x, y, 1, 1)
        return found

    whole = painted()
    top = part.viewport().mapTo(window, part.viewport().rect().topLeft()).y()
    assert whole.top() > top and whole.height() > 44
    bar = part.verticalScrollBar()
    bar.setValue(whole.center().y() - top)  # half of it
    half = painted()
    assert top - 5 <= half.top() < top + 5 and 0 < half.height() < whole.height()
    bar.setValue(whole.bottom() - top + 20)
    assert painted().isEmpty()
    bar.setValue(0)
    assert painted() == whole
    window.close()
    window.deleteLater()


def test_the_ring_lies_over_a_panel_that_is_raised_when_it_has_the_focus_already(qapp: QApplication) -> None:
    window = QWidget()
    panel = QWidget(window)
    panel.setGeometry(20, 20, 300, 160)
    Column(field := Field("Places", "many"), parent=panel)
    field.edit.setFocus()
    ring = FocusRing(window)
    window.resize(400, 320)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    panel.raise_()
    above = [one for one in window.children() if one in (ring, panel)]
    assert field.edit.hasFocus() and ring.isVisible() and above == [panel, ring]
    window.close()
    window.deleteLater()


def test_what_has_the_focus_stays_in_sight_when_more_comes_above_it(qapp: QApplication) -> None:
    """A seller is found, and her lines push the field for the copies down."""
    window, lines, field, below = QWidget(), QWidget(), Field("Copies"), QWidget()
    lines.setFixedHeight(10)
    below.setFixedHeight(400)
    Column(lines, field, below, parent=(inside := QWidget()))
    Column(part := Scroll(inside), parent=window)
    FocusRing(window)
    window.resize(400, 240)
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    lines.setFixedHeight(200)
    field.edit.setFocus()
    QApplication.processEvents()
    bottom = field.edit.mapTo(part.viewport(), field.edit.rect().bottomLeft()).y()
    assert 0 < bottom <= part.viewport().height()
    window.close()
    window.deleteLater()


def test_paper_is_written_on_as_a_field_is(qapp: QApplication) -> None:
    paper = Paper("Kari")
    paper.resize(300, 120)
    paper.show()
    QApplication.processEvents()
    for theme in ("light", "dark", "contrast"):
        look.set(choice=theme)
        QApplication.processEvents()
        assert paper.grab().toImage().pixelColor(290, 60) == look.colour("surf")
    paper.setEnabled(False)
    QApplication.processEvents()
    assert paper.grab().toImage().pixelColor(290, 60) == look.colour("alt")
    paper.close()
