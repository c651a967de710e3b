"""A workplace is opened in one thread, while the window paints, and used and closed in another."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from alfdesk import people, staff
from alfdesk.errors import WrongPassphrase
from alfdesk.store import bare, slots, workplace
from tests.support import PASSPHRASE, Template


@pytest.fixture
def folder(founded: Template, tmp_path: Path) -> Path:
    founded.copy(tmp_path / "workplace").close()
    return tmp_path / "workplace"


def in_a_thread(act):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result()


def test_what_one_thread_opened_another_uses_and_closes(folder: Path):
    def begin():
        workplace.warm()
        place = workplace.open(folder, name="Anne", passphrase=PASSPHRASE)
        with place.read() as session:
            people.search(session, "k")
        return place

    for count in (1, 2):  # the second one finds the lock free
        place = in_a_thread(begin)
        with place.write() as work:
            people.register(work, call_name="Kari")
        with place.read() as session:
            found = people.search(session, "Kari")
            assert len(found) == count
        place.looked("card", found[0].id)
        place.close()


def test_threads_read_and_write_side_by_side(folder: Path):
    """The window shows a page while a file is taken in: neither sees the other's half-made statements."""
    with workplace.open(folder, name="Anne", passphrase=PASSPHRASE) as place:
        end = time.monotonic() + 1

        def lives_on(act):
            count = 0
            while time.monotonic() < end:
                act()
                count += 1
            return count

        def look():
            assert place.acting().name == "Anne"
            for more in range(200):  # more than the driver keeps ready
                assert place.cursor().execute(f"SELECT count(*) + {more} FROM staff").fetchone() == (1 + more,)

        def register():
            with place.write() as work:
                people.register(work, call_name="Kari")

        with ThreadPoolExecutor(4) as pool:
            tried = [pool.submit(lives_on, act) for act in (look, look, register, register)]
            looks, looks_too, first, second = (one.result() for one in tried)
        assert min(looks, looks_too, first, second) > 0
        with place.read() as session:
            assert len(people.search(session, "Kari", limit=10_000)) == first + second
        asked = "SELECT count(*), max(seq) FROM entry WHERE command LIKE 'people.%'"
        count, top = place.cursor().execute(asked).fetchone()
        assert (count, top) == (first + second, first + second - 1)


def test_who_has_left_leaves_no_connection_open(folder: Path):
    with workplace.open(folder, name="Anne", passphrase=PASSPHRASE) as place:
        def work():
            place.acting()
            there = len(place._bare)
            bare.leave()
            return there

        before = len(place._bare)
        assert in_a_thread(work) == before + 1
        assert len(place._bare) == before


def test_who_has_the_file_alone_is_not_disturbed(folder: Path):
    """While another file is put in its place nobody opens the one that goes."""
    with workplace.open(folder, name="Anne", passphrase=PASSPHRASE) as place, ThreadPoolExecutor(1) as pool:
        with place.alone():
            looks = pool.submit(place.acting)
            time.sleep(0.1)
            assert not looks.done() and not place._bare
        assert looks.result().name == "Anne"


def test_keys_are_derived_apart_and_open_what_they_fit(folder: Path):
    with pytest.raises(WrongPassphrase):
        workplace.derive(folder, name="Anne", passphrase="feil " + PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        workplace.derive(folder, name="Berit", passphrase=PASSPHRASE)
    known = in_a_thread(lambda: workplace.derive(folder, name="anne", passphrase=PASSPHRASE))
    with workplace.open_known(folder, known) as place:
        assert place.acting().name == "Anne"
        staff.change_passphrase(place, new="katt tolv grønn hylle busk melk", cost=slots.FLOOR)
    with workplace.open_known(folder, known) as place:  # her own keys are the same under a new passphrase
        assert place.acting().name == "Anne"
    stranger = workplace.Known(slots.fresh_keys(), known.owner)
    with pytest.raises(WrongPassphrase):
        workplace.open_known(folder, stranger)
    workplace.open_known(folder, known).close()  # and the lock is free after a refusal


def test_warming_loads_what_the_first_read_needs():
    said = (
        "import sys; from alfdesk.store import workplace; a = 'sqlalchemy' in sys.modules; workplace.warm();"
        "print(a, *(m in sys.modules for m in ('sqlalchemy.orm', 'alfdesk.models.people', 'alfdesk.store.session')))"
    )
    run = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True)
    assert run.stdout == "False True True True\n", run.stderr
