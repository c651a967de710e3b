"""Finding somebody on a list of pay, and signing for her: the same on the week's page and the day's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from ...widgets.fields import SearchBox
from ...widgets.row_table import RowTable

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


def matching(lines: Sequence[Any], typed: str) -> tuple[Any, ...]:
    """The lines whose number, name or any word of it begins with what is typed; all of them where nothing is."""
    typed = " ".join(typed.casefold().split())
    if typed.isdigit():
        return tuple(n for n in lines if str(n.number or "").startswith(typed))
    return tuple(
        n for n in lines if any(w.startswith(typed) for w in (n.name.casefold(), *n.name.casefold().split()))
    ) if typed else tuple(lines)  # fmt: skip


def listen(
    box: SearchBox, table: RowTable, sign: Callable[[], None], from_box: Callable[[], bool] = lambda: False
) -> None:
    """Space in the list signs for the marked person; ↑ ↓ in the box walk the list. `from_box` is asked at Space in the
    box, and says whether it took it."""

    def in_table(event: QKeyEvent) -> bool:
        if event.key() != Qt.Key.Key_Space or event.modifiers():
            return False
        sign()
        return True

    def in_box(event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in STEPS:
            table.step(STEPS[key])
            return True
        return key == Qt.Key.Key_Space and from_box()

    table.first_refusal, box.first_refusal = in_table, in_box
