"""The people page and the card: who there is, where she belongs, what today and the last weeks say, who has looked."""

from __future__ import annotations

from datetime import date

import pytest

from alfdesk import directory, people, person_card, programmes
from alfdesk.attendance import day_work, standing
from alfdesk.attendance.record import Said

from .desk import FRIDAY, MONDAY, TODAY, TUESDAY, Desk, table, text


@pytest.fixture
def desk(place, tmp_path):
    """Dagsverket and Gården; Kari works at Gården, Ola comes to Dagsverket, of Siri only the call name is known."""
    desk = Desk(place, tmp_path)
    desk.dagsverket, desk.farm = desk.programme(cap=240), desk.programme("Gården", kind="standing")
    desk.kari = desk.person("Kari", first_name="Kari", last_name="Åsen", birth_year=1987)
    desk.ola = desk.person("Ola", first_name="Ola", last_name="Vik")
    desk.siri = desk.person("Siri")
    desk.do(programmes.enrol, person=desk.kari, programme=desk.farm)
    desk.do(programmes.enrol, person=desk.kari, programme=desk.dagsverket)
    desk.do(programmes.enrol, person=desk.ola, programme=desk.dagsverket, since=TUESDAY)
    return desk


def mark(desk, person, outcome, day, programme=None, **more):
    values = {"person": person, "programme": programme or desk.farm, "day": day}
    desk.do(standing.mark, **values, what=Said(outcome, **more))


def page(desk, today=MONDAY, **more):
    shown = desk.ask(directory.people_page, today=today, **more)
    return table((r.number, r.name, r.programmes or "–", r.outcome, r.missing) for r in shown.rows)


def test_everyone_stands_by_name_and_each_filter_holds_its_own(desk):
    assert page(desk) == text("""
        1  Kari Å.  Dagsverket, Gården  –  False
        2  Ola V.  –  –  False
        3  Siri  –  –  True
    """)
    assert page(desk, only="today") == "1  Kari Å.  Dagsverket, Gården  –  False"
    assert page(desk, only="missing") == "3  Siri  –  –  True"
    desk.do(day_work.arrive, person=desk.siri, programme=desk.dagsverket, day=MONDAY, at_minute=480)
    assert page(desk, only="today").count("\n") == 1
    counts = desk.ask(directory.people_counts, MONDAY)
    assert (counts.all, counts.today, counts.missing) == (3, 2, 1)


def test_a_text_finds_within_the_filter_and_the_lately_seen_first(desk):
    mark(desk, desk.ola, "present", FRIDAY, desk.dagsverket)
    desk.person("Kaia")
    assert page(desk, TODAY, text="v") == "2  Ola V.  Dagsverket  –  False"
    assert page(desk, TODAY, text="ka", only="missing") == "4  Kaia  –  –  True"
    assert page(desk, TODAY, text="x") == ""
    assert [r.call_name for r in desk.ask(directory.people_page, text="k", today=TODAY).rows] == ["Kaia", "Kari"]
    mark(desk, desk.kari, "present", FRIDAY)
    assert [r.call_name for r in desk.ask(directory.people_page, text="k", today=TODAY).rows] == ["Kari", "Kaia"]
    short = desk.ask(directory.people_page, text="k", today=TODAY, limit=1)
    assert (len(short.rows), short.more) == (1, True)
    assert desk.ask(directory.people_page, today=TODAY, limit=4).more is False


def test_a_line_says_how_today_stands(desk):
    team = desk.do(programmes.add_team, programme=desk.dagsverket, name="Inne")
    desk.do(day_work.arrive, person=desk.ola, programme=desk.dagsverket, day=FRIDAY, at_minute=481)
    desk.do(day_work.place, person=desk.ola, programme=desk.dagsverket, day=FRIDAY, team=team)
    desk.do(people.leave_message, person=desk.ola, text="Ring", until=TODAY, today=TODAY)
    mark(desk, desk.kari, "present", MONDAY, from_minute=485)
    mark(desk, desk.kari, "no_show", TUESDAY)
    rows = desk.ask(directory.people_page, today=FRIDAY).rows
    lines = ((r.call_name, r.programme_today, r.team, r.outcome, r.at_minute, r.messages, r.last_seen) for r in rows)
    assert table(lines) == text("""
        Kari  –  –  –  –  0  2026-11-16
        Ola  Dagsverket  Inne  present  481  1  2026-11-20
        Siri  –  –  –  –  0  –
    """)
    assert desk.ask(directory.people_page, today=MONDAY).rows[0].at_minute == 485


# The card ------------------------------------------------------------------------------------------------------------


def test_the_card_says_where_she_belongs_and_how_today_stands(desk):
    mark(desk, desk.kari, "present", MONDAY)
    desk.do(programmes.enrol_until, person=desk.kari, programme=desk.dagsverket, since=None, last=MONDAY)
    card = desk.ask(person_card.card_page, desk.kari, TUESDAY)
    assert (card.name, card.age, card.card.birth_year) == ("Kari Å.", 39, 1987)
    assert table((e.programme, e.from_day, e.to_day, e.now) for e in card.programmes) == text("""
        Gården  –  –  True
        Dagsverket  –  2026-11-16  False
    """)
    assert [(r.programme, r.outcome) for r in card.today] == [("Gården", None)]
    assert (card.changed_by, card.changed_at[:10]) == ("Anne", "22.11.2026")


def test_twelve_weeks_are_a_row_for_each_weekday(desk):
    mark(desk, desk.kari, "present", MONDAY)
    mark(desk, desk.kari, "no_show", MONDAY, desk.dagsverket)
    mark(desk, desk.kari, "reported_absent", date(2026, 11, 10))
    mark(desk, desk.kari, "went_home", date(2026, 9, 4))
    mark(desk, desk.kari, "present", date(2026, 8, 28))  # before the first week
    weeks = desk.ask(person_card.weeks_of, desk.kari, FRIDAY)
    assert (len(weeks.labels), weeks.labels[0], weeks.labels[-1]) == (12, "2026-W36", "2026-W47")
    assert [(d, n, o) for d, row in enumerate(weeks.rows) for n, o in enumerate(row) if o] == [
        (0, 11, "present"), (1, 10, "reported_absent"), (4, 0, "went_home"),
    ]  # fmt: skip
    assert (weeks.present, weeks.reported_absent, weeks.no_show, weeks.turned_away) == (2, 1, 0, 0)
    assert (len(weeks.rows), weeks.expected) == (5, 60)
    desk.do(programmes.close_days, programme=None, first=MONDAY, last=TUESDAY, why="")
    assert desk.ask(person_card.weeks_of, desk.kari, FRIDAY).expected == 58
    assert desk.ask(person_card.weeks_of, desk.ola, FRIDAY).expected is None
    mark(desk, desk.ola, "present", TODAY, desk.dagsverket)
    assert len(desk.ask(person_card.weeks_of, desk.ola, TODAY).rows) == 7


def test_who_has_looked_is_named(desk, clock):
    desk.place.looked("card", desk.kari)
    for what in ("history", "pay", "own week"):
        clock.forward(1)
        desk.place.looked(what, desk.kari)
    lines = desk.ask(person_card.looked_lines, desk.kari)
    assert [f"{line.who}: {line.what}" for line in lines] == [
        "Anne: the own week", "Anne: the pay", "Anne: the history", "Anne: the card",
    ]  # fmt: skip
    assert lines[0].at > lines[-1].at
