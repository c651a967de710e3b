"""What can be done on a day of day work: for the foot line, the menu, the palette and F1."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from alfdesk.i18n import marked

from ...commands import Command

if TYPE_CHECKING:
    from .day_work import DayWork


def of(view: DayWork) -> list[Command]:
    single: dict[str, Any] = {"single": True}
    return [
        Command("take", marked("Give place"), view.next, ("Return",), "check", foot=marked("give place"), **single,
                more=marked("For whoever is marked. Then the number of a team, or Enter for the one proposed.")),
        Command("team", marked("Choose team"), None, ("1",), foot=marked("choose team"), shown_keys=_digits(view),
                **single),
        Command("turn_away", marked("Turn away"), partial(view.turn_away, "full"), ("0",), "ban",
                foot=marked("turn away"), **single, more=marked("Because it is full.")),
        Command("turn_away.why", marked("Turn away, other reason"), view.ask_reason, ("-",), "ban", **single),
        Command("queue", marked("Move in the queue"), None, ("Up",), foot=marked("move"), shown_keys="↑ ↓",
                **single),
        Command("clear", marked("Clear the box"), view.clear, ("Escape",), foot=marked("clear"), **single),
        Command("draw", marked("Draw lots"), view.draw, ("Ctrl+T",), "dice-5", foot=marked("draw lots")),
        Command("print.blank", marked("Blank attendance list"), view.print_blank, (), "printer"),
        Command("new", marked("New person arrives"), view.entrance.newcomer, ("Ctrl+Return",), "user-plus",
                more=marked("Write the name first. The office completes the rest.")),
        Command("person", marked("The person's day"), view.open_panel, ("F2",), "pencil",
                more=marked("Move, send home, correct, and what was done.")),
        Command("left_early", marked("Left early"), partial(view.leave, "left_early"), (), "logout"),
        Command("sent_home", marked("Sent home"), partial(view.leave, "sent_home"), (), "door-exit"),
    ]  # fmt: skip


def _digits(view: DayWork) -> str:
    """The keys that choose a team: "1 2 3", "1–7"."""
    count = max(1, len(view.board.teams)) if view.board is not None else 1
    return " ".join(map(str, range(1, count + 1))) if count < 4 else f"1–{min(9, count)}"
