"""What is said of a file that was not taken in, or not made: one code, one or two sentences each."""

from __future__ import annotations

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..i18n import marked, worded

TEXTS = {
    "EMPTY": marked("The file is empty. The stick was probably taken out too soon. Make the file again."),
    "NOT_ALFDESK": marked("This is not an Alfdesk file. Nothing has changed."),
    "CUT_SHORT": marked("The file is not whole: {have} of {whole} kB came along. Copy it once more."),
    "TRAILING": marked("The file was damaged on the way. Ask {sender} for a new one. Nothing has changed."),
    "DAMAGED": marked("The file was damaged on the way. Ask {sender} for a new one. Nothing has changed."),
    "NOT_FOR_US": marked("The file is not made for this laptop. Ask the sender to choose “{laptop}” as receiver."),
    "UNKNOWN_SENDER": marked(
        "The file comes from a laptop we don't know ({sender}). Take in a file from the office first."
    ),
    "BAD_SIGNATURE": marked("The file is not genuine. It has been put aside. Tell the office."),
    "REDIRECTED": marked("The file is not genuine. It has been put aside. Tell the office."),
    "REVOKED": marked("The laptop “{sender}” is barred since {day}. The file has been put aside."),
    "OTHER_GROUP": marked("The file belongs to another workplace. Nothing has changed."),
    "TOO_NEW": marked("The file was made by a newer Alfdesk. It is taken in by itself after the update."),
    "TOO_BIG": marked("The file is unexpectedly large and was not opened."),
    "SEEN": marked("This file was taken in already on {day}. There is nothing to do."),
    "FORK": marked("There are two versions of one entry. Nothing has changed. The office must look at it."),
    "ERASES_MANY": marked("The file erases {count} people. An administrator must confirm it on this laptop."),
    "NO_SPACE": marked("There is not enough room: {missing} kB are missing. The file is not made."),
    "READ_ONLY": marked("The stick is write-protected. The file is not made."),
    "STICK_GONE": marked("The stick is gone. The file is not made."),
}


class Refused(UserFacingError):
    """A parcel that was not taken in, or not made. `code` is one of TEXTS; nothing has changed."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(worded(TEXTS[code]).format_map(_Known(facts)), **facts)
        self.code = code


class _Known(dict[str, object]):
    def __missing__(self, name: str) -> object:
        return _("the sender") if name == "sender" else "?"
