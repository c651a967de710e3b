"""Where things lie. A workplace is a folder; the program's own resources lie beside the package."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"

DATABASE = "alfdesk.db"
SLOTS = "slots.json"
LOCK = "alfdesk.lock"
ASKED = "joining.json"  # what a laptop that has asked to join keeps until it has
OUTBOX, QUARANTINE = "outbox", "quarantine"  # parcels that were made here; files that could not be taken in
INBOX = "inbox"  # a file while it is taken in: one is left there only by a machine that died
LOG = "log.txt"
SETTINGS = "settings.json"  # this laptop's own, readable before the passphrase: the language and nothing personal


def default_profile() -> Path:
    """The folder of the workplace when none is named."""
    from platformdirs import user_data_path

    return user_data_path("Alfdesk", appauthor=False)


def read_settings(folder: Path) -> dict[str, str]:
    """This laptop's settings; empty where there are none or they can't be read (they hold nothing that matters)."""
    try:
        found = json.loads((folder / SETTINGS).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def write_settings(folder: Path, settings: dict[str, str]) -> None:
    """Keep this laptop's settings. Raises OSError."""
    replace_file(folder / SETTINGS, (json.dumps(settings, indent=1) + "\n").encode())


def replace_file(path: Path, content: bytes) -> None:
    """Write a small file so that a crash leaves the old one or the new one, whole. Raises OSError."""
    fresh = path.with_name(path.name + ".new")
    try:
        with open(fresh, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make what others wrote into a file last. Raises OSError."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make a rename last where the system can (Windows cannot open a folder, and needs no such thing)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
