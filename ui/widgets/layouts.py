"""Layouts whose margins and gaps follow the zoom, and one that wraps."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QSizePolicy, QWidget

from ..look import look

Margins = tuple[int, int, int, int]


class _Box(QBoxLayout):
    """Gaps in pixels at 100 %. Add widgets, layouts or numbers (a gap; 0 stretches)."""

    WAY = QBoxLayout.Direction.TopToBottom

    def __init__(self, *parts: QWidget | QLayout | int, gap: int = 8, margins: Margins = (0, 0, 0, 0),
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(self.WAY)
        self._gap, self._margins = gap, margins
        if parent is not None:
            parent.setLayout(self)
        self.restyle()
        look.changed.connect(self.restyle)
        for part in parts:
            self.put(part)

    def put(self, part: QWidget | QLayout | int, stretch: int = 0, align: Qt.AlignmentFlag | None = None) -> None:
        if isinstance(part, int):
            self.addStretch(1) if part == 0 else self.addSpacing(look.px(part))
        elif isinstance(part, QWidget):
            self.addWidget(part, stretch, align) if align else self.addWidget(part, stretch)
        else:
            self.addLayout(part, stretch)

    def restyle(self) -> None:
        self.setSpacing(look.px(self._gap))
        left, top, right, bottom = (look.px(m) for m in self._margins)
        self.setContentsMargins(left, top, right, bottom)


class Column(_Box):
    """One under the other."""


class Line(_Box):
    """Side by side."""

    WAY = QBoxLayout.Direction.LeftToRight


class Flow(QLayout):
    """Side by side, on as many lines as it takes. With `end`, the last parts stand at the right edge while there is
    room for all on one line. Parts of a line are centred; with `top` (fields with hints) their upper edges agree."""

    def __init__(self, *parts: QWidget, gap: int = 8, line_gap: int | None = None, end: int = 0, top: bool = False,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__()
        self._top = top
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width, until something changes
        self._gap, self._line_gap, self._end = gap, gap if line_gap is None else line_gap, end
        if parent is not None:
            parent.setLayout(self)
            policy = parent.sizePolicy()
            policy.setHeightForWidth(True)
            parent.setSizePolicy(policy)
        self.setContentsMargins(0, 0, 0, 0)
        look.changed.connect(self.invalidate)
        for part in parts:
            self.addWidget(part)

    def put(self, part: QWidget) -> None:
        self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        if width not in self._heights:
            self._heights[width] = self._lay(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        shown = [i.sizeHint() for i in self._items if not i.isEmpty()]
        gap = look.px(self._gap)
        return QSize(sum(s.width() for s in shown) + gap * max(0, len(shown) - 1),
                     max((s.height() for s in shown), default=0))  # fmt: skip

    def minimumSize(self) -> QSize:  # noqa: N802
        shown = [i for i in self._items if not i.isEmpty()]
        return QSize(max((i.minimumSize().width() for i in shown), default=0),
                     max((i.minimumSize().height() for i in shown), default=0))  # fmt: skip

    def _lay(self, rect: QRect, *, move: bool) -> int:
        """Lay the parts out in `rect`; returns the height that takes."""
        gap, line_gap = look.px(self._gap), look.px(self._line_gap)
        shown = [i for i in self._items if not i.isEmpty()]
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        used = 0
        for item in shown:
            size = item.sizeHint()
            size.setWidth(max(item.minimumSize().width(), min(size.width(), rect.width())))
            if lines[-1] and used + gap + size.width() > rect.width():
                lines.append([])
                used = 0
            used += (gap if lines[-1] else 0) + size.width()
            lines[-1].append((item, size))
        y = rect.y()
        for line in lines:
            height = max((self._high(i, s) for i, s in line), default=0)
            spare = rect.width() - sum(s.width() for _i, s in line) - gap * max(0, len(line) - 1)
            stretchy = [i for i, _s in line if i.expandingDirections() & Qt.Orientation.Horizontal]
            x = rect.x()
            for item, size in line:
                width = size.width()
                if stretchy and item is stretchy[-1]:
                    width = max(width, min(width + spare, item.maximumSize().width()))
                elif self._end and not stretchy and len(lines) == 1 and item is shown[-self._end]:
                    x += spare
                if move:
                    high = self._high(item, size)
                    down = 0 if self._top else (height - high) // 2
                    item.setGeometry(QRect(QPoint(x, y + down), QSize(width, high)))
                x += width + gap
            y += height + line_gap
        return y - line_gap - rect.y() if shown else 0

    @staticmethod
    def _high(item: QLayoutItem, size: QSize) -> int:
        return item.heightForWidth(size.width()) if item.hasHeightForWidth() else size.height()


class Even(Flow):
    """Parts in columns of the same width: `most` of them, fewer where that leaves a column narrower than `least` pixels
    at 100 % or than what stands in it."""

    def __init__(self, *parts: QWidget, least: int = 0, most: int = 4, gap: int = 8,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        self._least, self._most = least, most
        super().__init__(*parts, gap=gap, parent=parent)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        gap = look.px(self._gap)
        shown = [i for i in self._items if not i.isEmpty()]
        if not shown:
            return 0
        least = max(look.px(self._least), *(i.minimumSize().width() for i in shown))
        columns = max(1, min(self._most, len(shown), (rect.width() + gap) // (least + gap)))
        wide = (rect.width() - (columns - 1) * gap) // columns
        y = rect.y()
        for first in range(0, len(shown), columns):
            line = shown[first : first + columns]
            high = max(self._high(i, QSize(wide, i.sizeHint().height())) for i in line)
            for place, item in enumerate(line):
                if move:
                    item.setGeometry(QRect(rect.x() + place * (wide + gap), y, wide, high))
            y += high + look.px(self._line_gap)
        return y - look.px(self._line_gap) - rect.y()


class Filled(Flow):
    """Side by side, each line filled to its end: what is left is shared among its parts alike."""

    def _lay(self, rect: QRect, *, move: bool) -> int:
        gap = look.px(self._gap)
        lines: list[list[tuple[QLayoutItem, int]]] = [[]]
        used = 0
        for item in (i for i in self._items if not i.isEmpty()):
            wide = max(item.minimumSize().width(), min(item.sizeHint().width(), rect.width()))
            if lines[-1] and used + gap + wide > rect.width():
                lines.append([])
                used = 0
            used += (gap if lines[-1] else 0) + wide
            lines[-1].append((item, wide))
        y = rect.y()
        for line in lines if lines[0] else ():
            spare, x = rect.width() - sum(w for _i, w in line) - gap * (len(line) - 1), rect.x()
            widths = [w + spare // len(line) for _i, w in line]
            high = max(self._high(item, item.sizeHint()) for item, _w in line)
            for (item, _w), wide in zip(line, widths, strict=True):
                if move:
                    item.setGeometry(QRect(x, y, wide, high))
                x += wide + gap
            y += high + look.px(self._line_gap)
        return y - look.px(self._line_gap) - rect.y() if lines[0] else 0


class Inside(QWidget):
    """What a scroll area shows: as high as it is at its width. Qt would take the height it has at its narrowest."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint = super().minimumSizeHint()
        return QSize(hint.width(), 0) if self.hasHeightForWidth() else hint


def grow(widget: QWidget, *, wide: bool = True, high: bool = False) -> QWidget:
    """Let the widget take the room that is left."""
    policy = QSizePolicy.Policy
    widget.setSizePolicy(policy.Expanding if wide else policy.Preferred, policy.Expanding if high else policy.Preferred)
    return widget
