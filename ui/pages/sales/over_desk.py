"""What panels over the desk share: those of `dialogs.panels`, and what is chosen among."""

from __future__ import annotations

from typing import Any

from alfdesk.i18n import gettext as _

from ...dialogs.panels import (
    REASON,
    FormPanel,
    Panel,
    TakeBack,
    choice_of,
    framed,
    reason_field,
)
from ...widgets.choosing import DropDown
from ...widgets.count_field import CountField, whole

__all__ = [
    "REASON", "CountField", "FormPanel", "Panel", "TakeBack", "choice_of", "edition_in", "editions_to_choose", "framed",
    "outlets_to_choose", "reason_field", "whole",
]  # fmt: skip


def editions_to_choose(page: Any, *, all: bool = False) -> list[tuple[object, str]]:  # noqa: A002
    """Id and name: those on sale today first, then the others, the newest first."""
    from alfdesk.sales import editions

    day = page.desk.today()
    lines = list(page.desk.read(editions.editions, day))
    known = {line.id for line in lines}
    every = page.desk.read(editions.editions, day, all=True)
    lines += [line for line in every if line.id not in known and (all or line.last_day is None or line.last_day >= day)]
    return [(line.id, line.title) for line in lines]


def edition_in(panel: Panel, box: DropDown) -> bytes | None:
    """The edition that is chosen; None when there is none to choose, which the panel then says."""
    if isinstance(box.value, bytes):
        return box.value
    panel.say(_("There is no edition yet. Write its name, price and first day."), wrong=True)
    return None


def outlets_to_choose(page: Any, *, but: bytes | None = None) -> list[tuple[object, str]]:
    """Id and name of those that are open."""
    from alfdesk.sales import outlets

    return [(line.id, line.name) for line in page.desk.read(outlets.outlets) if line.id != but]
