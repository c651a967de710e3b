"""The one door. Every act is an entry in a stream; the tables follow from the entries.

    entry.py     one act: its form, its hashes, its bytes
    write.py     verbs, units of work, this laptop's stream
    fits.py      what this version takes of an op
    apply.py     entries in, tables out; rebuild
    history.py   who changed what, when; undo and redo
    digest.py    one number for the whole state
    clock.py     stamps
    own_line.py  whether this laptop was copied or restored
    tables.py    the journal's own tables, and the gate before every table

Screens take what they need from here, by name. The rooms behind are opened when a name is first asked for, so that
the first window need not wait for the database.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .clock import local
    from .history import Act, Change, acts, last_act, last_undo, of_row, redo, undo
    from .write import Acting

__all__ = ["Act", "Acting", "Change", "acts", "last_act", "last_undo", "local", "of_row", "redo", "undo"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module({"Acting": ".write", "local": ".clock"}.get(name, ".history"), __name__), name)
    globals()[name] = found
    return found
