"""Screens that are no pages, for the contact sheets and the audit: each a context that yields a shown window.

"error" is a screen that has just refused something; "empty" is a workplace just founded. A screen that can be neither
is shown as it is.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QWidget

from alfdesk.i18n import gettext as _

from . import (
    desk_question_screens, laptop_screens, parcel_screens, sales_form_screens, sales_panel_screens, sales_screens,
    seller_screens,
)  # fmt: skip

if TYPE_CHECKING:
    from .work import Work

PASTED = "Turid Lie\nPer 01019912345\nGro Hansen\nAnders Vik; Vik"
SHEET_TAKES = 20  # seconds at most until a sheet is made
ABOUT = "Lena K."  # who is asked about

# The way in ----------------------------------------------------------------------------------------------------------


@contextmanager
def _window(stage: Any, gate: Callable[[Any], QWidget] | None = None) -> Iterator[Any]:
    """The one window, without the services of a start; `gate` makes what it shows from its settings."""
    from .contact_sheets import dispose, show
    from .prefs import Prefs
    from .window import Window

    window = Window(stage.folder / "nowhere", Prefs(stage.folder / "nowhere"))
    window.furnish()
    try:
        if gate is not None:
            screen: Any = gate(window.prefs)
            show(window)
            window._show_gate(screen)
            QApplication.processEvents()
        yield window
    finally:
        dispose(window)


@contextmanager
def sign_in(stage: Any, state: str) -> Iterator[QWidget]:
    from .gate.sign_in import SignIn

    with _window(stage, SignIn) as window:
        if state == "error":
            wrong = _("The passphrase isn't right. Check capital and small letters, and try again.")
            window.gate.name.set("Berit")
            window.gate.passphrase.set("feil")
            window.gate.refuse(wrong)
        yield window


@contextmanager
def recover(stage: Any, state: str) -> Iterator[QWidget]:
    from .gate.recover import Recover

    with _window(stage, Recover) as window:
        if state == "error":
            window.gate.go.click()
        yield window


@contextmanager
def practice(stage: Any, state: str) -> Iterator[QWidget]:
    """The door to the practice workplace."""
    from .gate.door import Door

    with _window(stage, partial(Door, can_leave=True)) as window:
        if state == "error":
            window.gate.refuse(_("The disk failed earlier. Start Alfdesk again before you go on."))
        yield window


@contextmanager
def cover(stage: Any, state: str) -> Iterator[QWidget]:
    from .gate.cover import Cover
    from .gate.words import role_words

    def gate(prefs: Any) -> QWidget:
        role = role_words(["administrator"])
        return Cover(prefs, who="Berit", role=role, with_pin=True, secret=True, why=_("All is saved."))

    with _window(stage, gate) as window:
        if state == "error":
            window.gate.field.set("1234")
            window.gate.refuse(_("The PIN isn't right. Try again, or use the passphrase."))
        yield window


def set_up(step: int) -> Callable[[Any, str], Any]:
    """The screen of set-up with this number, from 1."""

    @contextmanager
    def make(stage: Any, state: str) -> Iterator[QWidget]:
        from .contact_sheets import show
        from .gate.set_up import Answers, SetUp

        given = {"organisation": "Prøvegården", "name": "Berit", "laptop": "Kontor"} if state == "full" else {}
        with _window(stage) as window, stage.work("empty") as work:
            if step > 2:
                window.desk = work.desk
            screen = SetUp(window, Answers(at=step - 1, founded=step > 2, **{"laptop": "Kontor", **given}))
            show(window)
            window._show(screen)
            QApplication.processEvents()
            if state == "error":
                _refuse_step(screen)
            elif step == 5 and state == "full":
                _paste(screen.step.reading)  # type: ignore[union-attr]
            yield window
            window.desk = None

    return make


def _refuse_step(screen: Any) -> None:
    """Something is written that the step doesn't take."""
    at, step = screen.answers.at, screen.step
    if at == 1:
        step.new.phrase.set("kort")
    elif at == 2:
        screen.refuse(_("The sheet was neither printed nor saved. It is not in force."))
        return
    elif at == 3:
        step.boxes[0].teams[0].places.set("mange")
    elif at == 4:
        _paste(step.reading)
    screen.go_on()


def _paste(reading: Any) -> None:
    reading.paste.setPlainText(PASTED)
    reading.look_at_it()


# The people page -----------------------------------------------------------------------------------------------------


def people(opened: Callable[[Any, str], object]) -> Callable[[Any, str], Any]:
    """The people page, and what `opened` does there."""

    @contextmanager
    def make(stage: Any, state: str) -> Iterator[QWidget]:
        from .contact_sheets import page_screen

        with page_screen("people")(stage, state) as work:
            opened(work.front, state)
            QApplication.processEvents()
            yield work

    return make


def _card(page: Any, _state: str) -> Any:
    """The card of the first person who has a message, or of the first."""
    lines = page.table.rows.records
    return page.open_card(next((line.id for line in lines if line.messages), lines[0].id)) if lines else None


def _history(page: Any, state: str) -> None:
    card = _card(page, state)
    if card is not None:
        card.history()


def _new_person(page: Any, state: str) -> None:
    page.new_person()
    if state == "error":
        page.panel.register()


def _read_people(page: Any, state: str) -> None:
    page.read_list()
    if state != "empty":
        _paste(page.panel.flow)
    if state == "error":
        page.panel.flow.send()


# Pay -----------------------------------------------------------------------------------------------------------------


def pay(opened: Callable[[Any, str], object]) -> Callable[[Any, str], Any]:
    """The newest week that has people, and what `opened` does there. What can be in trouble is refused."""

    @contextmanager
    def make(stage: Any, state: str) -> Iterator[QWidget]:
        from .contact_sheets import page_screen

        with page_screen("pay")(stage, state) as work:
            page = work.front
            for _week in range(4):
                if page.week is None or page.week.lines:
                    break
                page.step_week(-1)
            opened(page, state)
            QApplication.processEvents()
            yield work

    return make


def _line(page: Any, _state: str) -> None:
    page.open_marked()


def _hold_back(page: Any, state: str) -> None:
    from .dialogs.ask import Ask

    page.open_marked()
    if page.panel is None:
        return
    page.panel.deduct()
    if state == "error":
        asked = page.shell.findChild(Ask)
        asked.buttons[0].click()


def _my_week(page: Any, _state: str) -> None:
    from .pages.pay.my_week import MyWeek

    if page.table.current() is not None:
        MyWeek(page.shell, page.table.current().person, page.monday).open()


def _reading(page: Any, _state: str) -> None:
    """Before attesting, by whoever prepared it: the button explains."""
    from .pages.pay import acts
    from .pages.pay.reading import Reading

    if page.week is not None and page.week.lines:
        if page.week.status == "open":
            acts.take(page.desk, page.week)
        Reading(page.shell, page.week, page.week, page.totals, page.why, lambda: False).open()


def _hand_out(page: Any, state: str) -> None:
    from .dialogs.ask import Ask

    page.shell.go("cash_bag").hand_out()
    if state == "error":
        for asked in page.shell.findChildren(Ask):
            asked.buttons[0].click()


# What lies over a page -----------------------------------------------------------------------------------------------


def over(opened: Callable[[Work, str], object], key: str = "today") -> Callable[[Any, str], Any]:
    """The page `key` with something over it."""

    @contextmanager
    def make(stage: Any, state: str) -> Iterator[QWidget]:
        from .contact_sheets import show

        with stage.work(state) as work:
            show(work)
            work.go(key)
            opened(work, state)
            QApplication.processEvents()
            yield work

    return make


def _palette(work: Work, state: str) -> None:
    from .dialogs.palette import Palette

    palette = Palette(work)
    palette.open()
    palette.box.setText({"error": "qqq", "empty": ""}.get(state, "l"))


def _choose_pin(work: Work, state: str) -> None:
    from .gate.choose_pin import ChoosePin

    asked = ChoosePin(work)
    asked.open()
    if state == "error":
        asked.digits.edit.setText("12")
        asked.keep.click()


def _ask(work: Work, _state: str) -> None:
    from .dialogs.ask import Answer, Ask

    Ask(
        work, _("Erase {name} for ever?").format(name=ABOUT),
        _("Everything about this person goes. This can't be undone."),
        Answer(_("Erase for ever"), None, "danger", "trash"), Answer(_("Cancel")),
    ).open()  # fmt: skip


def _preview(work: Work, _state: str) -> None:
    """The week's attendance list."""
    from .dialogs.preview import Preview

    page: Any = work.front
    if page.programme is None:
        return
    page.print_list()
    preview = next(p for p in work.findChildren(Preview) if p.isVisible())
    until = time.monotonic() + SHEET_TAKES
    while preview.sheet is None and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)


# I dag ---------------------------------------------------------------------------------------------------------------


@contextmanager
def crew(stage: Any, state: str) -> Iterator[QWidget]:
    """I dag with a standing crew."""
    from .contact_sheets import page_screen

    with page_screen("today")(stage, state) as work:
        page = work.front
        standing = next((line.id for line in page._lines if line.kind == "standing"), None)
        if standing is not None:
            page.choose(standing)
        yield work


@contextmanager
def status_panel(stage: Any, state: str) -> Iterator[QWidget]:
    """One of the standing crew, and the status that is given by the panel."""
    with crew(stage, state) as work:
        view: Any = getattr(work.front, "view", None)  # type: ignore[attr-defined]
        if state != "empty" and hasattr(view, "tiles"):
            view.open_panel()
        QApplication.processEvents()
        yield work


def draw(until: str) -> Callable[[Any, str], Any]:
    """Drawing lots, as far as "list", "code", "dice" or "order". In a workplace of its own: a draw stands."""

    @contextmanager
    def make(stage: Any, state: str) -> Iterator[QWidget]:
        from .contact_sheets import page_screen
        from .pages.today.draw import Draw

        folder = stage.folder / f"draw_{until}"
        if not folder.exists():
            shutil.copytree(stage.folder / "full", folder / "full")
        own = stage.beside(folder)
        with page_screen("today")(own, "full") as work:
            queue = next(line.id for line in work.front._lines if line.kind == "day")
            work.front.choose(queue)
            work.front.view.draw()
            shown = next(w for w in work.findChildren(Draw) if w.isVisible())
            shown.activateWindow()
            _draw_on(shown, until, wrong=state == "error")
            QApplication.processEvents()
            yield shown
            shown.reject()

    return make


def _draw_on(shown: Any, until: str, *, wrong: bool) -> None:
    for stage in ("list", "code", "dice"):
        if until == stage:
            break
        if shown.stage == stage:
            if stage == "dice":
                shown.thrown = "31415"
            shown._go_on()
    if until == "dice":
        for face in "61" if wrong else "3141":
            shown._throw(face)
        if wrong:
            shown._go_on()


@contextmanager
def gallery(_stage: Any, _state: str) -> Iterator[QWidget]:
    from .contact_sheets import dispose, show
    from .gallery import Gallery

    window = Gallery()
    try:
        show(window)
        yield window
    finally:
        dispose(window)


SCREENS: dict[str, Callable] = {
    "sign_in": sign_in,
    **{f"set_up_{step}": set_up(step) for step in range(1, 6)},
    "cover": cover, "choose_pin": over(_choose_pin), "practice": practice, "recover": recover,
    "crew": crew, "status_panel": status_panel,
    **{f"draw_{stage}": draw(stage) for stage in ("list", "dice", "order")},
    "card": people(_card), "history": people(_history), "new_person": people(_new_person),
    "read_people": people(_read_people),
    "pay_line": pay(_line), "hold_back": pay(_hold_back), "my_week": pay(_my_week), "reading": pay(_reading),
    "hand_out": pay(_hand_out), **parcel_screens.SCREENS, **desk_question_screens.SCREENS,
    "palette": over(_palette), "help": over(lambda work, _state: work.show_help()), "preview": over(_preview),
    "ask": over(_ask), "gallery": gallery, **laptop_screens.SCREENS, **sales_screens.SCREENS, **seller_screens.SCREENS,
    **sales_panel_screens.SCREENS, **sales_form_screens.SCREENS,
}  # fmt: skip
