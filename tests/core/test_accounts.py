"""A seller's account: what she owes and repays, what is held for her and paid out, and that nothing is paid twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alfdesk.errors import NotAllowed, UserFacingError
from alfdesk.journal.write import Acting
from alfdesk.sales import accounts, rules, sellers, selling, settling, statement, till
from alfdesk.store.workplace import Place

from .desk import Desk, table, text
from .selling_desk import FRIDAY, MONDAY, TEN, TUESDAY, Selling


class Accounts(Selling):
    """With acts on Kari's account in one line each."""

    def repay(self, ore: int, pay: str = "cash", **more):  # type: ignore[no-untyped-def]
        return self._do(accounts.repay, amount_ore=ore, pay=pay, outlet=self.outlet,
                        **{"publication": self.publication, **more})  # fmt: skip

    def hold(self, ore: int, reason: str = "Vipps on Saturday", **more):  # type: ignore[no-untyped-def]
        return self._do(accounts.hold, amount_ore=ore, reason=reason, **{"publication": self.publication, **more})

    def pay_out(self, ore: int, pay: str = "cash", **more):  # type: ignore[no-untyped-def]
        outlet = self.outlet if pay == "cash" else None
        return self._do(accounts.pay_out, amount_ore=ore, pay=pay, **{"outlet": outlet, **more})

    def set_off(self, ore: int, **more):  # type: ignore[no-untyped-def]
        return self._do(accounts.set_off, amount_ore=ore, publication=self.publication, **more)

    def write_off(self, ore: int, reason: str = "She moved away", **more):  # type: ignore[no-untyped-def]
        return self._do(accounts.write_off, amount_ore=ore, publication=self.publication, reason=reason, **more)

    def _do(self, verb, **values):  # type: ignore[no-untyped-def]
        return self.desk.do(verb, **{"person": self.kari, "day": MONDAY, "at_minute": TEN, **values})

    def settle(self, counts: dict[int, int], day: date = MONDAY):  # type: ignore[no-untyped-def]
        return self.desk.do(settling.settle, outlet=self.outlet, day=day, at_minute=TEN, counts=counts)

    def lines(self):  # type: ignore[no-untyped-def]
        return self.desk.ask(statement.account_lines, self.kari, MONDAY, FRIDAY)

    def of_kari(self) -> str:
        """Bought, returned, paid, owes, held; what the till should hold."""
        return f"{self.account(self.kari)}  |  {self.desk.ask(till.should_hold, self.outlet, MONDAY)}"

    def held(self) -> str:
        """Amount and what is left of it, øre."""
        return table((h.amount_ore, h.left_ore) for h in self.desk.ask(accounts.held, self.kari))


@pytest.fixture
def shop(place: Place, tmp_path: Path) -> Accounts:
    return Accounts(Desk(place, tmp_path))


def refused(shop: Accounts, sentence: str, act, *args, **values) -> None:  # type: ignore[no-untyped-def]
    before = shop.desk.digest()
    with pytest.raises(UserFacingError) as said:
        act(*args, **values)
    assert str(said.value).replace("\u00a0", " ") == sentence
    assert shop.desk.digest() == before


def test_credit_is_repaid_in_cash_and_by_vipps(shop: Accounts) -> None:
    shop.sell(shop.kari, 10, "credit")
    assert shop.of_kari() == "10  0  0  50000  0  |  0"
    shop.repay(20_000)
    shop.repay(10_000, "vipps")
    assert shop.of_kari() == "10  0  30000  20000  0  |  20000"
    shop.write_off(15_000)
    assert shop.of_kari() == "10  0  30000  5000  0  |  20000"
    refused(shop, "She owes 50 kr. Nothing has changed.", shop.repay, 5_001)
    refused(shop, "She owes 50 kr. Nothing has changed.", shop.write_off, 5_001)
    refused(shop, "She owes 0 kr. Nothing has changed.", shop.repay, 100, publication=b"n" * 16)
    refused(shop, "She pays back in cash or by Vipps.", shop.repay, 100, "credit")
    for nothing in (0, -100, 1.5, True):
        refused(shop, "Write an amount above zero.", shop.repay, nothing)
    refused(shop, "Write in a few words why.", shop.write_off, 100, " ")
    assert shop.desk.rebuilt() == shop.desk.digest()


def test_only_the_office_writes_off(shop: Accounts) -> None:
    shop.sell(shop.kari, 10, "credit")
    for role, may in (("desk", False), ("supervisor", False), ("office", True), ("manager", True)):
        who = Acting(b"j" * 16, "Jonas", frozenset([role]))

        def act() -> None:
            with shop.desk.place.write(who) as work:
                accounts.write_off(work, person=shop.kari, publication=shop.publication, amount_ore=1_000,
                                   reason="moved", day=MONDAY, at_minute=TEN)  # fmt: skip

        if may:
            act()
        else:
            with pytest.raises(NotAllowed):
                act()


def test_what_is_held_is_paid_out_in_part_and_whole_oldest_first(shop: Accounts) -> None:
    shop.hold(9_000, day=MONDAY)
    shop.hold(4_000, day=FRIDAY)
    shop.hold(6_000, day=TUESDAY)
    assert shop.of_kari() == "0  0  0  0  19000  |  0"
    shop.pay_out(10_000)
    assert shop.of_kari() == "0  0  0  0  9000  |  -10000"
    assert shop.held() == text("""
        9000  0
        6000  5000
        4000  4000
        """)
    shop.pay_out(5_000, "bank")
    assert shop.of_kari() == "0  0  0  0  4000  |  -10000", "the bank is no till"
    refused(shop, "40 kr is held for her. Nothing has changed.", shop.pay_out, 4_001)
    shop.pay_out(4_000)
    assert shop.of_kari() == "0  0  0  0  0  |  -14000"
    refused(shop, "0 kr is held for her. Nothing has changed.", shop.pay_out, 1)
    refused(shop, "Money is paid out in cash or to the bank.", shop.pay_out, 1, "vipps")
    refused(shop, "Say which till the money comes from.", shop.pay_out, 1, outlet=None)
    refused(shop, "There is no such publication. Nothing has changed.", shop.hold, 100, publication=b"n" * 16)
    refused(shop, "Write in a few words why.", shop.hold, 100, "")


def test_cash_is_whole_kroner(shop: Accounts) -> None:
    """A till with half a krone in it could never be counted right."""
    shop.hold(1_050)
    said = "Cash is whole kroner. Nothing has changed. Take the øre by Vipps or the bank."
    refused(shop, said, shop.pay_out, 1_050)
    shop.pay_out(1_000)
    shop.pay_out(50, "bank")
    assert shop.of_kari() == "0  0  0  0  0  |  -1000"


def test_what_is_held_buys_copies_and_pays_debt(shop: Accounts) -> None:
    shop.hold(20_000)
    shop.sell(shop.kari, 2, "held")
    shop.sell(shop.kari, 3, {"held": 5_000, "credit": 10_000})
    assert shop.of_kari() == "5  0  0  10000  5000  |  0"
    assert shop.held() == "20000  5000"
    shop.set_off(4_000)
    assert shop.of_kari() == "5  0  0  6000  1000  |  0"
    assert shop.held() == "20000  1000"
    refused(shop, "10 kr is held for her. Nothing has changed.", shop.set_off, 2_000)
    refused(shop, "She owes 60 kr. Nothing has changed.", shop.set_off, 7_000)
    refused(shop, "10 kr is held for her. Nothing has changed.", shop.sell, shop.kari, 1, "held")


def test_nothing_is_paid_twice_whatever_is_taken_back(shop: Accounts) -> None:
    first = shop.hold(9_000)
    shop.pay_out(9_000)
    paid = "This has been paid out since. Take the payout back first."
    refused(shop, paid, shop.desk.do, accounts.void_account_move, move=first, reason="not hers")
    shop.desk.undo()  # the payout
    shop.desk.undo()  # what was held
    assert shop.of_kari() == "0  0  0  0  0  |  0"
    shop.desk.redo()
    with pytest.raises(UserFacingError, match="0 kr|is held"):
        shop.pay_out(9_001)
    second = shop.hold(9_000, day=TUESDAY)
    third = shop.pay_out(9_000)
    assert shop.held() == "9000  0\n9000  9000", "the oldest"
    (settled, _other) = shop.desk.ask(accounts.held, shop.kari)
    refused(shop, paid, shop.desk.do, accounts.void_account_move, move=settled.id, reason="there is enough, and yet")
    shop.desk.do(accounts.void_account_move, move=second, reason="another Kari")
    shop.desk.do(accounts.void_account_move, move=third, reason="she did not come")
    assert shop.of_kari() == "0  0  0  0  9000  |  0", "the till got it back"
    refused(shop, "This does not count already.", shop.desk.do, accounts.void_account_move, move=third, reason="again")
    assert shop.desk.rebuilt() == shop.desk.digest()


def test_a_sale_paid_of_what_was_held_keeps_it_from_being_taken_back(shop: Accounts) -> None:
    shop.hold(5_000)
    sale = shop.sell(shop.kari, 1, "held")
    (line,) = shop.desk.ask(accounts.held, shop.kari)
    paid = "This has been paid out since. Take the payout back first."
    refused(shop, paid, shop.desk.do, accounts.void_account_move, move=line.id, reason="not hers")
    shop.desk.undo()
    shop.desk.do(accounts.void_account_move, move=line.id, reason="not hers")
    with pytest.raises(UserFacingError, match="paid out since"):
        shop.desk.do(_again, sale=sale, shop=shop)
    assert shop.of_kari() == "0  0  0  0  0  |  0"


def _again(work, *, sale: bytes, shop: Accounts) -> None:  # type: ignore[no-untyped-def]
    """The sale of what is no longer held, past the verb: the tables themselves refuse it."""
    work.command = "test"
    selling.record(
        work, outlet=shop.outlet, person=shop.kari, edition=shop.edition, what="sale", copies=1, unit=5_000,
        parts={"held": 5_000}, day=MONDAY, at_minute=TEN,
    )  # fmt: skip


def test_repaying_is_taken_back_from_account_and_till(shop: Accounts) -> None:
    shop.sell(shop.kari, 10, "credit")
    move = shop.repay(20_000)
    for _turn in range(3):
        shop.desk.do(accounts.void_account_move, move=move, reason="typed twice")
        assert shop.of_kari() == "10  0  0  50000  0  |  0"
        shop.desk.undo()
        assert shop.of_kari() == "10  0  20000  30000  0  |  20000"
        (move,) = shop.desk.place.cursor().execute("SELECT id FROM account_move WHERE voided=0").fetchone()
    assert shop.desk.rebuilt() == shop.desk.digest()


def test_what_the_till_was_settled_with_is_taken_back_in_the_next_settlement(shop: Accounts) -> None:
    """The settlement stands as it was printed. The till is reckoned without it from then on."""
    shop.sell(shop.kari, 10, "credit")
    moves = [shop.repay(20_000), shop.hold(9_000), shop.pay_out(3_000)]
    first = shop.settle({100: 1, 50: 1, 20: 1})
    assert (first.number, first.expected_ore, first.difference_ore) == ("K-0001", 17_000, 0)
    assert shop.of_kari() == "10  0  20000  30000  6000  |  0"
    for move in (moves[0], moves[2]):
        shop.desk.do(accounts.void_account_move, move=move, reason="another Kari")
    assert shop.of_kari() == "10  0  0  50000  9000  |  -17000"
    assert table((day.day, *day.sums) for day in shop.desk.ask(till.unsettled, shop.outlet).days) == text("""
        2026-11-16  ('paid_out', 3000, -1)  ('repaid', -20000, -1)
        """)
    assert shop.desk.ask(settling.settlement, first.id) == first
    shop.sell(shop.kari, 4, "cash", day=TUESDAY)
    second = shop.settle({20: 1, 10: 1}, day=TUESDAY)
    assert (second.expected_ore, second.difference_ore) == (3_000, 0)
    assert shop.of_kari().endswith("|  0")
    assert shop.desk.rebuilt() == shop.desk.digest()


def test_a_fee_is_taken_back_from_the_till_or_from_what_she_owes(shop: Accounts) -> None:
    shop.desk.do(rules.rule, about=shop.publication, key="card_fee_ore", value=5_000, since=MONDAY)
    for outlet, stands in ((shop.outlet, "0  0  0  0  0  |  5000"), (None, "0  0  0  5000  0  |  0")):
        serial = shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY)
        shop.desk.do(sellers.card_lost, person=shop.kari, serial=serial, day=MONDAY)
        shop.desk.do(sellers.give_card, person=shop.kari, day=MONDAY, outlet=outlet, at_minute=TEN)
        assert shop.of_kari() == stands
        (fee,) = (line for line in shop.lines() if not line.voided)
        shop.desk.do(accounts.void_account_move, move=fee.id, reason="found again")
        assert shop.of_kari() == "0  0  0  0  0  |  0"


def test_the_lines_of_an_account_can_be_taken_back_and_say_why(shop: Accounts) -> None:
    """Each line knows what it is, why it was written, and why it does not count; none of that is on her sheet."""
    sale = shop.sell(shop.kari, 10, "credit")
    shop.hold(9_000, "Vipps on Saturday", at_minute=TEN + 1)
    shop.repay(20_000, at_minute=TEN + 2)
    shop.pay_out(1_000, "bank", at_minute=TEN + 3)
    before = shop.desk.ask(statement.statement, shop.kari, MONDAY, MONDAY)
    assert table(
        (one.words, "sale" if one.bought else "move", one.reason or "–", one.till or "–") for one in before.lines
    ) == text("""
        Megafon 11/2026  sale  –  –
        Held for the seller  move  Vipps on Saturday  –
        Repaid  move  –  Hallvardsstuen
        Paid to the bank  move  –  –
        """)
    assert before.lines[0].id == sale
    assert "Vipps on Saturday" not in str(before), "the digest on her sheet is of what the sheet shows"
    for line in reversed(before.lines):
        verb, named = (selling.void_sale, "purchase") if line.bought else (accounts.void_account_move, "move")
        shop.desk.do(verb, **{named: line.id}, reason=f"wrong: {line.words}")
    assert [line.void_reason for line in shop.lines()] == [f"wrong: {line.words}" for line in before.lines]
    assert shop.of_kari() == "0  0  0  0  0  |  0"


def test_her_statement_shows_all_that_happened_and_how_she_stands(shop: Accounts) -> None:
    voided = shop.sell(shop.kari, 10, "credit")
    shop.sell(shop.kari, 4, {"cash": 10_000, "vipps": 10_000}, at_minute=TEN + 1)
    shop.sell(shop.kari, 2, "credit", at_minute=TEN + 2)
    shop.sell(shop.kari, 5, "free", reason="starter", at_minute=TEN + 3)
    shop.back(shop.kari, 1, at_minute=TEN + 4)
    shop.hold(9_000, day=TUESDAY)
    shop.repay(5_000, day=TUESDAY, at_minute=TEN + 1)
    shop.pay_out(2_000, "bank", day=TUESDAY, at_minute=TEN + 2)
    shop.set_off(3_000, day=TUESDAY, at_minute=TEN + 3)
    shop.write_off(1_000, day=FRIDAY)
    shop.desk.do(selling.void_sale, purchase=voided, reason="another")
    found = shop.desk.ask(statement.statement, shop.kari, MONDAY, TUESDAY)
    assert table(
        (one.day.day, one.words, one.copies, one.amount_ore, one.payment or "–", "voided" if one.voided else None)
        for one in found.lines
    ) == text("""
        16  Megafon 11/2026  10  50000  credit  voided
        16  Megafon 11/2026  4  20000  mixed  –
        16  Megafon 11/2026  2  10000  credit  –
        16  Megafon 11/2026 (starter copies)  5  0  free  –
        16  Megafon 11/2026  -1  -5000  return  –
        17  Held for the seller  –  9000  –  –
        17  Repaid  –  5000  cash  –
        17  Paid to the bank  –  2000  –  –
        17  Set off against credit  –  3000  –  –
        """)
    own = found.account
    assert (own.copies_bought, own.copies_returned, own.paid_ore, own.owes_ore, own.held_for_ore) == (
        6, 1, 20_000, 1_000, 4_000
    )  # fmt: skip
    assert (found.first_name, found.number, found.organisation) == ("Kari", 1, "Prøvegården")
    assert found.foot.number == "2026-11-17-A-S1" and len(found.foot.digest) == 64
    later = shop.desk.ask(statement.statement, shop.kari, date(2027, 1, 1), date(2027, 1, 31))
    assert later.lines == () and later.account == own
