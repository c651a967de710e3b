"""A day: a field to write it in, and a button beside it that shows the month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem
from PySide6.QtWidgets import QSizePolicy, QTableView, QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from .. import formats
from ..look import look
from .buttons import Button
from .choosing import Stepper
from .fields import Field
from .focus_ring import paint_ring
from .layouts import Column
from .notice import Surface
from .scroll import own_bars

Index = QModelIndex | QPersistentModelIndex
WEEKS = 6


class DateField(Field):
    """A day as people write it ("22.11", "ma", "+1"), read when the field is left. `day` is None while it is empty or
    wrong; `settled` comes with each new day."""

    settled = Signal(object)

    def __init__(self, label: str, today: Callable[[], date], day: date | None = None, *, hint: str = "",
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(label, "", hint=hint, width=260, parent=parent)
        self._today = today
        self._day: date | None = None
        self.calendar_button = Button("", "calendar").only_icon(_("Choose in a calendar"))
        self.line.put(self.calendar_button)
        self.calendar_button.clicked.connect(self.open_calendar)
        self.edit.editingFinished.connect(self._read)
        self.set_day(day)

    @property
    def day(self) -> date | None:
        self._read()
        return self._day

    def set_day(self, day: date | None) -> None:
        """Show this day; emits nothing."""
        self._day = day
        self.set(formats.day_short(day) if day else "")
        self.refuse("")

    def open_calendar(self) -> Calendar:
        """The month, under the field."""
        calendar = Calendar(self._today(), self.day or self._today(), self)
        calendar.setWindowFlag(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.chosen.connect(self._chose)
        calendar.adjustSize()
        corner = self.edit.mapToGlobal(QPoint(0, self.edit.height() + look.px(4)))
        screen = self.screen().availableGeometry()
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - calendar.width())))
        corner.setY(max(screen.top(), min(corner.y(), screen.bottom() - calendar.height())))
        calendar.move(corner)
        calendar.show()
        calendar.month.setFocus(Qt.FocusReason.PopupFocusReason)
        return calendar

    def _chose(self, day: date) -> None:
        self.set_day(day)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.settled.emit(day)

    def _read(self) -> None:
        text = self.text().strip()
        if self._day is not None and text == formats.day_short(self._day):
            return
        try:
            day = formats.parse_day(text, self._today()) if text else None
        except UserFacingError as error:
            self._day = None
            self.refuse(error.sentence)
            return
        self.set_day(day)
        if day is not None:
            self.settled.emit(day)


class _MonthModel(QAbstractTableModel):
    """Six weeks from the Monday before the first of the month."""

    def __init__(self, first: date) -> None:
        super().__init__()
        self.first = first.replace(day=1)

    @property
    def start(self) -> date:
        return self.first - timedelta(self.first.weekday())

    def show(self, first: date) -> None:
        self.beginResetModel()
        self.first = first.replace(day=1)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else WEEKS

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else 7

    def day(self, index: Index) -> date:
        return self.start + timedelta(index.row() * 7 + index.column())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.day(index).day)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return formats.day_heading(self.day(index), self.first)
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        if role == Qt.ItemDataRole.DisplayRole:
            day = self.start + timedelta(section if way == Qt.Orientation.Horizontal else section * 7)
            return formats.weekday_short(day) if way == Qt.Orientation.Horizontal else str(day.isocalendar().week)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        return None


class _DayDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, model = option.widget, index.model()
        if not isinstance(view, _Month) or not isinstance(model, _MonthModel):
            return
        day, box = model.day(index), QRectF(option.rect).adjusted(2, 2, -2, -2)
        marked = view.currentIndex() == index
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = look.colour("text" if day.month == model.first.month else "mut")
        painter.setPen(Qt.PenStyle.NoPen)
        if marked:
            painter.setBrush(look.colour("sel"))
            painter.drawRoundedRect(box, look.px(6), look.px(6))
            ink = look.colour("on-sel")
        if day == view.today:
            painter.setPen(QPen(look.colour("on-sel" if marked else "prim"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(6, 6, -6, -6), look.px(5), look.px(5))
        painter.setPen(ink)
        painter.setFont(look.font("strong" if day == view.today or marked else "body"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if marked and view.hasFocus():
            paint_ring(painter, QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), look.px(8))
        painter.restore()


class _Names(QHeaderView):
    """Weekdays above, week numbers before: plain, in the muted ink."""

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:  # noqa: N802
        painter.save()
        painter.fillRect(rect, look.colour("surf"))
        painter.setPen(look.colour("mut"))
        painter.setFont(look.font("label"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter),
                         str(self.model().headerData(section, self.orientation())))
        painter.restore()


class _Month(QTableView):
    """The days of a month. Arrows move, also out of the month; Page Up and Page Down change it."""

    taken = Signal(object)
    turned = Signal(object)

    def __init__(self, today: date, day: date) -> None:
        super().__init__()
        self.today = today
        self.month_model = _MonthModel(day)
        self.setModel(self.month_model)
        self.setHorizontalHeader(_Names(Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Names(Qt.Orientation.Vertical, self))
        for corner in self.findChildren(QAbstractButton):
            corner.installEventFilter(self)
        self.setItemDelegate(_DayDelegate(self))
        self.setObjectName("bare")
        self.setAccessibleName(_("Calendar"))
        self.setShowGrid(False)
        own_bars(self, see_through=True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)
            header.setDefaultSectionSize(look.px(44))
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setFont(look.font("label"))
        self.setFixedSize(look.px(44) * 8 + 2, look.px(44) * WEEKS + look.px(32) + 2)
        self.horizontalHeader().setFixedHeight(look.px(32))
        self.verticalHeader().setFixedWidth(look.px(44))
        self.show_day(day)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The corner between weekdays and weeks is empty paper."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QAbstractButton):
            QPainter(watched).fillRect(watched.rect(), look.colour("surf"))
            return True
        return super().eventFilter(watched, event)

    @property
    def day(self) -> date:
        return self.month_model.day(self.currentIndex())

    def show_day(self, day: date) -> None:
        if (day.year, day.month) != (self.month_model.first.year, self.month_model.first.month):
            self.month_model.show(day)
        place = (day - self.month_model.start).days
        self.setCurrentIndex(self.month_model.index(place // 7, place % 7))
        self.turned.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        if event.key() in steps:
            self.show_day(self.day + timedelta(steps[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.taken.emit(self.day)
        else:
            event.ignore()

    def turn(self, months: int) -> None:
        from alfdesk.weeks import add_months

        self.show_day(add_months(self.day, months))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.taken.emit(self.month_model.day(index))


class Calendar(Surface):
    """A month to choose a day in. Emits `chosen` and closes."""

    chosen = Signal(object)

    def __init__(self, today: date, day: date, parent: QWidget | None = None) -> None:
        super().__init__("surf", "edge", 8, parent)
        self.month = _Month(today, day)
        self.stepper = Stepper(_("Month"), _("Month before"), _("Month after"), "", 180)
        column = Column(gap=4, margins=(8, 8, 8, 8), parent=self)
        column.put(self.stepper, align=Qt.AlignmentFlag.AlignHCenter)
        column.put(self.month, align=Qt.AlignmentFlag.AlignHCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.month.turned.connect(self._heading)
        self.month.taken.connect(self._take)
        self.stepper.stepped.connect(self.month.turn)
        self._heading(day)

    def _heading(self, day: date) -> None:
        self.stepper.show_text(f"{formats.capital(formats.month_name(day))} {day.year}")

    def _take(self, day: date) -> None:
        self.chosen.emit(day)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
