"""Stock, tills and accounts reckoned a second time, from what the entries say and nothing else.

Shares neither tables nor sums with `alfdesk.sales`: a fact counts until an entry says that it does not; of several
arrivals of one transfer the one with the lowest id does, and none where the transfer does not.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

Fact = Mapping[str, Any]


class Ledger:
    """What a set of ops comes to."""

    def __init__(self, ops: Iterable[Sequence[Any]]) -> None:
        every: dict[str, dict[str, Fact]] = defaultdict(dict)
        gone = set()
        for op in ops:
            if op[0] == "fact":
                every[op[1]][op[2]] = {"person": op[3], **op[4]}
            elif op[0] == "void":
                gone.add((op[1], op[2]))
        self.every = every
        self.gone = gone
        arrivals: dict[str, list[str]] = defaultdict(list)
        for ident, one in self.standing("transfer_received"):
            arrivals[one["transfer"]].append(ident)
        self.arrivals = {transfer: sorted(idents) for transfer, idents in arrivals.items()}
        # Of a transfer that was declared lost nobody knows that it was taken back: what came of it lies on the shelf.
        self.idle = {
            ident for of, idents in self.arrivals.items()
            for ident in (idents if of in every["transfer"] and ("transfer", of) in gone else idents[1:])
        }  # fmt: skip

    def standing(self, table: str) -> Iterator[tuple[str, Fact]]:
        for ident, one in self.every[table].items():
            if (table, ident) not in self.gone:
                yield ident, one

    def copies(self) -> Counter[tuple[str, str]]:
        """By outlet and edition."""
        found: Counter[tuple[str, str]] = Counter()
        for _ident, move in self.standing("desk_move"):
            if move.get("copies") and move.get("source") not in self.idle:
                found[move["outlet"], move["edition"]] += move["copies"]
        return found

    def under_way(self, editions: Collection[str]) -> set[str]:
        """Transfers of these editions that nobody has confirmed."""
        return {
            ident for ident, one in self.standing("transfer")
            if ident not in self.arrivals and one["edition"] in editions
        }  # fmt: skip

    def tills(self) -> Counter[str]:
        """Øre by outlet that moved and are in no settlement that stands."""
        found: Counter[str] = Counter()
        for _ident, move in self.standing("desk_move"):
            found[move["outlet"]] += move.get("cash_ore") or 0
        for _ident, one in self.standing("settlement"):
            found[one["outlet"]] -= one.get("moved_ore") or 0
        return found

    def accounts(self) -> dict[str, tuple[int, int, int, int, int]]:
        """By seller: copies bought and returned, øre paid, owed and held."""
        found: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
        for _ident, one in self.standing("purchase"):
            sums, copies = found[one["person"]], one["copies"]
            if one["what"] == "sale":
                sums[0] += copies
            if one["what"] == "return":
                sums[1] -= copies
            sums[2] += (one.get("cash_ore") or 0) + (one.get("vipps_ore") or 0)
            sums[3] += one.get("credit_ore") or 0
            sums[4] -= one.get("held_ore") or 0
        for _ident, one in self.standing("account_move"):
            sums = found[one["person"]]
            if one["what"] == "repaid":
                sums[2] += (one.get("cash_ore") or 0) + (one.get("vipps_ore") or 0)
            sums[3] += one.get("owes_ore") or 0
            sums[4] += one.get("held_ore") or 0
        return {person: tuple(sums) for person, sums in found.items() if person}  # type: ignore[misc]

    def listed_twice(self) -> list[list[str]]:
        """Moves that say one line of a paper list: in the same words, and the same of equal lines. Of a sale whose
        seller is erased nobody can tell."""
        bought = {one["move"]: one for _ident, one in self.standing("purchase")}
        to = {ident: one["to_outlet"] for ident, one in self.standing("transfer")}
        found: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for ident, move in self.standing("desk_move"):
            of = bought.get(ident, {})
            if move.get("listed") and (move["what"] not in ("sale", "free", "return") or of.get("person")):
                way = "credit" if move.get("credit_ore") else "vipps" if move.get("vipps_ore") else "cash"
                said = tuple(move.get(name) for name in (
                    "outlet", "day", "at_minute", "edition", "what", "copies", "listed", "reason",
                ))  # fmt: skip
                more = (of.get("person"), of.get("reason"), of.get("note"), to.get(move.get("source", "")))
                found[(*said, way, *more)].append(ident)
        return [sorted(moves) for moves in found.values() if len(moves) > 1]

    def numbers(self) -> dict[tuple[str, str], list[int]]:
        """By laptop and letter the numbers of its settlements, voided ones too."""
        found: dict[str, list[int]] = defaultdict(list)
        for one in self.every["settlement"].values():
            found[one["laptop"], one["letter"]].append(one["number"])
        return {series: sorted(numbers) for series, numbers in found.items()}

    def told_twice(self) -> dict[str, list[str]]:
        """Moves that two settlements which stand have both settled, and the settlements."""
        found: dict[str, list[str]] = defaultdict(list)
        for ident, one in self.standing("settlement"):
            for line in json.loads(one["shown"]).get("lines", ()):
                found[line[0]].append(ident)
        return {move: sorted(by) for move, by in found.items() if len(by) > 1}
