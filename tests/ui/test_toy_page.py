"""A page is one new file: it is in the rail, the palette, the help and the contact sheets by being there."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from PySide6.QtWidgets import QApplication

from alfdesk import i18n
from tests.ui.hands import Hands, shown
from ui import contact_sheets, page, pages
from ui.desk import Desk
from ui.prefs import Prefs
from ui.work import Work

TOY = '''
    """A page of visits, as somebody might add it."""

    from alfdesk.i18n import gettext as _
    from alfdesk.i18n import marked
    from ui.commands import Command
    from ui.page import Page
    from ui.widgets.text import Text


    class Visits(Page):
        key, words, icon, order = "visits", marked("Visits"), "users", 15
        help = {"nb": "# Besøk\\n\\nHer står de som kom innom.", "en": "# Visits\\n\\nWho came by stands here."}

        def build(self):
            self.said = Text("")
            self.body_column.put(self.said)

        def refresh(self):
            self.said.setText(_("Nobody came by today."))

        def commands(self):
            return [Command("visits.count", marked("Count visits"), lambda: self.said.setText("1"), ("Ctrl+B",), "users")]
'''


@pytest.fixture
def toy(tmp_path: Path) -> Iterator[None]:
    folder = tmp_path / "toy_pages"
    folder.mkdir()
    (folder / "visits.py").write_text(dedent(TOY), "utf-8")
    pages.__path__.append(str(folder))
    yield
    pages.__path__.remove(str(folder))
    sys.modules.pop("ui.pages.visits", None)
    pages.__dict__.pop("visits", None)


def test_it_is_everywhere_by_being_there(qapp: QApplication, toy: None, place, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    contact_sheets.application()
    work = Work(Desk(place), Prefs(tmp_path))
    shown(work)
    work.go("today")
    hands = Hands(work)

    assert "visits" in work.rail.places, "in the rail"
    hands.press("Ctrl+2")
    assert (work.front.key, work.front.said.text()) == ("visits", "Nobody came by today.")
    hands.press("Ctrl+B")
    assert work.front.said.text() == "1", "its command has its key"
    assert {"go.visits", "visits.count"} <= {c.id for c in work.registry}, "in the registry, so in palette, menu and F1"
    assert "Count visits" in "\n".join(a.text() for a in work.menu().actions())
    assert "Who came by" in page.help_text(type(work.front)), "in the help"
    i18n.use("nb")
    assert "Her står" in page.help_text(type(work.front))
    assert "visits" in contact_sheets.screens(), "in the contact sheets and the audit"
    contact_sheets.dispose(work)
