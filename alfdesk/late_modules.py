"""Modules of the standard library that SQLAlchemy imports and seldom uses come when somebody asks them for something.

Here that is never: nothing waits in an event loop, and no plug-ins are looked for. With what they import in turn they
are a tenth of a command's time.
"""

from __future__ import annotations

import importlib
import sys
from threading import RLock
from types import ModuleType
from typing import Any

_turn = RLock()


class Late(ModuleType):
    """Stands for a module that nobody has asked for anything yet, and hands on whatever the real one has.

    `importlib.util.LazyLoader` is not enough: a second `import` of the same name already looks into what it makes.
    """

    def __getattr__(self, name: str) -> Any:
        return getattr(_real(self.__name__), name)


def _real(name: str) -> ModuleType:
    with _turn:
        if isinstance(sys.modules.get(name), Late):
            del sys.modules[name]
        return importlib.import_module(name)


def come_late() -> None:
    """Call before SQLAlchemy is imported. A module that is there already stays as it is."""
    if "asyncio" not in sys.modules:
        sys.modules["asyncio"] = loops = Late("asyncio")
        # SQLAlchemy takes this one out as it is imported; all else it asks for when it needs it.
        loops.__dict__["iscoroutine"] = lambda one: _real("asyncio").iscoroutine(one)
    if "importlib.metadata" not in sys.modules:
        sys.modules["importlib.metadata"] = importlib.__dict__["metadata"] = Late("importlib.metadata")
