"""The settings' page: sections to the left, the one chosen to the right; where there is no room, a drop-down above."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, worded

from ...look import look
from ...page import Page
from ...widgets.buttons import RailButton
from ...widgets.choosing import DropDown
from ...widgets.layouts import Column, Line
from ...widgets.notice import Surface
from .desk_rules import DeskRules
from .keeping import Keeping
from .laptops import Laptops
from .last_acts import LastActs
from .my_look import MyLook
from .outlets import Outlets
from .programmes import Programmes
from .section import Section
from .sold import Sold
from .staff import StaffSection
from .workplace import WorkplaceSection

SECTIONS: tuple[type[Section], ...] = (
    MyLook, Programmes, WorkplaceSection, Sold, Outlets, DeskRules, StaffSection, Laptops, Keeping, LastActs,
)  # fmt: skip
NARROW = 860  # pixels at 100 %: below this the list of sections becomes a drop-down


class Settings(Page):
    key, words, icon, order = "settings", marked("Settings"), "settings", 900
    in_rail = False
    follows = frozenset({"workplace", "programme", "team", "setting", "closed_days", "turn_away_reason", "staff",
                         "staff_role", "staff_left", "staff_key", "laptop", "laptop_key", "laptop_revoked", "person",
                         "enrolment", "attendance", "publication", "product", "edition", "edition_price", "outlet",
                         "desk_move"})  # fmt: skip

    def build(self) -> None:
        # Elements
        self.kinds = {s.key: s for s in SECTIONS if self.desk.may(*s.roles)}
        self.sections: dict[str, Section | None] = dict.fromkeys(self.kinds)
        self.front = ""
        self.buttons: dict[str, RailButton] = {}
        self.side = QWidget()
        self.drop = DropDown(_("Section"), [(k, worded(s.words)) for k, s in self.kinds.items()])
        self.holder = Surface("surf", "line", 12)
        self.holding = Column(margins=(24, 16, 12, 8), parent=self.holder)
        # Assemble
        column = Column(gap=2, parent=self.side)
        for key, kind in self.kinds.items():
            self.buttons[key] = button = RailButton(worded(kind.words), kind.icon)
            column.put(button)
            button.clicked.connect(lambda _checked=False, k=key: self.choose(k))
        column.put(0)
        self.body_column.put(self.drop, align=Qt.AlignmentFlag.AlignLeft)
        line = Line(gap=24)
        line.put(self.side)
        line.put(self.holder, 1)
        self.body_column.put(line, 1)
        # Connect
        self.drop.chosen.connect(self.choose)
        look.changed.connect(self.fit)
        self.choose(next(iter(self.kinds)))
        self.fit()

    def choose(self, key: object) -> None:
        """Show this section."""
        name = str(key)
        if self.sections[name] is None:
            self.sections[name] = made = self.kinds[name](self.shell)
            self.holding.put(made)
        self.front = name
        for each, section in self.sections.items():
            if section is not None:
                section.setVisible(each == name)
        self.refresh()
        self.drop.choose(name)
        for each, button in self.buttons.items():
            button.setChecked(each == name)

    def lead_to(self, key: str) -> None:
        """Show this section, and give its first part focus: somebody was sent here to do something."""
        self.choose(key)
        section = self.sections[key]
        part = (section.start() if section is not None else None) or self.start()
        if part is not None:
            part.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        section = self.sections.get(self.front)
        if section is not None:
            section.refresh()

    def summary(self) -> str:
        section = self.sections.get(self.front)
        return f"{self.title.text()}. {section.summary() if section else ''}"

    def start(self) -> QWidget | None:
        return self.buttons[self.front] if not self.side.isHidden() else self.drop

    def fit(self) -> None:
        narrow = self.width() < look.px(NARROW)
        self.side.setHidden(narrow)
        self.drop.setHidden(not narrow)
        self.side.setFixedWidth(look.px(264))

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit()

