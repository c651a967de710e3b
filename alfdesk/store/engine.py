"""The encrypted file and how it is connected to.

`connect` gives the bare driver; `engine` lends the same connections to SQLAlchemy (imported only when it is called).
The key is random and raw: it never stands in a URL, and opening costs no derivation.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as driver

from ..errors import Damaged, StorageFailed
from ..i18n import gettext as _

if TYPE_CHECKING:
    from sqlalchemy import Engine

# The disk has no part in these: a write past the gate, a wrong statement. They are bugs, and are shown as such.
OUR_MISTAKES = (driver.IntegrityError, driver.ProgrammingError, driver.InterfaceError)
WRITES = "alfdesk_writes"  # execution option of connections that a verb writes through
STATEMENTS = 600  # that a connection keeps prepared: more than the program has for one page and its verbs
CACHE_KIB = 64 * 1024  # with the usual 2 MB an index-order scan of an encrypted file is six times slower


def connect(path: Path | None, key: bytes | None, *, make: bool = False, still: bool = False) -> Any:
    """A connection to the file, ready to use; in memory when there is no path. Raises Damaged or StorageFailed.

    The caller must hold the workplace's lock. `make` lets a file come into being. A `still` file is read and never
    written, not even beside it: a backup on a stick that is write-protected.
    """
    if path is None:
        connection = driver.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA temp_store=MEMORY")
        return connection
    mode = "ro&immutable=1" if still else "rwc" if make else "rw"
    with translated():
        connection = driver.connect(
            f"file:{quote(str(path))}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False,
            cached_statements=STATEMENTS,
        )
        # SQLCipher would tell stderr of every bad page; the sentence is ours to say.
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{(key or b'').hex()}'\"")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in (
                *(() if still else ("journal_mode=WAL",)), "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON",
                "trusted_schema=OFF", "temp_store=MEMORY", f"cache_size=-{CACHE_KIB}", "busy_timeout=2000",
            ):  # fmt: skip
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
    return connection


def vacuum_into(connection: Any, target: Path, key: bytes) -> None:
    """A whole, compact copy under another key. Raises StorageFailed; a half copy is taken away."""
    try:
        with translated():
            connection.execute("VACUUM INTO ?", (f"file:{quote(str(target))}?key=x'{key.hex()}'",))
    except BaseException:
        take_away(target)
        raise


def take_away(path: Path) -> None:
    """A database that did not come to anything, and what the driver may have left beside it. Never raises."""
    for ending in ("-journal", "-wal", "-shm", ""):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def engine(path: Path, key: bytes) -> Engine:
    """SQLAlchemy over the same connections; every one of them armed with the gate."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import QueuePool

    from ..journal import tables

    def creator() -> Any:
        connection = connect(path, key)
        tables.arm(connection.cursor())
        return connection

    made = create_engine("sqlite+pysqlite://", module=driver, creator=creator, poolclass=QueuePool)

    @event.listens_for(made, "begin")
    def begin(connection: Any) -> None:
        # The driver's own transactions are off: DDL and savepoints roll back. A writer takes its turn at the start,
        # so that what it reads first is what it changes; readers stand beside it and beside each other.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return made


@contextmanager
def translated() -> Iterator[None]:
    """What disk and driver say, as a sentence a person can act on."""
    try:
        yield
    except OSError as error:
        raise storage_failed(error) from error
    except OUR_MISTAKES:
        raise
    except driver.DatabaseError as error:
        raise database_failed(error) from error


def failed(error: Exception) -> StorageFailed | Damaged:
    """The same of an error that may have come through SQLAlchemy. A mistake of ours is raised on as it is."""
    said = getattr(error, "orig", None) or error
    if isinstance(said, OUR_MISTAKES):
        raise error
    return database_failed(said)


def database_failed(error: Exception) -> StorageFailed | Damaged:
    said = str(error)
    if "disk is full" in said:
        return StorageFailed(_("The disk is full. The last change is not saved. Make room, then start again."))
    if "readonly" in said or "unable to open" in said:
        return StorageFailed(
            _("The workplace can't be written to. Nothing has changed. Check that the folder is not write-protected.")
        )
    if "not a database" in said or "malformed" in said or "disk image" in said:
        return Damaged(_("The database is damaged. Do not go on with it. Put back the newest backup."))
    if "locked" in said or "busy" in said:
        return StorageFailed(_("Another program is using the file. Nothing has changed. Try again in a moment."))
    return StorageFailed(_("The disk failed. The last change is not saved. Start Alfdesk again."))


def storage_failed(error: OSError) -> StorageFailed:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFailed(_("The disk is full. The last change is not saved. Make room, then start again."))
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StorageFailed(
            _("The workplace can't be written to. Nothing has changed. Check that the folder is not write-protected.")
        )
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return StorageFailed(_("There is a file where a folder should be. Nothing has changed. Choose another name."))
    if error.errno == errno.ENOENT:
        return StorageFailed(_("The file or folder is not there. Nothing has changed. Check the name."))
    return StorageFailed(_("The disk failed. The last change is not saved. Start Alfdesk again."))
