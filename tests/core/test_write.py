"""Writing: one verb, one entry, one transaction; who may; and what time an entry has."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

import pytest

import alfdesk
from alfdesk import people, programmes
from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.journal import entry as form
from alfdesk.journal.write import ROLES, Acting, Written, verb
from alfdesk.store.check import check
from alfdesk.store.workplace import Place
from tests.support import MORNING, SetClock

from .scenes import YEAR, commands, from_another_laptop, person, state, yard

YEARS = 2 * 365 * 24 * 60  # two years, in minutes


def kari(place: Place) -> bytes:
    with place.write() as work:
        return people.register(work, call_name="Kari")


def phone(place: Place, who: bytes, number: str) -> None:
    with place.write() as work:
        assert people.change(work, person=who, phone=number)


def test_what_is_written_is_above_what_it_replaces_and_no_other_tables_row_of_that_id(place: Place) -> None:
    programme, ahead = yard(place).programme, 2 * MORNING
    from_another_laptop(place, [["set", "team", programme.hex(), "name", "x", 0]], stamp=ahead)
    with place.write() as work:
        programmes.change(work, programme=programme, name="Fjøset")
    (stamp,) = place.cursor().execute("SELECT stamp FROM entry ORDER BY no DESC LIMIT 1").fetchone()
    assert stamp < ahead
    assert place.cursor().execute("SELECT name FROM programme").fetchall() == [("Fjøset",)]


def stamps(place: Place, who: bytes) -> dict[str, int]:
    rows = place.cursor().execute("SELECT field, stamp FROM cell WHERE row=? AND kind='person'", (who,))
    return dict(rows.fetchall())


# One verb, one entry --------------------------------------------------------------------------------------------------


def test_one_verb_is_one_entry_however_much_it_says(place: Place) -> None:
    before = len(commands(place))
    with place.write() as work:
        programmes.set_up(
            work, name="Dagsverket", kind="day", since=YEAR, fields={"controller": "Kommunen"},
            rules={"cap": 225, "places": 15, "rate": ["hour", 10_000]},
        )  # fmt: skip
    assert commands(place)[before:] == ["programmes.set_up"]
    assert place.last == Written(place.last.entries, None, frozenset({"programme", "setting"}))  # type: ignore[union-attr]


def test_a_verb_that_says_nothing_new_writes_nothing(place: Place) -> None:
    who = kari(place)
    phone(place, who, "41 23 45 67")
    before = commands(place)
    with place.write() as work:
        assert not people.change(work, person=who, phone="41 23 45 67")
    assert commands(place) == before and place.last is None


def test_a_batch_is_one_transaction_of_many_entries_with_one_id(place: Place) -> None:
    with place.write(batch=True) as work:
        for name in ("Kari", "Ola"):
            work.next()
            people.register(work, call_name=name)
    rows = place.cursor().execute("SELECT batch, command FROM entry ORDER BY no DESC LIMIT 2").fetchall()
    assert rows[0] == rows[1] and rows[0][0] == place.last.batch is not None  # type: ignore[union-attr]
    with pytest.raises(RuntimeError), place.write() as work:
        work.next()


@pytest.mark.parametrize("stop", [UserFacingError("no"), ZeroDivisionError(), KeyboardInterrupt()], ids=repr)
def test_nothing_is_written_when_anything_is_raised(place: Place, stop: BaseException) -> None:
    heard: list[Written] = []
    place.listen(heard.append)
    before = state(place), commands(place)
    with pytest.raises(type(stop)), place.write() as work:
        people.register(work, call_name="Kari")
        raise stop
    assert (state(place), commands(place), heard) == (*before, [])
    kari(place)  # and the next one goes through
    assert check(place).ok and len(heard) == 1


def test_nothing_is_written_of_what_is_too_long_for_one_entry(place: Place) -> None:
    before = state(place), commands(place)
    for field, times in (("x" * 40_000, 1), ("x" * 30_000, 12)):
        with pytest.raises(UserFacingError, match="Nothing has changed"), place.write() as work:
            people.register(work, call_name="Kari")
            for _n in range(times):
                work.fact("message", None, {"text": field})
    assert (state(place), commands(place)) == before
    kari(place)
    assert check(place).ok


def test_it_is_announced_only_once_it_is_on_disk(place: Place) -> None:
    """A listener that opens the file itself sees what it is told of."""
    told: list[tuple[frozenset[str], int]] = []

    def listen(written: Written) -> None:
        (count,) = place.cursor().execute("SELECT count(*) FROM person").fetchone()
        told.append((written.topics, count))

    place.listen(listen)
    with place.write() as work:
        people.register(work, call_name="Kari")
        assert told == []
    assert told == [(frozenset({"person", "person_number"}), 1)]


def test_a_verb_takes_work_first() -> None:
    with pytest.raises(TypeError, match="takes work first"):

        @verb()
        def wrong(session: object) -> None: ...


# Who may ----------------------------------------------------------------------------------------------------------------

MAY = """
                                  supervisor desk office manager administrator
attendance.day_work.arrive            x        -    x       x         x
attendance.day_work.leave             x        -    x       x         x
attendance.day_work.move              x        -    x       x         x
attendance.day_work.place             x        -    x       x         x
attendance.day_work.turn_away         x        -    x       x         x
attendance.lists.read_list            x        -    x       x         x
attendance.lists.read_people          x        -    x       x         x
attendance.lottery.draw               x        -    x       x         x
attendance.lottery.fix_list           x        -    x       x         x
attendance.newcomer.first_time        x        -    x       x         x
attendance.paper.type_days            x        -    x       x         x
attendance.record.correct             x        -    x       x         x
attendance.standing.close_roll        x        -    x       x         x
attendance.standing.mark              x        -    x       x         x
crew_teams.set_team                   x        -    x       x         x
exchange.laptops.add                  -        -    -       -         x
exchange.laptops.bar                  -        -    -       -         x
exchange.laptops.declare_lost         -        -    -       -         x
exchange.laptops.give_keys            -        -    -       -         x
exchange.laptops.unbar                -        -    -       -         x
journal.history.redo                  x        x    x       x         x
journal.history.undo                  x        x    x       x         x
pay.bag.count                         x        -    x       x         x
pay.bag.explain                       x        -    x       x         x
pay.bag.hand_out                      -        -    x       x         x
pay.bag.top_up                        -        -    x       x         x
pay.payouts.pay_day                   x        -    x       x         x
pay.payouts.sign                      x        -    x       x         x
pay.payouts.take_back                 x        -    x       x         x
pay.steps.approve                     -        -    -       x         x
pay.steps.attest                      -        -    -       x         x
pay.steps.deduct                      -        -    x       x         x
pay.steps.lock                        -        -    -       x         x
pay.steps.pay                         -        -    x       -         x
pay.steps.prepare                     -        -    x       -         x
pay.steps.send_back                   -        -    -       x         x
pay.steps.undo_deduction              -        -    x       x         x
people.change                         x        x    x       x         x
people.erase                          -        -    -       -         x
people.leave_message                  x        x    x       x         x
people.register                       x        x    x       x         x
people.remove_photo                   x        x    x       x         x
people.renumber                       -        -    x       x         x
people.set_photo                      x        x    x       x         x
people.take_message                   x        x    x       x         x
programmes.add_reason                 -        -    x       x         x
programmes.add_team                   x        -    x       x         x
programmes.change                     -        -    x       x         x
programmes.close_days                 -        -    x       x         x
programmes.end_enrolment              -        -    x       x         x
programmes.enrol                      x        -    x       x         x
programmes.enrol_until                -        -    x       x         x
programmes.found                      -        -    x       x         x
programmes.rule                       -        -    x       x         x
programmes.set_up                     -        -    x       x         x
questions.answers.answer              x        x    x       x         x
sales.accounts.hold                   -        x    x       x         x
sales.accounts.pay_out                -        x    x       x         x
sales.accounts.repay                  -        x    x       x         x
sales.accounts.set_off                -        x    x       x         x
sales.accounts.void_account_move      -        x    x       x         x
sales.accounts.write_off              -        -    x       x         x
sales.change_over.change_over         -        x    x       x         x
sales.counting.begin                  -        x    x       x         x
sales.counting.count                  -        x    x       x         x
sales.counting.give_up                -        x    x       x         x
sales.editions.change_edition         -        -    x       x         x
sales.editions.day_price              -        x    x       x         x
sales.editions.end_price              -        -    x       x         x
sales.editions.move_product           -        -    x       x         x
sales.editions.rename_product         -        -    x       x         x
sales.editions.rename_publication     -        -    x       x         x
sales.editions.set_edition            -        -    x       x         x
sales.outlets.change_outlet           -        -    x       x         x
sales.outlets.found_outlet            -        x    x       x         x
sales.paper.read_desk                 -        x    x       x         x
sales.rules.rule                      -        -    x       x         x
sales.sellers.card_lost               -        x    x       x         x
sales.sellers.change_seller           -        x    x       x         x
sales.sellers.end_break               -        x    x       x         x
sales.sellers.end_note                -        x    x       x         x
sales.sellers.give_break              -        x    x       x         x
sales.sellers.give_card               -        x    x       x         x
sales.sellers.make_seller             -        x    x       x         x
sales.sellers.note                    -        x    x       x         x
sales.sellers.renumber                -        -    x       x         x
sales.selling.give_back               -        x    x       x         x
sales.selling.sell                    -        x    x       x         x
sales.selling.void_sale               -        x    x       x         x
sales.settling.settle                 -        x    x       x         x
sales.settling.void_settlement        -        x    x       x         x
sales.spots.leave_spot                -        x    x       x         x
sales.spots.take_spot                 -        x    x       x         x
sales.stock.confirm                   -        x    x       x         x
sales.stock.hand_over                 -        x    x       x         x
sales.stock.receive                   -        x    x       x         x
sales.stock.send                      -        x    x       x         x
sales.stock.take_out                  -        x    x       x         x
sales.stock.void_move                 -        x    x       x         x
sales.till.cash_in                    -        x    x       x         x
sales.till.cash_out                   -        x    x       x         x
sales.till.open_till                  -        x    x       x         x
staff.add_member                      -        -    -       -         x
staff.add_recovery                    -        -    -       -         x
staff.also_person                     -        -    -       -         x
staff.begin                           -        -    -       -         x
staff.describe                        -        -    -       -         x
staff.remove_member                   -        -    -       -         x
staff.renew_keys                      -        -    -       -         x
"""


def every_verb() -> dict[str, Callable[..., object]]:
    found = {}
    for module in pkgutil.walk_packages(alfdesk.__path__, "alfdesk."):
        if not module.name.startswith(("alfdesk.cli", "alfdesk.reports")):
            for thing in vars(importlib.import_module(module.name)).values():
                if callable(thing) and isinstance(command := getattr(thing, "command", None), str):
                    found[command] = thing
    return found


def test_each_role_may_call_its_verbs_and_no_others(place: Place) -> None:
    lines = [" " * 34 + " ".join(ROLES)]
    with place.write() as work:
        for command, call in sorted(every_verb().items()):
            marks = []
            for role in ROLES:
                work.acting = Acting(b"x" * 16, "Siv", frozenset({role}))
                marks.append("x")
                try:
                    call(work)
                except NotAllowed:
                    marks[-1] = "-"
                except (TypeError, UserFacingError):
                    pass  # allowed; it is only its arguments that are missing
            lines.append(f"{command} {' '.join(marks)}")
        work.acting = Acting(b"x" * 16, "Siv", frozenset())
        for command, call in every_verb().items():
            if command not in ("journal.history.undo", "journal.history.redo"):
                with pytest.raises(NotAllowed, match="Nothing has changed"):
                    call(work)
    assert [line.split() for line in lines] == [line.split() for line in MAY.strip().splitlines()]


def test_what_is_signed_is_signed_by_an_administrators_key_or_not_written(place: Place) -> None:
    crew = yard(place)
    before = state(place), commands(place)
    me = place.acting()
    for acting in (Acting(me.id, me.name, frozenset({"manager"}), me.sign), Acting(me.id, me.name, me.roles, None)):
        with pytest.raises(NotAllowed), place.write(acting) as work:
            work.erase(crew.kari, [])
    assert (state(place), commands(place)) == before
    with place.write() as work:
        people.erase(work, person=crew.kari)
    assert place.cursor().execute("SELECT length(signature) FROM entry ORDER BY no DESC").fetchone() == (64,)


# What time it is ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [YEARS, -YEARS], ids=["two years ahead", "two years back"])
def test_with_a_wrong_clock_what_is_said_later_stands(place: Place, clock: SetClock, minutes: int) -> None:
    who = kari(place)
    phone(place, who, "41 00 00 01")
    clock.forward(minutes)
    phone(place, who, "41 00 00 02")
    clock.forward(-minutes)
    phone(place, who, "41 00 00 03")
    assert person(place, who)["phone"] == "41 00 00 03"
    place.rebuild()
    assert person(place, who)["phone"] == "41 00 00 03"
    walls = [w for (w,) in place.cursor().execute("SELECT wall FROM entry ORDER BY no")]
    assert walls[-2:] == [MORNING + minutes * 60_000, MORNING]  # the clock itself is kept as it was
    assert check(place).ok


def test_another_laptops_wrong_clock_lifts_the_one_field_and_no_other(place: Place, clock: SetClock) -> None:
    who = kari(place)
    ahead = MORNING + YEARS * 60_000
    from_another_laptop(place, [["set", "person", who.hex(), "phone", "99 99 99 99", 0]], stamp=ahead)
    assert person(place, who)["phone"] == "99 99 99 99"
    clock.forward(1)
    phone(place, who, "41 00 00 02")
    assert person(place, who)["phone"] == "41 00 00 02" and stamps(place, who)["phone"] == ahead + 1
    clock.forward(1)
    with place.write() as work:
        people.change(work, person=who, birth_year=1980)
    assert stamps(place, who)["birth_year"] == clock.now  # 0 ms off


def test_an_older_edit_that_comes_late_loses(place: Place) -> None:
    who = kari(place)
    phone(place, who, "41 00 00 01")
    back = MORNING - YEARS * 60_000
    from_another_laptop(place, [["set", "person", who.hex(), "phone", "99 99 99 99", 0]], stamp=back)
    assert person(place, who)["phone"] == "41 00 00 01"
    place.rebuild()
    assert person(place, who)["phone"] == "41 00 00 01"


def test_a_laptop_whose_clock_is_put_right_stamps_right_again(place: Place, clock: SetClock) -> None:
    who = kari(place)
    clock.forward(YEARS)
    phone(place, who, "41 00 00 01")
    assert place.look_at_clock() is None
    clock.forward(-YEARS)
    assert place.look_at_clock() is not None
    with place.write() as work:
        people.change(work, person=who, birth_year=1980)
    assert place.look_at_clock() is None  # said once, and no more when the newest entry has the right time


def test_once_right_again_a_start_leaves_the_wrong_years_behind(place: Place, clock: SetClock) -> None:
    """And what was said in the wrong years is still beaten by a later edit of the same field."""
    who = kari(place)
    clock.forward(YEARS)
    phone(place, who, "41 00 00 01")
    wrong = stamps(place, who)["phone"]
    clock.forward(-YEARS)
    place._journal = None  # what a new start does
    with place.write() as work:
        people.change(work, person=who, birth_year=1980)
    assert stamps(place, who)["birth_year"] == clock.now
    phone(place, who, "41 00 00 02")
    assert stamps(place, who)["phone"] == wrong + 1
    assert person(place, who)["phone"] == "41 00 00 02"


def test_the_stamp_says_what_its_author_had_seen(place: Place, clock: SetClock) -> None:
    """`over` is the stamp of the value that was replaced: it tells a later edit from one made at the same time."""
    who = kari(place)
    phone(place, who, "41 00 00 01")
    seen = stamps(place, who)["phone"]
    clock.forward(1)
    phone(place, who, "41 00 00 02")
    (packed,) = place.cursor().execute("SELECT ops FROM entry ORDER BY no DESC").fetchone()
    assert form.content(form.unpack(packed)[0][1])[-1] == seen < stamps(place, who)["phone"]
