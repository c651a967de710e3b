"""The disk as parcels see it: a stick, a folder, this laptop's own. Tests put one that fails in its place."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path

from .. import paths
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..store.backup import LETTERS
from ..store.engine import storage_failed
from .words import Refused


class Disk:
    """What is done with files, one step each. Raises OSError."""

    def read(self, path: Path, limit: int) -> bytes:
        """At most `limit` bytes and one more."""
        with open(path, "rb") as file:
            return file.read(limit + 1)

    def write(self, path: Path, content: bytes) -> None:
        """A new file, flushed to the disk and closed."""
        with open(path, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, path: Path, to: Path) -> None:
        os.replace(path, to)
        paths.sync_folder(to.parent)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)


def code() -> str:
    """Four letters that tell two files of one minute apart."""
    return "".join(secrets.choice(LETTERS) for _n in range(4))


def require_folder(out: Path) -> None:
    """Raises StorageFailed where there is no such folder."""
    if not out.is_dir():
        raise storage_failed(FileNotFoundError(errno.ENOENT, ""))


def put(disk: Disk, out: Path, name: str, content: bytes) -> Path:
    """Write a file into a folder: under a short temporary name, flushed, closed, read back, compared, renamed.

    Raises Refused (NO_SPACE, READ_ONLY, STICK_GONE) or UserFacingError; then there is no file of that name.
    """
    fresh, final = out / f"{code()}.TMP", out / name
    require_folder(out)
    if final.exists():
        raise storage_failed(FileExistsError(errno.EEXIST, ""))
    try:
        disk.write(fresh, content)
        if disk.read(fresh, len(content)) != content:
            raise UserFacingError(_("The stick doesn't keep what is written to it. Use another one."))
        disk.rename(fresh, final)
    except OSError as error:
        raise _not_made(error, out, len(content)) from error
    finally:
        with suppress(OSError):
            disk.remove(fresh)
    return final


def _not_made(error: OSError, out: Path, size: int) -> UserFacingError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Refused("NO_SPACE", missing=max(1, (size - _free(out)) // 1000 + 1))
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return Refused("READ_ONLY")
    return Refused("STICK_GONE")


def _free(out: Path) -> int:
    import shutil

    with suppress(OSError):
        return min(shutil.disk_usage(out).free, 2**40)
    return 0
