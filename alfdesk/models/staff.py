"""The workplace itself, its laptops and its staff. Administrative: entries about these are signed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped, mapped_column

from .base import Bytes, Edited, Fact


class Workplace(Edited):
    """One row: whose journal this is."""

    signed: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("organisation",)
    organisation: Mapped[str | None]
    office_phone: Mapped[str | None]
    practice: Mapped[int | None]  # 1: an invented workplace, and every sheet says so


class Laptop(Fact):
    """A machine that writes in this journal."""

    signed: ClassVar[bool] = True
    name: Mapped[str | None]
    letter: Mapped[str | None]  # "A", "B" …: as it was given; the series its papers are numbered in, `staff.letters`


class Staff(Edited):
    """A member of staff who signs in."""

    signed: ClassVar[bool] = True
    needs: ClassVar[tuple[str, ...]] = ("name",)
    name: Mapped[str | None]
    person: Mapped[bytes | None]  # where she is on the lists herself: nobody attests money to oneself


class StaffRole(Fact):
    """One role that a member of staff has: supervisor, desk, office, manager or administrator."""

    signed: ClassVar[bool] = True
    staff: Mapped[bytes | None]
    role: Mapped[str | None]


class StaffKey(Fact):
    """The public halves of a member's keys. The private ones lie in her slot, under her passphrase."""

    signed: ClassVar[bool] = True
    staff: Mapped[bytes | None]
    verify: Mapped[bytes | None] = mapped_column(Bytes)  # Ed25519, 32 bytes: what she signs can be checked
    recipient: Mapped[str | None]  # age X25519: what is sealed to her only she can open


class StaffLeft(Fact):
    """A member of staff was removed."""

    signed: ClassVar[bool] = True
    staff: Mapped[bytes | None]
    day: Mapped[date | None]


class RecoveryKey(Fact):
    """The public halves of the recovery identity. The secret is on paper and nowhere else."""

    signed: ClassVar[bool] = True
    verify: Mapped[bytes | None] = mapped_column(Bytes)
    recipient: Mapped[str | None]
