"""What a read gives."""

from __future__ import annotations

import pytest

from alfdesk.record import Record, field, replace


class Step(Record):
    step: str
    at: str | None = None
    counts: dict[int, int] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        return self.at is not None


class Other(Record):
    step: str
    at: str | None = None
    counts: dict[int, int] = field(default_factory=dict)


def test_a_record_is_what_it_says():
    one = Step("paid", at="13.44")
    assert one == Step("paid", "13.44") != Step("paid")
    assert one.done
    assert repr(one) == "Step(step='paid', at='13.44', counts={})"
    assert one != Other("paid", "13.44")
    assert Step("a").counts is not Step("b").counts


def test_a_record_stays_as_it_was_made():
    one = Step("paid")
    with pytest.raises(AttributeError):
        one.at = "13.44"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        one.late = True  # type: ignore[attr-defined]
    later = replace(one, at="13.44")
    assert (one.at, later.at, later.step) == (None, "13.44", "paid")


def test_a_record_of_plain_fields_can_be_looked_up():
    class Pair(Record):
        a: int
        b: str

    assert {Pair(1, "x"), Pair(1, "x"), Pair(2, "x")} == {Pair(1, "x"), Pair(2, "x")}
