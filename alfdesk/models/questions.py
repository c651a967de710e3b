"""What a person has decided where the state alone raises a question."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from .base import Fact


class Answered(Fact):
    """Somebody has looked at this, and it need not be asked again: it is right as it stands, or what followed from the
    answer is written beside this in the same entry."""

    __table_args__ = (Index("answered_about", "about"),)
    about: Mapped[bytes | None]  # what was asked about: made of the ids of the facts in it, alike everywhere
    kind: Mapped[str | None]  # of `questions.records.KINDS`
    choice: Mapped[str | None]
