"""What scrolls, and that nothing is worn by the whole window which each change of the look would take off and put on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget

from ui.look import look
from ui.widgets.fields import Field, Paper
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
