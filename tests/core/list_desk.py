"""What the tests of lists read in share: a day programme with five people, and what is said of a refused list."""

from __future__ import annotations

import pytest

from alfdesk.attendance import reads
from alfdesk.errors import ListRefused

from .desk import MONDAY, Desk, table

HEADING = "dato;tiltak;lag;nummer;utfall;fra;til;timer;smusstimer;merknad"


@pytest.fixture
def desk(place, tmp_path):
    """Dagsverket, capped at four hours, and five people enrolled in it: Kari 1, Ola 2, Per 3, Siri 4 and Åse 5."""
    desk = Desk(place, tmp_path)
    desk.dagsverket = desk.programme("Dagsverket", cap=240, places=15)
    lines = [f"{n};{name};Dagsverket" for n, name in enumerate(("Kari", "Ola", "Per", "Siri", "Åse"), 1)]
    desk.read_people("\n".join(["nummer;kallenavn;tiltak", *lines]))
    return desk


def refused(desk, content, read="read_list"):
    """What is said of a list that is refused, a line each; nothing may have changed."""
    before = desk.digest(), desk.entries()
    with pytest.raises(ListRefused) as refusal:
        getattr(desk, read)(content)
    assert (desk.digest(), desk.entries()) == before
    return "\n".join(f"{line}: {reason}" for line, reason in refusal.value.lines)


def columns(desk, day=MONDAY):
    """A day as the list said it: number, outcome, team, from, to, minutes, dirty minutes."""
    rows = desk.ask(reads.day_board, desk.dagsverket, day).rows
    return table(
        (r.number, r.outcome, r.team, r.from_minute, r.to_minute, r.minutes, r.dirty_minutes)
        for r in sorted(rows, key=lambda r: r.number)
    )
