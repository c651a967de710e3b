"""Questions of the desk that need a reason in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from alfdesk.i18n import gettext as _

from ...dialogs.ask import Answer, Ask
from ...widgets.fields import Field

REASON = 200  # letters


class Why(Ask):
    """Why something is done in spite of what stands against it. Nothing is done without a reason."""

    def __init__(
        self, page: Any, title: str, sentence: str, act: str, run: Callable[[str], object], icon: str = ""
    ) -> None:  # fmt: skip
        self.reason = Field(_("Reason"), hint=_("It is kept with the act."))
        self.reason.edit.setMaxLength(REASON)
        self._run = run
        super().__init__(
            page.shell, title, sentence, Answer(act, self._given, "primary", icon), Answer(_("Cancel")),
            parts=(self.reason,),
        )  # fmt: skip

    def _given(self) -> bool:
        text = self.reason.text().strip()
        if not text:
            self.reason.refuse(_("Write why."))
            self.reason.setFocus()
            return False
        self._run(text)
        return True


def ask_why(page: Any, stops: str, run: Callable[[str], object]) -> None:
    """Sell in spite of `stops`: ask for the reason first."""
    Why(page, _("Sell anyway?"), stops, _("Sell anyway"), run, "shield-check").open()


def ask_void(page: Any, sale: str, run: Callable[[str], object]) -> None:
    """Void this sale: ask for the reason first."""
    sentence = _("{sale}. It stays in the list, and counts no more.").format(sale=sale)
    Why(page, _("Void this sale?"), sentence, _("Void sale"), run, "ban").open()
