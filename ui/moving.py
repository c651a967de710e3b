"""The part of the window that goes from one workplace to another. Each lies in a folder of its own, beside the first:
its own file, keys, lock and settings. One is open at a time, and nothing passes between them.

Loaded before the first paint: the Qt namespace is named inside functions only (see window.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alfdesk import paths
from alfdesk.i18n import gettext as _

from . import session
from .covering import Covering
from .prefs import Prefs

if TYPE_CHECKING:
    from collections.abc import Callable

NAMED = "workplace"  # the setting: what this workplace is called on this laptop, where there are several
TAKEN_ALONG = ("language", "theme", "zoom", "glove", "airy", "own_font", "calm")  # to one that is new


class Moving(Covering):
    """What knows the other workplaces. `home` is the one of one's own in front, `root` the one it began with."""

    warm_up: Callable[[], None]
    use_language: Callable[[], None]

    def __init__(self, folder: Path, prefs: Prefs) -> None:
        super().__init__(folder, prefs)
        self.root = self.home = folder
        self.choosing = False  # the workplace is being closed to choose another

    def workplaces(self) -> list[tuple[Path, str]]:
        """Folder and name of every workplace on this laptop, the first one first."""
        found = session.workplaces(self.root)
        return [(f, paths.read_settings(f).get(NAMED) or _("First workplace")) for f in found]

    def choose_workplace(self) -> None:
        """Close what is open, and show what there is to choose among."""
        self.choosing = True
        if self.desk is not None:
            self.drop()
        else:
            self.show_start()

    def show_workplaces(self) -> None:
        from .gate.workplaces import Workplaces

        self.choosing = False
        self._clear_front()
        self._show_gate(Workplaces(self))

    def go_to(self, folder: Path, name: str = "") -> None:
        """The way into the workplace in this folder. `name` is what a new one is to be called."""
        if self.desk is not None:
            return
        before = self.prefs.values
        self.folder = self.home = folder
        self.prefs = Prefs(folder)
        if name:
            self.prefs.values |= {k: before[k] for k in TAKEN_ALONG if k in before}
            self.prefs.keep(**{NAMED: name})
        self._last = None
        self.prefs.wear()
        self.use_language()
        self.show_start()
        self.warm_up()

    def add_workplace(self, name: str, of_first: str) -> None:
        """To an empty folder beside the others. The first one is named too, so that they can be told apart."""
        first = self.prefs if self.prefs.folder == self.root else Prefs(self.root)
        if of_first:
            first.keep(**{NAMED: of_first})
        self.go_to(session.next_folder(self.root), name)

    def first_is_named(self) -> bool:
        return bool(paths.read_settings(self.root).get(NAMED))
