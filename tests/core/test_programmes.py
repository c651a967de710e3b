"""Programmes: rules that hold from a date, names fit for a wall, teams, closed days, and how long data live."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from alfdesk import people, programmes, retention
from alfdesk.attendance import day_work
from alfdesk.errors import UserFacingError

from .desk import FRIDAY, MONDAY, TODAY, TUESDAY, WEDNESDAY, Desk, table, text

NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def desk(place, tmp_path):
    return Desk(place, tmp_path)


def test_a_rule_holds_from_its_date_in_whatever_order_they_were_written(desk):
    wanted = [None, 100, 100, 150, 200]
    days = [date(2025, 12, 31), NEW_YEAR, date(2026, 5, 31), date(2026, 6, 1), date(2027, 1, 1)]
    dated = {NEW_YEAR: 100, date(2026, 6, 1): 150, date(2026, 11, 1): 200}
    for order in permutations(dated):
        about = desk.programme(f"P{[d.month for d in order]}")
        with desk.place.write() as work:
            for since in order:
                programmes.rule(work, about=about, key="cap", value=dated[since], since=since)
        assert [desk.ask(programmes.rules, about).on(day, "cap") for day in days] == wanted


def test_a_second_value_for_a_day_takes_the_first_one_s_place_and_undo_brings_it_back(desk):
    about = desk.programme(cap=100)
    assert desk.do(programmes.rule, about=about, key="cap", value=100, since=NEW_YEAR) is False
    assert desk.do(programmes.rule, about=about, key="cap", value=90, since=NEW_YEAR) is True
    assert desk.ask(programmes.rules, about).values["cap"] == ((NEW_YEAR, 90),)
    desk.undo()
    assert desk.ask(programmes.rules, about).values["cap"] == ((NEW_YEAR, 100),)


NO_SENSE = [
    ("cap", -1),
    ("cap", 1441),
    ("cap", 4.5),
    ("cap", True),
    ("cap", "240"),
    ("places", -1),
    ("rate", 5000),
    ("rate", ["hour", -1]),
    ("rate", ["week", 5]),
    ("rate", ["hour", 1.5]),
    ("method", "vipps"),
    ("selection", "face"),
    ("lottery_weight", 0),
    ("starts", 1440),
    ("in_use", 1),
    ("meeting_place", "x" * 201),
    ("colour", "red"),
]


def test_a_value_that_makes_no_sense_is_refused(desk):
    about = desk.programme()
    before = desk.digest()
    for key, value in NO_SENSE:
        with pytest.raises(UserFacingError):
            desk.do(programmes.rule, about=about, key=key, value=value, since=NEW_YEAR)
    assert desk.digest() == before


def test_a_list_name_is_neutral_by_itself_and_never_contains_a_programme_s_name(desk):
    for name in ("Dagsverket", "List", "MB", "A", "Sheet", "7"):
        desk.programme(name)
    shown = [(p.name, p.list_name) for p in desk.ask(programmes.everyone)]
    names = [n for n, _list in shown]
    assert len({listed for _n, listed in shown}) == 6
    assert [listed for own, listed in shown if programmes.reveals(listed, [own])] == []
    one = desk.ask(programmes.by_name, "dagsverket ").id
    for listed in ("Dagsverket", "dagsverket mandag", "Nydagsverketlista", "Gruppe MB", "mb", "A"):
        with pytest.raises(UserFacingError, match="neutral"):
            desk.do(programmes.change, programme=one, list_name=listed)
        with pytest.raises(UserFacingError, match="neutral"):
            desk.do(programmes.found, name="Ny", kind="day", list_name=listed)
    with pytest.raises(UserFacingError, match="neutral"):
        desk.do(programmes.change, programme=one, name=shown[0][1])
    for listed in ("Ambar", "Gruppe blå", "Hagelag"):
        assert desk.do(programmes.change, programme=one, list_name=listed)
    assert "Dagsverket" in names


def test_names_are_unique_and_never_empty_and_a_kind_stays(desk):
    one = desk.programme("Framnes", kind="standing")
    desk.programme("Dagsverket")
    for fields in (
        {"name": "framnes", "kind": "day"},
        {"name": " ", "kind": "day"},
        {"name": "Ny", "kind": "weekly"},
        {"name": "x" * 81, "kind": "day"},
    ):
        with pytest.raises(UserFacingError):
            desk.do(programmes.found, **fields)
    for fields in ({"name": "DAGSVERKET"}, {"name": ""}, {"retention_months": -1}, {"legal_basis": "x" * 201}):
        with pytest.raises(UserFacingError):
            desk.do(programmes.change, programme=one, **fields)
    with pytest.raises(UserFacingError, match="can't change its kind"):
        desk.do(programmes.set_up, name="Framnes", kind="day", since=NEW_YEAR, fields={}, rules={})


def test_places_are_the_programme_s_own_else_the_sum_of_its_teams_in_use(desk):
    about = desk.programme()
    teams = [desk.do(programmes.add_team, programme=about, name=name) for name in ("Inne", "Ute", "Kai")]
    assert desk.do(programmes.add_team, programme=about, name=" INNE ") == teams[0]
    assert desk.ask(programmes.places, about, MONDAY) is None
    for team, places in zip(teams, (5, 7, None), strict=True):
        if places:
            desk.do(programmes.rule, about=team, key="places", value=places, since=NEW_YEAR)
    desk.do(programmes.rule, about=teams[1], key="in_use", value=False, since=WEDNESDAY)
    desk.do(programmes.rule, about=about, key="places", value=3, since=FRIDAY)
    assert [desk.ask(programmes.places, about, day) for day in (MONDAY, TUESDAY, WEDNESDAY, FRIDAY)] == [12, 12, 5, 3]


def test_closed_days_are_red_days_everybody_s_and_the_programme_s_own(desk):
    one, other = desk.programme("Dagsverket"), desk.programme("Framnes")
    desk.do(programmes.close_days, programme=None, first=MONDAY, last=MONDAY, why="Flytting")
    desk.do(programmes.close_days, programme=one, first=TUESDAY, last=WEDNESDAY, why="")
    days = [MONDAY, TUESDAY, WEDNESDAY, FRIDAY, date(2026, 12, 25)]
    assert table(
        (n, *(desk.ask(programmes.closed, p, days).get(d) for d in days)) for n, p in (("one", one), ("other", other))
    ) == text("""
        one  Flytting  closed  closed  –  Første juledag
        other  Flytting  –  –  –  Første juledag
    """)
    with pytest.raises(UserFacingError):
        desk.do(programmes.close_days, programme=one, first=TUESDAY, last=MONDAY, why="")


def test_somebody_is_enrolled_from_a_date_to_a_date(desk):
    about, kari = desk.programme("Framnes", kind="standing"), desk.person("Kari")
    first = desk.do(programmes.enrol, person=kari, programme=about, since=TUESDAY)
    assert desk.do(programmes.enrol, person=kari, programme=about, since=WEDNESDAY) is None
    assert [desk.ask(programmes.crew, about, d) for d in (MONDAY, TUESDAY, FRIDAY)] == [[], [kari], [kari]]
    desk.do(programmes.end_enrolment, enrolment=first, last=WEDNESDAY)
    assert [desk.ask(programmes.crew, about, d) for d in (TUESDAY, WEDNESDAY, FRIDAY)] == [[kari], [kari], []]
    with pytest.raises(UserFacingError):
        desk.do(programmes.end_enrolment, enrolment=first, last=MONDAY)
    assert desk.do(programmes.enrol, person=kari, programme=about, since=FRIDAY)


def test_who_is_due_to_be_erased_is_counted_by_each_programme_s_own_retention(desk):
    kept = {name: desk.programme(name) for name in ("Kort", "Lang", "Ingen")}
    desk.do(programmes.change, programme=kept["Kort"], retention_months=1)
    desk.do(programmes.change, programme=kept["Lang"], retention_months=24)
    names = {}
    for name, programme, since, last, came in (
        ("ended", "Kort", NEW_YEAR, date(2026, 3, 31), None),
        ("long kept", "Lang", NEW_YEAR, date(2026, 3, 31), None),
        ("no limit", "Ingen", NEW_YEAR, date(2026, 3, 31), None),
        ("still in", "Kort", NEW_YEAR, None, date(2026, 2, 1)),
        ("came last", "Kort", NEW_YEAR, date(2026, 3, 31), date(2026, 10, 22)),
        ("came later", "Kort", NEW_YEAR, date(2026, 3, 31), date(2026, 10, 23)),
        ("from a list", "Kort", None, None, date(2026, 2, 28)),
        ("never came", "Kort", None, None, None),
    ):
        names[who] = name if (who := desk.person(name)) else ""
        if last:
            desk.do(programmes.enrol_until, person=who, programme=kept[programme], since=since, last=last)
        else:
            desk.do(programmes.enrol, person=who, programme=kept[programme], since=since)
        if came:
            desk.do(day_work.turn_away, person=who, programme=kept[programme], day=came)
    assert table((names[d.person], d.last_day, d.due) for d in desk.ask(retention.due, TODAY)) == text("""
        from a list  2026-02-28  2026-03-28
        ended  2026-03-31  2026-04-30
        came last  2026-10-22  2026-11-22
    """)
    assert [names[d.person] for d in desk.ask(retention.due, date(2026, 11, 23))][-1] == "came later"
    desk.do(people.erase, person=next(p for p, n in names.items() if n == "ended"))
    assert len(desk.ask(retention.due, TODAY)) == 2


def test_the_office_can_lengthen_the_short_list_of_reasons(desk):
    about, kari = desk.programme(), desk.person("Kari")
    assert desk.ask(programmes.reasons) == {"full": "full", "late": "late", "other": "other"}
    with pytest.raises(UserFacingError, match="from the list"):
        desk.do(day_work.turn_away, person=kari, programme=about, day=MONDAY, reason="klær")
    desk.do(programmes.add_reason, code="Klær", words="Klær som ikke holder")
    assert list(desk.ask(programmes.reasons)) == ["full", "late", "other", "klær"]
    desk.do(day_work.turn_away, person=kari, programme=about, day=MONDAY, reason="klær")
    assert desk.board(about) == "–  Kari  turned_away  klær  –  0  0"
    for code in ("klær", "FULL", "", "x" * 21):
        with pytest.raises(UserFacingError):
            desk.do(programmes.add_reason, code=code, words="En gang til")
