"""Somebody registered twice: asked in Utveksle with each way out in words, and told on the card that was put away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alfdesk import people, put_away
from ui.pages.people.card_parts import KeptBand
from ui.widgets.buttons import Button

from .laptops import Laptops, Seat, texts

ENROL = "Meld inn"


@pytest.fixture
def yard(three_laptops: Laptops, tmp_path: Path) -> Iterator[Laptops]:
    with three_laptops.at_work(tmp_path / "yard") as yard:
        yield yard


def siv_at_two_places(yard: Laptops) -> dict[int, bytes]:
    """The farm's parcel is taken in at the office. Returns who has which number."""
    found = {}
    for laptop, number, more in (("Kontor", 61, {}), ("Framnes gård", 62, {"phone": "90011223"})):
        yard.clock.forward(5)
        with yard.open(laptop) as place, place.write() as work:
            found[number] = people.register(
                work, call_name="Siv", last_name="Lie", birth_year=1980, number=number, **more
            )
    yard.take("Kontor", yard.send("Framnes gård"))
    return found


def away(office: Seat) -> dict[bytes, bytes]:
    return office.page.desk.read(put_away.everyone)


def test_each_way_out_is_a_button_and_says_what_follows(yard: Laptops) -> None:
    who = siv_at_two_places(yard)
    with yard.seat("Kontor") as office:
        (card,) = office.page.questions.cards
        assert [b.text() for b in card.buttons] == [
            "Det er to personer", "Det er én person: behold nr. 61", "Det er én person: behold nr. 62"
        ]
        assert not any(b.isChecked() or b.role == "primary" for b in card.buttons)
        assert "Det som står, blir stående." in " ".join(texts(card))
        assert card.summary().endswith("Det som står, blir stående.")
        card.buttons[1].setFocus()
        office.hands.press("Enter")
        assert away(office) == {who[62]: who[61]} and not office.page.questions.isVisible()
        office.hands.press("Ctrl+Z")
        assert away(office) == {} and len(office.page.questions.cards[0].buttons) == 3


def test_the_card_that_was_put_away_leads_to_the_other(yard: Laptops) -> None:
    who = siv_at_two_places(yard)
    with yard.seat("Kontor") as office:
        office.page.questions.cards[0].buttons[1].click()
        page: Any = office.work.go("people")
        panel = page.open_card(who[62])
        (band,) = panel.findChildren(KeptBand)
        assert texts(band)[:2] == ["Beholdt som nr. 61: Siv", "Oppført to ganger. Det som står her, blir stående."]
        assert ENROL not in {b.text() for b in panel.findChildren(Button)}
        band.show_button.click()
        assert page.card.person == who[61] and not page.card.findChildren(KeptBand)
        assert ENROL in {b.text() for b in page.card.findChildren(Button)}
        assert page.card.card.card.phone == "90011223"
