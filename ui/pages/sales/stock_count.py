"""Counting the stock of an outlet: begun, typed blind, and then what the book said. The desk may sell meanwhile."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext
from alfdesk.weeks import clock

from ... import formats
from ...desk import REFUSED
from ...dialogs.ask import RIM, Scrolled
from ...widgets.buttons import Button
from ...widgets.fields import Field
from ...widgets.layouts import Column, Flow
from ...widgets.text import IconText, Text
from .move_list import signed
from .over_desk import CountField, Panel, TakeBack, reason_field, whole

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def count_stock(page: Any) -> None:
    """Go on with the count that is open at the page's outlet, or begin one."""
    from alfdesk.sales import counting

    open_ = page.desk.read(counting.open_counts, page.outlet)
    begun = open_[-1].id if open_ else page.desk.do(
        counting.begin, _("The count has begun. The desk may sell meanwhile."), outlet=page.outlet,
        day=page.desk.today(), at_minute=page.desk.minute(),
    )  # fmt: skip
    if begun is not REFUSED:
        StockCount(page, begun).open()


class StockCount(Panel):
    """One field for each edition. Left by Esc the count stays open, and what was typed is kept."""

    def __init__(self, page: Any, begun: bytes) -> None:
        from alfdesk.sales import counting

        # Elements
        self.begun, self.sheet = begun, page.desk.read(counting.sheet, begun)
        title = _("Count of {outlet}").format(outlet=self.sheet.outlet)
        super().__init__(page, title, wide=680, rim=RIM)
        typed = page.drafts.get(begun, {})
        self.fields = {
            line.edition_id: CountField(line.title, typed.get(line.edition_id, "")) for line in self.sheet.lines
        }
        self.reasons: dict[bytes, Field] = {}
        said = _("Write what lay here at {time}. What is sold after that is reckoned by itself.")
        self.words = Text(said.format(time=clock(self.sheet.at_minute)), "body", "mut", wrap=True)
        self.row = QWidget()
        flow = Flow(gap=14, line_gap=12, top=True, parent=self.row)
        for field in self.fields.values():
            flow.put(field)
        self.found = QWidget()
        self.found_column = Column(gap=12, parent=self.found)
        self.act = Button(_("Write down"), "check", "primary")
        self.up = Button(_("Give up count"), "ban")
        self.close_button = Button(_("Later"), key="Esc")
        # Assemble
        self.head(title)
        self.body = Scrolled(self.words, self.told, self.row, self.found)
        self.found.hide()
        self.column.put(self.body, 1)
        foot = QWidget()
        Flow(self.act, self.close_button, self.up, gap=8, parent=foot)
        self.put_in_line(foot)
        # Connect
        for edition, field in self.fields.items():
            field.edit.textEdited.connect(lambda text, of=edition: self._typed(of, text))
            field.edit.installEventFilter(self)
        self.act.clicked.connect(lambda _checked=False: self.write())
        self.up.clicked.connect(lambda _checked=False: self.give_up())
        self.close_button.clicked.connect(lambda _checked=False: self.leave())
        if not self.fields:
            self.words.setText(_("No edition lies here, and none is on sale."))
            self.act.hide()

    def start(self) -> QWidget:
        every = [f.edit for f in self.fields.values()]
        return next((edit for edit in every if not edit.text()), every[-1] if every else self.up)

    def wanted(self, wide: int) -> int:
        return super().wanted(wide) + self.body.more(wide)

    def summary(self) -> str:
        found = [t.text() for t in self.found.findChildren(Text) if t.isVisible()]
        return f"{self.accessibleName()}. {self.words.text()} {' '.join(found)}"

    # Acts --------------------------------------------------------------------------------------------------------

    def write(self) -> None:
        """Write down what was counted; then what the book said is shown. With reasons, they are written too."""
        from alfdesk.sales import counting

        copies = self._counted()
        if copies is None:
            return
        reasons = {edition: field.text().strip() for edition, field in self.reasons.items() if field.text().strip()}
        if self.reasons and not reasons:
            self.leave()
            return
        if self.reasons:
            copies = {edition: copies[edition] for edition in reasons}
        said = _("The count is written down.")
        done = self.desk.do(counting.count, said, begun=self.begun, copies=copies, reasons=reasons)
        if done is REFUSED:
            return
        self.page.drafts.pop(self.begun, None)
        if reasons:
            self.leave()
        else:
            self._show_found(done)

    def give_up(self) -> None:
        """The count does not go on: ask why."""
        from alfdesk.sales import counting

        def drop(reason: str) -> object:
            return self.desk.do(counting.give_up, _("The count is given up."), begun=self.begun, reason=reason)

        what = _("The count since {time}.").format(time=clock(self.sheet.at_minute))
        TakeBack(self.page, what, drop, title=_("Give up count?"), act=_("Give up count")).open()

    def show_again(self) -> None:
        """Taken back or given up meanwhile: there is nothing to count any more."""
        from alfdesk.sales import counting

        try:
            self.desk.read(counting.sheet, self.begun)
        except UserFacingError:
            self.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in ENTERS:
            if not event.isAutoRepeat():
                self._step(1, enter=True)
            event.accept()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Up and down go between the fields; what scrolls would take them."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._step(-1 if event.key() == Qt.Key.Key_Up else 1, enter=False)
                return True
        return super().eventFilter(watched, event)

    # Private parts -----------------------------------------------------------------------------------------------

    def _counted(self) -> dict[bytes, int] | None:
        """Copies by edition; None where something can't be read, or nothing is written, which is then said."""
        copies = {}
        for edition, field in self.fields.items():
            if field.text().strip():
                found = whole(field.text())
                if found is None:
                    field.refuse(_("Write a whole number."))
                    field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
                    field.edit.selectAll()
                    return None
                copies[edition] = found
        if not copies:
            self.say(_("Nothing has been counted yet."), wrong=True)
            return None
        return copies

    def _typed(self, edition: bytes, text: str) -> None:
        self.page.drafts.setdefault(self.begun, {})[edition] = text

    def _step(self, way: int, *, enter: bool) -> None:
        """To the next field; Enter in the last writes it down."""
        chain = [f.edit for f in (self.reasons or self.fields).values()]
        here = next((n for n, edit in enumerate(chain) if edit.hasFocus()), None)
        if here is not None and 0 <= here + way < len(chain):
            chain[here + way].setFocus(Qt.FocusReason.TabFocusReason)
            chain[here + way].selectAll()
        elif enter:
            self.write()

    def _show_found(self, lines: Any) -> None:
        """What was counted beside what the book said, and a place for why they differ."""
        self.row.hide()
        self.up.hide()
        self.close_button.say(_("Close"))
        self.words.setText(_("This is what the book said. The stock is what you counted."))
        for line in lines:
            part = QWidget()
            column = Column(gap=6, parent=part)
            column.put(Text(line.title, "strong", wrap=True))
            column.put(_difference(line))
            if line.copies != line.expected:
                field = self.reasons[line.edition_id] = reason_field(_("Optional"), _("Why they differ"))
                field.edit.installEventFilter(self)
                column.put(field)
            self.found_column.put(part)
        self.found.show()
        if self.sheet.late:
            late = ngettext(
                "One copy that moved before the count was told after it began.",
                "{count} copies that moved before the count were told after it began.", self.sheet.late,
            )  # fmt: skip
            self.found_column.put(Text(late.format(count=self.sheet.late), "small", "mut", wrap=True))
        self.act.setVisible(bool(self.reasons))
        self.act.say(_("Save reasons"))
        first = next(iter(self.reasons.values()), None)
        (first.edit if first is not None else self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()


def _difference(line: Any) -> IconText:
    said = _("Counted {copies}, by the book {book}, difference {difference}").format(
        copies=formats.spaced(line.copies), book=formats.spaced(line.expected),
        difference=signed(line.copies - line.expected),
    )  # fmt: skip
    right = line.copies == line.expected
    return IconText("circle-check-filled" if right else "alert-triangle-filled", said, "body",
                    "present" if right else "later", wrap=True)  # fmt: skip
