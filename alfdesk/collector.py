"""Python's own search for objects that nothing holds any more, put off while much is made and all of it is kept.

It looks at what is new again and again and finds nothing: a sixth of the time that a parcel of years takes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Not while this lasts. Where it is off already, as in the window, it stays off."""
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            gc.enable()
