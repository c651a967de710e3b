"""What a parcel holds, in words, before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alfdesk.i18n import gettext as _

from ... import formats
from ...widgets.side_panel import SidePanel
from ...widgets.text import IconText, Text
from . import words

if TYPE_CHECKING:
    from .page import Exchange


class WhatPanel(SidePanel):
    def __init__(self, page: Exchange, out: Any) -> None:
        super().__init__(page, _("What is in the parcel"))
        self.parts.put(Text(_("To {names}").format(names=words.listed(out.receivers)), "h2", wrap=True))
        if not out.new:
            self.parts.put(Text(_("Nothing is new since last time."), "body", wrap=True))
        for line in out.lines:
            self.parts.put(IconText("circle-check-filled", formats.capital(line), "body", "text", wrap=True))
        if out.new:
            told = _("{changes} in all.").format(changes=formats.capital(words.changes(out.new)))
            self.parts.put(Text(told, "strong", wrap=True))
        again = _("The last 60 days always come along. Then a lost file does no harm.")
        self.parts.put(Text(again, "small", "mut", wrap=True))
        sealed = _("The file opens on these laptops, and with the paper in the safe. Nowhere else.")
        self.parts.put(Text(sealed, "small", "mut", wrap=True))
        self.parts.put(0)
        self.closed.connect(page.close_panel)
