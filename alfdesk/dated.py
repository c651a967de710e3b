"""Rules with dates: what holds for a programme, a team or the whole workplace from a day on. Settings, never constants.

`programmes` has them under its own name: `programmes.rules(session, programme).on(day, "cap")`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from .errors import UserFacingError
from .i18n import gettext as _
from .models.programmes import Setting
from .record import Record
from .spreadsheets import has_birth_number
from .store.session import Ready

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

TEXT_LIMIT = 200  # characters
SELECTION = ("arrival", "lottery", "fixed")
METHODS = ("cash", "bank")

# Every rule that has a date, and what its value looks like in JSON. Nothing of ALF's figures stands in code.
RULES = {
    "rate": '["hour" or "day", øre]',
    "supplement": "øre an hour",
    "cap": "minutes a day",
    "starts": "minutes after midnight: when the day's work begins",
    "places": "places a day",
    "method": '"cash" or "bank"',
    "selection": '"arrival", "lottery" or "fixed"',
    "lottery_weight": "tickets for someone turned away last time (1: no weight)",
    "meeting_place": "where a team, or the whole programme, meets",
    "in_use": "whether a team works: true or false",
    "cash_reason": "why wages go out in cash here, in a few words",
    "holiday_basis": "whether what is earned counts as a basis for holiday pay: true or false",
    "year_limit": "øre a person may be paid in a calendar year before it is told (of the workplace)",
    "payments_kept": "years after the calendar year that payments are kept, by law (of the workplace)",
}

SETTINGS = Ready(
    lambda: select(Setting.about, Setting.key, Setting.from_day, Setting.value)
    .where(Setting.about.in_(bindparam("about", expanding=True)))
    .order_by(Setting.from_day, Setting.id)
)


class Rules(Record):
    """The dated rules of one programme or team: `on(day, key)` is what holds that day."""

    values: dict[str, tuple[tuple[date, Any], ...]]  # by key, earliest first

    def on(self, day: date, key: str, default: Any = None) -> Any:
        found = default
        for since, value in self.values.get(key, ()):
            if since > day:
                break
            found = default if value is None else value  # None: taken away from that day on
        return found

    def since(self, day: date, key: str) -> date | None:
        """The day from which the value that holds on `day` has held."""
        return max((first for first, _value in self.values.get(key, ()) if first <= day), default=None)


def rules(session: Session, about: bytes) -> Rules:
    """Every dated rule of a programme or team."""
    return rules_of(session, [about])[about]


def rules_of(session: Session, abouts: Iterable[bytes]) -> dict[bytes, Rules]:
    """Every dated rule of several programmes or teams, by id."""
    values: dict[bytes, dict[str, list[tuple[date, Any]]]] = {about: {} for about in abouts}
    for about, key, since, value in SETTINGS(session, about=list(values)):
        if key is not None and since is not None and value is not None:
            values[about].setdefault(key, []).append((since, json.loads(value)))
    return {about: Rules({k: tuple(v) for k, v in found.items()}) for about, found in values.items()}


def sensible(key: str, value: Any) -> None:
    """Raises UserFacingError when the rule can't have this value."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    limits = {"supplement": 1_000_000, "cap": 1440, "starts": 1439, "places": 10_000, "lottery_weight": 100,
              "year_limit": 100_000_000, "payments_kept": 100}  # fmt: skip
    if key in limits:
        low = 1 if key in ("lottery_weight", "payments_kept") else 0
        fine = whole and low <= value <= limits[key]
    elif key == "rate":
        fine = (
            isinstance(value, list | tuple) and len(value) == 2 and value[0] in ("hour", "day")
            and isinstance(value[1], int) and 0 <= value[1] <= 100_000_000
        )  # fmt: skip
    elif key == "method":
        fine = value in METHODS
    elif key == "selection":
        fine = value in SELECTION
    elif key in ("in_use", "holiday_basis"):
        fine = isinstance(value, bool)
    else:
        fine = isinstance(value, str) and len(value) <= TEXT_LIMIT and not has_birth_number(value)
    if not fine:
        raise UserFacingError(_("This value can't be used for {name}. Nothing has changed.").format(name=key))
