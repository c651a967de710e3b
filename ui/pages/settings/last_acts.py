"""What was done last on this laptop, newest first, and the way back for each."""

from __future__ import annotations

from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked

from ...widgets.buttons import Button
from ...widgets.row_table import Cell, Column, RowTable
from .section import Section, fit_rows

SHOWN = 100


class LastActs(Section):
    key, words, icon = "acts", marked("Last acts"), "history"

    def build(self) -> None:
        # Elements
        self.table = RowTable(_("Last acts"), [
            Column(_("When"), lambda a: a[1], 170), Column(_("Who"), lambda a: a[2], 120),
            Column(_("What"), lambda a: Cell(a[3], colour="mut" if a[0].undone else "text"), 240, 1),
            Column("", lambda a: Cell(_("Taken back"), "arrow-back-up", "mut") if a[0].undone else "", 140),
        ], key=lambda a: (a[0].stream, a[0].seq), spoken=lambda a: f"{a[1]}, {a[2]}. {a[3]}")  # fmt: skip
        self.back = Button(_("Take back"), "arrow-back-up")
        # Assemble
        self.heading(_("Last acts"), _("Ctrl+Z takes back the newest. Here you can take back one further down."))
        self.flow(self.back)
        self.column.put(self.table)
        # Connect
        self.back.clicked.connect(self._take_back)
        self.table.opened.connect(lambda _act: self._take_back())
        self.table.moved_to.connect(lambda act: self.back.setEnabled(act is not None and not act[0].undone))

    def refresh(self) -> None:
        from alfdesk import journal, staff, told

        def read(session: Any) -> list[tuple[Any, str, str, str]]:
            names = staff.names(session)
            return [(act, told.moment(act.at), names.get(act.actor, ""), told.act_words(session, act))
                    for act in journal.acts(session, limit=SHOWN)]  # fmt: skip

        self.table.show_records(self.desk.read(read))
        fit_rows(self.table, 11)

    def _take_back(self) -> None:
        from alfdesk import journal

        current = self.table.current()
        if current is None or current[0].undone:
            return
        act = current[0]
        said = _("Taken back: {act}").format(act=current[3])
        self.desk.do(journal.undo, said, batch=True, can_undo=False, stream=act.stream, seq=act.seq)
