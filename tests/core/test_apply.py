"""The one door: the state follows from the set of entries, never from their order, their number or their batches."""

from __future__ import annotations

import random
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alfdesk import people
from alfdesk.store.check import replayed_digest
from alfdesk.store.workplace import Place

from .scenes import Said1, Scratch, a_day, erase, fact, mark, sets, state, void

# The greatest (stamp, stream, seq, place) wins. Two entries set one phone: stream seq stamp value | stream seq stamp value
DUELS = """
    1 0  10 early     2 0  20 late      -> late
    1 0  20 late      2 0  10 early     -> late
    1 0  10 low       2 0  10 high      -> high
    1 7  10 low       2 0  10 high      -> high
    1 0  10 before    1 1  10 after     -> after
    1 1   9 sooner    1 0  10 later     -> later
""".strip().splitlines()


@pytest.mark.parametrize("duel", DUELS, ids=[" ".join(d.split()) for d in DUELS])
def test_the_last_writer_wins_whoever_arrives_first(duel: str) -> None:
    words = duel.split()
    both = [
        Said1(int(s), int(q), int(t), (sets(1, "phone", value),))
        for s, q, t, value in (words[0:4], words[4:8])
    ]
    for first, second in permutations(both):
        for found in (Scratch().take(first, second), Scratch().take(first).take(second)):
            assert found.ask("SELECT phone FROM person") == [words[-1]]


def test_in_one_entry_the_later_op_wins() -> None:
    twice = Said1(1, 0, 10, (sets(1, "phone", "first"), sets(1, "phone", "second")))
    assert Scratch().take(twice).ask("SELECT phone FROM person") == ["second"]


def test_what_two_entries_say_under_one_id_counts_for_nothing() -> None:
    """An id is chance, so one of the two only pretends; who came first on which laptop must not decide."""
    true, false = Said1(1, 0, 10, (fact(1, 2, text="Ring"),)), Said1(2, 0, 20, (fact(1, 3, text="Betal"),))
    found = {
        (made.digest, *made.ask("SELECT text, voided FROM message"))
        for first, second in permutations((true, false))
        for made in (
            Scratch().take(first, second), Scratch().take(first).take(second), Scratch().take(first, second).rebuilt()
        )
    }
    assert len(found) == 1 and found.pop()[1:] == (("Ring", 1),)
    again = Scratch().take(true)
    assert again.again(true).ask("SELECT text, voided FROM message") == [("Ring", 0)]


def test_fields_are_won_one_by_one() -> None:
    name = Said1(1, 0, 30, (sets(1, "call_name", "Kari"),))
    both = Said1(2, 0, 20, (sets(1, "call_name", "Siv"), sets(1, "phone", "41")))
    empty = Said1(2, 1, 40, (sets(1, "phone", None),))
    for order in permutations((name, both, empty)):
        assert Scratch().take(*order).ask("SELECT call_name, phone FROM person") == [("Kari", None)]


def test_a_row_of_one_table_is_not_a_row_of_another() -> None:
    """Whoever reuses the id of a row in another table takes no field of it, whatever comes first."""
    ours = Said1(1, 0, 100, (sets(7, "name", "Anne", table="staff"), sets(8, "name", "Gården", table="programme")))
    theirs = Said1(2, 0, 200, (sets(7, "name", "day", table="programme"), sets(8, "name", "x", table="team")))
    later = Said1(3, 0, 300, (sets(7, "name", "Anna", table="staff"),))
    wanted = Scratch().take(ours, theirs, later)
    assert wanted.ask("SELECT name FROM staff") == ["Anna"]
    assert wanted.ask("SELECT name FROM programme ORDER BY id") == ["day", "Gården"]
    assert wanted.ask("SELECT name FROM team") == ["x"]
    assert wanted.ask("SELECT DISTINCT kind FROM clash") == ["staff"]  # `later` had not seen what it was written over
    for order in permutations((ours, theirs, later)):
        found = Scratch().take(*order[:1]).take(*order[1:])
        assert found.digest == Scratch().take(*order).digest == wanted.digest == found.rebuilt().digest


def test_a_void_may_come_before_its_fact() -> None:
    said, gone = Said1(1, 0, 10, (fact(5, 1, text="hei"),)), Said1(2, 0, 5, (void(5),))
    wanted = Scratch().take(said).take(gone)
    assert wanted.ask("SELECT text, voided FROM message") == [("hei", 1)]
    for found in (Scratch().take(gone).take(said), Scratch().take(gone, said), Scratch().take(said, gone)):
        assert found.ask("SELECT text, voided FROM message") == [("hei", 1)]
        assert found.digest == wanted.digest


def test_a_void_that_names_another_person_voids_nothing() -> None:
    """Else it would go with her, and what it voided would count again: but only where the void came before."""
    said = Said1(1, 0, 10, (fact(5, 1, text="hei"), fact(6, 1, text="her"), fact(9, None, "closed_days")))
    gone = Said1(2, 0, 20, (void(5, of=2), void(6, of=1), void(9, kind="closed_days", of=2)))
    for order in ((said, gone), (gone, said)):
        for found in (Scratch().take(*order), Scratch().take(*order[:1]).take(*order[1:])):
            assert found.ask("SELECT text, voided FROM message ORDER BY id") == [("hei", 0), ("her", 1)]
            assert found.ask("SELECT voided FROM closed_days") == [0]
            before = found.digest
            assert found.take(Said1(3, 0, 30, (erase(2),))).digest == found.rebuilt().digest
            assert found.ask("SELECT text, voided FROM message ORDER BY id") == [("hei", 0), ("her", 1)]
            assert before != found.digest  # that she is erased is known


def test_why_a_fact_did_not_count_goes_with_whom_it_was_about_though_the_fact_never_came() -> None:
    found = Scratch().take(Said1(1, 0, 10, (void(5, "Kari ringte", of=1), void(6, "Ola ringte", of=2))))
    found.take(Said1(2, 0, 20, (erase(1),)))
    packed = b"".join(found.ask("SELECT ops FROM entry"))
    assert b"Kari" not in packed and b"Ola ringte" in packed


def test_a_fact_voided_twice_counts_once() -> None:
    said, one, two = Said1(1, 0, 10, (fact(5, 1),)), Said1(2, 0, 5, (void(5),)), Said1(3, 0, 6, (void(5),))
    assert len({Scratch().take(*order).digest for order in permutations((said, one, two))}) == 1
    assert Scratch().take(said, one).digest == Scratch().take(said, one, two).digest


def test_what_this_version_does_not_know_changes_nothing_and_is_kept() -> None:
    known = Said1(1, 0, 10, (sets(1, "call_name", "Kari"), fact(5, 1, text="hei")))
    newer = Said1(1, 1, 11, (
        sets(1, "shoe_size", 43), sets(7, "name", "Bod 4", table="locker"), fact(8, 1, "locker_key", no=4),
        void(8, kind="locker_key"), fact(9, 1, text="også", font="rød"), ["dance", "waltz"],
    ))  # fmt: skip
    found = Scratch().take(known, newer)
    assert found.ask("SELECT call_name FROM person") == ["Kari"]
    assert found.ask("SELECT text FROM message ORDER BY id") == ["hei", "også"]
    assert found.ask("SELECT name FROM sqlite_master WHERE name LIKE 'locker%'") == []
    packed = found.ask("SELECT ops FROM entry WHERE no=2")[0]
    assert all(word in packed for word in (b"shoe_size", b"Bod 4", b"locker_key", b"waltz", "rød".encode()))
    assert found.digest == found.rebuilt().digest


def test_an_erased_person_is_gone_from_every_table_and_every_entry() -> None:
    found = Scratch().take(
        Said1(1, 0, 10, (sets(1, "call_name", "Kari"), sets(1, "phone", "41234567"))),
        Said1(1, 1, 11, (fact(5, 1, text="Ring Kari"), fact(6, 2, text="Ring Ola"))),
        Said1(1, 2, 12, (void(5, "Kari ringte"),)),
        Said1(1, 3, 13, (sets(3, "person", "01" * 16, table="enrolment"),)),
    )
    found.take(Said1(1, 4, 14, (erase(1, 3),)))
    assert found.ask("SELECT * FROM person") == found.ask("SELECT * FROM enrolment") == []
    assert found.ask("SELECT text FROM message") == ["Ring Ola"]
    packed = b"".join(found.ask("SELECT ops FROM entry"))
    assert not any(word in packed for word in (b"Kari", b"41234567")) and b"Ring Ola" in packed
    before = found.digest
    assert found.rebuilt().digest == before


def test_erased_content_never_returns() -> None:
    kari = Said1(1, 0, 10, (sets(1, "call_name", "Kari"), fact(5, 1, text="Ring Kari")))
    taken = Said1(1, 1, 11, (void(5),))
    gone = Said1(2, 0, 5, (erase(1),))
    late = Said1(3, 0, 99, (sets(1, "call_name", "Kari"), fact(6, 1, text="Ring Kari"), sets(2, "call_name", "Ola")))
    wanted = Scratch().take(kari, taken, gone, late).digest
    for order in permutations((kari, taken, gone, late)):
        for found in (Scratch().take(*order), Scratch().take(*order[:2]).take(*order[2:])):
            assert found.digest == wanted
            assert found.ask("SELECT call_name FROM person") == ["Ola"]
            assert found.ask("SELECT text FROM message") == []
            assert found.digest == found.rebuilt().digest


def test_a_person_who_comes_and_is_erased_in_one_batch_leaves_no_word() -> None:
    kari = Said1(1, 0, 10, (sets(1, "call_name", "Kari"), fact(5, 1, text="Ring Kari")))
    found = Scratch().take(kari, Said1(1, 1, 11, (erase(1),)))
    assert b"Kari" not in b"".join(found.ask("SELECT ops FROM entry"))


# Any entries, any order, any batches ----------------------------------------------------------------------------------

OPS = st.one_of(
    st.builds(sets, st.integers(1, 3), st.sampled_from(["call_name", "phone", "shoe_size"]), st.text("ab", max_size=1)),
    st.builds(
        sets, st.integers(1, 3), st.just("name"), st.text("ab", max_size=1), table=st.sampled_from(["team", "staff"])
    ),
    st.builds(fact, st.integers(11, 14), st.none() | st.integers(1, 3)).map(lambda op: [*op[:4], {"text": op[2][:4]}]),
    st.builds(void, st.integers(11, 15), of=st.none() | st.integers(1, 3)),
    st.builds(erase, st.integers(1, 3)),
)


@settings(max_examples=12, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 9), st.lists(OPS, max_size=4)), max_size=6), st.randoms())
def test_any_order_any_batches_and_any_repetition_give_one_digest(
    told: list[tuple[int, int, list[list[object]]]], chance: random.Random
) -> None:
    # A fact's id is born once: who said it first decides whose it is, wherever it stands.
    born: dict[str, object] = {}
    entries = []
    for seq, (stream, stamp, ops) in enumerate(told):
        for op in ops:
            if op[0] == "fact":
                op[3] = born.setdefault(str(op[2]), op[3])
        entries.append(Said1(stream, seq, stamp, tuple(ops)))
    wanted = Scratch().take(*entries).digest
    for _turn in range(3):
        chance.shuffle(entries)
        found = Scratch()
        rest = list(entries)
        while rest:
            some = chance.randrange(1, len(rest) + 1)
            found.take(*rest[:some])
            rest = rest[some:]
        assert found.digest == wanted
        if not any(op[0] == "erase" for one in entries for op in one.ops):
            found.again(*chance.sample(entries, len(entries)))
            assert found.digest == wanted
    assert found.rebuilt().digest == wanted


# The same of a real file ------------------------------------------------------------------------------------------------


def test_a_shuffled_replay_comes_to_the_live_state(place: Place) -> None:
    crew = a_day(place)
    with place.write() as work:
        people.erase(work, person=crew.siv)
    live = state(place)
    for order in ("no", "no DESC", "hash", "random()", "stamp % 7, no DESC"):
        assert replayed_digest(place, order) == live
    place.rebuild()
    assert state(place) == live
    mark(place, crew, crew.ola, "went_home")  # and it goes on from there
    assert replayed_digest(place, "hash") == state(place) != live


def test_a_replay_in_small_chunks_is_the_same(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    a_day(place)
    live = state(place)
    monkeypatch.setattr("alfdesk.journal.apply.CHUNK", 2)
    for order in ("no", "hash"):
        assert replayed_digest(place, order) == live
