"""Questions of the sales desk: two laptops that did not know of one another, and what a person decides. Copies neither
vanish nor double while nobody has answered, and afterwards the sums are alike on both."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from alfdesk import money, people
from alfdesk.models.sales import DeskMove, TransferReceived
from alfdesk.questions import answers
from alfdesk.sales import accounts, counting, desk, editions, sellers, selling, settling, stock

from .desk import MONDAY
from .two_desks import WHEN, arrives, both, lies, money_of, sells, sends, shown  # noqa: F401  both: a fixture
from .two_laptops import CAR, alike, another, carry, meet


# Transfers -----------------------------------------------------------------------------------------------------------


def test_two_receptions_count_once_though_nobody_has_what_was_sent(both):
    """It was sent from a laptop that is barred by now, or was declared lost."""
    office, farm = both
    with office.place.write(batch=True) as work:
        for copies in (40, 38):
            work.next()
            said = {"copies": copies, "reason": "talt", **WHEN}
            arrived = work.add(TransferReceived(transfer=b"a transfer lost.", **said))
            work.add(DeskMove(outlet=farm.branch, edition=farm.magazine, what="arrived", source=arrived, **said))
    meet(office, farm)
    first = lies(office, farm)[1]
    assert first in (40, 38)
    assert [line.copies for line in farm.ask(stock.stock, outlet=farm.branch)] == [first]
    assert farm.asked() == shown("""
        Megafon 11/2026 to Nesttun was confirmed twice, and nobody has what was sent. Which one counts?
            40 copies came  Anne  Kontor
            38 copies came  Anne  Kontor
          →  40 copies came, says Anne | 38 copies came, says Anne
    """)
    farm.say("38")
    meet(office, farm)
    assert lies(office, farm) == (100, 38, 0)
    assert not office.questions() and not farm.questions()


def test_a_transfer_that_two_have_confirmed(both):
    office, farm = both
    transfer = sends(office)
    meet(office, farm)
    arrives(farm, transfer, 40)
    arrives(office, transfer, 38)
    meet(office, farm)
    assert farm.asked() == shown("""
        Megafon 11/2026 to Nesttun, sent 16.11.2026, was confirmed twice. Which one counts?
            40 copies came  Anne  Gården
            38 copies came  Anne  Kontor
          →  40 copies came, says Anne | 38 copies came, says Anne
    """)
    assert lies(office, farm) == (60, 40, 0)
    office.say("38")
    meet(office, farm)
    assert farm.questions() == [] and lies(office, farm) == (60, 38, 0)


@pytest.mark.parametrize(("answer", "then"), [("never sent", (100, 0, 0)), ("40 copies came", (60, 40, 0))])
def test_a_transfer_that_was_taken_back_here_and_confirmed_there(both, answer, then):
    office, farm = both
    transfer = sends(office)
    meet(office, farm)
    arrives(farm, transfer)
    (move,) = office.place.cursor().execute("SELECT id FROM desk_move WHERE what='sent'").fetchone()
    office.do(stock.void_move, move=move, reason="bilen kom ikke")
    meet(office, farm)
    assert office.asked() == shown("""
        Megafon 11/2026 to Nesttun, sent 16.11.2026, was taken back and confirmed. Did the copies come?
            taken back: 40 sent  Anne  Kontor
            40 copies came  Anne  Gården
          →  They were never sent | 40 copies came
    """)
    assert lies(office, farm) == (100, 0, 0)
    farm.say(answer)
    meet(office, farm)
    assert office.questions() == [] and lies(office, farm) == then


def test_a_transfer_that_two_have_taken_back_is_told_alike(founded, both, tmp_path):
    """Neither knew of the other, and each had its own first. Who was first by the clock is named, everywhere."""
    office, farm = both
    car = another(founded, office, tmp_path / "car", CAR)
    transfer = sends(office)
    meet(office, farm), meet(office, car)
    arrives(farm, transfer)
    (move,) = office.place.cursor().execute("SELECT id FROM desk_move WHERE what='sent'").fetchone()
    car.do(stock.void_move, move=move, reason="fant bilen tom")
    office.do(stock.void_move, move=move, reason="bilen kom ikke")
    meet(office, car), meet(office, farm), meet(office, car)
    assert office.asked() == car.asked() == farm.asked() == shown("""
        Megafon 11/2026 to Nesttun, sent 16.11.2026, was taken back and confirmed. Did the copies come?
            taken back: 40 sent  Anne  Bilen
            40 copies came  Anne  Gården
          →  They were never sent | 40 copies came
    """)
    for name in ("magazine", "main", "branch"):
        setattr(car, name, getattr(office, name))
    assert lies(office, farm, car) == (100, 0, 0)
    car.place.close()


# Counts --------------------------------------------------------------------------------------------------------------


def count(one, copies, days=0):
    begun = one.do(counting.begin, outlet=one.main, day=MONDAY + timedelta(days), at_minute=600)
    one.do(counting.count, begun=begun, copies={one.magazine: copies})


@pytest.mark.parametrize(("answer", "then"), [("97 by", 97), ("98 by", 98), ("Both", 95)])
def test_a_shelf_that_two_have_counted_at_once(both, answer, then):
    office, farm = both
    count(office, 98)
    count(farm, 97)
    meet(office, farm)
    assert farm.asked() == shown("""
        Megafon 11/2026 at Hallvardsstuen was counted twice, on laptops that had not met. Which count is right?
            98 counted, −2 to the book  Anne  Kontor
            97 counted, −3 to the book  Anne  Gården
          →  98 by Anne | 97 by Anne | Both: one knew of the other
    """)
    assert lies(office, farm) == (95, 0, 0)
    farm.say(answer)
    meet(office, farm)
    assert office.questions() == [] and lies(office, farm) == (then, 0, 0)


def test_counts_that_found_nothing_amiss_are_not_asked_about(both):
    office, farm = both
    count(office, 98)
    count(farm, 100)
    meet(office, farm)
    assert farm.questions() == []


def test_counts_days_apart_are_asked_about_when_neither_knew_of_the_other(both):
    """Both found the same three missing, and three were taken off twice: the days between do not matter."""
    office, farm = both
    count(office, 97)
    count(farm, 97, days=9)
    meet(office, farm)
    assert len(farm.questions("counted")) == 1 and lies(office, farm) == (94, 0, 0)
    (question,) = farm.questions()
    farm.do(answers.answer, question=question.id, choice=question.choices[0].key)
    meet(office, farm)
    assert office.questions() == [] and lies(office, farm) == (97, 0, 0)


def test_a_count_that_knew_of_the_other_is_not_asked_about_even_the_same_minute(both):
    office, farm = both
    count(office, 97)
    meet(office, farm)
    count(farm, 95)
    meet(office, farm)
    count(office, 96)
    count(office, 95)
    meet(office, farm)
    assert farm.questions() == [] and lies(office, farm) == (95, 0, 0)


@pytest.mark.parametrize(("answer", "then"), [("90 by", 90), ("96 by", 95), ("95 by", 95)])
def test_what_knew_of_one_another_stays_together(founded, both, tmp_path, answer, then):
    """The farm counted knowing of the office's count; the car knew of neither."""
    office, farm = both
    car = another(founded, office, tmp_path / "car", CAR)
    count(office, 96)
    meet(office, farm)
    count(farm, 95)
    for name in ("magazine", "main", "branch", "kari"):
        setattr(car, name, getattr(office, name))
    count(car, 90, days=3)
    meet(farm, car)
    meet(office, farm)
    meet(office, car)
    assert farm.asked() == shown("""
        Megafon 11/2026 at Hallvardsstuen was counted twice, on laptops that had not met. Which count is right?
            96 counted, −4 to the book  Anne  Kontor
            95 counted, −1 to the book  Anne  Gården
            90 counted, −10 to the book  Anne  Bilen
          →  96 by Anne | 95 by Anne | 90 by Anne | Both: one knew of the other
    """)
    office.say(answer)
    meet(office, farm)
    meet(office, car)
    assert office.questions() == [] and lies(office, farm, car) == (then, 0, 0)
    car.place.close()


# Held for a seller ---------------------------------------------------------------------------------------------------


def pays_out(one, kroner):
    one.do(accounts.pay_out, person=one.kari, amount_ore=100 * kroner, outlet=one.main, **WHEN)


@pytest.mark.parametrize(("answer", "then"), [("carry", (-600, -300)), ("300", (-300, 0))])
def test_money_that_two_have_paid_out(both, answer, then):
    office, farm = both
    (publication,) = (ident for ident, *_rest in office.ask(editions.publications))
    office.do(
        accounts.hold, person=office.kari, publication=publication, amount_ore=30_000, reason="Vipps", **WHEN
    )
    meet(office, farm)
    pays_out(office, 300)
    pays_out(farm, 300)
    meet(office, farm)
    assert farm.asked() == shown("""
        Kari had 300 kr more than was held for her. What is to happen?
            Paid out to a seller, 300 kr  Anne  Kontor
            Paid out to a seller, 300 kr  Anne  Gården
          →  Both were paid: take it off what is held next""" + 2 * " | Never happened: 300 kr by Anne" + """
    """)
    (question,) = farm.questions()
    choice = "carry" if answer == "carry" else question.choices[1].key
    farm.do(answers.answer, question=question.id, choice=choice)
    meet(office, farm)
    assert office.questions() == [] and money_of(office) == money_of(farm) == then


# The till ------------------------------------------------------------------------------------------------------------


def settles(one, upto=None):
    expected = one.ask(settling.ahead, one.main, MONDAY).expected_ore
    return one.do(
        settling.settle, outlet=one.main, day=MONDAY, at_minute=900, counts=money.fewest(max(0, expected)),
        reason="talt",
    ).number  # fmt: skip


@pytest.mark.parametrize(("answer", "then"), [("Both", -500), ("K-0001 counts", 0), ("KB-0001 counts", 0)])
def test_a_till_that_two_have_settled_at_once(both, answer, then):
    office, farm = both
    sells(office)
    meet(office, farm)
    assert (settles(office), settles(farm)) == ("K-0001", "KB-0001")
    meet(office, farm)
    assert farm.asked() == shown("""
        The till at Hallvardsstuen was settled on two laptops at once. Which settlement counts?
            K-0001, 500 kr  Anne  Kontor
            KB-0001, 500 kr  Anne  Gården
          →  K-0001 counts: 500 kr | KB-0001 counts: 500 kr | Both: the next settlement shows the difference
    """)
    assert money_of(office)[0] == -500
    farm.say(answer)
    meet(office, farm)
    assert office.questions() == [] and money_of(office)[0] == money_of(farm)[0] == then


def test_a_sale_that_two_have_voided_comes_back_once(both):
    """The second to say so is heard after the till was settled without the sale."""
    office, farm = both
    wrong = sells(office, 3)
    sells(office)
    meet(office, farm)
    for one, reason in ((farm, "feil nummer"), (office, "feil kopi")):
        one.do(selling.void_sale, purchase=wrong, reason=reason)
    settles(office)
    meet(office, farm)
    assert money_of(office) == money_of(farm) == (0, 0)
    assert not office.questions() and not farm.questions()
    assert {one.ask(desk.void_reasons, [(b"the sale", wrong)])[b"the sale"] for one in both} == {"feil nummer"}


def test_a_settlement_that_two_have_voided_opens_its_day_once(both):
    office, farm = both
    sells(office)
    settles(office)
    meet(office, farm)
    (first,) = (row.id for row in office.ask(settling.settlements, office.main))
    for one in (farm, office):
        one.do(settling.void_settlement, settlement=first, reason="feil skuff")
    settles(office)
    meet(office, farm)
    assert money_of(office) == money_of(farm) == (0, 0)


def test_what_each_sold_and_settled_by_itself_is_not_asked_about(both):
    office, farm = both
    sells(office)
    sells(farm, 3)
    settles(office), settles(farm)
    sells(office)
    carry(office, farm)
    settles(farm)  # and this one knew of all
    carry(farm, office)
    alike(office, farm)
    assert farm.questions() == [] and money_of(farm)[0] == 0


def test_two_settlements_with_one_number(both):
    office, farm = both
    from alfdesk.sales import rules

    office.do(rules.rule, about=b"F" * 16, key="letter", value="K", since=MONDAY)
    meet(office, farm)
    sells(office), sells(farm, 3)
    assert (settles(office), settles(farm)) == ("K-0001", "K-0001")
    meet(office, farm)
    assert farm.asked() == shown("""
        2 settlements are numbered K-0001. Which one counts?
            K-0001, 500 kr  Anne  Kontor
            K-0001, 150 kr  Anne  Gården
          →  K-0001 counts: 500 kr | K-0001 counts: 150 kr | Both: write on the papers which is which
    """)
    farm.say("Both")
    meet(office, farm)
    assert office.questions() == [] and money_of(office)[0] == 0


# Seller numbers ------------------------------------------------------------------------------------------------------


def test_a_seller_number_that_two_have_given(both):
    office, farm = both
    ola, tor = (one.do(people.register, call_name=name) for one, name in ((office, "Ola"), (farm, "Tor")))
    assert [one.do(sellers.make_seller, person=p) for one, p in ((office, ola), (farm, tor))] == [95, 95]
    meet(office, farm)
    assert "Seller number 95 belongs to 2 people. Who keeps it?" in farm.asked("seller")
    farm.say("Tor keeps it", "seller")
    meet(office, farm)
    assert office.questions("seller") == []
    assert [office.ask(sellers.number_of, p) for p in (ola, tor)] == [96, 95]


# Whatever comes first ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_the_same_is_asked_whatever_came_first(founded, both, tmp_path, seed):
    office, farm = both
    car = another(founded, office, tmp_path / "car", CAR)
    transfer = sends(office)
    meet(office, farm)
    arrives(farm, transfer, 40), arrives(office, transfer, 38)
    sells(office), meet(office, farm)
    settles(office), settles(farm)
    count(office, 30), count(farm, 31)
    rng = random.Random(seed)
    for source in rng.sample((office, farm), 2):
        carry(source, car, order=rng, one_by_one=True)
        car.questions()
    meet(office, farm)
    alike(office, farm, car)
    assert {q.kind for q in car.questions()} == {"received", "settled", "counted"}
    car.place.close()
