"""The acts of the sales desk, for `acts`: what a clerk does while another does the same on another laptop.

`world.found` has set up two outlets, two editions and four sellers. What is chosen is mostly what was said last, so
that two who are apart meet over the same transfer, till and shelf.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from alfdesk import money
from alfdesk.sales import (
    accounts,
    change_over,
    counting,
    editions,
    outlets,
    paper,
    rules,
    sellers,
    selling,
    settling,
    spots,
    stock,
    till,
)

if TYPE_CHECKING:
    from .acts import Act

OPEN = " AND NOT EXISTS (SELECT 1 FROM transfer_received r WHERE r.transfer=transfer.id AND r.voided=0)"
OWES = """SELECT person, sum(ore) FROM (
    SELECT person, credit_ore AS ore FROM purchase WHERE voided=0 UNION ALL
    SELECT person, owes_ore FROM account_move WHERE voided=0
) WHERE person IS NOT NULL GROUP BY person HAVING sum(ore)>0 ORDER BY person"""
HELD = """SELECT person, sum(held_ore) FROM account_move WHERE voided=0 AND person IS NOT NULL
    GROUP BY person HAVING sum(held_ore)>0 ORDER BY person"""
PAYMENTS = ("cash", "cash", "cash", "vipps", "credit", "credit", "held")
NEW_OUTLETS = ("Strax-huset", "Sletten")
LIST = (
    "tid;utsted;selger;produkt;utgave;antall;betaling;merknad\n"
    "{day} 08.00;Hallvardsstuen;;Megafon;11/2026;{n};mottatt;\n{day} 08.05;Hallvardsstuen;;Megafon;11/2026;2;flyttet;"
    "Nesttun\n{day} 08.10;Hallvardsstuen;{number};Megafon;11/2026;{n};{paid};\n"
)
# The list of a day, line by line as it grows: whoever reads it on that day reads the same, and two lines are alike.
OF_THE_DAY = (
    "08.00;Hallvardsstuen;;Megafon;11/2026;40;mottatt;", "08.05;Hallvardsstuen;;Megafon;11/2026;6;flyttet;Nesttun",
    "08.10;Hallvardsstuen;1;Megafon;11/2026;5;kontant;", "08.10;Hallvardsstuen;1;Megafon;11/2026;5;kontant;",
    "08.30;Nesttun;2;Megafon;11/2026;3;kreditt;", "09.00;Nesttun;2;Megafon;11/2026;1;retur;",
    "09.30;Hallvardsstuen;3;Julebok;2026;2;vipps;", "10.00;Hallvardsstuen;4;Megafon;11/2026;2;gratis;gave",
)  # fmt: skip


def _last(a: Act, sql: str, count: int = 4) -> bytes:
    """One of the last rows that the query finds."""
    return a.one(f"{sql} ORDER BY id DESC LIMIT {count}")


def _seller(a: Act) -> bytes:
    return a.one("SELECT person FROM seller_number WHERE voided=0 AND person IS NOT NULL ORDER BY id")


def _outlet(a: Act) -> bytes:
    found = a.machine.ask("SELECT id FROM outlet WHERE name IS NOT NULL ORDER BY name LIMIT 4") or [bytes(16)]
    return found[min(len(found) - 1, a.rng.choice((0, 0, 0, 1, 1, 2, 3)))]


def _edition(a: Act) -> bytes:
    return a.one("SELECT id FROM edition WHERE name IS NOT NULL ORDER BY id")


def _publication(a: Act) -> bytes:
    return a.one("SELECT id FROM publication WHERE name IS NOT NULL ORDER BY id")


def _at(a: Act) -> dict[str, Any]:
    return {"outlet": _outlet(a), "day": a.day, "at_minute": a.minute}


def _goods(a: Act, most: int) -> dict[str, Any]:
    return {**_at(a), "edition": _edition(a), "copies": a.rng.randint(1, most)}


def _sale(a: Act) -> dict[str, Any]:
    over = a.rng.choice((None, None, "avtalt"))
    values = {**_goods(a, 20), "person": _seller(a), "over": over}
    return values | a.rng.choice(({"payment": "free", "reason": "gift"}, *({"payment": p} for p in PAYMENTS)))


def _return(a: Act) -> dict[str, Any]:
    return {**_goods(a, 4), "person": _seller(a), "pay": a.rng.choice(("cash", "credit"))}


def _sent(a: Act) -> dict[str, Any]:
    two = a.machine.ask("SELECT id FROM outlet WHERE name IS NOT NULL ORDER BY name LIMIT 3")
    frm, to = a.rng.sample(two, 2) if len(two) > 1 else [bytes(16)] * 2
    return {
        "frm": frm, "to": to, "edition": _edition(a), "copies": a.rng.randint(1, 30),
        "day": a.day, "at_minute": a.minute,
    }  # fmt: skip


def _confirmed(a: Act) -> dict[str, Any]:
    confirmed = a.rng.choice((OPEN, OPEN, OPEN, ""))
    transfer = _last(a, f"SELECT id FROM transfer WHERE voided=0{confirmed}", 3)
    sent = a.machine.ask("SELECT copies FROM transfer WHERE id=?", transfer) or [1]
    less = a.rng.choice((0, 0, 0, 1))
    return {
        "transfer": transfer, "copies": max(0, (sent[0] or 0) - less), "day": a.day, "at_minute": a.minute,
        "reason": "våte" if less else None,
    }  # fmt: skip


def _counted(a: Act) -> dict[str, Any]:
    begun = _last(a, "SELECT id FROM count_begun WHERE voided=0", 2)
    return {"begun": begun, "copies": {_edition(a): a.rng.randint(0, 60)}}


def _settled(a: Act) -> dict[str, Any]:
    """Counted rightly as a rule; some days are carried over at times."""
    outlet, upto = _outlet(a), a.rng.choice((None, None, a.today - timedelta(1)))
    carried = [a.today - timedelta(back) for back in range(4) if a.rng.random() < 0.15]
    with a.machine.place.read() as session:
        ore = settling.ahead(session, outlet, a.today, upto, carried).expected_ore
    counts = a.counts if a.rng.random() < 0.3 else money.fewest(max(0, ore))
    return {
        "outlet": outlet, "day": a.today, "at_minute": a.minute, "counts": counts, "upto": upto,
        "carried": carried, "reason": a.rng.choice((None, "talt to ganger", "talt to ganger")),
    }  # fmt: skip


def _money(a: Act, of: str = "") -> dict[str, Any]:
    """Of a seller who owes something, or for whom something is held."""
    found = a.machine.ask(of) if of else []
    person, most = a.rng.choice(found) if found else (_seller(a), 30_000)
    return {"person": person, "amount_ore": 100 * a.rng.randint(1, max(1, most // 100)), "day": a.day,
            "at_minute": a.minute}  # fmt: skip


def _paper(a: Act) -> dict[str, Any]:
    paid = a.rng.choice(("kontant", "kreditt", "retur", "gratis"))
    day, number = a.day.strftime("%d.%m.%Y"), a.rng.randint(1, 4)
    return {"file": a.file(LIST.format(day=day, n=a.rng.randint(1, 9), number=number, paid=paid)), "today": a.today}


def _paper_of_the_day(a: Act) -> dict[str, Any]:
    """What lay on the desk that day, as far as it had come when somebody took it along."""
    lines = [f"{a.today:%d.%m.%Y} {line}" for line in OF_THE_DAY[: a.rng.randint(3, len(OF_THE_DAY))]]
    return {"file": a.file("\n".join([LIST.partition("\n")[0], *lines, ""])), "today": a.today}


def _changed_over(a: Act) -> dict[str, Any]:
    return {
        "old": _edition(a), "new": _edition(a), "day": a.day, "at_minute": a.minute,
        "rule": a.rng.choice(("given_back", "pulped", "keep")), "outlets": {_outlet(a): a.rng.choice((None, 3))},
        "send": {_outlet(a): 5}, "frm": _outlet(a), "starters": ((_seller(a), 2),),
    }  # fmt: skip


VERBS: dict[Any, tuple[float, Callable[[Act], dict[str, Any]]]] = {
    selling.sell: (14, _sale),
    selling.give_back: (3, _return),
    selling.void_sale: (3, lambda a: {
        "purchase": _last(a, "SELECT id FROM purchase WHERE voided=0"), "reason": "feil selger"}),
    stock.receive: (2, lambda a: _goods(a, 100)),
    stock.take_out: (2, lambda a: {
        **_goods(a, 20), "what": a.rng.choice(stock.TAKEN_OUT), "reason": "våte"}),
    stock.send: (5, _sent),
    stock.confirm: (7, _confirmed),
    stock.hand_over: (1, _sent),
    stock.void_move: (3, lambda a: {
        "move": _last(a, "SELECT id FROM desk_move WHERE voided=0 AND what NOT IN ('sale','return')", 6),
        "reason": "feil"}),
    counting.begin: (3, _at),
    counting.give_up: (1, lambda a: {
        "begun": _last(a, "SELECT id FROM count_begun WHERE voided=0"), "reason": "stengt"}),
    counting.count: (4, _counted),
    accounts.repay: (3, lambda a: {
        **_money(a), "publication": _publication(a), "outlet": _outlet(a), "pay": a.rng.choice(("cash", "vipps"))}),
    accounts.hold: (3, lambda a: {**_money(a), "publication": _publication(a), "reason": "Vipps"}),
    accounts.pay_out: (4, lambda a: {**_money(a, HELD), "outlet": _outlet(a), "pay": a.rng.choice(("cash", "bank"))}),
    accounts.set_off: (1, lambda a: {**_money(a, OWES), "publication": _publication(a)}),
    accounts.write_off: (1, lambda a: {**_money(a, OWES), "publication": _publication(a), "reason": "borte"}),
    accounts.void_account_move: (2, lambda a: {
        "move": _last(a, "SELECT id FROM account_move WHERE voided=0"), "reason": "feil"}),
    till.open_till: (1, lambda a: {**_at(a), "counts": a.counts, "along": a.rng.random() < 0.3}),
    till.cash_in: (1, lambda a: {**_at(a), "amount_ore": 10_000, "reason": "vekslepenger"}),
    till.cash_out: (1, lambda a: {**_at(a), "amount_ore": 5_000, "reason": "safe"}),
    settling.settle: (6, _settled),
    settling.void_settlement: (2, lambda a: {
        "settlement": _last(a, "SELECT id FROM settlement WHERE voided=0"), "reason": "feil dag"}),
    editions.set_edition: (2, lambda a: {
        "product": a.rng.choice(("Megafon", "Julebok", "Kalender")), "edition": a.rng.choice(("11/2026", "2026")),
        "buy_ore": a.rng.choice((4_000, 5_000)), "cover_ore": 10_000, "since": a.day}),
    editions.day_price: (1, lambda a: {
        "edition": _edition(a), "day": a.day, "buy_ore": 2_500, "reason": "slutten av måneden"}),
    editions.end_price: (0.3, lambda a: {
        "price": a.one("SELECT id FROM edition_price WHERE voided=0 ORDER BY id"), "reason": "feil pris"}),
    editions.change_edition: (0.5, lambda a: {"edition": _edition(a), "print_run": a.rng.choice((1_000, 2_000))}),
    editions.rename_publication: (0.3, lambda a: {"publication": _publication(a), "name": a.word}),
    editions.rename_product: (0.3, lambda a: {
        "product": a.one("SELECT id FROM product WHERE name IS NOT NULL ORDER BY id"), "name": a.word}),
    editions.move_product: (0.3, lambda a: {
        "product": a.one("SELECT id FROM product WHERE name IS NOT NULL ORDER BY id"),
        "publication": _publication(a)}),
    change_over.change_over: (0.5, _changed_over),
    outlets.found_outlet: (0.5, lambda a: {"name": a.rng.choice(NEW_OUTLETS)}),
    outlets.change_outlet: (0.5, lambda a: {"outlet": _outlet(a), "closed": a.rng.random() < 0.2}),
    rules.rule: (1, lambda a: {
        "about": a.rng.choice((_publication(a), _seller(a))), "key": "credit_limit",
        "value": a.rng.choice((None, 50_000, 200_000)),
        "since": a.day}),
    sellers.make_seller: (1, lambda a: {"person": a.person}),
    sellers.renumber: (0.5, lambda a: {"person": _seller(a), "number": a.rng.randint(1, 30)}),
    sellers.change_seller: (1, lambda a: {"person": _seller(a), "languages": a.word}),
    sellers.give_card: (2, lambda a: {
        "person": _seller(a), "day": a.day, "outlet": a.rng.choice((None, _outlet(a))), "at_minute": a.minute}),
    sellers.card_lost: (1, lambda a: {"person": _seller(a), "serial": a.rng.randint(1, 3), "day": a.day}),
    sellers.give_break: (0.5, lambda a: {
        "person": _seller(a), "since": a.day, "until": a.day + timedelta(1), "reason": "own_wish"}),
    sellers.end_break: (0.5, lambda a: {"id": _last(a, "SELECT id FROM seller_break WHERE voided=0"), "day": a.day}),
    sellers.note: (0.5, lambda a: {"person": _seller(a), "text": a.word, "warns": True, "until": a.day}),
    sellers.end_note: (0.3, lambda a: {"id": _last(a, "SELECT id FROM seller_note WHERE voided=0")}),
    spots.take_spot: (0.5, lambda a: {
        "person": _seller(a), "spot": a.rng.choice(("Torget", "Xhibition")), "weekday": a.rng.randrange(7),
        "since": a.day}),
    spots.leave_spot: (0.5, lambda a: {"id": _last(a, "SELECT id FROM spot_time WHERE voided=0"), "day": a.day}),
    paper.read_desk: (3, lambda a: a.rng.choice((_paper, _paper_of_the_day))(a)),
}  # fmt: skip
BATCHES = {paper.read_desk}
# What two who have just met may both do to the same transfer, shelf, till and list.
SENDING = {stock.send: VERBS[stock.send]}
MEETING = {
    stock.confirm: (6, _confirmed), stock.void_move: (2, VERBS[stock.void_move][1]), settling.settle: (3, _settled),
    counting.begin: (1, _at), counting.count: (1, _counted), accounts.pay_out: (1, VERBS[accounts.pay_out][1]),
    paper.read_desk: (6, _paper_of_the_day),
}  # fmt: skip
