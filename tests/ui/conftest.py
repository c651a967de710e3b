"""What tests of the window share: no screen, one application, and silence from Qt."""

from __future__ import annotations

import gc
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports PySide6
os.environ.pop("QT_STYLE_OVERRIDE", None)

from collections.abc import Iterator  # noqa: E402
from typing import TYPE_CHECKING  # noqa: E402

import pytest  # noqa: E402
from PySide6.QtCore import QEvent, QtMsgType, qInstallMessageHandler  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from alfdesk import i18n  # noqa: E402

if TYPE_CHECKING:
    from pathlib import Path

    from ui.contact_sheets import Stage
    from ui.window import Window

    from .laptops import Laptops

# What Qt says here and would not say to a person: the text begins so, because of that.
EXPECTED = {
    "This plugin does not support": "offscreen has no window manager: no raising, no icon, no size hints",
    "propagateSizeHints() is not implemented": "offscreen again, in the words of other versions",
}
LOUD = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


@pytest.fixture(scope="session")
def qapp() -> Iterator[QApplication]:
    """The one application of this process."""
    app = QApplication.instance() or QApplication(["alfdesk-tests"])
    app.setQuitOnLastWindowClosed(False)
    gc.disable()  # as the program: a cycle with a widget in it must not be collected on another thread
    yield app
    gc.enable()


@pytest.fixture(scope="session")
def stage(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The workplaces that the contact sheets are taken of; whoever writes in them works on a copy."""
    from ui import contact_sheets

    before = i18n.language()
    contact_sheets.application()
    i18n.use("nb")
    made = contact_sheets.Stage(tmp_path_factory.mktemp("stage"))
    i18n.use(before)
    return made


@pytest.fixture
def window(qapp: QApplication, folder: Path) -> Iterator[Window]:
    """A window as a start makes it, on the `folder` of the module that asks."""
    from . import gates

    shown = gates.window(folder)
    yield shown
    gates.end(shown)


@pytest.fixture(scope="session")
def two_laptops(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Laptops:
    """The office and a farm of one workplace; whoever writes there works on a copy."""
    from .laptops import Laptops

    return Laptops.met(tmp_path_factory.mktemp("two"))


@pytest.fixture(scope="session")
def three_laptops(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Laptops:
    """The same with a centre."""
    from .laptops import Laptops

    return Laptops.met(tmp_path_factory.mktemp("three"), "Framnes gård", "MO-senteret")


@pytest.fixture(autouse=True)
def silence() -> Iterator[list[str]]:
    """A stray warning from Qt fails the test; one that is looked for is taken out of the list by the test."""
    said: list[str] = []

    def listen(kind: QtMsgType, _context: object, text: str) -> None:
        if kind in LOUD and not text.startswith(tuple(EXPECTED)):
            said.append(text)

    before = qInstallMessageHandler(listen)
    yield said
    app = QApplication.instance()
    if app is not None:  # what was to be deleted later is deleted now, and may complain now
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not gc.isenabled():
        gc.collect(2 if gc.get_count()[1] > 300 else 1)
    qInstallMessageHandler(before)
    assert said == []
