"""Random acts, undos, clocks and restarts on one laptop, and what must hold through all of it.

The numbers are those of the design's invariants: the state follows from the set of entries (I1) and from any order of
them (I2); what was acknowledged stays, unchanged but by erasure (I3); no (stream, seq) stands for two entries (I4);
the erased are gone and stay gone (I8); everybody counts once (I9); and what was said after seeing a value stands, however
wrong the clock (I13). `python -m tests.faults.simulate` plays the same for as long as one likes.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from alfdesk import i18n, paths, people, programmes
from alfdesk.attendance import lists, reads, record, standing
from alfdesk.attendance.record import Said
from alfdesk.errors import UserFacingError
from alfdesk.journal import history
from alfdesk.store import rekey, slots
from alfdesk.store.check import check, replayed_digest
from alfdesk.store.workplace import Place
from tests import support

from .scenes import MONDAY, by_keys, plain_bytes, redo, state, undo

DAYS = st.integers(0, 2).map(lambda n: MONDAY + timedelta(n))
OUTCOMES = st.sampled_from(["present", "went_home", "coming_later", "reported_absent", "no_show"])
LIST_WORDS = {"present": "til stede", "went_home": "gått hjem", "reported_absent": "meldt fravær", "no_show": "ikke møtt"}
WHO = st.integers(0, 9)  # whoever stands at that place in the list of people, counted round
PHONES = st.none() | st.integers(40_000_000, 40_000_004).map(str)
JUMPS = st.sampled_from([1, 90, -90, 24 * 60, -24 * 60, 2 * 365 * 24 * 60, -2 * 365 * 24 * 60])  # minutes


@dataclass
class World:
    """What a person would say is true: kept beside the program, by other means."""

    phones: dict[bytes, str | None] = field(default_factory=dict)  # of everyone registered
    enrolled: set[bytes] = field(default_factory=set)
    outcomes: dict[tuple[bytes, date], str] = field(default_factory=dict)
    closed: set[date] = field(default_factory=set)


class Laptop(RuleBasedStateMachine):
    """One laptop, one supervisor with every role, and a morning without end."""

    template: ClassVar[support.Template]
    figures: ClassVar[Counter[str]] = Counter()

    @initialize()
    def found(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="alfdesk-")) / "workplace"
        self.clock = support.SetClock()
        self.place: Place = self.template.copy(self.folder, self.clock)
        with self.place.write() as work:
            self.programme = programmes.found(work, name="Gården", kind="standing")
        self.world = World()
        # Ctrl+Z goes back through these; None where an act is signed and can't be taken back.
        self.past: list[World | None] = [World()]
        self.future: list[World] = []
        self.journal: dict[tuple[bytes, int], tuple[bytes, bytes]] = {}
        self.streams: set[bytes] = set()
        self.erased: list[tuple[bytes, str]] = []
        self.born = 0
        self.figures["workplaces"] += 1
        for phone in (None, "41 23 45 67"):
            self.register(phone)

    def did(self, before: World) -> None:
        """An act was committed, and before it the world was so."""
        self.figures["acts"] += 1
        if before != self.world:
            self.past.append(before)
            self.future.clear()

    def someone(self, who: int) -> bytes | None:
        everyone = sorted(self.world.phones)
        return everyone[who % len(everyone)] if everyone else None

    # Acts ------------------------------------------------------------------------------------------------------------

    @rule(phone=PHONES)
    def somebody_new(self, phone: str | None) -> None:
        self.register(phone)

    def register(self, phone: str | None) -> None:
        self.born += 1
        before = deepcopy(self.world)
        with self.place.write() as work:
            new = people.register(work, call_name=f"Kanari{self.born:03}", phone=phone)
        self.world.phones[new] = phone
        self.did(before)
        before = deepcopy(self.world)
        with self.place.write() as work:
            programmes.enrol(work, person=new, programme=self.programme)
        self.world.enrolled.add(new)
        self.did(before)

    @precondition(lambda self: self.world.phones)
    @rule(who=WHO, phone=PHONES)
    def a_phone_changes(self, who: int, phone: str | None) -> None:
        person, before = self.someone(who), deepcopy(self.world)
        assert person is not None
        with self.place.write() as work:
            people.change(work, person=person, phone=phone)
        self.world.phones[person] = phone
        self.did(before)

    @precondition(lambda self: self.world.phones)
    @rule(who=WHO, day=DAYS, outcome=OUTCOMES, corrected=st.booleans())
    def a_mark(self, who: int, day: date, outcome: str, corrected: bool) -> None:
        person, before = self.someone(who), deepcopy(self.world)
        assert person is not None
        to = {"person": person, "programme": self.programme, "day": day, "what": Said(outcome)}
        with self.place.write() as work:
            record.correct(work, **to, reason="miscounted") if corrected else standing.mark(work, **to)
        self.world.outcomes[person, day] = outcome
        self.did(before)

    @precondition(lambda self: self.world.phones)
    @rule(whos=st.sets(WHO, min_size=1, max_size=3), day=DAYS, outcome=st.sampled_from(sorted(LIST_WORDS)))
    def a_list_is_read_in(self, whos: set[int], day: date, outcome: str) -> None:
        before = deepcopy(self.world)
        listed = sorted({p for w in whos if (p := self.someone(w))})
        with self.place.read() as session:
            numbers = {p: f.number for p, f in people.everyone(session, listed).items()}
        lines = [f"{day.isoformat()};Gården;{numbers[p]};{LIST_WORDS[outcome]}" for p in listed]
        file = self.folder.parent / "list.csv"
        file.write_text("\n".join(["dato;tiltak;nummer;utfall", *lines]), "utf-8")
        with self.place.write(batch=True) as work:
            lists.read_list(work, file=file, today=MONDAY + timedelta(5))
        self.world.outcomes.update({(p, day): outcome for p in listed})
        self.did(before)

    @rule(day=DAYS)
    def the_roll_is_closed(self, day: date) -> None:
        before = deepcopy(self.world)
        try:
            with self.place.write() as work:
                standing.close_roll(work, programme=self.programme, day=day)
        except UserFacingError:
            assert day in self.world.closed
            return
        assert day not in self.world.closed
        self.world.closed.add(day)
        for person in self.world.enrolled:
            if self.world.outcomes.get((person, day), "coming_later") == "coming_later":
                self.world.outcomes[person, day] = "no_show"
        self.did(before)

    @rule(times=st.integers(1, 4))
    def ctrl_z(self, times: int) -> None:
        for _n in range(times):
            self.one_back()

    @precondition(lambda self: self.future)
    @rule(times=st.integers(1, 4))
    def ctrl_y(self, times: int) -> None:
        for _n in range(times):
            self.one_forward()

    def one_back(self) -> None:
        if not self.past or self.past[-1] is None:
            with pytest.raises(UserFacingError):
                undo(self.place)
            return
        if len(self.past) == 1:
            return  # the programme itself: leave it
        before = self.past.pop()
        assert before is not None
        self.future.append(self.world)
        undo(self.place)
        self.world = deepcopy(before)
        self.figures["undos"] += 1

    def one_forward(self) -> None:
        with self.place.read() as session:
            assert (history.last_undo(session) is None) == (not self.future)
        if self.future:
            self.past.append(deepcopy(self.world))
            redo(self.place)
            self.world = self.future.pop()
            self.figures["redos"] += 1

    @precondition(lambda self: len(self.world.phones) > 1)
    @rule(who=WHO)
    def someone_is_erased(self, who: int) -> None:
        person = self.someone(who)
        assert person is not None
        (name,) = self.place.cursor().execute("SELECT call_name FROM person WHERE id=?", (person,)).fetchone()
        with self.place.write() as work:
            people.erase(work, person=person)
        self.place.wipe()
        self.erased.append((person, name))
        del self.world.phones[person]
        self.world.enrolled.discard(person)
        self.world.outcomes = {k: v for k, v in self.world.outcomes.items() if k[0] != person}
        self.past, self.future = [None], []
        self.figures["erasures"] += 1

    # What happens to a laptop ----------------------------------------------------------------------------------------

    @rule(minutes=JUMPS)
    def the_clock_jumps(self, minutes: int) -> None:
        self.clock.forward(minutes)

    @rule(what=st.sampled_from(["start", "key", "replay"]), seed=st.integers(0, 99))
    def something_else_happens(self, what: str, seed: int) -> None:
        """It is started again, gets a new key, or its tables are made again, and shuffled beside (I1, I2)."""
        live = state(self.place)
        if what == "start":
            self.place.close()
            self.place = by_keys(self.folder, self.template.keys, self.template.owner, self.clock)
        elif what == "key":
            rekey.rekey(self.place, slots.read(self.folder / paths.SLOTS), rekey.recipients(self.place))
        else:
            orders = ["no", "no DESC", "hash", f"(no * {2 * seed + 1}) % 17, no", "random()"]
            assert replayed_digest(self.place, random.Random(seed).choice(orders)) == live
            self.place.rebuild()
        assert state(self.place) == live
        self.figures[what] += 1

    # What must hold ------------------------------------------------------------------------------------------------------

    @invariant()
    def the_tables_say_what_is_true(self) -> None:
        """I9 and I13, by plain SQL and by the program's own read."""
        cursor = self.place.cursor()
        found = cursor.execute("SELECT id, phone FROM person WHERE call_name IS NOT NULL").fetchall()
        assert dict(found) == self.world.phones
        rows = cursor.execute("SELECT person, day, outcome FROM attendance WHERE voided=0").fetchall()
        assert len(rows) == len({(p, d) for p, d, _o in rows})
        assert {(p, date.fromisoformat(d)): o for p, d, o in rows} == self.world.outcomes
        days = [date.fromisoformat(d) for (d,) in cursor.execute("SELECT day FROM roll_closed WHERE voided=0")]
        assert sorted(days) == sorted(self.world.closed)
        with self.place.read() as session:
            week = reads.week_counts(session, self.programme, 2026, 47)
        here = Counter(self.world.outcomes.values())
        assert week.present == here["present"] + here["went_home"]
        assert week.absent == here["no_show"] + here["reported_absent"]

    @invariant()
    def what_was_written_stays_as_it_was(self) -> None:
        """I3 and I4."""
        rows = self.place.cursor().execute("SELECT stream, seq, hash, ops, erased_at FROM entry").fetchall()
        found = {(stream, seq): (said, ops) for stream, seq, said, ops, _erased in rows}
        assert len(found) == len(rows) and self.journal.keys() <= found.keys()
        gone = {(stream, seq) for stream, seq, _said, _ops, erased in rows if erased is not None}
        for where, (said, ops) in self.journal.items():
            assert found[where][0] == said
            assert found[where][1] == ops or where in gone
        self.figures["entries"] += len(found) - len(self.journal)
        self.journal = found

    @invariant()
    def a_number_is_one_persons_for_ever(self) -> None:
        rows = self.place.cursor().execute("SELECT number, person FROM person_number WHERE person IS NOT NULL").fetchall()
        owners: dict[int, set[bytes]] = {}
        for number, person in rows:
            owners.setdefault(number, set()).add(person)
        assert all(len(whose) == 1 for whose in owners.values())

    def teardown(self) -> None:
        if hasattr(self, "place"):
            live = state(self.place)
            report = check(self.place, order="random()")
            assert report.ok, report.problems
            for person, name in self.erased:  # I8
                for table in ("person", "enrolment", "attendance", "person_number", "looked"):
                    column = "id" if table == "person" else "person"
                    sql = f"SELECT count(*) FROM {table} WHERE {column}=?"
                    assert self.place.cursor().execute(sql, (person,)).fetchone() == (0,)
                plain = plain_bytes(self.place.database, self.place.key)
                assert name.encode() not in plain and b"attendance" in plain
            self.place.close()
            with by_keys(self.folder, self.template.keys, self.template.owner, self.clock) as again:
                assert state(again) == live
            shutil.rmtree(self.folder.parent)


def play(template: support.Template, *, examples: int, steps: int, quick: bool = False) -> Counter[str]:
    """So many laptops, so many steps each. Returns how much happened; raises with the steps that broke something."""
    Laptop.template = template
    Laptop.figures = Counter()
    profile = settings(
        max_examples=examples, stateful_step_count=steps, derandomize=quick, deadline=None, database=None,
        suppress_health_check=list(HealthCheck), print_blob=not quick,
        phases=[Phase.generate] if quick else [Phase.generate, Phase.shrink],
    )  # fmt: skip
    before = i18n.language()
    i18n.use("en")
    try:
        run_state_machine_as_test(Laptop, settings=profile)
    finally:
        i18n.use(before)
    return Laptop.figures


def test_random_acts_keep_every_invariant(founded: support.Template) -> None:
    figures = play(founded, examples=3, steps=12, quick=True)
    assert figures["acts"] > 20 and figures["undos"] > 3, figures
