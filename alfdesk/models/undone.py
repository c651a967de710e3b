"""Which entries have been taken back. A redo voids the row again."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from .base import Fact


class Undone(Fact):
    """The entry (stream, seq) was taken back by the entry that bore this fact."""

    __table_args__ = (Index("undone_entry", "stream", "seq"), Index("undone_by", "entry"))
    stream: Mapped[bytes | None]
    seq: Mapped[int | None]
