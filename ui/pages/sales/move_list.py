"""The last moves at an outlet that were no sale, of its stock or its till. What was wrong is taken back with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import worded
from alfdesk.weeks import clock

from ... import formats
from ...widgets.row_table import Cell, Column, RowTable
from . import words
from .over_desk import TakeBack

SHOWN = timedelta(60)  # days back


class MoveTable(RowTable):
    """Moves as rows; one that was taken back says so, and why. `today`: for what day is near."""

    def __init__(self, name: str, today: Callable[[], Any], *, money: bool) -> None:
        self._today, self._money = today, money
        much = (
            Column(_("Sum"), lambda m: Cell(signed_money(m.cash_ore), colour=_ink(m), kind="strong"), 120, right=True)
            if money
            else Column(_("Papers"), lambda m: Cell(signed(m.copies), colour=_ink(m), kind="strong"), 90, right=True)
        )
        columns = [
            Column(_("When"), lambda m: Cell(self.when(m), colour="mut"), 174),
            Column(_("What"), lambda m: Cell(worded_move(m), colour=_ink(m), aside=m.other), 210, 2),
            *([] if money else [Column(_("Edition"), lambda m: Cell(m.title, colour=_ink(m)), 170, drops=2)]),
            much,
            Column(_("Reason"), _reason, 190, 3, drops=1),
            Column(_("Who"), lambda m: Cell(m.who, colour="mut"), 100, drops=3),
        ]
        super().__init__(name, columns, spoken=self.spoken, key=lambda m: m.id)

    def when(self, move: Any) -> str:
        return f"{formats.capital(formats.day_near(move.day, self._today()))} {clock(move.at_minute)}"

    def spoken(self, move: Any) -> str:
        much = signed_money(move.cash_ore) if self._money else f"{words.copies(move.copies)} {move.title}".strip()
        parts = [self.when(move), worded_move(move), move.other, much, _reason(move).text, move.who]
        return formats.stopped(", ".join(p for p in parts if p))

    def sentence(self, move: Any) -> str:
        """The move in a sentence, for the question whether it is taken back."""
        much = signed_money(move.cash_ore) if self._money else f"{signed(move.copies)} {move.title}".strip()
        return formats.stopped(f"{worded_move(move)}: {much}")


def take_back(page: Any, table: MoveTable) -> None:
    """The marked move does not count: ask why. Says why not where it can't be."""
    from alfdesk.sales import stock

    move = table.current()
    if move is None:
        return
    if move.voided:
        page.desk.refused.emit(_("This is taken back already."))
        return

    def void(reason: str) -> object:
        return page.desk.do(stock.void_move, _("It is taken back."), move=move.id, reason=reason)

    TakeBack(page, table.sentence(move), void).open()


def reason_words(move: Any) -> str:
    """Why it was done, or why it was taken back, in full."""
    if move is None:
        return ""
    if move.voided:
        return _("Taken back: {reason}").format(reason=move.void_reason or "–")
    return _("Reason: {reason}").format(reason=move.reason) if move.reason else ""


def signed(count: int) -> str:
    """A count with its sign."""
    return f"+{formats.spaced(count)}" if count > 0 else formats.spaced(count)


def signed_money(ore: int) -> str:
    return f"+{words.money(ore)}" if ore > 0 else words.money(ore)


def worded_move(move: Any) -> str:
    from alfdesk.sales.words import MOVES

    return worded(MOVES.get(move.what, move.what))


def _ink(move: Any) -> str:
    return "mut" if move.voided or move.idle else "text"


def _reason(move: Any) -> Cell:
    if move.voided:
        return Cell(_("taken back"), "ban", "missed", "small", move.void_reason or "")
    if move.idle:
        return Cell(_("confirmed twice"), "ban", "missed", "small")
    return Cell(move.reason or "", colour="mut", kind="small")


