"""A week from hours to a locked sheet: the steps, who may take them, and what a later change does."""

from __future__ import annotations

import pytest

from alfdesk import programmes
from alfdesk.attendance import record
from alfdesk.attendance.record import Said
from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.pay import payouts, steps, week
from alfdesk.store.check import check

from .counting_house import MANAGER, OFFICE, OTHER_MANAGER, SUPERVISOR, WEEK48, WEEK49, House, staff
from .desk import FRIDAY, MONDAY, THURSDAY, TODAY, TUESDAY, WEDNESDAY, text

ALL = ("prepare", "attest", "approve", "pay", "lock")


@pytest.fixture
def house(place, tmp_path):
    """Kari four whole days, Ola one of three hours and seven minutes."""
    house = House(place, tmp_path)
    house.start("Kari", "Ola")
    for day in (MONDAY, TUESDAY, WEDNESDAY, THURSDAY):
        house.day("Kari", day)
    house.day("Ola", FRIDAY, 187)
    return house


def refused(house, who, verb, **values):
    """The sentence, and the proof that nothing was written."""
    before = house.digest()
    with pytest.raises(UserFacingError) as error:
        house.acting(who, verb, **{"programme": house.of, "monday": MONDAY, **values})
    assert house.digest() == before
    return str(error.value)


def test_an_open_week_is_reckoned_as_it_stands(house):
    assert house.pay() == text("""
        open  version 0
        Kari  960  800,00  –  –  –  –  –  800,00
        Ola  187  155,83  –  –  –  –  0,17  156,00
    """)


def test_the_five_steps_each_by_somebody_who_may(house):
    for step, status in zip(ALL, ("prepared", "attested", "approved", "paid", "locked"), strict=True):
        house.step(step)
        assert house.status() == status
    found = house.ask(week.read, house.of, MONDAY)
    assert [s.step for s in found.steps] == ["prepared", "attested", "approved", "paid", "locked"]
    assert [s.staff_id for s in found.steps] == [
        w.id for w in (OFFICE, MANAGER, OTHER_MANAGER, OFFICE, MANAGER)
    ]
    assert all(line.signed for line in found.lines)
    assert check(house.place).ok


@pytest.mark.parametrize("done", range(6))
def test_steps_out_of_order_are_refused_with_a_sentence_and_nothing_changes(house, done):
    house.step(*ALL[:done])
    admin = staff("administrator")
    for at, name in enumerate(ALL):
        if at != done:
            more = {"today": TODAY, "everyone": True} if name == "pay" else {}
            sentence = refused(house, admin, getattr(steps, name), **more)
            assert ("already" if at < done else "not") in sentence or "alt" in sentence or "ikke" in sentence


def test_nobody_attests_what_she_prepared_nor_approves_what_she_prepared_or_attested(house):
    one, two = staff("administrator"), staff("administrator", 1)
    house.acting(one, steps.prepare, programme=house.of, monday=MONDAY)
    with pytest.raises(NotAllowed):
        house.acting(one, steps.attest, programme=house.of, monday=MONDAY)
    house.acting(two, steps.attest, programme=house.of, monday=MONDAY)
    for same in (one, two):
        with pytest.raises(NotAllowed):
            house.acting(same, steps.approve, programme=house.of, monday=MONDAY)
    assert house.status() == "attested"
    house.acting(OTHER_MANAGER, steps.approve, programme=house.of, monday=MONDAY)
    house.acting(one, steps.pay, programme=house.of, monday=MONDAY, today=TODAY, everyone=True)
    house.acting(one, steps.lock, programme=house.of, monday=MONDAY)
    assert house.status() == "locked"


def test_roles(house):
    """Who is refused each step, whatever the week has come to."""
    refusing = {"prepare": (SUPERVISOR, MANAGER, staff("desk")), "attest": (SUPERVISOR, OFFICE, staff("desk")),
                "approve": (SUPERVISOR, OFFICE, staff("desk")), "pay": (SUPERVISOR, MANAGER, staff("desk")),
                "lock": (SUPERVISOR, OFFICE, staff("desk"))}  # fmt: skip
    for name in ALL:
        for who in refusing[name]:
            more = {"today": TODAY, "everyone": True} if name == "pay" else {}
            with pytest.raises(NotAllowed):
                house.acting(who, getattr(steps, name), programme=house.of, monday=MONDAY, **more)
        house.step(name)


def test_a_changed_day_opens_a_prepared_or_attested_week_and_putting_it_back_closes_it(house):
    for done in (("prepare",), ("prepare", "attest")):
        house.step(*done)
        before = house.status()
        house.day("Ola", FRIDAY, 120)
        assert house.pay() == text(f"""
            open  version {house.ask(week.read, house.of, MONDAY).version}
            Kari  960  800,00  –  –  –  –  –  800,00
            Ola  120  100,00  –  –  –  –  –  100,00
        """)
        assert house.ask(week.read, house.of, MONDAY).reopened
        house.undo()
        assert house.status() == before
        house.day("Ola", FRIDAY, 120)
        house.step("prepare")
        found = house.ask(week.read, house.of, MONDAY)
        assert (found.status, found.reopened) == ("prepared", False)
        house.day("Ola", FRIDAY, 187)
        assert house.status() == "open"
    found = house.ask(week.read, house.of, MONDAY)
    assert [(c.name, c.before_ore, c.after_ore) for c in found.changed] == [("Ola", 10000, 15600)]


def test_a_word_about_somebody_who_was_not_there_opens_nothing(house):
    house.step("prepare", "attest")
    house.day("Ola", MONDAY, 0)
    assert house.status() == "attested"


def test_a_changed_day_in_an_approved_week_is_refused_by_every_way_of_writing_it(house):
    house.day("Ola", THURSDAY, 60)
    house.step("prepare", "attest", "approve")
    before = house.digest()
    with pytest.raises(UserFacingError, match="47"):
        house.day("Kari", FRIDAY)
    with pytest.raises(UserFacingError, match="47"):
        house.day("Ola", FRIDAY, 0)
    with pytest.raises(UserFacingError, match="47"):
        house.read_list("""
            dato;tiltak;lag;nummer;utfall;fra;til;timer;smusstimer;merknad
            20.11.2026;Dagsverket;;1;til stede;;;2;;
        """)
    assert house.digest() == before
    # A day that was written before cannot be undone either, and the week is as it was.
    with house.place.write(batch=True) as work:
        from alfdesk.journal import history

        act = next(a for a in history.acts(work.session) if a.command == "attendance.record.correct")
    with pytest.raises(UserFacingError, match="47"), house.place.write(batch=True) as work:
        history.undo(work, stream=act.stream, seq=act.seq)
    assert house.digest() == before
    # Somebody who did not come may be told: it is no money. And the week after is free.
    house.day("Kari", FRIDAY, 0)
    house.day("Kari", WEEK48)
    assert house.status() == "approved"


def test_after_payment_a_changed_day_is_a_correction_in_the_next_open_week_counted_once(house):
    house.step("prepare", "attest", "approve", "pay")
    house.day("Kari", FRIDAY)
    house.day("Ola", FRIDAY, 0)
    house.day("Ola", WEEK48, 240)
    assert house.pay() == text("""
        paid  version 1
        Kari  960  800,00  –  –  –  –  –  800,00
        Ola  187  155,83  –  –  –  –  0,17  156,00
    """)
    assert house.pay(WEEK48) == text("""
        open  version 0
        Kari  0  –  W47 200,00  –  –  –  –  200,00
        Ola  240  200,00  W47 −155,83  –  –  –  −0,17  44,00
    """)
    assert house.pay(WEEK49) == "open  version 0"
    house.step(*ALL, monday=WEEK48)
    assert house.pay(WEEK49) == "open  version 0"
    house.day("Kari", FRIDAY, 60)
    assert house.pay(WEEK49) == text("""
        open  version 0
        Kari  0  –  W47 −150,00  –  –  –  –  –
    """)
    house.step(*ALL, monday=WEEK49)
    assert house.pay(WEEK49) == text("""
        locked  version 1
        Kari  0  –  W47 −150,00  –  –  –  –  –
    """)


def test_what_is_below_zero_is_carried_and_never_lost(house):
    house.step(*ALL)
    house.day("Ola", FRIDAY, 0)
    house.step(*ALL, monday=WEEK48)
    house.day("Ola", WEEK49, 240)
    assert house.pay(WEEK49) == text("""
        open  version 0
        Ola  240  200,00  –  –  −155,83  –  −0,17  44,00
    """)


def test_a_rate_that_is_set_late_corrects_the_weeks_it_reaches_into(house):
    house.step(*ALL)
    house.do(programmes.rule, about=house.of, key="rate", value=["hour", 6000], since=THURSDAY)
    assert house.pay(WEEK48) == text("""
        open  version 0
        Kari  0  –  W47 40,00  –  –  –  –  40,00
        Ola  0  –  W47 31,17  –  –  –  −0,17  31,00
    """)


def test_a_line_that_is_not_signed_for_stays_outstanding_and_comes_up_next_week(house):
    house.step("prepare", "attest", "approve")
    handed = house.acting(
        SUPERVISOR, payouts.sign, programme=house.of, monday=MONDAY, person=house.ids["Ola"], today=TODAY
    )
    assert handed == 15600
    house.acting(OFFICE, steps.pay, programme=house.of, monday=MONDAY, today=TODAY, everyone=False)
    house.day("Kari", WEEK48, 60)
    assert house.pay(WEEK48) == text("""
        open  version 0
        Kari  60  50,00  –  –  800,00  –  –  850,00
    """)
    house.step(*ALL, monday=WEEK48)
    assert house.pay(WEEK49) == "open  version 0"
    with pytest.raises(UserFacingError):
        house.acting(OFFICE, payouts.sign, programme=house.of, monday=MONDAY, person=house.ids["Kari"], today=TODAY)


def test_what_was_paid_on_the_day_is_not_paid_on_friday(house):
    assert house.paid_out(MONDAY) == (1, 20000)
    assert house.paid_out(FRIDAY, "Ola") == (1, 15600)
    assert house.pay() == text("""
        open  version 0
        Kari  960  800,00  –  –  –  200,00  –  600,00
        Ola  187  155,83  –  –  –  155,83  –  –
    """)
    for again in (MONDAY, FRIDAY):
        with pytest.raises(UserFacingError):
            house.paid_out(again)
    with pytest.raises(UserFacingError):
        house.paid_out(FRIDAY, "Ola")
    house.day("Ola", FRIDAY, 120)
    assert house.pay().splitlines()[2] == "Ola  120  100,00  –  –  –  155,83  –  –"
    house.step(*ALL)
    house.day("Ola", WEEK48)
    assert house.pay(WEEK48).splitlines()[1] == "Ola  240  200,00  –  –  −55,83  –  −0,17  144,00"


def test_a_payout_after_preparing_opens_the_week_and_after_approving_is_refused(house):
    house.step("prepare", "attest")
    house.paid_out(MONDAY)
    assert house.status() == "open"
    house.acting(SUPERVISOR, payouts.take_back, programme=house.of, person=house.ids["Kari"], day=MONDAY, reason="feil")
    assert house.status() == "attested"
    house.step("approve")
    with pytest.raises(UserFacingError, match="47"):
        house.paid_out(MONDAY)


def test_a_week_is_sent_back_with_a_reason_until_it_is_paid_and_never_after(house):
    assert "47" in refused(house, MANAGER, steps.send_back, reason="feil")
    for done in (("prepare",), ("prepare", "attest"), ("prepare", "attest", "approve")):
        house.step(*done)
        refused(house, MANAGER, steps.send_back, reason="  ")
        with pytest.raises(NotAllowed):
            house.acting(OFFICE, steps.send_back, programme=house.of, monday=MONDAY, reason="feil")
        house.acting(MANAGER, steps.send_back, programme=house.of, monday=MONDAY, reason="feil timer")
        assert house.status() == "open"
    house.day("Ola", FRIDAY, 120)
    house.step("prepare")
    found = house.ask(week.read, house.of, MONDAY)
    assert (found.version, [(c.name, c.before_ore, c.after_ore) for c in found.changed]) == (4, [("Ola", 15600, 10000)])
    house.step("attest", "approve")
    house.acting(OFFICE, payouts.sign, programme=house.of, monday=MONDAY, person=house.ids["Ola"], today=TODAY)
    assert "47" in refused(house, MANAGER, steps.send_back, reason="feil")
    house.step("pay")
    assert "47" in refused(house, MANAGER, steps.send_back, reason="feil")


def test_a_step_in_paying_is_not_undone_but_a_signature_is_while_the_week_is_not_paid(house):
    house.step("prepare", "attest", "approve")
    with pytest.raises(UserFacingError):
        house.undo()
    assert house.status() == "approved"
    house.do(payouts.sign, programme=house.of, monday=MONDAY, person=house.ids["Ola"], today=TODAY)
    house.undo()
    assert [line.signed for line in house.ask(week.read, house.of, MONDAY).lines] == [False, False]
    house.do(payouts.sign, programme=house.of, monday=MONDAY, person=house.ids["Ola"], today=TODAY)
    house.step("pay")
    with pytest.raises(UserFacingError):
        house.acting(
            OFFICE, payouts.take_back, programme=house.of, monday=MONDAY, person=house.ids["Ola"], reason="feil"
        )


def test_the_same_hour_in_two_programmes_stops_the_week_until_one_is_corrected(house):
    other = house.programme("Framnes", rate=["hour", 4000], cap=480)
    house.day("Kari", MONDAY, from_minute=540, to_minute=720)
    house.day("Kari", MONDAY, of=other, from_minute=700, to_minute=800)
    assert "Kari" in refused(house, OFFICE, steps.prepare)
    with pytest.raises(UserFacingError, match="Kari"):
        house.paid_out(MONDAY)
    house.day("Kari", MONDAY, of=other, from_minute=720, to_minute=800)
    house.step("prepare")
    assert house.status() == "prepared"


def test_a_deduction_has_a_ground_and_is_never_more_than_what_is_coming(house):
    ask = {"person": house.ids["Kari"], "ground": "agreement", "words": "forskudd i oktober"}
    refused(house, OFFICE, steps.deduct, **ask, amount_ore=80001)
    refused(house, OFFICE, steps.deduct, **{**ask, "ground": "lyst"}, amount_ore=100)
    house.step("prepare")
    taken = house.acting(OFFICE, steps.deduct, programme=house.of, monday=MONDAY, **ask, amount_ore=12550)
    assert house.status() == "open"
    house.step("prepare", "attest", "approve")
    assert house.pay().splitlines()[1] == "Kari  960  800,00  –  125,50  –  –  0,50  675,00"
    with pytest.raises(UserFacingError, match="47"):
        house.acting(OFFICE, steps.undo_deduction, deduction=taken, reason="feil")
    house.step("pay")
    assert house.pay(WEEK48) == "open  version 0"


def test_rebuilding_changes_no_week(house):
    house.paid_out(MONDAY)
    house.step(*ALL)
    house.day("Kari", FRIDAY)
    before = (house.digest(), house.pay(), house.pay(WEEK48))
    house.place.rebuild()
    assert (house.digest(), house.pay(), house.pay(WEEK48)) == before


def test_a_flat_sum_a_day_a_supplement_and_hours_only(house):
    flat = house.programme("Megling", rate=["day", 30000])
    house.do(
        record.correct, person=house.ids["Ola"], programme=flat, day=TUESDAY, what=Said("present"), reason="lista"
    )
    assert house.pay(of=flat).splitlines()[1] == "Ola  0  300,00  –  –  –  –  –  300,00"
    hours = house.programme("Grønt", kind="standing", cap=360)
    house.day("Ola", WEDNESDAY, of=hours)
    assert house.pay(of=hours).splitlines()[1] == "Ola  360  –  –  –  –  –  –  –"
    house.do(programmes.rule, about=house.of, key="supplement", value=1111, since=FRIDAY)
    house.do(programmes.rule, about=house.of, key="supplement", value=9999, since=WEEK48)
    house.day("Ola", FRIDAY, 187, dirty_minutes=50)
    assert house.pay().splitlines()[2] == "Ola  187  165,09  –  –  –  –  −0,09  165,00"


def test_on_paper_two_with_one_name_have_their_numbers_behind_it(house):
    house.ids["Kari (2)"] = house.person("Kari", number=77)
    house.day("Kari (2)", MONDAY)
    house.step("prepare")
    numbers = [line.number for line in house.ask(week.read, house.of, MONDAY).lines if line.name == "Kari"]
    found = house.ask(week.sheet, house.of, MONDAY)
    assert [line.name for line in found.week.lines] == [f"Kari ({numbers[0]})", f"Kari ({numbers[1]})", "Ola"]
