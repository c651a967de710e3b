"""The tables, one file per subject; read these first.

Every module of this folder is imported here by being in it, so that a new subject needs no line anywhere else.
"""

from __future__ import annotations

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
