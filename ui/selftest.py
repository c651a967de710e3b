"""`alfdesk --selftest`: the program tries itself where it is installed, in a scratch folder, and says each step.

Opens an encrypted workplace, checks people in, prints, rebuilds the tables from the journal, paints the window. Ends
with 0 when every step held, else 1 with the step that did not. Nothing of any real workplace is touched.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from alfdesk.i18n import gettext as _

PEOPLE = ("Kari", "Ola", "Ánte", "Åse", "Øyvind", "Zlatko")


def main(_words: Sequence[str] = ()) -> int:
    """Every step, one line each. Returns the exit code."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="alfdesk-selftest-") as folder:
        trial = Trial(Path(folder))
        for step in (trial.open, trial.check_in, trial.print, trial.rebuild, trial.paint, trial.read_pdf, trial.close):
            begun = time.perf_counter()
            try:
                said = step()
            except Exception:
                sys.stderr.write(f"FAILED  {step.__name__}\n")
                traceback.print_exc()
                trial.close()
                return 1
            sys.stdout.write(f"ok      {step.__name__}: {said} ({(time.perf_counter() - begun) * 1000:.0f} ms)\n")
            sys.stdout.flush()
    print(_("All steps held."))
    return 0


class Trial:
    """One run, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.today = date.today()
        self.place: Any = None
        self.programme = b""
        self.sheet = b""

    def open(self) -> str:
        from alfdesk import staff
        from alfdesk.store import passphrase, slots, workplace

        words = passphrase.propose()
        staff.found(self.folder / "workplace", organisation="Selvtest", laptop="Denne", name="Prøve",
                    passphrase_=words, cost=slots.FLOOR).close()  # fmt: skip
        self.place = workplace.open(self.folder / "workplace", name="Prøve", passphrase=words)
        head = (self.folder / "workplace" / "alfdesk.db").read_bytes()[:16]
        if head.startswith(b"SQLite format"):
            raise AssertionError("the database is not encrypted")
        return "an encrypted workplace was founded, closed and opened"

    def check_in(self) -> str:
        from alfdesk import people, programmes
        from alfdesk.attendance import day_work, reads

        with self.place.write() as work:
            self.programme = programmes.found(work, name="Prøvedagen", kind="day")
        for number, name in enumerate(PEOPLE):
            with self.place.write() as work:
                person = people.register(work, call_name=name)
            with self.place.write() as work:
                day_work.arrive(work, person=person, programme=self.programme, day=self.today, at_minute=480 + number)
            with self.place.write() as work:
                day_work.place(work, person=person, programme=self.programme, day=self.today, team=None)
        with self.place.read() as session:
            board = reads.day_board(session, self.programme, self.today)
        came = [row.name for row in board.of("present")]
        if came != list(PEOPLE):
            raise AssertionError(came)
        return f"{len(came)} people came and got a place"

    def print(self) -> str:
        from alfdesk.attendance import reads
        from alfdesk.reports.attendance_list import wall_list

        year, week, _day = self.today.isocalendar()
        with self.place.read() as session:
            self.sheet = wall_list(reads.wall_list(session, self.programme, year, week))
        if not self.sheet.startswith(b"%PDF"):
            raise AssertionError("no PDF")
        return f"an attendance list of {len(self.sheet):,} bytes"

    def rebuild(self) -> str:
        from alfdesk.store.check import check

        self.place.rebuild()
        report = check(self.place)
        if not report.ok:
            raise AssertionError(report)
        return f"the tables were made again from the journal: {report.entries} entries, nothing unlike"

    def paint(self) -> str:
        from . import contact_sheets
        from .desk import Desk
        from .prefs import Prefs
        from .work import Work

        app = contact_sheets.application()
        work = Work(Desk(self.place), Prefs(self.folder / "nowhere"))
        contact_sheets.show(work)
        painted = []
        for kind in work.kinds:
            work.go(kind.key)
            app.processEvents()
            image = work.grab().toImage()
            colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
            if len(colours) < 5:
                raise AssertionError(f"{kind.key} is blank")
            painted.append(kind.key)
        contact_sheets.dispose(work)
        return ", ".join(painted)

    def read_pdf(self) -> str:
        with _document(self.sheet) as document:
            pages = document.pageCount()
            image = document.render(0, document.pagePointSize(0).toSize())
        if pages < 1 or image.isNull():
            raise AssertionError("the sheet can't be shown")
        return f"the sheet has {pages} page, and was drawn {image.width()} × {image.height()}"

    def close(self) -> str:
        if self.place is not None:
            self.place.close()
            self.place = None
        return "the key was let go"


@contextmanager
def _document(sheet: bytes) -> Iterator[Any]:
    """The sheet as QtPdf reads it, from memory."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtPdf import QPdfDocument

    buffer = QBuffer()
    buffer.setData(QByteArray(sheet))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)
    document.load(buffer)
    try:
        yield document
    finally:
        document.close()
        buffer.close()


