"""Where copies lie, reckoned a second time: a list of what each laptop has heard, in the order it heard it.

Shares nothing with `alfdesk`. A thing that was said counts until it is taken back; of several arrivals of one parcel
the one that was said first does, and none where the parcel was taken back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(eq=False)
class Said:
    """Copies that came to an outlet (or left it, below zero); a parcel's has `to`, an arrival its parcel."""

    what: str
    outlet: bytes
    edition: bytes
    copies: int
    order: int
    by: int  # the laptop
    id: bytes | None = None
    to: bytes | None = None
    parcel: Said | None = None
    count: Said | None = None
    of: Said | None = None  # what it is a copy of
    again: Said | None = None  # the same, said anew when its taking back was taken back


@dataclass
class Laptop:
    """`heard`: what was said (True) and taken back (False). `acts`: what was done here and has not been undone."""

    heard: list[tuple[bool, Said]] = field(default_factory=list)
    acts: list[tuple[str, list[Said], list[Said]]] = field(default_factory=list)
    undone: tuple[str, list[Said], list[Said]] | None = None  # just now

    def hear(self, other: Laptop) -> None:
        self.undone = None
        known = {(added, id(one)) for added, one in self.heard}
        self.heard += [(added, one) for added, one in other.heard if (added, id(one)) not in known]

    def stands(self) -> list[Said]:
        gone = {id(one) for added, one in self.heard if not added}
        return [one for added, one in self.heard if added and id(one) not in gone]

    def counting(self, among: list[Said] | None = None) -> Iterator[Said]:
        """What counts of what stands: an arrival does not when another of its parcel was said before it, or when its
        parcel was taken back."""
        earliest: dict[int, int] = {}
        every = self.stands()
        sent = {id(one) for one in every if one.to is not None}
        for one in every:
            if one.parcel is not None:
                earliest[id(one.parcel)] = min(one.order, earliest.get(id(one.parcel), one.order))
        for one in every if among is None else among:
            if one.parcel is None or id(one.parcel) in sent and one.order == earliest[id(one.parcel)]:
                yield one

    def copies(self) -> Counter[tuple[bytes, bytes]]:
        found: Counter[tuple[bytes, bytes]] = Counter()
        for one in self.counting():
            if one.what != "begun":
                found[one.outlet, one.edition] += one.copies
        return found

    def under_way(self) -> list[Said]:
        every = self.stands()
        there = {id(one.parcel) for one in every if one.parcel is not None}
        return [one for one in every if one.to is not None and id(one) not in there]

    def total(self, what: str, edition: bytes) -> int:
        return sum(one.copies for one in self.counting() if one.what == what and one.edition == edition)

    def book(self, begun: Said, edition: bytes) -> int:
        """What lay there when the count began, by what had been heard; what was said again had been heard at first."""
        at = next(i for i, (added, one) in enumerate(self.heard) if added and one is begun)
        before = {id(one) for added, one in self.heard[:at] if added}
        return sum(
            one.copies for one in self.counting()
            if id(first(one)) in before and (one.outlet, one.edition) == (begun.outlet, edition) and one.what != "begun"
        )  # fmt: skip

    def begun_at(self, outlet: bytes) -> list[Said]:
        return [one for one in self.stands() if one.what == "begun" and one.outlet == outlet]

    def counts_in(self, begun: Said) -> list[Said]:
        return [one for one in self.stands() if one.count is begun]

    # Acts --------------------------------------------------------------------------------------------------------

    def act(self, name: str, said: list[Said], back: list[Said]) -> None:
        self.heard += [(False, one) for one in back] + [(True, one) for one in said]
        self.acts.append((name, said, back))
        self.undone = None

    def undo(self, order: int) -> None:
        """The last act is taken back: what it said does not count, what it took back is said anew."""
        name, said, back = self.acts.pop()
        self.heard += [(False, newest(one)) for one in said]
        self._again(back, order)
        self.undone = name, said, back

    def redo(self, order: int) -> None:
        """What was undone just now is done again."""
        assert self.undone is not None
        name, said, back = self.undone
        self.heard += [(False, newest(one)) for one in back]
        self._again(said, order)
        self.acts.append((name, said, back))
        self.undone = None

    def _again(self, every: list[Said], order: int) -> None:
        for one in map(newest, every):
            one.again = Said(
                one.what, one.outlet, one.edition, one.copies, order, one.by, None, one.to, one.parcel, one.count,
                first(one),
            )
            self.heard.append((True, one.again))


def first(one: Said) -> Said:
    return one.of or one


def newest(one: Said) -> Said:
    while one.again is not None:
        one = one.again
    return one
