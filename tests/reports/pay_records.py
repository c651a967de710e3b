"""Finished records of a week's money, made by hand: no store, no session."""

from __future__ import annotations

from datetime import date, timedelta

from alfdesk import money
from alfdesk.pay.records import (
    STATUSES, BagLine, BagMoved, BagSheet, Correction, DayLine, DayList, Deduction, Explained, Head, Line, PaidDay,
    PaySheet, Slip, Step, Week,
)  # fmt: skip
from alfdesk.record import replace

MONDAY = date(2026, 11, 16)
LAST_WEEK = MONDAY - timedelta(7)
SIXTY = "Annabella-Konstanse Margrethe von und zu Hohensteinfurthen Ø"
NAMES = ("Ánne Šoŋŋá", "Đuro Ŋilssen", "Ŧiina Žakk", "Æsæl Ødegård", "Łucja Żak", "Ștefan Țăran", "Kåre-Olai Bø")
PROGRAMME = "Programme that nobody may see"

HEAD = Head(
    organisation="Lillevik arbeid og opplæring AS", list_name="List 3", phone="55 00 00 00", practice=False,
    number="2026-47-A1", digest="0123456789abcdef" * 4, newest="2026-11-20 13:44",
)  # fmt: skip
PRACTICE = replace(HEAD, practice=True)
STEPS = (
    Step("prepared", b"1", "Berit N.", "2026-11-20 12:04"),
    Step("attested", b"2", "Olav Nes", "2026-11-20 12:30"),
    Step("approved", b"3", "Kari Ås", "2026-11-20 13:01"),
    Step("paid", b"1", "Berit N.", "2026-11-20 14:10"),
    Step("locked", b"3", "Kari Ås", "2026-11-20 15:00"),
)


def day(number: int, minutes: int = 240, rate: int = 5000) -> PaidDay:
    """A day of the week, counted from Monday, by the hour."""
    base = money.hourly(minutes, rate)
    return PaidDay(MONDAY + timedelta(number), minutes, "hour", rate, date(2026, 1, 1), base, 0, 0, 0)


def line(name: str = "Ola Nordmann", *days: PaidDay, **changes) -> Line:
    """A person's week; what is to be paid is reckoned from the rest."""
    plain = Line(
        person=b"p" * 16, number=7, name=name, short_name=name, days=days, absent=(),
        minutes=sum(d.minutes for d in days), corrections=(), deductions=(), outstanding_ore=0, paid_ore=0,
        to_pay_ore=0, method="cash", account=None, signed=False,
    )  # fmt: skip
    made = replace(plain, **changes)
    due = made.due_ore
    return replace(made, to_pay_ore=money.cash(due) if made.method == "cash" else max(0, due))


def everyone(count: int) -> tuple[Line, ...]:
    """`count` people, each with four hours on three days."""
    return tuple(line(f"{NAMES[n % 7]} {n}", day(0), day(2), day(4)) for n in range(count))


# Whatever a line can hold at once.
ALL_AT_ONCE = line(
    SIXTY, day(0), day(3, 225), corrections=(Correction(LAST_WEEK, 20000), Correction(LAST_WEEK - timedelta(7), -5050)),
    deductions=(Deduction(b"d", 5000, "agreement", "Workwear"),), outstanding_ore=20000, paid_ore=18750,
)  # fmt: skip


def week(*lines: Line, status: str = "approved", **changes) -> Week:
    plain = Week(
        programme_id=b"w", programme=PROGRAMME, kind="day", list_name="List 3", monday=MONDAY, status=status, version=1,
        steps=STEPS[: STATUSES.index(status)], reopened=False, lines=lines, troubles=(), changed=(),
    )  # fmt: skip
    return replace(plain, **changes)


def sheet(*lines: Line, head: Head = HEAD, **changes) -> PaySheet:
    return PaySheet(head, week(*lines, **changes))


def slip(of: Line, **changes) -> Slip:
    """The slip of a line, with words that would come from the room of pay."""
    plain = Slip(
        head=HEAD, monday=MONDAY, line=of, explained=Explained("3 days × 4 hours × 50 kr", "50,00 kr an hour", ()),
        sentence="You were here 3 days in week 47.", holiday_basis_ore=None, holiday_basis_year_ore=None,
        year_ore=2487500,
    )  # fmt: skip
    return replace(plain, **changes)


def day_line(name: str, team: str | None = None, *, minutes: int = 225, paid: int = 0, method: str = "cash") -> DayLine:
    """A person on a day's list at 50 kr an hour."""
    earned = money.hourly(minutes, 5000)
    due = earned - paid
    to_pay = money.cash(due) if method == "cash" else due
    return DayLine(b"p" * 16, 7, name, team, minutes, earned, paid, to_pay, to_pay - due, method, money.cash(paid))


def day_sheet(*lines: DayLine, status: str = "open", head: Head = HEAD) -> DayList:
    return DayList(head, b"w", MONDAY, status, lines)


def bag(*, paid: int = 12, difference: int | None = 0, reason: str | None = None, head: Head = HEAD) -> BagSheet:
    """41 000 kr were put in, 188 kr paid to each of so many; `difference` None is a bag that is still out."""
    moves = [
        BagMoved("2026-11-16 07:45", "handed_out", "Berit N.", 4000000, {1000: 40}),
        BagMoved("2026-11-16 12:10", "topped_up", "Berit N.", 100000, {500: 2}),
    ]
    moves += [BagMoved("2026-11-16 14:00", "payout", NAMES[n % 7], -18800) for n in range(paid)]
    counted = None if difference is None else 4100000 - 18800 * paid + difference
    if counted is not None:
        moves.append(BagMoved("2026-11-16 15:05", "counted", "Olav Nes", -counted, {1: counted // 100}))
    one = BagLine(
        id=b"b", programme_id=b"w", day=MONDAY, holder_id=b"2", holder="Olav Nes", put_in_ore=4100000,
        paid_ore=18800 * paid, counted_ore=counted, difference_ore=difference, reason=reason, moves=tuple(moves),
    )  # fmt: skip
    return BagSheet(head, one)
