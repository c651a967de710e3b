"""The slip: one person's week on her own paper, three to a sheet of A4 with a line to cut along.

It says in words what she was here for and what she gets, how each sum came about and by which rule, and whom to tell
if it is wrong. Each slip bears its own list number and code, for they part company.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from alfdesk.i18n import gettext as _
from alfdesk.pay.records import Slip
from alfdesk.reports.money_page import account_end, kr, name_lines, signed, week_alone, week_in_words
from alfdesk.reports.page_style import (
    BODY, HEADING, RULE, SMALL, Sheet, cut, day_in_words, short_day, width_of, wrapped,
)  # fmt: skip

HIGH = 99.0  # mm, a third of a page
BOX = 9.0  # mm, a day
SPLIT = 112.0  # mm: words to the left of it, the sums to the right
WORDS_END = 77.5  # mm
LEADING = 0.46  # mm from line to line for each point of size
_ROWS = 7  # steps from what was earned to what is paid that there is room for


def slips(every: Sequence[Slip]) -> bytes:
    """The slips of a week as a PDF in portrait A4, three to a page in the order given."""
    title = _("Pay slips")
    if every:
        title = _("{what} · {week}").format(what=title, week=week_in_words(every[0].monday))
    paper = Sheet(title)
    if not every:
        paper.new_page()
        paper.paragraph(paper.left, 21, _("Nobody is on this list."), room=paper.right - paper.left)
    for number, slip in enumerate(every):
        place = number % 3
        if place == 0:
            paper.new_page()
        else:
            paper.dashes(0, place * HIGH, paper.width)
        _Drawn(paper, slip, place * HIGH).draw()
    return paper.finish(None)


class _Drawn:
    """One slip while it is drawn, `top` mm down the page."""

    def __init__(self, paper: Sheet, slip: Slip, top: float) -> None:
        self.paper, self.slip, self.top = paper, slip, top
        self.left, self.right = paper.left, paper.right

    def draw(self) -> None:
        slip = self.slip
        if slip.head.practice:
            self.paper.pale(_("PRACTICE"), self.paper.width / 2, self.top + HIGH / 2, 110, 20)
        with self.paper.tag("Sect"):
            self._head()
            self._days()
            self._words()
            self._sums()
            self._receipt()
            self._foot()

    def _head(self) -> None:
        paper, slip, top = self.paper, self.slip, self.top
        when = week_in_words(slip.monday)
        with paper.tag("P"):
            aside = paper.text(self.right, top + 15, when, HEADING, bold=True, align="right")
        room = self.right - self.left - aside - 8
        with paper.tag("H1"):
            if width_of(slip.line.name, 9, bold=True) <= room:
                paper.text(self.left, top + 15, slip.line.name, 15, bold=True, room=room)
            else:
                for number, line in enumerate(name_lines(slip.line.name, room - 20, 2)):
                    paper.text(self.left, top + 11.5 + number * 3.8, line, SMALL, bold=True, room=room)
        words = [slip.head.organisation, slip.head.list_name]
        if slip.line.number is not None:
            words.append(_("number {number}").format(number=slip.line.number))
        if slip.head.practice:
            words.insert(0, _("PRACTICE – not for real use"))
        with paper.tag("P"), paper.piece():
            sunday = slip.monday + timedelta(6)
            dates = f"{day_in_words(slip.monday)}–{day_in_words(sunday)}"
            wide = paper.text(self.right, top + 20.5, dates, 9, align="right")
            paper.text(
                self.left, top + 20.5, " · ".join(words), 9, bold=slip.head.practice,
                room=self.right - self.left - wide - 6,
            )

    def _days(self) -> None:
        """A box for each day with its letters above it, and × where she was here."""
        paper, line = self.paper, self.slip.line
        there = {day.day for day in line.days}
        week = [self.slip.monday + timedelta(n) for n in range(7)]
        with paper.tag("P"), paper.piece():
            for number, day in enumerate(d for d in week if d.weekday() < 5 or d in there):
                x = self.left + number * (BOX + 2)
                paper.box(x, self.top + 30.5, BOX, BOX)
                paper.text(x + BOX / 2, self.top + 29, short_day(day), 9, align="centre")
                if day in there:
                    paper.text(x + BOX / 2, self.top + 37.3, "×", 18, align="centre")

    def _words(self) -> None:
        """What she was here for, how it is reckoned and by which rule; then what it comes to in the year."""
        slip, room = self.slip, SPLIT - self.left - 4
        last = [_("Paid out in {year}: {amount}.").format(year=self._year(), amount=kr(slip.year_ore))]
        if slip.holiday_basis_ore is not None:
            words = _("Basis for holiday pay: {week}, this year {year}.")
            words = words.format(week=kr(slip.holiday_basis_ore), year=kr(slip.holiday_basis_year_ore or 0))
            last = [*wrapped(words, SMALL, room), *last]
        y = self._lines(cut(slip.sentence, BODY, room, 2), 45.5, BODY)
        fits = int((WORDS_END - y - len(last) * SMALL * LEADING) / (SMALL * LEADING))
        rule = cut(slip.explained.rule, SMALL, room, 2)
        how = cut(slip.explained.sentence, SMALL, room, max(1, fits - len(rule)))
        y = self._lines([*how, *rule][: max(2, fits)], y + 0.4, SMALL)
        self._lines(last, y + 0.4, SMALL)

    def _year(self) -> int:
        """The calendar year the sums so far belong to: that of the week's Sunday."""
        return (self.slip.monday + timedelta(6)).year

    def _lines(self, lines: list[str], y: float, size: float) -> float:
        """Write lines, the first one `y` mm down the slip; returns where the next one goes."""
        if lines:
            with self.paper.tag("P"):
                self.paper.lines(self.left, self.top + y, lines, size, apart=size * LEADING)
        return y + len(lines) * size * LEADING

    def _sums(self) -> None:
        """From what was earned to what is paid, one line a step."""
        paper, line = self.paper, self.slip.line
        rows = self._steps()
        if rows:
            rows.insert(0, (_("Earned"), kr(line.earned_ore)))
        y = self.top + 29
        for words, amount in rows:
            with paper.tag("P"), paper.piece():
                paper.text(SPLIT, y, words, 9, room=self.right - SPLIT - width_of(amount, 9) - 3)
                paper.text(self.right, y, amount, 9, align="right")
            y += 4.3
        if rows:
            paper.rule(SPLIT, y - 2.4, self.right, grey=RULE)
        with paper.tag("P"), paper.piece():
            paper.text(SPLIT, self.top + 70, _("You get"))
            paper.text(self.right, self.top + 70, kr(line.to_pay_ore), 20, bold=True, align="right")

    def _steps(self) -> list[tuple[str, str]]:
        line = self.slip.line
        steps = [
            (_("Correction of {week}").format(week=week_alone(one.monday)), one.amount_ore) for one in line.corrections
        ]
        steps += [(one.told, -one.amount_ore) for one in line.deductions]
        before = _("Not paid out before") if line.outstanding_ore > 0 else _("Paid too much before")
        steps.append((before, line.outstanding_ore))
        steps.append((_("Paid on the day"), -line.paid_ore))
        steps.append((_("Rounding to whole kroner"), line.rounding_ore))
        steps.append((_("Carried over to next week"), -line.carried_ore))
        steps = [(words, ore) for words, ore in steps if ore]
        if len(steps) > _ROWS:
            kept = _ROWS - 1
            rest = sum(ore for _words, ore in steps[kept:])
            steps = [*steps[:kept], (_("Other, see the office"), rest)]
        return [(words, f"{signed(ore)}\u00a0kr") for words, ore in steps]

    def _receipt(self) -> None:
        """Where the money goes: a line to sign on, or the end of the account; and whom to tell if it is wrong."""
        paper, slip, y = self.paper, self.slip, self.top + 81.5
        line = slip.line
        phone = slip.head.phone
        words = _("Is it wrong? Tell the office, and it will be put right.")
        if phone:
            words = _("Is it wrong? Tell the office, telephone {phone}, and it will be put right.").format(phone=phone)
        with paper.tag("P"):
            paper.lines(self.left, y - 3.6, wrapped(words, 9, SPLIT - self.left - 4)[:2], 9, apart=4.2)
        if line.to_pay_ore and line.method == "bank":
            end = account_end(line.account)
            words = _("Goes to account {end}").format(end=end) if end else _("Account is missing: tell the office.")
            with paper.tag("P"):
                paper.text(SPLIT, y, words, BODY, room=self.right - SPLIT)
        elif line.to_pay_ore:
            paper.rule(SPLIT, y, self.right, weight=0.7)
            with paper.tag("P"):
                paper.text(SPLIT, y + 4, _("Collected (signature)"), SMALL)

    def _foot(self) -> None:
        head = self.slip.head
        words = [_("List {number}").format(number=head.number), _("Check {digest}").format(digest=head.digest[:12])]
        with self.paper.tag("P"):
            self.paper.text(self.left, self.top + 88, "   ".join(words), SMALL)
