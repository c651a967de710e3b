"""What outcomes are called. No database: a screen may ask before anything is open."""

from __future__ import annotations

from ..i18n import gettext as _


def outcome_words(outcome: str | None) -> str:
    """What an outcome is called; None is somebody who waits. One that this version does not know is its own word."""
    return {
        None: _("Waits"), "present": _("Present"), "went_home": _("Went home"), "coming_later": _("Coming later"),
        "reported_absent": _("Absence reported"), "no_show": _("Did not come"), "turned_away": _("Turned away"),
    }.get(outcome, outcome or "")  # fmt: skip


def went_home_words(reason: str) -> str | None:
    """Why somebody went home before the end; None for another reason."""
    return {"left_early": _("left early"), "sent_home": _("sent home")}.get(reason)
