"""Where a person's money goes, and how long it is kept that it went there."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from alfdesk import people, programmes, retention, staff, told
from alfdesk.attendance import standing
from alfdesk.attendance.record import Said
from alfdesk.errors import ListRefused, NotAllowed, UserFacingError
from alfdesk.journal import history
from alfdesk.journal.write import Acting
from alfdesk.pay import bag, payouts, steps
from alfdesk.person_fields import account, account_written
from alfdesk.store.workplace import Place
from tests.support import SetClock

from .desk import MONDAY, TODAY, Desk, text

NUMBER = "86011117947"


@pytest.fixture
def desk(place: Place, tmp_path: Path) -> Desk:
    return Desk(place, tmp_path)


# Account numbers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", [NUMBER, "8601.11.17947", " 8601 11 17947\n", "8601-11-17947", "8601 1117947"])
def test_eleven_digits_however_they_are_written(written: str) -> None:
    assert account(written) == NUMBER


def test_nothing_is_no_account_and_the_post_banks_own_keep_their_zeros() -> None:
    assert [account(nothing) for nothing in (None, "", "  ")] == [None, None, None]
    assert account("0000.40.90403") == "00004090403"


@pytest.mark.parametrize(
    "wrong", ["86011117946", "68011117947", "8601111794", "860111179470", "8601111794x", "NO9386011117947", "4090403"]
)
def test_what_is_no_norwegian_account_is_refused(desk: Desk, wrong: str) -> None:
    sentence = r"^This is not a Norwegian account number\. Check the eleven digits\.$"
    with pytest.raises(UserFacingError, match=sentence):
        account(wrong)
    kari = desk.person("Kari")
    for verb, values in ((people.register, {"call_name": "Ola"}), (people.change, {"person": kari})):
        with pytest.raises(UserFacingError, match=sentence):
            desk.do(verb, account=wrong, **values)


def test_a_card_shows_the_last_four_and_history_says_only_that_it_changed(desk: Desk) -> None:
    kari = desk.person("Kari", account="8601.11.17947")
    assert desk.ask(people.card, kari, TODAY).account == NUMBER
    assert (account_written(NUMBER), account_written(NUMBER, whole=True)) == ("•••• 7947", "8601.11.17947")
    assert account_written(None) == ""
    desk.do(people.change, person=kari, account=None)
    desk.do(people.change, person=kari, account="1234.56.78903")
    newest = desk.ask(told.history_lines, kari)[0]
    assert newest.says == ("Account number changed",)
    every = str([desk.ask(told.history_lines, kari), desk.ask(people.history, kari)])
    assert NUMBER not in every and "12345678903" not in every
    assert [desk.ask(told.act_words, act) for act in desk.ask(history.acts, limit=1)] == ["Kari was changed."]
    desk.undo()
    assert desk.ask(people.card, kari, TODAY).account is None
    assert desk.rebuilt() == desk.digest()


@pytest.mark.parametrize("heading", ["konto", "Kontonummer"])
def test_a_list_of_people_may_bring_it(desk: Desk, heading: str) -> None:
    desk.read_people(f"""
        nummer;fornavn;{heading}
        1;Kari;8601.11.17947
        2;Ola;
        """)
    cards = [desk.ask(people.card, desk.ask(people.by_number, n), TODAY).account for n in (1, 2)]
    assert cards == [NUMBER, None]
    again = desk.read_people("nummer;fornavn\n1;Kari\n")
    assert again.written == 0
    with pytest.raises(ListRefused) as said:
        desk.read_people(f"nummer;fornavn;{heading}\n1;Kari;8601.11.17948\n")
    assert said.value.lines == ((2, "This is not a Norwegian account number. Check the eleven digits."),)


def test_a_workbook_that_took_it_for_a_number_has_lost_its_zeros(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("nummer", "fornavn", "konto"), (1, "Kari", 4090403), (2, "Ola", float(NUMBER))):
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    desk.read_people(tmp_path / "people.xlsx")
    cards = [desk.ask(people.card, desk.ask(people.by_number, n), TODAY).account for n in (1, 2)]
    assert cards == ["00004090403", NUMBER]


# Money is kept -------------------------------------------------------------------------------------------------------


def paid(desk: Desk, day: date = MONDAY, today: date | None = None) -> tuple[bytes, bytes]:
    programme = desk.programme("Gården", "standing", rate=["hour", 5000], cap=240, method="cash")
    (kari,) = desk.crew(programme, "Kari")
    desk.do(standing.mark, person=kari, programme=programme, day=day, what=Said("present"))
    desk.do(payouts.pay_day, programme=programme, day=day, today=today or day)
    return programme, kari


def test_a_person_who_was_paid_is_not_erased_before_the_law_lets_her(desk: Desk, clock: SetClock) -> None:
    _programme, kari = paid(desk, date(2026, 12, 31), today=date(2027, 1, 4))
    before = desk.digest()
    sentence = r"^The payments must be kept until 31\.12\.2032\. Nothing is erased\.$"
    with pytest.raises(UserFacingError, match=sentence):
        desk.do(people.erase, person=kari)
    assert desk.digest() == before
    last = date(2032, 12, 31)
    clock.forward(24 * 60 * (last - date(2026, 11, 22)).days)
    with pytest.raises(UserFacingError, match=sentence):
        desk.do(people.erase, person=kari)
    clock.forward(24 * 60)
    desk.do(people.erase, person=kari)
    assert desk.ask(people.everyone) == {}


def test_what_was_reckoned_is_kept_and_so_is_what_was_taken_back(desk: Desk) -> None:
    programme, kari = paid(desk)
    desk.do(payouts.take_back, programme=programme, person=kari, day=MONDAY, reason="not so")
    with pytest.raises(UserFacingError, match=r"until 31\.12\.2031"):
        desk.do(people.erase, person=kari)
    (siv,) = desk.crew(programme, "Siv")
    desk.do(standing.mark, person=siv, programme=programme, day=date(2026, 12, 31), what=Said("present"))
    desk.do(steps.prepare, programme=programme, monday=date(2026, 12, 28))
    with pytest.raises(UserFacingError, match=r"until 31\.12\.2032"):
        desk.do(people.erase, person=siv)  # week 53 ends in 2027


def test_the_number_of_years_is_a_rule_with_a_date(desk: Desk, place: Place) -> None:
    _programme, kari = paid(desk)
    (workplace,) = [row for (row,) in place.cursor().execute("SELECT id FROM workplace")]
    for years, since, until in ((10, date(2027, 1, 1), 2031), (7, date(2026, 6, 1), 2033)):
        desk.do(programmes.rule, about=workplace, key="payments_kept", value=years, since=since)
        with pytest.raises(UserFacingError, match=rf"until 31\.12\.{until}\."):
            desk.do(people.erase, person=kari)
    for wrong in (0, 101, "5"):
        with pytest.raises(UserFacingError, match="can't be used for payments_kept"):
            desk.do(programmes.rule, about=workplace, key="payments_kept", value=wrong, since=MONDAY)


def test_nobody_is_due_before_her_payments_may_go(desk: Desk) -> None:
    programme, kari = paid(desk)
    desk.do(programmes.change, programme=programme, retention_months=12)
    (siv,) = [desk.person("Siv")]
    desk.do(programmes.enrol_until, person=siv, programme=programme, since=None, last=MONDAY)
    due = {one.person: one.due for one in desk.ask(retention.due, date(2030, 1, 1))}
    assert due == {siv: date(2027, 11, 16)}
    due = {one.person: one.due for one in desk.ask(retention.due, date(2032, 1, 1))}
    assert due == {siv: date(2027, 11, 16), kari: date(2032, 1, 1)}


def test_somebody_who_only_came_is_erased(desk: Desk) -> None:
    programme = desk.programme("Gården", "standing", rate=["hour", 5000], cap=240)
    (kari,) = desk.crew(programme, "Kari")
    desk.do(standing.mark, person=kari, programme=programme, day=MONDAY, what=Said("present"))
    desk.do(people.erase, person=kari)
    assert desk.ask(people.everyone) == {}


def test_a_counted_bag_adds_up_when_somebody_paid_from_it_is_erased(desk: Desk, clock: SetClock) -> None:
    programme = desk.programme("Gården", "standing", rate=["hour", 5000], cap=240, method="cash")
    (kari,) = desk.crew(programme, "Kari")
    desk.do(standing.mark, person=kari, programme=programme, day=MONDAY, what=Said("present"))
    one = desk.do(bag.hand_out, programme=programme, day=MONDAY, holder=desk.place.owner, counts={200: 2})
    desk.do(payouts.pay_day, programme=programme, day=MONDAY, today=MONDAY, bag=one)
    desk.do(bag.count, bag=one, counts={200: 1})
    clock.forward(24 * 60 * 366 * 6)
    desk.do(people.erase, person=kari)
    line = desk.ask(bag.of, one)
    assert (line.put_in_ore, line.paid_ore, line.counted_ore, line.status) == (40_000, 20_000, 20_000, "returned")


# Staff who are on the lists themselves ------------------------------------------------------------------------------


def test_a_member_of_staff_is_tied_to_a_person_by_an_administrator(desk: Desk, place: Place) -> None:
    kari = desk.person("Kari")
    anne = place.owner
    with pytest.raises(NotAllowed):
        with place.write(Acting(anne, "Anne", frozenset({"manager"}))) as work:
            staff.also_person(work, staff=anne, person=kari)
    for values, sentence in (
        ({"staff": b"n" * 16, "person": kari}, "There is no member of staff with that name. Nothing has changed."),
        ({"staff": anne, "person": b"n" * 16}, "There is no such person. Nothing has changed."),
    ):
        with pytest.raises(UserFacingError) as said:
            desk.do(staff.also_person, **values)
        assert str(said.value) == sentence
    assert desk.do(staff.also_person, staff=anne, person=kari) is True
    assert desk.do(staff.also_person, staff=anne, person=kari) is False
    (signed,) = place.cursor().execute(
        "SELECT signature IS NOT NULL FROM entry WHERE command='staff.also_person'"
    ).fetchone()  # fmt: skip
    assert signed
    assert desk.do(staff.also_person, staff=anne, person=None) is True


# Told ----------------------------------------------------------------------------------------------------------------


def test_the_acts_of_pay_are_told_in_words(desk: Desk) -> None:
    programme, kari = paid(desk)
    desk.do(payouts.take_back, programme=programme, person=kari, day=MONDAY, reason="not so")
    one = desk.do(bag.hand_out, programme=programme, day=MONDAY, holder=desk.place.owner, counts={200: 2})
    desk.do(bag.top_up, bag=one, counts={50: 1})
    desk.do(payouts.pay_day, programme=programme, day=MONDAY, today=MONDAY, bag=one)
    desk.do(bag.count, bag=one, counts={200: 1})
    desk.do(bag.explain, bag=one, reason="lost")
    desk.do(standing.mark, person=kari, programme=programme, day=MONDAY + timedelta(1), what=Said("present"))
    at = {"programme": programme, "monday": MONDAY}
    desk.do(steps.deduct, **at, person=kari, amount_ore=100, ground="law", words="tax")
    desk.do(steps.prepare, **at)
    desk.do(steps.send_back, **at, reason="wrong")
    acts = desk.ask(history.acts, limit=11)
    words = [desk.ask(told.act_words, act).replace("\u00a0", " ") for act in reversed(acts)]
    assert "\n".join(words) == text("""
        Kari was paid 200 kr (16.11.2026).
        Payout taken back.
        Cash bag handed out: 400 kr (16.11.2026).
        Cash bag topped up: 50 kr.
        Kari was paid 200 kr (16.11.2026).
        Cash bag counted: 200 kr.
        Difference in cash bag explained.
        Kari is present (17.11.2026).
        Deduction added.
        Week 47 of Gården is prepared.
        Week 47 of Gården is sent back.
        """)
    says = [(line.act, *line.says) for line in reversed(desk.ask(told.history_lines, kari))]
    assert "\n".join(" | ".join(one).replace("\u00a0", " ") for one in says[3:]) == text("""
        Paid on the day | 16.11. Gården: paid 200 kr
        Payout taken back | Does not count: 16.11. Gården: paid 200 kr
        Paid on the day | 16.11. Gården: paid 200 kr
        Marked | 17.11. Gården: present
        Deduction added | Gården week 47: 1 kr held back
        Week prepared | Gården week 47: to be paid 199 kr
        """)
