"""What a page is: a place in the rail. Every class here under `pages/` is found by being there.

    class Visits(Page):
        key, words, icon, order = "visits", marked("Visits"), "users", 30     the rail
        follows = frozenset({"visit"})                                       tables it shows: refreshed when written
        help = {"nb": "…", "nn": "…", "en": "…"}                              or resources/help/<language>/visits.md
        def build(self): …          elements, assemble, connect: once, in the language in use
        def refresh(self): …        read again and show
        def commands(self): …       what can be done here
        def summary(self): …        what F8 reads when nothing is marked
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QSizePolicy, QWidget
from shiboken6 import isValid

from alfdesk import paths
from alfdesk.i18n import language, worded

from .commands import Command
from .look import look
from .widgets.buttons import Button
from .widgets.fields import SearchBox
from .widgets.layouts import Column, Flow, Line
from .widgets.scroll import Scroll
from .widgets.text import Text

if TYPE_CHECKING:
    from .desk import Desk
    from .work import Work

PANEL = 420  # pixels at 100 %: a side panel


class Page(QWidget):
    """One page. `shell` is the window around it: desk, preview, strip, other pages by key."""

    key: ClassVar[str] = ""
    words: ClassVar[str] = ""  # msgid of its name
    icon: ClassVar[str] = "file-text"
    order: ClassVar[int] = 100
    roles: ClassVar[frozenset[str]] = frozenset()  # who has it in the rail; empty: everyone
    first_for: ClassVar[frozenset[str]] = frozenset()  # whose first page it is, before she has left another one
    follows: ClassVar[frozenset[str]] = frozenset()
    help: ClassVar[dict[str, str]] = {}
    in_rail: ClassVar[bool] = True
    number: ClassVar[int] = 0  # Ctrl and this one brings it; 0: the next that no page has
    named_after: ClassVar[frozenset[str]] = frozenset()  # tables that `own_name` comes from
    belongs_to: ClassVar[str] = ""  # the page the rail marks while this one is in front, or the one that belongs to

    def __init__(self, shell: Work) -> None:
        super().__init__()
        self.shell, self.desk = shell, shell.desk
        self.stale = True
        self.search: SearchBox | None = None
        self._panel: QWidget | None = None
        self._over: QWidget | None = None  # what holds a panel that lies over the page
        self._spot: Callable[[], QRect] | None = None  # what that panel must not hide, in the page's coordinates
        self._before: QWidget | None = None
        self.title = Text(worded(self.words), "h1")
        self.subtitle = Text("", "body", "mut")
        self.actions = QWidget()
        self.actions_flow = Flow(gap=8, parent=self.actions)
        self.body = QWidget()
        self.main = QWidget()
        self.body_column = Column(gap=8, margins=(16, 12, 16, 0), parent=self.body)
        self.head = QWidget()
        self._titles = titles = QWidget()
        Line(self.title, self.subtitle, gap=12, parent=titles)
        Flow(titles, self.actions, gap=16, line_gap=8, end=1, parent=self.head)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.body_column.put(self.head)
        self._scroll = Scroll(self.body)
        self._beside = QWidget()
        self._beside.hide()
        self._beside_column = Column(parent=self._beside)
        self._sides = Line(gap=0, parent=self)
        self._sides.put(self._scroll, 1)
        self._sides.put(self._beside)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        look.changed.connect(self._fit_titles)
        self._fit_titles()
        self.build()

    # What a page says of itself ----------------------------------------------------------------------------------

    @classmethod
    def stands_in_rail(cls, desk: Desk) -> bool:
        """Whether whoever is at the desk has it as a place of its own."""
        return cls.in_rail

    @classmethod
    def own_name(cls, desk: Desk) -> str:
        """Its word in the rail, where that is data: a msgid, or a name as it stands."""
        return cls.words

    @classmethod
    def waiting(cls, desk: Desk) -> int:
        """How many things wait here for somebody's answer: the number in the rail. Asked when it has been quiet."""
        return 0

    def build(self) -> None:
        """Elements, assemble, connect. Parts go into `self.body_column`, buttons into `self.add_actions`."""

    def refresh(self) -> None:
        """Read again and show. Called when in front and something it follows was written, or when next shown."""

    def commands(self) -> list[Command]:
        return []

    def summary(self) -> str:
        """What F8 reads: the page in a sentence or two."""
        return f"{self.title.text()}. {self.subtitle.text()}".strip()

    def marked_text(self) -> str:
        """What F8 reads first: the marked row, if any."""
        return ""

    def start(self) -> QWidget | None:
        """What has focus when the page is shown."""
        return self.search

    def takes_key(self, event: QKeyEvent) -> bool:
        """Single keys of this page, asked before the box takes them while it is empty."""
        return False

    def leave(self) -> None:
        """Called when another page takes the front."""

    # What pages use ----------------------------------------------------------------------------------------------

    def add_actions(self, *buttons: Button) -> None:
        for button in buttons:
            self.actions_flow.put(button)

    def open_panel(self, panel: QWidget, *, over: bool = False, spot: Callable[[], QRect] | None = None) -> None:
        """Show `panel` beside the page (instead of it where there is no room). Esc closes it; the focus goes back.

        With `over` it lies over the right part of the page, and nothing under it moves; over the left part where it
        would hide what `spot` says. It closes when the focus goes to something that it hides.
        """
        self.close_panel(back=False)
        self._before = self.focusWidget()
        self._panel, self._spot = panel, spot
        if over:
            self._over = QWidget(self)
            Column(panel, parent=self._over)
            QApplication.instance().focusChanged.connect(self._focus_went)  # type: ignore[union-attr]
        else:
            self._beside_column.put(panel)
        self._fit_panel()

    def close_panel(self, *, back: bool = True) -> bool:
        """Close the side panel. Returns whether there was one."""
        if self._panel is None:
            return False
        panel, self._panel = self._panel, None
        gone, self._over, self._spot = self._over or panel, None, None
        if gone is not panel:
            QApplication.instance().focusChanged.disconnect(self._focus_went)  # type: ignore[union-attr]
        self._beside_column.removeWidget(panel)
        gone.hide()
        gone.deleteLater()
        self._fit_panel()
        if back:
            target = self._before if self._before is not None else self.start()
            if target is not None:
                target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        return True

    @property
    def panel(self) -> QWidget | None:
        return self._panel

    def place_panel(self) -> None:
        """Lay a panel over the part of the page where it hides least. Called again when what is marked moved."""
        if self._over is None:
            return
        wide = look.px(PANEL) if self._has_room() else self.width()
        left, right = (QRect(x, 0, wide, self.height()) for x in (0, self.width() - wide))
        spot = self._spot() if self._spot is not None else QRect()
        written = self.search is not None and bool(self.search.text())  # the box is at the left
        other = not written and right.intersects(spot) and not left.intersects(spot)
        self._over.setGeometry(left if other else right)
        self._over.show()
        self._over.raise_()

    def _focus_went(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not isValid(self) or self._over is None:
            return
        if not self.isAncestorOf(new) or self._over.isAncestorOf(new):
            return
        at = QRect(new.mapTo(self, QPoint(0, 0)), new.size())
        if isinstance(new, QAbstractItemView):
            marked = new.visualRect(new.currentIndex())
            at = QRect(new.viewport().mapTo(self, marked.topLeft()), marked.size())
        if self._over.geometry().contains(at.center()) and (self._spot is None or at != self._spot()):
            self.close_panel(back=False)

    def _has_room(self) -> bool:
        """Whether a part of the page that is worth seeing is left beside a panel."""
        return self.width() - look.px(PANEL) >= look.px(420)

    def _fit_titles(self) -> None:
        """The title stands at the same height with and without buttons beside it; at large text every line counts."""
        self._titles.setMinimumHeight(look.size("button") if look.scale < 1.5 else 0)

    def _fit_panel(self) -> None:
        has = self._panel is not None
        wide = look.px(PANEL)
        alone = has and not self._has_room()
        self._beside.setVisible(has and self._over is None)
        self._scroll.setVisible(not alone)
        self.place_panel()
        self._beside.setMinimumWidth(0 if alone else wide)
        self._beside.setMaximumWidth(16_777_215 if alone else wide)

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self._panel is not None:
            self._fit_panel()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys nobody took: Esc closes the panel; single keys are the page's; letters and digits go to the box."""
        if event.key() == Qt.Key.Key_Escape and self.close_panel():
            return
        if self.takes_key(event):
            return
        text = event.text()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if self.search is not None and self.search.isVisible() and plain and text.isprintable() and text.strip():
            self.search.type_here(text)
            return
        super().keyPressEvent(event)


def found() -> list[type[Page]]:
    """Every page under `pages/`, in the rail's order."""
    from . import pages

    classes: dict[str, type[Page]] = {}
    for module in pkgutil.iter_modules(pages.__path__):
        loaded = importlib.import_module(f"{pages.__name__}.{module.name}")
        for _name, one in inspect.getmembers(loaded, inspect.isclass):
            if issubclass(one, Page) and one.key and one.__module__.startswith(loaded.__name__):
                classes[one.key] = one
    return sorted(classes.values(), key=lambda c: (c.order, c.key))


def help_text(page: type[Page]) -> str:
    """The page's help in the language in use, as Markdown."""
    file = paths.RESOURCES / "help" / language() / f"{page.key}.md"
    if page.help:
        return page.help.get(language()) or next(iter(page.help.values()))
    return file.read_text("utf-8") if file.exists() else ""


