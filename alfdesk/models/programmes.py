"""Programmes, their teams, their dated settings and who is enrolled."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from .base import Edited, Fact, Json


class Programme(Edited):
    """An offer of work. Its name may reveal health or a sentence: papers bear `list_name` and never `name`."""

    needs: ClassVar[tuple[str, ...]] = ("name", "kind")
    name: Mapped[str | None]
    kind: Mapped[str | None]  # "day" (places are given each morning) or "standing" (the same crew every day)
    list_name: Mapped[str | None]
    controller: Mapped[str | None]  # who is in charge of the data (behandlingsansvarlig)
    legal_basis: Mapped[str | None]
    retention_months: Mapped[int | None]  # counted from the last day a person was enrolled or came


class Team(Edited):
    needs: ClassVar[tuple[str, ...]] = ("programme", "name")
    programme: Mapped[bytes | None]
    name: Mapped[str | None]


class Setting(Fact):
    """One value of one rule from a day on. `about` is the programme or team it holds for; `value` is JSON text."""

    __table_args__ = (Index("setting_about", "about", "key"),)
    about: Mapped[bytes | None]
    key: Mapped[str | None]
    from_day: Mapped[date | None]
    value: Mapped[str | None] = mapped_column(Json())


class ClosedDays(Fact):
    """The programme is closed from–to, both included; no programme means all of them."""

    programme: Mapped[bytes | None]
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]
    why: Mapped[str | None]


class Enrolment(Edited):
    """A person is in a programme. An empty from-date means: since before the lists began."""

    __table_args__ = (Index("enrolment_person", "person"), Index("enrolment_programme", "programme"))
    needs: ClassVar[tuple[str, ...]] = ("person", "programme")
    person: Mapped[bytes | None]
    programme: Mapped[bytes | None]
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]
    team: Mapped[bytes | None]  # where she belongs, in programmes that have teams


class TurnAwayReason(Edited):
    """A reason that the office has added to the short closed list (full, late, other)."""

    needs: ClassVar[tuple[str, ...]] = ("code", "words")
    code: Mapped[str | None]
    words: Mapped[str | None]
