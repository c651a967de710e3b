"""What is written about a seller: her number, languages and rules, a break, a note, a spot."""

from __future__ import annotations

from typing import Any

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import worded

from .. import formats
from ..desk import REFUSED
from ..dialogs.panels import FormPanel, choice_of, whole
from ..widgets.choosing import Check, Labelled
from ..widgets.dates import DateField
from ..widgets.fields import Field
from . import words

TEXT = 200  # letters of a note
NAME = 80  # letters


class MakeSeller(FormPanel):
    """A person sells from now on. The next free number is proposed; another that nobody had can be written."""

    def __init__(self, page: Any, person: bytes, name: str) -> None:
        from alfdesk.sales import sellers

        self.person, self.name = person, name
        proposed = page.desk.read(lambda session: sellers.next_number(sellers.numbers_ever(session)))
        self.number = Field(_("Seller number"), str(proposed), hint=_("A number is never given to two."), numeric=True,
                            width=220)  # fmt: skip
        self.number.edit.setMaxLength(4)
        sentence = _("{name} gets a seller number, and can buy copies.").format(name=name.rstrip("."))
        super().__init__(page, _("Make seller"), sentence, _("Make seller"), self.number, icon="user-plus")

    def start(self) -> Any:
        self.number.edit.selectAll()
        return self.number.edit

    def write(self) -> Any:
        from alfdesk.sales import sellers

        number = whole(self.number.text())
        if number is None:
            return self.wrong(self.number, _("Write a whole number.")) or REFUSED

        def said(given: int) -> str:
            return _("{name} is seller {number} now.").format(name=self.name, number=given)

        return self.do_at(self.number, sellers.make_seller, said, person=self.person, number=number)


class OfSeller(FormPanel):
    """A form about `seller`, all there is about her as it stands now."""

    def __init__(self, page: Any, seller: Any, title: str, sentence: str, act: str, *parts: Any, icon: str = "check") -> None:
        self.seller, self.person = seller, seller.person
        who = formats.stopped(_("{name}, seller {number}").format(name=seller.name, number=seller.number))
        super().__init__(page, title, f"{who} {sentence}".strip(), act, *parts, icon=icon)


class About(OfSeller):
    """Languages, and the day she signed the seller rules."""

    def __init__(self, page: Any, seller: Any) -> None:
        self.languages = Field(_("Languages"), seller.languages, hint=_("What she can talk with customers in."), width=330)
        self.languages.edit.setMaxLength(NAME)
        self.signed = DateField(_("Signed the seller rules"), page.desk.today, seller.rules_signed)
        super().__init__(page, seller, _("About the seller"), "", _("Save"), self.languages, self.signed)

    def start(self) -> Any:
        return self.languages.edit

    def write(self) -> Any:
        from alfdesk.sales import sellers

        signed = self.day_or_none(self.signed)
        if signed is REFUSED:
            return REFUSED
        if signed is not None and signed > self.desk.today():
            return self.wrong(self.signed, _("This day has not been yet.")) or REFUSED
        said = _("The card of {name} is changed.").format(name=words.called(self.seller))
        return self.do_at(self.languages, sellers.change_seller, said, person=self.person,
                          languages=self.languages.text().strip() or None, rules_signed=signed)  # fmt: skip


class GiveBreak(OfSeller):
    """A break from selling, from–to, and why."""

    def __init__(self, page: Any, seller: Any) -> None:
        from alfdesk.sales.words import BREAKS

        self.reason, reason = choice_of(_("Reason"), [(code, worded(said)) for code, said in BREAKS.items()], "own_wish")
        self.since = DateField(_("From"), page.desk.today, page.desk.today())
        self.until = DateField(_("To and with"), page.desk.today, hint=_("Empty: until it is ended."))
        super().__init__(page, seller, _("Break from selling"), "", _("Give break"), reason, self.since, self.until,
                         icon="hand-stop")  # fmt: skip

    def start(self) -> Any:
        return self.reason

    def write(self) -> Any:
        from alfdesk.sales import sellers

        if self.day_in(self.since) is None:
            return REFUSED
        until = self.day_or_none(self.until)
        if until is REFUSED:
            return REFUSED
        said = _("{name} has a break from selling.").format(name=words.called(self.seller))
        return self.do_at(self.until, sellers.give_break, said, person=self.person, since=self.since.day, until=until,
                          reason=self.reason.value)  # fmt: skip


class AddNote(OfSeller):
    """A note that shows beside the sale, until a day."""

    def __init__(self, page: Any, seller: Any) -> None:
        self.text = Field(_("Note at the desk"), hint=_("Write only what the desk needs to know."), width=480)
        self.text.edit.setMaxLength(TEXT)
        self.warns = Check(_("Show it with a warning mark"))
        self.until = DateField(_("Last day it shows"), page.desk.today, hint=_("Empty: until it is taken away."))
        super().__init__(page, seller, _("Note at the desk"), "", _("Add note"), self.text, self.until,
                         Labelled(_("At the sale"), self.warns), icon="note")  # fmt: skip

    def write(self) -> Any:
        from alfdesk.sales import sellers

        if not self.text.text().strip():
            return self.wrong(self.text, _("Write the note.")) or REFUSED
        until = self.day_or_none(self.until)
        if until is REFUSED:
            return REFUSED
        if until is not None and until < self.desk.today():
            return self.wrong(self.until, _("This day has been.")) or REFUSED
        return self.do_at(self.text, sellers.note, _("The note shows beside the sale."), person=self.person,
                          text=self.text.text(), warns=self.warns.isChecked(), until=until)  # fmt: skip


class TakeSpot(OfSeller):
    """Where she stands on a weekday, and when. Another there at that time is told of, and never refused."""

    def __init__(self, page: Any, seller: Any) -> None:
        names = _("Monday Tuesday Wednesday Thursday Friday Saturday Sunday").split()
        self.spot = Field(_("Spot"), hint=_("The square, the shopping centre …"), width=330)
        self.spot.edit.setMaxLength(NAME)
        self.weekday, weekday = choice_of(_("Weekday"), list(enumerate(map(formats.capital, names))), 0)
        self.start_at = Field(_("From the hour"), hint=_("Empty: all day."), width=150)
        self.end_at = Field(_("To the hour"), width=150)
        self.since = DateField(_("From the day"), page.desk.today, page.desk.today())
        super().__init__(page, seller, _("Selling spot"), "", _("Give spot"), self.spot, weekday, self.start_at, self.end_at,
                         self.since, icon="map-pin")  # fmt: skip

    def write(self) -> Any:
        from alfdesk.sales import spots

        if not self.spot.text().strip():
            return self.wrong(self.spot, _("Write where it is.")) or REFUSED
        minutes: list[int | None] = []
        for field in (self.start_at, self.end_at):
            try:
                minutes.append(formats.parse_minute(field.text()) if field.text().strip() else None)
            except UserFacingError as error:
                return self.wrong(field, error.sentence) or REFUSED
        if self.day_in(self.since) is None:
            return REFUSED
        name, spot = words.called(self.seller), " ".join(self.spot.text().split())
        said = _("{name} has the spot {spot}.").format(name=name, spot=spot)

        def told(made: bytes) -> str:
            """With a warning where others stand there then."""
            line = next(s for s in self.desk.read(spots.spots_of, self.person, self.since.day) if s.id == made)
            return f"{said} {clash_words(line)}".strip()

        return self.do_at(self.end_at, spots.take_spot, told, person=self.person, spot=spot, weekday=self.weekday.value,
                          from_minute=minutes[0], to_minute=minutes[1], since=self.since.day)  # fmt: skip


def clash_words(line: Any) -> str:
    """Who else stands there at the same time; empty: nobody."""
    return _("Also there then: {names}.").format(names="; ".join(line.clashes)) if line.clashes else ""

