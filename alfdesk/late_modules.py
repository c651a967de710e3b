"""Modules that our libraries import and seldom use come when somebody asks them for something.

Nothing waits in an event loop here and no plug-ins are looked for, though SQLAlchemy is ready for both; reportlab is ready
for pictures, and most sheets have none. With what they import in turn these are a tenth of a command's time.
"""

from __future__ import annotations

import importlib
import sys
from threading import Lock
from types import ModuleType
from typing import Any

_turn = Lock()


class Late(ModuleType):
    """Stands for a module that nobody has asked for anything yet, and hands on whatever the real one has.

    `importlib.util.LazyLoader` is not enough: a second `import` of the same name already looks into what it makes.
    """

    def __getattr__(self, name: str) -> Any:
        return getattr(_real(self.__name__), name)


def _real(name: str) -> ModuleType:
    with _turn:  # not while it is imported: that has locks of its own
        if isinstance(sys.modules.get(name), Late):
            del sys.modules[name]
    return importlib.import_module(name)


def come_late(*names: str) -> None:
    """Call before the library that imports them. A module that is there already stays as it is."""
    for name in names:
        if name in sys.modules:
            continue
        above, _dot, last = name.rpartition(".")
        package = importlib.import_module(above) if above else None
        sys.modules[name] = stand_in = Late(name)
        if package is not None:
            setattr(package, last, stand_in)
        if name == "asyncio":  # SQLAlchemy takes this one out as it is imported; all else when it needs it
            stand_in.__dict__["iscoroutine"] = lambda one: _real("asyncio").iscoroutine(one)
