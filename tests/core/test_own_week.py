"""A person's own week: every sum told in a sentence and in rows that add up to it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from alfdesk import i18n, programmes
from alfdesk.attendance import record, standing
from alfdesk.attendance.record import Said
from alfdesk.errors import UserFacingError
from alfdesk.journal.write import Acting
from alfdesk.pay import own, payouts, steps, week
from alfdesk.pay.records import GROUNDS, STEPS
from alfdesk.store.workplace import Place

from .desk import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Desk, table, text

DAYS = (MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY)
NEXT = MONDAY + timedelta(7)


@pytest.fixture
def desk(place: Place, tmp_path: Path) -> Desk:
    return Desk(place, tmp_path)


class Farm:
    """A standing crew at 50 kr an hour in cash, with Kari."""

    def __init__(self, desk: Desk, **rules) -> None:  # type: ignore[no-untyped-def]
        self.desk = desk
        rules = {"rate": ["hour", 5000], "cap": 240, "method": "cash"} | rules
        self.programme = desk.programme("Gården", "standing", **rules)
        (self.kari,) = desk.crew(self.programme, "Kari")

    def came(self, day: date, minutes: int | None = None, dirty: int | None = None, **more: Any) -> None:
        what = Said("present", said_minutes=minutes, dirty_minutes=dirty)
        values = {"person": self.kari, "programme": self.programme, "day": day, "what": what} | more
        self.desk.do(record.correct if "reason" in more else standing.mark, **values)

    def line(self, monday: date = MONDAY):  # type: ignore[no-untyped-def]
        (line,) = self.desk.ask(week.read, self.programme, monday).lines
        return line

    def told(self, monday: date = MONDAY) -> str:
        """The sentence, the rule, and the rows as they are shown."""
        found = own.explained(self.line(monday))
        assert sum(ore for _words, ore in found.rows) == self.line(monday).to_pay_ore
        return "\n".join(filter(None, (found.sentence, found.rule, table(found.rows)))).replace("\u00a0", " ")

    def rule(self, key: str, value: object, since: date = MONDAY) -> None:
        self.desk.do(programmes.rule, about=self.programme, key=key, value=value, since=since)

    def run(self, monday: date = MONDAY, *, until: str = "paid", today: date | None = None) -> None:
        """The steps, by three people."""
        at = {"programme": self.programme, "monday": monday}
        with self.acting("one") as work:
            steps.prepare(work, **at)
        for step in ("attest", "approve", "pay", "lock")[: STEPS.index(until)]:
            with self.acting(step) as work:
                if step == "pay":
                    steps.pay(work, **at, today=today or monday + timedelta(4), everyone=True)
                else:
                    getattr(steps, step)(work, **at)

    @contextmanager
    def acting(self, name: str):  # type: ignore[no-untyped-def]
        with self.desk.place.write(Acting(name.encode().ljust(16), name, frozenset({"office", "manager"}))) as work:
            yield work


@pytest.fixture
def farm(desk: Desk) -> Farm:
    return Farm(desk)


def test_equal_days_are_said_together(farm: Farm) -> None:
    for day in DAYS:
        farm.came(day, 180 if day == THURSDAY else None)
    assert farm.told() == text("""
        4 days × 4 hours × 50 kr, Thursday 3 hours
        50 kr an hour since 01.01.2026
        Monday 16.11. 4 hours × 50 kr  20000
        Tuesday 17.11. 4 hours × 50 kr  20000
        Wednesday 18.11. 4 hours × 50 kr  20000
        Thursday 19.11. 3 hours × 50 kr  15000
        Friday 20.11. 4 hours × 50 kr  20000
        """)


@pytest.mark.parametrize(
    "language, sentence, rule",
    [("nb", "4 dager × 4 timer × 50 kr, torsdag 3 timer", "50 kr per time fra 01.01.2026"),
     ("nn", "4 dagar × 4 timar × 50 kr, torsdag 3 timar", "50 kr per time frå 01.01.2026")],
)  # fmt: skip
def test_in_norwegian(farm: Farm, language: str, sentence: str, rule: str) -> None:
    for day in DAYS:
        farm.came(day, 180 if day == THURSDAY else None)
    i18n.use(language)
    found = own.explained(farm.line())
    assert [t.replace("\u00a0", " ") for t in (found.sentence, found.rule)] == [sentence, rule]


def test_a_rate_that_changes_inside_the_week_is_said_where_it_changes(farm: Farm) -> None:
    for day in DAYS:
        farm.came(day)
    farm.rule("rate", ["hour", 5450], THURSDAY)
    assert farm.told().splitlines()[:2] == [
        "3 days × 4 hours × 50 kr, 2 days × 4 hours × 54,50 kr",
        "50 kr an hour since 01.01.2026; 54,50 kr an hour since 19.11.2026",
    ]


def test_supplements_flat_days_and_hours_only(farm: Farm) -> None:
    farm.rule("supplement", 1000, date(2026, 1, 1))
    farm.came(MONDAY, 211, dirty=90)
    farm.rule("rate", ["day", 17_550], TUESDAY)
    farm.came(TUESDAY)
    assert farm.told() == text("""
        Monday 3 hours 31 min × 50 kr, Tuesday 175,50 kr, supplement 1 hour 30 min × 10 kr
        50 kr an hour since 01.01.2026; 175,50 kr a day since 17.11.2026
        Monday 16.11. 3 hours 31 min × 50 kr  17583
        Monday 16.11. supplement 1 hour 30 min × 10 kr  1500
        Tuesday 17.11. 4 hours  17550
        Rounding to whole kroner  -33
        """)


def test_where_no_rate_is_set_only_hours_are_told(desk: Desk) -> None:
    programme = desk.programme("Verkstedet", "standing", cap=300)
    (siv,) = desk.crew(programme, "Siv")
    for day in (MONDAY, TUESDAY):
        desk.do(standing.mark, person=siv, programme=programme, day=day, what=Said("present"))
    (slip,) = desk.ask(own.my_week, siv, MONDAY)
    assert (slip.explained.sentence, slip.explained.rule, slip.sentence) == (
        "2 days × 5 hours", "", "You were here 2 days in week 47."
    )  # fmt: skip


def test_what_was_paid_held_back_and_corrected_stands_in_the_rows(farm: Farm) -> None:
    for day in DAYS[:3]:
        farm.came(day, 225)
    desk, at = farm.desk, {"programme": farm.programme, "monday": MONDAY}
    desk.do(payouts.pay_day, programme=farm.programme, day=MONDAY, today=MONDAY)
    desk.do(steps.deduct, **at, person=farm.kari, amount_ore=5000, ground="agreement", words="gloves")
    assert farm.told() == text("""
        3 days × 3 hours 45 min × 50 kr
        50 kr an hour since 01.01.2026
        Monday 16.11. 3 hours 45 min × 50 kr  18750
        Tuesday 17.11. 3 hours 45 min × 50 kr  18750
        Wednesday 18.11. 3 hours 45 min × 50 kr  18750
        Deducted by agreement: gloves  -5000
        Paid on the day  -18750
        """)
    farm.run(until="locked")
    farm.came(TUESDAY, 60, reason="went at ten")
    farm.came(NEXT, 240)
    assert farm.told(NEXT) == text("""
        Monday 4 hours × 50 kr
        50 kr an hour since 01.01.2026
        Monday 23.11. 4 hours × 50 kr  20000
        Correction of week 47  -13750
        Rounding to whole kroner  50
        """)


def test_each_ground_is_told_as_what_it_is(farm: Farm) -> None:
    farm.came(MONDAY, 225)
    at = {"programme": farm.programme, "monday": MONDAY, "person": farm.kari}
    for ore, ground in enumerate(GROUNDS, 1):
        farm.desk.do(steps.deduct, **at, amount_ore=100 * ore, ground=ground, words="gloves")
    assert farm.told().splitlines()[3:] == [
        "Deducted by agreement: gloves  -100", "Deducted by law: gloves  -200",
        "Deducted as you have admitted: gloves  -300", "Rounding to whole kroner  50",
    ]  # fmt: skip


def test_less_than_nothing_is_carried(farm: Farm) -> None:
    farm.came(MONDAY, 240)
    farm.run(until="paid")
    farm.came(MONDAY, 60, reason="went at ten")
    assert farm.told(NEXT) == text("""
        Correction of week 47  -15000
        Carried over to next week  15000
        """)
    (slip,) = farm.desk.ask(own.my_week, farm.kari, NEXT)
    assert slip.sentence == "You get nothing for week 48."


def test_the_slip_says_it_in_words(farm: Farm) -> None:
    desk = farm.desk
    assert desk.ask(own.my_week, farm.kari, MONDAY) == ()
    for day in DAYS[:4]:
        farm.came(day)
    (slip,) = desk.ask(own.my_week, farm.kari, MONDAY)
    assert slip.sentence.replace("\u00a0", " ") == "You were here 4 days in week 47 and get 800 kr."
    with pytest.raises(UserFacingError, match=r"^Week 47 is not prepared yet\. Prepare it first\.$"):
        desk.ask(own.slips, farm.programme, MONDAY)
    for day in DAYS[:4]:
        desk.do(payouts.pay_day, programme=farm.programme, day=day, today=day)
    (slip,) = desk.ask(own.my_week, farm.kari, MONDAY)
    assert slip.sentence == "You were here 4 days in week 47, and all of it is paid."
    assert slip.year_ore == 80_000


def test_a_slip_for_everyone_or_for_some(farm: Farm) -> None:
    desk = farm.desk
    (ola,) = desk.crew(farm.programme, "Ola")
    farm.came(MONDAY)
    farm.came(MONDAY, 60, person=ola)
    farm.run(until="prepared")
    every = desk.ask(own.slips, farm.programme, MONDAY)
    assert [(s.line.name, s.head.number, s.line.to_pay_ore) for s in every] == [
        ("Kari", "2026-47-A1-1", 20_000), ("Ola", "2026-47-A1-2", 5_000),
    ]  # fmt: skip
    assert len({s.head.digest for s in every}) == 2
    assert [s.line.name for s in desk.ask(own.slips, farm.programme, MONDAY, persons=[ola])] == ["Ola"]
    assert {s.head.practice for s in desk.ask(own.slips, farm.programme, MONDAY, practice=True)} == {True}


def test_the_basis_for_holiday_pay_is_the_years_so_far(farm: Farm) -> None:
    desk = farm.desk
    farm.came(MONDAY)
    farm.run(until="locked")
    farm.came(NEXT, 60)
    (slip,) = desk.ask(own.my_week, farm.kari, NEXT)
    assert (slip.holiday_basis_ore, slip.holiday_basis_year_ore) == (None, None)
    farm.rule("holiday_basis", True, date(2026, 1, 1))
    (slip,) = desk.ask(own.my_week, farm.kari, NEXT)
    assert (slip.holiday_basis_ore, slip.holiday_basis_year_ore, slip.year_ore) == (5_000, 25_000, 20_000)
    farm.rule("holiday_basis", False, NEXT)
    (slip,) = desk.ask(own.my_week, farm.kari, NEXT)
    assert slip.holiday_basis_ore is None


def test_a_year_counts_what_was_handed_over_in_it_from_every_programme(desk: Desk) -> None:
    one, two = Farm(desk), desk.programme("Verkstedet", "standing", rate=["day", 12_345], method="bank")
    one.came(MONDAY, 225)
    desk.do(programmes.enrol, person=one.kari, programme=two)
    desk.do(standing.mark, person=one.kari, programme=two, day=TUESDAY, what=Said("present"))
    one.run()
    one.programme = two
    one.run(today=date(2027, 1, 4))
    assert desk.ask(own.paid_in_year, [one.kari], 2026) == {one.kari: 18_800}
    assert desk.ask(own.paid_in_year, [one.kari], 2027) == {one.kari: 12_345}
    assert [s.line.to_pay_ore for s in desk.ask(own.my_week, one.kari, MONDAY)] == [18_800, 12_345]
