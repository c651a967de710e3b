"""Choosing a passphrase: six words are proposed; one's own is told in words how strong it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from ..look import look
from ..widgets.buttons import Button
from ..widgets.fields import Field
from ..widgets.layouts import Column, Flow
from ..widgets.text import IconText, Text

PAUSE = 300  # ms after the last key before the strength is reckoned
STRONG = 65  # bits: six words


class NewPassphrase(QWidget):
    """The words stand in the open, so that they can be written down; hidden, they are written twice."""

    entered = Signal()  # Enter in the last field

    def __init__(self, known: Callable[[], Iterable[str]], text: str = "", parent: QWidget | None = None) -> None:
        """`known` gives the names that an attacker would try: organisation, laptop, person."""
        # Elements
        super().__init__(parent)
        from alfdesk.store.passphrase import propose

        self._known, self._propose = known, propose
        self.proposed = text or propose()
        self.phrase = Field(_("Passphrase"), self.proposed, secret=True,
                            hint=_("Write the words down, and keep the note where only you find it."))  # fmt: skip
        self.words = Text("", "name", wrap=True)  # all of them, where the line is too short to show them
        self.again = Field(_("Once more"), secret=True)
        self.strength = IconText("info-circle-filled", "", "small", "mut", wrap=True)
        self.other = Button(_("Other words"), "refresh")
        self.own = Button(_("Write my own"), "pencil")
        self._timer = QTimer(self)
        # Assemble
        buttons = QWidget()
        Flow(self.other, self.own, parent=buttons)
        Column(self.phrase, self.words, self.strength, self.again, buttons, gap=12, parent=self)
        self.phrase.show_button.setChecked(True)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._ask_again()
        self._judge()
        self._show_words()
        # Connect
        self.other.clicked.connect(self._other_words)
        self.own.clicked.connect(self._write_own)
        self.phrase.changed.connect(self._changed)
        self.phrase.show_button.toggled.connect(self._ask_again)
        self.phrase.changed.connect(self._show_words)
        self.phrase.show_button.toggled.connect(self._show_words)
        look.changed.connect(self._show_words)
        self.phrase.edit.returnPressed.connect(self._on)
        self.again.edit.returnPressed.connect(self.entered)
        self._timer.timeout.connect(self._judge)

    def text(self) -> str:
        return self.phrase.text()

    def check(self) -> bool:
        """Whether it will do; else the field says why, and has the focus."""
        from alfdesk.store.passphrase import normalise, require_strong

        try:
            require_strong(self.text(), self._known())
        except UserFacingError as error:
            self._judge()
            self._point_at(self.phrase, error.sentence)
            self.strength.hide()  # the field says the same
            return False
        if self._hidden() and normalise(self.again.text()) != normalise(self.text()):
            self._point_at(self.again, _("The two are not the same. Write the passphrase once more."))
            return False
        return True

    @staticmethod
    def _point_at(field: Field, sentence: str) -> None:
        field.refuse(sentence)
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        field.edit.selectAll()

    def _hidden(self) -> bool:
        return self.phrase.edit.echoMode() != QLineEdit.EchoMode.Normal

    def _ask_again(self, _on: bool = False) -> None:
        self.again.setVisible(self._hidden())

    def _show_words(self, _what: object = None) -> None:
        """Words that are to be written down are seen whole, also where letters are large."""
        edit = self.phrase.edit
        long = edit.fontMetrics().horizontalAdvance(self.text()) > edit.width() - 2 * (look.px(12) + 4)
        self.words.setText(self.text())
        self.words.setVisible(long and not self._hidden())

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._show_words()

    def _on(self) -> None:
        if self._hidden() and not self.again.text():
            self.again.edit.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.entered.emit()

    def _other_words(self) -> None:
        self.proposed = self._propose()
        self.phrase.refuse("")
        self.phrase.set(self.proposed)
        self.phrase.show_button.setChecked(True)
        self._judge()

    def _write_own(self) -> None:
        self.phrase.set("")
        self.phrase.show_button.setChecked(False)
        self.phrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        self._timer.start()

    def _judge(self) -> None:
        """Say how strong it is. What was proposed needs no reckoning."""
        from alfdesk.store.passphrase import FLOOR_BITS, bits

        text = self.text()
        self.strength.setVisible(self.phrase.error.isHidden())
        if not text.strip():
            self.strength.show_as("info-circle-filled", _("Several words that don't belong together are best."), "mut")
            return
        strength = STRONG if text == self.proposed else bits(text, self._known())
        if strength < FLOOR_BITS:
            self.strength.show_as("alert-triangle-filled", _("Too easy to guess. Add a few words."), "later")
        elif strength < STRONG:
            self.strength.show_as("circle-check-filled", _("Good enough."), "present")
        else:
            self.strength.show_as("circle-check-filled", _("Strong."), "present")
