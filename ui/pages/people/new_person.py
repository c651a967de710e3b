"""Somebody new. A call name is enough; the workplace gives the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from ...desk import REFUSED
from ...widgets.buttons import Button
from ...widgets.fields import Field
from ...widgets.layouts import Flow
from ...widgets.notice import Band
from ...widgets.side_panel import SidePanel

if TYPE_CHECKING:
    from .page import People


class NewPerson(SidePanel):
    """A short form; Enter anywhere in it registers and opens the card."""

    def __init__(self, page: People, typed: str = "") -> None:
        # Elements
        super().__init__(page, _("New person"))
        call, last = _split(typed)
        self.call_name = Field(_("Call name"), call, hint=_("What people say. This is enough."))
        self.first_name = Field(_("First name, if it is another"))
        self.last_name = Field(_("Last name"), last)
        self.phone = Field(_("Phone"), numeric=True)
        self.fields = {
            "call_name": self.call_name, "first_name": self.first_name, "last_name": self.last_name,
            "phone": self.phone,
        }  # fmt: skip
        self.alike: bytes | None = None
        self.open_button = Button(_("Open the card"), "id-badge-2")
        self.same = Band("look", "", "")
        self.register_button = Button(_("Register"), "user-plus", "primary", "Enter")
        self.leave_button = Button(_("Cancel"), "", "text", "Esc")
        # Assemble
        self.parts.put(self.call_name)
        self.parts.put(self.same)
        self.parts.put(self.open_button, align=Qt.AlignmentFlag.AlignLeft)
        for field in (self.last_name, self.first_name, self.phone):
            self.parts.put(field)
        buttons = QWidget()
        Flow(self.register_button, self.leave_button, gap=8, parent=buttons)
        self.parts.put(buttons)
        self.parts.put(0)
        # Connect
        for field in (self.call_name, self.first_name, self.last_name):
            field.changed.connect(self._look_for_same)
        self.register_button.clicked.connect(lambda _checked=False: self.register())
        self.leave_button.clicked.connect(self.closed)
        self.open_button.clicked.connect(lambda _checked=False: self.alike and page.open_card(self.alike))
        self._look_for_same()

    def start(self) -> QWidget:
        self.call_name.edit.end(False)
        return self.call_name

    def register(self) -> None:
        """Register, and open the card; what is wrong stands under its field."""
        from alfdesk import people

        given = {key: field.text().strip() or None for key, field in self.fields.items()}
        if not (given["call_name"] or given["first_name"] or given["last_name"]):
            self._refuse(self.call_name, _("Write a name first. A call name is enough."))
            return
        for key, field in self.fields.items():
            try:
                people.tidy({key: given[key]}, self.desk.today())
            except UserFacingError as error:
                self._refuse(field, error.sentence)
                return
        if given["first_name"] is None and given["last_name"] is not None:
            given["first_name"] = given["call_name"]
        person = self.desk.do(people.register, self._said, today=self.desk.today(), **given)
        if person is not REFUSED:
            self.page.registered(person)

    def _said(self, person: bytes) -> str:
        found = self.desk.read(_found, person)
        return _("{name} is registered with number {number}.").format(name=found.call_name, number=found.number)

    def _refuse(self, field: Field, sentence: str) -> None:
        field.refuse(sentence)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.in_sight(field)

    def _look_for_same(self, _text: str = "") -> None:
        """Whether somebody of that name stands already."""
        call = self.call_name.text().strip() or self.first_name.text().strip()
        same = self.desk.read(_alike, call, self.last_name.text().strip()) if call else []
        self.alike = same[0][0] if same else None
        names = ", ".join(name for _id, name in same[:3])
        words = ngettext("{name} is there already.", "{name} are there already.", min(3, len(same)))
        self.same.say(words.format(name=names) if same else "",
                      _("Is it the same person? Open the card.") if same else "")  # fmt: skip
        self.open_button.setVisible(bool(same))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.register()
        else:
            super().keyPressEvent(event)


def _split(typed: str) -> tuple[str, str]:
    """What was typed in the box as call name and last name; a number is neither."""
    words = [w[:1].upper() + w[1:] for w in typed.split()]
    if not words or any(c.isdigit() for c in typed):
        return "", ""
    return (" ".join(words[:-1]), words[-1]) if len(words) > 1 else (words[0], "")


def _found(session: Any, person: bytes) -> Any:
    from alfdesk import people

    return people.everyone(session, [person])[person]


def _alike(session: Any, call: str, last: str) -> list[tuple[bytes, str]]:
    """People who are called the same, and whose last name begins as far as one is written: (id, "Kari N. (17)")."""
    from alfdesk import people
    from alfdesk.people import fold

    found = [
        f for f in people.search(session, f"{call} {last}".strip())
        if fold(call) in (fold(f.call_name), fold(f.first_name or ""))
    ]  # fmt: skip
    short = people.short_names(found)
    return [(f.id, short[f.id] if "(" in short[f.id] else f"{short[f.id]} ({f.number})") for f in found]
