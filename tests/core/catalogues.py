"""What the tests of words share: the catalogues, read message by message."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.messages.pofile import read_po

import build_installer
from alfdesk import i18n

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(file for room in build_installer.SPOKEN_IN for file in (ROOT / room).rglob("*.py"))
STEP = "run `python build_installer.py extract` and fill in what is empty"


class Message(NamedTuple):
    """One message: its English and its words in a language, in one form or in two (one thing, many things)."""

    english: tuple[str, ...]
    words: tuple[str, ...]
    context: str | None = None


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def catalogue(language: str, po: str) -> list[Message]:
    entries = read_po(io.BytesIO(po.encode()), locale=language)
    return [Message(forms(entry.id), forms(entry.string), entry.context) for entry in entries if entry.id]


def po_of(language: str, folder: Path = i18n.FOLDER) -> str:
    return (folder / language / "LC_MESSAGES" / "alfdesk.po").read_text(encoding="utf-8")


@cache
def messages(language: str) -> list[Message]:
    return catalogue(language, po_of(language))


def folder_of(folder: Path, po: dict[str, str]) -> Path:
    """A folder of catalogues like `resources/i18n`."""
    for language, text in po.items():
        path = folder / language / "LC_MESSAGES" / "alfdesk.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
