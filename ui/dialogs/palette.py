"""Ctrl+K: find a person, a page, something to do, or help. It shows each shortcut, and so teaches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _

from ..formats import stopped
from ..widgets.fields import SearchBox
from ..widgets.layouts import Line
from ..widgets.marks import Keys
from ..widgets.row_table import Cell, Column, RowTable
from ..widgets.text import Text
from .overlay import Overlay

if TYPE_CHECKING:
    from ..work import Work

PEOPLE = 8  # shown for one search


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose. `words` are what is searched, folded; `rank` parts the kinds where the fit is equal."""

    text: str
    aside: str
    icon: str
    run: Callable[[], object]
    words: tuple[str, ...]
    rank: int


class Palette(Overlay):
    """Box and list. What is chosen is done after the palette has gone."""

    def __init__(self, work: Work) -> None:
        # Elements
        super().__init__(work, _("Find …"), wide=680, high=560, margins=(16, 14, 16, 10))
        self.work = work
        self.box = SearchBox(_("A person, a page, or something to do"))
        self.list = RowTable(
            _("Found"), [Column("", lambda e: Cell(e.text, e.icon), 240, 1),
                         Column("", lambda e: Cell(e.aside, colour="mut"), 150, right=True)],
            key=lambda e: (e.text, e.aside),
        )  # fmt: skip
        self.nothing = Text("", "body", "mut", wrap=True)
        self.keys = Keys()
        self.keys.set([("↑ ↓", _("choose")), ("Enter", _("go there")), ("Esc", _("close"))])
        # Assemble
        head = Line(gap=8)
        head.put(self.box, 1)
        self.column.put(head)
        self.column.put(self.list, 1)
        self.column.put(self.nothing, 1)
        self.column.put(self.keys)
        self.list.horizontalHeader().hide()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Connect
        self.box.first_refusal = self._key
        self.box.textChanged.connect(self.refresh)
        self.list.clicked.connect(lambda _index: self.choose())
        self._fixed = self._commands() + self._topics()
        self.refresh()

    def start(self) -> QWidget:
        return self.box

    def summary(self) -> str:
        current = self.list.current()
        return f"{stopped(current.text)} {current.aside}" if current else self.nothing.text()

    def refresh(self) -> None:
        """What fits what is written; everything that can be done when nothing is."""
        text = self.box.text()
        entries = matching(self._fixed, text)
        if text.strip():
            entries = sorted([*entries, *((1, e) for e in self._people(text))],
                             key=lambda pair: (pair[0], pair[1].rank))
        self.list.show_records([e for _fit, e in entries])
        if entries:
            self.list.step(-len(entries))
        self.list.setVisible(bool(entries))
        self.nothing.setVisible(not entries)
        self.nothing.setText(_("Found nothing called “{text}”.").format(text=text.strip()))
        self._describe()

    def choose(self) -> None:
        """Close, then do what is marked."""
        entry = self.list.current()
        if entry is not None and self.list.isVisible():
            self.leave()
            entry.run()

    # Private parts -----------------------------------------------------------------------------------------------

    def _commands(self) -> list[Entry]:
        roles = self.work.desk.acting.roles
        found = []
        for command in self.work.registry:
            if command.run is not None and command.may(roles) and command.id != "find":
                page = command.id.startswith("go.")
                found.append(Entry(command.text, command.key, command.icon or "chevron-right", command.run,
                                   folded(command.text), 0 if page else 1))  # fmt: skip
        return found

    def _topics(self) -> list[Entry]:
        from .help import Help, topics

        def open_topic(key: str) -> Callable[[], object]:
            return lambda: Help(self.work, key).open()

        return [Entry(title, _("help"), "help-circle", open_topic(key), folded(title), 3) for key, title in topics()]

    def _people(self, text: str) -> list[Entry]:
        from alfdesk import people

        if not any(kind.key == "people" for kind in self.work.kinds):
            return []
        found: list[Any] = self.work.desk.read(lambda session: people.search(session, text, limit=PEOPLE))
        return [
            Entry(f"{_name(p)}  {p.number}" if p.number is not None else _name(p), _("person"), "user",
                  lambda p=p: self._open_person(p.id), (), 2)
            for p in found
        ]  # fmt: skip

    def _open_person(self, person: bytes) -> None:
        page: Any = self.work.go("people")
        if hasattr(page, "open_card"):
            page.open_card(person)

    def _key(self, event: QKeyEvent) -> bool:
        page = max(1, self.list.viewport().height() // max(1, self.list.verticalHeader().defaultSectionSize()) - 1)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: page, Qt.Key.Key_PageUp: -page}
        if event.key() in steps:
            self.list.step(steps[Qt.Key(event.key())])
            self._describe()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _describe(self) -> None:
        self.box.setAccessibleDescription(self.summary())


def _name(person: Any) -> str:
    """Whole name; the call name where a first name was never written."""
    return str(person.full_name if person.first_name else " ".join(n for n in (person.call_name, person.last_name)
                                                                   if n))


def folded(text: str) -> tuple[str, ...]:
    """The words of a text as they are searched: å as aa, ø as oe, æ as ae."""
    from alfdesk import people

    return tuple(people.fold(text).split())


def matching(entries: list[Entry], text: str) -> list[tuple[int, Entry]]:
    """(fit, entry) of those that have a word beginning with each word typed, best first: 0 when the whole begins so."""
    typed = folded(text)
    if not typed:
        return [(0, e) for e in entries if e.rank < 3]
    found = []
    for entry in entries:
        if all(any(word.startswith(t) for word in entry.words) for t in typed):
            begins = " ".join(entry.words).startswith(" ".join(typed))
            found.append((0 if begins else 1, entry))
    return sorted(found, key=lambda pair: (pair[0], pair[1].rank))
