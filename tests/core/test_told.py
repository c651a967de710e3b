"""The journal in words: what a person's history says, and what the toast says of an act."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alfdesk import journal, people, programmes, told
from alfdesk.attendance import day_work, lottery, newcomer, paper, record, standing
from alfdesk.attendance.record import Said

from .desk import MONDAY, TODAY, TUESDAY, Desk, text


@pytest.fixture
def desk(place, tmp_path):
    desk = Desk(place, tmp_path)
    desk.farm = desk.programme("Gården", kind="standing", cap=240)
    desk.kari = desk.person("Kari", first_name="Kari", last_name="Vik", birth_year=1987)
    return desk


def history(desk):
    lines = reversed(desk.ask(told.history_lines, desk.kari))
    return "\n".join("  ".join([line.who, line.act, "; ".join(line.says), line.reason or "–"]) for line in lines)


def said(desk, count=1):
    return [desk.ask(told.act_words, act) for act in desk.ask(journal.acts, limit=count)]


def test_history_says_what_happened_in_words(desk):
    who = {"person": desk.kari, "programme": desk.farm, "day": MONDAY}
    team = desk.do(programmes.add_team, programme=desk.farm, name="Fjøs")
    desk.do(programmes.enrol, person=desk.kari, programme=desk.farm, since=MONDAY)
    desk.do(people.change, person=desk.kari, phone="41 23 45 67", birth_year=1988)
    desk.do(people.change, person=desk.kari, phone=None, payment_method="cash")
    desk.do(standing.mark, **who, what=Said("reported_absent"))
    what = Said("went_home", "left_early", team, 540, 600, note="Hentet egg")
    desk.do(record.correct, **who, what=what, reason="Skrevet feil")
    message = desk.do(people.leave_message, person=desk.kari, text="Ring", until=TODAY, today=TODAY)
    desk.do(people.take_message, message=message)
    desk.undo()
    assert history(desk) == text("""
        Anne  Added  Call name: Kari; First name: Kari; Last name: Vik; Birth year: 1987; Number: 1  –
        Anne  Enrolled  Gården, from 16.11.2026  –
        Anne  Changed  Phone: 41 23 45 67; Birth year: 1988, before: 1987  –
        Anne  Changed  Phone: –, before: 41 23 45 67; Payment: cash  –
        Anne  Marked  16.11. Gården: absence reported  –
        Anne  Corrected  16.11. Gården: {after}, before: absence reported  Skrevet feil
        Anne  Message left  Message: Ring  –
        Anne  Message given  Message: Ring  –
        Anne  Taken back  Message: Ring  –
    """).format(after="went home, left early, Fjøs, 09.00–10.00, Hentet egg")
    desk.undo()
    assert history(desk).splitlines()[-1] == "Anne  Taken back  Does not count: Message: Ring  –"
    assert desk.ask(told.history_lines, desk.kari)[0].at.startswith("22.11.2026 ")


def test_a_day_in_the_history_is_one_short_line(desk):
    """Its own date stands over it already; a time without an end has a word before it; a stay has its programme."""
    who = {"person": desk.kari, "programme": desk.farm}
    desk.do(newcomer.first_time, call_name="Mona", programme=desk.farm, day=TODAY, at_minute=480)
    day_work_ = {"person": desk.kari, "programme": desk.programme(), "day": TODAY}
    with desk.place.write() as work:
        day_work.arrive(work, **day_work_, at_minute=471)
        day_work.place(work, **day_work_, team=None)
    desk.do(standing.mark, **who, day=TODAY, what=Said("present", from_minute=1300))
    desk.do(standing.mark, **who, day=TODAY - timedelta(365), what=Said("went_home", to_minute=600))
    enrolment = desk.do(programmes.enrol, **who)
    desk.do(programmes.end_enrolment, enrolment=enrolment, last=TODAY)
    desk.undo()
    assert history(desk).splitlines()[1:] == text("""
        Anne  Arrived  Dagsverket: number 1, came 07.51, present  –
        Anne  Marked  Gården: present, from 21.40  –
        Anne  Marked  22.11.2025 Gården: went home, until 10.00  –
        Anne  Enrolled  Gården  –
        Anne  Enrolment ended  Gården, until 22.11.2026  –
        Anne  Taken back  Gården, without a last day  –
    """).splitlines()


def test_an_act_is_one_sentence(desk):
    who = {"person": desk.kari, "programme": desk.farm, "day": TODAY}
    sentences = []

    def do(verb, **values):
        desk.do(verb, **values)
        sentences.extend(said(desk))

    do(people.change, person=desk.kari, phone="41 23 45 67")
    do(people.leave_message, person=desk.kari, text="Ring", until=TODAY, today=TODAY)
    do(programmes.enrol, person=desk.kari, programme=desk.farm)
    do(people.renumber, person=desk.kari, number=17)
    for outcome in ("present", "coming_later", "reported_absent", "no_show", "went_home"):
        do(standing.mark, **who, what=Said(outcome))
    do(standing.mark, **who | {"day": MONDAY}, what=Said("present"))
    do(day_work.arrive, **who, at_minute=480)
    do(day_work.turn_away, **who)
    do(day_work.place, **who, team=None)
    team = desk.do(programmes.add_team, programme=desk.farm, name="Fjøs")
    do(day_work.move, **who, team=team)
    do(newcomer.first_time, call_name="Mona", programme=desk.farm, day=TODAY, at_minute=480)
    do(standing.close_roll, programme=desk.farm, day=TODAY)
    do(programmes.add_team, programme=desk.farm, name="Drivhus")
    assert "\n".join(sentences) == text("""
        Kari V. was changed.
        Kari V. has a new message.
        Kari V. is enrolled in Gården.
        Kari V. has number 17.
        Kari V. is present.
        Kari V. comes later.
        Kari V. has reported absence.
        Kari V. did not come.
        Kari V. went home.
        Kari V. is present (16.11.2026).
        Kari V. stands in the queue as number 1.
        Kari V. was turned away.
        Kari V. is present.
        Kari V. has a place in Fjøs.
        Mona is present.
        The roll is closed. 0 people did not come.
        A change was saved.
    """)


def test_taking_back_and_doing_again_say_what(desk):
    desk.do(standing.mark, person=desk.kari, programme=desk.farm, day=TODAY, what=Said("present"))
    desk.undo()
    assert said(desk) == ["Taken back: Kari V. is present."]
    desk.redo()
    assert said(desk) == ["Done again: Kari V. is present."]
    desk.person("Ola")
    desk.undo()
    assert said(desk, 2) == ["Taken back: Ola has number 2.", "Ola has number 2."]


def test_many_entries_are_counted(desk):
    with desk.place.write(batch=True) as work:
        cells = {(desk.kari, day): Said("present") for day in (MONDAY, TUESDAY)}
        paper.type_days(work, programme=desk.farm, days=cells, today=TODAY)
    assert said(desk) == ["Typed from paper: 2 entries."]
    desk.undo()
    assert said(desk) == ["Taken back: Typed from paper: 2 entries."]
    day = {"programme": desk.programme(places=1), "day": TODAY}
    desk.do(day_work.arrive, person=desk.kari, at_minute=480, **day)
    desk.do(lottery.fix_list, **day)
    assert said(desk) == ["List for the draw fixed."]
    desk.do(lottery.draw, dice="11111", **day)
    assert said(desk) == ["Drawn."]
