"""Qt's own words (buttons, menus of text fields, the file and print dialogs) in the three languages.

Qt has no bokmål. Here its English is a key to ours, and ours is in the one gettext catalogue, looked up when Qt asks: a
dialog opened after a change of language speaks the new one. What is not here Qt says as it is: names of keys, sizes of
paper, and dialogs that Alfdesk does not open. tests/ui/test_translator.py opens the others and fails on a word left out.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTranslator

from alfdesk.i18n import gettext, marked, worded

# What Qt says, and what we say in English. An & stands before the letter that Alt reaches.
SAME = (
    # buttons
    marked("Save"), marked("Save All"), marked("Open"), marked("Retry"), marked("Ignore"), marked("Close"),
    marked("Cancel"), marked("Discard"), marked("Help"), marked("&Yes"), marked("&No"), marked("Yes to &All"),
    marked("N&o to All"), marked("Reset"), marked("Restore Defaults"), marked("Apply"), marked("Close Tab"),
    # menus of text fields, number fields and scroll bars
    marked("&Undo"), marked("&Redo"), marked("Cu&t"), marked("&Copy"), marked("&Paste"), marked("Delete"),
    marked("Select All"), marked("&Select All"), marked("Copy &Link Location"), marked("&Step up"),
    marked("Step &down"), marked("Scroll here"), marked("Top"), marked("Bottom"), marked("Page up"),
    marked("Page down"), marked("Scroll up"), marked("Scroll down"), marked("Left edge"), marked("Right edge"),
    marked("Page left"), marked("Page right"), marked("Scroll left"), marked("Scroll right"), marked("Scroll Left"),
    marked("Scroll Right"), marked("What's This?"), marked("Enter a value:"),
    # the file dialog
    marked("&Open"), marked("&Save"), marked("&Choose"), marked("&Delete"), marked("&Rename"), marked("&New Folder"),
    marked("New Folder"), marked("Create New Folder"), marked("Create a New Folder"), marked("&Look in:"),
    marked("File &name:"), marked("Files of &type:"), marked("All Files (*)"), marked("Find Directory"),
    marked("Save As"), marked("Back"), marked("Forward"), marked("Go back"), marked("Go forward"),
    marked("Parent Directory"), marked("Go to the parent directory"), marked("List View"), marked("Detail View"),
    marked("Change to list view mode"), marked("Change to detail view mode"), marked("Show "),
    marked("Show &hidden files"), marked("Sidebar"), marked("List of places and bookmarks"), marked("Recent Places"),
    marked("Remove"), marked("Directory:"), marked("Directories"), marked("Files"), marked("File"), marked("Folder"),
    marked("File Folder"), marked("%1 File"), marked("Drive"), marked("Computer"), marked("My Computer"),
    marked("Shortcut"), marked("Unknown"), marked("Name"), marked("Size"), marked("Type"), marked("Date Modified"),
    # the print dialogs
    marked("&Print"), marked("Print"), marked("&Options >>"), marked("&Options <<"), marked("Options"),
    marked("Printer"), marked("&Name:"), marked("Location:"), marked("Type:"), marked("Output &file:"),
    marked("P&roperties"), marked("Preview"), marked("Local file"), marked("Print to File (PDF)"),
    marked("Write PDF file"), marked("Copies"), marked("Copies:"), marked("Collate"), marked("Print range"),
    marked("Print all"), marked("Pages"), marked("Pages from"), marked("Current Page"), marked("Selection"),
    marked("All Pages"), marked("Odd Pages"), marked("Even Pages"), marked("Page &Set:"), marked("Output Settings"),
    marked("Color"), marked("Color Mode"), marked("Grayscale"), marked("Double Sided Printing"), marked("Off"),
    marked("Long side binding"), marked("Short side binding"), marked("Advanced"), marked("Page"),
    marked("Page Layout"), marked("Page Setup"), marked("Page setup"), marked("Page &order:"),
    marked("Pages &per sheet:"), marked("Page size:"), marked("Paper"), marked("Paper source:"), marked("Width:"),
    marked("Height:"), marked("Custom"), marked("Orientation"), marked("Portrait"), marked("Landscape"),
    marked("Reverse portrait"), marked("Reverse landscape"), marked("Margins"), marked("top margin"),
    marked("bottom margin"), marked("left margin"), marked("right margin"), marked("Millimeters (mm)"),
    marked("Inches (in)"), marked("Points (pt)"), marked("Left to Right, Top to Bottom"),
    marked("Left to Right, Bottom to Top"), marked("Right to Left, Top to Bottom"),
    marked("Right to Left, Bottom to Top"), marked("Top to Bottom, Left to Right"),
    marked("Top to Bottom, Right to Left"), marked("Bottom to Top, Left to Right"),
    marked("Bottom to Top, Right to Left"), marked("Postcard"), marked("Double Postcard"),
    # the print preview
    marked("Print Preview"), marked("First page"), marked("Previous page"), marked("Next page"), marked("Last page"),
    marked("Fit page"), marked("Fit width"), marked("Zoom in"), marked("Zoom out"), marked("Show single page"),
    marked("Show facing pages"), marked("Show overview of all pages"), marked("Export to PDF"),
    # what a screen reader is offered to do
    marked("Press"), marked("Toggle"), marked("Increase"), marked("Decrease"), marked("Scroll Up"),
    marked("Scroll Down"), marked("Next Page"), marked("Previous Page"), marked("Triggers the action"),
    marked("Toggles the state"), marked("Shows the menu"), marked("Sets the focus"), marked("Increase the value"),
    marked("Decrease the value"), marked("Open the combo box selection popup"),
)  # fmt: skip

OURS = dict.fromkeys(SAME) | {
    "OK": marked("Done"),
    "&OK": marked("Done"),
    "Abort": marked("Stop"),
    "Show Details...": marked("Show details"),
    "Hide Details...": marked("Hide details"),
    "Look in:": marked("&Look in:"),
    "Files of type:": marked("Files of &type:"),
    "All files (*)": marked("All Files (*)"),
    "Page Set:": marked("Page &Set:"),
    "Page order:": marked("Page &order:"),
    "Pages per sheet:": marked("Pages &per sheet:"),
    "Kind": marked("Type"),
    "Reverse": marked("Last page first"),
    "to": marked("to page"),
    "ShowMenu": marked("Show menu"),
    "SetFocus": marked("Set focus"),
    "%1 already exists.\nDo you want to replace it?": marked("%1 exists already.\nReplace it?"),
    "%1 already exists.\nDo you want to overwrite it?": marked("%1 exists already.\nReplace it?"),
    "Are you sure you want to delete '%1'?": marked("Delete “%1”?"),
    "'%1' is write protected.\nDo you want to delete it anyway?": marked("“%1” is write-protected.\nDelete it anyway?"),
    "Could not delete directory.": marked("The folder could not be deleted."),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": marked(
        "%1\nThere is no such folder.\nCheck the name."
    ),
    "%1\nFile not found.\nPlease verify the correct file name was given.": marked(
        "%1\nThere is no such file.\nCheck the name."
    ),
    "Invalid filename": marked("A name that cannot be used"),
    '<b>The name "%1" cannot be used.</b><p>Try using another name, with fewer characters or no punctuation marks.': (
        marked("The name “%1” cannot be used. Try a shorter one, without special characters.")
    ),
    "%1 is a directory.\nPlease choose a different file name.": marked("%1 is a folder.\nChoose another name."),
    "File %1 is not writable.\nPlease choose a different file name.": marked(
        "%1 cannot be written to.\nChoose another name."
    ),
    "Specify pages or ranges separated by commas. Ranges are specified by two numbers separated by a hyphen. "
    "E.g: 3,5-7,9 prints pages 3, 5, 6, 7 and 9.": marked("Write pages like this: 3,5-7,9."),
    "Invalid Pages Definition": marked("These pages cannot be read"),
    "%1 does not follow the correct syntax. Please use ',' to separate ranges and pages, '-' to define ranges and make "
    "sure ranges do not intersect with each other.": marked("%1 cannot be read. Write pages like this: 3,5-7,9."),
    "The 'From' value cannot be greater than the 'To' value.": marked("The first page comes after the last."),
    "Duplex Settings Conflicts": marked("Double Sided Printing"),
    "There are conflicts in duplex settings. Do you want to fix them?": marked(
        "The choices for both sides do not go together. Change them?"
    ),
    "There are conflicts in some options. Please fix them.": marked("Some choices do not go together."),
    "Options 'Pages Per Sheet' and 'Page Set' cannot be used together.\nPlease turn one of those options off.": marked(
        "“Pages per sheet” and “Page set” do not go together.\nTurn one of them off."
    ),
}

# In the context QShortcut the same English word can be a key: Left, Delete. Keys not here are called the same by all.
KEYS = {
    "Left": marked("Left arrow"),
    "Right": marked("Right arrow"),
    "Up": marked("Up arrow"),
    "Down": marked("Down arrow"),
    "Space": marked("Space bar"),
    "Backspace": marked("Backspace key"),
}
ENVELOPE = "Envelope "


class QtWords(QTranslator):
    """Answers Qt's English with the words of the language in use; leaves to Qt what is not in the tables."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name; an empty one would not be installed
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        if context == "QShortcut":
            return worded(KEYS[text]) if text in KEYS else None
        if text in OURS:
            return worded(OURS[text] or text)
        if context == "QPageSize" and text.startswith(ENVELOPE):
            return gettext("Envelope {name}").format(name=text.removeprefix(ENVELOPE))
        return None


def install(app: QCoreApplication) -> QtWords:
    """Let Qt speak the language in use from now on. Dialogs that are already built keep their words."""
    words = QtWords(app)
    app.installTranslator(words)
    return words
