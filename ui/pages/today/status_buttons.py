"""The five statuses as large buttons: in the side panel, and at the foot of the page in glove view."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ... import icons, tokens
from ...look import look
from ...widgets.buttons import Button

# Key → outcome, in the order they stand. The words for people are the core's.
KEYS = {
    "Space": "present", "2": "coming_later", "3": "reported_absent", "4": "no_show", "5": "went_home",
}  # fmt: skip
SIDE = 88  # pixels at 100 %: no button is smaller


class StatusButton(Button):
    """A status: glyph, word, and what it leads to. 88 pixels or more either way."""

    def __init__(self, outcome: str, words: str, key: str = "", parent: QWidget | None = None) -> None:
        self.outcome, self.leads_to = outcome, ""
        super().__init__(words, tokens.STATUS[outcome][0], "secondary", "", parent)
        self._cap = key
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say_more(self, words: str) -> None:
        """The consequence, under the word."""
        self.leads_to = words
        self.setAccessibleDescription(words)
        self.update()

    def nextCheckState(self) -> None:  # noqa: N802
        """A press chooses; what is checked follows from what stands."""

    def sizeHint(self) -> QSize:  # noqa: N802
        words = QFontMetrics(look.font("strong")).horizontalAdvance(self.text())
        return QSize(max(look.px(SIDE), words + look.px(28 + 34)), look.px(SIDE))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(SIDE), look.px(SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icon, colour = tokens.STATUS[self.outcome]
        ink, on = look.colour(colour), self.isChecked()
        wide = look.px(3) if on else max(look.edge_width, 1)
        over = self.underMouse() or self.isDown()
        painter.setBrush(look.colour(f"{colour}-tint" if on else "alt" if over else "surf"))
        painter.setPen(QPen(ink if on or self.isEnabled() else look.colour("line"), wide))
        half = wide / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), look.px(10), look.px(10))
        size, pad = look.px(28), look.px(10)
        strong, small = look.font("strong"), look.font("small")
        words, more = QFontMetrics(strong), QFontMetrics(small)
        x = pad + size + look.px(8)
        room = self.width() - x - look.px(6)
        flag = Qt.AlignmentFlag
        wrap = int(Qt.TextFlag.TextWordWrap)
        consequence = more.boundingRect(0, 0, room, 1000, wrap, self.leads_to).height() if self.leads_to else 0
        consequence = min(consequence, 2 * more.lineSpacing())
        word_high = words.boundingRect(0, 0, room, 1000, wrap, self.text()).height()
        top = (self.height() - word_high - consequence) / 2
        icons.paint(painter, icon, ink, pad, (self.height() - size) / 2, size)
        painter.setPen(look.colour("text"))
        painter.setFont(strong)
        painter.drawText(QRectF(x, top, room, word_high), int(flag.AlignLeft) | wrap, self.text())
        if self.leads_to:
            painter.setPen(look.colour("mut"))
            painter.setFont(small)
            painter.drawText(QRectF(x, top + word_high, room, consequence),
                             int(flag.AlignLeft) | wrap, self.leads_to)  # fmt: skip
        if self._cap:
            painter.setPen(look.colour("mut"))
            painter.setFont(look.font("label"))
            corner = QRectF(0, look.px(4), self.width() - look.px(8), look.px(20))
            painter.drawText(corner, int(flag.AlignRight), self._cap)


class StatusButtons(QWidget):
    """All five, and Undo where asked for, in as many columns as there is room for."""

    chosen = Signal(str)  # outcome
    undo = Signal()

    def __init__(self, *, least: int = 168, most: int = 6, undo: bool = False, caps: bool = True,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        from alfdesk.attendance.words import outcome_words

        self._least, self._most = least, most
        self.setAccessibleName(_("Statuses"))
        self.buttons: dict[str, StatusButton] = {}
        for key, outcome in KEYS.items():
            button = StatusButton(outcome, outcome_words(outcome), key if caps and key != "Space" else "")
            button.clicked.connect(lambda _checked=False, outcome=outcome: self.chosen.emit(outcome))
            self.buttons[outcome] = button
        self._parts: list[QWidget] = [*self.buttons.values()]
        if undo:
            back = Button(_("Undo"), "arrow-back-up")
            back.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            back.clicked.connect(lambda _checked=False: self.undo.emit())
            self._parts.append(back)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # fewer columns rather than a wide page
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._columns = 0
        for part in self._parts:
            part.setParent(self)
        self.lay()
        look.changed.connect(self.lay)

    def stand(self, outcome: str | None) -> None:
        """What stands now."""
        for one, button in self.buttons.items():
            button.setChecked(one == outcome)

    def lay(self) -> None:
        columns = max(1, min(self._most, len(self._parts), self.width() // look.px(self._least)))
        if columns == 5:
            columns = 3 if len(self._parts) > 5 else 5
        gap = look.px(8)
        self._grid.setSpacing(gap)
        lines = -(-len(self._parts) // columns)
        self.setFixedHeight(lines * look.px(SIDE) + (lines - 1) * gap)
        if columns == self._columns:
            return
        self._columns = columns
        while self._grid.count():
            self._grid.takeAt(0)
        for number, part in enumerate(self._parts):
            self._grid.addWidget(part, number // columns, number % columns)
        for column in range(6):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(SIDE), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.lay()
