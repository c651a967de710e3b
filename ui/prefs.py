"""What this laptop remembers of how its window looks: nothing personal, readable before the passphrase."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from alfdesk import paths

from . import tokens

# `look` and the catalogue are loaded by what needs them: the settings are read before the first paint.
CHOICES = ("system", *tokens.THEMES)
SWITCHES = ("glove", "airy", "own_font", "calm")


class Prefs:
    """Settings of one folder. Every change is kept at once; a disk that refuses loses a look, not data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.values = paths.read_settings(folder)

    def get(self, key: str, default: str = "") -> str:
        return self.values.get(key, default)

    def number(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number within bounds, whatever the file says."""
        text = self.get(key)
        return max(low, min(high, int(text))) if text.isdecimal() and len(text) < 6 else default

    def keep(self, **values: str) -> None:
        self.values |= values
        if self.folder.is_dir():
            with suppress(OSError):
                paths.write_settings(self.folder, self.values)

    def wear(self) -> None:
        """Put the remembered look and language on."""
        from alfdesk import i18n

        from .look import look

        language = self.get("language", "nb")
        i18n.use(language if language in i18n.LANGUAGES else "nb")
        theme = self.get("theme", "system")
        zoom = self.number("zoom", 100, tokens.ZOOMS[0], tokens.ZOOMS[-1])
        look.set(choice=theme if theme in CHOICES else "system", zoom=zoom,
                 **{s: self.get(s) == "yes" for s in SWITCHES})  # fmt: skip

    def keep_look(self) -> None:
        from .look import look

        self.keep(theme=look.choice, zoom=str(look.zoom),
                  **{s: "yes" if getattr(look, s) else "no" for s in SWITCHES})  # fmt: skip
