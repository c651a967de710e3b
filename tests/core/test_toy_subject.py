"""A second subject in two new files and no other edit: it is journalled, undone, rebuilt, audited, and gated."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from alfdesk import paths
from alfdesk.store.workplace import Place
from tests.support import PASSPHRASE

from .scenes import commands, state

ROOT = Path(__file__).resolve().parents[2]

MODEL = '''
"""Bicycles that are lent out."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from .base import Edited, Fact


class Bicycle(Edited):
    needs = ("name",)
    name: Mapped[str | None]
    gears: Mapped[int | None]


class Loan(Fact):
    person: Mapped[bytes | None]
    bicycle: Mapped[bytes | None]
    days: Mapped[int | None]
'''

SUBJECT = '''
"""Bicycles: the verbs and the reads."""

from __future__ import annotations

from sqlalchemy import select

from .journal.write import Work, verb
from .models.toy import Bicycle, Loan
from .models.people import Person


@verb("desk", "office")
def lend(work: Work, *, person: bytes, name: str, days: int) -> bytes:
    bicycle = work.add(Bicycle(name=name))
    work.add(Loan(person=person, bicycle=bicycle, days=days))
    return bicycle


@verb("office")
def rename(work: Work, *, bicycle: bytes, name: str) -> None:
    work.change(work.session.get_one(Bicycle, bicycle), name=name)


def lent(session) -> list[str]:
    rows = session.execute(
        select(Person.call_name, Bicycle.name, Loan.days)
        .join(Loan, Loan.person == Person.id)
        .join(Bicycle, Bicycle.id == Loan.bicycle)
    )
    return [f"{who}: {name}, {days} days" for who, name, days in rows]
'''

# Runs in the tree with the two new files, on a workplace that the untouched tree has made.
ACTS = """
import json, sys
from pathlib import Path
from alfdesk import i18n, people, staff
from alfdesk.journal import history, tables
from alfdesk.journal.digest import digest
from alfdesk.store import workplace
from alfdesk.store.check import check

i18n.use("en")
said = {}
place = workplace.open(Path(sys.argv[1]), name="Anne", passphrase=sys.argv[2])
with place.read():
    said["found"] = [name for name in tables.names(place.cursor()) if name in ("bicycle", "loan")]
from alfdesk import toy
with place.write() as work:
    kari = people.register(work, call_name="Kari")
with place.write() as work:
    bicycle = toy.lend(work, person=kari, name="Blå", days=3)
with place.write() as work:
    toy.rename(work, bicycle=bicycle, name="Rød")

def lent():
    with place.read() as session:
        return toy.lent(session)

def back(step, newest):
    with place.write(batch=True) as work:
        act = newest(work.session)
        step(work, stream=act.stream, seq=act.seq)
    return lent()

said["lent"] = [lent()]
said["undone"] = [back(history.undo, history.last_act) for _n in range(2)]
said["redone"] = [back(history.redo, history.last_undo) for _n in range(2)]
with place.read() as session:
    names = staff.names(session)
    about = [*history.of_row(session, kari), *history.of_row(session, bicycle)]
    said["history"] = [[names[c.actor], c.command, c.what, c.table, c.field, c.before, c.after] for c in about]
    said["acts"] = [a.command for a in history.acts(session)]
live = digest(place.cursor())
place.rebuild()
said["rebuilt"] = digest(place.cursor()) == live
said["lent"].append(lent())
report = check(place, order="hash")
said["check"] = [report.ok, report.rebuild_equal]
said["stopped"] = []
for sql in ("UPDATE bicycle SET gears=1", "DELETE FROM loan", "INSERT INTO bicycle DEFAULT VALUES"):
    try:
        place.cursor().execute(sql)
    except Exception as error:
        said["stopped"].append(str(error))
try:
    with place.read() as session:
        session.add(toy.Bicycle(name="Forbi"))
        session.commit()
except RuntimeError as error:
    said["stopped"].append(str(error))
with place.write() as work:
    people.erase(work, person=kari)
said["erased"] = [lent(), check(place).ok]
place.close()
print(json.dumps(said))
"""


def test_a_subject_in_two_new_files_is_a_subject_like_any_other(place: Place, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "alfdesk", tree / "alfdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources" / "words", tree / "resources" / "words")
    (tree / "alfdesk" / "models" / "toy.py").write_text(MODEL, "utf-8")
    (tree / "alfdesk" / "toy.py").write_text(SUBJECT, "utf-8")
    place.close()
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(tree)!r})\n{ACTS}", str(place.folder), PASSPHRASE],
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    red, blue = ["Kari: Rød, 3 days"], ["Kari: Blå, 3 days"]
    assert said["found"] == ["bicycle", "loan"]  # by being there: nothing had imported the subject yet
    assert said["lent"] == [red, red]
    assert said["undone"] == [blue, []]
    assert said["redone"] == [blue, red]
    assert said["acts"][:2] == ["journal.history.redo"] * 2 and "toy.rename" in said["acts"] and "toy.lend" in said["acts"]
    hers = [line for line in said["history"] if line[3] in ("bicycle", "loan")]
    assert ["Anne", "toy.rename", "set", "bicycle", "name", "Blå", "Rød"] in hers
    assert [line[1:4] for line in hers if line[1] == "toy.lend"] == [
        ["toy.lend", "fact", "loan"], ["toy.lend", "set", "bicycle"],
    ]  # fmt: skip
    assert said["rebuilt"] is True and said["check"] == [True, True]
    assert said["stopped"][:3] == ["write through a verb: the tables are made by the journal alone"] * 3
    assert "work.add" in said["stopped"][3]
    assert said["erased"] == [[], True]
    assert {f.name for f in place.folder.iterdir()} == {paths.DATABASE, paths.SLOTS, paths.LOCK}


def test_a_program_without_the_subject_keeps_its_entries_for_the_day_it_has_it(place: Place, tmp_path: Path) -> None:
    """The untouched tree carries what it does not know: kept, ignored, and no reason to call anything broken."""
    from alfdesk.store.check import check

    from .scenes import from_another_laptop

    before = state(place), len(commands(place))
    ops = [["set", "bicycle", "07" * 16, "name", "Blå", 0], ["fact", "loan", "08" * 16, None, {"days": 3}]]
    from_another_laptop(place, ops, stamp=5)
    assert (state(place), len(commands(place))) == (before[0], before[1] + 1)
    place.rebuild()
    assert state(place) == before[0] and check(place).ok
