"""What is done with the core: a parcel made, a file looked through and read in, taken back, tried again; backups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alfdesk.i18n import gettext as _

from ...dialogs import working
from .places import Where
from .questions import open_here
from .watched import watched

if TYPE_CHECKING:
    from .sending import Sending

PUT_ASIDE = ("UNKNOWN_SENDER", "TOO_NEW", "BAD_SIGNATURE", "REDIRECTED", "REVOKED")  # kept here, so that it isn't lost
Done = Callable[[Any], None]
Said = Callable[[str], None]


def make(page: Sending, to: str, where: Where, done: Done, refused: Said, *, only_ask: bool = False) -> None:
    """A parcel into that place. Cancelled, there is no file."""
    from alfdesk.exchange import parcel

    def act(going: Any) -> Any:
        return parcel.make(page.desk.place, to, where.root, disk=watched(going), only_ask=only_ask)

    label = _("Saves the parcel in {place}").format(place=where.name)
    working.run(page, label, act, done, refused=refused, cancelled=lambda: refused(_("Cancelled. No file was made.")))


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would bring (`reading.Taken`), and who wrote what is new in it: name and number of entries."""

    taken: Any
    writers: tuple[tuple[str, int], ...] = ()


def look_through(page: Sending, file: Path, done: Done, refused: Said, *, erase_many: bool = False) -> None:
    """What the file would bring; nothing is changed. What can't be read yet, or is not genuine, is put aside."""
    from alfdesk.exchange import details, reading

    def act(_going: Any) -> Looked:
        taken = reading.read(page.desk.place, file, preview=True, erase_many=erase_many)
        if taken.status == "refused" and taken.code in PUT_ASIDE:
            taken = reading.read(page.desk.place, file)
        if taken.status == "refused":
            return Looked(taken)
        return Looked(taken, details.writers(page.desk.place, file))

    working.run(page, _("Looks through the file"), act, done, refused=refused)


def behind(page: Sending, file: Path, done: Done, refused: Said) -> None:
    """For each line of what a file brings the people and subjects behind it."""
    from alfdesk.exchange import details

    def act(_going: Any) -> Any:
        return [(part, details.in_words(part)) for part in details.parts(page.desk.place, file)]

    working.run(page, _("Looks through the file"), act, done, refused=refused)


def read_in(page: Sending, file: Path, done: Done, refused: Said, *, erase_many: bool = False) -> None:
    """Take the file in, as one transaction after a backup."""
    from alfdesk.exchange import reading

    def act(_going: Any) -> Any:
        taken = reading.read(page.desk.place, file, erase_many=erase_many)
        open_here(page.desk)  # much may have come: what is asked now is found out before the page shows it
        return taken

    working.run(page, _("Backs up, then reads in"), act, done, refused=refused)


def take_back(page: Sending, done: Done, refused: Said) -> None:
    """The workplace as it was before the last parcel."""
    from alfdesk.exchange import reading

    def act(_going: Any) -> None:
        reading.take_back(page.desk.place)

    working.run(page, _("Takes the parcel back"), act, done, refused=refused)


def try_again(page: Sending, done: Done, refused: Said) -> None:
    """What was put aside, and can be taken in now."""
    from alfdesk.exchange import reading

    working.run(page, _("Tries the files again"), lambda _going: reading.again(page.desk.place), done, refused=refused)


def back_up(page: Sending, folder: Path, done: Done, refused: Said) -> None:
    from alfdesk.store.backup import backup

    working.run(page, _("Writes the backup"), lambda _going: backup(page.desk.place, folder), done, refused=refused)


def go_back(page: Sending, copy: Path, done: Done, refused: Said) -> None:
    """A chosen backup in the place of what stands, which is backed up before."""
    from alfdesk.exchange import going_back

    def act(_going: Any) -> Any:
        kept = going_back.go_back(page.desk.place, copy)
        open_here(page.desk)
        return kept

    working.run(page, _("Backs up, then restores"), act, done, refused=refused)
