"""What the tests of the desk share: acts and lists in one line each, and tables as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

from alfdesk import people, programmes
from alfdesk.attendance import lists, reads
from alfdesk.journal import history
from alfdesk.journal.digest import digest
from alfdesk.store.workplace import Place

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in range(16, 21))
TODAY = date(2026, 11, 22)


def table(rows: Iterable[Iterable[Any]]) -> str:
    """Rows as text: one line each, cells with two spaces between, nothing where there is nothing."""
    return "\n".join("  ".join("–" if c is None else str(c) for c in row) for row in rows)


def text(block: str) -> str:
    """A block of text as it stands in a test, without its indentation."""
    return dedent(block).strip("\n")


class Desk:
    """An open workplace, with verbs and reads called as a front end would."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place = place
        self.folder = folder
        self.lists = 0

    def do(self, verb: Callable[..., Any], **values: Any) -> Any:
        with self.place.write() as work:
            return verb(work, **values)

    def ask(self, read: Callable[..., Any], *values: Any, **named: Any) -> Any:
        with self.place.read() as session:
            return read(session, *values, **named)

    def programme(
        self, name: str = "Dagsverket", kind: str = "day", since: date = date(2026, 1, 1), **rules: Any
    ) -> bytes:
        found = self.do(programmes.found, name=name, kind=kind)
        with self.place.write() as work:
            for key, value in rules.items():
                programmes.rule(work, about=found, key=key, value=value, since=since)
        return found

    def person(self, call_name: str, **fields: Any) -> bytes:
        return self.do(people.register, call_name=call_name, today=TODAY, **fields)

    def crew(self, programme: bytes, *names: str) -> list[bytes]:
        """People who are enrolled since before the lists began."""
        ids = [self.person(name) for name in names]
        for one in ids:
            self.do(programmes.enrol, person=one, programme=programme)
        return ids

    # Lists -------------------------------------------------------------------------------------------------------

    def file(self, content: str | bytes) -> Path:
        self.lists += 1
        path = self.folder / f"list {self.lists}.csv"
        path.write_bytes(content if isinstance(content, bytes) else text(content).encode())
        return path

    def read_people(self, content: str | bytes | Path) -> lists.ReadIn:
        file = content if isinstance(content, Path) else self.file(content)
        with self.place.write(batch=True) as work:
            return lists.read_people(work, file=file, today=TODAY)

    def read_list(self, content: str | bytes | Path, today: date = TODAY) -> lists.ReadIn:
        file = content if isinstance(content, Path) else self.file(content)
        with self.place.write(batch=True) as work:
            return lists.read_list(work, file=file, today=today)

    # What stands -------------------------------------------------------------------------------------------------

    def digest(self) -> str:
        return digest(self.place.cursor())

    def entries(self) -> int:
        return self.place.cursor().execute("SELECT count(*) FROM entry").fetchone()[0]

    def rebuilt(self) -> str:
        """The digest after the tables have been made again from the journal."""
        self.place.rebuild()
        return self.digest()

    def undo(self) -> int:
        """What Ctrl+Z does."""
        with self.place.write(batch=True) as work:
            act = history.last_act(work.session)
            assert act is not None
            return history.undo(work, stream=act.stream, seq=act.seq)

    def redo(self) -> int:
        with self.place.write(batch=True) as work:
            act = history.last_undo(work.session)
            assert act is not None
            return history.redo(work, stream=act.stream, seq=act.seq)

    def board(self, programme: bytes, day: date = MONDAY) -> str:
        """A day: arrival, name, outcome, reason, team, minutes, dirty minutes."""
        return table(
            (r.arrival, r.name, r.outcome, r.reason, r.team, r.minutes, r.dirty_minutes)
            for r in self.ask(reads.day_board, programme, day).rows
        )

    def week(self, programme: bytes, year: int = 2026, week: int = 47) -> str:
        """A week: day, present, turned away, absent, places; in all and different people last."""
        counts = self.ask(reads.week_counts, programme, year, week)
        days = [(d, c.present, c.turned_away, c.absent, c.places) for d, c in counts.days.items()]
        return table(
            [*days, (counts.week, counts.present, counts.turned_away, counts.absent, f"{counts.people} people")]
        )
