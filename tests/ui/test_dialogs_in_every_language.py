"""Every dialog, gate and panel opens in every language, without a stray word from Qt; none is without a screen.

A screen is an entry of `ui.other_screens.SCREENS`, which the contact sheets and the audit show too, or one of OTHERS:
what nobody needs a picture of.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import ui.dialogs
import ui.gate
import ui.pages
from alfdesk import i18n
from tests.ui import audit
from ui import contact_sheets, page
from ui.contact_sheets import Stage, page_screen
from ui.dialogs.overlay import Overlay
from ui.gate.parts import Gate
from ui.gate.set_up_steps import Step
from ui.look import look

LANGUAGES = ("nb", "nn", "en")
KINDS = (Overlay, Gate, Step, QDialog)


def opened() -> set[type[QWidget]]:
    """Every class that opens over, before or beside a page: the kinds above, and whatever is called a panel."""
    found = set()
    for package in (ui.dialogs, ui.gate, ui.pages):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for thing in vars(importlib.import_module(module.name)).values():
                if isinstance(thing, type) and issubclass(thing, QWidget) and thing.__module__ == module.name:
                    panel = thing.__name__.endswith("Panel") or any(b.__name__ == "SidePanel" for b in thing.__mro__)
                    if issubclass(thing, KINDS) or panel:
                        found.add(thing)
    return {c for c in found if not any(c in other.__mro__[1:] for other in found)}  # not what others stand on


@contextmanager
def working(stage: Stage, state: str) -> Iterator[QWidget]:
    """What covers the settings while a copy is made or looked through."""
    from ui.pages.settings.section import Working

    with page_screen("settings")(stage, state) as shell:  # type: ignore[attr-defined]
        cover = Working(shell, i18n.gettext("Makes the sheet"))
        cover.open()
        yield shell
        cover.leave()


@contextmanager
def person_panel(stage: Stage, state: str) -> Iterator[QWidget]:
    """Day work: one person's day, and its correction."""
    with page_screen("today")(stage, state) as shell:  # type: ignore[attr-defined]
        today = shell.front
        today.choose(next(line.id for line in today._lines if line.kind == "day"))
        today.view.open_panel(today.view.board.rows[0].person)
        QApplication.processEvents()
        today.panel.correct()
        yield shell


OTHERS: dict[str, Callable[[Stage, str], AbstractContextManager[QWidget]]] = {
    "working": working, "person_panel": person_panel,
}  # fmt: skip


def screens() -> dict[str, Any]:
    """What is no page of its own."""
    pages = {kind.key for kind in page.found()}
    return {n: make for n, make in contact_sheets.screens().items() if n not in pages} | OTHERS


def by_turns() -> list[Any]:
    """What is shown here alone, by turns in one of the languages: the audit opens each of the others in one. All of them
    in all languages in the long run."""
    return [
        *(pytest.param(name, (LANGUAGES[at % 3],), id=f"{name}-{LANGUAGES[at % 3]}") for at, name in enumerate(OTHERS)),
        *(pytest.param(name, LANGUAGES, id=name, marks=pytest.mark.faults_long) for name in screens()),
    ]


@pytest.mark.parametrize(("name", "languages"), by_turns())
def test_it_opens_in_every_language(stage: Stage, name: str, languages: tuple[str, ...]) -> None:
    look.set(choice="light", zoom=100, glove=False)
    for language in languages:
        i18n.use(language)
        with screens()[name](stage, "full") as shown:
            QApplication.processEvents()
            assert shown.isVisible() and not shown.grab().isNull()
            assert list(audit.opened_without_a_name(shown)) == []
        QApplication.processEvents()


@pytest.mark.faults_long  # it opens them all once more
def test_no_dialog_is_without_a_screen(stage: Stage) -> None:
    look.set(choice="light", zoom=100, glove=False)
    seen: set[type[QWidget]] = set()
    for make in screens().values():
        with make(stage, "full") as shown:
            QApplication.processEvents()
            seen.update(type(w) for w in (shown, *shown.findChildren(QWidget)) if w.isVisible())
    assert sorted(c.__name__ for c in opened() - seen) == []
