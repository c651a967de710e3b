"""Which programme the pages of pay are about: the one chosen, else the one last used on this laptop, else the first.

Where there is none, whoever may set one up is led to where that is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alfdesk.i18n import gettext as _

from ...prefs import Prefs
from ...widgets.buttons import Button
from ...widgets.notice import Empty

if TYPE_CHECKING:
    from ...work import Work

SETTERS = ("office", "manager")  # who has the section of the settings where programmes are set up


def programme_here(session: Any, chosen: bytes | None, prefs: Prefs) -> tuple[list[tuple[bytes, str]], bytes | None]:
    """Every programme as (id, name), and the one to show; None where there is none."""
    from alfdesk import programmes

    every = [(p.id, p.name or "") for p in programmes.everyone(session)]
    known = [ident for ident, _name in every]
    if chosen in known:
        return every, chosen
    kept = prefs.get("programme")
    return every, next((ident for ident in known if ident.hex() == kept), known[0] if known else None)


def to_programmes(shell: Work) -> None:
    """To where programmes and their rules are set."""
    settings: Any = shell.go("settings")
    if "programmes" in settings.kinds:
        settings.lead_to("programmes")


class NoProgramme(Empty):
    """There is nothing to pay for yet. `button` leads to the settings; None for whoever may not set one up."""

    def __init__(self, shell: Work) -> None:
        self.button: Button | None = None
        if not shell.desk.may(*SETTERS):
            super().__init__("cash-banknote", _("No programme is set up yet. The office does it."))
            return
        button = Button(_("Set up programme"), "settings", "primary")
        super().__init__("cash-banknote", _("No programme is set up yet."), button)
        button.clicked.connect(lambda _checked=False: to_programmes(shell))
        self.button = button
