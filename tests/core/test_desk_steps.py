"""What a sale costs the database, counted in its own steps, does not grow with the years behind it: the same desk after
three months and after thirty, with as many sellers a day, copies on the road and counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from alfdesk.journal.write import cursor_of
from alfdesk.sales import desk, editions, outlets, sellers, selling
from alfdesk.store.workplace import Place
from tests.bench.desk_world import AT_SEVEN, DAY, HERE, TODAY, Years

EACH = 10  # steps of the database that are counted as one
SALES = 3  # a working day
AT = {"day": TODAY, "at_minute": 600}

pytestmark = pytest.mark.slow


class Behind:
    """A desk with so many days behind it, and the ids that its acts take."""

    def __init__(self, place: Place, days: int, sellers_: int) -> None:
        self.place, self.clock = place, place.clock
        self.clock.now = AT_SEVEN - days * DAY  # type: ignore[attr-defined]
        Years(place, SALES * days * 5 // 7, sellers_ + 5, sellers_, TODAY - timedelta(days)).write()
        self.clock.now = AT_SEVEN  # type: ignore[attr-defined]
        with place.read() as session:
            self.outlet = next(o.id for o in outlets.outlets(session) if o.name == HERE)
            self.edition = editions.editions(session, TODAY)[0].id
            self.person = sellers.person_of(session, 7) or b""

    def steps(self, act: Callable[[], Any]) -> int:
        """What an act costs, the second time: the first reads what stays in memory."""
        act()
        found = [0]

        def one() -> int:
            found[0] += 1
            return 0

        with self.place.read() as session:
            read = cursor_of(session).connection
        connections = {id(c): c for c in (read, self.place.cursor().connection)}.values()
        for connection in connections:
            connection.set_progress_handler(one, EACH)
        try:
            act()
        finally:
            for connection in connections:
                connection.set_progress_handler(None, EACH)
        return found[0] * EACH

    def page(self) -> Any:
        with self.place.read() as session:
            return desk.desk_page(session, self.outlet, TODAY)

    def before(self) -> Any:
        with self.place.read() as session:
            return desk.before(session, self.person, self.edition, self.outlet, TODAY)

    def sells(self, payment: str = "cash") -> None:
        with self.place.write() as work:
            selling.sell(
                work, outlet=self.outlet, person=self.person, edition=self.edition, copies=10, payment=payment, **AT
            )

    def bought(self) -> int:
        """How often she has."""
        found = self.place.cursor().execute("SELECT count(*) FROM purchase WHERE person=?", (self.person,)).fetchone()
        return int(found[0])


@pytest.fixture
def desks(founded, tmp_path):
    with founded.copy(tmp_path / "months") as few, founded.copy(tmp_path / "years") as many:
        yield Behind(few, 90, 20), Behind(many, 900, 200)


def test_a_sale_and_its_page_take_no_more_steps_after_thirty_months_than_after_three(desks):
    few, many = desks
    for name in ("page", "before", "sells"):
        less, more = (one.steps(getattr(one, name)) for one in (few, many))
        assert less > 10 * EACH, f"{name}: {less} steps are too few to be counted"
        print(name, less, more)
        assert more <= 1.5 * less, f"{name}: {less} steps after three months, {more} after thirty"


def test_a_seller_who_has_bought_for_years_costs_a_few_steps_more_for_each_time(desks):
    few, _many = desks
    least, times = few.steps(lambda: few.sells("credit")), few.bought()
    for _no in range(60):
        few.sells("credit")
    more = few.steps(lambda: few.sells("credit")) - least
    assert more <= 40 * (few.bought() - times), f"{more} steps for {few.bought() - times} more"
