"""The fields of a card. Each is saved when it is left, one act each; Ctrl+Z takes them back one by one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from ...widgets.buttons import Button, Choice
from ...widgets.fields import Field
from ...widgets.layouts import Column, Flow, Line
from ...widgets.marks import Photo
from ...widgets.text import IconText, Text

if TYPE_CHECKING:
    from alfdesk.person_card import CardPage

    from .card_panel import CardPanel

# Field → its label, and what is said when it has been changed.
FIELDS = {
    "call_name": (marked("Call name"), marked("The call name of {name} is changed.")),
    "first_name": (marked("First name"), marked("The first name of {name} is changed.")),
    "last_name": (marked("Last name"), marked("The last name of {name} is changed.")),
    "birth_year": (marked("Birth year"), marked("The birth year of {name} is changed.")),
    "phone": (marked("Phone"), marked("The phone number of {name} is changed.")),
    "account": (marked("Account number"), marked("The account number of {name} is changed.")),
}


class CardEdit(QWidget):
    def __init__(self, panel: CardPanel) -> None:
        # Elements
        super().__init__()
        self.panel, self.desk = panel, panel.desk
        card = panel.card
        assert card is not None
        self.heading = Text(card.name, "h2", wrap=True)
        self.photo = Photo("", None)
        self.photo_button = Button(_("Choose photo"), "user-circle")
        self.no_photo = Button(_("Remove photo"), "trash")
        self.photo_error = IconText("alert-triangle-filled", "", "small", "danger", wrap=True)
        self.photo_error.hide()
        self.fields = {
            key: Field(worded(label), numeric=key in ("birth_year", "phone", "account"), check=partial(self._left, key))
            for key, (label, _said) in FIELDS.items()
        }
        self.fields["birth_year"].edit.setMaxLength(4)
        self.payment = Choice(
            _("Payment"), [(None, _("as the programme")), ("cash", _("cash")), ("bank", _("bank"))], None
        )
        self.number = Button(_("Change number"), "list-numbers")
        # Assemble
        column = Column(gap=14, parent=self)
        column.put(self.heading)
        for key in ("call_name", "first_name", "last_name", "birth_year", "phone"):
            column.put(self.fields[key])
        pay = QWidget()
        Column(Text(_("Payment"), "label", "mut"), self.payment, gap=6, parent=pay)
        column.put(pay)
        column.put(self.fields["account"])
        beside = QWidget()
        flow = Flow(self.photo_button, self.no_photo, gap=8, parent=beside)
        if self.desk.may("office", "manager"):
            flow.put(self.number)
        picture = QWidget()
        line = Line(gap=16, parent=picture)
        line.put(self.photo, align=Qt.AlignmentFlag.AlignTop)
        line.put(Column(beside, Text(_("A photo is made small and kept in the workplace."), "small", "mut", wrap=True),
                        self.photo_error, 0, gap=8), 1)  # fmt: skip
        column.put(picture)
        self.foot = Text("", "small", "mut", wrap=True)
        column.put(self.foot)
        column.put(0)
        # Connect
        self.payment.chosen.connect(self._pay)
        self.photo_button.clicked.connect(lambda _checked=False: self.choose_photo())
        self.no_photo.clicked.connect(lambda _checked=False: self.remove_photo())
        self.number.clicked.connect(lambda _checked=False: self.panel.renumber())
        self.show_card(card)

    def start(self) -> QWidget:
        self.fields["call_name"].edit.selectAll()
        return self.fields["call_name"]

    def show_card(self, card: CardPage) -> None:
        """What stands now. A field that is being written in is left alone."""
        self.heading.setText(card.name)
        self.photo.set("", card.card.photo)
        if card.card.photo is None and self.no_photo.hasFocus():
            self.photo_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.no_photo.setVisible(card.card.photo is not None)
        for key, field in self.fields.items():
            if field.edit.isModified() and field.edit.hasFocus():
                continue
            if not (field.error.words.text() and field.text() != self._stands(key)):
                field.set(self._stands(key))
        self.payment.choose(card.card.payment_method)
        said = _("Each field is saved when you leave it.")
        if card.changed_at:
            said += " " + _("Last changed {day} by {name}").format(day=card.changed_at, name=card.changed_by) + "."
        self.foot.setText(said)

    # Saved -------------------------------------------------------------------------------------------------------

    def _stands(self, key: str) -> str:
        assert self.panel.card is not None
        card = self.panel.card.card
        value = getattr(card.found, key) if hasattr(card.found, key) else getattr(card, key)
        if key == "account":
            from alfdesk.person_fields import account_written

            return account_written(value, whole=True)
        return "" if value is None else str(value)

    def _left(self, key: str, text: str) -> str:
        """A field was left: save what is new in it. Returns what is wrong with it."""
        from alfdesk import people

        text = " ".join(text.split())
        if self.panel.card is None or not self.desk.place.key or text == self._stands(key):
            return ""
        try:
            value = self._value(key, text)
            if key == "call_name" and not text:
                raise UserFacingError(_("Write a name first. A call name is enough."))
            people.tidy({key: value}, self.desk.today())
        except UserFacingError as error:
            return error.sentence
        field = self.fields[key]
        field.edit.setModified(False)
        self._change(worded(FIELDS[key][1]), key, value)
        field.set(self._stands(key))
        return ""

    def _value(self, key: str, text: str) -> Any:
        if not text:
            return None
        if key != "birth_year":
            return text
        if not (text.isascii() and text.isdecimal() and len(text) == 4):
            year = self.desk.today().year
            raise UserFacingError(_("The birth year must be four digits, 1900 to {year}.").format(year=year))
        return int(text)

    def _pay(self, method: object) -> None:
        self._change(_("The payment of {name} is changed."), "payment_method", method)

    def _change(self, said: str, key: str, value: object) -> None:
        from alfdesk import people

        assert self.panel.card is not None
        self.desk.do(people.change, said.format(name=self.panel.card.name), person=self.panel.person,
                     today=self.desk.today(), **{key: value})  # fmt: skip

    # The photograph ----------------------------------------------------------------------------------------------

    def choose_photo(self) -> None:
        kinds = _("Pictures") + " (*.jpg *.jpeg *.png *.webp *.bmp)"
        dialog = QFileDialog(self, _("Choose photo"), "", kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take_photo)
        dialog.open()

    def remove_photo(self) -> None:
        from alfdesk import people

        assert self.panel.card is not None
        said = _("The photo of {name} is removed.").format(name=self.panel.card.name)
        self.desk.do(people.remove_photo, said, person=self.panel.person)

    def take_photo(self, path: str) -> None:
        """The picture in this file becomes the person's."""
        from alfdesk import people, photos
        from alfdesk.store.engine import translated

        assert self.panel.card is not None
        problem: list[str] = []
        self.desk.refused.connect(problem.append)
        try:
            with self.desk.telling(), translated():
                file = Path(path)
                # A picture too large is refused by the verb; no more of it than that is read.
                with file.open("rb") as source:
                    picture = source.read(photos.PHOTO_SOURCE_BYTES + 1)
                said = _("{name} has a new photo.").format(name=self.panel.card.name)
                self.desk.do(people.set_photo, said, person=self.panel.person, picture=picture)
        finally:
            self.desk.refused.disconnect(problem.append)
        self.photo_error.words.setText(problem[0] if problem else "")
        self.photo_error.setVisible(bool(problem))


