"""The gate: nothing but the journal writes a table, whichever way a write comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError

from alfdesk import people
from alfdesk.journal import tables
from alfdesk.models.people import Message, Person
from alfdesk.store.workplace import Place
from tests.support import SetClock

from .conftest import Busy
from .scenes import Yard, ident, state

PAST_THE_GATE = (
    "INSERT INTO {table} DEFAULT VALUES",
    "INSERT OR IGNORE INTO {table} DEFAULT VALUES",
    "INSERT OR REPLACE INTO {table} DEFAULT VALUES",
    "REPLACE INTO {table}({column}) SELECT {column} FROM {table}",
    "UPDATE {table} SET {column}={column}",
    "UPDATE OR IGNORE {table} SET {column}={column}",
    "DELETE FROM {table}",
)


def rows(cursor: Any) -> dict[str, int]:
    return {t: cursor.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables.names(cursor)}


def tries(cursor: Any) -> dict[str, set[str]]:
    """Try every statement on every table; what was said, by table."""
    said: dict[str, set[str]] = {}
    before = rows(cursor)
    for table, count in before.items():
        said[table] = set()
        column = cursor.execute(f'PRAGMA table_info("{table}")').fetchone()[1]
        for statement in PAST_THE_GATE:
            if count or statement.endswith("DEFAULT VALUES"):
                try:
                    cursor.execute(statement.format(table=table, column=column))
                    said[table].add("went through")
                except Exception as error:
                    said[table].add(str(error))
    assert rows(cursor) == before
    return said


@pytest.fixture
def place(busy: Busy, tmp_path: Path, clock: SetClock) -> Iterator[Place]:
    """A workplace where most tables have rows."""
    with busy.template.copy(tmp_path / "workplace", clock) as place:
        place.looked("card", busy.crew.kari)
        yield place


@pytest.fixture
def crew(busy: Busy) -> Yard:
    return busy.crew


def test_raw_sql_is_stopped_at_every_table_the_journals_own_too(place: Place, crew: Yard) -> None:
    said = tries(place.cursor())
    assert {"entry", "waiting", "local", "looked", "touch", "cell", "void", "erased", "person", "undone"} <= set(said)
    assert all(sentences == {tables.SHUT} for sentences in said.values()), said


def test_the_same_after_a_rebuild(place: Place, crew: Yard) -> None:
    place.rebuild()
    assert all(sentences == {tables.SHUT} for sentences in tries(place.cursor()).values())
    place.let_go()
    assert all(sentences == {tables.SHUT} for sentences in tries(place.cursor()).values())


def test_the_same_on_every_connection_of_the_pool(place: Place, crew: Yard) -> None:
    for _turn in ("before", "after a rebuild"):
        lent = [place._maker().keywords["bind"].raw_connection() for _n in range(3)]
        assert len({id(c.driver_connection) for c in lent}) == 3
        for connection in lent:
            assert all(said == {tables.SHUT} for said in tries(connection.driver_connection.cursor()).values())
        for connection in lent:
            connection.close()
        place.rebuild()


def test_the_gate_stands_before_every_table_and_every_act(place: Place) -> None:
    cursor = place.cursor()
    place.rebuild()
    found = {n for (n,) in cursor.execute("SELECT name FROM temp.sqlite_master WHERE type='trigger'")}
    assert found == {f"gate_{t}_{act}" for t in tables.names(cursor) for act in ("INSERT", "UPDATE", "DELETE")}


@contextmanager
def stopped(place: Place, kind: type[Exception], says: str) -> Iterator[None]:
    before = state(place)
    with pytest.raises(kind, match=says):
        yield
    assert state(place) == before


THROUGH_THE_ORM: dict[str, Callable[[Any, Yard], object]] = {
    "an object added": lambda s, _c: s.add(Person(id=ident(1), call_name="Forbi")),
    "an attribute set": lambda s, c: setattr(s.get_one(Person, c.kari), "phone", "41"),
    "an object deleted": lambda s, c: s.delete(s.get_one(Person, c.kari)),
}


@pytest.mark.parametrize("way", THROUGH_THE_ORM)
def test_the_session_refuses_and_says_what_to_call(place: Place, crew: Yard, way: str) -> None:
    with stopped(place, RuntimeError, "work.add, work.change or work.void"), place.read() as session:
        THROUGH_THE_ORM[way](session, crew)
        session.commit()
    with stopped(place, RuntimeError, "work.add, work.change or work.void"), place.write() as work:
        people.register(work, call_name="Ny")
        THROUGH_THE_ORM[way](work.session, crew)


BULK: dict[str, Callable[[Any, Yard], object]] = {
    "bulk_save_objects": lambda s, _c: s.bulk_save_objects([Person(id=ident(1), call_name="Forbi")]),
    "bulk_insert_mappings": lambda s, _c: s.bulk_insert_mappings(Person, [{"id": ident(1), "call_name": "Forbi"}]),
    "bulk_update_mappings": lambda s, c: s.bulk_update_mappings(Person, [{"id": c.kari, "call_name": "Forbi"}]),
    "an ORM insert": lambda s, _c: s.execute(insert(Message), [{"id": ident(1), "text": "Forbi"}]),
    "an ORM update": lambda s, _c: s.execute(update(Person).values(call_name="Forbi")),
    "a query's delete": lambda s, _c: s.query(Person).delete(),
    "a Core insert": lambda s, _c: s.execute(insert(Person.__table__).values(id=ident(1), call_name="Forbi")),
    "a text": lambda s, _c: s.execute(text("DELETE FROM attendance")),
    "a text at the journal": lambda s, _c: s.execute(text("UPDATE entry SET wall=0")),
}


@pytest.mark.parametrize("way", BULK)
def test_what_passes_the_session_by_is_stopped_by_the_gate(place: Place, crew: Yard, way: str) -> None:
    with stopped(place, IntegrityError, tables.SHUT), place.read() as session:
        BULK[way](session, crew)
        session.commit()
    with stopped(place, IntegrityError, tables.SHUT), place.write() as work:
        people.register(work, call_name="Ny")
        BULK[way](work.session, crew)


def test_after_a_write_that_was_stopped_the_next_verb_goes_through(place: Place, crew: Yard) -> None:
    with pytest.raises(IntegrityError), place.write() as work:
        work.session.execute(text("DELETE FROM person"))
    with place.write() as work:
        people.change(work, person=crew.kari, phone="41 23 45 67")
    assert tries(place.cursor())["person"] == {tables.SHUT}


def test_the_gate_shuts_when_what_was_inside_fails(place: Place) -> None:
    cursor = place.cursor()
    with pytest.raises(ZeroDivisionError), tables.opened(cursor):
        _ = 1 // 0
    assert tries(cursor)["person"] == {tables.SHUT}
