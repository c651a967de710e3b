"""Who has what: laptops × laptops, by what each has itself said."""

from __future__ import annotations

from datetime import datetime

from alfdesk.exchange.status import LaptopLine, status

from .carried import Carried, Laptop


def lines(one: Laptop) -> dict[str, LaptopLine]:
    return {line.name: line for line in status(one.place).laptops}


def time(wall: int | None) -> str:
    return "–" if wall is None else f"{datetime.fromtimestamp(wall / 1000):%H.%M}"


def table(one: Laptop) -> str:
    return "\n".join(
        f"{n}: {time(o.heard)} lacks {o.lacks} " + " ".join(f"{k}{time(v)}" for k, v in o.has.items())
        for n, o in lines(one).items()
    )


def test_a_laptop_has_what_it_says_and_nothing_more(laptops: Carried):
    office, farm = laptops.office, laptops.farm
    laptops.hands_around()
    said = lines(office)["Gården"]
    assert said.lacks == 0 and not said.silent and said.branches == 1
    office.writes("Kari")
    office.writes("Ola")
    assert lines(office)["Gården"].lacks == 2
    file = office.sends("Gården")
    farm.reads(file)
    assert lines(office)["Gården"].lacks == 2  # it has them, but has not said so
    office.reads(farm.sends("Kontor"))
    assert lines(office)["Gården"].lacks == 0
    assert lines(office)["Gården"].has["A"] == lines(office)["Kontor"].has["A"]


def test_a_laptop_that_never_said_anything_is_told_as_such(laptops: Carried):
    assert table(laptops.office).splitlines()[1:] == ["Gården: – lacks None ", "Senteret: – lacks None "]


def test_silence_is_told_after_a_fortnight(laptops: Carried):
    laptops.hands_around()
    laptops.office.clock.forward(13 * 24 * 60)
    assert not lines(laptops.office)["Gården"].silent
    laptops.office.clock.forward(2 * 24 * 60)
    assert lines(laptops.office)["Gården"].silent
