"""F1: help for the page in front, with every key there is now. Large, plain, and read aloud with F8."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextLength, QTextTableFormat
from PySide6.QtWidgets import QWidget

from alfdesk import paths
from alfdesk.i18n import gettext as _
from alfdesk.i18n import language, worded

from ..look import look
from ..page import help_text
from ..widgets.buttons import Button
from ..widgets.choosing import DropDown
from ..widgets.fields import Print
from .overlay import Overlay

if TYPE_CHECKING:
    from ..work import Work

ORDER = ("today", "people", "settings", "prints", "sign-in", "set-up", "laptops", "limits", "emergency")


def topics() -> list[tuple[str, str]]:
    """(key, title) of every help page in the language in use, in a sensible order."""
    folder = paths.RESOURCES / "help" / language()
    keys = sorted((f.stem for f in folder.glob("*.md")), key=lambda k: (ORDER.index(k) if k in ORDER else 99, k))
    return [(key, title_of((folder / f"{key}.md").read_text("utf-8")) or key) for key in keys]


def topic_text(key: str) -> str:
    """The Markdown of a topic in the language in use; empty where there is none."""
    file = paths.RESOURCES / "help" / language() / f"{key}.md"
    return file.read_text("utf-8") if file.exists() else ""


def title_of(markdown: str) -> str:
    """The first heading."""
    found = re.search(r"^#\s+(.+)$", markdown, re.MULTILINE)
    return found.group(1).strip() if found else ""


class Help(Overlay):
    """The help of the page in front, or of `topic`. A drop-down leads to the others."""

    def __init__(self, work: Work, topic: str = "") -> None:
        # Elements
        super().__init__(work, _("Help"), wide=860, high=700)
        self.work = work
        self.browser = Reading()
        front = work.front
        self.topic = topic or (front.key if front is not None else "")
        own = {front.key: (help_text(type(front)), worded(front.words))} if front is not None else {}
        self._own = {k: v for k, v in own.items() if v[0]}
        listed = topics()
        shown = {k for k, _title in listed}
        listed = [(k, words) for k, (_text, words) in self._own.items() if k not in shown] + listed
        self.choice = DropDown(_("Help about"), listed, self.topic)
        self.read = Button(_("Read aloud"), "volume", "secondary", "F8")
        # Assemble
        self.head(_("Help"), self.choice, self.read)
        self.column.put(self.browser, 1)
        # Connect
        self.choice.chosen.connect(self.show_topic)
        self.read.clicked.connect(lambda: work.reader.toggle(self.summary()))
        self.browser.setOpenLinks(False)
        self.browser.anchorClicked.connect(self._follow)
        look.changed.connect(self.refresh)
        self.refresh()

    def start(self) -> QWidget:
        return self.browser

    def summary(self) -> str:
        return self.browser.words()

    def show_topic(self, key: object) -> None:
        self.topic = str(key)
        self.choice.choose(self.topic)
        self.refresh()

    def refresh(self) -> None:
        text = self._own[self.topic][0] if self.topic in self._own else topic_text(self.topic)
        here = self.work.front is not None and self.topic == self.work.front.key
        registry = self.work.registry
        groups = [(_("Keys on this page"), registry.page)] if here and any(c.key for c in registry.page) else []
        groups.append((_("Keys everywhere"), registry.window))
        roles = self.work.desk.acting.roles
        nothing = _("There is no text about this page. The keys are below.")
        self.browser.show_help(
            text or "# " + _("Help") + f"\n\n{nothing}",
            [(words, [(c.key, c.text, worded(c.more) if c.more else "") for c in group if c.key and c.may(roles)])
             for words, group in groups],
        )  # fmt: skip

    def _follow(self, url: QUrl) -> None:
        if topic_text(url.toString()):
            self.show_topic(url.toString())


class Reading(Print):
    """Text to read: 18 pixels at 100 %, a line and a half apart, and tables of keys under it."""

    SIZE = 18

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Help"))
        self.document().setDocumentMargin(look.px(8))

    def show_help(self, markdown: str, tables: list[tuple[str, list[tuple[str, str, str]]]]) -> None:
        """The text, then each table (key, what it does, a sentence more) under its heading."""
        document = self.document()
        document.setDefaultFont(look.font("body", self.SIZE))
        document.setMarkdown(markdown)
        self._dress()
        for heading, rows in tables:
            self._table(heading, rows)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def words(self) -> str:
        """Everything as plain text, a sentence a line."""
        text = self.toPlainText().replace("\u2028", "\n").replace("\ufdd0", "\n").replace("\ufdd1", "\n")
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())

    def _dress(self) -> None:
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)  # selecting a block takes the end of the one before with it
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            level = block.blockFormat().headingLevel()
            shape = QTextBlockFormat()
            shape.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            shape.setTopMargin(look.px(16 if level > 1 else 4))
            shape.setBottomMargin(look.px(6))
            cursor.mergeBlockFormat(shape)
            if level:
                cursor.mergeCharFormat(self._ink("h1" if level == 1 else "h2", 26 if level == 1 else 20))
            block = block.next()

    @staticmethod
    def _ink(kind: str, size: int, colour: str = "text") -> QTextCharFormat:
        ink = QTextCharFormat()
        ink.setFont(look.font(kind, size))
        ink.setForeground(look.colour(colour))
        return ink

    def _table(self, heading: str, rows: list[tuple[str, str, str]]) -> None:
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        shape = QTextBlockFormat()
        shape.setTopMargin(look.px(20))
        shape.setBottomMargin(look.px(6))
        cursor.insertBlock(shape, self._ink("h2", 20))
        cursor.insertText(heading)
        form = QTextTableFormat()
        form.setBorder(0)
        form.setCellPadding(look.px(4))
        form.setCellSpacing(0)
        form.setColumnWidthConstraints([QTextLength(QTextLength.Type.FixedLength, look.px(150)),
                                        QTextLength(QTextLength.Type.VariableLength, 0)])  # fmt: skip
        table = cursor.insertTable(max(1, len(rows)), 2, form)
        for number, (key, does, more) in enumerate(rows):
            table.cellAt(number, 0).firstCursorPosition().insertText(key, self._ink("strong", 16))
            cell = table.cellAt(number, 1).firstCursorPosition()
            cell.insertText(does, self._ink("body", 16))
            if more:
                cell.insertText(f"  {more}", self._ink("body", 16, "mut"))
