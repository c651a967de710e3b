"""What can be done on the page of the week, said once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from alfdesk.i18n import marked

from ...commands import Command
from . import questions

if TYPE_CHECKING:
    from .page import Pay


def commands_of(page: Pay) -> list[Command]:
    """What can be done here now: single keys first, then what the window listens for; the open panel's own last."""
    approved = page.week is not None and page.week.status == "approved"
    shown = [
        Command("pay.choose", marked("Choose person"), None, ("Up",), single=True, foot=marked("choose person"),
                shown_keys="↑ ↓"),
        *([Command("pay.sign", marked("Paid and signed"), page.sign, ("Space",), "check", single=True,
                   foot=marked("paid and signed"))] if approved else []),
        Command("pay.open", marked("Open the line"), page.open_marked, ("Return",), "user", single=True,
                foot=marked("open the line")),
        *([Command("pay.close", marked("Close the panel"), page.close_panel, ("Escape",), "x", single=True,
                   foot=marked("close"))] if page.panel is not None else []),
        Command("pay.step", marked("Take the next step"), page.take_step, ("Ctrl+Return", "Ctrl+Enter"), "check",
                foot=marked("next step"),
                more=marked("Prepare, attest, approve, pay out, lock: the one that comes next.")),
        Command("pay.print", marked("Print the week"), page.print_week, ("Ctrl+P",), "printer", foot=marked("print")),
        Command("pay.prints", marked("Other sheets"), page.menu_of_prints, ("Ctrl+Shift+P",), "printer",
                more=marked("Slips, bank list, timesheet, notes and coins.")),
        Command("pay.back", marked("Send back"), partial(questions.ask_back, page), ("Ctrl+Backspace",),
                "arrow-back-up", frozenset({"manager"}), more=marked("Opens a week again, with a reason, until it is paid.")),
        Command("pay.before", marked("Week before"), partial(page.step_week, -1), ("Alt+Left",), "chevron-left"),
        Command("pay.after", marked("Week after"), partial(page.step_week, 1), ("Alt+Right",), "chevron-right"),
        Command("pay.now", marked("This week"), page.to_this_week, ("Alt+Home",), "calendar"),
        Command("pay.week", marked("Go to week"), partial(questions.ask_week, page), ("Ctrl+G",), "calendar"),
        Command("pay.missing", marked("Only those with something missing"), page.show_missing, ("Ctrl+M",),
                "list-check"),
        Command("pay.day", marked("Pay out a day"), page.to_day, ("Ctrl+D",), "cash-banknote"),
        Command("pay.bag", marked("Cash bag"), lambda: page.shell.go("cash_bag"), ("Ctrl+B",), "box"),
    ]  # fmt: skip
    panel: Any = page.panel
    return [*shown, *(panel.commands() if panel is not None else [])]
