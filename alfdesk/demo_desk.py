"""The practice workplace's street-paper desk: two products, three outlets, sellers, a fortnight of sales and what was
settled. By the verbs that people use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Protocol

from . import money, staff
from .journal.write import Acting
from .sales import accounts, editions, outlets, paper, rules, sellers, selling, settling, spots, stock, till
from .spreadsheets import write_csv
from .store.workplace import Place
from .weeks import clock, written

WEEKS = 2  # of sales
OPENS, CLOSES = 8 * 60, 15 * 60 + 40
DIFFERS = 4  # the working day on which the first till is 50 kr short
SENT = 5  # the one on which the second outlet is sent more copies
ENDS = 8  # and the third sells its last
FLOATS = ({100: 3, 50: 2, 20: 3, 10: 3, 5: 2}, {50: 2, 20: 3, 10: 3, 5: 2})  # by note and coin
PAYMENTS = ("cash",) * 6 + ("vipps",) * 4 + ("credit",)
COPIES = (3, 5, 5, 10, 10, 15, 20)  # what a seller usually takes


class Clock(Protocol):
    def go_to(self, day: date, hour: int, minute: int = 0) -> None: ...


@dataclass(slots=True)
class Desk:
    """The desk while its fortnight is made. `usual` is how many copies each seller takes."""

    place: Place
    clock: Clock
    random: Random
    who: Acting
    office: Acting
    publication: bytes
    magazine: bytes
    book: bytes
    outlets: tuple[bytes, ...]
    usual: dict[bytes, int]
    days: int = 0
    way: bytes | None = None  # the transfer that is to be confirmed tomorrow

    def do(self, verb: Callable[..., Any], **values: Any) -> Any:
        with self.place.write(self.who) as work:
            return verb(work, **values)


def set_up(
    place: Place, plan: dict[str, Any], people: Sequence[bytes], first: date, today: date, seed: int, clock: Clock
) -> Desk | None:
    """Editions, outlets, rules and sellers, the day before the first day of sales. None where nobody can sell."""
    if not people:
        return None
    random = Random(seed)
    who, office = _acting(place, "desk"), _acting(place, "office")
    clock.go_to(first - timedelta(1), 13)
    magazine, book = plan["magazine"], plan["book"]

    def office_does(verb: Callable[..., Any], **values: Any) -> Any:
        with place.write(office) as work:
            return verb(work, **values)

    def edition(what: dict[str, Any], name: str, since: date) -> bytes:
        return office_does(
            editions.set_edition, product=what["product"], edition=name, buy_ore=what["buy"], cover_ore=what["cover"],
            since=since, print_run=what["print_run"],
        )  # fmt: skip

    of_magazine = edition(magazine, f"{today.month}/{today.year}", first)
    of_book = edition(book, str(today.year), first + timedelta(3))
    places = tuple(office_does(outlets.found_outlet, name=name) for name in plan["outlets"])
    with place.read() as session:
        named = {name: (id_, products) for id_, name, products in editions.publications(session)}
    publication, products = named[magazine["product"]]
    ((book_product, _name),) = named[book["product"]][1]
    office_does(editions.move_product, product=book_product, publication=publication)
    since = date(first.year, 1, 1)
    for about, key, value in (
        (publication, "credit_limit", plan["credit_limit"]), (publication, "card_found", plan["card_found"]),
        (products[0][0], "starter_copies", plan["starter_copies"]),
        *((outlet, "float_ore", ore) for outlet, ore in zip(places, plan["floats"], strict=True)),
    ):  # fmt: skip
        office_does(rules.rule, about=about, key=key, value=value, since=since)
    chosen = random.sample(list(people), min(len(people), plan["sellers"]))
    desk = Desk(place, clock, random, who, office, publication, of_magazine, of_book, places,
                {person: random.choice(COPIES) for person in chosen})  # fmt: skip
    _sellers(desk, plan, chosen, first, today)
    at = {"day": first - timedelta(1), "at_minute": 780}
    for edition_, copies, share in ((of_magazine, magazine["print_run"], 260), (of_book, book["print_run"], 60)):
        desk.do(stock.receive, outlet=places[0], edition=edition_, copies=copies, **at)
        for outlet in places[1:]:
            desk.do(stock.hand_over, frm=places[0], to=outlet, edition=edition_, copies=share, **at)
    return desk


def day(desk: Desk, when: date, *, last: bool) -> None:
    """A day at the desk: the tills opened, a queue, copies between outlets, the tills settled. On the last day the
    first one waits to be settled, and copies are under way."""
    desk.days += 1
    desk.clock.go_to(when, 7, 55)
    with desk.place.write(desk.who, batch=True) as work:
        for at, outlet in enumerate(desk.outlets):
            work.next()
            till.open_till(work, outlet=outlet, day=when, at_minute=475, counts=FLOATS[min(at, 1)])
    if desk.way is not None:
        desk.do(stock.confirm, transfer=desk.way, copies=78, day=when, at_minute=490, reason="To blader var våte.")
        desk.way = None
    _queue(desk, when)
    desk.clock.go_to(when, 14, 50)
    if desk.days == ENDS:
        _sell_the_last(desk, desk.outlets[2], when)
    if last or desk.days in (SENT, ENDS):
        to = desk.outlets[1 if desk.days == SENT else 2]
        transfer = desk.do(
            stock.send, frm=desk.outlets[0], to=to, edition=desk.magazine, copies=80, day=when, at_minute=895
        )
        desk.way = None if last else transfer
    desk.clock.go_to(when, CLOSES // 60, CLOSES % 60)
    _money_beside(desk, when)
    for outlet in desk.outlets[1 if last else 0 :]:
        _settle(desk, outlet, when)


def paper_list(place: Place, when: date, seed: int) -> tuple[bytes, str, dict[str, int]]:
    """A day of the outlet that writes on paper: its list as people type it, its name, and what its till holds after it
    (how many of each note and coin, as a count is written)."""
    random = Random(seed)
    with place.read() as session:
        outlet = outlets.outlets(session)[-1]
        on_sale = editions.editions(session, when)
        numbers = [line.number for line in sellers.sellers(session, when) if not line.on_break]
        holds = till.should_hold(session, outlet.id, when)
    rows = []
    for at in range(14):
        edition = random.choice(on_sale)
        copies, word = random.choice((1, 2, 5, 5, 10)), random.choice(("kontant", "kontant", "kontant", "vipps"))
        if word == "kontant" and edition.price:
            holds += copies * edition.price.buy_ore
        moment = f"{written(when)} {clock(510 + 26 * at)}"
        rows.append((moment, outlet.name, random.choice(numbers), edition.product, edition.name, copies, word, None))
    count = {str(value): many for value, many in money.fewest(holds).items() if many}
    return write_csv(rows, paper.COLUMNS), outlet.name, count


# Private -------------------------------------------------------------------------------------------------------------


def _sellers(desk: Desk, plan: dict[str, Any], chosen: Sequence[bytes], first: date, today: date) -> None:
    """Numbers, cards, languages; one has a break, one a warning, one has lost her card, two share a spot."""
    numbers = desk.random.sample(range(3, 400), len(chosen))
    signed = first - timedelta(60)
    with desk.place.write(desk.who, batch=True) as work:
        for person, number in zip(chosen, numbers, strict=True):
            work.next()
            sellers.make_seller(work, person=person, number=number)
    with desk.place.write(desk.who, batch=True) as work:
        for at, person in enumerate(chosen):
            work.next()
            languages = desk.random.choice(plan["languages"])
            sellers.change_seller(work, person=person, languages=languages, rules_signed=signed)
            work.next()
            valid_to = today - timedelta(5) if at == 3 else None
            sellers.give_card(work, person=person, day=signed, valid_to=valid_to)
    for place_, person in enumerate(chosen[:6]):
        spot = plan["spots"][max(0, place_ - 1) % len(plan["spots"])]
        desk.do(
            spots.take_spot, person=person, spot=spot, weekday=place_ % 2, from_minute=600, to_minute=900, since=first
        )
    if len(chosen) > 6:
        desk.do(sellers.card_lost, person=chosen[4], serial=1, day=first)
        desk.do(sellers.give_break, person=chosen[5], since=first, until=today + timedelta(30), reason="agreement")
        desk.usual.pop(chosen[5])
        desk.do(sellers.note, person=chosen[6], text="Skal ha nytt kort når bildet er tatt.", warns=True,
                until=today + timedelta(21))  # fmt: skip


def _queue(desk: Desk, when: date) -> None:
    """The sellers who come, one after another; early in an edition nearly all of them do."""
    random, share = desk.random, 0.95 if desk.days < 3 else 0.6
    coming = [person for person in desk.usual if random.random() < share]
    coming += random.sample(coming, len(coming) // 4)
    times = sorted(random.randint(OPENS, CLOSES - 60) for _person in coming)
    random.shuffle(coming)
    sold: list[bytes] = []
    with desk.place.write(desk.who, batch=True) as work:
        for person, minute in zip(coming, times, strict=True):
            desk.clock.go_to(when, minute // 60, minute % 60)
            work.next()
            at = {"outlet": random.choice((*desk.outlets, *desk.outlets[:1] * 4)), "day": when, "at_minute": minute}
            book = desk.days > 3 and random.random() < 0.25
            copies = random.choice((1, 2, 5)) if book else max(1, desk.usual[person] + random.choice((0, 0, 0, -2, 5)))
            edition, payment = desk.book if book else desk.magazine, random.choice(PAYMENTS)
            if payment == "credit":
                copies = min(copies, 4)
            if desk.days == 1 and random.random() < 0.4:
                selling.sell(
                    work, person=person, edition=edition, copies=5, payment="free", reason="starter", **at
                )
            elif desk.days > 2 and random.random() < 0.05:
                selling.give_back(work, person=person, edition=desk.magazine, copies=2, **at)
            else:
                sold.append(selling.sell(work, person=person, edition=edition, copies=copies, payment=payment, **at))
    if desk.days == 2 and sold:
        desk.do(selling.void_sale, purchase=sold[-1], reason="Slått inn på feil nummer.")


def _sell_the_last(desk: Desk, outlet: bytes, when: date) -> None:
    """The outlet sells out, after most of what lay there has gone back to the first one."""
    with desk.place.read() as session:
        there = stock.copies_at(session, outlet, desk.magazine)
    if there > 12:
        desk.do(stock.hand_over, frm=outlet, to=desk.outlets[0], edition=desk.magazine, copies=there - 12, day=when,
                at_minute=885)  # fmt: skip
    if there > 0:
        desk.do(selling.sell, outlet=outlet, person=next(iter(desk.usual)), edition=desk.magazine,
                copies=min(there, 12), day=when, at_minute=890)  # fmt: skip


def _money_beside(desk: Desk, when: date) -> None:
    """What else the till sees: credit paid back, Vipps held for a seller and paid out, change from the bank."""
    outlet, at = desk.outlets[0], {"day": when, "at_minute": CLOSES - 20}
    for person in desk.usual if desk.days % 3 == 0 else ():
        with desk.place.read() as session:
            owes = accounts.balances(session, person)[0].get(desk.publication, 0)
        if owes > 0 and desk.random.random() < 0.7:
            desk.do(
                accounts.repay, person=person, publication=desk.publication, amount_ore=owes, outlet=outlet, **at
            )
    holder = next(iter(desk.usual), None)
    if holder and desk.days == 3:
        desk.do(accounts.hold, person=holder, publication=desk.publication, amount_ore=60_000,
                reason="Solgt med Vipps på senteret", **at)  # fmt: skip
    if holder and desk.days == 6:
        desk.do(accounts.pay_out, person=holder, amount_ore=40_000, outlet=outlet, **at)
        desk.do(till.cash_in, outlet=outlet, amount_ore=30_000, reason="Veksel fra banken", **at)


def _settle(desk: Desk, outlet: bytes, when: date) -> None:
    with desk.place.read() as session:
        expected = till.should_hold(session, outlet, when)
    short = 5_000 if desk.days == DIFFERS and outlet == desk.outlets[0] and expected >= 5_000 else 0
    desk.do(
        settling.settle, outlet=outlet, day=when, at_minute=CLOSES + 4, counts=money.fewest(max(0, expected - short)),
        reason="En femtilapp manglet. Telt to ganger." if short or expected < 0 else None,
    )  # fmt: skip


def _acting(place: Place, role: str) -> Acting:
    """The member of staff who has this role."""
    with place.read() as session:
        found = next(m for m in staff.members(session) if role in m.roles)
    return Acting(found.id, found.name, frozenset(found.roles))
