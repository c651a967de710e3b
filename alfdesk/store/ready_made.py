"""What the statements of `session.Ready` come to, worked out when the program is set up: a command that asks for one
week would spend a tenth of its time on that.

They hold for the very sources and the SQLAlchemy that they were made from. Where either has changed since, or the file
is not there, each is worked out when it is first asked. Made by `build_installer.py statements`.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import MsgspecError, Struct, msgpack

from ..paths import RESOURCES, replace_file

FILE = RESOURCES / "statements.msgpack"
PACKAGE = Path(__file__).resolve().parent.parent


class Made(Struct, frozen=True, array_like=True):
    """One statement: its text, the lists in it, values it brings itself, its columns, and which of them are days."""

    text: str
    lists: tuple[str, ...]
    fixed: dict[str, Any]
    names: tuple[str, ...]
    days: tuple[int, ...]


class _File(Struct, frozen=True):
    of: str
    statements: dict[str, Made]


def of(place: str) -> Made | None:
    return _kept().get(place)


@cache
def _kept() -> Mapping[str, Made]:
    return read(FILE)


def read(file: Path) -> Mapping[str, Made]:
    """By where each is declared; nothing where the file is not there, is damaged, or was made from other sources."""
    try:
        found = msgpack.decode(file.read_bytes(), type=_File)
    except (OSError, MsgspecError):
        return {}
    # The program in one folder has no sources: it was put together with its file.
    return found.statements if getattr(sys, "frozen", False) or found.of == sources() else {}


def write(file: Path, statements: Mapping[str, Made]) -> None:
    replace_file(file, msgpack.encode(_File(sources(), dict(statements))))


def sources(folder: Path = PACKAGE) -> str:
    """One text for the sources as they are: names, sizes and when each was changed; and for what reads them."""
    import sqlalchemy

    lines = [f"{name} {size} {changed}" for name, size, changed in sorted(_found(folder, ""))]
    return sha256("\n".join([sys.version, sqlalchemy.__version__, *lines]).encode()).hexdigest()


def _found(folder: str | Path, above: str) -> Iterable[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = f"{above}{entry.name}"
            if entry.name.endswith(".py"):
                told = entry.stat()
                yield name, told.st_size, told.st_mtime_ns
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _found(entry.path, f"{name}/")


def make(file: Path = FILE) -> bool:
    """Work out every statement of the program, where that has not been done for these sources. Whether it was."""
    import importlib
    import pkgutil

    import alfdesk

    from .session import Ready

    if read(file):
        return False
    for module in pkgutil.walk_packages(alfdesk.__path__, "alfdesk."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    # Two that are declared in one line can't be told apart: each is worked out when it is asked.
    lines = Counter(one.place for one in Ready.every)
    write(file, {
        one.place: one.worked_out() for one in Ready.every if lines[one.place] == 1 and one.place.startswith("alfdesk.")
    })  # fmt: skip
    return True
