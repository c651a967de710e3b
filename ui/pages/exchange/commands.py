"""What can be done on the page Utveksle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alfdesk.i18n import marked

from ...commands import Command

if TYPE_CHECKING:
    from .page import Exchange


def commands_of(page: Exchange) -> list[Command]:
    """What the review listens for while there is one, then what the window listens for."""
    review = page.review is not None
    return [
        *([Command("exchange.read_in", marked("Read in"), page.read_in, ("Return",), "package-import", single=True,
                   foot=marked("read in")),
           Command("exchange.not_now", marked("Not now"), page.close_review, ("Escape",), "x", single=True,
                   foot=marked("not now"))] if review else []),
        Command("exchange.save", marked("Save parcel"), page.save, ("Ctrl+S",), "device-floppy",
                foot=marked("save parcel"), more=marked("Takes along what the receiver lacks, and the last 60 days.")),
        Command("exchange.choose", marked("Choose a file"), page.choose_file, ("Ctrl+O",), "folder-open",
                foot=marked("choose a file"), more=marked("Looks through a parcel that lies in a folder.")),
        Command("exchange.what", marked("What is in the parcel"), page.show_what, ("Ctrl+I",), "list-check"),
        Command("exchange.folder", marked("Another folder"), page.choose_folder, ("Ctrl+Shift+S",), "folder"),
        Command("exchange.backup", marked("Back up now"), page.back_up, ("Ctrl+B",), "shield-check",
                frozenset({"office", "manager"})),
        Command("exchange.go_back", marked("Restore a backup"), page.choose_backup, (), "history",
                frozenset({"administrator"}), more=marked("Says what would be lost before anything changes.")),
        Command("exchange.print", marked("Print who has what"), page.print_table, ("Ctrl+P",), "printer"),
    ]  # fmt: skip
