"""A workplace: one folder, one encrypted file, its keys, and the journal in it.

    place = workplace.open(folder, name="Anne", passphrase=…)
    with place.read() as session: …
    with place.write() as work: …
    place.close()
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__, paths
from ..errors import Damaged, StorageFailed, TooNew, UserFacingError, WrongPassphrase
from ..i18n import gettext as _
from ..journal import clock as clocks
from ..journal import tables
from . import engine, slots
from .bare import Bare
from .locking import lock

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from ..journal.write import Acting, Journal, Work, Written

# Older than this the machine's clock is certainly wrong: 1 November 2026, in milliseconds since 1970 (UTC).
BUILT = 1_793_491_200_000


class Place:
    """An open workplace. Made by `found` and `open` below.

    Any thread may use it: each has its own bare connection, as the driver's cache of statements must not be shared,
    and those who write take turns. Only `close`, `let_go` and `rebuild` want it to themselves.
    """

    def __init__(
        self, folder: Path, key: bytes, keys: slots.Keys, owner: bytes, held: Any, clock: clocks.Clock
    ) -> None:
        self.folder = folder
        self.database_name = paths.DATABASE
        self.key = key
        self.keys = keys
        self.owner = owner
        self.clock = clock
        self.broken = False
        self.last: Written | None = None
        self.warnings: list[str] = []
        self._held = held
        self._bare = Bare(self._connect)
        self._engine: Engine | None = None
        self._writing: Engine | None = None
        self._sessions: Callable[..., Session] | None = None
        self._journal: Journal | None = None
        self._listeners: list[Callable[[Written], None]] = []

    @property
    def database(self) -> Path:
        return self.folder / self.database_name

    # Reading and writing -----------------------------------------------------------------------------------------

    def cursor(self) -> Any:
        """The bare driver on this thread's own connection, for what needs no models (digest, check, backup)."""
        return self._bare.cursor()

    def _connect(self) -> Any:
        connection = engine.connect(self.database, self.key)
        tables.upgrade(connection.cursor())
        tables.arm(connection.cursor())
        return connection

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reads."""
        from sqlalchemy.exc import DBAPIError

        with self._maker()() as session:
            try:
                yield session
            except (DBAPIError, engine.driver.DatabaseError) as error:
                raise engine.failed(error) from error

    @contextmanager
    def write(self, acting: Acting | None = None, *, batch: bool = False) -> Iterator[Work]:
        """One unit of work: committed whole when the block ends, gone whole when it raises.

        `batch` is for lists: many entries, one transaction. Raises StorageFailed when the disk says no; after that
        this place takes no more writes, because what the disk really holds has to be looked at first.
        """
        from sqlalchemy.exc import DBAPIError

        from ..journal.write import Work, cursor_of

        if self.broken:
            raise StorageFailed(_("The disk failed earlier. Start Alfdesk again before you go on."))
        with self._bare.turn():
            maker = self._maker()
            session = maker(bind=self._writing)
            try:
                work = Work(session, acting or self.acting(), self.clock, batch=batch)
                yield work
                drafts = [d for d in work.drafts() if d.ops]
                if not drafts:
                    self.last = None
                    return
                journal = self._stream()
                written = journal.record(cursor_of(session), work.acting, drafts, work.batch)
                session.commit()
                journal.settle()
            except (DBAPIError, engine.driver.DatabaseError) as error:
                failed = engine.failed(error)
                self._fail(session)
                raise failed from error
            except OSError as error:
                self._fail(session)
                raise engine.storage_failed(error) from error
            finally:
                session.close()
            self.last = written
        self.tell(written)

    def _fail(self, session: Session) -> None:
        self.broken = True
        try:
            session.rollback()
        except Exception:  # the disk is failing; there is nothing left to save here
            session.invalidate()

    def listen(self, listener: Callable[[Written], None]) -> None:
        """Be told after each commit which tables it touched."""
        self._listeners.append(listener)

    def tell(self, written: Written) -> None:
        """Say to whoever listens which tables were touched."""
        for listener in self._listeners:
            listener(written)

    def acting(self) -> Acting:
        """The member of staff who opened the place."""
        from ..journal.write import Acting

        self._maker()
        cursor = self.cursor()
        found = cursor.execute("SELECT name FROM staff WHERE id=?", (self.owner,)).fetchone()
        roles = cursor.execute("SELECT role FROM staff_role WHERE staff=? AND voided=0", (self.owner,)).fetchall()
        return Acting(self.owner, found[0] if found else "", frozenset(r for (r,) in roles), self.keys.sign)

    def looked(self, what: str, person: bytes | None = None) -> None:
        """Note in this laptop's own log that a card was opened or a sheet printed. Not an entry; it never travels."""
        cursor = self.cursor()
        with engine.translated(), tables.opened(cursor):
            cursor.execute(
                "INSERT INTO looked(wall, staff, person, what) VALUES(?,?,?,?)",
                (self.clock(), self.owner, person, what),
            )

    def wipe(self) -> None:
        """Write the file anew under a new key, so that nothing of what was erased stays in a free page or the log."""
        from . import rekey

        rekey.wipe(self)

    def close(self) -> None:
        """Let go of the file, the key and the lock."""
        self.let_go()
        self.key = b""
        self._held.release()

    def __enter__(self) -> Place:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def be_laptop(self, device: bytes) -> None:
        """From now on this place writes as this laptop. Local: a copy of the file on another machine is another."""
        cursor = self.cursor()
        with engine.translated(), tables.opened(cursor):
            cursor.execute("INSERT OR REPLACE INTO local(key, value) VALUES('device', ?)", (device.hex(),))

    def let_go(self, *, but_own: bool = False) -> None:
        """Close every connection, or every one but this thread's bare one; the next use opens anew."""
        with self._bare.opening:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = self._writing = self._sessions = None
            self._bare.close(but_own=but_own)

    def begin_anew(self) -> None:
        """The next entry begins a new stream: an earlier state stands here, and others may have what came after it."""
        self._journal = self.last = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let go of the file, and hold back other threads that would open it: what stands there is being replaced."""
        with self._bare.turn(), self._bare.opening:
            self.let_go()
            yield

    # Private -----------------------------------------------------------------------------------------------------

    def _maker(self) -> Callable[..., Session]:
        with self._bare.opening:
            if self._sessions is None:
                from .. import models  # noqa: F401  declares the tables
                from .session import sessions

                self._follow_models()
                self._engine = engine.engine(self.database, self.key)
                self._writing = self._engine.execution_options(**{engine.WRITES: True})
                self._sessions = sessions(self._engine)
            return self._sessions

    def _follow_models(self) -> None:
        """Tables of another version are thrown away and made again from the journal, all or nothing."""
        from ..journal.apply import rebuild, shape

        cursor = self.cursor()
        found = cursor.execute("SELECT value FROM local WHERE key='shape'").fetchone()
        if found is None or found[0] != shape():
            self.transaction(lambda: (rebuild(cursor), note_shape(cursor)))
            self._bare.leave()

    def rebuild(self) -> None:
        """The projection again, from the journal."""
        from ..journal.apply import rebuild

        self._maker()
        cursor = self.cursor()
        self.transaction(lambda: (rebuild(cursor), note_shape(cursor)))
        self.let_go(but_own=True)  # others' gates went with the tables that were dropped

    def transaction(self, act: Callable[[], object]) -> None:
        """Run the act in one transaction of the bare driver's: all of it, or nothing when it raises."""
        cursor = self.cursor()
        with self._bare.turn(), engine.translated():
            cursor.execute("BEGIN IMMEDIATE")
            try:
                act()
                cursor.execute("COMMIT")
            except BaseException as error:
                self.broken |= isinstance(error, OSError | engine.driver.OperationalError)
                if cursor.connection.in_transaction:
                    cursor.execute("ROLLBACK")
                raise

    def _stream(self) -> Journal:
        from ..journal.write import Journal

        if self._journal is None:
            device = self.cursor().execute("SELECT value FROM local WHERE key='device'").fetchone()
            self._journal = Journal(bytes.fromhex(device[0]), self.clock)
        return self._journal

    def look_at_clock(self) -> str | None:
        """A sentence when the clock is earlier than the newest entry or the program itself. It stops no one."""
        # What the clock showed at the newest entry, not its stamp: a stamp may have been lifted above what it replaced.
        row = self.cursor().execute("SELECT wall FROM entry ORDER BY no DESC LIMIT 1").fetchone()
        now, newest = self.clock(), row[0] if row else 0
        if now < BUILT or now < newest - 60_000:
            shown = f"{clocks.local(now):%d.%m.%Y %H.%M}"
            return _("The computer's clock shows {time}. Check date and time before you go on.").format(time=shown)
        return None


def note_shape(cursor: Any) -> None:
    """Remember which form the rebuilt tables have, and which version made them."""
    from ..journal.apply import shape

    with tables.opened(cursor):
        cursor.executemany(
            "INSERT INTO local(key, value) VALUES(?,?) ON CONFLICT(key) DO UPDATE SET value=excluded.value",
            [("shape", shape()), ("program", __version__)],
        )


def make_file(path: Path, key: bytes) -> Any:
    """An empty journal in a new file. Returns its connection."""
    from .. import models  # noqa: F401  declares the tables
    from ..journal.apply import create

    connection = engine.connect(path, key, make=True)
    cursor = connection.cursor()
    with engine.translated():
        cursor.execute("BEGIN IMMEDIATE")
        for ddl in tables.OWN:
            cursor.execute(ddl)
        create(cursor)
        cursor.execute(f"PRAGMA user_version={tables.SCHEMA}")
        tables.arm(cursor)
        note_shape(cursor)
        cursor.execute("COMMIT")
    return connection


def is_there(folder: Path) -> bool:
    return (folder / paths.DATABASE).exists() or (folder / paths.SLOTS).exists()


def open(  # noqa: A001  the word for it
    folder: Path, *, name: str, passphrase: str, clock: clocks.Clock = clocks.now
) -> Place:
    """Open the workplace in `folder` as this member of staff.

    Raises WrongPassphrase, AlreadyOpen, TooNew, Damaged or StorageFailed, each with a sentence.
    """
    require(folder)
    held = lock(folder)
    try:
        return _open(folder, held, clock, lambda ring: by_passphrase(ring, name, passphrase))
    except BaseException:
        held.release()
        raise


@dataclass(frozen=True, slots=True)
class Known:
    """A member's own keys, unwrapped by her passphrase: what takes a second, and needs nothing of the database."""

    keys: slots.Keys
    owner: bytes


def derive(folder: Path, *, name: str, passphrase: str) -> Known:
    """The keys of this member of staff. Changes nothing and takes no lock. Raises WrongPassphrase or Damaged."""
    require(folder)
    return _derived(slots.read(folder / paths.SLOTS), name, passphrase)


def open_known(folder: Path, known: Known, *, clock: clocks.Clock = clocks.now) -> Place:
    """Open the workplace with keys that `derive` gave. Raises as `open` does."""
    require(folder)
    held = lock(folder)
    try:
        return _open(folder, held, clock, lambda ring: by_known(ring, known))
    except BaseException:
        held.release()
        raise


def warm() -> None:
    """Load what the first read needs (SQLAlchemy, the tables, the driver): while a passphrase is being typed."""
    from sqlalchemy.dialects.sqlite import pysqlite  # noqa: F401

    from .. import models  # noqa: F401
    from ..journal import history, write  # noqa: F401
    from .session import sessions  # noqa: F401


def open_with_paper(folder: Path, *, secret: str, clock: clocks.Clock = clocks.now) -> Place:
    """Open the workplace with the recovery key from the sheet. Raises as `open` does.

    Whoever is acting then is the recovery identity, which has no roles: `staff.take_over` is all it is for.
    """
    require(folder)
    held = lock(folder)
    try:
        return _open(folder, held, clock, lambda ring: by_paper(ring, secret))
    except BaseException:
        held.release()
        raise


def require(folder: Path) -> None:
    if not is_there(folder):
        raise UserFacingError(_("There is no workplace in this folder. Make one with “alfdesk init”."))


Way = Callable[[slots.Slots], tuple[bytes, slots.Keys, bytes]]


def by_passphrase(ring: slots.Slots, name: str, passphrase: str) -> tuple[bytes, slots.Keys, bytes]:
    """The way in by name and passphrase. Raises WrongPassphrase."""
    return by_known(ring, _derived(ring, name, passphrase))


def by_known(ring: slots.Slots, known: Known) -> tuple[bytes, slots.Keys, bytes]:
    """The way in by keys that have been derived already. Raises WrongPassphrase when they are no longer a member's."""
    recipient = known.keys.recipient
    slot = next((s for s in ring.slots if s.owner == known.owner and s.recipient == recipient), None)
    if slot is None:
        raise WrongPassphrase(slots.wrong())
    return slots.unseal(slot.sealed, known.keys), known.keys, known.owner


def _derived(ring: slots.Slots, name: str, passphrase: str) -> Known:
    slot = ring.of(name) if name else ring.only()
    if slot is None:
        # A wrong name must cost what a wrong passphrase costs, or it would say who works here.
        some = next((s for s in ring.slots if s.cost), None)
        if some:
            try:
                slots.unlock(ring, some, passphrase + "\0")
            except WrongPassphrase:
                pass
        raise WrongPassphrase(slots.wrong())
    return Known(slots.unlock(ring, slot, passphrase), slot.owner)


def by_paper(ring: slots.Slots, secret: str) -> tuple[bytes, slots.Keys, bytes]:
    """The way in by the paper. Raises WrongPassphrase for a sheet that has been replaced, or another's."""
    keys = slots.paper_keys(secret)
    slot = next((s for s in ring.slots if s.kind == "recovery" and s.recipient == keys.recipient), None)
    if slot is None:
        raise WrongPassphrase(_("This sheet does not open this workplace. Use the newest sheet, or the backup's own."))
    return slots.unseal(slot.sealed, keys), keys, slot.owner


def _open(folder: Path, held: Any, clock: clocks.Clock, way: Way) -> Place:
    """Open with the lock held, by any way that turns the slots into (key, keys, owner)."""
    from . import rekey

    rekey.finish(folder)
    ring = slots.read(folder / paths.SLOTS)
    key, keys, owner = way(ring)
    if not (folder / paths.DATABASE).exists():
        raise Damaged(_("The database is gone from the folder. Put back the newest backup."))
    place = Place(folder, key, keys, owner, held, clock)
    try:
        cursor = place.cursor()
        (version,) = cursor.execute("PRAGMA user_version").fetchone()
        if not version:
            raise Damaged(_("The database is damaged. Do not go on with it. Put back the newest backup."))
        if version > tables.SCHEMA:
            raise TooNew(_("This workplace was made by a newer Alfdesk. Update the program. Nothing has changed."))
        made_by = cursor.execute("SELECT value FROM local WHERE key='program'").fetchone()
        if made_by is None or made_by[0] != __version__:
            place._maker()
        rekey.revoke_stale(place, ring)
        rekey.wipe_stale(place)
        warning = place.look_at_clock()
    except engine.driver.DatabaseError as error:
        place.let_go()
        raise engine.database_failed(error) from error
    except BaseException:
        place.let_go()
        raise
    if warning:
        place.warnings.append(warning)
    return place
