"""What the sheets of money share: head with status, tables that go on over pages, notes and coins, lines to sign on.

Sums are øre in and "1 234,50 kr" on paper. A table is told its columns and rows; when a page is full it writes the sum
of that page and what it comes to so far, and goes on under the same head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from alfdesk import money
from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext, worded
from alfdesk.pay.records import Head, PaidDay, Week
from alfdesk.record import Record
from alfdesk.reports.page_style import (
    BODY, FILL, HEADING, NAME, RULE, SMALL, Sheet, day_in_words, moment_in_words, width_of, wrapped,
)  # fmt: skip

ROW = 10.6  # mm, room for a name in pen
REASON = 3.8  # mm, a line of what is told in full beneath a row
BAND = 7.0  # mm, the head of a table
TOP = 37.5  # mm, where the first table begins
BOTTOM = 267.5  # mm, where rows end: beneath lie the page's sum, the legend and the foot
LAST = 277.0  # mm, where everything else ends
SIGN = 34.0  # mm, a column to sign in

_STATUS = {
    "open": marked("Not prepared"),
    "prepared": marked("Prepared"),
    "attested": marked("Attested"),
    "approved": marked("Approved"),
    "paid": marked("Paid out"),
    "locked": marked("Locked"),
}
_TAKEN = {
    "prepared": marked("Prepared {moment}, {name}"),
    "attested": marked("Attested {moment}, {name}"),
    "approved": marked("Approved {moment}, {name}"),
}
_METHOD = {"cash": marked("cash"), "bank": marked("account")}
_RATE = {"hour": marked("{amount} an hour"), "day": marked("{amount} a day")}


def kr(ore: int) -> str:
    """1 234,50 kr"""
    return f"{money.written(ore)}\u00a0kr"


def signed(ore: int) -> str:
    """+200,00 or −50,00: something that is added or taken away."""
    return f"{'+' if ore > 0 else ''}{money.written(ore)}"


def number(count: int) -> str:
    """1 234, or −3 with a real minus: how many of something."""
    return f"{count:,}".replace(",", "\u00a0").replace("-", "−")


def hours(minutes: int) -> str:
    """15:45, hours and minutes."""
    return f"{minutes // 60}:{minutes % 60:02}"


def week_in_words(monday: date) -> str:
    """week 47 · 2026"""
    year, week, _weekday = monday.isocalendar()
    return _("week {week} · {year}").format(week=week, year=year)


def week_alone(monday: date) -> str:
    """week 47"""
    return _("week {week}").format(week=monday.isocalendar().week)


def method_in_words(method: str) -> str:
    return worded(_METHOD[method])


def account_end(account: str | None) -> str:
    """The last four digits of an account, all that a sheet shows of it; "" where there is none."""
    return f"···· {account[-4:]}" if account else ""


def rates_in_words(days: Iterable[PaidDay]) -> list[str]:
    """"50,00 kr an hour", each rate that was used, in the order of days; more than two would crowd the head."""
    seen = dict.fromkeys((d.basis, d.rate_ore) for d in sorted(days, key=lambda d: d.day) if d.basis)
    words = [worded(_RATE[basis]).format(amount=kr(ore)) for basis, ore in seen]
    return [" / ".join(words)] if 0 < len(words) <= 2 else []


def is_draft(week: Week) -> bool:
    """Until it is attested a sheet is a draft, and says so."""
    return week.status in ("open", "prepared")


def week_aside(week: Week) -> list[str]:
    """Draft or version, and who took the steps that are asked of a sheet."""
    aside = [_("DRAFT – not attested")] if is_draft(week) else []
    if week.version > 1:
        words = _("Version {new}, replaces {old}")
        aside.append(words.format(new=week.version, old=week.version - 1))
    for step in week.steps:
        if step.step in _TAKEN:
            aside.append(worded(_TAKEN[step.step]).format(moment=moment_in_words(step.at), name=step.staff))
    return aside


def week_lines(head: Head, week: Week, *more: str) -> list[str]:
    """Whose list, which days and how far it has come; then what else is worth a place in the head."""
    dates = f"{day_in_words(week.days[0])}–{day_in_words(week.days[-1])}"
    return [" · ".join([head.list_name, dates, *more]), " · ".join([head.organisation, worded(_STATUS[week.status])])]


class Column(Record):
    """A column of a table. `wide` 0 is the room that is left."""

    title: str
    wide: float  # mm
    align: str = "left"
    kind: str = "text"  # "name", "text", "strong" (semi-bold), or "sign": an empty cell is a line to sign on


class Row(Record):
    """One row; `detail` is the longest of these that fits in small type beneath the name.

    `reason` stands there in full, in as many lines as it takes.
    """

    cells: tuple[str, ...]
    ore: int = 0  # what it adds to the sum of the page
    detail: tuple[str, ...] = ()
    reason: str = ""


class MoneyPage:
    """A sheet of money while it is drawn: `y` is where the next thing begins (mm)."""

    def __init__(
        self, head: Head, what: str, when: str, lines: Sequence[str], aside: Sequence[str], *, draft: bool = False
    ) -> None:
        self._head, self._lines, self._aside = head, list(lines), list(aside)
        title = _("{what} · {week}").format(what=what, week=when)
        self.paper = Sheet(title, practice=head.practice, draft=draft)
        self.left, self.right = self.paper.left, self.paper.right
        self.room = self.right - self.left
        self.y = 0.0
        self._before = 0  # øre on the pages before this one
        self.turn()

    def turn(self) -> None:
        """Take the next page."""
        self.paper.new_page()
        self.y = max(TOP, self.paper.head(self._lines, self._aside))

    def need(self, high: float) -> None:
        """Turn the page unless `high` mm are left on this one."""
        if self.y + high > LAST:
            self.turn()

    def finish(self, legend: Callable[[Sheet, int], None] | None = None) -> bytes:
        head = self._head
        return self.paper.finish(head, foot_lines=legend)

    # Words

    def heading(self, words: str, *, keep: float) -> None:
        """A heading that stays together with the `keep` mm that follow it."""
        self.need(10 + keep)
        self.y += 7
        with self.paper.tag("H2"):
            self.paper.text(self.left, self.y, words, HEADING, bold=True, room=self.room)
        self.y += 3

    def words(self, text: str, *, bold: bool = False) -> None:
        lines = wrapped(text, BODY, self.room, bold=bold)
        self.need(len(lines) * 5.2 + 3)
        with self.paper.tag("P"):
            for line in lines:
                self.y += 5.2
                self.paper.text(self.left, self.y, line, bold=bold)

    def sum(self, words: str, ore: int) -> None:
        """The grand total, large."""
        self.total(words, kr(ore))

    def total(self, words: str, amount: str) -> None:
        self.need(12)
        self.y += 8
        with self.paper.tag("P"), self.paper.piece():
            self.paper.text(self.left, self.y, words, HEADING, bold=True)
            self.paper.text(self.right, self.y, amount, 15, bold=True, align="right")
        self.y += 2.4
        self.paper.rule(self.left, self.y, self.right, weight=1)

    def amounts(self, rows: Iterable[tuple[str, str]]) -> None:
        """What and how much, one to a line."""
        for words, amount in rows:
            self.need(7)
            self.y += 5.6
            with self.paper.tag("P"), self.paper.piece():
                self.paper.text(self.left, self.y, words, room=self.room - width_of(amount, BODY) - 4)
                self.paper.text(self.right, self.y, amount, align="right")

    def sign(self, *words: str) -> None:
        """Lines to sign on, side by side, each with what is signed for beneath it."""
        self.need(20)
        self.y += 14
        wide = (self.room - 8 * (len(words) - 1)) / len(words)
        for number, what in enumerate(words):
            x = self.left + number * (wide + 8)
            self.paper.rule(x, self.y, x + wide, weight=0.7)
            with self.paper.tag("P"):
                self.paper.text(x, self.y + 4.2, what, 9, room=wide)
        self.y += 5

    def notes(self, counts: dict[int, int], title: str | None = None) -> None:
        """Notes and coins: how many of each."""
        self.need(18)
        self.y += 3
        wide = self.room / (len(counts) + 2)
        with self.paper.tag("Table"):
            self.paper.box(self.left, self.y, self.room, 6.4, weight=0, fill=FILL)
            with self.paper.tag("TR"):
                with self.paper.tag("TH", scope="Row"):
                    words = title or _("Notes and coins")
                    self.paper.text(self.left + 2, self.y + 4.4, words, 9.5, bold=True, room=2 * wide - 4)
                for place, value in enumerate(counts):
                    with self.paper.tag("TH", scope="Column"):
                        self._at(place, wide, self.y + 4.4, str(value), 9.5)
            with self.paper.tag("TR"):
                with self.paper.tag("TH", scope="Row"):
                    self.paper.text(self.left + 2, self.y + 11, kr(money.counted(counts)), room=2 * wide - 4)
                for place, count in enumerate(counts.values()):
                    with self.paper.tag("TD"):
                        self._at(place, wide, self.y + 11, str(count) if count else "–", NAME)
        self.y += 13.4
        self.paper.rule(self.left, self.y, self.right, grey=RULE)

    def _at(self, place: int, wide: float, y: float, words: str, size: float) -> None:
        self.paper.text(self.left + (place + 2.5) * wide, y, words, size, bold=True, align="centre", room=wide - 1)

    # Tables

    def table(
        self, columns: Sequence[Column], rows: Sequence[Row], *, high: float = ROW, sums: bool = True,
        empty: str | None = None, written: Callable[[int], str] = kr, after: float = 0,
    ) -> None:
        """Rows under a band that is repeated on each page, with the page's sum beneath where there are several.

        The sum ends with the column before the first one to sign in. `written` says how a sum is written, `after` how
        many mm the grand total takes: where that goes to the next page, this one bears its own sum.
        """
        spots = self._spots(columns)
        names = [x for column, (x, _wide) in zip(columns, spots, strict=True) if column.kind == "name"]
        told = self.right - min(names, default=self.left) - 3.5
        below = [wrapped(row.reason, SMALL, told) if row.reason else [] for row in rows]
        self.need(BAND + high + len(below[0] if below else ()) * REASON)
        end = self.y + BAND + len(rows) * high + sum(map(len, below)) * REASON
        several = sums and bool(rows) and (end > BOTTOM or end + after > LAST)
        page = 0
        with self.paper.tag("Table"):
            self._band(columns, spots)
            for row, reason in zip(rows, below, strict=True):
                if self.y + high + len(reason) * REASON > BOTTOM:
                    if several:
                        self._page_sum(columns, spots, page, written)
                    page = 0
                    self.turn()
                    with self.paper.artifact():
                        self._band(columns, spots)
                self._row(columns, spots, row, high, reason)
                page += row.ore
            if not rows:
                with self.paper.tag("TR"), self.paper.tag("TD", span=len(columns)):
                    self.paper.text(self.left + 2, self.y + 6.5, empty or _("Nobody is on this list."))
                self.y += ROW
        if several:
            self._page_sum(columns, spots, page, written)
        self._before = 0

    def _spots(self, columns: Sequence[Column]) -> list[tuple[float, float]]:
        """Where each column begins and how wide it is, mm."""
        left_over = self.room - sum(column.wide for column in columns)
        spots, x = [], self.left
        for column in columns:
            wide = column.wide or left_over
            spots.append((x, wide))
            x += wide
        return spots

    def _band(self, columns: Sequence[Column], spots: list[tuple[float, float]]) -> None:
        self.paper.box(self.left, self.y, self.room, BAND, weight=0, fill=FILL)
        with self.paper.tag("TR"):
            for column, (x, wide) in zip(columns, spots, strict=True):
                with self.paper.tag("TH", scope="Column"):
                    at = _anchor(column.align, x, wide)
                    self.paper.text(at, self.y + 4.8, column.title, 9.5, bold=True, align=column.align, room=wide - 0.3)
        self.y += BAND

    def _row(
        self, columns: Sequence[Column], spots: list[tuple[float, float]], row: Row, high: float, reason: list[str]
    ) -> None:
        paper, y = self.paper, self.y
        base = y + (high * 0.44 if row.detail else high / 2 + 1.4)
        with paper.tag("TR"):
            for column, (x, wide), cell in zip(columns, spots, row.cells, strict=True):
                if column.kind == "name":
                    with paper.tag("TH", scope="Row"):
                        self._name(x + 2.5, wide - 3.5, y, high, cell, row.detail, base)
                        paper.lines(x + 2.5, y + high + 1.2, reason, SMALL, apart=REASON)
                    continue
                with paper.tag("TD"):
                    if column.kind != "sign":
                        strong = column.kind == "strong" or cell == "×"
                        at = _anchor(column.align, x, wide)
                        paper.text(at, base, cell, bold=strong, align=column.align, room=wide - 1)
                    elif cell:
                        paper.text(x + 2.5, base, cell, SMALL, room=wide - 3)
                    else:
                        paper.rule(x + 2.5, y + high - 1.4, x + wide - 1, weight=0.7)
        self.y += high + len(reason) * REASON
        paper.rule(self.left, self.y, self.right, grey=RULE)

    def _name(
        self, x: float, room: float, y: float, high: float, name: str, detail: tuple[str, ...], base: float
    ) -> None:
        """A name on one line, or on two small ones where it is long, and what is told beneath it."""
        paper = self.paper
        if width_of(name, 9) <= room:
            paper.text(x, base, name, NAME, room=room)
        else:
            lines = name_lines(name, room, 2 if detail else 3)
            first = y + 3.1 if detail else y + high / 2 + 1.3 - (len(lines) - 1) * 1.6
            for number, line in enumerate(lines):
                paper.text(x, first + number * 3.2, line, SMALL if len(lines) > 1 else NAME, room=room)
        if detail:
            reach = self.right - x - SIGN - 1
            words = next((words for words in detail if width_of(words, SMALL) <= reach), detail[-1])
            paper.text(x, y + high - 1.2, words, SMALL, room=reach)

    def _page_sum(
        self, columns: Sequence[Column], spots: list[tuple[float, float]], page: int, written: Callable[[int], str]
    ) -> None:
        before, self._before = self._before, self._before + page
        last = next((n for n, column in enumerate(columns) if column.kind == "sign"), len(columns)) - 1
        words = _("Sum page {number}: {sum}").format(number=self.paper.page + 1, sum=written(page))
        if before:
            so_far = _("So far: {sum}").format(sum=written(self._before))
            words = f"{words}   {so_far}"
        with self.paper.tag("P"):
            x, wide = spots[last]
            self.paper.text(x + wide - 1, self.y + 5.4, words, BODY, bold=True, align="right")
        self.y += 6


def name_lines(name: str, room: float, most: int) -> list[str]:
    """A long name in small lines of `room` mm: two halves of like width, else as it fits, the last one cut short."""
    cuts = [n + 1 for n, letter in enumerate(name) if letter in " -"] or [len(name)]
    cut = min(cuts, key=lambda n: max(width_of(name[:n].rstrip(), SMALL), width_of(name[n:], SMALL)))
    halves = [half for half in (name[:cut].rstrip(), name[cut:]) if half]
    if all(width_of(half, SMALL) <= room for half in halves):
        return halves
    lines = wrapped(name, SMALL, room)
    return lines if len(lines) <= most else [*lines[: most - 1], " ".join(lines[most - 1 :])]


def _anchor(align: str, x: float, wide: float) -> float:
    """The x that a text in a column is placed by."""
    return {"left": x + 2.5, "centre": x + wide / 2, "right": x + wide - 1}[align]


def people_in_words(count: int) -> str:
    return ngettext("{count} person", "{count} people", count).format(count=count)
