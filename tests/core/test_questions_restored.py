"""What two laptops voided and both brought back stands twice, and is asked about: how often did it happen?"""

from __future__ import annotations

import pytest

from alfdesk.journal import history
from alfdesk.questions import answers
from alfdesk.sales import accounts, editions, selling, stock

from .desk import MONDAY
from .two_desks import WHEN, arrives, both, lies, money_of, sells, sends, shown  # noqa: F401  both: a fixture
from .two_laptops import meet


def voided_and_back(one, verb, **named):
    """Voided on this laptop, and Ctrl+Z after it."""
    one.do(verb, reason="feil", **named)
    one.place.clock.forward(1)
    one.undo()


@pytest.mark.parametrize("who", [0, 1], ids=["the office answers", "the farm answers"])
@pytest.mark.parametrize(("answer", "copies", "till"), [("Once", 90, 500), ("Twice", 80, 1000)])
def test_a_sale_that_two_have_voided_and_brought_back(both, who, answer, copies, till):
    office, farm = both
    sold = sells(office)
    meet(office, farm)
    for one in both:
        voided_and_back(one, selling.void_sale, purchase=sold)
    assert not office.questions() and lies(office) == (90, 0, 0)
    meet(office, farm)
    assert (lies(*both), money_of(office)[0]) == ((80, 0, 0), 1000)
    assert farm.asked() == shown("""
        Sold, Kari, 10 copies, Megafon 11/2026, 500 kr, 16.11.2026: voided, and brought back at two places. It counts \
twice now. How often did it happen?
            brought back  Anne  Kontor
            brought back  Anne  Gården
          →  Once: it counts once | Twice: both count
    """)
    both[who].say(answer)
    meet(office, farm)
    assert not office.questions() and (lies(*both), money_of(office)[0]) == ((copies, 0, 0), till)
    both[who].place.clock.forward(1)
    both[who].undo()
    meet(office, farm)
    assert len(office.questions()) == 1 and lies(*both) == (80, 0, 0)


def test_a_voiding_that_two_have_taken_back(both):
    """The office takes back what the farm did; the farm takes it back itself. Both then say that it is one."""
    office, farm = both
    sold = sells(office)
    meet(office, farm)
    farm.do(selling.void_sale, purchase=sold, reason="feil")
    meet(office, farm)
    stream, seq = farm.place.cursor().execute("SELECT stream, seq FROM entry ORDER BY no DESC LIMIT 1").fetchone()
    for one in both:
        one.place.clock.forward(1)
        with one.place.write(batch=True) as work:
            history.undo(work, stream=stream, seq=seq)
    meet(office, farm)
    assert lies(*both) == (80, 0, 0)
    for one in both:
        one.say("Once")
    meet(office, farm)
    assert not office.questions() and (lies(*both), money_of(office)[0]) == ((90, 0, 0), 500)


def test_other_moves_that_two_have_voided_and_brought_back(both):
    office, farm = both
    for one in both:
        one.publication = next(e.publication_id for e in office.ask(editions.editions, MONDAY))
    moves = [
        (stock.receive, {"outlet": office.main, "edition": office.magazine, "copies": 20}, stock.void_move),
        (accounts.hold, {"person": office.kari, "publication": office.publication, "amount_ore": 30_000,
                         "reason": "Vipps"}, accounts.void_account_move),
    ]  # fmt: skip
    done = [(office.do(verb, **named, **WHEN), back) for verb, named, back in moves]
    transfer = sends(office)
    (sent,) = office.place.cursor().execute("SELECT id FROM desk_move WHERE source=?", (transfer,)).fetchone()
    done.append((sent, stock.void_move))
    meet(office, farm)
    for one in both:
        for move, back in done:
            voided_and_back(one, back, move=move)
    meet(office, farm)
    assert lies(*both) == (60, 0, 80) and money_of(office)[1] == 600
    (moved,) = (t.id for t in farm.ask(stock.under_way)[-1:])
    arrives(farm, moved)
    meet(office, farm)
    for one in office.questions():
        office.do(answers.answer, question=one.id, choice="one")
    meet(office, farm)
    assert not farm.questions() and lies(*both) == (80, 40, 0) and money_of(farm)[1] == 300
