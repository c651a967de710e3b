"""The sheets of a draw of lots: one before the dice are thrown, one after, and anyone can repeat the draw from them.

The list was fixed and its code printed before the dice; the dice were thrown by somebody in the queue. So neither the
program nor the one who runs it could choose. Keys and codes are
written as 64 hexadecimal digits:

    code          = sha256(text)                          the text is printed only if this holds
    ticket's key  = sha256(code:dice:number:ticket)       tickets count from 1
    entrant's key = the smallest of the entrant's tickets
    order         = keys from the smallest; the first `places` get a place
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from alfdesk.attendance.records import DrawSheet
from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext
from alfdesk.reports.page_style import (
    BODY, FILL, HEADING, NAME, RULE, Sheet, day_in_words, width_of, wrapped,
)

ROW = 7.4  # mm
BOTTOM = 276.0  # mm from the top: nothing but the foot below

Column = tuple[str, float, str]  # title, width in mm (0 for the room that is left), "left" or "right"


def draw_sheet(sheet: DrawSheet) -> bytes:
    """The draw as a PDF in portrait A4: before it while `dice` is None, else with dice, order and how to repeat it.

    Raises ValueError when the text does not give the list's code, or holds what paper cannot show (a tab, a hard space,
    a letter in two parts): such a sheet could not be repeated.
    """
    _check(sheet)
    return _Paper(sheet).drawn()


def _check(sheet: DrawSheet) -> None:
    if hashlib.sha256(sheet.text.encode()).hexdigest() != sheet.list_hash:
        raise ValueError("the text of the list does not give its code")
    lines = sheet.text.split("\n")
    if lines.pop() != "" or not all(_copyable(line) for line in lines):
        raise ValueError("the text of the list cannot be copied from paper")


def _copyable(line: str) -> bool:
    """Whether a line read from paper and typed again gives the same bytes."""
    plain = line.isprintable() and unicodedata.is_normalized("NFC", line) and "␣" not in line
    return plain and all(len(word) <= 60 for word in _visible(line).split(" "))


def _visible(line: str) -> str:
    """A line with the spaces that an eye would miss (at an end, or several in a row) written as ␣."""
    return re.sub("^ +| +$| {2,}", lambda spaces: "␣" * len(spaces[0]), line)


class _Paper:
    """The sheet while it is drawn: `y` is where the next thing begins (mm)."""

    def __init__(self, sheet: DrawSheet) -> None:
        self.sheet = sheet
        title = _("{what} · {list}").format(what=_("Draw of lots"), list=sheet.list_name)
        self.paper = Sheet(title, practice=sheet.practice)
        self.left, self.right = self.paper.left, self.paper.right
        self.room = self.right - self.left
        self.y = 0.0

    def drawn(self) -> bytes:
        self.turn()
        if self.sheet.dice is None:
            self.not_yet()
            self.code()
            self.entrants()
            self.exact_text()
            self.signature()
        else:
            self.dice()
            self.order()
            self.code()
            self.exact_text()
            self.steps()
        return self.paper.finish(self.sheet.foot)

    # Moving down the page

    def turn(self) -> None:
        """Take the next page."""
        sheet = self.sheet
        self.paper.new_page()
        tickets = sum(entrant.tickets for entrant in sheet.entrants)
        counts = [
            ngettext("{count} place", "{count} places", sheet.places).format(count=sheet.places),
            ngettext("{count} entrant", "{count} entrants", len(sheet.entrants)).format(count=len(sheet.entrants)),
            ngettext("{count} ticket", "{count} tickets", tickets).format(count=tickets),
        ]
        aside = [_("Before the dice") if sheet.dice is None else _("After the dice")]
        self.y = self.paper.head([" · ".join([day_in_words(sheet.day), *counts])], aside) + 1

    def need(self, height: float) -> None:
        """Turn the page unless `height` mm are left on this one."""
        if self.y + height > BOTTOM:
            self.turn()

    def heading(self, words: str, *, keep: float) -> None:
        """A heading that stays together with the `keep` mm that follow it."""
        self.need(8 + keep)
        self.y += 5
        with self.paper.tag("H2"):
            self.paper.text(self.left, self.y, words, HEADING, bold=True)
        self.y += 6

    def words(self, text: str, *, indent: float = 0) -> None:
        lines = wrapped(text, BODY, self.room - indent)
        self.need(len(lines) * 5.2)
        self.y = self.paper.paragraph(self.left + indent, self.y, text, room=self.room - indent)

    # The parts

    def not_yet(self) -> None:
        self.y += 2
        self.words(
            _(
                "The dice have not been thrown. The list below is fixed: "
                "its code changes if as much as one letter is changed."
            )
        )

    def dice(self) -> None:
        """The throw: large, one box a die."""
        self.heading(_("The dice"), keep=14)
        self.y -= 2
        with self.paper.tag("P"):
            x = self.left
            for digit in self.sheet.dice or "":
                if x + 10 > self.right:
                    x, self.y = self.left, self.y + 12
                    self.need(12)
                self.paper.box(x, self.y, 10, 10, weight=1)
                self.paper.text(x + 5, self.y + 7.1, digit, 17, bold=True, align="centre")
                x += 12
        self.y += 14

    def entrants(self) -> None:
        self.heading(_("On the list"), keep=20)
        columns = ((_("No."), 14.0, "right"), (_("Name"), 0.0, "left"), (_("Tickets"), 14.0, "right"))
        self.table(columns, [(str(one.no), one.name, str(one.tickets)) for one in self.sheet.entrants])

    def order(self) -> None:
        """The result, first drawn first; a rule and the words tell who got a place."""
        self.heading(_("The order"), keep=20)
        tickets = {entrant.no: entrant.tickets for entrant in self.sheet.entrants}
        columns = (
            (_("Order"), 15.0, "right"), (_("No."), 10.0, "right"), (_("Name"), 0.0, "left"),
            (_("Tickets"), 14.0, "right"), (_("Result"), 22.0, "left"), (_("Key, first 16 signs"), 38.0, "left"),
        )
        rows = []
        for one in self.sheet.drawn:
            result = _("place") if one.got_place else _("no place")
            rows.append((str(one.rank), str(one.no), one.name, str(tickets.get(one.no, "")), result, one.key[:16]))
        last = sum(one.got_place for one in self.sheet.drawn)
        self.table(columns, rows, strong=last)

    def table(self, columns: tuple[Column, ...], rows: list[tuple[str, ...]], *, strong: int = 0) -> None:
        """Rows under a grey band that is repeated on each page.

        The first `strong` rows are semi-bold, with a black rule beneath the last of them.
        """
        fixed = sum(wide for _title, wide, _align in columns) + 4 * (len(columns) - 1) + 4
        spots, x = [], self.left + 2
        for _title, wide, align in columns:
            wide = wide or self.room - fixed
            spots.append((x + wide if align == "right" else x, wide))
            x += wide + 4
        self.y -= 2
        with self.paper.tag("Table"):
            self._band(columns, spots)
            for number, row in enumerate(rows, 1):
                if self.y + ROW > BOTTOM:
                    self.turn()
                    with self.paper.artifact():
                        self._band(columns, spots)
                with self.paper.tag("TR"):
                    for place, (cell, (x, wide)) in enumerate(zip(row, spots, strict=True)):
                        title, _wide, align = columns[place]
                        name = title == _("Name")
                        with self.paper.tag("TH", scope="Row") if name else self.paper.tag("TD"):
                            self.paper.text(
                                x, self.y + 5.1, cell, NAME if name else BODY, align=align, room=wide,
                                bold=number <= strong and place != len(row) - 1,
                            )
                self.y += ROW
                edge = number == strong
                self.paper.rule(self.left, self.y, self.right, weight=1.2 if edge else 0.5, grey=0 if edge else RULE)
            if not rows:
                with self.paper.tag("TR"), self.paper.tag("TD", span=len(columns)):
                    self.paper.text(self.left + 2, self.y + 5.1, _("Nobody is on this list."))
                self.y += ROW
        self.y += 3

    def _band(self, columns: tuple[Column, ...], spots: list[tuple[float, float]]) -> None:
        self.paper.box(self.left, self.y, self.room, 7, weight=0, fill=FILL)
        with self.paper.tag("TR"):
            for (title, _wide, align), (x, wide) in zip(columns, spots, strict=True):
                with self.paper.tag("TH", scope="Column"):
                    self.paper.text(x, self.y + 4.8, title, 9.5, bold=True, align=align, room=wide)
        self.y += 7

    def code(self) -> None:
        """The list's code, large, in groups of four that can be compared by finger."""
        self.heading(_("The code of the list (SHA-256)"), keep=24)
        self.y -= 2
        self.paper.box(self.left, self.y, self.room, 21, weight=1)
        groups = [self.sheet.list_hash[at : at + 4] for at in range(0, 64, 4)]
        with self.paper.tag("P"):
            for place, group in enumerate(groups):
                x = self.left + 5 + place % 8 * (self.room - 6) / 8
                self.paper.text(x, self.y + 8.6 + place // 8 * 8.6, group, 16, bold=True)
        self.y += 24

    def exact_text(self) -> None:
        """The text, letter for letter. A line too long for the paper goes on with an indent."""
        self.heading(_("The exact text of the list"), keep=24)
        self.words(
            _(
                "Encoded as UTF-8. Each line ends with one line feed (LF), the last one too. "
                "There is one space between words."
            )
        )
        lines = [_visible(line) for line in self.sheet.text.split("\n")[:-1]]
        if any("␣" in line for line in lines):
            self.words(_("The sign ␣ is a space."))
        if any(width_of(line, BODY) > self.room - 8 for line in lines):
            self.words(_("An indented line belongs to the line above it, after one space."))
        self.y += 1.5
        for line in lines:
            with self.paper.tag("P"):
                for number, piece in enumerate(wrapped(line, BODY, self.room - 8)):
                    if self.y + 5 > BOTTOM:
                        self.turn()
                        self.y += 4
                    self.paper.rule(self.left, self.y + 1.6, self.right, grey=0.85)
                    self.paper.text(self.left + (8 if number else 2), self.y, piece)
                    self.y += 5.6
        self.y += 2

    def signature(self) -> None:
        """Somebody other than the one who runs the draw can vouch for the order of things."""
        self.need(16)
        self.y += 12
        with self.paper.tag("P"):
            wide = self.paper.text(self.left, self.y, _("Seen before the dice were thrown (signature)"))
        self.paper.rule(self.left + wide + 4, self.y + 0.6, self.right)

    def steps(self) -> None:
        """The recipe, with the throw and the numbers of this very draw filled in."""
        self.heading(_("How anyone can repeat this"), keep=30)
        sheet = self.sheet
        first = sheet.entrants[0].no if sheet.entrants else 1
        steps = [
            (_("Type the text of the list into a file named list.txt, exactly as printed."), ""),
            (
                _("Reckon its SHA-256. It must be the code above, which was on paper before the dice were thrown."),
                "code=$(sha256sum list.txt | cut -c1-64)",
            ),
            (
                _(
                    "Each ticket of each entrant has a key: "
                    "the SHA-256 of code, dice, number and ticket (1, 2, …) with colons between."
                )
                + " "
                + _("For number {no}, ticket 1:").format(no=first),
                f'printf %s "$code:{sheet.dice}:{first}:1" | sha256sum',
            ),
            (_("The smallest key of an entrant counts. Digits come before letters."), ""),
            (
                ngettext(
                    "Sort the entrants by key, smallest first. The first one gets the place.",
                    "Sort the entrants by key, smallest first. The first {count} get a place.",
                    sheet.places,
                ).format(count=sheet.places),
                "",
            ),
        ]
        for number, (step, command) in enumerate(steps, 1):
            lines = len(wrapped(step, BODY, self.room - 8)) + bool(command)
            self.need(lines * 5.2 + 3)
            with self.paper.tag("P"):
                self.paper.text(self.left, self.y, f"{number}.", bold=True)
                self.y = self.paper.paragraph(self.left + 8, self.y, step, room=self.room - 8, role=None)
                if command:
                    self.paper.box(self.left + 8, self.y - 4, self.room - 8, 6.2, weight=0, fill=FILL)
                    self.paper.text(self.left + 10, self.y + 0.2, command, BODY, room=self.room - 12)
                    self.y += 6
            self.y += 1.2
