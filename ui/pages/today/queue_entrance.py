"""What comes in by the box: a number, a name, a scanned card, somebody nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from ... import formats, scanning
from ...desk import REFUSED
from . import queue_finding, queue_words
from .finding import half_a_card

if TYPE_CHECKING:
    from .day_work import DayWork

SETTLED = ("present", "went_home", "turned_away")


class Entrance:
    """The box of `view`, its short list of matches, and the cards that were just seen."""

    def __init__(self, view: DayWork) -> None:
        self.view = view
        self.doubles = scanning.Doubles()

    def typed(self, text: str) -> None:
        view = self.view
        if text and view.choosing:
            view.let_wait()
        # A card is no name: nothing is looked for while the scanner types.
        plain = "" if half_a_card(text) else text.strip()
        found = queue_finding.find(view.desk, view.board, plain) if plain and view.board else []
        number = plain.isdigit()
        best = next((i for i, m in enumerate(found) if m.exact), -1) if number else 0 if found else -1
        if plain and not number and len(found) < queue_finding.MOST:
            found.append(queue_finding.Match(None, None, formats.capital(plain), _("new person")))
        view.matches.show_matches(found, view.box, best)
        current = view.matches.current()
        view.box.setAccessibleDescription(f"{current.name}, {current.status}" if current else "")

    def entered(self, text: str) -> None:
        view = self.view
        text = text.strip()
        if not text:
            view.next()
            return
        try:
            cards = scanning.burst(text)
        except UserFacingError as error:
            view.wrong(error.sentence)
            return
        if cards is not None:
            self._scanned(cards)
            return
        match = view.matches.current()
        if match is not None:
            self.take(match)
        elif text.isdigit():
            view.wrong(_("Nobody has number {number}.").format(number=text))
        else:
            view.wrong(_("Nobody is called {name}. Ctrl+Enter takes in a new person.").format(name=text))

    def take(self, match: queue_finding.Match) -> None:
        """The person meant: into the queue, marked, and ready to be given a place."""
        view = self.view
        if match.person is None:
            self.newcomer(match.name)
            return
        row = view.row(match.person)
        if row is not None and (row.arrival or row.outcome in SETTLED):
            view.box.clear()
            view.mark(match.person)
            if not view.is_open(row):
                view.shell.say(queue_words.stands_words(row, view.reasons))
                return
        elif self._arrive(match.person, match.name) is REFUSED:
            view.box.selectAll()
            return
        else:
            view.box.clear()
        if not view.by_lot():
            view.choose(match.person)

    def newcomer(self, name: str = "") -> None:
        """Somebody nobody knows: a name is enough."""
        from alfdesk.attendance import newcomer

        view = self.view
        name = formats.capital(name or view.box.text().strip())
        if not name or name[:1].isdigit():
            view.wrong(_("Write the name of the new person first."))
            return
        said = _("{name} is new, and in the queue.").format(name=name)
        person = view.do(newcomer.first_time, said, call_name=name, at_minute=view.desk.minute())
        if person is REFUSED:
            view.box.selectAll()
            return
        view.box.clear()
        view.mark(person)
        if not view.by_lot():
            view.choose(person)

    def _scanned(self, cards: scanning.Burst) -> None:
        """Cards only queue. What was typed before the scanner stays in the box."""
        from alfdesk import people
        from alfdesk.sales import sellers

        view, wrong = self.view, ""
        view.let_wait()
        now = view.desk.place.clock() / 1000
        for card in cards.numbers:
            try:
                person = view.desk.read(sellers.holder, card)
            except UserFacingError as error:
                wrong = error.sentence
                continue
            row = view.row(person)
            stands = row is not None and (row.arrival or row.outcome in ("present", "went_home", "turned_away"))
            double = self.doubles.is_double(person.hex(), now)
            if stands:
                view.shell.say(queue_words.stands_words(row, view.reasons))
                if double:
                    continue
            else:
                found = view.desk.read(people.everyone, [person])
                if self._arrive(person, people.short_names(found.values())[person]) is REFUSED:
                    self.doubles.forget(person.hex())
                    return
            view.mark(person)
        if wrong:
            view.wrong(wrong)
        else:
            view.box.setText(cards.typed)

    def _arrive(self, person: bytes, name: str) -> Any:
        from alfdesk.attendance import day_work

        def said(no: int) -> str:
            return _("{name} is number {no} in the queue.").format(name=name, no=no)

        view = self.view
        answer = view.do(day_work.arrive, said, person=person, at_minute=view.desk.minute())
        if answer is not REFUSED:
            view.mark(person)
        return answer
