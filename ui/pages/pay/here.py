"""Which programme the pages of pay are about: the one chosen, else the one last used on this laptop, else the first."""

from __future__ import annotations

from typing import Any

from ...prefs import Prefs


def programme_here(session: Any, chosen: bytes | None, prefs: Prefs) -> tuple[list[tuple[bytes, str]], bytes | None]:
    """Every programme as (id, name), and the one to show; None where there is none."""
    from alfdesk import programmes

    every = [(p.id, p.name or "") for p in programmes.everyone(session)]
    known = [ident for ident, _name in every]
    if chosen in known:
        return every, chosen
    kept = prefs.get("programme")
    return every, next((ident for ident in known if ident.hex() == kept), known[0] if known else None)
