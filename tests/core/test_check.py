"""The check: what is whole is called whole, and nothing that was changed behind the journal's back goes unseen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from alfdesk import people, staff
from alfdesk.errors import UserFacingError
from alfdesk.journal import apply as door
from alfdesk.journal import entry as form
from alfdesk.journal import tables
from alfdesk.journal.write import Acting
from alfdesk.store import engine, slots
from alfdesk.store.check import check, pages_ok
from alfdesk.store.workplace import Place
from tests.support import SetClock

from .conftest import Busy
from .scenes import MONDAY, Yard, commands, ident, undo

PLACES = 60  # bytes damaged in the quick test; every 97th of the whole file is for `make faults`
STEP = 97


@pytest.fixture
def place(busy: Busy, tmp_path: Path, clock: SetClock) -> Iterator[Place]:
    with busy.template.copy(tmp_path / "workplace", clock) as place:
        yield place


@pytest.fixture
def crew(busy: Busy) -> Yard:
    return busy.crew


def problems(place: Place) -> str:
    return " ".join(p for p in check(place).problems if "no recovery sheet" not in p)


def test_a_whole_workplace_is_called_whole(place: Place, crew: Yard) -> None:
    report = check(place)
    assert (report.ok, report.rebuild_equal, report.pages_ok) == (True, True, True)
    assert report.entries == len(commands(place))
    assert report.problems == ("There is no recovery sheet yet. Print one with “alfdesk recovery”.",)
    staff.new_recovery(place, today=MONDAY)
    assert check(place).problems == ()


def test_tables_of_an_earlier_form_are_no_fault(tmp_path: Path, busy: Busy, clock: SetClock) -> None:
    """A file that another state of this version wrote, looked at before anything is read of it."""
    with busy.template.copy(tmp_path / "workplace", clock) as place:
        cursor = place.cursor()
        with tables.opened(cursor):
            cursor.execute("UPDATE local SET value='another' WHERE key='shape'")
        cursor.execute("ALTER TABLE person DROP COLUMN phone")
    with busy.template.open(tmp_path / "workplace", clock) as place:
        assert check(place).ok


def test_it_stays_whole_through_undo_erasure_rebuild_and_a_new_key(place: Place, crew: Yard) -> None:
    undo(place)
    with place.write() as work:
        people.erase(work, person=crew.siv)
    place.wipe()
    place.rebuild()
    for order in ("no", "no DESC", "hash"):
        assert check(place, order=order).ok


# One wrong byte -----------------------------------------------------------------------------------------------------------


def test_a_damaged_byte_is_found_wherever_it_is(place: Place, crew: Yard) -> None:
    """In pages that nothing uses any more too: what was erased left some."""
    for _n in range(3):
        with place.write() as work:
            work.fact("message", crew.siv, {"text": "x" * 30_000})
    with place.write() as work:
        people.erase(work, person=crew.siv)
    free = place.cursor().execute("PRAGMA freelist_count").fetchone()[0]
    assert free > 5
    place.let_go()
    whole = place.database.read_bytes()
    assert len(whole) > PLACES * STEP
    spread = len(whole) // STEP // PLACES
    for at in range(0, len(whole), STEP * spread):
        with open(place.database, "r+b") as file:
            file.seek(at)
            file.write(bytes([whole[at] ^ (1 << at % 8)]))
        assert not _whole(place, thoroughly=at % 5 == 0), at
        with open(place.database, "r+b") as file:
            file.seek(at)
            file.write(whole[at : at + 1])
        place.let_go()
    assert place.database.read_bytes() == whole and check(place).ok


def _whole(place: Place, *, thoroughly: bool) -> bool:
    """What the check says; not thoroughly, its first part alone, which is what looks at the bytes."""
    try:
        if thoroughly:
            return check(place).ok
        with closing(engine.connect(place.database, place.key)) as fresh:
            return pages_ok(fresh)
    except UserFacingError as refused:  # found before the check could begin
        assert refused.sentence
        return False


# Behind the journal's back --------------------------------------------------------------------------------------------


def tamper(place: Place, sql: str, *values: Any) -> None:
    """Write past the gate, as somebody with the key and another program could."""
    connection = engine.connect(place.database, place.key)
    assert connection.execute(sql, values).rowcount == 1
    connection.close()


TABLES = """
    UPDATE person SET phone='99 99 99 99' WHERE call_name='Kari'
    UPDATE attendance SET voided=1-voided WHERE id=(SELECT max(id) FROM attendance)
    UPDATE attendance SET said_minutes=450 WHERE said_minutes=60
    DELETE FROM roll_closed
    DELETE FROM enrolment WHERE id=(SELECT max(id) FROM enrolment)
    INSERT INTO person(id, call_name) VALUES(zeroblob(16), 'Ingen')
    UPDATE cell SET stamp=stamp+1 WHERE row=(SELECT max(row) FROM cell WHERE field='call_name') AND field='call_name'
    INSERT INTO erased(row, no) VALUES(zeroblob(16), 1)
""".strip().splitlines()


@pytest.mark.parametrize("sql", TABLES, ids=[" ".join(t.split()[:4]) for t in TABLES])
def test_a_table_that_is_not_what_the_journal_says(place: Place, crew: Yard, sql: str) -> None:
    tamper(place, sql)
    report = check(place)
    assert (report.ok, report.rebuild_equal, report.pages_ok) == (False, False, True)
    assert problems(place) == "The tables are not what the journal says. Run “alfdesk rebuild”."
    place.rebuild()
    assert check(place).ok


HEADER = {
    "stream": b"x" * 16, "seq": 99, "hash": b"x" * 32, "parent_hash": None, "stamp": 1, "wall": 1, "device": b"x" * 16,
    "actor": b"x" * 16, "command": "people.register", "version": 2, "must_understand": 1, "batch": b"x" * 16,
    "extra": "{}",
}  # fmt: skip


@pytest.mark.parametrize("column", HEADER)
def test_a_changed_header_breaks_the_chain(place: Place, crew: Yard, column: str) -> None:
    """Also in the last entry, which no other entry holds the hash of; for the parent, in the first of its stream."""
    which = "seq=0 AND parent_hash IS NOT NULL" if column == "parent_hash" else "no=(SELECT max(no) FROM entry)"
    tamper(place, f"UPDATE entry SET {column}=? WHERE {which}", HEADER[column])
    assert "Breaks in the chain of entries" in problems(place)


def test_words_put_into_somebodys_mouth_break_the_chain(place: Place, crew: Yard) -> None:
    cursor = place.cursor()
    no, packed = cursor.execute("SELECT no, ops FROM entry WHERE command='attendance.record.correct'").fetchone()
    forged = packed.replace(b"went at ten", b"went at two")
    assert forged != packed
    tamper(place, "UPDATE entry SET ops=? WHERE no=?", forged, no)
    assert "Breaks in the chain of entries: 1." in problems(place)


def test_an_op_that_was_made_to_look_erased_is_only_seen_by_what_it_leaves(place: Place, crew: Yard) -> None:
    """The hash of an erased op stands for it, so the chain holds; but the tables still say what it said."""
    cursor = place.cursor()
    no, packed = cursor.execute("SELECT no, ops FROM entry WHERE command='attendance.record.correct'").fetchone()
    gone = form.pack([(None, form.op_hash(op)) for op in form.unpack(packed)])
    tamper(place, "UPDATE entry SET ops=? WHERE no=?", gone, no)
    assert problems(place) == "The tables are not what the journal says. Run “alfdesk rebuild”."


@pytest.mark.parametrize("which", ["no=3", "no=1"])
def test_an_entry_that_was_taken_out_leaves_a_break(place: Place, crew: Yard, which: str) -> None:
    tamper(place, f"DELETE FROM entry WHERE {which}")
    assert "Breaks in the chain of entries" in problems(place)


def test_entries_that_changed_places_break_the_chain(place: Place, crew: Yard) -> None:
    for old, new in ((4, 999), (5, 4), (999, 5)):
        tamper(place, "UPDATE entry SET no=? WHERE no=?", new, old)
    assert "Breaks in the chain of entries" in problems(place)


def test_bytes_that_are_no_ops_at_all_are_said_not_to_be_readable(place: Place, crew: Yard) -> None:
    for ops in (b"\x01", b"\x01" + bytes(16) + b"\0\0\0\x02[]", b"\x01" + bytes(16) + b"\0\0\0\x02{}", b"\x07" * 9):
        tamper(place, "UPDATE entry SET ops=? WHERE no=3", ops)
        assert problems(place)


# Forged administrative entries --------------------------------------------------------------------------------------------


def forge(place: Place, *ops: list[Any], sign: Callable[[bytes], bytes] | None, actor: bytes | None = None) -> None:
    """Append an entry that is perfect but for who signed it."""
    cursor = place.cursor()
    columns = "no, stream, seq, hash, device, actor"
    no, stream, seq, last, device, author = cursor.execute(
        f"SELECT {columns} FROM entry ORDER BY no DESC LIMIT 1"
    ).fetchone()
    packed = [(os.urandom(16), form.body(op)) for op in ops]
    one = form.Entry(stream, seq + 1, last, None, 9, 9, device, actor or author, "staff.add_member", None, packed)
    said = form.hash_of(one)
    one = replace(one, hash=said, signature=sign and sign(said))
    cursor.execute("BEGIN IMMEDIATE")
    with tables.opened(cursor):
        cursor.execute(
            f"INSERT INTO entry({tables.ENTRY_COLUMNS}) VALUES({','.join('?' * 18)})",
            (no + 1, stream, one.seq, said, None, None, None, 9, 9, device, one.actor, one.command, 1, 0, None, None,
             one.signature, form.pack(packed)),
        )  # fmt: skip
        door.apply(cursor, [(no + 1, stream, one.seq, 9, ops)])
    cursor.execute("COMMIT")


def role(whose: bytes, name: str) -> list[Any]:
    return ["fact", "staff_role", ident(9).hex(), None, {"staff": whose.hex(), "role": name}]


UNSIGNED = "Administrative entries without a valid signature: 1."


def test_an_administrative_entry_without_a_signature(place: Place, crew: Yard) -> None:
    forge(place, role(place.owner, "manager"), sign=None)
    assert UNSIGNED in problems(place) and "chain" not in problems(place)


def test_an_erasure_without_a_signature(place: Place, crew: Yard) -> None:
    forge(place, ["erase", crew.kari.hex(), []], sign=None)
    assert UNSIGNED in problems(place)


def test_an_administrative_entry_with_a_strangers_signature(place: Place, crew: Yard) -> None:
    forge(place, role(place.owner, "manager"), sign=slots.fresh_keys().sign)
    assert UNSIGNED in problems(place)


def test_a_signature_that_was_moved_from_another_entry(place: Place, crew: Yard) -> None:
    (signature,) = place.cursor().execute("SELECT signature FROM entry WHERE no=1").fetchone()
    forge(place, role(place.owner, "manager"), sign=lambda _hash: signature)
    assert UNSIGNED in problems(place)


def test_what_an_administrator_signed_is_valid_and_stays_so_when_she_has_left(place: Place, crew: Yard) -> None:
    siv = slots.fresh_keys()
    with place.write() as work:
        her = staff.add_member(work, name="Siv", roles=["administrator"], keys=siv)
    with place.write(Acting(her, "Siv", frozenset({"administrator"}), siv.sign)) as work:
        people.erase(work, person=crew.ola)
    with place.write() as work:
        staff.remove_member(work, member=her, today=MONDAY)
    assert problems(place) == ""


def test_nobody_makes_herself_administrator(place: Place, crew: Yard) -> None:
    """Siv of the desk has the file open and her own true keys; she writes herself a role and signs it."""
    siv = slots.fresh_keys()
    with place.write() as work:
        her = staff.add_member(work, name="Siv", roles=["desk"], keys=siv)
    assert problems(place) == ""
    forge(place, role(her, "administrator"), sign=siv.sign, actor=her)
    assert UNSIGNED in problems(place)
    forge(place, ["erase", crew.kari.hex(), []], sign=siv.sign, actor=her)
    assert UNSIGNED.replace("1", "2") in problems(place)
