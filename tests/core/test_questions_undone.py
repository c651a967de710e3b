"""An answer that is taken back leaves the question as it was, on every laptop and in whatever order they hear of it."""

from __future__ import annotations

import random

import pytest

from alfdesk import people
from alfdesk.questions import answers

from .desk import MONDAY
from .test_questions import both, phone  # noqa: F401  a fixture
from .two_laptops import CAR, alike, another, carry, meet


def of_kari(one) -> str | None:
    return one.ask(people.card, one.ids["Kari"], MONDAY).phone


def say(one, choice: str) -> None:
    (question,) = one.questions()
    if choice == "other":
        one.do(answers.answer, question=question.id, choice="other", value="41 00 00 09")
    else:
        one.say(choice)


def step(one, what: str) -> None:
    """Ctrl+Z or Ctrl+Y, a minute later."""
    one.place.clock.forward(1)
    getattr(one, what)()


@pytest.mark.parametrize("choice", ["01", "02", "other"])
@pytest.mark.parametrize("who", [0, 1], ids=["the office answers", "the farm answers"])
def test_a_question_whose_answer_is_taken_back_is_asked_again(both, who, choice):  # noqa: F811
    office, farm = both
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 02")
    meet(office, farm)
    before, one = [o.questions() for o in both], both[who]
    say(one, choice)
    assert one.questions() == []
    for again in range(2):
        step(one, "undo")
        assert one.questions() == before[who]
        meet(office, farm)
        assert [o.questions() for o in both] == before
        if not again:
            step(one, "redo")
            assert one.questions() == []
            meet(office, farm)
    say(both[1 - who], "01")
    meet(office, farm)
    assert office.questions() == [] and of_kari(office) == of_kari(farm) == "41 00 00 01"


@pytest.mark.parametrize("seed", range(4))
def test_whoever_hears_of_it_in_another_order_asks_the_same(both, founded, tmp_path, seed):  # noqa: F811
    office, farm = both
    far = [another(founded, office, tmp_path / f"car{n}", CAR) for n in range(2)]
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 02")
    meet(office, farm)
    chance = random.Random(seed)
    say(office, chance.choice(("01", "02", "other")))
    step(office, "undo")
    meet(office, farm)
    for one in far:
        carry(farm, one, order=chance, one_by_one=one is far[0])
    alike(office, farm, *far)
    assert len(office.questions()) == 1
    phone(farm, "41 00 00 05")  # she has seen what the undo left; the office's own number she has not
    for one in far:
        carry(farm, one, order=chance, one_by_one=one is far[1])
    carry(farm, office)
    alike(office, farm, *far)
    for one in far:
        one.place.close()


def test_what_an_answer_was_written_over_is_not_asked_about_where_it_comes_last(both, founded, tmp_path):  # noqa: F811
    """The answer is here before the two that it is about."""
    office, farm = both
    centre, far = (another(founded, office, tmp_path / f"car{n}", CAR) for n in range(2))
    centre.place.be_laptop(b"D" * 16)
    phone(office, "41 00 00 01")
    phone(farm, "41 00 00 02")
    meet(office, farm)
    carry(farm, centre)
    known = centre.place.cursor().execute("SELECT max(no) FROM entry").fetchone()
    say(centre, "other")
    phone(centre, "41 00 00 07")
    rows = "SELECT no FROM entry WHERE no>? ORDER BY no"
    assert len(centre.place.cursor().execute(rows, known).fetchall()) == 2
    carry(centre, far, order=_Backwards(), one_by_one=True)
    carry(centre, office)
    alike(office, centre, far)
    for one in (centre, far):
        one.place.close()


class _Backwards(random.Random):
    def shuffle(self, rows: list) -> None:  # type: ignore[override, type-arg]
        rows.reverse()


def test_a_value_that_was_taken_back_before_the_two_met_is_no_side(both):  # noqa: F811
    office, farm = both
    phone(office, "41 00 00 01")
    meet(office, farm)
    phone(farm, "41 00 00 02")
    phone(office, "41 00 00 03")
    step(office, "undo")
    meet(office, farm)
    # What stands is what the office put back: that the farm has another must not go unsaid.
    assert [s.says for s in office.questions()[0].sides] == ["Phone: 41 00 00 02", "Phone: 41 00 00 01"]
    assert of_kari(office) == "41 00 00 01"
