"""kill -9 between and within the steps of paying: each week has the old status or the new, and its whole money."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from alfdesk import programmes
from alfdesk.attendance.record import Said, put
from alfdesk.errors import UserFacingError
from alfdesk.journal import clock as clocks
from alfdesk.journal.write import Acting
from alfdesk.pay import payouts, records, steps, week
from alfdesk.store.workplace import Place

from . import harness
from .harness import MONDAY, Kit, Proof

OFFICE, MANAGER, OTHER = (Acting(bytes([n]) * 16, f"{n}", frozenset({"administrator"})) for n in (1, 2, 3))
# One week's road, and the status after each step.
ROAD: Sequence[tuple[str, Acting, dict[str, Any], str]] = (
    ("prepare", OFFICE, {}, "prepared"),
    ("attest", MANAGER, {}, "attested"),
    ("send_back", OTHER, {"reason": "feil timer"}, "open"),
    ("prepare", OFFICE, {}, "prepared"),
    ("attest", MANAGER, {}, "attested"),
    ("approve", OTHER, {}, "approved"),
    ("sign", OFFICE, {}, "approved"),
    ("pay", OFFICE, {"everyone": True}, "paid"),
    ("lock", MANAGER, {}, "locked"),
)
WEEKS = 12
HOURS = 187  # minutes a day, at 50 kr an hour: 155,83


def fill(place: Place) -> bytes:
    """Weeks of day work for the people of the kit. Returns the programme."""
    with place.write() as work:
        of = programmes.set_up(work, name="Betalt", kind="day", since=MONDAY, fields={}, rules={
            "rate": ["hour", 5000], "cap": 240, "method": "cash", "cash_reason": "ingen konto",
        })  # fmt: skip
    people = [p for (p,) in place.cursor().execute("SELECT person FROM person_number ORDER BY number LIMIT 12")]
    with place.write(batch=True) as work:
        for monday, day, person in itertools.product(range(WEEKS), range(5), people):
            when = MONDAY + timedelta(7 * monday + day)
            what = Said("present", said_minutes=HOURS)
            put(work, person=person, programme=of, day=when, what=what, live=[], why="")
            work.next("attendance.record.correct")
    return of


def take(place: Place, of: bytes, no: int) -> None:
    """The step of this number on the road, week after week."""
    monday = MONDAY + timedelta(7 * (no // len(ROAD)))
    name, who, more, _status = ROAD[no % len(ROAD)]
    values = {"programme": of, "monday": monday, **more}
    if name in ("pay", "sign"):
        values["today"] = monday + timedelta(4)
    if name == "sign":
        with place.read() as session:
            values["person"] = week.read(session, of, monday).lines[0].person
        with place.write(acting=who) as work:
            payouts.sign(work, **values)
        return
    with place.write(acting=who) as work:
        getattr(steps, name)(work, **values)


def stands(place: Place, of: bytes) -> list[tuple[str, int, int]]:
    """Each week: its status, what it pays, what has been paid of it."""
    with place.read() as session:
        found = []
        for no in range(WEEKS):
            one = week.read(session, of, MONDAY + timedelta(7 * no))
            signed = sum(line.to_pay_ore for line in one.lines if line.signed)
            found.append((one.status, records.totals(one.lines).to_pay_ore, signed))
    return found


def wanted(steps_taken: int) -> list[tuple[str, int, int]]:
    """What has to stand after so many steps: twelve people, five days of 155,83, in cash."""
    each, people = 77900, 12
    found = []
    for no in range(WEEKS):
        done = max(0, min(len(ROAD), steps_taken - no * len(ROAD)))
        signed = 0 if done < 7 else each if done < 8 else each * people
        found.append((ROAD[done - 1][3] if done else "open", each * people, signed))
    return found


def killed(base: Path, kit: Kit, rounds: int, seed: int) -> Proof:
    """Each kill: as many steps stand as were acknowledged, or one more, and never part of one."""
    proof = Proof("kill -9 between the steps of paying")
    chance = harness.dice(seed, "pay")
    folder = base / "pay"
    reached = clean = 0
    of, at = b"", WEEKS * len(ROAD)
    for one in range(rounds):
        if at >= WEEKS * len(ROAD) - 60:  # so that there is road left when the kill comes
            kit.fresh(folder)
            place = kit.open(folder, clocks.now)
            of, at = fill(place), 0
            place.close()

        def job(say: Callable[[bytes], None], ready: Callable[[], None], first: int = at, of: bytes = of) -> None:
            place = kit.open(folder, clocks.now)
            with place.read() as session:
                week.read(session, of, MONDAY)
            ready()
            for no in range(first, WEEKS * len(ROAD)):
                take(place, of, no)
                say(no.to_bytes(32, "big"))

        child = harness.start(job)
        child.wait_ready()
        child.run_for(chance.uniform(0, 0.4))
        proof.expect(not child.crash(), f"kill {one}: the child crashed by itself: {child.crash()[-300:]}")
        said = [int.from_bytes(row, "big") for row in child.said()]
        acknowledged = said[-1] + 1 if said else at
        reached += acknowledged - at
        try:
            place = kit.open(folder, clocks.now)
        except UserFacingError as refusal:
            proof.wrong.append(f"kill {one}: does not open: {refusal.sentence}")
            break
        found = stands(place, of)
        at = next((n for n in (acknowledged, acknowledged + 1) if found == wanted(n)), -1)
        lately = found[min(acknowledged // len(ROAD), WEEKS - 1)]
        proof.expect(at >= 0, f"kill {one}: after {acknowledged} steps {lately}")
        wrong = harness.is_clean(place)
        clean += not wrong
        proof.expect(not wrong, f"kill {one}: {wrong}")
        place.close()
        if at < 0:
            break
    proof.line = f"{rounds} kills among {reached} steps: the old status or the new each time, check clean {clean} times"
    proof.expect(reached > rounds, f"only {reached} steps were taken: the kills came too early to prove anything")
    return proof


def jobs(base: Path, kit: Kit, seed: int, *, quick: bool = False) -> list[harness.Job]:
    return [partial(killed, base, kit, 3 if quick else 60, seed)]


