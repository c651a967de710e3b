"""What the screens before the work share: the frame with the language, the clock, the card, and the keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from alfdesk import i18n
from alfdesk.i18n import gettext as _

from ..look import look
from ..prefs import Prefs
from ..widgets.buttons import Choice
from ..widgets.fields import Field
from ..widgets.layouts import Column, Inside, Line
from ..widgets.marks import Keys
from ..widgets.notice import Band, Surface
from ..widgets.scroll import Scroll
from ..widgets.text import Picture, Text

# Each language is named in itself, whatever is in use.
LANGUAGES: list[tuple[object, str]] = [("nb", "bokmål"), ("nn", "nynorsk"), ("en", "English")]
SHADOW = 16  # pixels at 100 % around a card
CARD = 480
LARGE = 1.5  # the scale from which pictures make room for what is written in


class Gate(QWidget):
    """A screen of the whole window. What is on it goes into `self.content`; it scrolls when the window is small.

    What takes its time is said with `wait`, a refusal with `refuse`; each screen gives `going` and `band` their place.
    """

    language_chosen = Signal(object)

    def __init__(self, prefs: Prefs, parent: QWidget | None = None, *, aside: QWidget | None = None) -> None:
        super().__init__(parent)
        # Elements
        self.prefs, self._aside = prefs, aside is not None
        self.busy = False  # something is under way in the background: what was entered is not entered again
        self.going = Text("", "body", "mut", wrap=True)
        self.band = Band("wrong")
        self.languages = Choice(_("Language"), LANGUAGES, i18n.language())
        self.head = QWidget()
        inside = Inside()
        self.scroll = Scroll(inside)
        self._reader = None
        # Assemble
        name = Text("Alfdesk", "h2")
        self.head_line = Line(name, 0, gap=12, parent=self.head)
        name.setVisible(aside is None)
        self.head_line.put(Picture("language", 20, "mut"))
        self.head_line.put(self.languages)
        self.content = Column(gap=12, margins=(48, 24, 48, 12), parent=inside)
        self.content.put(self.head)
        inside.installEventFilter(self)
        self.going.hide()
        sides = Line(gap=0, parent=self)
        if aside is not None:
            sides.put(aside)
        sides.put(self.scroll, 1)
        # Connect
        self.languages.chosen.connect(self.language_chosen)
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]
        self.does(self.read_aloud, "F8", "Shift+F8")
        self.does(partial(self._zoom, 1), "Ctrl++", "Ctrl+=", "Ctrl+Shift++")
        self.does(partial(self._zoom, -1), "Ctrl+-")
        self.does(partial(self._zoom, 0), "Ctrl+0")
        self.does(self._glove, "F9")

    def does(self, run: Callable[[], object], *keys: str) -> None:
        """These keys do this, wherever the focus is on the screen."""
        action = QAction(self)
        action.setShortcuts([QKeySequence(k) for k in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: run())
        self.addAction(action)

    def foot(self, *pairs: tuple[str, str]) -> Keys:
        """The line of keys, those of every screen at its end."""
        keys = Keys(centred=not self._aside)
        keys.set([*pairs, ("F8", _("read aloud")), ("Ctrl++", _("larger text")), ("F9", _("glove view"))])
        return keys

    def put_card(self, card: Card) -> None:
        """The card in the middle, and room under it."""
        row = Line(gap=0)
        row.put(0)
        row.put(card, 100)
        row.put(0)
        self.content.addStretch(1)
        self.content.put(row)
        self.content.addStretch(2)

    def first(self) -> QWidget | None:
        """What has focus when the screen is shown."""
        return None

    def aloud(self) -> str:
        """What F8 reads."""
        return ""

    def tell(self, sentence: str) -> None:
        """Show a sentence that came from elsewhere (no voice, say); what is under way goes on."""
        self.band.say(sentence)

    def wait(self, sentence: str) -> None:
        """It takes its time: say what happens. An empty sentence is the end of it."""
        self.going.setText(sentence)
        self.going.setVisible(bool(sentence))

    def refuse(self, sentence: str) -> None:
        """It went no further. What was written stays, marked, so that it can be mended or written over."""
        self.busy = False
        self.wait("")
        field = self.at_fault()
        if field is None:
            self.tell(sentence)
            return
        field.refuse(sentence)
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        field.edit.selectAll()

    def at_fault(self) -> Field | None:
        """The field a refusal is about; None when it is about the whole screen."""
        return None

    def read_aloud(self) -> None:
        """F8: what the screen says; again: stop."""
        if self._reader is None:
            from ..speech import Reader

            self._reader = Reader(self)
            self._reader.problem.connect(self.tell)
        self._reader.toggle(self.aloud())

    def showEvent(self, event: object) -> None:  # noqa: N802
        super().showEvent(event)  # type: ignore[arg-type]
        QTimer.singleShot(0, self, self._to_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Resize and watched is self.scroll.widget():
            QTimer.singleShot(0, self, self._to_focus)
        return super().eventFilter(watched, event)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton  # the page stands still under a press
        if new is not None and self.isAncestorOf(new) and not pressed:
            QTimer.singleShot(0, self, self._to_focus)

    def _to_focus(self) -> None:
        """At large text what has the focus may lie below the edge."""
        has = QApplication.focusWidget()
        if has is not None and self.scroll.isAncestorOf(has) and has.isVisible():
            self.scroll.ensureWidgetVisible(has, 0, look.px(72))

    def _zoom(self, steps: int) -> None:
        look.larger(steps) if steps else look.set(zoom=100)
        self.prefs.keep_look()

    def _glove(self) -> None:
        look.set(glove=not look.glove)
        self.prefs.keep_look()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self._zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)


class Card(Surface):
    """The panel in the middle of a screen, with a soft shadow. `column` holds what is on it."""

    def __init__(self, parent: QWidget | None = None, *, wide: int = CARD) -> None:
        super().__init__(parent=parent)
        self._wide = wide
        self._picture: Picture | None = None
        self.column = Column(gap=16, margins=(SHADOW + 32, SHADOW + 24, SHADOW + 32, SHADOW + 28), parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.restyle()
        look.changed.connect(self.restyle)

    def head(self, picture: str) -> None:
        """The picture at the top, while there is room for it."""
        self._picture = Picture(picture, 28, "prim")
        self.column.put(self._picture, align=Qt.AlignmentFlag.AlignHCenter)
        self.restyle()

    def restyle(self) -> None:
        self.setMaximumWidth(look.px(self._wide + 2 * SHADOW))
        large = look.scale >= LARGE
        above = SHADOW + (12 if large else 24)
        self.column.setContentsMargins(*(look.px(m) for m in (SHADOW + 32, above, SHADOW + 32, SHADOW + 28)))
        if self._picture is not None:
            self._picture.setVisible(not large)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        edge, step = look.px(SHADOW), look.px(2)
        shade = QColor(look.colour("shadow"))
        inner = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        if shade.alpha():
            shade.setAlpha(max(3, shade.alpha() // 6))
            painter.setBrush(shade)
            for out in range(edge, 0, -step):
                round_ = look.px(self.radius) + out
                painter.drawRoundedRect(inner.adjusted(-out, -out, out, out), round_, round_)
        painter.setBrush(look.colour(self.fill))
        painter.setPen(look.colour(self.edge))
        painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), look.px(self.radius), look.px(self.radius))


class Rule(QWidget):
    """A thin line across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(1)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        QPainter(self).fillRect(self.rect(), look.colour("line"))


class Clock(QWidget):
    """The time in large figures, the day under it. Looks again each second while it is shown. At large text the figures
    are small: what is written in comes first."""

    def __init__(self, now: Callable[[], datetime] = datetime.now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.time, self.day = Text("", "huge"), Text("", "body", "mut")
        for text in (self.time, self.day):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        Column(self.time, self.day, gap=0, parent=self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)
        look.changed.connect(self.restyle)
        self.restyle()
        self.refresh()

    def restyle(self) -> None:
        self.time.kind = "h2" if look.scale >= LARGE else "huge"
        self.time.restyle()

    def refresh(self) -> None:
        from ..formats import day_heading

        now = self._now()
        self.time.setText(f"{now.hour:02}.{now.minute:02}")
        self.day.setText(day_heading(now.date()))

    def showEvent(self, event: object) -> None:  # noqa: N802
        self.refresh()
        self._timer.start(1000)
        super().showEvent(event)  # type: ignore[arg-type]

    def hideEvent(self, event: object) -> None:  # noqa: N802
        self._timer.stop()
        super().hideEvent(event)  # type: ignore[arg-type]


def time_of(moment: datetime) -> str:
    """07.54"""
    return f"{moment.hour:02}.{moment.minute:02}"
