"""What can be done, said once: rail, menus, palette, tooltips, F1 and the foot line are all fed from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from PySide6.QtGui import QKeySequence

from alfdesk.i18n import pgettext, worded


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done. `words` is a msgid, looked up when it is shown.

    `keys` are written as QKeySequence reads them ("Ctrl+P"). A command whose key is `single` (Space, 2, letters) gets no
    shortcut of the window: its page listens for it, and only while no field holds text.
    """

    id: str
    words: str
    run: Callable[[], object] | None = None
    keys: tuple[str, ...] = ()
    icon: str = ""
    roles: frozenset[str] = frozenset()  # empty: everyone
    single: bool = False
    foot: str = ""  # msgid for the foot line: what the key does, in two words at most; empty: not shown there
    more: str = ""  # msgid for F1: a sentence more
    shown_keys: str = ""  # how the key is written, where it isn't the first of `keys`

    @property
    def text(self) -> str:
        return worded(self.words)

    @property
    def key(self) -> str:
        """The key as people read it: "Ctrl+P", "Space" in their language."""
        return self.shown_keys or (key_name(self.keys[0]) if self.keys else "")

    def may(self, roles: Iterable[str]) -> bool:
        mine = set(roles)
        return not self.roles or bool(self.roles & mine) or "administrator" in mine


def key_name(key: str) -> str:
    """How a key is written for people, in their language."""
    named = {
        "Space": pgettext("key", "Space"), "Return": pgettext("key", "Enter"), "Escape": pgettext("key", "Esc"),
        "Delete": pgettext("key", "Delete"),
    }  # fmt: skip
    *held, last = key.split("+") if not key.endswith("+") else (key,)
    if last in named:
        return "+".join([*held, named[last]])
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText).replace("Ctrl+=", "Ctrl++")


@dataclass
class Registry:
    """Every command there is now: the window's own, and those of the page in front. The page's stands for the
    window's of the same id."""

    window: list[Command] = field(default_factory=list)
    page: list[Command] = field(default_factory=list)

    def __iter__(self) -> Iterator[Command]:
        yield from self.page
        yield from self.elsewhere()

    def elsewhere(self) -> list[Command]:
        """The window's own that the page in front has not itself."""
        own = {c.id for c in self.page}
        return [c for c in self.window if c.id not in own]

    def find(self, ident: str) -> Command | None:
        return next((c for c in self if c.id == ident), None)
