"""What laptops must agree on to exchange parcels. Administrative: entries about these are signed."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from .base import Bytes, Fact, HexId, Json


class LaptopKey(Fact):
    """The public halves of a laptop's keys. The private ones lie in its own file and never leave it."""

    signed: ClassVar[bool] = True
    laptop: Mapped[bytes | None]
    verify: Mapped[bytes | None] = mapped_column(Bytes)  # Ed25519, 32 bytes: what it vouches for can be checked
    recipient: Mapped[str | None]  # age X25519: parcels are sealed to it


class LaptopRevoked(Fact):
    """A laptop is lost. What it wrote up to `heads` counts; what came after waits for a person to look at it."""

    signed: ClassVar[bool] = True
    laptop: Mapped[bytes | None]
    heads: Mapped[str | None] = mapped_column(Json(list[tuple[HexId, int]]))  # its last genuine entries
    why: Mapped[str | None]


class Gap(Fact):
    """An entry that is lost everywhere: those that wait for it need wait no longer."""

    signed: ClassVar[bool] = True
    stream: Mapped[bytes | None]
    seq: Mapped[int | None]
