"""Two administrators let a laptop in at once, and neither knows of the other's: no two series of papers are one."""

from __future__ import annotations

from pathlib import Path

from alfdesk import staff
from alfdesk.exchange import joining, laptops, roster
from alfdesk.store.workplace import Place
from tests.support import PASSPHRASE

from .carried import Carried, Laptop


def letters(place: Place) -> str:
    return ", ".join(f"{o.letter} {o.name}" for o in roster.laptops(place.cursor()).values())


def own(place: Place) -> str:
    with place.read() as session:
        return staff.letter_of(session)


def lets_in(one: Laptop, name: str, folder: Path) -> Place:
    """A new laptop, which has joined. Its clock is that of who let it in."""
    one.clock.forward(1)
    asked = joining.request(folder / name, name, one.stick)
    welcome = laptops.welcome(one.place, asked.path, asked.code, one.stick)
    return joining.join(folder / name, welcome.path, name="Anne", passphrase_=PASSPHRASE, clock=one.clock)


def test_of_two_with_one_letter_the_later_takes_the_next(friends: Carried, tmp_path: Path):
    office, farm, centre = friends.all
    with lets_in(office, "Nord", tmp_path) as north:
        farm.clock.forward(5)
        with lets_in(farm, "Sør", tmp_path) as south:
            assert (own(north), own(south)) == ("D", "D")  # nobody can know of it yet
            friends.hands_around()
            wanted = "A Kontor, B Gården, C Senteret, D Nord, E Sør"
            assert [letters(one.place) for one in friends.all] == [wanted] * 3
            for file, place in ((office.sends("Sør"), south), (farm.sends("Nord"), north)):
                laptops_read(place, file)
                assert letters(place) == wanted
            assert (own(north), own(south), own(office.place)) == ("D", "E", "A")
            # The next one gets neither, wherever it is let in, and takes no letter from anybody.
            with lets_in(centre, "Vest", tmp_path) as west:
                assert own(west) == "F"
                friends.hands_around()
                assert [letters(one.place) for one in friends.all] == [f"{wanted}, F Vest"] * 3


def laptops_read(place: Place, file: Path) -> None:
    from alfdesk.exchange import reading

    assert reading.read(place, file).status == "taken"


def test_a_letter_that_somebody_was_given_is_left_to_her():
    """Whoever steps back passes over every letter that was given, whoever came first."""
    said = {b"1": "A", b"2": "B", b"3": "B", b"4": "C", b"5": None, b"6": "A", b"7": "F"}
    assert staff.told_apart(said.items()) == {
        b"1": "A", b"2": "B", b"3": "D", b"4": "C", b"5": "E", b"6": "G", b"7": "F",
    }  # fmt: skip
    assert staff.told_apart([]) == {}
