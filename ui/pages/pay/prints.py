"""The sheets of a week: what each is called, how it is made, and the same as a table where a spreadsheet wants one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

if TYPE_CHECKING:
    from ...work import Work


@dataclass(frozen=True, slots=True)
class Print:
    """One sheet of a week. `looked` is what the laptop's own log says of it."""

    words: str
    file: str
    looked: str


PRINTS = {
    "pay": Print(marked("Pay sheet"), "lonn", "pay sheet"),
    "hours": Print(marked("Timesheet"), "timer", "hours sheet"),
    "slips": Print(marked("Pay slips"), "lapper", "pay slips"),
    "bank": Print(marked("Bank list"), "bank", "bank list"),
    "notes": Print(marked("Notes and coins"), "sedler", "note and coin list"),
}


def show(shell: Work, which: str, programme: bytes, monday: date, persons: tuple[bytes, ...] = ()) -> None:
    """The sheet before it is printed or saved. An open week has none, and the reason is told."""
    one = PRINTS[which]
    year, week, _weekday = monday.isocalendar()
    title = _("{sheet}, week {week}").format(sheet=worded(one.words), week=week)
    table = partial(_table, shell, which, programme, monday) if which in ("pay", "hours", "bank") else None
    shell.preview(
        title, partial(_pdf, shell, which, programme, monday, persons), f"{one.file}-{year}-{week:02}", one.looked,
        table=table,
    )  # fmt: skip


def show_day(shell: Work, which: str, programme: bytes, day: date) -> None:
    """The day's payout list ("day"), or its notes and coins ("notes")."""
    titles = {"day": _("Payout list"), "notes": _("Notes and coins")}

    def make() -> bytes:
        from alfdesk.pay import payouts
        from alfdesk.reports import cash_need, day_list

        sheet = shell.desk.read(payouts.day_list, programme, day, practice=shell.desk.practice)
        made: bytes = day_list.day_list(sheet) if which == "day" else cash_need.cash_need_list(sheet)
        return made

    shell.preview(f"{titles[which]}, {day:%d.%m.%Y}", make, f"dag-{day.isoformat()}", f"{which} list")


def show_bag(shell: Work, bag: bytes, day: date) -> None:
    """A bag's count."""

    def make() -> bytes:
        from alfdesk.pay import bag as bags
        from alfdesk.reports import bag_count

        made: bytes = bag_count.bag_count(shell.desk.read(bags.sheet, bag, practice=shell.desk.practice))
        return made

    shell.preview(_("Count of the cash bag"), make, f"pose-{day.isoformat()}", "bag count")


def _pdf(shell: Work, which: str, programme: bytes, monday: date, persons: tuple[bytes, ...]) -> bytes:
    from alfdesk.pay import own, week
    from alfdesk.reports import bank_list, cash_need, hours_sheet, pay_sheet, slip

    read, practice = shell.desk.read, shell.desk.practice
    if which == "slips":
        wanted = set(persons) or None
        made: bytes = slip.slips(read(own.slips, programme, monday, persons=wanted, practice=practice))
        return made
    makers: dict[str, Callable[[Any], bytes]] = {
        "pay": pay_sheet.pay_sheet, "hours": hours_sheet.hours_sheet, "bank": bank_list.bank_list,
        "notes": cash_need.cash_need_list,
    }  # fmt: skip
    return makers[which](read(week.sheet, programme, monday, practice=practice))


def _table(shell: Work, which: str, programme: bytes, monday: date) -> tuple[Any, Any]:
    """(headings, rows)"""
    from alfdesk.pay import week
    from alfdesk.reports import tables

    sheet = shell.desk.read(week.sheet, programme, monday, practice=shell.desk.practice)
    makers = {"pay": tables.pay_table, "hours": tables.hours_table, "bank": tables.bank_table}
    made: tuple[Any, Any] = makers[which](sheet)
    return made
