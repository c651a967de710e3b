"""What is done with the core: a parcel made, a file looked through and read in, taken back, tried again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alfdesk.i18n import gettext as _

from . import working
from .places import Where
from .questions import open_here

if TYPE_CHECKING:
    from .page import Exchange

PUT_ASIDE = ("UNKNOWN_SENDER", "TOO_NEW", "BAD_SIGNATURE", "REDIRECTED", "REVOKED")  # kept here, so that it isn't lost
Done = Callable[[Any], None]
Said = Callable[[str], None]


def make(page: Exchange, to: str, where: Where, done: Done, refused: Said, *, only_ask: bool = False) -> None:
    """A parcel into that place. Cancelled, there is no file."""
    from alfdesk.exchange import parcel

    def act(going: Any) -> Any:
        return parcel.make(page.desk.place, to, where.root, disk=working.watched(going), only_ask=only_ask)

    label = _("Saves the parcel in {place}").format(place=where.name)
    working.run(page, label, act, done, refused=refused, cancelled=lambda: refused(_("Cancelled. No file was made.")))


def look_through(page: Exchange, file: Path, done: Done, refused: Said, *, erase_many: bool = False) -> None:
    """What the file would bring; nothing is changed. What can't be read yet, or is not genuine, is put aside."""
    from alfdesk.exchange import reading

    def act(_going: Any) -> Any:
        taken = reading.read(page.desk.place, file, preview=True, erase_many=erase_many)
        if taken.status == "refused" and taken.code in PUT_ASIDE:
            taken = reading.read(page.desk.place, file)
        return taken

    working.run(page, _("Looks through the file"), act, done, refused=refused)


def read_in(page: Exchange, file: Path, done: Done, refused: Said, *, erase_many: bool = False) -> None:
    """Take the file in, as one transaction after a backup."""
    from alfdesk.exchange import reading

    def act(_going: Any) -> Any:
        taken = reading.read(page.desk.place, file, erase_many=erase_many)
        open_here(page.desk)  # much may have come: what is asked now is found out before the page shows it
        return taken

    working.run(page, _("Backs up, then reads in"), act, done, refused=refused)


def take_back(page: Exchange, done: Done, refused: Said) -> None:
    """The workplace as it was before the last parcel."""
    from alfdesk.exchange import reading

    def act(_going: Any) -> None:
        reading.take_back(page.desk.place)

    working.run(page, _("Takes the parcel back"), act, done, refused=refused)


def try_again(page: Exchange, done: Done, refused: Said) -> None:
    """What was put aside, and can be taken in now."""
    from alfdesk.exchange import reading

    working.run(page, _("Tries the files again"), lambda _going: reading.again(page.desk.place), done, refused=refused)


def back_up(page: Exchange, folder: Path, done: Done, refused: Said) -> None:
    from alfdesk.store.backup import backup

    working.run(page, _("Writes the backup"), lambda _going: backup(page.desk.place, folder), done, refused=refused)
