"""What tests share: a workplace in a moment, a clock that can be set, and tables as text."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alfdesk import staff
from alfdesk.store import engine, slots, workplace
from alfdesk.store.locking import lock
from alfdesk.store.workplace import Place

PASSPHRASE = "hest skog vann brød fjell stol"
# At its true price a passphrase takes a quarter of a second each time. Tests of that price pay it (`true_floor`).
FLOOR, CHEAP = slots.FLOOR, slots.Cost(64, 1, 1)
# 22 November 2026, 08.00 in Bergen, in milliseconds (UTC).
MORNING = 1_795_330_800_000


@dataclass
class SetClock:
    """A clock that stands until it is moved, in milliseconds since 1970 (UTC)."""

    now: int = MORNING

    def __call__(self) -> int:
        return self.now

    def forward(self, minutes: int) -> None:
        self.now += minutes * 60_000


@dataclass(frozen=True)
class Template:
    """A workplace that was founded once and is copied for each test."""

    folder: Path
    key: bytes
    keys: slots.Keys
    owner: bytes

    def copy(self, to: Path, clock: SetClock | None = None) -> Place:
        shutil.copytree(self.folder, to)
        return self.open(to, clock)

    def open(self, folder: Path, clock: SetClock | None = None) -> Place:
        """Open a copy with the keys that founding gave, past the passphrase."""
        held = lock(folder)
        try:
            return workplace._open(folder, held, clock or SetClock(), lambda _ring: (self.key, self.keys, self.owner))
        except BaseException:
            held.release()
            raise


def template(folder: Path) -> Template:
    place = staff.found(
        folder, organisation="Prøvegården", laptop="Kontor", name="Anne", passphrase_=PASSPHRASE, cost=slots.FLOOR,
        clock=SetClock(),
    )  # fmt: skip
    made = Template(folder, place.key, place.keys, place.owner)
    place.close()
    return made


_furnished: dict[Any, tuple[bytes, Any]] = {}


def once(place: Place, furnish: Callable[..., Any], *args: Any) -> Any:
    """What `furnish(place, *args)` writes and gives: carried out in the first workplace just founded that asks, and
    copied into the others. In one where something else has been written it is carried out."""
    if place._journal is not None:
        return furnish(place, *args)
    key = furnish, args, place.key, place.clock()
    if key not in _furnished:
        given = furnish(place, *args)
        with place.alone():
            _furnished[key] = place.database.read_bytes(), given
    raw, given = _furnished[key]
    with place.alone():
        place.database.write_bytes(raw)
    place.begin_anew()
    return copy.deepcopy(given)


_shared: list[Any] = []  # a dialect, and the statements that were worked out for it


@contextmanager
def shared_statements() -> Iterator[None]:
    """A statement that was worked out once serves every workplace: one process of the tests opens hundreds, where the
    program opens one, and to work out statements anew would be a fifth of their time."""
    make = engine.engine

    def made(path: Path, key: bytes) -> Any:
        one = make(path, key)
        if _shared:
            one.dialect, one._compiled_cache = _shared
        else:
            with one.connect():
                _shared[:] = one.dialect, one._compiled_cache
        return one

    engine.engine = made
    try:
        yield
    finally:
        engine.engine = make
