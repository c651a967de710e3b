"""A person's card in a real window on a real store: read, edited in place, written on, erased."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from alfdesk import people
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY
from ui.look import look
from ui.pages.people.card_panel import CardPanel
from ui.pages.people.erase import Erase

from .test_people_page import CTRL, Seat, as_role, crew

assert crew  # a fixture


@pytest.fixture
def seat(crew: dict[str, bytes], qapp: QApplication, place: Place, tmp_path: Path) -> Iterator[Seat]:
    look.load_fonts()
    look.set(choice="light", zoom=100, glove=False)
    look.apply()
    seat = Seat(qapp, place, tmp_path)
    yield seat
    seat.close()


def opened(seat: Seat, name: str = "kari n") -> CardPanel:
    """Find and Enter."""
    seat.page.search.clear()
    seat.type(name)
    seat.key(Qt.Key.Key_Return)
    card = seat.page.card
    assert card is not None
    return card


def words(seat: Seat) -> str:
    """Everything that is written in the panel now."""
    from ui.widgets.text import Text

    assert seat.page.panel is not None
    return "\n".join(t.text() for t in seat.page.panel.findChildren(Text) if t.isVisible() and t.text())


def looks(seat: Seat) -> list[str]:
    rows = seat.place.cursor().execute("SELECT what FROM looked ORDER BY no").fetchall()
    return [what for (what,) in rows]


# Read ----------------------------------------------------------------------------------------------------------------


def test_the_card_says_who_it_is_and_how_today_stands(seat: Seat) -> None:
    card = opened(seat)
    said = words(seat)
    for part in ("Kari N.", "Present today 08.05", "Kari Nilsen  ·  No. 3", "Last 12 weeks", "1 present", "Gården"):
        assert part in said, part
    assert seat.page.search.hasFocus()
    assert seat.page.marked_text() == card.spoken()
    assert card.spoken().startswith("Kari N. Present today 08.05.")


def test_the_weeks_are_said_in_words_and_as_lines(seat: Seat) -> None:
    from ui.pages.people.weeks_grid import WeeksGrid

    opened(seat)
    grid = seat.work.findChild(WeeksGrid)
    assert grid.accessibleName() == "Last 12 weeks: 1 present"
    assert grid.accessibleDescription() == "week 47: Su present."


def test_each_opening_is_noted_once(seat: Seat) -> None:
    opened(seat)
    seat.key(Qt.Key.Key_Return)
    assert looks(seat) == ["card"]
    opened(seat, "samir")
    assert looks(seat) == ["card", "card"]


def test_esc_closes_and_gives_the_focus_back(seat: Seat) -> None:
    opened(seat)
    seat.key(Qt.Key.Key_F6)
    assert seat.page.panel.isAncestorOf(seat.focus)  # type: ignore[union-attr]
    seat.key(Qt.Key.Key_Escape)
    assert seat.page.panel is None
    assert seat.page.search.hasFocus()
    seat.page.search.clear()
    seat.page.table.setFocus()
    seat.key(Qt.Key.Key_Return)
    assert seat.page.card is not None
    seat.key(Qt.Key.Key_Escape)
    assert seat.page.panel is None
    assert seat.page.table.hasFocus()


def test_esc_in_the_box_first_clears_then_closes(seat: Seat) -> None:
    opened(seat)
    seat.key(Qt.Key.Key_Escape)
    assert seat.page.search.text() == ""
    assert seat.page.card is not None
    seat.key(Qt.Key.Key_Escape)
    assert seat.page.card is None


def test_the_panel_takes_the_page_where_there_is_no_room(seat: Seat) -> None:
    look.set(zoom=200)
    seat.app.processEvents()
    card = opened(seat)
    assert not seat.page.search.isVisible()
    assert card.isAncestorOf(seat.focus)
    seat.key(Qt.Key.Key_Escape)
    assert seat.page.search.hasFocus()
    look.set(zoom=100)


# Edited --------------------------------------------------------------------------------------------------------------


def test_fields_are_saved_when_left_and_undone_one_by_one(seat: Seat) -> None:
    card = opened(seat)
    seat.key(Qt.Key.Key_F2)
    seat.type("Kalles Kari")
    seat.key(Qt.Key.Key_Tab)
    seat.key(Qt.Key.Key_Tab)
    seat.key(Qt.Key.Key_Tab)
    seat.type("1987")
    seat.key(Qt.Key.Key_Tab)
    assert card.card is not None
    assert (card.card.card.found.call_name, card.card.card.birth_year) == ("Kalles Kari", 1987)
    assert seat.work.strip.toast.words.text().startswith("The birth year of Kalles Kari")
    assert "by Anne" in words(seat)
    seat.key(Qt.Key.Key_Z, CTRL)
    assert card.card.card.birth_year is None
    assert card.part.fields["birth_year"].text() == ""  # type: ignore[union-attr]
    seat.key(Qt.Key.Key_Z, CTRL)
    assert card.card.card.found.call_name == "Kari"
    seat.key(Qt.Key.Key_Y, CTRL)
    assert card.card.card.found.call_name == "Kalles Kari"
    seat.key(Qt.Key.Key_Escape)
    assert "called Kalles Kari" in words(seat)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [("birth_year", "87", "The birth year must be four digits, 1900 to 2026."),
     ("phone", "abc", "This is not a phone number."),
     ("last_name", "Nilsen 01019912345", "Birth numbers must not be written here. The birth year is enough."),
     ("call_name", "", "Write a name first. A call name is enough.")],
)  # fmt: skip
def test_what_is_wrong_stands_under_the_field(seat: Seat, field: str, typed: str, said: str) -> None:
    card = opened(seat)
    before = card.card
    card.edit()
    one = card.part.fields[field]  # type: ignore[union-attr]
    one.setFocus()
    one.edit.selectAll()
    seat.key(Qt.Key.Key_Delete)
    seat.type(typed)
    seat.key(Qt.Key.Key_Tab)
    assert one.error.words.text() == said
    assert one.edit.accessibleDescription() == said
    assert one.text() == typed
    assert card.card == before


def test_a_field_that_is_being_written_in_is_left_alone_when_others_write(seat: Seat, crew: dict[str, bytes]) -> None:
    card = opened(seat)
    card.edit()
    phone = card.part.fields["phone"]  # type: ignore[union-attr]
    phone.setFocus()
    seat.type("41 2")
    with seat.place.write() as work:
        people.change(work, person=crew["Kari Nilsen"], birth_year=1990)
    assert phone.text() == "41 2"
    assert card.part.fields["birth_year"].text() == "1990"  # type: ignore[union-attr]


def test_what_stands_in_a_field_is_saved_when_esc_leaves(seat: Seat) -> None:
    card = opened(seat)
    card.edit()
    card.part.fields["phone"].setFocus()  # type: ignore[union-attr]
    seat.type("41234567")
    seat.key(Qt.Key.Key_Escape)
    assert card.card is not None
    assert card.card.card.phone == "41234567"
    assert seat.page.card is card


def test_payment_and_photo(seat: Seat, tmp_path: Path) -> None:
    from PIL import Image

    card = opened(seat)
    card.edit()
    part = card.part
    seat.press(part.payment.buttons()[1])  # type: ignore[union-attr]
    assert card.card is not None
    assert card.card.card.payment_method == "cash"
    out = io.BytesIO()
    Image.new("RGB", (600, 800), (20, 120, 90)).save(out, "PNG")
    (tmp_path / "kari.png").write_bytes(out.getvalue())
    part.take_photo(str(tmp_path / "kari.png"))  # type: ignore[union-attr]
    assert (card.card.card.photo or b"")[:2] == b"\xff\xd8"
    seat.press(part.no_photo)  # type: ignore[union-attr]
    assert card.card.card.photo is None and part.no_photo.isHidden()  # type: ignore[union-attr]
    assert seat.work.announcer.kept()[-1] == "The photo of Kari N. is removed."
    seat.work.desk.undo()
    assert card.card.card.photo is not None and part.no_photo.isVisible()  # type: ignore[union-attr]
    (tmp_path / "kari.png").write_bytes(b"no picture")
    part.take_photo(str(tmp_path / "kari.png"))  # type: ignore[union-attr]
    assert part.photo_error.words.text().startswith("This picture can't be read.")  # type: ignore[union-attr]


def test_an_account_number_is_checked_and_shown_whole_only_where_it_is_edited(seat: Seat) -> None:
    card = opened(seat)
    card.edit()
    field = card.part.fields["account"]  # type: ignore[union-attr]
    field.setFocus()
    seat.type("8601 11 17948")
    seat.key(Qt.Key.Key_Tab)
    assert field.error.words.text() == "This is not a Norwegian account number. Check the eleven digits."
    field.setFocus()
    field.edit.selectAll()
    seat.type("8601 11 17947")
    seat.key(Qt.Key.Key_Tab)
    assert (field.text(), card.card and card.card.card.account) == ("8601.11.17947", "86011117947")
    assert seat.work.announcer.kept()[-1] == "The account number of Kari N. is changed."
    seat.key(Qt.Key.Key_Escape)
    assert "•••• 7947" in words(seat) and "17947" not in words(seat)


# Written on ----------------------------------------------------------------------------------------------------------


def test_a_message_by_mouse_alone_and_taken_away(seat: Seat) -> None:
    seat.press_row("Samir A.")
    seat.press(seat.button("Leave message"))
    form = seat.page.card.part  # type: ignore[union-attr]
    seat.press(form.send_button)
    assert form.text.error.words.text() == "Write a message first."
    form.text.set("Ring meg")
    form.until.set("1.1.2030")
    seat.press(form.send_button)
    assert form.until.error.words.text() == "A message shows for at most 60 days. Choose a day."
    form.until.set("i morgen")
    seat.press(form.send_button)
    assert "Message, shown until tomorrow" in words(seat)
    assert "Ring meg" in words(seat)
    seat.press(seat.button("Take away"))
    assert "Ring meg" not in words(seat)
    seat.press(seat.work.strip.toast.back)
    assert "Ring meg" in words(seat)


def test_enrolled_and_ended(seat: Seat) -> None:
    card = opened(seat, "åse")
    seat.press(seat.button("Enrol"))
    seat.key(Qt.Key.Key_Tab)
    assert card.part.which.value is not None  # type: ignore[union-attr]
    seat.press(card.part.send_button)  # type: ignore[union-attr]
    assert "Gården" in words(seat)
    assert "from 22.11.2026" in words(seat)
    seat.press(seat.button("End"))
    card.part.last.set("1.1.2026")  # type: ignore[union-attr]
    seat.press(card.part.send_button)  # type: ignore[union-attr]
    assert card.part.last.error.words.text() == "The last day is before the first."  # type: ignore[union-attr]
    card.part.last.set("+3")  # type: ignore[union-attr]
    seat.press(card.part.send_button)  # type: ignore[union-attr]
    assert "22.11.2026–25.11.2026" in words(seat)
    assert not seat.has_button("End")


def test_another_number(seat: Seat) -> None:
    card = opened(seat, "samir")
    card.edit()
    seat.press(seat.button("Change number"))
    seat.type("3")
    seat.key(Qt.Key.Key_Return)
    assert "has been given before" in card.part.number.error.words.text()  # type: ignore[union-attr]
    card.part.number.set("77")  # type: ignore[union-attr]
    seat.key(Qt.Key.Key_Return)
    assert "Samir Ali  ·  No. 77" in words(seat)
    assert seat.work.strip.toast.words.text() == "Samir A. has number 77 now."


# Told ----------------------------------------------------------------------------------------------------------------


def test_history_newest_first_with_what_was_and_what_is(seat: Seat, crew: dict[str, bytes]) -> None:
    for year in range(1970, 1986):
        with seat.place.write() as work:
            people.change(work, person=crew["Kari Nilsen"], birth_year=year)
    card = opened(seat)
    seat.press(seat.button("History"))
    said = words(seat)
    assert "1984" in said
    assert "1985" in said
    assert "Anne" in said
    assert len(card.part.every) == 19  # type: ignore[union-attr]
    assert card.part.shown == 12  # type: ignore[union-attr]
    seat.key(Qt.Key.Key_Space)
    assert card.part.shown == 19  # type: ignore[union-attr]
    assert seat.focus is card.back_button
    seat.key(Qt.Key.Key_Escape)
    assert seat.page.card is card
    assert looks(seat) == ["card", "history"]


def test_who_has_looked(seat: Seat) -> None:
    opened(seat)
    seat.press(seat.button("Who has looked"))
    assert "Anne" in words(seat)
    assert "22.11.2026" in words(seat)


# Erased --------------------------------------------------------------------------------------------------------------


def test_erasing_asks_for_the_number_and_leaves_nothing(seat: Seat, crew: dict[str, bytes]) -> None:
    card = opened(seat, "samir")
    seat.press(seat.button("Erase personal data"))
    seat.type("5")
    part = card.part
    assert isinstance(part, Erase)
    seat.press(part.erase_button)
    assert part.number.error.words.text() == "This is not the number on the card. Nothing is erased."
    part.number.set("6")
    seat.press(part.erase_button)
    assert seat.page.panel is None
    assert seat.page.subtitle.text() == "7 people"
    assert seat.work.strip.toast.words.text() == "The person is erased. This can't be undone."
    seat.key(Qt.Key.Key_Z, CTRL)
    assert seat.page.subtitle.text() == "7 people"
    # The file has a new key, and goes on taking what is written.
    opened(seat, "åse")
    with seat.place.write() as work:
        people.leave_message(work, person=crew["Åse Vik"], text="Hei", until=TODAY, today=TODAY)
    assert "Hei" in words(seat)


def test_only_an_administrator_may_erase(seat: Seat) -> None:
    as_role(seat, "office")
    opened(seat)
    assert not seat.has_button("Erase personal data")
    assert seat.has_button("End")
