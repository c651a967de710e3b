"""Signing in: name and passphrase, and nothing that says who works here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from alfdesk.i18n import gettext as _

from ..prefs import Prefs
from ..widgets.buttons import ENTER, Button
from ..widgets.choosing import Check
from ..widgets.fields import Field
from ..widgets.text import IconText
from .parts import Card, Clock, Gate, Rule

MIDDLE = Qt.AlignmentFlag.AlignHCenter


class SignIn(Gate):
    """Emits what was written; the window answers with `wait`, `refuse` or another screen."""

    entered = Signal(str, str)  # name, passphrase
    paper = Signal()
    elsewhere = Signal()

    def __init__(
        self, prefs: Prefs, why: str = "", parent: QWidget | None = None, *, several: bool = False
    ) -> None:  # fmt: skip
        """`several`: there are other workplaces on this laptop."""
        # Elements
        super().__init__(prefs, parent)
        self.why = why
        remembered = prefs.get("name")
        self.clock = Clock()
        self.name = Field(_("Your name"), remembered)
        self.passphrase = Field(_("Passphrase"), secret=True)
        self.caps = IconText("alert-triangle-filled", _("Caps Lock is on."), "small", "later")
        self.remember = Check(_("Remember my name on this laptop"), bool(remembered))
        self.open = Button(_("Unlock"), "lock-open", "primary", ENTER)
        self.by_paper = Button(_("Use recovery sheet"), "file-text", "text")
        self.where = Button(prefs.get("workplace") or _("Another workplace"), "building", "text")
        # Assemble
        card = Card()
        if several:
            card.column.put(self.where, align=MIDDLE)
        else:
            card.head("lock-filled")
        card.column.put(self.clock)
        card.column.put(Rule())
        for part in (self.band, self.name, self.passphrase, self.caps, self.remember, self.open, self.going):
            card.column.put(part)
        card.column.put(self.by_paper, align=MIDDLE)
        self.open.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.by_paper.setToolTip(_("For when every passphrase is lost. The sheet is in the safe."))
        self.where.setToolTip(_("Another workplace"))
        self.where.setAccessibleDescription(_("Another workplace"))
        self.caps.hide()
        self.band.say(why, kind="tell")
        self.put_card(card)
        self.content.put(self.foot(("Enter", _("unlock"))))
        # Connect
        self.open.clicked.connect(self._enter)
        self.by_paper.clicked.connect(self.paper)
        self.where.clicked.connect(self.elsewhere)
        self.name.edit.returnPressed.connect(self._next)
        self.passphrase.edit.returnPressed.connect(self._enter)
        self.passphrase.edit.installEventFilter(self)
        self.remember.toggled.connect(self._remember)

    def first(self) -> QWidget:
        return self.passphrase if self.name.text() else self.name

    def aloud(self) -> str:
        said = _("Alfdesk is locked. Write your name and your passphrase, and press Enter.")
        return " ".join(s for s in (self.why, said, self.passphrase.error.words.text()) if s)

    def may_be_nameless(self) -> None:
        """One person signs in here: the name may be left out."""
        self.name.hint.setText(_("One person signs in here. You may leave the name out."))
        self.name.hint.show()

    def at_fault(self) -> Field:
        return self.passphrase

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.KeyPress:
            letter = event.text()
            if len(letter) == 1 and letter.isalpha() and letter.lower() != letter.upper():
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.caps.setVisible(letter.isupper() != shift)
        return super().eventFilter(watched, event)

    def _next(self) -> None:
        if self.passphrase.text():
            self._enter()
        else:
            self.passphrase.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _enter(self) -> None:
        if self.busy:
            return
        if not self.passphrase.text():
            self.passphrase.refuse(_("Write your passphrase."))
            self.passphrase.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.busy = True
        self.passphrase.refuse("")
        self._remember()
        self.entered.emit(self.name.text(), self.passphrase.text())

    def _remember(self) -> None:
        """The name is kept only where somebody asked for it, and forgotten when she no longer does."""
        name = self.name.text() if self.remember.isChecked() else ""
        if name != self.prefs.get("name"):
            self.prefs.keep(name=name)
