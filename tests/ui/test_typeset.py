"""What is set in type once and drawn many times follows the look, and the screen holds what a fresh painting would."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from ui.look import look
from ui.widgets.tiles import Tile, Tiles

from .yard import Yard, yard

assert yard  # a fixture, used by name


def tiles() -> Tiles:
    view = Tiles("Crew")
    view.show_tiles([Tile(b"1", "Kari V.", "present", "Present", "08.00", "no. 1"), Tile(b"2", "Ola V.", None, "Expected")])
    return view


def picture(view: Tiles) -> QImage:
    view.resize(700, 240)
    QApplication.processEvents()  # colours reach the widgets by the event loop
    return view.grab().toImage()


def test_a_view_that_has_painted_follows_the_look(qapp: QApplication) -> None:
    look.set(choice="light", zoom=100)
    old = tiles()
    pictures = [picture(old)]
    for change in ({"zoom": 150}, {"choice": "dark"}, {"zoom": 100}, {"glove": True}):
        look.set(**change)
        pictures.append(picture(old))
        assert pictures[-1] == picture(tiles())
        assert pictures[-1] != pictures[-2]
    look.set(choice="light", zoom=100, glove=False)
    assert picture(old) == pictures[0]


def test_the_screen_holds_what_a_fresh_painting_would(yard: Yard) -> None:
    for keys in (("9", "4", "Enter"), ("2",), ("1", "7", "Enter"), ("Enter",), ("1", "2", "Enter"), ("0",), ("Up",), ("Home",)):
        yard.hands.press(*keys)
        on_screen = yard.work.screen().grabWindow(yard.work.winId()).toImage()
        fresh = yard.work.grab().toImage()
        assert on_screen.convertToFormat(fresh.format()) == fresh, keys
