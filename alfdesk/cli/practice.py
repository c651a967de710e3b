"""A day at the office, from the command line: what `make run` shows.

`python -m alfdesk.cli.practice out` makes the practice workplace, reads a week's lists into it as the office would on a
Friday, and leaves the prints in `out/`. With `desk` after it there is a day of the street-paper desk alone, in the
workplace that `alfdesk demo` has made in `out/demo`.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

from .. import demo, demo_desk, i18n, log, programmes
from ..i18n import gettext as _
from ..store import workplace
from . import frame


def day(out: Path, today: date) -> None:
    """Make the workplace, read a week in, correct, undo, check, and print: each step said on one line."""
    folder = out / "practice"
    if folder.exists():
        shutil.rmtree(folder)
    out.mkdir(parents=True, exist_ok=True)
    last_week = today - timedelta(7)
    made = demo.make(folder, today=last_week)
    print(_("An invented workplace is ready in {folder}. Sign in as {name}.").format(folder=folder, name=made.staff))
    print(_("The passphrase is: {passphrase}").format(passphrase=demo.PASSPHRASE))
    monday = last_week - timedelta(last_week.weekday())
    drawn_on = today - timedelta(max(0, today.weekday() - 4))
    with workplace.open(folder, name=made.staff, passphrase=demo.PASSPHRASE) as place:
        newcomers, days = demo.week_lists(place, monday)
        with place.read() as session:
            first = programmes.everyone(session)[0]
            name, programme = first.name or "", first.id
        demo.queue_and_draw(place, programme, drawn_on)
        desk = desk_steps(place, out, drawn_on)
    (out / "people.csv").write_bytes(newcomers)
    (out / "week.csv").write_bytes(days)
    year, week, _weekday = monday.isocalendar()
    of_week = ["--programme", name, "--week", f"{year}-W{week:02}"]
    steps = [
        ["people", "import", str(out / "people.csv")],
        ["attendance", "import", str(out / "week.csv")],
        ["attendance", "import", str(out / "week.csv")],
        ["attendance", "show", *of_week],
        ["undo"],
        ["redo"],
        ["print", "wall", *of_week, "--out", str(out / "attendance_list.pdf")],
        ["print", "blank", *of_week, "--out", str(out / "attendance_list_blank.pdf")],
        ["print", "draw", "--programme", name, "--date", drawn_on.isoformat(), "--out", str(out / "draw.pdf")],
        *desk,
        ["recovery", "--out", str(out / "recovery_sheet.pdf")],
        ["backup", "--out", str(out / "backup")],
        ["check"],
    ]
    _take(folder, made.staff, demo.PASSPHRASE, steps)


def desk_day(out: Path, today: date) -> None:
    """A day of the street-paper desk, read in from paper and settled."""
    folder, staff = out / "demo", demo.first_of_staff()
    passphrase = os.environ.get(frame.PASSPHRASE) or demo.PASSPHRASE
    with workplace.open(folder, name=staff, passphrase=passphrase) as place:
        steps = desk_steps(place, out, today - timedelta(max(0, today.weekday() - 4)))
    _take(folder, staff, passphrase, steps)


def desk_steps(place: workplace.Place, out: Path, day: date) -> list[list[str]]:
    """What the desk does with the day's paper list; its files are laid in `out`."""
    content, outlet, count = demo_desk.paper_list(place, day, demo.SEED)
    listed, counted = out / "desk.csv", out / "desk_count.json"
    listed.write_bytes(content)
    counted.write_text(json.dumps(count), "utf-8")
    return [
        ["megafon", "import", str(listed)],
        ["megafon", "stock"],
        ["megafon", "settle", "--outlet", outlet, "--counted", str(counted)],
        ["megafon", "settlement", "list", "--outlet", outlet],
        ["megafon", "cards", "--out", str(out / "seller_cards.pdf")],
        ["megafon", "stock-list", "--out", str(out / "stock_list.pdf")],
    ]


def _take(folder: Path, staff: str, passphrase: str, steps: list[list[str]]) -> None:
    os.environ[frame.PASSPHRASE] = passphrase
    for step in steps:
        print("$ alfdesk", *step, flush=True)
        if frame.main(["--profile", str(folder), "--as", staff, *step]) != 0:
            raise SystemExit(1)


if __name__ == "__main__":
    log.no_core_dumps()
    i18n.use("nb")
    where = Path(sys.argv[1] if len(sys.argv) > 1 else "out")
    (desk_day if sys.argv[2:] == ["desk"] else day)(where, date.today())
