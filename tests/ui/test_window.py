"""The window itself: its size, its language, the system's colours, and what it remembers."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtWidgets import QApplication

from alfdesk import i18n
from tests import support
from ui.look import look
from ui.prefs import Prefs
from ui.window import LEAST, Window

from . import gates


def opened(founded: support.Template, tmp_path: Path) -> Window:
    shutil.copytree(founded.folder, tmp_path / "workplace")
    shown = gates.window(tmp_path / "workplace")
    shown.open_with(founded.open(tmp_path / "workplace"))
    gates.spin()
    return shown


def test_it_fits_and_remembers_its_size(qapp: QApplication, founded: support.Template, tmp_path: Path) -> None:
    shown = opened(founded, tmp_path)
    room = shown.screen().availableGeometry()
    assert shown.minimumWidth() <= min(LEAST[0], room.width())
    assert shown.minimumHeight() <= min(LEAST[1], room.height())
    size = (shown.minimumWidth(), shown.minimumHeight() + 10)
    shown.resize(*size)
    gates.spin()
    gates.end(shown)
    fresh = Window(tmp_path / "workplace", Prefs(tmp_path / "workplace"))
    assert (fresh.width(), fresh.height()) == size
    fresh.deleteLater()


def test_it_remembers_the_page(qapp: QApplication, founded: support.Template, tmp_path: Path) -> None:
    shown = opened(founded, tmp_path)
    last = shown.work.kinds[-1].key
    shown.work.go(last)
    gates.end(shown)
    assert Prefs(tmp_path / "workplace").get("page") == last


def test_another_language_makes_the_work_anew(qapp: QApplication, founded: support.Template, tmp_path: Path) -> None:
    shown = opened(founded, tmp_path)
    before, key = shown.work, shown.work.kinds[-1].key
    shown.work.go(key)
    shown.work.language_chosen.emit("nn")
    gates.spin()
    assert shown.work is not before and shown.work.front.key == key and i18n.language() == "nn"
    assert shown.stack.currentWidget() is shown.work and shown.desk.place.key
    gates.end(shown)


def test_the_system_is_followed_only_when_asked(qapp: QApplication, founded: support.Template, tmp_path: Path) -> None:
    shown = opened(founded, tmp_path)
    seen: list[int] = []
    look.changed.connect(lambda: seen.append(1))
    shown._system_changed()
    assert seen == []
    look.set(choice="system")
    seen.clear()
    shown._system_changed()
    assert seen == [1]
    look.set(choice="light")
    gates.end(shown)


def test_closing_lets_go(qapp: QApplication, founded: support.Template, tmp_path: Path) -> None:
    shown = opened(founded, tmp_path)
    place = shown.desk.place
    shown.close()
    assert place.key == b""
    founded.open(tmp_path / "workplace").close()
    gates.end(shown)
