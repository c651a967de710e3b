"""One program at a time on one workplace. The lock is the system's own: it ends with the process, however it ends."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from ..errors import AlreadyOpen
from ..i18n import gettext as _
from ..paths import LOCK
from .engine import translated


def lock(folder: Path) -> FileLock:
    """Take the workplace. Raises AlreadyOpen, or StorageFailed when the folder can't be written to.

    The lock is the process's, not the thread's: a workplace is opened in one thread and closed in another.
    """
    held = FileLock(folder / LOCK, timeout=0, thread_local=False)
    with translated():
        try:
            held.acquire()
        except Timeout as error:  # an OSError too, so it must not reach `translated`
            raise AlreadyOpen(
                _("This workplace is already open in another window. Nothing has changed. Close that one first.")
            ) from error
    return held
