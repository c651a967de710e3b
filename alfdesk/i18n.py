"""Words for people: one gettext catalogue for core, sheets, command line and window.

Message ids are English; `resources/i18n/<language>/LC_MESSAGES/alfdesk.po` holds bokmål, nynorsk and English, each
complete (a test fails otherwise). The compiled `.mo` files are made by `build_installer.py translations`; when one is
missing or older than its `.po`, the `.po` is compiled in memory, so that a fresh checkout speaks Norwegian at once.
"""

from __future__ import annotations

import gettext as _gettext
import io
from pathlib import Path

LANGUAGES = ("nb", "nn", "en")
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "i18n"

_loaded: dict[str, _gettext.NullTranslations] = {}
_current = "nb"


def _load(language: str) -> _gettext.NullTranslations:
    if language not in _loaded:
        po = FOLDER / language / "LC_MESSAGES" / "alfdesk.po"
        mo = po.with_suffix(".mo")
        if mo.exists() and (not po.exists() or mo.stat().st_mtime >= po.stat().st_mtime):
            with mo.open("rb") as file:
                _loaded[language] = _gettext.GNUTranslations(file)
        elif po.exists():
            from babel.messages import mofile, pofile

            with po.open("rb") as file:
                catalogue = pofile.read_po(file, locale=language)
            buffer = io.BytesIO()
            mofile.write_mo(buffer, catalogue)
            buffer.seek(0)
            _loaded[language] = _gettext.GNUTranslations(buffer)
        else:
            _loaded[language] = _gettext.NullTranslations()
    return _loaded[language]


def use(language: str) -> None:
    """Speak `language` (nb, nn or en) from now on in this process. Raises ValueError for any other."""
    global _current
    if language not in LANGUAGES:
        raise ValueError(language)
    _current = language


def language() -> str:
    """The language in use: nb, nn or en."""
    return _current


def gettext(message: str) -> str:
    """The words for `message` (English) in the language in use."""
    return (_loaded.get(_current) or _load(_current)).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The words for `count` things; fill the count in with `.format(count=…)`."""
    return (_loaded.get(_current) or _load(_current)).ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """The words for `message` where the same English word means two things."""
    return _load(_current).pgettext(context, message)


def marked(message: str) -> str:
    """Mark a message for the catalogue that is looked up later, when the language is known."""
    return message


def worded(message: str) -> str:
    """The words for a message that was `marked` elsewhere; nothing for nothing (gettext would give its own header)."""
    return gettext(message) if message else ""
