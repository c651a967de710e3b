"""The screens about laptops, for the contact sheets and the audit: the settings' section, and letting one in."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from . import tasks

FARM, LOST = "Gården 2", "Varebilen"
PATIENCE = 20  # seconds at most for what runs beside the window


def _company(stage: Any) -> Any:
    """A stage of its own: two laptops have been let in, and one of them is barred. Its requests lie in its folder."""
    from alfdesk import demo
    from alfdesk.exchange import joining, laptops
    from alfdesk.store import workplace

    own = stage.beside(stage.folder / "laptops")
    if not own.folder.exists():
        shutil.copytree(stage.folder / "full", own.folder / "full")
        shutil.copytree(stage.folder / "empty", own.folder / "empty")
        with workplace.open(own.folder / "full", name="Berit", passphrase=demo.PASSPHRASE, clock=own.clock) as place:
            for name in (FARM, LOST):
                stick = own.folder / "stick" / name
                stick.mkdir(parents=True)
                asked = joining.request(own.folder / name, name, stick)
                laptops.welcome(place, asked.path, asked.code, stick)
            laptops.revoke(place, LOST, why="stjålet fra bilen")
    return own


def _settle() -> None:
    until = time.monotonic() + PATIENCE
    while tasks.running() and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)
    QApplication.processEvents()


def section(opened: Callable[[Any, Any, str], object]) -> Callable[[Any, str], Any]:
    """The settings at the laptops, and what `opened` does there."""

    @contextmanager
    def make(stage: Any, state: str) -> Iterator[QWidget]:
        from .contact_sheets import page_screen

        own = _company(stage)
        with page_screen("settings")(own, "empty" if state == "empty" else "full") as work:
            work.front.choose("laptops")
            opened(work.front.sections["laptops"], own.folder / "stick", state)
            _settle()
            yield work

    return make


def _barred(laptops: Any, _stick: Path, _state: str) -> None:
    laptops.table.step(1 << 10)


def _bar(laptops: Any, _stick: Path, state: str) -> None:
    laptops.table.step(1)
    asked = laptops.ask_bar()
    if asked is not None and state == "error":
        asked.buttons[0].click()


def _let_in(laptops: Any, stick: Path, state: str) -> None:
    panel = laptops.ask_new()
    if state == "empty":
        return
    panel.take_request(next((stick / FARM).glob("*.alfask")))
    _settle()
    panel.code.set("Q7KM")
    if state == "error":
        panel.go_on()


def _welcomed(laptops: Any, stick: Path, _state: str) -> None:
    from alfdesk.exchange import laptops as core

    panel = laptops.ask_new()
    request = next((stick / FARM).glob("*.alfask"))
    panel.take_request(request)
    _settle()
    panel._written(core.parcel.Made(request.with_name("Alfdesk A 2026-11-23 0840 7Q2M.alf"), 3, 4096, (FARM,)))


# The way in ----------------------------------------------------------------------------------------------------------


def join(opened: Callable[[Any, Path, str], object]) -> Callable[[Any, str], Any]:
    """The one window on an empty profile, where somebody wants to join, and what `opened` does there."""

    @contextmanager
    def make(stage: Any, state: str) -> Iterator[QWidget]:
        from .contact_sheets import dispose, show
        from .prefs import Prefs
        from .window import Window

        own = _company(stage)
        folder = own.folder / ("nowhere" if opened is _ask else FARM)
        window = Window(folder, Prefs(folder))
        window.furnish()
        try:
            show(window)
            window.show_join()
            opened(window.gate, own.folder / "stick" / FARM, state)
            _settle()
            yield window
        finally:
            dispose(window)

    return make


def _ask(gate: Any, _stick: Path, state: str) -> None:
    gate.step.name.set("" if state == "error" else FARM)
    if state == "error":
        gate.step.ask_where()


def _code(gate: Any, stick: Path, state: str) -> None:
    gate.so_far.request = None if state == "empty" else next(stick.glob("*.alfask"))
    _settle()
    if state == "error":
        from alfdesk.exchange.words import Refused

        gate.refuse_all(Refused("READ_ONLY"))


def _open(gate: Any, stick: Path, state: str) -> None:
    _settle()
    gate.step.take_welcome(next(stick.glob("*.alf")))
    gate.step.name.set("Berit")
    if state == "error":
        gate.step.passphrase.set("feil")
        from alfdesk.store import slots

        gate.refuse(slots.wrong())


@contextmanager
def workplaces(stage: Any, state: str) -> Iterator[QWidget]:
    """Two workplaces on one laptop, and what there is to choose among; else a third one is asked for."""
    from .contact_sheets import dispose, show
    from .prefs import Prefs
    from .window import Window

    root = stage.folder / "several" / "Alfdesk"
    if not root.exists():
        for folder, name in ((root, "Dagsverket"), (root.with_name("Alfdesk-2"), "Aurora")):
            shutil.copytree(stage.folder / "empty", folder)
            Prefs(folder).keep(workplace=name)
    window = Window(root, Prefs(root))
    window.furnish()
    try:
        show(window)
        window.choose_workplace()
        if state != "full":
            window.gate.ask_new()  # type: ignore[union-attr]
        if state == "error":
            window.gate.go_on()  # type: ignore[union-attr]
        _settle()
        yield window
    finally:
        dispose(window)


SCREENS: dict[str, Callable] = {
    "laptops": section(_barred), "bar_laptop": section(_bar), "let_in": section(_let_in),
    "welcomed": section(_welcomed),
    "join_ask": join(_ask), "join_code": join(_code), "join_open": join(_open),
    "workplaces": workplaces,
}  # fmt: skip
