"""Staff: who signs in, and how the way in is taken away for good."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from alfdesk import paths, staff
from alfdesk.errors import NotAllowed, UserFacingError, WrongPassphrase
from alfdesk.store import engine, rekey, slots, workplace
from alfdesk.store.check import check
from alfdesk.store.workplace import Place
from tests.support import PASSPHRASE, SetClock, Template

from .scenes import MONDAY, OTHER, a_day, by_keys, state

FLOOR = slots.FLOOR


def ring(place: Place) -> slots.Slots:
    return slots.read(place.folder / paths.SLOTS)


def listed(place: Place) -> str:
    with place.read() as session:
        return ", ".join(f"{m.name}: {' '.join(m.roles)}" for m in staff.members(session))


@pytest.fixture
def siv(place: Place) -> slots.Keys:
    """Siv of the desk, and her keys, as her passphrase would give them; wrapping them is left out for the time it costs."""
    keys = slots.fresh_keys()
    with place.write() as work:
        her = staff.add_member(work, name="Siv", roles=["desk"], keys=keys)
    found = ring(place)
    label, sealed = slots.label(found.database, "Siv"), slots.seal(place.key, keys.recipient)
    slot = slots.Slot("staff", her, keys.recipient, sealed, label, FLOOR, bytes(16), bytes(12))
    slots.write(place.folder / paths.SLOTS, found.with_slot(slot))
    return keys


def owner(place: Place, name: str) -> bytes:
    with place.read() as session:
        return staff.find(session, name).id


@contextmanager
def closed(place: Place) -> Iterator[Path]:
    """The folder of a place that is closed meanwhile."""
    place.close()
    yield place.folder


def opens(folder: Path, copy: slots.Slots, keys: slots.Keys, who: bytes) -> bool:
    """Whether a kept copy of the key file and these keys still read the database in the folder."""
    slot = next(s for s in copy.slots if s.owner == who)
    key = slots.unseal(slot.sealed, keys)
    try:
        engine.connect(folder / paths.DATABASE, key).close()
    except UserFacingError:
        return False
    return True


def test_the_founder_is_administrator_and_alone(place: Place) -> None:
    assert listed(place) == "Anne: administrator"
    assert place.acting().roles == {"administrator"} and place.acting().name == "Anne"


def test_a_member_who_is_added_signs_in_with_her_passphrase_and_has_her_roles(place: Place, clock: SetClock) -> None:
    clock.forward(1)
    staff.add(place, name="  Siv   Åsen ", roles=["desk", "supervisor", "desk"], passphrase_=OTHER, cost=FLOOR)
    assert listed(place) == "Anne: administrator, Siv Åsen: supervisor desk"
    with closed(place) as folder, workplace.open(folder, name="siv åsen", passphrase=OTHER) as hers:
        assert hers.acting().roles == {"desk", "supervisor"}
        with pytest.raises(NotAllowed):
            staff.add(hers, name="Ny", roles=["desk"], passphrase_=OTHER, cost=FLOOR)
        assert check(hers).ok


def test_what_a_new_member_may_not_be(place: Place) -> None:
    before = state(place), ring(place)
    for name, roles, passphrase, says in (
        ("anne", ["desk"], OTHER, "with that name already"),
        (" ", ["desk"], OTHER, "Write a name"),
        ("x" * 81, ["desk"], OTHER, "Write a name"),
        ("Siv", ["king"], OTHER, "Choose among these roles"),
        ("Siv", [], OTHER, "Choose among these roles"),
        ("Siv", ["desk"], "Prøvegården Siv", "too easy to guess"),
    ):
        with pytest.raises(UserFacingError, match=says):
            staff.add(place, name=name, roles=roles, passphrase_=passphrase, cost=FLOOR)
    assert (state(place), ring(place)) == before


def test_a_member_who_is_removed_opens_nothing_new_with_what_she_kept(place: Place, siv: slots.Keys) -> None:
    copy, her = ring(place), owner(place, "Siv")
    assert opens(place.folder, copy, siv, her)
    staff.remove(place, name="Siv", today=MONDAY)
    assert listed(place) == "Anne: administrator"
    with closed(place) as folder:
        assert not opens(folder, copy, siv, her)
        assert ring(place).of("Siv") is None
        with pytest.raises(WrongPassphrase):
            workplace.open(folder, name="Siv", passphrase=OTHER)
        with workplace.open(folder, name="Anne", passphrase=PASSPHRASE) as again:
            assert check(again).ok


def test_nobody_removes_herself_or_someone_who_is_not_there(place: Place) -> None:
    for name, says in (("Anne", "can't remove yourself"), ("Siv", "no member of staff with that name")):
        with pytest.raises(UserFacingError, match=says):
            staff.remove(place, name=name, today=MONDAY)


def test_a_name_that_left_may_be_somebody_elses(place: Place, siv: slots.Keys) -> None:
    first = owner(place, "Siv")
    staff.remove(place, name="Siv", today=MONDAY)
    staff.add(place, name="Siv", roles=["desk"], passphrase_=OTHER, cost=FLOOR)
    assert owner(place, "Siv") != first
    assert check(place).ok


def test_a_changed_passphrase_leaves_the_old_one_nothing(place: Place, founded: Template) -> None:
    copy, key = ring(place), place.key
    staff.change_passphrase(place, new=OTHER, cost=FLOOR)
    assert place.key != key
    with closed(place) as folder:
        assert not opens(folder, copy, founded.keys, founded.owner)
        with pytest.raises(WrongPassphrase):
            workplace.open(folder, name="Anne", passphrase=PASSPHRASE)
        with workplace.open(folder, name="Anne", passphrase=OTHER) as again:
            assert check(again).ok and again.keys == founded.keys  # what she signed before is hers still


def test_a_weak_passphrase_changes_nothing(place: Place) -> None:
    before = ring(place)
    with pytest.raises(UserFacingError, match="too easy to guess"):
        staff.change_passphrase(place, new="anne1234", cost=FLOOR)
    assert ring(place) == before


def test_a_new_recovery_sheet_ends_the_one_before(place: Place) -> None:
    assert "no recovery sheet yet" in " ".join(check(place).problems) and check(place).ok
    first = staff.new_recovery(place, today=MONDAY)
    copy = ring(place)
    second = staff.new_recovery(place, today=MONDAY)
    assert check(place).problems == ()
    assert first.secret != second.secret
    for file in place.folder.iterdir():
        assert second.secret.encode() not in file.read_bytes()
    with closed(place) as folder:
        paper = next(s for s in copy.slots if s.kind == "recovery")
        assert not opens(folder, copy, slots.paper_keys(first.secret), paper.owner)
        with pytest.raises(WrongPassphrase, match="This sheet"):
            workplace.open_with_paper(folder, secret=first.secret)
        workplace.open_with_paper(folder, secret=second.secret).close()


def test_a_sheet_that_could_not_be_handed_over_leaves_the_one_before_in_force(place: Place) -> None:
    first = staff.new_recovery(place, today=MONDAY)

    def torn(_paper: staff.Paper) -> None:
        raise OSError("the printer caught fire")

    with pytest.raises(OSError, match="fire"):
        staff.new_recovery(place, today=MONDAY, hand_over=torn)
    with closed(place) as folder:
        workplace.open_with_paper(folder, secret=first.secret).close()


def test_with_the_paper_a_member_gets_a_new_passphrase_and_nothing_else_can_be_done(place: Place) -> None:
    crew = a_day(place)
    paper = staff.new_recovery(place, today=MONDAY)
    old, was = place.keys, owner(place, "Anne")
    copy = ring(place)
    with closed(place) as folder:
        with workplace.open_with_paper(folder, secret=paper.secret) as found:
            assert found.acting().roles == frozenset()
            with pytest.raises(NotAllowed), found.write() as work:
                from alfdesk import people

                people.erase(work, person=crew.kari)
            staff.take_over(found, name="", passphrase_=OTHER, cost=FLOOR)
            assert found.acting().name == "Anne"
            assert check(found).problems == ()
        assert not opens(folder, copy, old, was)
        with workplace.open(folder, name="Anne", passphrase=OTHER) as again:
            staff.add(again, name="Siv", roles=["desk"], passphrase_=PASSPHRASE, cost=FLOOR)  # her new key signs
            assert check(again).problems == ()


# Cut off in between ---------------------------------------------------------------------------------------------------


def test_a_member_whose_slot_was_never_written_is_added_again(place: Place, clock: SetClock) -> None:
    clock.forward(1)
    keys = slots.fresh_keys()
    with place.write() as work:
        staff.add_member(work, name="Siv", roles=["desk"], keys=keys)  # and here the machine died
    with closed(place) as folder:
        again = by_keys(folder, place.keys, place.owner)
        staff.add(again, name="Siv", roles=["desk"], passphrase_=OTHER, cost=FLOOR)
        assert listed(again) == "Anne: administrator, Siv: desk"
        assert check(again).ok
        again.close()
        with workplace.open(folder, name="Siv", passphrase=OTHER) as hers:
            assert hers.acting().roles == {"desk"}


def cut_off_removal(place: Place) -> tuple[slots.Slots, bytes]:
    """The entry of a removal stands, the slot does too: here the machine died."""
    copy, her = ring(place), owner(place, "Siv")
    with place.write() as work:
        staff.remove_member(work, member=her, today=MONDAY)
    place.close()
    return copy, her


def test_a_removal_that_was_cut_off_is_completed_when_somebody_else_opens(place: Place, siv: slots.Keys) -> None:
    copy, her = cut_off_removal(place)
    again = by_keys(place.folder, place.keys, place.owner)
    assert ring(again).of("Siv") is None and check(again).ok
    again.close()
    assert not opens(place.folder, copy, siv, her)


def test_a_removal_that_was_cut_off_keeps_the_removed_one_out_too(place: Place, siv: slots.Keys) -> None:
    copy, her = cut_off_removal(place)
    with pytest.raises(WrongPassphrase):
        by_keys(place.folder, siv, her)
    assert not opens(place.folder, copy, siv, her)
    with by_keys(place.folder, place.keys, place.owner) as again:
        assert check(again).ok


def test_a_sheet_that_was_never_printed_is_missed_by_the_check(place: Place) -> None:
    first = staff.new_recovery(place, today=MONDAY)
    with place.write() as work:
        staff.add_recovery(work, keys=slots.fresh_keys())  # and here the machine died: nobody has that secret
    with closed(place) as folder:
        with by_keys(folder, place.keys, place.owner) as again:
            report = check(again)
            assert report.ok and "no recovery sheet yet" in " ".join(report.problems)
        with pytest.raises(WrongPassphrase):
            workplace.open_with_paper(folder, secret=first.secret)


CHANGES: dict[str, Callable[[Place], object]] = {
    "re-key": lambda place: rekey.rekey(place, ring(place), rekey.recipients(place)),
    "removal": lambda place: staff.remove(place, name="Siv", today=MONDAY),
    "new sheet": lambda place: staff.new_recovery(place, today=MONDAY),
}


def die_at(step: int, act: Callable[[], object]) -> int:
    """Do it in a process of its own that is gone just before it opens or renames its n-th file; its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = [step]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and "w" in arguments[1]
        if event == "os.rename" or writes:
            left[0] -= 1
            if left[0] < 0:
                os._exit(9)

    try:
        sys.addaudithook(watch)
        act()
        os._exit(0)
    except BaseException:
        os._exit(1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    "what", [pytest.param(c, marks=() if c == "removal" else pytest.mark.faults_long) for c in CHANGES]
)
def test_a_change_of_key_that_is_cut_off_at_any_step_is_healed_at_the_next_start(
    place: Place, siv: slots.Keys, tmp_path: Path, what: str
) -> None:
    """Either the old pair of files stands or the new one does, and Anne opens it: never neither."""
    a_day(place)
    before = state(place)
    anne, keys, her = place.owner, place.keys, owner(place, "Siv")
    place.close()
    for step in range(40):
        folder = tmp_path / f"died at {step}"
        shutil.copytree(place.folder, folder)
        copy = slots.read(folder / paths.SLOTS)
        code = die_at(step, lambda folder=folder: CHANGES[what](by_keys(folder, keys, anne)))
        assert code in (0, 9)
        with by_keys(folder, keys, anne) as again:
            report = check(again)
            assert report.ok, report
            if what == "re-key":
                assert state(again) == before
            if what == "removal" and "Siv" not in listed(again):
                assert not opens(folder, copy, siv, her)
        assert {f.name for f in folder.iterdir()} <= {paths.DATABASE, paths.SLOTS, paths.LOCK}, step
        if code == 0:
            break
    assert step > 3 and code == 0
