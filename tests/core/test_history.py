"""Who said what, when and why; and taking it back, again and again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alfdesk import people, programmes, staff
from alfdesk.attendance import day_work, lottery, reads, record, standing
from alfdesk.attendance.record import Said
from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.journal import history
from alfdesk.journal.write import Acting
from alfdesk.sales import selling
from alfdesk.store.check import check
from alfdesk.store.workplace import Place
from tests.support import SetClock

from .scenes import MONDAY, YEAR, Yard, commands, day_of, mark, person, redo, state, undo, yard
from .shop import Shop
from .test_week47 import read_week


@pytest.fixture
def crew(place: Place) -> Yard:
    return yard(place)


def told(place: Place, ident: bytes) -> str:
    """A person's history as text, one line a change."""
    with place.read() as session:
        names = staff.names(session)
        changes = people.history(session, ident)
    lines = []
    for one in changes:
        what = one.after["outcome"] if isinstance(one.after, dict) and "outcome" in one.after else one.after
        words = [one.at[11:16], names[one.actor], one.command, one.what, one.table, one.field]
        if one.what == "set":
            words += [one.before, "→", what]
        elif one.what == "fact":
            words.append(what)
        words.append(one.reason)
        lines.append(" ".join(str(w) for w in words if w is not None))
    return "\n".join(lines)


def test_history_says_who_when_the_old_value_and_the_reason(place: Place, crew: Yard, clock: SetClock) -> None:
    clock.forward(5)
    with place.write() as work:
        people.change(work, person=crew.kari, phone="41 23 45 67")
    clock.forward(5)
    with place.write() as work:
        people.change(work, person=crew.kari, phone="98 76 54 32")
    mark(place, crew, crew.kari)
    with place.write() as work:
        record.correct(
            work, person=crew.kari, programme=crew.programme, day=MONDAY, what=Said("no_show"), reason="another Kari"
        )
    start, early, late = (history.local_time(1_795_330_800_000 + m * 60_000)[11:16] for m in (0, 5, 10))
    number = "{'number': 1}"
    assert told(place, crew.kari) == "\n".join([
        f"{start} Anne people.register set person call_name → Kari",
        f"{start} Anne people.register set person last_name → Nordmann",
        f"{start} Anne people.register fact person_number {number}",
        f"{early} Anne people.change set person phone → 41 23 45 67",
        f"{late} Anne people.change set person phone 41 23 45 67 → 98 76 54 32",
        f"{late} Anne attendance.standing.mark fact attendance present",
        f"{late} Anne attendance.record.correct void attendance another Kari",
        f"{late} Anne attendance.record.correct fact attendance no_show",
    ])  # fmt: skip


def test_an_erased_person_has_only_that_left_to_tell_and_nobody_else_hears_of_it(place: Place, crew: Yard) -> None:
    with place.write() as work:
        standing.close_roll(work, programme=crew.programme, day=MONDAY)  # one entry about all three
    olas = told(place, crew.ola)
    with place.write() as work:
        people.erase(work, person=crew.kari)
    assert told(place, crew.ola) == olas
    for _turn in ("live", "rebuilt"):
        assert told(place, crew.kari).splitlines()[-1].endswith("Anne people.erase erased")
        assert "Kari" not in told(place, crew.kari)
        place.rebuild()


# Taking back -----------------------------------------------------------------------------------------------------------


def test_a_field_gets_the_value_it_had_and_again_the_new_one(place: Place, crew: Yard) -> None:
    for phone in ("41 23 45 67", "98 76 54 32"):
        with place.write() as work:
            people.change(work, person=crew.kari, phone=phone)
    found = []
    for step in (undo, undo, redo, redo, undo):
        step(place)
        found.append(person(place, crew.kari).get("phone"))
    assert found == ["41 23 45 67", None, "41 23 45 67", "98 76 54 32", "41 23 45 67"]


def test_a_fact_is_voided_and_a_voided_one_comes_back(place: Place, crew: Yard) -> None:
    mark(place, crew, crew.kari)
    with place.write() as work:
        record.correct(
            work, person=crew.kari, programme=crew.programme, day=MONDAY, what=Said("no_show"), reason="another Kari"
        )
    found = []
    for step in (undo, undo, redo, redo, undo, redo):
        step(place)
        found.append(day_of(place, crew))
    assert found == ["Kari present", "", "Kari present", "Kari no_show", "Kari present", "Kari no_show"]


def test_undo_and_redo_over_many_steps_walk_the_same_road_back_and_forth(place: Place, crew: Yard) -> None:
    seen = [day_of(place, crew)]
    for outcome in ("present", "coming_later", "went_home", "no_show"):
        mark(place, crew, crew.kari, outcome)
        seen.append(day_of(place, crew))
    at = 4
    for steps in (-4, 4, -2, 1, -3, 4, -1, 1, -4, 4):
        for _n in range(abs(steps)):
            (undo if steps < 0 else redo)(place)
            at += 1 if steps > 0 else -1
            assert day_of(place, crew) == seen[at], (steps, at)
    with place.read() as session:
        assert history.last_undo(session) is None
    report = check(place)
    assert report.ok and report.rebuild_equal


def test_there_is_nothing_to_redo_once_something_else_was_done(place: Place, crew: Yard) -> None:
    mark(place, crew, crew.kari)
    undo(place)
    mark(place, crew, crew.ola)
    with place.read() as session:
        assert history.last_undo(session) is None
    undo(place)
    assert redo(place) == 1
    assert day_of(place, crew) == "Ola present"


def test_a_list_that_was_read_in_is_taken_back_as_one_and_put_back_as_one(place: Place) -> None:
    programme = read_week(place)
    counts = []

    def count() -> None:
        with place.read() as session:
            week = reads.week_counts(session, programme, 2026, 47)
        people_ = place.cursor().execute("SELECT count(*) FROM person WHERE call_name IS NOT NULL").fetchone()[0]
        counts.append((week.present, week.turned_away, week.absent, people_))

    count()
    before = len(commands(place))
    lines = undo(place)
    count()
    assert len(commands(place)) == before + lines > before + 1
    with place.read() as session:
        first, second = history.acts(session, limit=2)
    assert (first.command, first.entries) == ("journal.history.undo", lines)
    assert (second.command, second.entries, second.undone) == ("attendance.lists.read_list", lines, True)
    undo(place)
    count()
    redo(place)
    redo(place)
    count()
    full, people_alone, nothing, again = counts
    assert people_alone[:3] == nothing[:3] == (0, 0, 0) and nothing[3] == 0 < people_alone[3]
    assert again == full
    report = check(place)
    assert report.ok


def test_it_is_refused_when_somebody_changed_it_since(place: Place, crew: Yard) -> None:
    with place.write() as work:
        people.change(work, person=crew.kari, phone="41 23 45 67")
    first = place.last.entries[0]  # type: ignore[union-attr]
    mark(place, crew, crew.kari)
    second = place.last.entries[0]  # type: ignore[union-attr]
    with place.write() as work:
        people.change(work, person=crew.kari, phone="98 76 54 32")
    mark(place, crew, crew.kari, "no_show")
    before = state(place), len(commands(place))
    for (stream, seq), says in ((first, "changed since"), (second, "corrected since")):
        with pytest.raises(UserFacingError, match=says), place.write(batch=True) as work:
            history.undo(work, stream=stream, seq=seq)
    assert (state(place), len(commands(place))) == before


def test_it_is_refused_when_something_else_leans_on_it(place: Place, crew: Yard) -> None:
    """A person who has been marked present can't be un-registered under her day."""
    with place.write() as work:
        ny = people.register(work, call_name="Ny")
    registered = place.last.entries[0]  # type: ignore[union-attr]
    mark(place, crew, ny)
    before = state(place)
    with pytest.raises(UserFacingError, match="Undo the later change first"), place.write(batch=True) as work:
        history.undo(work, stream=registered[0], seq=registered[1])
    assert state(place) == before
    undo(place)
    with place.write(batch=True) as work:
        history.undo(work, stream=registered[0], seq=registered[1])
    assert person(place, ny) == {}


@pytest.mark.parametrize(("role", "may"), [("desk", False), ("supervisor", False), ("office", True), ("manager", True)])
def test_what_somebody_else_did_is_taken_back_by_the_office_and_above(
    place: Place, crew: Yard, role: str, may: bool
) -> None:
    mark(place, crew, crew.kari)
    (stream, seq) = place.last.entries[0]  # type: ignore[union-attr]
    other = Acting(b"o" * 16, "Other", frozenset({role}))
    if may:
        with place.write(other, batch=True) as work:
            assert history.undo(work, stream=stream, seq=seq) == 1
    else:
        with pytest.raises(NotAllowed, match="Somebody else did this"), place.write(other, batch=True) as work:
            history.undo(work, stream=stream, seq=seq)
        with place.write(other) as work:
            people.register(work, call_name="Mona")
        (stream, seq) = place.last.entries[0]  # type: ignore[union-attr]
        with place.write(other, batch=True) as work:
            assert history.undo(work, stream=stream, seq=seq) == 1


def test_it_is_refused_twice_and_for_what_is_signed_erased_or_unknown(place: Place, crew: Yard) -> None:
    mark(place, crew, crew.kari)
    marked = place.last.entries[0]  # type: ignore[union-attr]
    undo(place)
    with place.read() as session:
        founding = history.acts(session, limit=99)[-1]
    with place.write() as work:
        people.change(work, person=crew.siv, phone="41 23 45 67")
    of_siv = place.last.entries[0]  # type: ignore[union-attr]
    with place.write() as work:
        people.erase(work, person=crew.siv)
    erasure = place.last.entries[0]  # type: ignore[union-attr]
    for (stream, seq), says in (
        (marked, "undone already"),
        ((founding.stream, founding.seq), "can't be undone"),
        (erasure, "can't be undone"),
        (of_siv, "can't be brought back"),
        ((b"0" * 16, 0), "nothing to undo"),
    ):
        with pytest.raises(UserFacingError, match=says), place.write(batch=True) as work:
            history.undo(work, stream=stream, seq=seq)


def test_a_draw_that_is_taken_back_with_its_list_comes_back_whole(place: Place) -> None:
    """A redo is a new fact, so what named the old one has to name the new one."""
    with place.write() as work:
        programme = programmes.found(work, name="Dagsverket", kind="day")
        programmes.rule(work, about=programme, key="places", value=1, since=YEAR)
    for name in ("Kari", "Ola"):
        with place.write() as work:
            who = people.register(work, call_name=name)
        with place.write() as work:
            day_work.arrive(work, person=who, programme=programme, day=MONDAY, at_minute=480)
    with place.write() as work:
        lottery.fix_list(work, programme=programme, day=MONDAY)
    with place.write() as work:
        lottery.draw(work, programme=programme, day=MONDAY, dice="12345")

    def drawn() -> tuple[str | None, str | None]:
        with place.read() as session:
            fixed, draw = lottery.newest(session, programme, MONDAY)
            return fixed and fixed.hash, draw and draw.dice

    full = drawn()
    assert full[1] == "12345"
    for _turn in range(2):
        undo(place)
        assert drawn() == (full[0], None)
        undo(place)
        assert drawn() == (None, None)
        redo(place)
        redo(place)
        assert drawn() == full


# Everything that can be done can be taken back and done again --------------------------------------------------------


def do_everything(place: Place, crew: Yard) -> list[str]:
    """One act of each sort that undo is for; returns the state after each."""
    today = date(2026, 11, 22)
    with place.write() as work:
        day = programmes.found(work, name="Dagsverket", kind="day", retention_months=12)
    with place.write() as work:
        team = programmes.add_team(work, programme=day, name="Ute")
    acts = [
        lambda w: people.register(w, call_name="Ny", phone="41 23 45 67"),
        lambda w: people.change(w, person=crew.kari, phone=None, call_name="Kaja"),
        lambda w: people.renumber(w, person=crew.kari, number=77),
        lambda w: people.leave_message(w, person=crew.ola, text="ring", until=today, today=today),
        lambda w: programmes.change(w, programme=day, controller="Kommunen"),
        lambda w: programmes.rule(w, about=day, key="cap", value=225, since=YEAR),
        lambda w: programmes.rule(w, about=day, key="cap", value=240, since=YEAR),
        lambda w: programmes.close_days(w, programme=day, first=MONDAY, last=MONDAY, why="fri"),
        lambda w: programmes.enrol(w, person=crew.kari, programme=day, since=YEAR),
        lambda w: programmes.enrol_until(w, person=crew.kari, programme=day, since=YEAR, last=MONDAY),
        lambda w: programmes.add_reason(w, code="rain", words="regn"),
        lambda w: day_work.arrive(w, person=crew.kari, programme=day, day=MONDAY, at_minute=480),
        lambda w: day_work.place(w, person=crew.kari, programme=day, day=MONDAY, team=team),
        lambda w: day_work.leave(w, person=crew.kari, programme=day, day=MONDAY, at_minute=600),
        lambda w: day_work.turn_away(w, person=crew.ola, programme=day, day=MONDAY, reason="late"),
        lambda w: standing.mark(w, person=crew.kari, programme=crew.programme, day=MONDAY, what=Said("coming_later")),
        lambda w: standing.close_roll(w, programme=crew.programme, day=MONDAY),
    ]
    states = [visible(place)]
    for act in acts:
        with place.write() as work:
            act(work)
        states.append(visible(place))
    assert len(set(states)) == len(states)
    return states


def visible(place: Place) -> str:
    """What stands, without ids of facts: those are new after a redo."""
    cursor, lines = place.cursor(), []
    for table in ("person", "programme", "team", "enrolment", "turn_away_reason"):
        needs = {"person": "call_name", "enrolment": "person"}.get(table, "programme" if table == "team" else "")
        columns = [r[1] for r in cursor.execute(f"PRAGMA table_info({table})").fetchall()]
        for row in cursor.execute(f"SELECT {','.join(columns)} FROM {table}").fetchall():
            if row[columns.index(needs or ("name" if table == "programme" else "words"))] is not None:
                lines.append(f"{table} {row}")
    for table in ("person_number", "message", "setting", "closed_days", "arrival", "attendance", "roll_closed"):
        columns = [r[1] for r in cursor.execute(f"PRAGMA table_info({table})").fetchall()]
        kept = ",".join(c for c in columns if c not in ("id", "entry", "voided"))
        lines += [f"{table} {row}" for row in cursor.execute(f"SELECT {kept} FROM {table} WHERE voided=0").fetchall()]
    return "\n".join(sorted(lines))


def test_what_names_another_of_its_entry_names_it_when_both_come_back(place: Place, tmp_path: Path) -> None:
    """A sale is what moved and what was bought: they come back as a pair, whichever was said first."""
    shop = Shop(place, tmp_path)
    kari = shop.seller("Kari")
    sold = shop.act(selling.sell, outlet=shop.main, person=kari, edition=shop.magazine, copies=10)

    def pairs() -> list[tuple[int, int]]:
        """The copies of what stands, bought and moved."""
        return place.cursor().execute(
            "SELECT p.copies, m.copies FROM purchase p JOIN desk_move m ON m.id=p.move WHERE p.voided=0 AND m.voided=0"
        ).fetchall()  # fmt: skip

    assert pairs() == [(10, -10)]
    for _turn in range(2):
        shop.undo()
        assert pairs() == []
        shop.redo()
        assert pairs() == [(10, -10)]
    (sold,) = place.cursor().execute("SELECT id FROM purchase WHERE voided=0").fetchone()
    for _turn in range(2):
        shop.do(selling.void_sale, purchase=sold, reason="another Kari")
        assert pairs() == []
        shop.undo()
        assert pairs() == [(10, -10)]
        (sold,) = place.cursor().execute("SELECT id FROM purchase WHERE voided=0").fetchone()
    shop.do(selling.void_sale, purchase=sold, reason="another Kari")
    assert (pairs(), shop.at()) == ([], 0)
    assert shop.rebuilt() == shop.digest()


def test_everything_can_be_undone_to_the_start_and_redone_to_the_end(place: Place, crew: Yard) -> None:
    states = do_everything(place, crew)
    for wanted in states[-2::-1]:
        undo(place)
        assert visible(place) == wanted
    for wanted in states[1:]:
        redo(place)
        assert visible(place) == wanted
    assert check(place).ok
