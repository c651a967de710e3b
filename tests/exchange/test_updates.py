"""What an older program takes in of kinds and fields that it does not know, and what the update makes of it: what does
not fit says nothing, on whatever laptop, and no file is shut for it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest

from alfdesk import people
from alfdesk.exchange import details, roster
from alfdesk.exchange.outgoing import outgoing
from alfdesk.exchange.words import Refused
from alfdesk.journal import entry as form
from alfdesk.journal import history
from alfdesk.journal.fits import fitting
from alfdesk.models import base
from alfdesk.record import replace

from .carried import Carried, Laptop
from .test_hostile import WRONG, Liar, ident, state

LATER = ("photo", "seller_note", "spot", "spot_time")  # what the older program does not know, and of a message `until`


@contextmanager
def an_older_program(*laptops: Laptop) -> Iterator[None]:
    """These laptops have not been updated yet; afterwards all of them have."""
    known = base.kinds()
    message = known["message"]
    some = {name: kind for name, kind in known.items() if name not in LATER}
    some["message"] = replace(
        message, fields={n: f for n, f in message.fields.items() if n != "until"},
        columns={n: c for n, c in message.columns.items() if n != "until"},
    )  # fmt: skip
    base._kinds = some
    try:
        for one in laptops:
            one.restarts()
        yield
    finally:
        base._kinds = {}
        for one in laptops:
            one.restarts()


@pytest.fixture
def liar(friends: Carried) -> Liar:
    return Liar(friends)


def nonsense(person: str) -> list[Any]:
    """Bodies of which a later version knows the kind, and that are none of it."""
    values: list[tuple[str, dict[str, Any]]] = [
        ("photo", {"jpeg": "*"}), ("photo", {"jpeg": "æ"}), ("photo", {"jpeg": [1]}), ("photo", {"jpeg": {}}),
        ("seller_note", {"text": 7}), ("seller_note", {"text": ["Ola"]}), ("seller_note", {"warns": "one"}),
        ("seller_note", {"warns": 1.5}), ("seller_note", {"warns": 2**70}), ("seller_note", {"until": "2026-02-30"}),
        ("seller_note", {"until": "20260228"}), ("seller_note", {"until": 20260228}), ("spot_time", {"spot": "AB" * 16}),
        ("spot_time", {"spot": 7}), ("spot_time", {"spot": "x"}), ("spot_time", {"weekday": {"a": 1}, "from_minute": []}),
        ("message", {"until": ["2026-02-28"]}),
    ]  # fmt: skip
    facts = [["fact", table, ident(), person, said] for table, said in values]
    return [*facts, *(["set", "spot", ident(), "name", value, 0] for value in (7, [], {"a": 1}, 1e300))]


def facts(one: Laptop, sql: str) -> list[Any]:
    return one.place.cursor().execute(sql).fetchall()


def test_what_was_taken_in_before_its_kind_was_known_says_nothing_after_the_update(liar: Liar):
    office, centre, kari = liar.office, liar.laptops.centre, ident()
    spot = ident()
    said = liar.entry(
        ["set", "person", kari, "call_name", "Kari", 0], *nonsense(kari),
        ["fact", "message", ident(), kari, {"text": "Ring NAV", "until": 3}],
        ["fact", "seller_note", ident(), kari, {"text": "Har vest", "warns": "ja"}],
        ["set", "spot", spot, "name", "Torget", 0],
    )  # fmt: skip
    with an_older_program(office):
        assert office.reads(liar.file(said)).status == "taken"
        outgoing(office.place, "all")
        office.sends("Senteret")
    assert office.names == ["Kari"] and office.is_whole
    assert facts(office, "SELECT name FROM spot") == [("Torget",)]
    assert ("Ring NAV", None) in facts(office, "SELECT text, until FROM message")
    assert ("Har vest", None, None) in facts(office, "SELECT text, warns, until FROM seller_note")
    # It is handed on as it came, and says as little there; telling what came fails nowhere.
    file = office.sends("Senteret")
    details.writers(centre.place, file)
    told = tuple(part.line for part in details.parts(centre.place, file))
    assert centre.reads(file, preview=True).lines == told
    assert centre.reads(file).status == "taken"
    assert centre.digest == office.digest and centre.is_whole and centre.waits == 0
    for one in (office, centre):
        (packed,) = one.place.cursor().execute("SELECT ops FROM entry WHERE hash=?", (said.hash,)).fetchone()
        assert form.unpack(packed) == said.ops
        with one.place.read() as session:
            assert history.of_row(session, bytes.fromhex(kari))
        one.restarts()
        one.place.rebuild()
        assert one.digest == office.digest
    # And once they have it from one another, the files of the laptop that said it are as any.
    device = roster.own(centre.place.cursor())
    liar._made = msgspec.structs.replace(liar.template(), receivers=[device.hex(), liar.device.hex()])
    liar.office = centre  # whom the file is for
    taken = centre.reads(liar.file(said))
    assert (taken.status, taken.new, taken.known) == ("taken", 0, 1)


def test_its_own_sender_may_not_say_it_to_one_that_knows_the_kind(liar: Liar):
    before = state(liar.office)
    for one in nonsense(ident()):
        file = liar.file(liar.entry(one))
        assert liar.office.reads(file).code == "DAMAGED"
        with pytest.raises(Refused) as refused:
            details.parts(liar.office.place, file)
        assert refused.value.code == "DAMAGED"
    assert state(liar.office) == before


def test_what_waits_with_such_a_body_shuts_out_no_file_after_the_update(liar: Liar):
    """Not even when it stands under the name of a laptop that never said it."""
    office, centre = liar.office, liar.laptops.centre
    with an_older_program(office, centre):
        office.reads(liar.file(liar.entry(*nonsense(ident())), heads=False))
        assert office.waits == 1
    centre.writes("Siv")
    assert office.reads(centre.sends("Kontor")).status == "taken"
    assert office.names == ["Siv"] and office.waits == 1
    assert centre.reads(office.sends("Senteret")).status == "taken"


def test_her_erasure_takes_what_did_not_fit_along(liar: Liar):
    office, kari = liar.office, os.urandom(16)
    said = liar.entry(["set", "person", kari.hex(), "call_name", "Kari", 0], *nonsense(kari.hex()))
    with an_older_program(office):
        office.reads(liar.file(said))
    with office.place.write() as work:
        people.erase(work, person=kari)
    (packed,) = office.place.cursor().execute("SELECT ops FROM entry WHERE hash=?", (said.hash,)).fetchone()
    left = [form.content(raw) for salt, raw in form.unpack(packed) if salt is not None]
    assert {op[0] for op in left} == {"set"} and {op[1] for op in left} == {"spot"}  # which are about a place
    assert office.is_whole


@pytest.mark.parametrize("what", [what for what, op in WRONG.items() if isinstance(op, list) and op[:1] == ["set"]])
def test_a_value_that_was_wrong_for_its_column_never_stands(what: str):
    op = WRONG[what]
    if len(op) == 6 and len(op[2]) == 32 and op[2].islower():
        assert fitting(op)[1] == "" and fitting(op)[4] is None
