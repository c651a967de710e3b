"""Where a question may stand: the days, weeks, people and numbers to look at, so that ten years cost nothing on a key.

The whole state is looked through once; after that only what newer entries name, and what was asked the last time stands
as it was. It is a matter of speed alone: a place that is watched for nothing raises no question, and what is kept here
is thrown away whenever the journal is not the one that it was made from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from .. import i18n
from ..journal import entry as form
from ..journal.fits import content
from ..weeks import monday_of
from . import days, fields, late, listed, money, registered, restored, shelf, sold, tills
from .asking import Asking
from .records import Question

MANY = 3_000  # entries; above that, looking through all is quicker
KINDS = ("fields", "twice", "crowded", "late", "paid", "prepared", "alike", "numbers", "received", "counted", "held",
         "settled", "numbered", "seller", "listed", "restored")  # fmt: skip
_DATED = {"attendance", "payout"}
_LOOKED_AT = _DATED | {
    "pay_week", "pay_step", "pay_deduction", "person_number", "same_person", "seller_number", "undone", *sold.TABLES
}  # fmt: skip
_SILENT = {  # of these nothing is asked, and no question names them
    "arrival", "roll_closed", "message", "photo", "lottery_list", "lottery_draw", "bag", "bag_move", "bag_count",
    "bag_reason", "pay_line", "pay_correction",
    "till_opened", "count_begun", "sold_out", "edition_price", "seller_card", "card_lost", "seller_break", "seller_note",
    "spot_time",
}  # fmt: skip
_EVERYWHERE = ("setting", "laptop")  # rules reach into years of days; with a second laptop all of it may be asked
_FOUNDS = ("programme", "team")  # one that comes late may have its days, its weeks and its places here already
_NUMBERS = "SELECT number FROM person_number WHERE person=? AND voided=0 AND number IS NOT NULL"


@dataclass(slots=True)
class Watched:
    """What is looked at, by kind, and what was asked there. `upto` is the newest entry that has been heard of, `hash` its
    own; the words are those of one language."""

    upto: int
    hash: bytes
    shape: int
    keys: dict[str, set[tuple[Any, ...]]]
    language: str = ""
    asked: dict[tuple[str, tuple[Any, ...]], list[Question]] = field(default_factory=dict)

    def look(self, kind: str, key: tuple[Any, ...]) -> None:
        """Something was said of this: ask anew."""
        self.keys[kind].add(key)
        self.asked.pop((kind, key), None)

    def drop(self, kind: str, key: tuple[Any, ...]) -> None:
        """Nothing can be asked here until something new is said."""
        self.keys[kind].discard(key)
        self.asked.pop((kind, key), None)


_kept: dict[str, Watched] = {}  # by file


def at(asking: Asking, *, keep: bool) -> Watched:
    """Where to look now. `keep` it for the next time: not of a state that is only being tried."""
    cursor = asking.cursor
    file = next(name for _no, schema, name in cursor.execute("PRAGMA database_list").fetchall() if schema == "main")
    (shape,) = cursor.execute("PRAGMA schema_version").fetchone()
    (top,) = cursor.execute("SELECT ifnull(max(no), 0) FROM entry").fetchone()
    known = _kept.get(file) if file else None
    if known and (known.shape != shape or top - known.upto > MANY or not _same(cursor, known)):
        known = None
    if known and not keep:
        keys = {kind: set(places) for kind, places in known.keys.items()}
        known = replace(known, keys=keys, asked=dict(known.asked))
    if known and known.upto < top and not _follow(asking, known):
        known = None
    if known is None:
        known = Watched(0, b"", shape, _all(asking))
    if known.upto != top:
        ((known.hash,),) = cursor.execute("SELECT hash FROM entry WHERE no=?", (top,)).fetchall() or ((b"",),)
        known.upto = top
    if known.language != i18n.language():
        known.language = i18n.language()
        known.asked.clear()
    if keep and file:
        _kept[file] = known
    return known


def _same(cursor: Any, known: Watched) -> bool:
    found = cursor.execute("SELECT hash FROM entry WHERE no=?", (known.upto,)).fetchone()
    return found is not None and found[0] == known.hash


def _all(asking: Asking) -> dict[str, set[tuple[Any, ...]]]:
    (laptops,) = asking.cursor.execute("SELECT count(*) FROM (SELECT 1 FROM laptop LIMIT 2)").fetchone()
    found: dict[str, set[tuple[Any, ...]]] = {
        "fields": fields.keys(asking), "twice": days.twice_keys(asking), "prepared": money.prepared_keys(asking),
        "alike": registered.alike_keys(asking), "numbers": registered.shared_keys(asking),
    }  # fmt: skip
    found["received"] = shelf.received_keys(asking)
    # One laptop knows what it has written itself.
    for kind, keys in (
        ("counted", shelf.counted_keys), ("held", tills.held_keys), ("settled", tills.settled_keys),
        ("numbered", tills.numbered_keys), ("seller", tills.seller_keys), ("listed", listed.keys),
        ("restored", restored.keys),
    ):  # fmt: skip
        found[kind] = keys(asking) if laptops > 1 else set()
    found["crowded"] = days.crowded_keys(asking) if laptops > 1 else set()
    found["late"] = late.keys(asking) if laptops > 1 else set()
    found["paid"] = money.twice_keys(asking) if laptops > 1 else set()
    return found


def _follow(asking: Asking, known: Watched) -> bool:
    """Add what the entries since then speak of. Returns False when one of them may concern every day there is."""
    for (packed,) in asking.facts("SELECT ops FROM entry WHERE no>?", known.upto):
        for salt, raw in form.unpack(packed):
            op = content(raw) if salt is not None else [""]
            if op[0] == "set" and op[1] in _FOUNDS:
                return False
            if op[0] == "set":
                known.asked.clear()  # it may be a name
                known.look("fields", (bytes.fromhex(op[2]), op[1], op[3]))
                if op[1] == "person":
                    person = bytes.fromhex(op[2])
                    known.look("alike", (person,))
                    for number in asking.facts(_NUMBERS, person):
                        known.look("numbers", number)
                    for number in asking.facts(sold.NUMBERS, person):
                        known.look("seller", number)
            elif op[0] in ("fact", "void") and op[1] in _EVERYWHERE:
                return False
            elif op[0] in ("fact", "void") and op[1] in _LOOKED_AT:
                if op[1] in ("person_number", "seller_number", "same_person"):
                    known.asked.clear()  # a name may have its number behind it; who is put away is not asked about
                for kind, place in _places(asking, op):
                    if (kind, op[0], op[1]) != ("settled", "fact", "desk_move") or place in known.keys[kind]:
                        known.look(kind, place)
            elif op[0] not in ("fact", "void") or op[1] not in _SILENT:
                known.asked.clear()  # an answer, or somebody who is erased
    return True


def _places(asking: Asking, op: list[Any]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """What a fact, or its void, is about."""
    table = op[1]
    yield from (("restored", place) for place in restored.places(asking, op))
    if table in sold.TABLES or table == "seller_number":
        yield from sold.places(asking, op)
    elif table in _DATED:
        row = _of_day(asking, op)
        if row is None:
            return
        person, programme, day, week = row
        if table == "attendance" and day:
            if person:
                yield "twice", (person, day)
            if programme:
                yield "crowded", (programme, day)
        if week:
            for place in asking.facts("SELECT programme, monday FROM pay_week WHERE id=?", week):
                yield "paid", place
        if programme and day:
            place = (programme, monday_of(date.fromisoformat(day)).isoformat())
            yield "paid", place
            if table == "attendance":
                yield "late", place
    elif table in ("pay_week", "pay_step"):
        column = "id" if table == "pay_week" else "(SELECT week FROM pay_step WHERE id=?)"
        sql = f"SELECT programme, monday FROM pay_week WHERE id={'?' if column == 'id' else column}"
        for place in asking.facts(sql, bytes.fromhex(op[2])):
            if all(place):
                yield from (("late", place), ("paid", place), ("prepared", place))
    elif table == "same_person":
        for two in asking.facts("SELECT person, kept FROM same_person WHERE id=?", bytes.fromhex(op[2])):
            yield from (("alike", (one,)) for one in two if one)
    elif table == "person_number":
        for place in asking.facts("SELECT number FROM person_number WHERE id=?", bytes.fromhex(op[2])):
            if place[0] is not None:
                yield "numbers", place


def _of_day(asking: Asking, op: list[Any]) -> tuple[bytes | None, bytes | None, str | None, bytes | None] | None:
    """Person, programme, day and snapshot of an attendance or a payout."""
    if op[0] == "fact":
        values = op[4]
        ids = (op[3], values.get("programme"), values.get("week"))
        person, programme, week = (bytes.fromhex(one) if one else None for one in ids)
        return person, programme, values.get("day"), week
    week = "week" if op[1] == "payout" else "NULL"
    rows = asking.facts(f"SELECT person, programme, day, {week} FROM {op[1]} WHERE id=?", bytes.fromhex(op[2]))
    return rows[0] if rows else None
