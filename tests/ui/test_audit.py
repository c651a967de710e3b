"""Every page and screen × four themes × 100 and 200 % × three languages goes through the accessibility audit.

`make test` takes pages in every language, theme and size, and of the other screens each in one language and one theme,
by turns. `make faults` takes every pair, so that each screen is seen in every theme, size and language:

    python -m pytest tests/ui/test_audit.py -m faults_long

The checklist's number stands in each fault and in each test's name: 1 name, role · 2 lists · 3 painted · 4 keyboard ·
5 order · 6 visible focus · 7 focus not hidden · 8 contrast · 9 not colour alone · 10 text at 200 % · 11 targets ·
12 no dragging needed · 13 a press can be cancelled · 14 mnemonics · 15 errors · 16 announcements · 17 language ·
18 no time limit · 19 signing in · 20 help in one place · 21 the machine's own settings · 22 documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from alfdesk import i18n
from tests.ui import audit
from tests.ui.hands import Hands
from ui import contact_sheets, page, tokens
from ui import look as look_module
from ui.look import look
from ui.widgets.row_table import Column, RowTable
from ui.widgets.tiles import Tiles

PAGES = [kind.key for kind in page.found()]
SCREENS = list(contact_sheets.screens())
LANGUAGES = ("nb", "nn", "en")
LONG = pytest.mark.faults_long
OTHERS = [name for name in SCREENS if name not in PAGES]


def themes_by_turns() -> list[ParameterSet]:
    """Every screen in every language, in all themes in the long run. Before that by turns: a page in every language and
    every theme, though in few of the pairs; another screen in one of each."""
    found, themes = [], tuple(tokens.THEMES)
    for place, name in enumerate(SCREENS):
        for turn, language in enumerate(LANGUAGES):
            found.append(pytest.param(name, language, themes, marks=LONG, id=f"{name}-{language}"))
            if name in PAGES:
                some = themes[turn::3]
            elif OTHERS.index(name) % len(LANGUAGES) == turn:
                some = (themes[OTHERS.index(name) // len(LANGUAGES) % len(themes)],)
            else:
                continue
            found.append(pytest.param(name, language, some, id=f"{name}-{language}-{'-'.join(some)}"))
    return found


def in_the_long_run() -> list[ParameterSet]:
    """Every screen; those that are no pages in the long run only."""
    return [pytest.param(name, marks=() if name in PAGES else LONG) for name in SCREENS]


def settle() -> None:
    """Until the layouts have come to rest: what scrolls and what wraps ask one another a few times."""
    for _turn in range(5):
        QApplication.processEvents()


@pytest.fixture(autouse=True)
def plain_look(qapp: QApplication) -> Iterator[None]:
    yield
    look.set(choice="light", zoom=100, glove=False, airy=False)


@pytest.mark.parametrize(("name", "language", "themes"), themes_by_turns())
def test_what_can_be_seen(stage: contact_sheets.Stage, name: str, language: str, themes: tuple[str, ...]) -> None:
    """1, 2, 3, 8, 10, 11, 14 in these themes, at both sizes, and with gloves; then 6 in one of them."""
    i18n.use(language)
    look.set(choice="light", zoom=100)
    found = {}
    with contact_sheets.screens()[name](stage, "full") as window:
        for theme in themes:
            for zoom in contact_sheets.ZOOMS:
                look.set(choice=theme, zoom=zoom)
                settle()
                if wrong := lasting(window):
                    found[theme, zoom] = wrong
        look.set(choice="light", zoom=100, glove=True)
        settle()
        if wrong := lasting(window):
            found["light", "glove"] = wrong
        look.set(choice=themes[-1], zoom=100, glove=False)
        settle()
        if wrong := unfocused(window):  # last, for some panels close when the focus goes
            found[themes[-1], "focus"] = wrong
    assert found == {}


@pytest.mark.parametrize(("name", "zoom"), [
    pytest.param(name, zoom, marks=LONG if zoom == 200 or name in OTHERS[1::2] else ())
    for name in SCREENS for zoom in (100, 200)
])  # fmt: skip
def test_4_5_everything_is_reached_by_tab_and_nothing_holds_it(
    stage: contact_sheets.Stage, name: str, zoom: int
) -> None:
    look.set(choice="light", zoom=zoom)
    missed, round_again = walked(stage, name, "Tab")
    if missed:  # a panel over the page closes when it is left: what comes first in it is reached the other way
        missed &= walked(stage, name, "Shift+Tab")[0]
    assert missed == set()
    assert round_again, "Tab never comes back to where it began"


def walked(stage: contact_sheets.Stage, name: str, key: str) -> tuple[set[str], bool]:
    """Pressing the key until it comes round: what was never reached, and whether it came round."""
    with contact_sheets.screens()[name](stage, "full") as window:
        hands = Hands(window)
        alike = audit.groups(window)
        wanted = {alike.get(id(w), id(w)): audit.where(w) for w in audit.focusable(window)}
        reached: list[int] = []
        first = QApplication.focusWidget()  # it has the focus without a key
        if first is not None:
            wanted.pop(alike.get(id(first), id(first)), None)
        for _step in range(500):
            hands.press(key)
            here = QApplication.focusWidget()
            if here is None or alike.get(id(here), id(here)) in reached:
                break
            reached.append(alike.get(id(here), id(here)))
        return {name for ident, name in wanted.items() if ident not in reached}, len(reached) < 499


def lasting(window: QWidget) -> list[str]:
    """The faults that are still there when the layout has had time to come to rest."""
    for _try in range(3):
        found = audit.faults(window)
        if not found:
            return []
        QTest.qWait(30)
    return found


@pytest.mark.faults_long  # the short form is the end of `test_what_can_be_seen`
@pytest.mark.parametrize("theme", tokens.THEMES)
@pytest.mark.parametrize("name", SCREENS)
def test_6_focus_can_be_seen(stage: contact_sheets.Stage, name: str, theme: str) -> None:
    look.set(choice=theme, zoom=100)
    with contact_sheets.screens()[name](stage, "full") as window:
        assert unfocused(window) == []


def unfocused(window: QWidget) -> list[str]:
    """One of each kind that takes the focus, where it can't be seen to have it."""
    kinds = {}
    for one in audit.focusable(window):
        kinds.setdefault((type(one), getattr(one, "role", "")), one)
    has = QApplication.focusWidget() or window  # nearest first: a panel closes when the focus goes far away
    near = sorted(kinds.values(), key=lambda w: -audit.kinship(has, w))
    return [f"6 focus unseen: {audit.where(w)}" for w in near if not audit.ring_shows(window, w)]


@pytest.mark.parametrize("name", PAGES)
def test_7_what_is_told_hides_nothing_that_has_focus(stage: contact_sheets.Stage, name: str) -> None:
    with contact_sheets.screens()[name](stage, "full") as work:
        work.say(i18n.gettext("All is saved"))
        QApplication.processEvents()
        toast = work.strip.toast
        covered = [
            audit.where(w) for w in audit.focusable(work)
            if not toast.isAncestorOf(w) and _in_sight(w, work).intersects(_rect(toast, work))
        ]  # fmt: skip
    assert covered == []


@pytest.mark.parametrize("name", in_the_long_run())
def test_13_a_press_is_taken_back_by_moving_away(stage: contact_sheets.Stage, name: str) -> None:
    with contact_sheets.screens()[name](stage, "full") as work:
        before = entries(work)
        for one in [w for w in audit.visible(work) if isinstance(w, QAbstractButton) and w.isEnabled()]:
            clicked: list[bool] = []
            one.clicked.connect(clicked.append)
            QTest.mousePress(one, Qt.MouseButton.LeftButton)
            QTest.mouseRelease(one, Qt.MouseButton.LeftButton, pos=QPoint(-300, -300))
            assert clicked == [], audit.where(one)
        for tiles in work.findChildren(Tiles):
            if tiles.isVisible():
                QTest.mousePress(tiles.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 20))
                QTest.mouseRelease(tiles.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(-300, -300))
        assert entries(work) == before


def entries(window: QWidget) -> int:
    """How many acts the workplace holds; 0 before one is open."""
    desk = getattr(window.window(), "desk", None)
    return desk.place.cursor().execute("SELECT count(*) FROM entry").fetchone()[0] if desk is not None else 0


@pytest.mark.parametrize("name", [p for p in in_the_long_run() if p.values != ("gallery",)])  # for whoever builds it
def test_17_another_language_leaves_no_word_behind(stage: contact_sheets.Stage, name: str) -> None:
    shown = {}
    for language in LANGUAGES:
        i18n.use(language)
        with contact_sheets.screens()[name](stage, "empty") as window:
            shown[language] = audit.texts(window)
    same = {t for t in shown["nb"] & shown["en"] if any(c.isalpha() for c in t)}
    assert {t for t in same if t not in SAME and not t.startswith(("Ctrl", "Shift", "Alt", "F", *GIVEN))} == set()


# Words that are alike in Norwegian and English, names, and keys.
SAME = {"Berit", "Prøvegården", "Kontor", "bokmål", "nynorsk", "English", "Alfdesk", "Start", "PIN", "Ok",
        "administrator", "Megafon", "Megafon Ctrl+5", "Strax-huset"}  # fmt: skip
# What the screens of parcels are given: a stick, a laptop, people, and settlements.
GIVEN = ("KINGSTON", "MO-senteret", "Nils ", "Per ", "Jorunn ", "K-", "KB-")


@pytest.mark.parametrize("name", PAGES)
def test_20_help_is_one_key_away_everywhere(stage: contact_sheets.Stage, name: str) -> None:
    kind = next(k for k in page.found() if k.key == name)
    missing = []
    for language in LANGUAGES:
        i18n.use(language)
        if len(page.help_text(kind)) < 100:
            missing.append(language)
    assert missing == []
    with contact_sheets.screens()[name](stage, "full") as work:
        assert work.registry.find("help").key == "F1"


class Flashes(QObject):
    """Hears every window that comes up, if only for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.mark.parametrize("name", PAGES)
def test_no_part_flashes_up_as_a_window_of_its_own(stage: contact_sheets.Stage, name: str) -> None:
    """A part shown before it is put in its place is a window for a moment, and takes the focus with it."""
    flashes = Flashes()
    app = QApplication.instance()
    app.installEventFilter(flashes)
    try:
        with contact_sheets.screens()[name](stage, "full") as work:
            look.set(zoom=200)
            QApplication.processEvents()
            look.set(zoom=100)
            work.refresh(work.front)
            QApplication.processEvents()
    finally:
        app.removeEventFilter(flashes)
    assert flashes.seen == ["Work"]


class DarkMachine:
    """What a machine says that is set to dark, and to high contrast: offscreen there is no such setting to turn."""

    high = False

    def styleHints(self) -> DarkMachine:  # noqa: N802
        return self

    def accessibility(self) -> DarkMachine:
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802
        return Qt.ContrastPreference.HighContrast if self.high else Qt.ContrastPreference.NoPreference

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802
        return Qt.ColorScheme.Dark


def test_21_the_machines_own_font_and_colours_are_followed(
    stage: contact_sheets.Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = DarkMachine()
    monkeypatch.setattr(look_module, "QGuiApplication", machine)
    look.set(choice="system")
    assert look.theme == "dark"
    machine.high = True
    look.apply()
    assert look.theme == "contrast"
    monkeypatch.undo()
    look.apply()
    assert look.theme == "light"
    look.set(own_font=True)
    try:
        assert look.font("body").family() != "Alfdesk Sans"
    finally:
        look.set(own_font=False)


@pytest.mark.parametrize("name", in_the_long_run())
def test_every_screen_fits_the_smallest_laptop_or_scrolls_at_the_other_sizes(
    stage: contact_sheets.Stage, name: str
) -> None:
    found = {}
    with contact_sheets.screens()[name](stage, "full") as window:
        for zoom in (80, 150):
            look.set(choice="light", zoom=zoom)
            settle()
            if wrong := list(audit.small(window)):
                found[zoom] = wrong
    assert found == {}


def _in_sight(one: QWidget, root: QWidget) -> QRect:
    """Where it is, less what is scrolled out of what it lies in: that comes into sight when it gets the focus."""
    seen, around = _rect(one, root), one.parentWidget()
    while around is not None and around is not root:
        seen = seen.intersected(_rect(around, root))
        around = around.parentWidget()
    return seen


def _rect(one: QWidget, root: QWidget) -> QRect:
    return QRect(one.mapTo(root, QPoint(0, 0)), one.size())


def test_the_audit_finds_faults(qapp: QApplication, tmp_path: Path) -> None:
    """A check that can't fail is none: a window with each fault in it is caught at each."""
    from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout

    look.set(choice="light", zoom=100)
    window = QWidget()
    window.resize(600, 300)
    nameless = QLineEdit(window)
    nameless.setGeometry(10, 10, 200, 44)
    small = QPushButton("&Fin", window)
    small.setGeometry(10, 60, 60, 18)
    twin = QPushButton("&Fast", window)
    twin.setGeometry(100, 60, 90, 44)
    cut = QLabel("Et langt ord som ikke får plass", window)
    cut.setGeometry(10, 120, 40, 20)
    faint = QLabel("Svakt skrevet tekst", window)
    faint.setGeometry(10, 160, 300, 40)
    faint.setStyleSheet("color: #C8CCC6; background: #FFFFFF; font-size: 18px")

    wide = RowTable("Wide", [Column("Name", str, 400)], parent=window)
    wide.setGeometry(320, 120, 200, 160)

    class Painted(QWidget):
        pass

    mute = Painted(window)
    mute.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    mute.setGeometry(300, 10, 50, 50)
    window.show()
    QApplication.processEvents()
    found = audit.faults(window)
    window.hide()
    window.deleteLater()
    assert {fault.split()[0] for fault in found} >= {"1", "3", "8", "10", "11", "14"}
    assert "10 wider than its room: RowTable “Wide”" in found
    mystery = QDialog()
    mystery.show()
    assert list(audit.opened_without_a_name(mystery)) == ["1 opened without a name: QDialog"]
    mystery.hide()
    wider = QWidget()
    QVBoxLayout(wider).addWidget(QLabel("x" * 400))
    assert any("10 larger than the smallest laptop" in fault for fault in audit.faults(wider))
