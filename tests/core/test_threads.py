"""A workplace is opened in one thread, while the window paints, and used and closed in another."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from alfdesk import people, staff
from alfdesk.errors import WrongPassphrase
from alfdesk.store import slots, workplace
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
