"""What a parcel would raise is asked while it is tried: of one that comes to nothing no trace is left."""

from __future__ import annotations

import pytest

from alfdesk.questions import every, watch

from .test_questions import both, phone, statements  # noqa: F401  the fixture
from .two_laptops import carried, carry


def test_what_is_only_tried_leaves_no_trace(both):  # noqa: F811
    office, farm = both
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 02")
    assert office.questions() == []
    cursor, seen = office.place.cursor(), []

    def trial():
        carried(farm, office)
        seen.extend(every.in_trial(cursor))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        office.place.transaction(trial)
    assert [q.kind for q in seen] == ["field"] and office.questions() == []
    carry(farm, office)
    assert office.questions() == seen


def test_what_was_tried_and_then_taken_in_is_not_looked_through_again(both):  # noqa: F811
    office, farm = both
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 02")
    cursor, seen = office.place.cursor(), []

    def taken():
        carried(farm, office)
        seen.extend(every.in_trial(cursor, keep=True))

    office.place.transaction(taken)
    after_it = statements(office)
    assert [q.kind for q in seen] == ["field"] and office.questions() == seen
    watch._kept.clear()
    assert after_it < statements(office) and office.questions() == seen


def test_what_was_to_be_kept_and_came_to_nothing_is_asked_anew(both):  # noqa: F811
    office, farm = both
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 02")
    cursor = office.place.cursor()

    def fails():
        carried(farm, office)
        assert len(every.in_trial(cursor, keep=True)) == 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        office.place.transaction(fails)
    assert office.questions() == []
    carry(farm, office)
    assert [q.kind for q in office.questions()] == ["field"]
