"""Contact sheets: every page in every language, theme and size on one picture each, to be looked at.

    python -m ui.contact_sheets out/pictures            all of them
    python -m ui.contact_sheets out/pictures people     one
    python -m ui.contact_sheets --portraits FOLDER      the README's pictures, full size

A page that is found by being there has its sheet by being there. Screens that are no pages (sign-in, set-up, what lies
over a page) are named in `SCREENS`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QRect, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk import i18n

from . import page as pages
from . import tokens
from .desk import Desk
from .look import look
from .prefs import Prefs
from .widgets.focus_ring import FocusRing
from .work import Work

SIZE = (1366, 768)
SHOT = (546, 307)  # a picture on the sheet
LANGUAGES = ("nb", "nn", "en")
ZOOMS = (100, 200)
PRACTICE_PEOPLE = 90
MORNING = time(8, 40)  # when the pictures are taken: some have come
CREW = 40  # people in the first standing crew


@dataclass(frozen=True, slots=True)
class Shot:
    """How the window is when its picture is taken."""

    language: str
    theme: str
    zoom: int
    state: str  # "full", "empty" or "error"

    @property
    def caption(self) -> str:
        return f"{self.language} · {self.theme} · {self.zoom} % · {self.state}"


def wanted() -> list[Shot]:
    """Every language, theme and size with people; empty and in trouble in bokmål."""
    every = [Shot(la, th, z, "full") for la in LANGUAGES for th in tokens.THEMES for z in ZOOMS]
    return every + [Shot("nb", th, z, state) for state in ("empty", "error") for th in tokens.THEMES for z in ZOOMS]


class Stage:
    """Workplaces to take pictures of: an invented one, and one just founded. Made once, in a folder of their own."""

    def __init__(self, folder: Path, today: date | None = None) -> None:
        from alfdesk import demo, staff
        from alfdesk.store import slots

        self.folder, today = folder, today or date.today()
        self._known: dict[str, object] = {}  # deriving the keys once is enough
        self.clock = partial(int, datetime.combine(today, MORNING).timestamp() * 1000)
        demo.make(folder / "full", people=PRACTICE_PEOPLE, weeks=3, today=today)
        staff.found(folder / "empty", organisation="Prøvegården", laptop="Kontor", name="Berit",
                    passphrase_=demo.PASSPHRASE, cost=slots.FLOOR, clock=self.clock).close()  # fmt: skip
        with self._opened("full") as place:
            _morning(place, today)

    @contextmanager
    def work(self, state: str) -> Iterator[Work]:
        """The window at work, on the workplace that the state asks for."""
        with self._opened("empty" if state == "empty" else "full") as place:
            desk = Desk(place)
            work = Work(desk, Prefs(self.folder / "nowhere"))
            try:
                yield work
            finally:
                dispose(work)
                desk.deleteLater()

    def beside(self, folder: Path) -> Stage:
        """The same of copies of its workplaces that lie in another folder: whoever writes in them takes one."""
        made = Stage.__new__(Stage)
        made.folder, made.clock, made._known = folder, self.clock, self._known
        return made

    @contextmanager
    def _opened(self, which: str) -> Iterator[object]:
        from alfdesk import demo
        from alfdesk.store import workplace

        folder = self.folder / which
        if which not in self._known:
            self._known[which] = workplace.derive(folder, name="Berit", passphrase=demo.PASSPHRASE)
        with workplace.open_known(folder, self._known[which], clock=self.clock) as place:
            yield place


def dispose(widget: QWidget) -> None:
    """Take the widget down now, with everything in it."""
    widget.hide()
    widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def _morning(place: object, today: date) -> None:
    """Some of today's people have come: a morning half way."""
    from alfdesk import directory, programmes
    from alfdesk.attendance import day_work, reads, standing
    from alfdesk.attendance.record import Said

    outcomes = ("present", "present", "present", "coming_later", "present", "reported_absent", "present", "no_show")
    with place.read() as session:  # type: ignore[attr-defined]
        lines = reads.programmes_on(session, today)
        everyone = directory.people_page(session, today=today, limit=PRACTICE_PEOPLE).rows
        crew = next(line for line in lines if line.kind == "standing")
        here = {row.person for row in reads.day_board(session, crew.id, today).rows}
    # A crew as large as one screen holds.
    for row in [r for r in everyone if r.id not in here][-(CREW - len(here)) :]:
        with place.write() as work:  # type: ignore[attr-defined]
            programmes.enrol(work, person=row.id, programme=crew.id)
    everyone = everyone[:19]
    with place.read() as session:  # type: ignore[attr-defined]
        boards = {line.id: reads.day_board(session, line.id, today) for line in lines}
    for line in lines:
        if line.kind == "standing":
            for number, row in enumerate(boards[line.id].rows[: len(boards[line.id].rows) * 2 // 3]):
                outcome = outcomes[number % len(outcomes)]
                at = {"from_minute": 480 + number} if outcome == "present" else {}
                with place.write() as work:  # type: ignore[attr-defined]
                    standing.mark(work, person=row.person, programme=line.id, day=today, what=Said(outcome, **at))
        else:
            for number, row in enumerate(everyone):
                with place.write() as work:  # type: ignore[attr-defined]
                    day_work.arrive(work, person=row.id, programme=line.id, day=today, at_minute=461 + 2 * number)
            for number, row in enumerate(everyone[:13]):
                teams = boards[line.id].teams
                try:
                    with place.write() as work:  # type: ignore[attr-defined]
                        if number % 6 == 5:
                            day_work.turn_away(work, person=row.id, programme=line.id, day=today, reason="full")
                        else:
                            team = teams[number % len(teams)].id if teams else None
                            day_work.place(work, person=row.id, programme=line.id, day=today, team=team)
                except Exception as error:  # a full team: the next one stands in line
                    if not hasattr(error, "sentence"):
                        raise


# Screens that are no pages: name → what makes one on a stage, from a state. Filled below and by `screens()`.
Maker = Callable[[Stage, str], "contextmanager[QWidget]"]


def page_screen(key: str) -> Callable[[Stage, str], object]:
    """The page `key` in front, in trouble where the state says so."""

    @contextmanager
    def make(stage: Stage, state: str) -> Iterator[QWidget]:
        with stage.work(state) as work:
            show(work)
            work.go(key)
            if state == "error":
                work.desk.place.broken = True
                work.refuse(i18n.gettext("The disk failed earlier. Start Alfdesk again before you go on."))
                work.rail.fill_saved()
            yield work

    return make


def show(widget: QWidget) -> None:
    widget.setAutoFillBackground(True)
    if widget.findChild(FocusRing) is None:
        FocusRing(widget)
    widget.resize(*SIZE)
    widget.show()
    widget.activateWindow()
    for _turn in range(50):  # focus is real only in an active window
        QApplication.processEvents()
        if widget.isActiveWindow():
            return


def screens() -> dict[str, Callable[[Stage, str], object]]:
    """Every screen by name: the pages, and what is no page."""
    own = {kind.key: page_screen(kind.key) for kind in pages.found()}
    from .other_screens import SCREENS

    return own | SCREENS


def take(stage: Stage, screen: Callable[[Stage, str], object], shot: Shot) -> QImage:
    """One picture."""
    i18n.use(shot.language)
    look.set(choice=shot.theme, zoom=shot.zoom)
    with screen(stage, shot.state) as window:  # type: ignore[attr-defined]
        for _turn in range(4):  # until the layouts have come to rest
            QApplication.processEvents()
        return window.grab().toImage()


def sheet(stage: Stage, name: str, shots: list[Shot]) -> QImage:
    """The pictures of one screen, four in a row, each with its caption."""
    screen, across, caption = screens()[name], 4, 26
    high = SHOT[1] + caption
    image = QImage(across * (SHOT[0] + 8) + 8, -(-len(shots) // across) * (high + 8) + 8, QImage.Format.Format_RGB32)
    image.fill(QColor("#888888"))
    painter = QPainter(image)
    font = QFont(QApplication.font())
    font.setPixelSize(15)
    painter.setFont(font)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    for number, shot in enumerate(shots):
        x, y = 8 + number % across * (SHOT[0] + 8), 8 + number // across * (high + 8)
        taken = take(stage, screen, shot)
        small = taken.scaled(*SHOT, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(QRect(x, y, SHOT[0], caption - 4), Qt.AlignmentFlag.AlignVCenter, shot.caption)
        painter.drawImage(x, y + caption, small)
    painter.end()
    return image


def application() -> QApplication:
    """The application as the program has it, without a window."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(["alfdesk"])
    app.setCursorFlashTime(2_000)
    app.setStyle("Fusion")
    look.load_fonts()
    look.apply()
    return app


def _tell(_kind: QtMsgType, _context: object, text: str) -> None:
    """What Qt says, but for what it always says without a screen."""
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(f"{text}\n")


def make(out: Path, names: list[str] | None = None) -> list[Path]:
    """Every contact sheet (or those named) into `out`. Returns the files."""
    app = application()
    qInstallMessageHandler(_tell)
    out.mkdir(parents=True, exist_ok=True)
    made = []
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        for name in names or list(screens()):
            path = out / f"sheet_{name}.png"
            if not sheet(stage, name, wanted()).save(str(path)):
                raise OSError(f"not written: {path}")
            made.append(path)
    app.processEvents()
    return made


PORTRAITS = {
    "day_work": ("today", "light"), "crew": ("crew", "light"), "card": ("card", "light"), "crew_dark": ("crew", "dark"),
    "pay": ("pay", "light"), "sales": ("sales_served", "light"),
}  # fmt: skip


def portraits(out: Path) -> None:
    """The README's pictures, full size."""
    application()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        for name, (screen, theme) in PORTRAITS.items():
            take(stage, screens()[screen], Shot("nb", theme, 100, "full")).save(str(out / f"{name}.png"))


if __name__ == "__main__" and "--portraits" in sys.argv:
    portraits(Path(sys.argv[-1]))
elif __name__ == "__main__":
    for made_ in make(Path(sys.argv[1] if len(sys.argv) > 1 else "out/pictures"), sys.argv[2:] or None):
        print(made_)
