"""Where parcels lie: on the sticks, in the folder this laptop remembers, and among what was put aside."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from alfdesk.i18n import gettext as _

from ...sticks import Stick

MOST = 200  # files looked at in one place, the newest first


@dataclass(frozen=True, slots=True)
class Where:
    """A place a parcel can be written to. `free` is None for a folder."""

    root: Path
    name: str
    free: int | None = None


@dataclass(frozen=True, slots=True)
class Inside:
    """What lies in each place, and what was put aside: tuples of `Lying`."""

    places: tuple[tuple[Where, tuple[Any, ...]], ...] = ()
    aside: tuple[Any, ...] = ()


def places(sticks: tuple[Stick, ...], folder: str) -> tuple[Where, ...]:
    """The sticks, and the folder that is remembered unless it lies on one of them."""
    found = [Where(s.root, s.name, s.free) for s in sticks]
    if folder and not any(Path(folder) == s.root for s in sticks):
        path = Path(folder)
        found.append(Where(path, _("The folder {name}").format(name=path.name or folder)))
    return tuple(found)


def _is_parcel(name: str) -> bool:
    """By its name; macOS leaves shadows of files on sticks, which begin so."""
    return name.casefold().endswith(".alf") and not name.startswith("._")


class Look:
    """Looks into all places on another thread, with an eye made on the window's. A file is read once, until it changes.
    """

    def __init__(self, eye: Any, folder: str, aside: Path) -> None:
        self.eye, self.folder, self.aside = eye, folder, aside
        self._known: dict[tuple[Path, int, int], Any] = {}

    def __call__(self, sticks: tuple[Stick, ...]) -> Inside:
        found = tuple((where, self._files(where.root)) for where in places(sticks, self.folder))
        return Inside(found, self._files(self.aside))

    def _files(self, folder: Path) -> tuple[Any, ...]:
        try:
            stats = [(p, p.stat()) for p in folder.iterdir() if _is_parcel(p.name)]
        except OSError:
            return ()
        stats.sort(key=lambda one: one[1].st_mtime_ns, reverse=True)
        found = []
        for path, stat in stats[:MOST]:
            key = (path, stat.st_size, stat.st_mtime_ns)
            read = partial(self._read, path)
            try:
                if key not in self._known:
                    self._known[key] = self.eye.look(path, stat.st_size, read)
                found.append(self._known[key])
            except OSError:  # it went while it was read
                continue
        return tuple(found)

    @staticmethod
    def _read(path: Path) -> bytes:
        from alfdesk.exchange.container import FILE_LIMIT
        from alfdesk.exchange.stick import Disk

        return Disk().read(path, FILE_LIMIT)
