"""The desk's money: held for a seller and paid out twice; a till settled twice, a settlement's number given twice. And
a seller number with two people."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from ..i18n import gettext as _
from ..i18n import worded
from ..journal.write import Work
from ..models.sales import Settlement
from ..pay.words import kr
from ..sales.words import MOVES, PAYMENTS
from .asking import Asking
from .records import Choice, Question, ident
from .shelf import keeping

NEWEST = 40  # settlements of an outlet that are looked at: what was settled twice before is a difference by now
# What there was to settle. A line of a paper list that somebody has said was read in twice was never there twice.
THERE = """
    SELECT count(*) FROM desk_move m WHERE outlet=? AND day=? AND what=? AND NOT (
        voided=1 AND listed IS NOT NULL AND EXISTS(
            SELECT 1 FROM void v JOIN entry e ON e.no=v.no WHERE v.fact=m.id AND e.command='questions.answers.answer'))
"""

# Held for a seller ---------------------------------------------------------------------------------------------------


def held(asking: Asking, person: bytes) -> Iterator[Question]:
    """More was taken of what is held for a seller than there was, on laptops that did not know of one another."""
    ((put_in, out),) = asking.facts(
        "SELECT (SELECT ifnull(sum(held_ore), 0) FROM account_move WHERE person=?1 AND voided=0), "
        "(SELECT ifnull(sum(held_ore), 0) FROM purchase WHERE person=?1 AND voided=0)",
        person,
    )  # fmt: skip
    if put_in >= out:
        return
    took = _taken(asking, person, out - put_in)
    about = (ident("held", *(one[0] for one in took)),)
    if not asking.some_apart([one[3] for one in took]) or asking.answered(about[0]):
        return
    sides, choices = [], [Choice("carry", _("Both were paid: take it off what is held next"))]
    for fact, what, ore, no in sorted(took, key=lambda one: asking.order(one[3])):
        side = asking.side(no, f"{what}, {kr(ore)}")
        sides.append(side)
        words = _("Never happened: {amount} by {who}").format(amount=kr(ore), who=side.who)
        choices.append(Choice(keeping(fact), words))
    words = _("{name} had {amount} more than was held for her. What is to happen?")
    yield Question(
        about[0].hex(), "held", words.format(name=asking.person(person), amount=kr(out - put_in)), tuple(sides),
        tuple(choices), about, (person,),
    )  # fmt: skip


def say_held(work: Work, asking: Asking, question: Question, choice: str) -> None:
    """What never happened is taken back, with what it did to the till."""
    from ..sales import accounts, selling

    (person,) = question.subject
    for fact, _what, _ore, _no in _takers(asking, person):
        if keeping(fact) == choice:
            bought = asking.facts("SELECT 1 FROM purchase WHERE id=?", fact)
            if bought:
                selling.void_sale(work, purchase=fact, reason=_("never happened"))
            else:
                accounts.void_account_move(work, move=fact, reason=_("never happened"))


def _taken(asking: Asking, person: bytes, over: int) -> list[tuple[bytes, str, int, int]]:
    """What took too much: those that settle one amount twice, else the last ones from when there was too little."""
    every = _takers(asking, person)
    by_amount: dict[str, set[bytes]] = defaultdict(set)
    paid: Counter[str] = Counter()
    amounts = dict(asking.facts(
        "SELECT lower(hex(id)), held_ore FROM account_move WHERE person=? AND voided=0 AND held_ore>0", person
    ))  # fmt: skip
    for fact, settles in asking.facts(
        "SELECT id, settles FROM account_move WHERE person=? AND voided=0 AND settles IS NOT NULL", person
    ):
        for amount, ore in json.loads(settles):
            by_amount[amount].add(fact)
            paid[amount] += ore
    double = {f for amount, facts in by_amount.items() if paid[amount] > amounts.get(amount, 0) for f in facts}
    if len(double) > 1:
        return [one for one in every if one[0] in double]
    last = len(every)
    while last > 0 and (last > len(every) - 2 or sum(one[2] for one in every[last:]) <= over):
        last -= 1
    return every[last:]


def _takers(asking: Asking, person: bytes) -> list[tuple[bytes, str, int, int]]:
    """Id, what, øre and entry, oldest first."""
    return sorted(
        [
            (fact, _name(what), -ore, no)
            for fact, what, ore, no in asking.facts(
                "SELECT id, what, held_ore, entry FROM account_move WHERE person=? AND voided=0 AND held_ore<0", person
            )
        ]
        + [
            (fact, worded(PAYMENTS["held"]), ore, no)
            for fact, ore, no in asking.facts(
                "SELECT id, held_ore, entry FROM purchase WHERE person=? AND voided=0 AND held_ore>0", person
            )
        ]
    )


def _name(what: str | None) -> str:
    return worded(MOVES["paid_out"]) if what == "paid_out" else _("Set off against credit")


def held_keys(asking: Asking) -> set[tuple[bytes]]:
    return set(asking.facts(
        "SELECT m.person FROM account_move m WHERE m.voided=0 AND m.person IS NOT NULL GROUP BY m.person HAVING "
        "ifnull(sum(m.held_ore), 0) < "
        "(SELECT ifnull(sum(p.held_ore), 0) FROM purchase p WHERE p.person=m.person AND p.voided=0)"
    ))  # fmt: skip


# A till settled twice ------------------------------------------------------------------------------------------------


def settled(asking: Asking, outlet: bytes) -> Iterator[Question]:
    """Two settlements, made apart, that have both taken up a day's moves: more were settled than there ever were."""
    rows = asking.facts(
        "SELECT id, entry, laptop, letter, number, moved_ore, shown FROM settlement WHERE outlet=? AND voided=0 "
        "ORDER BY id DESC LIMIT ?", outlet, NEWEST,
    )  # fmt: skip
    took: dict[tuple[str, str], dict[bytes, int]] = defaultdict(dict)
    for fact, _no, _laptop, _letter, _number, _ore, shown in rows:
        for day, what, count, *_sums in json.loads(shown or "{}").get("days", ()):
            took[day, what][fact] = count
    double: set[frozenset[bytes]] = set()
    by_id = {row[0]: row for row in rows}
    for (day, what), counts in took.items():
        apart = [
            pair for pair in combinations(sorted(f for f, n in counts.items() if n > 0), 2)
            if asking.apart(by_id[pair[0]][1], by_id[pair[1]][1])
        ]  # fmt: skip
        if not apart:
            continue
        ((there,),) = asking.facts(THERE, outlet, day, what)
        if sum(counts.values()) > there:
            double |= {frozenset(pair) for pair in apart}
    for pair in sorted(double, key=sorted):
        about = (ident("settled", *pair),)
        if not asking.answered(about[0]):
            words = _("The till at {outlet} was settled on two laptops at once. Which settlement counts?")
            yield _of_settlements(
                asking, "settled", words.format(outlet=asking.outlet(outlet)), [by_id[one][:6] for one in pair], about,
                _("Both: the next settlement shows the difference"),
            )  # fmt: skip


def _of_settlements(
    asking: Asking, kind: str, words: str, rows: list[tuple[Any, ...]], about: tuple[bytes, ...], both: str
) -> Question:
    sides, choices = [], []
    for fact, no, _laptop, letter, number, moved in sorted(rows, key=lambda row: (asking.order(row[1]), row[0])):
        name = f"{letter or ''}-{number or 0:04}"
        side = asking.side(no, f"{name}, {kr(moved or 0)}", keeping(fact))
        sides.append(side)
        choices.append(Choice(keeping(fact), _("{number} counts: {amount}").format(number=name, amount=kr(moved or 0))))
    choices.append(Choice("both", both))
    return Question(about[0].hex(), kind, words, tuple(sides), tuple(choices), about)


def say_settled(work: Work, asking: Asking, question: Question, choice: str) -> None:
    """The other settlements do not count; what they took up is unsettled, or stands in the one that counts."""
    among = {side.choice for side in question.sides} - {choice}
    for row in work.session.query(Settlement).order_by(Settlement.id):
        if keeping(row.id) in among:
            work.void(row, reason=_("made twice"))


def settled_keys(asking: Asking) -> set[tuple[bytes]]:
    """Outlets that were settled on more than one laptop."""
    return set(asking.facts(
        "SELECT s.outlet FROM settlement s JOIN entry e ON e.no=s.entry WHERE s.voided=0 AND s.outlet IS NOT NULL "
        "GROUP BY s.outlet HAVING count(DISTINCT e.device)>1 OR count(DISTINCT e.stream)>1"
    ))  # fmt: skip


def numbered(asking: Asking, letter: str, number: int) -> Iterator[Question]:
    """Two settlements with one number: of a laptop and its copy before they heard of one another (after that each goes
    on in a series of its own, see `sales.settling`), or of two with the same letter. Both papers are there; a person
    says whether both count."""
    rows = asking.facts(
        "SELECT id, entry, laptop, letter, number, moved_ore, outlet, day FROM settlement "
        "WHERE letter=? AND number=? AND voided=0 ORDER BY id", letter, number,
    )  # fmt: skip
    about = (ident("numbered", *(row[0] for row in rows)),)
    if len(rows) < 2 or asking.answered(about[0]):
        return
    words = _("{count} settlements are numbered {number}. Which one counts?")
    yield _of_settlements(
        asking, "numbered", words.format(count=len(rows), number=f"{letter}-{number:04}"), [row[:6] for row in rows],
        about, _("Both: write on the papers which is which"),
    )  # fmt: skip


def numbered_keys(asking: Asking) -> set[tuple[str, int]]:
    return set(asking.facts(
        "SELECT letter, number FROM settlement WHERE voided=0 AND letter IS NOT NULL AND number IS NOT NULL "
        "GROUP BY letter, number HAVING count(*)>1"
    ))  # fmt: skip


# A seller number with two people -------------------------------------------------------------------------------------


def seller(asking: Asking, number: int) -> Iterator[Question]:
    """One seller number that was given to two people on two laptops: it stands on a card, so a person says who keeps
    it."""
    holders = dict(asking.facts(
        "SELECT n.person, n.entry FROM seller_number n JOIN person p ON p.id=n.person AND p.call_name IS NOT NULL "
        "WHERE n.number=? AND n.voided=0 ORDER BY n.id DESC", number,
    ))  # fmt: skip
    if len(holders) < 2:
        return
    sides, choices = [], []
    for person, no in sorted(holders.items(), key=lambda item: (asking.order(item[1]), item[0])):
        side = asking.side(no, asking.numbered(person), keeping(person))
        sides.append(side)
        choices.append(Choice(keeping(person), _("{name} keeps it").format(name=asking.person(person))))
    about = (ident("seller", str(number), *holders),)
    words = _("Seller number {number} belongs to {count} people. Who keeps it?")
    yield Question(
        about[0].hex(), "seller", words.format(number=number, count=len(holders)), tuple(sides), tuple(choices), about,
        tuple(sorted(holders)),
    )  # fmt: skip


def say_seller(work: Work, _asking: Asking, question: Question, choice: str) -> None:
    """The others get the next numbers; their cards are dead with the old one."""
    from ..sales import sellers

    ever = sellers.numbers_ever(work.session)
    for person in question.subject:
        if keeping(person) != choice:
            ever.add(following := sellers.next_number(ever))
            sellers.renumber(work, person=person, number=following)


def seller_keys(asking: Asking) -> set[tuple[int]]:
    return set(asking.facts(
        "SELECT number FROM seller_number WHERE voided=0 AND person IS NOT NULL AND number IS NOT NULL "
        "GROUP BY number HAVING count(DISTINCT person)>1"
    ))  # fmt: skip
