"""The list of people in a real window on a real store: finding, opening, adding, reading a list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk import cards, people, programmes
from alfdesk.attendance import standing
from alfdesk.attendance.record import Said
from alfdesk.journal.write import Acting
from alfdesk.store.workplace import Place
from tests.core.desk import TODAY
from ui.desk import Desk
from ui.look import look
from ui.pages.people import People
from ui.pages.people.new_person import NewPerson
from ui.prefs import Prefs
from ui.work import Work

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class Seat:
    """Somebody at the keyboard and the mouse of an open window."""

    def __init__(self, app: QApplication, place: Place, folder: Path) -> None:
        self.app, self.place = app, place
        self.work = Work(Desk(place), Prefs(folder))
        self.work.resize(1366, 768)
        self.work.show()
        self.work.activateWindow()
        page = self.work.go("people")
        assert isinstance(page, People)
        self.page = page
        self.said: list[str] = []
        self.work.announcer.said.connect(self.said.append)
        self.app.processEvents()

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.focus, key, modifier)
        self.app.processEvents()

    def type(self, text: str) -> None:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self.app.sendEvent(self.focus, QKeyEvent(kind, 0, NONE, letter))
        self.app.processEvents()

    def press(self, button: QWidget) -> None:
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.app.processEvents()

    def press_row(self, name: str) -> None:
        row = self.names.index(name)
        at = self.page.table.visualRect(self.page.table.rows.index(row, 0)).center()
        QTest.mouseClick(self.page.table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y()))
        self.app.processEvents()

    @property
    def names(self) -> list[str]:
        return [line.name for line in self.page.table.rows.records] if not self.page.frame.isHidden() else []

    def button(self, text: str) -> QWidget:
        """The button of these words that can be seen."""
        from ui.widgets.buttons import Button

        found = [b for b in self.work.findChildren(Button) if b.text() == text and b.isVisible()]
        assert found, text
        return found[-1]

    def has_button(self, text: str) -> bool:
        from ui.widgets.buttons import Button

        return any(b.text() == text and b.isVisible() for b in self.work.findChildren(Button))

    def close(self) -> None:
        self.work.close()
        self.work.deleteLater()


@pytest.fixture
def seat(qapp: QApplication, place: Place, tmp_path: Path) -> Iterator[Seat]:
    look.load_fonts()
    look.set(choice="light", zoom=100, glove=False)
    look.apply()
    seat = Seat(qapp, place, tmp_path)
    yield seat
    seat.close()


@pytest.fixture
def crew(place: Place) -> dict[str, bytes]:
    """Eight people, three of them on the farm today."""
    made: dict[str, bytes] = {}
    for call, last in (
        ("Åse", "Vik"), ("Øyvind", "Berg"), ("Kari", "Nilsen"), ("Kåre", "Bakke"), ("Anne-Lise", "Moen"),
        ("Samir", "Ali"), ("Máret", "Somby"), ("Kari", None),
    ):  # fmt: skip
        with place.write() as work:
            person = people.register(work, call_name=call, last_name=last, first_name=call)
        made[f"{call} {last or ''}".strip()] = person
    with place.write() as work:
        farm = programmes.found(work, name="Gården", kind="standing")
    for name in ("Kari Nilsen", "Kåre Bakke", "Samir Ali"):
        with place.write() as work:
            programmes.enrol(work, person=made[name], programme=farm)
    with place.write() as work:
        what = Said("present", from_minute=485)
        standing.mark(work, person=made["Kari Nilsen"], programme=farm, day=TODAY, what=what)
    return made


def as_role(seat: Seat, *roles: str) -> None:
    """The same desk for somebody with fewer roles; the window is made anew, as at sign-in."""
    desk = seat.work.desk
    was = desk.acting
    seat.place.acting = lambda: Acting(was.id, was.name, frozenset(roles), None)  # type: ignore[method-assign]
    desk._acting = None
    seat.work.close()
    seat.work.deleteLater()
    again = Seat(seat.app, seat.place, Path(seat.work.prefs.folder))
    seat.work, seat.page, seat.said = again.work, again.page, again.said


# Finding -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first"),
    [("å", "Åse V."), ("aas", "Åse V."), ("ø", "Øyvind B."), ("oey", "Øyvind B."), ("lise", "Anne-Lise M."),
     ("maret", "Máret S."), ("kari n", "Kari N."), ("KÅRE", "Kåre B."), ("6", "Samir A.")],
)  # fmt: skip
def test_people_are_found_from_the_first_letter(crew: dict[str, bytes], seat: Seat, typed: str, first: str) -> None:
    seat.type(typed)
    assert seat.names[0] == first
    assert seat.page.table.current().name == first


def test_letters_typed_anywhere_go_to_the_box(crew: dict[str, bytes], seat: Seat) -> None:
    seat.page.table.setFocus()
    seat.type("ka")
    assert seat.page.search.text() == "ka"
    assert seat.page.search.hasFocus()
    assert sorted(seat.names) == ["Kari", "Kari N.", "Kåre B."]
    seat.key(Qt.Key.Key_Escape)
    assert seat.page.search.text() == ""
    assert len(seat.names) == 8


def test_filters_show_their_counts(crew: dict[str, bytes], seat: Seat) -> None:
    words = [b.text() for b in seat.page.filters.buttons()]
    assert words == ["All", "Today 3", "Missing something 5"]
    seat.press(seat.page.filters.buttons()[1])
    assert sorted(seat.names) == ["Kari N.", "Kåre B.", "Samir A."]
    seat.press(seat.page.filters.buttons()[2])
    assert "Samir A." not in seat.names
    assert seat.page.subtitle.text() == "8 people"


def test_arrows_move_the_mark_while_the_box_keeps_the_focus(crew: dict[str, bytes], seat: Seat) -> None:
    first = seat.page.table.current()
    seat.key(Qt.Key.Key_Down)
    seat.key(Qt.Key.Key_Down)
    assert seat.page.search.hasFocus()
    assert seat.page.table.current() is seat.page.table.rows.records[2]
    seat.key(Qt.Key.Key_Home)
    assert seat.page.table.current() == first
    seat.key(Qt.Key.Key_End)
    assert seat.page.table.current() is seat.page.table.rows.records[-1]


def test_nobody_found_says_what_to_do(crew: dict[str, bytes], seat: Seat) -> None:
    seat.type("zorro")
    assert seat.names == []
    assert seat.page.nothing.words.text() == "Found nobody called “zorro”. Press Ctrl+N to add a person."
    seat.key(Qt.Key.Key_N, CTRL)
    assert seat.focus.text() == "Zorro"  # type: ignore[attr-defined]
    seat.key(Qt.Key.Key_Escape)
    seat.key(Qt.Key.Key_Escape)
    seat.type("99")
    assert seat.page.nothing.words.text() == "Nobody has number 99."


def test_an_empty_workplace_offers_the_first_person_and_a_list(seat: Seat) -> None:
    assert seat.page.nobody.isVisible()
    assert seat.has_button("New person")
    assert seat.has_button("Read a list")
    assert seat.page.summary().startswith("Nobody is registered yet.")


def test_a_scanned_card_opens_the_card(crew: dict[str, bytes], seat: Seat) -> None:
    seat.type(cards.code(3))
    seat.key(Qt.Key.Key_Return)
    assert seat.page.card is not None
    assert seat.page.card.person == crew["Kari Nilsen"]
    assert seat.page.search.text() == ""
    wrong = cards.code(3)[:-1] + ("0" if cards.code(3)[-1] != "0" else "1")
    seat.type(wrong)
    seat.key(Qt.Key.Key_Return)
    assert "not read right" in seat.work.strip.toast.words.text()


def test_the_row_is_read_aloud(crew: dict[str, bytes], seat: Seat) -> None:
    seat.type("kari n")
    assert seat.page.marked_text() == "Kari N., Gården, Present 08.05."
    assert seat.page.search.accessibleDescription() == "Kari N., Gården, Present 08.05"
    assert seat.page.summary() == "People. 8 people. 3 are on a list today. 5 are missing something."


def test_what_others_write_is_seen_at_once(crew: dict[str, bytes], seat: Seat) -> None:
    with seat.place.write() as work:
        people.register(work, call_name="Turid")
    assert seat.page.subtitle.text() == "9 people"
    assert "Turid" in seat.names


def test_many_people_come_as_they_are_reached(crew: dict[str, bytes], seat: Seat, place: Place) -> None:
    with place.write(batch=True) as work:
        for number in range(101, 213):
            work.next()
            people.register(work, number=number, call_name=f"Per {number}")
    seen = len(seat.names)
    assert seen < 120
    for _ in range(10):
        seat.key(Qt.Key.Key_End)
    assert len(seat.names) == 120
    seat.key(Qt.Key.Key_Home)
    assert seat.page.table.current() is seat.page.table.rows.records[0]


def test_a_card_opened_from_elsewhere_is_marked_in_the_list(
    crew: dict[str, bytes], seat: Seat, place: Place
) -> None:
    with place.write(batch=True) as work:
        for number in range(101, 201):
            work.next()
            people.register(work, number=number, call_name=f"Abel {number}")
    assert "Åse V." not in seat.names
    seat.page.open_card(crew["Åse Vik"])
    assert seat.page.table.current().name == "Åse V."
    seat.type("sam")
    assert seat.page.search.text() == "sam"


# Somebody new --------------------------------------------------------------------------------------------------------


def test_a_new_person_by_keyboard_then_message_phone_and_undo(crew: dict[str, bytes], seat: Seat) -> None:
    seat.type("mona iversen")
    seat.key(Qt.Key.Key_N, CTRL)
    seat.key(Qt.Key.Key_Return)
    card = seat.page.card
    assert card is not None
    assert card.card is not None
    assert card.card.name == "Mona I."
    assert seat.work.strip.toast.words.text() == "Mona is registered with number 9."
    seat.key(Qt.Key.Key_M, CTRL)
    seat.type("Hent nøkkel hos Sissel")
    seat.key(Qt.Key.Key_Return)
    assert [t for _id, t, _until in card.card.card.messages] == ["Hent nøkkel hos Sissel"]
    seat.key(Qt.Key.Key_F2)
    for _ in range(4):
        seat.key(Qt.Key.Key_Tab)
    seat.type("41 23 45 67")
    seat.key(Qt.Key.Key_Tab)
    assert card.card.card.phone == "41 23 45 67"
    seat.key(Qt.Key.Key_Z, CTRL)
    assert card.card.card.phone is None
    seat.key(Qt.Key.Key_Z, CTRL)
    assert card.card.card.messages == ()
    seat.key(Qt.Key.Key_Z, CTRL)
    assert seat.page.panel is None
    assert seat.page.subtitle.text() == "8 people"


def test_the_same_name_is_pointed_at(crew: dict[str, bytes], seat: Seat) -> None:
    seat.key(Qt.Key.Key_N, CTRL)
    seat.type("Samir")
    panel = seat.page.panel
    assert panel.same.words.text() == "Samir A. (6) is there already."  # type: ignore[union-attr]
    seat.press(seat.button("Open the card"))
    assert seat.page.card is not None
    assert seat.page.card.person == crew["Samir Ali"]


def test_a_wrong_phone_stands_under_its_field_and_nobody_is_registered(seat: Seat) -> None:
    seat.key(Qt.Key.Key_N, CTRL)
    seat.key(Qt.Key.Key_Return)
    panel = seat.page.panel
    assert isinstance(panel, NewPerson)
    assert panel.call_name.error.words.text() == "Write a name first. A call name is enough."
    seat.type("Liv")
    panel.phone.setFocus()
    seat.type("abc")
    seat.key(Qt.Key.Key_Return)
    assert panel.phone.error.words.text() == "This is not a phone number."
    assert seat.page.counts.all == 0


# A list --------------------------------------------------------------------------------------------------------------


def test_a_pasted_list_is_shown_first_and_read_in_as_one_act(crew: dict[str, bytes], seat: Seat) -> None:
    seat.press(seat.button("Read a list"))
    flow = seat.page.panel.flow  # type: ignore[union-attr]
    flow.paste.setPlainText("Turid Lie\nPer 01019912345\nGro")
    flow.look_at_it()
    assert flow.counts.text() == "2 new people, 1 line refused."
    assert flow.still.isVisible()
    assert seat.page.counts.all == 8
    seat.press(flow.read_button)
    assert flow.wrong.words.text() == "Mend the refused lines first, or take them out."
    assert seat.page.counts.all == 8
    flow.paste.setPlainText("Turid Lie\nGro")
    flow.look_at_it()
    assert flow.read_button.text() == "Read in 2 people"
    seat.press(flow.read_button)
    assert seat.page.counts.all == 10
    assert seat.page.panel is None
    assert seat.work.strip.toast.words.text() == "2 people are read in."
    seat.key(Qt.Key.Key_Z, CTRL)
    assert seat.page.counts.all == 8


def test_a_file_is_read_and_everyone_enrolled(crew: dict[str, bytes], seat: Seat, tmp_path: Path) -> None:
    file = tmp_path / "folk.csv"
    file.write_text("nummer;fornavn;etternavn\n50;Gro;Lie\n51;Tor;Dahl\n", "utf-8")
    seat.page.read_list()
    flow = seat.page.panel.flow  # type: ignore[union-attr]
    flow.take_file(str(file))
    seat.press(flow.programme.buttons()[1])
    seat.press(flow.read_button)
    seat.type("gro")
    assert seat.page.table.current().programmes == "Gården"


def test_a_file_that_is_none_is_refused_in_a_sentence(seat: Seat, tmp_path: Path) -> None:
    file = tmp_path / "bilde.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    seat.page.read_list()
    flow = seat.page.panel.flow  # type: ignore[union-attr]
    flow.send()
    assert flow.wrong.words.text() == "There is no list yet."
    flow.take_file(str(file))
    assert flow.wrong.isVisible()
    assert not flow.shown.isVisible()


# Roles, sizes --------------------------------------------------------------------------------------------------------


def test_what_a_role_may_not_do_is_not_there(crew: dict[str, bytes], seat: Seat) -> None:
    as_role(seat, "desk")
    assert not seat.has_button("Read a list")
    seat.press_row("Kari N.")
    assert seat.has_button("Leave message")
    for text in ("Enrol", "End", "Erase personal data"):
        assert not seat.has_button(text), text
    assert not any(c.may({"desk"}) for c in seat.page.commands() if c.id in ("person.read", "person.erase"))
    as_role(seat, "supervisor")
    seat.press_row("Kari N.")
    assert seat.has_button("Enrol")
    assert not seat.has_button("End")


@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("theme", ["light", "contrast"])
def test_the_page_never_grows_past_the_window(crew: dict[str, bytes], seat: Seat, zoom: int, theme: str) -> None:
    look.set(choice=theme, zoom=zoom)
    seat.app.processEvents()
    for act in (lambda: None, lambda: seat.page.open_card(crew["Kari Nilsen"]), seat.page.new_person,
                seat.page.read_list):  # fmt: skip
        act()
        seat.app.processEvents()
        if seat.page._scroll.isVisible():
            assert seat.page._scroll.horizontalScrollBar().maximum() == 0
        panel = seat.page.panel
        if panel is not None:
            assert panel.inside.width() <= panel.scroll.viewport().width()  # type: ignore[attr-defined]
    assert seat.work.width() == 1366
    look.set(choice="light", zoom=100)
