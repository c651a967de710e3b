"""Corrections: the old value stays with the reason, and when it was written stays apart from the day it is about."""

from __future__ import annotations

import pytest

from alfdesk import people
from alfdesk.attendance import reads, record
from alfdesk.attendance.record import Said, minutes, sensible
from alfdesk.errors import UserFacingError

from .desk import MONDAY, TUESDAY, Desk, table, text


@pytest.fixture
def desk(place, tmp_path):
    desk = Desk(place, tmp_path)
    desk.dagsverket = desk.programme(cap=240)
    desk.kari = desk.person("Kari")
    return desk


def correct(desk, what, reason, day=MONDAY):
    return desk.do(record.correct, person=desk.kari, programme=desk.dagsverket, day=day, what=what, reason=reason)


def told(desk):
    """History of Kari's days: when it was written, by what, of which day, which outcome, and why the old one fell."""
    changes = [c for c in desk.ask(people.history, desk.kari) if c.table == "attendance"]
    rows = [
        (
            c.at[:10],
            c.command.split(".")[-1],
            c.what,
            (c.after or {}).get("day"),
            (c.after or {}).get("outcome"),
            c.reason,
        )
        for c in changes
    ]
    return table(rows)


def test_the_old_value_is_kept_with_the_reason_and_the_entry_date_apart_from_the_day(desk, clock):
    correct(desk, Said("turned_away", "full"), "Fra lista")
    clock.forward(3 * 24 * 60)
    correct(desk, Said("present", said_minutes=90), "  Hun kom  likevel ")
    assert told(desk) == text("""
        2026-11-22  correct  fact  2026-11-16  turned_away  –
        2026-11-25  correct  void  –  –  Hun kom likevel
        2026-11-25  correct  fact  2026-11-16  present  –
    """)
    assert desk.board(desk.dagsverket) == "–  Kari  present  –  –  90  0"
    assert desk.week(desk.dagsverket) == text("""
        2026-11-16  1  0  0  –
        2026-W47  1  0  0  1 people
    """)
    assert desk.ask(reads.week_counts, desk.dagsverket, 2026, 48).days == {}


def test_a_correction_needs_a_reason_and_says_something_new(desk):
    correct(desk, Said("present"), "Fra lista")
    before = desk.digest()
    for reason in ("", "   ", "x" * 201):
        with pytest.raises(UserFacingError, match="short reason"):
            correct(desk, Said("no_show"), reason)
    assert correct(desk, Said("present"), "Samme") is False
    for what in (
        Said("turned_away"),
        Said("turned_away", "unknown"),
        Said("gone"),
        Said("went_home", "full"),
        Said("present", team=b"x" * 16),
    ):
        with pytest.raises(UserFacingError):
            correct(desk, what, "Feil")
    assert desk.digest() == before


def test_a_correction_can_be_undone_and_the_first_value_stands_again(desk):
    correct(desk, Said("present", said_minutes=90, dirty_minutes=30, note="Ren"), "Fra lista")
    correct(desk, Said("no_show"), "Tok feil")
    with pytest.raises(UserFacingError, match="Undo the correction first"):
        undo_first(desk)
    desk.undo()
    assert desk.board(desk.dagsverket) == "–  Kari  present  –  –  90  30"
    desk.redo()
    assert desk.board(desk.dagsverket) == "–  Kari  no_show  –  –  0  0"
    standing = desk.digest()
    assert desk.rebuilt() == standing


def undo_first(desk):
    from alfdesk.journal import history

    with desk.place.write(batch=True) as work:
        first = [a for a in history.acts(work.session) if a.command == "attendance.record.correct"][-1]
        history.undo(work, stream=first.stream, seq=first.seq)


def test_two_days_do_not_touch_each_other(desk):
    correct(desk, Said("present"), "Fra lista")
    correct(desk, Said("no_show"), "Fra lista", TUESDAY)
    correct(desk, Said("reported_absent"), "Hun ringte", TUESDAY)
    assert [desk.board(desk.dagsverket, day) for day in (MONDAY, TUESDAY)] == [
        "–  Kari  present  –  –  240  0",
        "–  Kari  reported_absent  –  –  0  0",
    ]


def test_only_those_present_have_times_and_hours():
    full = {
        "team": b"t",
        "from_minute": 540,
        "to_minute": 600,
        "said_minutes": 60,
        "dirty_minutes": 5,
        "note": " Ja  da ",
    }
    assert sensible(Said("present", **full)) == Said("present", **full | {"note": "Ja da"})
    for outcome in ("reported_absent", "no_show"):
        assert sensible(Said(outcome, **full)) == Said(outcome, note="Ja da")
    assert sensible(Said("turned_away", "late", **full)) == Said("turned_away", "late", note="Ja da")


@pytest.mark.parametrize(
    ("what", "cap", "wanted"),
    [
        (Said("present"), 240, 240),
        (Said("present"), None, 0),
        (Said("present", said_minutes=300), None, 300),
        (Said("present", said_minutes=0), 240, 0),
        (Said("went_home", from_minute=540, to_minute=541), 240, 1),
        (Said("present", from_minute=540), 240, 240),
        (Said("present", said_minutes=300), 0, 0),
        (Said("present", from_minute=0, to_minute=1440), 240, 240),
        (Said("coming_later", said_minutes=60), 240, 0),
        (Said("turned_away", said_minutes=60), 240, 0),
    ],
)
def test_minutes_of_a_day(what, cap, wanted):
    assert minutes(what, cap) == wanted
