"""What the questions share: who said what and when, names, and who could not have known of whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from .. import people, programmes, put_away, staff
from ..attendance.record import Said
from ..journal.history import local_time
from ..journal.write import cursor_of
from ..pay import week
from ..told import day_words
from .records import Side

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ..pay.ledger import Books


@dataclass(frozen=True, slots=True)
class Spoken:
    """An entry, as far as questions need it."""

    no: int
    stream: bytes
    seq: int
    device: bytes
    actor: bytes
    wall: int


class Asking:
    """One look at the state; asks for each thing once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.put_aside = 0  # how often something was not asked because it has been answered
        self.cursor = cursor_of(session)
        self._spoken: dict[int, Spoken] = {}
        self._names: dict[bytes, people.Found] = {}
        self._books: dict[bytes, Books] = {}
        self._programmes: dict[bytes, str] | None = None
        self._day_words: Callable[[dict[str, Any]], str] | None = None
        self._links: list[tuple[bytes, bytes]] | None = None
        self._staff: dict[bytes, str] | None = None
        self._laptops: dict[bytes, str] | None = None

    # Names -----------------------------------------------------------------------------------------------------

    def person(self, ident: bytes) -> str:
        """First and last name; "" where she is not known here yet."""
        if ident not in self._names:
            self._names.update(people.everyone(self.session, [ident]))
        found = self._names.get(ident)
        if found is None:
            return ""
        last = found.last_name or ""
        return found.full_name if found.first_name or last in found.call_name else f"{found.call_name} {last}"

    def numbered(self, ident: bytes) -> str:
        """The same with her number: two may have one name."""
        name = self.person(ident)
        number = self._names[ident].number if ident in self._names else None
        return f"{name} ({number})" if number else name

    @property
    def put_away_links(self) -> list[tuple[bytes, bytes]]:
        """Who was put away, and under whom she is kept, as it was said."""
        if self._links is None:
            self._links = put_away.LINKS(self.session)
        return self._links

    def programme(self, ident: bytes | None) -> str:
        if self._programmes is None:
            self._programmes = {p.id: p.name or "" for p in programmes.everyone(self.session)}
        return self._programmes.get(ident or b"", "")

    def outlet(self, ident: bytes | None) -> str:
        found = self.facts("SELECT name FROM outlet WHERE id=?", ident)
        return (found and found[0][0]) or "–"

    def edition(self, ident: bytes | None) -> str:
        """ "Megafon 11/2026"."""
        found = self.facts(
            "SELECT p.name, e.name FROM edition e LEFT JOIN product p ON p.id=e.product WHERE e.id=?", ident
        )
        return " ".join(filter(None, found[0])) if found else "–"

    def of_day(self, what: Said) -> str:
        """What was said of a day: "present, 08.05–12.00"."""
        self._day_words = self._day_words or day_words(self.session)
        values = {name: getattr(what, name) for name in Said.__slots__}
        return self._day_words(values | {"team": what.team.hex() if what.team else None})

    def books(self, programme: bytes) -> Books:
        if programme not in self._books:
            self._books[programme] = week.books_of(self.session, programme)
        return self._books[programme]

    # Who and when ----------------------------------------------------------------------------------------------

    def spoken(self, no: int) -> Spoken:
        """The entry with this laptop's own number."""
        if no not in self._spoken:
            row = self.cursor.execute(
                "SELECT no, stream, seq, device, actor, wall FROM entry WHERE no=?", (no,)
            ).fetchone()
            self._spoken[no] = Spoken(*row)
        return self._spoken[no]

    def order(self, no: int) -> tuple[int, bytes, int]:
        """Where an entry stands among others, alike everywhere: by its clock, then by its place."""
        one = self.spoken(no)
        return one.wall, one.stream, one.seq

    def side(self, no: int, says: str, choice: str | None = None) -> Side:
        if self._staff is None or self._laptops is None:
            self._staff = staff.names(self.session)
            self._laptops = dict(self.cursor.execute("SELECT id, name FROM laptop WHERE voided=0").fetchall())
        one = self.spoken(no)
        return Side(
            says, self._staff.get(one.actor, ""), local_time(one.wall)[:16], self._laptops.get(one.device) or "", choice
        )

    def apart(self, one: int, other: int) -> bool:
        """Whether neither of these two entries stands in the line that the other continues: then nobody can say that
        who wrote the one had seen the other. A copied laptop is in two lines."""
        a, b = self.spoken(one), self.spoken(other)
        if a.device != b.device:
            return True
        return not (self.knew((a.stream, a.seq), (b.stream, b.seq)) or self.knew((b.stream, b.seq), (a.stream, a.seq)))

    def voided_by(self, fact: bytes) -> int | None:
        """The entry that said first that this fact does not count."""
        return min((no for (no,) in self.facts("SELECT no FROM void WHERE fact=?", fact)), key=self.order, default=None)

    def some_apart(self, numbers: Iterable[int]) -> bool:
        return any(self.apart(one, other) for one, other in combinations(sorted(set(numbers)), 2))

    def knew(self, one: tuple[bytes, int], earlier: tuple[bytes, int]) -> bool:
        """Whether the entry at `earlier` stands in the line that leads up to `one`: the same, or an ancestor of it."""
        stream, seq = one
        while stream != earlier[0]:
            up = self.cursor.execute(
                "SELECT parent_stream, parent_seq FROM entry WHERE stream=? AND seq=0", (stream,)
            ).fetchone()
            if up is None or up[0] is None:
                return False
            stream, seq = up
        return seq >= earlier[1]

    def answered(self, about: bytes) -> bool:
        """Whether somebody has said that this is right as it stands."""
        found = self.cursor.execute("SELECT 1 FROM answered WHERE about=? AND voided=0", (about,)).fetchone()
        self.put_aside += found is not None
        return found is not None

    def facts(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.cursor.execute(sql, values).fetchall()
