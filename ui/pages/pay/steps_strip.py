"""Five steps side by side: those that are taken with who and when, the next one marked, the rest to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext, worded

from ... import icons
from ...look import look
from ...widgets.notice import Surface
from .words import COMING, STEPS, at


@dataclass(frozen=True, slots=True)
class Shown:
    """One step as the strip shows it: `state` is "done", "next" or "coming"."""

    words: str
    under: str
    state: str


def steps_of(week: Any) -> tuple[Shown, ...]:
    """The five steps of a week: who took them and when, and what comes next."""
    taken, shown, count = {s.step: s for s in week.steps}, [], len(week.troubles)
    first = ngettext("{count} to look at first", "{count} to look at first", count).format(count=count)
    for step, words in STEPS.items():
        under, state = worded(COMING[step]), "next" if step == week.next_step else "coming"
        if step in taken:
            under, state = at(taken[step]), "done"
        elif state == "next" and step == "prepared" and count:
            under = first
        shown.append(Shown(worded(words), under, state))
    return tuple(shown)


class StepsStrip(Surface):
    """Painted; what it shows is its accessible name. Where there is no room for words, one under the other."""

    def __init__(self) -> None:
        super().__init__("surf", "line", 12)
        self.steps: tuple[Shown, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_steps(self, steps: tuple[Shown, ...]) -> None:
        if steps == self.steps:
            return
        self.steps = steps
        state = {"done": _("done"), "next": _("next"), "coming": _("to come")}
        self.setAccessibleName(". ".join(
            f"{n} {s.words}, {state[s.state]}: {s.under}" for n, s in enumerate(steps, 1)
        ))  # fmt: skip
        self.update()

    @property
    def narrow(self) -> bool:
        """Whether there is only room for the next step's words."""
        return self.width() < look.px(860)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(600), look.px(62))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(look.px(200), look.px(62))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self.steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, pad = look.px(32), look.px(16)
        current = next((n for n, s in enumerate(self.steps) if s.state == "next"), len(self.steps) - 1)
        if self.narrow:
            room = self.width() - 2 * pad - len(self.steps) * (side + look.px(6))
            x = float(pad)
            for number, step in enumerate(self.steps):
                wide = side + look.px(6) + (room if number == current else 0)
                self._step(painter, number, step, x, wide, words=number == current)
                x += wide
        else:
            gap = look.px(26)
            each = (self.width() - 2 * pad - gap * (len(self.steps) - 1)) / len(self.steps)
            for number, step in enumerate(self.steps):
                x = pad + number * (each + gap)
                self._step(painter, number, step, x, each, words=True)
                if number:
                    size = look.px(18)
                    icons.paint(painter, "chevron-right", look.colour("mut"), x - gap + look.px(2),
                                (self.height() - size) / 2, size)  # fmt: skip
        painter.end()

    def _step(self, painter: QPainter, number: int, step: Shown, x: float, wide: float, *, words: bool) -> None:
        side = look.px(32)
        circle = QRectF(x, (self.height() - side) / 2, side, side)
        done, following = step.state == "done", step.state == "next"
        painter.setPen(QPen(look.colour("prim" if done or following else "edge"), max(1.5, look.edge_width)))
        painter.setBrush(look.colour("prim") if following else look.colour("surf"))
        painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
        if done:
            size = look.px(20)
            at = circle.center()
            icons.paint(painter, "check", look.colour("prim"), at.x() - size / 2, at.y() - size / 2, size)
        else:
            painter.setPen(look.colour("on-prim" if following else "mut"))
            painter.setFont(look.font("strong"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        if not words:
            return
        left, room = circle.right() + look.px(10), wide - side - look.px(10)
        half = self.height() / 2
        strong, small = look.font("strong" if following or done else "body"), look.font("small")
        painter.setFont(strong)
        painter.setPen(look.colour("text" if following or done else "mut"))
        said = QFontMetrics(strong).elidedText(step.words, Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(QRectF(left, look.px(6), room, half - look.px(6)), Qt.AlignmentFlag.AlignVCenter, said)
        painter.setFont(small)
        painter.setPen(look.colour("text" if following else "mut"))
        said = QFontMetrics(small).elidedText(step.under, Qt.TextElideMode.ElideRight, round(room))
        painter.drawText(QRectF(left, half - look.px(2), room, half - look.px(6)), Qt.AlignmentFlag.AlignVCenter, said)
        if following:
            painter.fillRect(QRectF(x, self.height() - look.px(5), wide, look.px(3)), look.colour("prim"))
