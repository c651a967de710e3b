"""A day at the office, from the command line: what `make run` shows.

`python -m alfdesk.cli.practice out` makes the practice workplace, reads a week's lists into it as the office would on a
Friday, and leaves the prints in `out/`.
"""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

from .. import demo, i18n, log, programmes
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
        ["recovery", "--out", str(out / "recovery_sheet.pdf")],
        ["backup", "--out", str(out / "backup")],
        ["check"],
    ]
    os.environ[frame.PASSPHRASE] = demo.PASSPHRASE
    for step in steps:
        print("$ alfdesk", *step, flush=True)
        if frame.main(["--profile", str(folder), "--as", made.staff, *step]) != 0:
            raise SystemExit(1)


if __name__ == "__main__":
    log.no_core_dumps()
    i18n.use("nb")
    day(Path(sys.argv[1] if len(sys.argv) > 1 else "out"), date.today())
