"""The log: what the program did and where it failed, never about whom.

A line holds a time, a word from a fixed list, and, for a bug, the kind of exception and the places in the code it
passed. The exception's own text is left out, since it may quote a name.
"""

from __future__ import annotations

import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

LIMIT = 256 * 1024  # bytes; then the log starts anew beside one old copy

_file: Path | None = None


def into(file: Path) -> None:
    """Log into this file from now on."""
    global _file
    _file = file


def write(word: str) -> None:
    """One line. A log that can't be written is no reason to stop anyone's work."""
    if _file is None:
        return
    try:
        if not _file.parent.is_dir():
            return
        if _file.exists() and _file.stat().st_size > LIMIT:
            _file.replace(_file.with_suffix(".old.txt"))
        with open(_file, "a", encoding="utf-8") as out:
            out.write(f"{datetime.now().isoformat(' ', 'seconds')} {word}\n")
    except OSError:
        return


def bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Log a bug; returns the short text that may be shown and sent: kind and places, no values."""
    frames = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
    text = f"{kind.__name__} at {' < '.join(reversed(frames[-8:]))}"
    write(f"bug {text}")
    return text


def no_core_dumps() -> None:
    """A crashed process must not leave its memory on the disk: names and keys lie in it."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
