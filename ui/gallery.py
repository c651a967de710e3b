"""Every control in every state on one page, to look at: `alfdesk --gallery`. Its words are examples, in three tongues
at once so that the longest are seen; nothing here is translated."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from . import tokens
from .look import look
from .widgets.buttons import ENTER, Button, Choice, RailButton
from .widgets.choosing import Check, DropDown, Labelled, Stepper
from .widgets.dates import Calendar, DateField
from .widgets.fields import Field, SearchBox
from .widgets.focus_ring import FocusRing
from .widgets.layouts import Column, Flow
from .widgets.marks import Cap, Keys, Meter, Photo, Status
from .widgets.notice import Band, Empty, Strip, Surface
from .widgets.progress import Progress
from .widgets.row_table import Cell, RowTable
from .widgets.row_table import Column as Heading
from .widgets.scroll import Scroll
from .widgets.text import IconText, Text
from .widgets.tiles import Tile, Tiles

LONG = "Arbeidsmarkedsopplæringsavdelingens fraværsmeldingsskjema"
DAY = date(2026, 11, 23)
OUTCOMES = (None, "present", "coming_later", "reported_absent", "no_show", "went_home", "turned_away")


class Gallery(QWidget):
    """The page. `parts` are its sections by name, for pictures of one at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setMinimumSize(640, 400)
        inside = QWidget()
        self.column = Column(gap=20, margins=(24, 20, 24, 20), parent=inside)
        self.parts: dict[str, QWidget] = {}
        for name in ("text", "buttons", "rail", "choices", "fields", "dates", "marks", "notices", "tiles", "table",
                     "progress"):
            self._section(name, getattr(self, f"_{name}")())
        self.column.put(0)
        Column(Scroll(inside), parent=self)
        self.ring = FocusRing(self)

    def _section(self, name: str, *parts: QWidget) -> None:
        box = QWidget()
        Column(Text(name.capitalize(), "h2"), *parts, gap=8, parent=box)
        self.parts[name] = box
        self.column.put(box)

    def _text(self) -> QWidget:
        kinds = [Text(f"{kind} {size} · Æøå 1 250,00 kr", kind) for kind, (size, _weight) in tokens.TYPE.items()]
        faint = [Text("Muted text", "body", "mut"), Text("Wrong", "body", "danger"), IconText("clock", "Icon and text")]
        narrow = Text(LONG, "body")
        narrow.setFixedWidth(look.px(200))
        wrapped = Text("A long sentence breaks into lines where the page ends, and nothing of it is cut off. " * 2,
                       "body", wrap=True)  # fmt: skip
        return _column(_flow(*kinds), _flow(*faint, narrow), wrapped)

    def _buttons(self) -> QWidget:
        rows = []
        for role in ("primary", "secondary", "text", "danger"):
            plain = Button("Close roll", "", role)
            icon = Button("Print list", "printer", role, "Ctrl+P")
            enter = Button("Unlock", "lock-open", role, ENTER)
            down = Button("Pressed", "", role)
            down.setDown(True)
            over = Button("Hover", "", role)
            over.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
            off = Button("Disabled", "ban", role, "Ctrl+D")
            off.setEnabled(False)
            alone = Button("", "x", role).only_icon("Close")
            long = Button(LONG, "", role)
            rows.append(_flow(plain, icon, enter, over, down, off, alone, long))
        checked = Button("Checked", "check")
        checked.setCheckable(True)
        checked.setChecked(True)
        rows.append(_flow(checked, Button("Compact", "pencil").compact()))
        return _column(*rows)

    def _rail(self) -> QWidget:
        places = []
        for narrow in (False, True):
            for number, (words, icon) in enumerate((("Today", "home"), ("People", "users"),
                                                    ("Innstillinger", "settings"))):
                button = RailButton(words, icon)
                button.narrow = narrow
                button.setChecked(number == 0)
                button.waiting = 2 if number == 1 else 0
                button.setFixedWidth(look.px(96 if narrow else 176))
                places.append(button)
        return _flow(*places)

    def _choices(self) -> QWidget:
        drop = DropDown("Programme", [(1, "Dagsverket"), (2, "Gården"), (3, LONG)], 1)
        off = DropDown("Off", [(1, "Disabled")], 1)
        off.setEnabled(False)
        long = DropDown("Long", [(1, LONG)], 1)
        long.setFixedWidth(look.px(220))
        unable, both = Check("Disabled"), Check("Disabled and on", True)
        unable.setEnabled(False)
        both.setEnabled(False)
        stepper = Stepper("Week", "Week before", "Week after", "Week 47")
        end = Stepper("Size", "Smaller", "Larger", "200 %")
        end.show_text("200 %", forth=False)
        choice = Choice("Language", [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")], "nb")
        off_choice = Choice("Rows", [(1, "Normal"), (2, "Glove")], 1)
        off_choice.setEnabled(False)
        return _column(
            _flow(choice, off_choice),
            _flow(drop, long, off, Labelled("Label over it", DropDown("x", [(1, "Cash"), (2, "Bank")], 2),
                                            "And a hint")),
            _flow(Check("Not chosen"), Check("Chosen", True), unable, both),
            Check("A check box whose sentence is longer than a line goes on below, and all of it can be pressed. " * 2),
            _flow(stepper, end),
        )  # fmt: skip

    def _fields(self) -> QWidget:
        wrong = Field("Phone", "12 34", hint="Eight digits", width=320)
        wrong.refuse("A phone number has eight digits. Nothing has changed.")
        off = Field("Disabled", "Can't be changed", width=260)
        off.setEnabled(False)
        secret = Field("Passphrase", "hest skog", secret=True, width=380)
        search = SearchBox("Write a name or scan a card")
        search.setFixedWidth(look.px(320))
        return _column(
            _flow(Field("Call name", "Kari", width=260), Field("Empty", hint="May be left out", width=260), off,
                  gap=16),
            _flow(wrong, secret, Field(LONG, LONG, width=320), gap=16),
            search,
        )  # fmt: skip

    def _dates(self) -> QWidget:
        bad = DateField("To", lambda: DAY)
        bad.set("31.2")
        bad.edit.editingFinished.emit()
        return _flow(DateField("From", lambda: DAY, DAY, hint="22.11, Monday or +1"), bad,
                     Calendar(DAY, date(2026, 11, 18)), gap=16)

    def _marks(self) -> QWidget:
        statuses = [Status(outcome, (outcome or "waits").replace("_", " ").capitalize()) for outcome in OUTCOMES]
        keys = Keys()
        keys.set([("Space", "present"), ("2", "later"), ("Enter", "open"), ("Ctrl+Z", "undo"), ("F1", "all keys")])
        return _column(
            _flow(*statuses, gap=20),
            _flow(Meter("7 of 12", 7, 12), Meter("0 of 8", 0, 8), Meter("8 of 8", 8, 8), Cap("1"), Cap("2"), Cap("0"),
                  gap=20),
            keys,
            _flow(Photo("No photo"), Photo("Small", None, 48, 62)),
        )  # fmt: skip

    def _notices(self) -> QWidget:
        bands = [Band(k, "This must be looked at.", "One more sentence, fainter.", Button("Go to today"))
                 for k in ("look", "wrong", "tell", "good")]  # fmt: skip
        long = Band("look", "Dette er en dag som har vært, og det du endrer her, står i historikken. " * 2)
        told, refused = Strip(), Strip()
        told.tell("Kari N. is present from 08.05.", can_undo=True)
        refused.tell("Nothing has changed. " + LONG, can_undo=False, wrong=True)
        surface = Surface()
        Column(Text("A surface", "h2"), Text("Other things lie on it.", "body", "mut"), gap=4,
               margins=(16, 12, 16, 12), parent=surface)
        return _column(*bands, long, told, refused, surface, Empty("users", "Nobody is planned for today.",
                                                                   Button("Add a person", "user-plus", "primary")))

    def _tiles(self) -> QWidget:
        tiles = Tiles("People")
        names = ("Ahmed H.", "Kari N.", "Máret Eŋŋá S.", "Åse-Marie Wergeland-Kristoffersen", "Øystein", "Per", "Liv")
        tiles.show_tiles([
            Tile(bytes([n]), names[n], outcome, (outcome or "waits").replace("_", " "), "08.05" if outcome else "",
                 message=n == 3)
            for n, outcome in enumerate(OUTCOMES)
        ])  # fmt: skip
        tiles.setFixedHeight(look.px(140))
        return tiles

    def _table(self) -> QWidget:
        rows = RowTable("People", [
            Heading("Name", lambda r: Cell(r[0], "user", kind="name"), 200, 2), Heading("Team", lambda r: r[1], 140, 1),
            Heading("Hours", lambda r: r[2], 90, right=True),
        ], key=lambda r: r[0])  # fmt: skip
        rows.show_records([("Kari N.", "Inne", "6,5"), ("Ola H.", "Ute", "–"), (LONG, LONG, "12,0")])
        rows.setFixedHeight(look.px(180))
        return rows

    def _progress(self) -> QWidget:
        known, unknown = Progress(), Progress()
        box = _column(known, unknown)
        known.tell("Reads the list in", 30, 100, may_cancel=True)
        unknown.tell("Makes the sheet")
        return box


def _flow(*parts: QWidget, gap: int = 8) -> QWidget:
    box = QWidget()
    Flow(*parts, gap=gap, line_gap=8, top=gap == 16, parent=box)
    return box


def _column(*parts: QWidget) -> QWidget:
    box = QWidget()
    Column(*parts, gap=10, parent=box)
    return box


