"""The last weeks of a person, a row a weekday and a column a week: a filled square came, signs tell the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ... import icons
from ...look import look
from ...widgets.layouts import Flow
from ...widgets.text import Text

if TYPE_CHECKING:
    from alfdesk.person_card import Weeks

DAY_WIDE, LINE, HEAD = 34, 22, 22  # pixels: the weekday, a row, the week numbers
# Outcome → (icon, colour). Shapes tell them apart; the colour only repeats it. Present is a filled square.
SIGNS = {
    "present": ("", "present"),
    "went_home": ("logout", "home"),
    "coming_later": ("clock-hour-4-filled", "later"),
    "reported_absent": ("mail-filled", "reported"),
    "no_show": ("circle-x-filled", "missed"),
    "turned_away": ("ban", "later"),
}


class WeeksGrid(QWidget):
    """Painted; the same is its accessible description, a line a week."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.weeks: Weeks | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_weeks(self, weeks: Weeks) -> None:
        self.weeks = weeks
        self.setAccessibleName(_("Last 12 weeks") + ": " + ", ".join(words for _sign, words in legend(weeks)))
        self.setAccessibleDescription("\n".join(as_lines(weeks)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        rows = len(self.weeks.rows) if self.weeks else 5
        return QSize(look.px(DAY_WIDE + 12 * 20), look.px(HEAD + rows * LINE))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(DAY_WIDE + 12 * 18), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        if self.weeks is None or not self.weeks.labels:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("mut"))
        left, head, line = look.px(DAY_WIDE), look.px(HEAD), look.px(LINE)
        wide = (self.width() - left) / len(self.weeks.labels)
        flag = Qt.AlignmentFlag
        for number, label in enumerate(self.weeks.labels):
            painter.drawText(QRectF(left + number * wide, 0, wide, head), flag.AlignCenter, label[-2:].lstrip("0"))
        for row, (day, outcomes) in enumerate(zip(_days(), self.weeks.rows, strict=False)):
            top = head + row * line
            painter.setPen(look.colour("mut"))
            painter.drawText(QRectF(0, top, left, line), flag.AlignVCenter | flag.AlignLeft, day)
            for number, outcome in enumerate(outcomes):
                paint_sign(painter, outcome, left + (number + 0.5) * wide, top + line / 2, look.px(16))
        painter.end()


def paint_sign(painter: QPainter, outcome: str | None, x: float, y: float, size: int) -> None:
    """The sign of an outcome, its middle at (x, y); nothing said is a small dot."""
    if outcome is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        dot = look.px(2)
        painter.drawEllipse(QRectF(x - dot, y - dot, 2 * dot, 2 * dot))
        return
    icon, colour = SIGNS.get(outcome, SIGNS["present"])
    if icon:
        icons.paint(painter, icon, look.colour(colour), x - size / 2, y - size / 2, size)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(colour))
    painter.drawRoundedRect(QRectF(x - size / 2, y - size / 2, size, size), look.px(3), look.px(3))


class Sign(QWidget):
    """One sign by itself, for the words under the grid."""

    def __init__(self, outcome: str) -> None:
        super().__init__()
        self.outcome = outcome
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(18), look.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sign(painter, self.outcome, self.width() / 2, self.height() / 2, look.px(16))
        painter.end()


class Legend(QWidget):
    """What the signs are, with how many of each."""

    def __init__(self, weeks: Weeks) -> None:
        super().__init__()
        flow = Flow(gap=18, line_gap=4, parent=self)
        for outcome, words in legend(weeks):
            one = QWidget()
            inner = Flow(gap=6, parent=one)
            inner.put(Sign(outcome))
            inner.put(Text(words, "label"))
            flow.put(one)


def legend(weeks: Weeks) -> list[tuple[str, str]]:
    """(outcome, how many in words), those that are there; present always."""
    pairs = [("present", ngettext("{count} present", "{count} present", weeks.present).format(count=weeks.present))]
    if weeks.reported_absent:
        words = ngettext("{count} reported absence", "{count} reported absences", weeks.reported_absent)
        pairs.append(("reported_absent", words.format(count=weeks.reported_absent)))
    if weeks.no_show:
        pairs.append(("no_show", _("{count} did not come").format(count=weeks.no_show)))
    if weeks.turned_away:
        pairs.append(("turned_away", _("{count} turned away").format(count=weeks.turned_away)))
    return pairs


def as_lines(weeks: Weeks) -> list[str]:
    """The grid as a table in words: a line a week, newest last, days that say something."""
    from alfdesk.attendance.words import outcome_words

    lines = []
    for number, label in enumerate(weeks.labels):
        said = [
            f"{day} {outcome_words(row[number]).lower()}"
            for day, row in zip(_days(), weeks.rows, strict=False)
            if row[number] is not None
        ]
        if said:
            lines.append(_("week {week}").format(week=label[-2:].lstrip("0")) + ": " + ", ".join(said) + ".")
    return lines


def _days() -> list[str]:
    return _("Mo Tu We Th Fr Sa Su").split()
