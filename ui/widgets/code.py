"""A long code in groups of four: shown large to be read aloud, and typed from what somebody reads."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ..look import look
from .fields import Field

GROUP = 4


def grouped(text: str, most: int) -> str:
    """The letters and digits of what was typed, at most so many, as "AB12 CD34"."""
    plain = "".join(c for c in text.upper() if c.isalnum())[:most]
    return " ".join(plain[at : at + GROUP] for at in range(0, len(plain), GROUP))


class CodeShown(QWidget):
    """The code, a box for each group, on as many lines as it takes."""

    SIZE = 30  # pixels at 100 %

    def __init__(self, code: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[str] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)
        self.set(code)

    def set(self, code: str) -> None:
        self._groups = code.split()
        self.setAccessibleName(_("Code: {letters}").format(letters=self.spelled()))
        self.updateGeometry()
        self.update()

    def spelled(self) -> str:
        """Letter by letter, a pause between groups: for a voice."""
        return ". ".join(" ".join(group) for group in self._groups)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        wide, high, gap = self._sizes()
        across = max(1, (width + gap) // (wide + gap))
        lines = -(-max(1, len(self._groups)) // across)
        return lines * (high + gap) - gap

    def sizeHint(self) -> QSize:  # noqa: N802
        wide, high, gap = self._sizes()
        return QSize(max(1, len(self._groups)) * (wide + gap) - gap, high)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._sizes()[0], self._sizes()[1])

    def _sizes(self) -> tuple[int, int, int]:
        """How wide and high a group's box is, and the gap between two."""
        font = QFontMetrics(look.font("huge", self.SIZE))
        return font.horizontalAdvance("WM8W") + look.px(12), look.px(self.SIZE + 26), look.px(8)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("huge", self.SIZE))
        wide, high, gap = self._sizes()
        across = max(1, (self.width() + gap) // (wide + gap))
        for number, group in enumerate(self._groups):
            x, y = number % across * (wide + gap), number // across * (high + gap)
            box = QRectF(x, y, wide, high).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(look.colour("edge"), look.edge_width))
            painter.setBrush(look.colour("surf"))
            painter.drawRoundedRect(box, look.px(8), look.px(8))
            painter.setPen(look.colour("text"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), group)


class CodeField(Field):
    """A line that puts what is typed or pasted into groups. The right code is never known here."""

    def __init__(self, label: str, length: int, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(label, hint=hint, parent=parent)
        self.length = length
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhUppercaseOnly | Qt.InputMethodHint.ImhNoPredictiveText)
        self.edit.textEdited.connect(self._group)

    def full(self) -> bool:
        """Whether all of it is there."""
        return len(self.text().replace(" ", "")) == self.length

    def _group(self, typed: str) -> None:
        before = sum(c.isalnum() for c in typed[: self.edit.cursorPosition()])
        text = grouped(typed, self.length)
        if text == typed:
            return
        self.edit.setText(text)
        self.edit.setCursorPosition(min(len(text), before + max(0, before - 1) // GROUP))
