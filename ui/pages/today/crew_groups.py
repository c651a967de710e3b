"""A crew of many stands by team, the own one first: the team that was last chosen on this laptop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint

from alfdesk.i18n import gettext as _

from ...widgets.menu import Menu
from ...widgets.tiles import Tile

if TYPE_CHECKING:
    from .crew import Crew

MANY = 40  # people; above that they stand by team


def by_team(board: Any) -> bool:
    """Whether the people of the day are so many that they stand by team, and any of them belongs to one."""
    return board is not None and len(board.rows) > MANY and any(row.crew_team for row in board.rows)


def grouped(board: Any, own: str, tile: Callable[[Any], Tile]) -> list[Tile]:
    """The tiles under a heading for each team, the own one (its id in hex) first, those in no team last."""
    tiles: list[Tile] = []
    teams = sorted(board.teams, key=lambda team: team.id.hex() != own)
    for team, name in [*((t.id, t.name) for t in teams), (None, _("No team"))]:
        rows = [row for row in board.rows if row.crew_team == team]
        if rows:
            here = sum(row.outcome == "present" for row in rows)
            words = _("{team}: {here} of {all} present").format(team=name, here=here, all=len(rows))
            tiles += [Tile(team or b"", words, None, "", heading=True), *map(tile, rows)]
    return tiles


def menu(crew: Crew) -> Menu:
    """The teams to choose the own one from, shown at the top of the tiles."""
    shown = Menu(crew)
    own, named = crew.shell.prefs.get("team"), {row.crew_team for row in crew.board.rows}
    for team in crew.board.teams:
        if team.id in named:
            action = shown.addAction(team.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(team.id.hex() == own)
            action.triggered.connect(lambda _checked=False, which=team.id: crew.own_team(which))
    shown.popup(crew.tiles.mapToGlobal(QPoint(0, 0)))
    return shown
