"""Words for people: one gettext catalogue for core, sheets, command line and window.

Message ids are English; `resources/i18n/<language>/LC_MESSAGES/alfdesk.po` holds bokmål, nynorsk and English, each
complete (a test fails otherwise). The compiled `.mo` files are made by `build_installer.py translations`; when one is
missing or older than its `.po`, the `.po` is compiled in memory, so that a fresh checkout speaks Norwegian at once.
"""

from __future__ import annotations

import gettext as _gettext
import io
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from struct import unpack_from

LANGUAGES = ("nb", "nn", "en")
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "i18n"

_loaded: dict[str, _gettext.NullTranslations] = {}
_current = "nb"


class _Compiled(_gettext.NullTranslations):
    """A compiled catalogue whose messages are read as they are asked for: to make all three thousand of them out first,
    as the standard library does, takes as long as many a command."""

    def __init__(self, whole: bytes) -> None:
        super().__init__()
        order = "<" if whole[:4] == b"\xde\x12\x04\x95" else ">"
        count, ids, texts = unpack_from(order + "3I", whole, 8)
        sizes, starts = (unpack_from(f"{order}{2 * count}I", whole, ids)[n::2] for n in (0, 1))
        every = [whole[start : start + size] for size, start in zip(sizes, starts, strict=True)]
        self._numbers = {id_.partition(b"\0")[0]: number for number, id_ in enumerate(every)}
        self._whole, self._texts = whole, unpack_from(f"{order}{2 * count}I", whole, texts)
        self._known: dict[str, list[str]] = {}  # what was asked for; nothing where there are no words for it

    def gettext(self, message: str) -> str:
        forms = self._known.get(message) or self._forms(message)
        return forms[0] if len(forms) == 1 else forms[self._form(1)] if forms else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = self._known.get(msgid1) or self._forms(msgid1)
        return forms[self._form(n)] if forms else msgid1 if n == 1 else msgid2

    def pgettext(self, context: str, message: str) -> str:
        forms = self._forms(f"{context}\x04{message}")
        return forms[0] if forms else message

    @cached_property
    def _form(self) -> Callable[[int], int]:
        """Which form a count takes, as the catalogue's own head says it."""
        said = self._forms("")[0].partition("plural=")[2].partition(";")[0]
        rule: Callable[[int], int] = _gettext.c2py(said)  # type: ignore[attr-defined]
        return rule

    def _forms(self, message: str) -> list[str]:
        """What a message is in this language, form by form; nothing when it is not there."""
        if message not in self._known:
            number = self._numbers.get(message.encode())
            size, start = self._texts[2 * number : 2 * number + 2] if number is not None else (0, 0)
            words = self._whole[start : start + size].decode()
            self._known[message] = words.split("\0") if number is not None else []
        return self._known[message]


def _load(language: str) -> _gettext.NullTranslations:
    if language not in _loaded:
        po = FOLDER / language / "LC_MESSAGES" / "alfdesk.po"
        mo = po.with_suffix(".mo")
        if mo.exists() and (not po.exists() or mo.stat().st_mtime >= po.stat().st_mtime):
            _loaded[language] = _Compiled(mo.read_bytes())
        elif po.exists():
            from babel.messages import mofile, pofile

            with po.open("rb") as file:
                catalogue = pofile.read_po(file, locale=language)
            buffer = io.BytesIO()
            mofile.write_mo(buffer, catalogue)
            _loaded[language] = _Compiled(buffer.getvalue())
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
