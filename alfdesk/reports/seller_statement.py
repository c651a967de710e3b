"""A seller's own statement: what she bought, gave back and paid, and how her account stands, in type that all can read.

It is hers to take along, so it bears her first name and number and nothing else about her.
"""

from __future__ import annotations

from reportlab.lib.units import mm

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext, worded
from alfdesk.reports.money_page import kr, number
from alfdesk.reports.page_style import FILL, RULE, Sheet, day_in_words, width_of, wrapped
from alfdesk.sales.records import Account, Statement, StatementLine
from alfdesk.sales.words import PAYMENTS

LARGE = 16.0  # points; nothing but the foot is smaller
TITLE, TOTAL = 24.0, 20.0
APART = LARGE * 1.3 / mm  # mm from line to line
BOTTOM = 276.0  # mm, where rows end
_DAY = 40.0  # mm, the column of days

_WAYS = {**PAYMENTS, "mixed": marked("Paid in several ways")}


def seller_statement(statement: Statement) -> bytes:
    """The statement as a PDF in portrait A4, with her account first and then line by line."""
    return _Drawn(statement).drawn()


class _Drawn:
    """The statement while it is drawn: `y` is where the next thing begins (mm)."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement
        name, no = statement.first_name, statement.number
        title = _("Statement for {name}, seller {number}").format(name=name, number=no)
        self.paper = Sheet(title, practice=statement.practice)
        self.left, self.right = self.paper.left, self.paper.right
        self.room = self.right - self.left
        self.y = 0.0

    def drawn(self) -> bytes:
        self.turn()
        self.account(self.statement.account)
        self.entries()
        self.y += 4
        self.words(_("Is it wrong? Tell the office, and it will be put right."))
        return self.paper.finish(self.statement.foot)

    def turn(self) -> None:
        """Take the next page; its head is said aloud on the first one only."""
        paper, statement = self.paper, self.statement
        paper.new_page()
        if paper.page:
            with paper.artifact():
                self.head(LARGE)
            return
        self.head(TITLE)
        self.words(" · ".join(filter(None, [self._time(), statement.organisation])))

    def head(self, size: float) -> None:
        statement = self.statement
        self.y = 15.0
        if statement.practice:
            self.words(_("PRACTICE – not for real use"), bold=True)
        self.y += size * 0.4
        with self.paper.tag("H1"):
            self.paper.text(self.left, self.y, self.paper.title, size, bold=True, room=self.room, least=LARGE)
        self.y += 3

    def _time(self) -> str:
        words = _("From {first} to {last}")
        return words.format(first=day_in_words(self.statement.first), last=day_in_words(self.statement.last))

    def need(self, high: float) -> None:
        if self.y + high > BOTTOM:
            self.turn()

    def words(self, text: str, *, bold: bool = False) -> None:
        lines = wrapped(text, LARGE, self.room, bold=bold)
        self.need(len(lines) * APART + 2)
        with self.paper.tag("P"):
            for line in lines:
                self.y += APART
                self.paper.text(self.left, self.y, line, LARGE, bold=bold)
        self.y += 2

    def heading(self, text: str, keep: float) -> None:
        self.need(14 + keep)
        self.y += 14
        with self.paper.tag("H2"):
            self.paper.text(self.left, self.y, text, TOTAL, bold=True, room=self.room, least=LARGE)
        self.y += 3

    def account(self, account: Account) -> None:
        """How her account stands in all, whatever the time of the lines below."""
        self.heading(_("Your account"), keep=50)
        owes = _("You owe") if account.owes_ore >= 0 else _("You have paid too much")
        self.sum(_("Copies you bought"), number(account.copies_bought))
        self.sum(_("Copies you gave back"), number(account.copies_returned))
        self.sum(_("You have paid"), kr(account.paid_ore))
        self.sum(owes, kr(abs(account.owes_ore)), bold=True)
        self.sum(_("We keep for you"), kr(account.held_for_ore), bold=True)

    def sum(self, words: str, amount: str, *, bold: bool = False) -> None:
        size = TOTAL if bold else LARGE
        self.need(size * 0.6)
        self.y += size * 0.52
        with self.paper.tag("P"), self.paper.piece():
            room = self.room - width_of(amount, size, bold=bold) - 4
            self.paper.text(self.left, self.y, words, size, bold=bold, room=room, least=LARGE)
            self.paper.text(self.right, self.y, amount, size, bold=bold, align="right")

    def entries(self) -> None:
        """Line by line, the oldest first or as they come; what was taken back is struck through."""
        self.heading(_("What happened"), keep=34)
        if not self.statement.lines:
            self.words(_("Nothing in this time."))
            return
        self.y += 1
        with self.paper.tag("Table"):
            self.band()
            for line in self.statement.lines:
                self.entry(line)

    def band(self) -> None:
        paper = self.paper
        paper.box(self.left, self.y, self.room, 9, weight=0, fill=FILL)
        with paper.tag("TR"):
            for x, title, align in (
                (self.left + 2, _("Day"), "left"), (self.left + _DAY, _("What"), "left"),
                (self.right - 2, _("Sum"), "right"),
            ):  # fmt: skip
                with paper.tag("TH", scope="Column"):
                    paper.text(x, self.y + 6.6, title, LARGE, bold=True, align=align)
        self.y += 9

    def entry(self, line: StatementLine) -> None:
        """The day, what it was with how many and how it was paid beneath, and the sum. It is never divided."""
        paper, amount = self.paper, kr(line.amount_ore)
        room = self.room - _DAY - width_of(amount, LARGE) - 7
        first = wrapped(line.words, LARGE, room)
        lines = [*first, *(below for words in _beneath(line) for below in wrapped(words, LARGE, self.room - _DAY - 2))]
        if self.y + len(lines) * APART + 3.4 > BOTTOM:
            self.turn()
            self.y += 2
            with paper.artifact():
                self.band()
        base = self.y + APART
        with paper.tag("TR"):
            with paper.tag("TD"):
                paper.text(self.left + 2, base, day_in_words(line.day), LARGE)
            with paper.tag("TH", scope="Row"):
                paper.lines(self.left + _DAY, base, lines, LARGE, apart=APART)
            with paper.tag("TD"):
                paper.text(self.right - 2, base, amount, LARGE, align="right")
        if line.voided:
            for place in range(len(lines) - 1):
                end = self.right if place == 0 else self.left + _DAY + width_of(lines[place], LARGE)
                start = self.left if place == 0 else self.left + _DAY
                paper.rule(start, base + place * APART - 1.9, end, weight=1.2)
        self.y += len(lines) * APART + 3.4
        paper.rule(self.left, self.y, self.right, grey=RULE)


def _beneath(line: StatementLine) -> list[str]:
    """How many and how it was paid; and that it does not count, where it was taken back."""
    words = []
    if line.copies is not None:
        words.append(_copies(line.copies, free=line.payment == "free"))
    if line.payment and line.payment not in ("free", "return"):
        words.append(worded(_WAYS[line.payment]))
    return [*filter(None, [" · ".join(words)]), *([_("Taken back: does not count")] if line.voided else [])]


def _copies(copies: int, *, free: bool) -> str:
    count = abs(copies)
    if copies < 0:
        words = ngettext("Gave back {count} copy", "Gave back {count} copies", count)
    elif free:
        words = ngettext("Got {count} copy free", "Got {count} copies free", count)
    else:
        words = ngettext("Bought {count} copy", "Bought {count} copies", count)
    return words.format(count=number(count))
