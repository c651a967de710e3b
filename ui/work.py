"""The window at work: rail, the page in front, the strip at the foot. Made anew for each sign-in and each language."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction, QContextMenuEvent, QKeySequence, QPainter, QPaintEvent, QPen, QPixmap, QRegion, QShowEvent, QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from . import page as pages
from . import tasks
from .commands import Command, Registry
from .desk import Desk, Done
from .look import look
from .messages import Announcer
from .page import Page
from .prefs import Prefs
from .rail import Rail
from .widgets.layouts import Column, Line
from .widgets.menu import Menu
from .widgets.notice import Strip

if TYPE_CHECKING:
    from .speech import Reader

QUIET = 1_500  # milliseconds without a write until what waits is counted
STRIPES = 6  # pixels of striped border in practice


class Work(QWidget):
    """Everything while a workplace is open. Emits what only the window can do."""

    lock = Signal()
    hide_screen = Signal()
    language_chosen = Signal(str)
    left = Signal()  # sign out
    elsewhere = Signal()  # another workplace

    def __init__(self, desk: Desk, prefs: Prefs, parent: QWidget | None = None) -> None:
        # Elements
        super().__init__(parent)
        self.desk, self.prefs = desk, prefs
        self.registry = Registry()
        self.announcer = Announcer(self)
        self.kinds = [p for p in pages.found() if desk.may(*p.roles)]
        self.places = [k for k in self.kinds if k.stands_in_rail(desk)]
        self.made: dict[str, Page] = {}
        self.front: Page | None = None
        self._reader: Reader | None = None
        self._actions: list[QAction] = []
        self.rail = Rail(self)
        self.stack = QStackedWidget()
        self.strip = Strip()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        # Assemble
        edge = STRIPES if desk.practice else 0
        right = self._right = Column(gap=0)
        right.put(self.stack, 1)
        foot = QWidget()
        Column(self.strip, margins=(16, 2, 16, 2), parent=foot)
        foot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        right.put(foot)
        line = Line(gap=0, margins=(edge, edge, edge, edge), parent=self)
        line.put(self.rail)
        line.put(right, 1)
        # Connect
        desk.wrote.connect(self._wrote)
        desk.done.connect(self._done)
        desk.refused.connect(self.refuse)
        self.strip.undo.connect(self.undo)
        self._quiet.timeout.connect(self.count_waiting)
        self.registry.window = self._commands()
        self.rail.fill()
        look.changed.connect(self.update)

    def put_band(self, band: QWidget) -> None:
        """Something that stands over every page until it is done."""
        holder = QWidget()
        Column(band, margins=(16, 12, 16, 0), parent=holder)
        holder.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._right.insertWidget(0, holder)

    # Pages -------------------------------------------------------------------------------------------------------

    def go(self, key: str) -> Page:
        """Bring the page to the front; it is made when first asked for, and read again when stale."""
        kind = next(k for k in self.kinds if k.key == key)
        if self.front is not None and self.front.key != key:
            self.front.leave()
        if key not in self.made:
            self.made[key] = kind(self)
            self.stack.addWidget(self.made[key])
        page = self.front = self.made[key]
        self.stack.setCurrentWidget(page)
        if page.stale:
            self.refresh(page)
        self.follow_commands()
        marked_place: str = key
        while marked_place and marked_place not in self.rail.places:
            marked_place = next((k.belongs_to for k in self.kinds if k.key == marked_place), "")
        self.rail.show_front(marked_place)
        target = page.start()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        return page

    def take_focus(self) -> None:
        """Focus to where the panel that is open begins, else the page: without it no key is heard."""
        panel = getattr(self.front, "panel", None)
        start = getattr(panel, "start", None) or getattr(self.front, "start", None)
        target = start() if start is not None else None
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, page: Page) -> None:
        page.stale = False
        page.refresh()
        self.rail.fill_saved()

    def follow_commands(self) -> None:
        """The commands of the page in front have changed: shortcuts and foot line follow."""
        self.registry.page = self.front.commands() if self.front else []
        for action in self._actions:
            self.removeAction(action)
            action.deleteLater()
        self._actions = []
        for command in self.registry:
            if command.run is None or command.single or not command.keys or not command.may(self.desk.acting.roles):
                continue
            action = QAction(command.text, self)
            action.setShortcuts([QKeySequence(k) for k in command.keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(partial(self._run, command.run))
            self.addAction(action)
            self._actions.append(action)
        self.strip.keys.set([(c.key, worded(c.foot)) for c in self.registry if c.foot and c.key])

    @staticmethod
    def _run(run: Callable[[], object], _checked: bool = False) -> None:
        run()

    def _wrote(self, tables: frozenset[str]) -> None:
        for page in self.made.values():
            if not tables or not page.follows or page.follows & tables:
                page.stale = True
        if any(k.named_after & tables for k in self.places) or (not tables and any(k.named_after for k in self.places)):
            self.registry.window = self._commands()
            self.rail.rename()
        if self.front is not None and self.front.stale:
            self.refresh(self.front)
        self._quiet.start()

    def count_waiting(self) -> None:
        """The numbers in the rail, beside the window: the first time all the journal is looked through."""
        if tasks.running():
            self._quiet.start()
        elif self.isVisible() and self.desk.place.key and self.desk.acting:
            desk, kinds = self.desk, self.places
            tasks.run(self, "", lambda _going: {k.key: k.waiting(desk) for k in kinds}, self._counted, lambda _error: None)

    def _counted(self, counts: dict[str, int]) -> None:
        for key, count in counts.items():
            self.rail.places[key].wait_for(count)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._quiet.start()

    # What is told ------------------------------------------------------------------------------------------------

    def _done(self, done: Done) -> None:
        self.strip.tell(done.sentence, can_undo=done.can_undo)
        self.announcer.say(done.sentence)

    def say(self, sentence: str) -> None:
        """A sentence that is true now and needs no way back."""
        self._done(Done(sentence, False))

    def refuse(self, sentence: str) -> None:
        """Why something was not done."""
        self.strip.tell(sentence, can_undo=False, wrong=True)
        self.announcer.say(sentence, at_once=True)

    def undo(self) -> None:
        self.desk.undo()

    def redo(self) -> None:
        self.desk.redo()

    # Over everything ---------------------------------------------------------------------------------------------

    @property
    def reader(self) -> Reader:
        if self._reader is None:
            from .speech import Reader

            self._reader = Reader(self)
            self._reader.problem.connect(self.refuse)
        return self._reader

    def read_aloud(self) -> None:
        """F8: the marked row, or the page in a sentence; again: stop."""
        if self.front is not None:
            self.reader.toggle(self.front.marked_text() or self.front.summary())

    def read_page(self) -> None:
        """Shift+F8: the whole page."""
        if self.front is not None:
            self.reader.toggle(f"{self.front.summary()} {self.front.marked_text()}".strip())

    def find(self) -> None:
        from .dialogs.palette import Palette

        Palette(self).open()

    def show_help(self) -> None:
        from .dialogs.help import Help

        Help(self).open()

    def preview(
        self, title: str, make: Callable[[], bytes], file_name: str, looked: str = "", *,
        table: Callable[[], tuple[Any, Any]] | None = None,
    ) -> None:  # fmt: skip
        """Show a sheet before it is printed or saved. `make` gives the PDF, `table` the same for a spreadsheet."""
        from .dialogs.preview import Preview

        Preview(self, title, make, file_name, looked, table=table).open()

    def zoom(self, steps: int) -> None:
        size = look.larger(steps) if steps else (look.set(zoom=100), 100)[1]
        self.prefs.keep_look()
        self.say(_("Text size {percent} %.").format(percent=size))

    def glove(self) -> None:
        look.set(glove=not look.glove)
        self.prefs.keep_look()
        self.say(_("Glove view is on.") if look.glove else _("Glove view is off."))

    def next_zone(self, way: int) -> None:
        """F6: rail → header → content → side panel."""
        front = self.front
        if front is None:
            return
        zones = [self.rail, front.head, front.body, *([front.panel] if front.panel is not None else [])]
        has = QApplication.focusWidget()
        here = next((i for i in reversed(range(len(zones))) if has is not None and zones[i].isAncestorOf(has)), 2)
        for step in range(1, len(zones) + 1):
            target = _first_focus(zones[(here + way * step) % len(zones)], skip=front.head)
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason if way > 0 else Qt.FocusReason.BacktabFocusReason)
                return

    def _commands(self) -> list[Command]:
        """The window's own. Numbers follow the order of the pages this person has in the rail; a page may keep its own."""
        numbers = iter(n for n in range(1, 10) if n not in {k.number for k in pages.found()})
        keys = {k.key: k.number or next(numbers, 0) for k in self.places}
        to = [
            Command(f"go.{k.key}", k.own_name(self.desk), partial(self.go, k.key),
                    (f"Ctrl+{keys[k.key]}",) if keys[k.key] else (), k.icon)
            for k in self.places
        ]  # fmt: skip
        settings = [
            Command(f"go.{k.key}", k.words, partial(self.go, k.key), ("Ctrl+,",) if k.key == "settings" else (), k.icon)
            for k in self.kinds if k not in self.places
        ]  # fmt: skip
        return [
            Command("undo", marked("Undo"), self.undo, ("Ctrl+Z",), "arrow-back-up", foot=marked("undo"),
                    more=marked("Takes back the last thing you did.")),
            Command("redo", marked("Do again"), self.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), "arrow-forward-up"),
            *to,
            *settings,
            Command("find", marked("Find …"), self.find, ("Ctrl+K",), "search",
                    more=marked("Finds a person, a page or something to do.")),
            Command("search", marked("To the search box"), self._to_search, ("Ctrl+F",), "search"),
            Command("help", marked("Help for this page"), self.show_help, ("F1",), "help-circle", foot=marked("all keys")),
            Command("zone", marked("Next part of the window"), partial(self.next_zone, 1), ("F6",)),
            Command("zone.back", marked("Previous part of the window"), partial(self.next_zone, -1), ("Shift+F6",)),
            Command("read", marked("Read aloud"), self.read_aloud, ("F8",), "volume",
                    more=marked("Reads the marked row or the page. Once more stops.")),
            Command("read.page", marked("Read the whole page"), self.read_page, ("Shift+F8",), "volume"),
            Command("glove", marked("Glove view"), self.glove, ("F9",), "hand-finger",
                    more=marked("Larger tiles and buttons, for gloves and touch.")),
            Command("hide", marked("Hide the screen"), self.hide_screen.emit, ("F12",), "eye-off",
                    more=marked("Covers every name at once.")),
            Command("lock", marked("Lock"), self.lock.emit, ("Ctrl+L",), "lock",
                    more=marked("Twice ends the session and needs the passphrase.")),
            Command("workplaces", marked("Switch workplace"), self.elsewhere.emit, icon="building",
                    more=marked("Closes this one, and opens another on this laptop.")),
            Command("zoom.in", marked("Larger text"), partial(self.zoom, 1), ("Ctrl++", "Ctrl+=", "Ctrl+Shift++"), "zoom-in"),
            Command("zoom.out", marked("Smaller text"), partial(self.zoom, -1), ("Ctrl+-",), "minus"),
            Command("zoom.reset", marked("Normal text size"), partial(self.zoom, 0), ("Ctrl+0",), "text-size"),
            Command("menu", marked("Menu"), self.open_menu, ("F10",), "menu-2"),
        ]  # fmt: skip

    def _to_search(self) -> None:
        if self.front is not None and self.front.search is not None:
            self.front.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.front.search.selectAll()

    def menu(self) -> Menu:
        """Everything that can be done now, the page's own first."""
        menu = Menu(self)
        menu.setToolTipsVisible(True)
        for group in (self.registry.page, self.registry.elsewhere()):
            for command in group:
                if command.run is None or not command.may(self.desk.acting.roles):
                    continue
                key = f"\t{command.key}" if command.key else ""
                action = menu.addAction(command.text.replace("&", "") + key)
                action.triggered.connect(partial(self._run, command.run))
            menu.addSeparator()
        return menu

    def open_menu(self) -> None:
        menu = self.menu()
        target = self.front if self.front is not None else self
        menu.popup(target.mapToGlobal(target.rect().topLeft()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        menu = self.menu()
        menu.popup(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        inner = self.rect().adjusted(STRIPES, STRIPES, -STRIPES, -STRIPES)
        if not self.desk.practice or inner.contains(event.rect()):
            return
        # Practice is striped all round, so that nobody takes it for the real thing.
        painter = QPainter(self)
        painter.setClipRegion(QRegion(self.rect()).subtracted(QRegion(inner)))
        painter.drawTiledPixmap(self.rect(), _stripes(self.devicePixelRatioF()))


def _stripes(ratio: float) -> QPixmap:
    """A tile of them: lines that go up to the right, one in each 20 pixels."""
    tile = QPixmap(QSize(20, 20) * ratio)
    tile.setDevicePixelRatio(ratio)
    tile.fill(look.colour("later-tint"))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.colour("later"), 6))
    for x in (0, 20, 40):
        painter.drawLine(x - 40, 40, x + 20, -20)
    painter.end()
    return tile


def _first_focus(zone: QWidget, skip: QWidget) -> QWidget | None:
    """The first thing in the zone that takes focus; the header's own parts are not the content's."""
    for child in zone.findChildren(QWidget):
        if zone is not skip and skip.isAncestorOf(child):
            continue
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return child
    return None
