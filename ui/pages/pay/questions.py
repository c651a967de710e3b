"""What the page of the week asks, and what is read before a step is taken."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from ... import formats
from ...desk import REFUSED
from ...dialogs.ask import Answer, Ask
from ...widgets.fields import Field
from . import acts
from .line_panel import ask_reason
from .words import people

if TYPE_CHECKING:
    from .page import Pay


def ask_week(page: Pay) -> None:
    """A week by its number, or any day in it."""
    field = Field(_("Week or day"), hint=_("As in 47, 2026-47 or 16.11."))

    def go() -> bool:
        try:
            day = _day_of(field.text(), page.desk.today())
        except UserFacingError as error:
            field.refuse(error.sentence)
            return False
        page.show_week(day)
        return True

    question = Ask(page.shell, _("Go to week"), "", Answer(_("Show week"), go, "primary"), Answer(_("Cancel")),
                   parts=(field,))  # fmt: skip
    question.words.hide()
    question.open()


def read_first(page: Pay) -> None:
    from alfdesk.pay import week

    from .reading import Reading

    before = page.desk.read(week.read, page.programme, page.monday - timedelta(7))
    take = lambda: acts.take(page.desk, page.week) is not REFUSED  # noqa: E731
    Reading(page.shell, page.week, before, page.totals, page.why, take).open()


def ask_end(page: Pay) -> None:
    """What leaves the house is asked about once."""
    bank = [n for n in page.week.lines if n.method == "bank" and n.due_ore > 0 and not n.signed]
    amount = formats.kroner(sum(n.to_pay_ore for n in bank))
    sentence = _("To accounts: {amount} for {people}.").format(people=people(len(bank)), amount=amount)
    Ask(
        page.shell, _("End the payout of week {week}").format(week=acts.number(page.week)),
        f"{sentence} {acts.hint(page.week)}" if bank else acts.hint(page.week),
        Answer(_("End payout"), lambda: acts.take(page.desk, page.week) is not REFUSED, "primary"),
        Answer(_("Cancel")),
    ).open()  # fmt: skip


def ask_back(page: Pay) -> None:
    """The week is open again, with a reason."""
    from alfdesk.pay import steps

    if page.week is None or page.back_button.isHidden():
        return

    def send(reason: str) -> object:
        said = _("Week {week} is sent back.").format(week=acts.number(page.week))
        return page.desk.do(steps.send_back, said, can_undo=False, programme=page.programme, monday=page.monday,
                            reason=reason)  # fmt: skip

    sentence = _("It is open again, and can be corrected. The next sheet is a new version.")
    ask_reason(page.shell, _("Send back"), sentence, send)


def _day_of(text: str, today: date) -> date:
    """A day in the week that is written: by number, or as a day. Raises UserFacingError."""
    if "." in text or "/" in text:
        return formats.parse_day(text, today)
    year, week = formats.parse_week(text, today)
    return date.fromisocalendar(year, week, 1)
