"""What lies on a stick, told apart before anything is taken in; and what a parcel would bring, before it is made."""

from __future__ import annotations

import shutil
from pathlib import Path

from alfdesk import i18n
from alfdesk.exchange import outgoing, parcel, reading
from alfdesk.exchange.lying import Eye, Lying

from .carried import Carried, Laptop


def look(one: Laptop, file: Path) -> Lying:
    return Eye.of(one.place).look(file, file.stat().st_size, file.read_bytes)


def told(one: Laptop, file: Path) -> tuple[str, str, int]:
    found = look(one, file)
    return found.kind, found.sender, found.new


def test_a_new_file_says_whose_it_is_and_how_much_is_new(friends: Carried) -> None:
    for name in ("Kari", "Ola", "Per"):
        friends.farm.writes(name)
    file = friends.farm.sends("Kontor")
    assert told(friends.office, file) == ("new", "Gården", 3)
    assert look(friends.office, file).made == friends.farm.clock.now
    assert friends.office.reads(file, preview=True).new == 3  # the same count as when it is looked through
    friends.office.reads(file)
    assert told(friends.office, file) == ("seen", "Gården", 0)


def test_what_came_another_way_is_not_counted_as_new(friends: Carried) -> None:
    friends.farm.writes("Kari")
    friends.centre.reads(friends.farm.sends("Senteret"))
    friends.centre.writes("Ola")
    friends.office.reads(friends.farm.sends("Kontor"))
    assert told(friends.office, friends.centre.sends("Kontor")) == ("new", "Senteret", 1)


def test_looking_changes_nothing_and_needs_nothing_of_the_place(friends: Carried) -> None:
    friends.farm.writes("Kari")
    file = friends.farm.sends("all")
    before, eye = friends.office.everything(), Eye.of(friends.office.place)
    friends.office.place.close()
    assert eye.look(file, file.stat().st_size, file.read_bytes).new == 1
    friends.office.restarts()
    assert friends.office.everything() == before


def test_a_file_for_another_laptop_is_no_fault(friends: Carried) -> None:
    assert told(friends.office, friends.farm.sends("Senteret")) == ("others", "", 0)


def test_what_is_wrong_with_a_file_has_its_code_and_sentence(friends: Carried, tmp_path: Path) -> None:
    friends.farm.writes("Kari")
    whole = friends.farm.sends("Kontor").read_bytes()
    wrong = {
        "EMPTY": b"", "NOT_ALFDESK": b"PK\x03\x04 something else", "CUT_SHORT": whole[:-1], "TRAILING": whole + b"\0",
        "DAMAGED": whole[:-1] + bytes([whole[-1] ^ 1]),
    }  # fmt: skip
    for code, raw in wrong.items():
        file = tmp_path / "fil.alf"
        file.write_bytes(raw)
        found = look(friends.office, file)
        assert (found.kind, found.code) == ("refused", code)
        assert found.text == friends.office.reads(file, preview=True).text


def test_an_own_file_is_known_by_its_name_and_size(friends: Carried, tmp_path: Path) -> None:
    friends.office.writes("Kari")
    file = friends.office.sends("all")
    found = look(friends.office, file)
    assert (found.kind, found.receivers, found.wipe) == ("own", ("Gården", "Senteret"), False)
    other = Path(shutil.copy(file, tmp_path / file.name))
    other.write_bytes(other.read_bytes() + b"x")
    assert look(friends.office, other).kind == "refused"


def test_an_own_file_may_be_deleted_when_all_have_said_that_they_have_it(friends: Carried) -> None:
    friends.office.writes("Kari")
    file = friends.office.sends("all")
    friends.farm.reads(file)
    friends.office.reads(friends.farm.sends("Kontor"))
    assert not look(friends.office, file).wipe  # the centre has said nothing
    friends.centre.reads(file)
    friends.office.reads(friends.centre.sends("Kontor"))
    assert look(friends.office, file).wipe
    friends.office.writes("Ola")  # what is written later does not concern the file
    assert look(friends.office, file).wipe


def test_what_a_parcel_would_bring(friends: Carried) -> None:
    i18n.use("nb")
    friends.office.writes("Kari")
    friends.office.writes("Ola")
    found = outgoing.outgoing(friends.office.place, "Gården")
    assert (found.receivers, found.new, found.lines) == (("Gården",), 2, ("2 personer nye eller endret",))
    friends.farm.reads(friends.office.sends("Gården"))
    friends.office.reads(friends.farm.sends("Kontor"))
    assert outgoing.outgoing(friends.office.place, "Gården").new == 0
    assert outgoing.outgoing(friends.office.place, parcel.ALL).new == 2  # the centre still lacks them


def test_who_can_be_sent_to_and_what_came_in_last(friends: Carried) -> None:
    assert outgoing.receivers(friends.office.place) == ("Gården", "Senteret")
    friends.farm.writes("Kari")
    friends.office.clock.forward(5)
    reading.read(friends.office.place, friends.farm.sends("Kontor"))
    last = outgoing.came_in_last(friends.office.place)
    assert last == outgoing.CameIn("Gården", friends.office.clock.now, 1)
