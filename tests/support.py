"""What tests share: a workplace in a moment, a clock that can be set, and tables as text."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from alfdesk import staff
from alfdesk.store import slots, workplace
from alfdesk.store.locking import lock
from alfdesk.store.workplace import Place

PASSPHRASE = "hest skog vann brød fjell stol"
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
    """A workplace that was founded once and is copied for each test: deriving a key takes a tenth of a second."""

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
