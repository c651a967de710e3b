"""The disk a piece at a time, so that a parcel on a slow stick can be cancelled."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alfdesk.exchange.stick import Disk

    from ...tasks import Going

CHUNK = 256 * 1024  # bytes between two looks at whether somebody had enough


def watched(going: Going) -> Disk:
    """The disk, a piece at a time: says how far it is, and stops between two pieces when somebody had enough."""
    from alfdesk.exchange.stick import Disk

    class Watched(Disk):
        def write(self, path: Path, content: bytes) -> None:
            with open(path, "xb") as file:
                for at in range(0, len(content), CHUNK):
                    going.step(at, 2 * len(content))
                    file.write(content[at : at + CHUNK])
                file.flush()
                os.fsync(file.fileno())

        def read(self, path: Path, limit: int) -> bytes:
            parts, at = [], 0
            with open(path, "rb") as file:
                while at <= limit and (part := file.read(min(CHUNK, limit + 1 - at))):
                    going.step(limit + at, 2 * limit)
                    parts.append(part)
                    at += len(part)
            return b"".join(parts)

        def rename(self, path: Path, to: Path) -> None:
            going.check()
            super().rename(path, to)

    return Watched()
