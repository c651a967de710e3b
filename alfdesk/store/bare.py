"""The bare driver's connections to one file: one for each thread, as its cache of statements must not be shared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock, get_ident
from typing import Any
from weakref import WeakSet

from ..errors import StorageFailed
from ..i18n import gettext as _

TURN = 2  # seconds that one who writes waits for another
_every: WeakSet[Bare] = WeakSet()


class Bare:
    """`connect` makes a connection, ready to use. `opening` is held by who opens the file, or replaces it."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self.opening = RLock()
        self._turn = RLock()
        self._connect = connect
        self._by_thread: dict[int, Any] = {}
        _every.add(self)

    def __len__(self) -> int:
        return len(self._by_thread)

    def cursor(self) -> Any:
        """A cursor on this thread's own connection."""
        connection = self._by_thread.get(get_ident())
        if connection is None:
            with self.opening:
                connection = self._by_thread[get_ident()] = self._connect()
        return connection.cursor()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Writers one after the other, as the journal goes from one entry to the next. Raises StorageFailed."""
        if not self._turn.acquire(timeout=TURN):
            raise StorageFailed(_("Something else is being saved. Nothing has changed. Try again in a moment."))
        try:
            yield
        finally:
            self._turn.release()

    def leave(self) -> None:
        """Close this thread's own connection."""
        connection = self._by_thread.pop(get_ident(), None)
        if connection is not None:
            connection.close()

    def close(self, *, but_own: bool = False) -> None:
        """Close every thread's connection."""
        with self.opening:
            for thread in [t for t in self._by_thread if not (but_own and t == get_ident())]:
                self._by_thread.pop(thread).close()


def leave() -> None:
    """This thread has ended its work: no connection of its own stays open to any file."""
    for bare in tuple(_every):
        bare.leave()
