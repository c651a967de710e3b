"""Random days of a desk on paper, and a calculation of its own of what they come to. It shares nothing with Alfdesk."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

OUTLETS = ("Hallvardsstuen", "MO-senteret Nesttun", "Strax-huset")
PRICES = {("Megafon", "11/2026"): 5000, ("Megafon", "12/2026"): 5500, ("Julebok", "2026"): 10_000}
CHANGED = date(2026, 11, 18)  # from this day a copy of the Christmas book costs more
SELLERS = (3, 7, 44, 75, 118, 193, 244, 309, 1204)
WORDS = ("kontant",) * 8 + ("vipps",) * 4 + ("kreditt", "kreditt", "gratis", "retur", "mottatt", "flyttet", "svinn",
                                             "makulert")  # fmt: skip

Row = tuple[str, str, str, str, str, str, str, str]


def price(product: str, edition: str, day: date) -> int:
    return 12_000 if product == "Julebok" and day >= CHANGED else PRICES[product, edition]


def days(seed: int, lines: int, first: date = date(2026, 11, 16), count: int = 5) -> list[Row]:
    """So many lines as people type them, over so many days; some are alike."""
    rng = random.Random(seed)
    rows: list[Row] = []
    for at in range(lines):
        if rows and rng.random() < 0.05:
            rows.append(rng.choice(rows[-20:]))
            continue
        day = first + timedelta(at * count // lines)
        early, minute = rng.randint(8, 9), rng.randint(10, 59)
        clock = rng.choice((f"{rng.randint(8, 15):02}.{minute:02}", f"{early}:{minute}"))
        written = rng.choice((f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day:%y}", day.isoformat()))
        outlet, (product, edition) = rng.choice(OUTLETS), rng.choice(list(PRICES))
        word, note, seller = rng.choice(WORDS), "", str(rng.choice(SELLERS))
        copies = rng.choice((1, 2, 3, 5, 5, 10, 10, 20, 40))
        if word in ("mottatt", "flyttet", "svinn", "makulert"):
            seller = ""
            copies *= 10 if word == "mottatt" else 1
        if word == "flyttet":
            note = rng.choice([o for o in OUTLETS if o != outlet])
        elif word == "gratis":
            note = rng.choice(("startblader", "gave", "kampanje", "til læreren"))
        elif rng.random() < 0.05:
            note = "på regning"
        if rng.random() < 0.1:  # as people type
            outlet, product, word = outlet.upper(), f" {product.lower()}  ", word.capitalize()
        rows.append((f"{written} {clock}", outlet, seller, product, edition, str(copies), word, note))
    return rows


@dataclass
class Sums:
    """What a list comes to: copies by outlet, product and edition; each seller's account; cash by outlet."""

    stock: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    bought: Counter[int] = field(default_factory=Counter)
    returned: Counter[int] = field(default_factory=Counter)
    paid: Counter[int] = field(default_factory=Counter)
    owes: Counter[int] = field(default_factory=Counter)
    cash: Counter[str] = field(default_factory=Counter)

    def account(self, seller: int) -> tuple[int, int, int, int]:
        return self.bought[seller], self.returned[seller], self.paid[seller], self.owes[seller]


def reckoned(rows: list[Row]) -> Sums:
    """The sums, line by line."""
    names = {name.lower(): name for name in (*OUTLETS, "Megafon", "Julebok")}
    sums = Sums()
    for when, outlet, seller, product, edition, typed, word, note in rows:
        outlet, product, word = names[outlet.strip().lower()], names[product.strip().lower()], word.lower()
        copies, key, who = int(typed), (outlet, product, edition), int(seller or 0)
        ore = copies * price(product, edition, _day(when.split()[0]))
        sums.stock[key] += copies if word in ("mottatt", "retur") else -copies
        if word == "flyttet":
            sums.stock[note, product, edition] += copies
        elif word in ("kontant", "vipps", "kreditt"):
            sums.bought[who] += copies
            sums.owes[who] += ore if word == "kreditt" else 0
            sums.paid[who] += 0 if word == "kreditt" else ore
            sums.cash[outlet] += ore if word == "kontant" else 0
        elif word == "retur":
            sums.returned[who] += copies
            sums.paid[who] -= ore
            sums.cash[outlet] -= ore
    return sums


def _day(text: str) -> date:
    if "-" in text:
        return date.fromisoformat(text)
    day, month, year = map(int, text.split("."))
    return date(year if year > 99 else 2000 + year, month, day)
