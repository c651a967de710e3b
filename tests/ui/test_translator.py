"""Qt's own dialogs and menus speak as Alfdesk does: every text in them, in every language.

They are opened for real, all their texts are read, and what Qt asked for and did not get is looked at too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QAbstractButton, QAbstractItemView, QAbstractScrollArea, QApplication, QComboBox, QFileDialog, QGroupBox,
    QInputDialog, QLabel, QLineEdit, QMenu, QMessageBox, QPlainTextEdit, QProgressDialog, QScrollBar, QSpinBox,
    QTabWidget, QTextEdit, QWidget,
)  # fmt: skip

from alfdesk import i18n
from ui import translator

ENGLISH = re.compile(
    r"\b(?:OK|Yes|No|Save|Cancel|Cut|Copy|Paste|Undo|Redo|Delete|Select|Look|File name|Files of|Copies|Pages?|Open"
    r"|Close|Discard|Apply|Help|Retry|Ignore|Abort|Directory|Directories|Folder|Modified|Size|Name|Location|Print"
    r"|Printer|Paper|Portrait|Landscape|Margins?|margin|Width|Height|Left|Right|Up|Down|Back|Forward|Parent|Create|New"
    r"|Show|Hide|Details|Reset|Restore|Defaults|Step|Scroll|Color|Options|Properties|Preview|Custom|Envelope|Postcard"
    r"|Collate|Reverse|Selection|Computer|All|Files|Fit|Zoom|First|Next|Previous|Last|Export|from|and|the|value)\b"
)
# What Qt may ask for and keep as it is: how it writes numbers, direction, names of keys, units and sizes of paper, and
# the titles of parts of a dialog, which no one sees.
KEPT = {
    "QGuiApplication": {"QT_LAYOUT_DIRECTION"},
    "QProgressBar": {"%p%"},
    "QPrintPreviewDialog": {"%1%"},
    "QPrintWidget": {"...", "Form"},
    "QPrintSettingsOutput": {"Form"},
    "QPrintPropertiesWidget": {"Form"},
    "QPageSetupWidget": {"Form", "mm", "pt", "in", "P̸", "DD", "CC", "Pica (P̸)", "Didot (DD)", "Cicero (CC)"},
    "QFileDialog": {"Alt+Left", "Alt+Right", "Alt+Up"},
}
PAPER = re.compile(
    r"%1 x %2 in|[AB]\d+( Extra| Plus| Small)?|(ANSI|Architect) [A-E]|JIS B\d+|(Executive|Folio|Fan-fold) .*|.*ANSI.*"
    r"|(Legal|Letter|Tabloid)( Extra| Plus| Small)?|Note|PRC \d+K( Big)?|Quarto|Statement|Super [AB]|Envelope .*"
)


class Listening(translator.QtWords):
    """The same words, and a list of what Qt asked for in vain."""

    def __init__(self, parent: QApplication) -> None:
        super().__init__(parent)
        self.unanswered: set[tuple[str, str]] = set()

    def translate(self, context, text, disambiguation=None, n=-1):
        said = super().translate(context, text, disambiguation, n)
        if said is None and text:
            self.unanswered.add((context, text))
        return said


@pytest.fixture
def words(qapp: QApplication) -> Iterator[Listening]:
    words = Listening(qapp)
    assert qapp.installTranslator(words)
    yield words
    qapp.removeTranslator(words)


# Opening what is Qt's own -------------------------------------------------------------------------------------------


def popped_up(qapp: QApplication, widget: QWidget) -> list[str]:
    """The texts of the menu that a right click on `widget` opens, whether it waits for an answer there or not."""
    found: list[str] = []

    def read() -> None:
        for menu in qapp.topLevelWidgets():
            if isinstance(menu, QMenu) and menu.isVisible():
                found.extend(texts_in(menu))
                menu.close()

    widget.resize(200, 80)
    widget.show()
    waits = QTimer(singleShot=True, interval=0)
    waits.timeout.connect(read)
    waits.start()
    clicked = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    middle = QPoint(20, 20)
    qapp.sendEvent(clicked, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, clicked.mapToGlobal(middle)))
    waits.stop()
    read()
    assert found
    return found


def texts_in(widget: QWidget) -> list[str]:
    """Every text a person can see or hear in `widget` and what is in it."""
    said: list[str] = [widget.windowTitle()]
    for part in [widget, *widget.findChildren(QWidget)]:
        said += [part.toolTip(), part.accessibleName(), part.accessibleDescription(), part.whatsThis()]
        said += [text for action in part.actions() for text in (action.text(), action.toolTip())]
        if isinstance(part, (QLabel, QAbstractButton)):
            said.append(part.text())
        elif isinstance(part, QGroupBox):
            said.append(part.title())
        elif isinstance(part, QComboBox):
            said += [part.itemText(row) for row in range(part.count())]
        elif isinstance(part, QTabWidget):
            said += [part.tabText(tab) for tab in range(part.count())]
        elif isinstance(part, QSpinBox):
            said += [part.prefix(), part.suffix()]
        elif isinstance(part, QAbstractItemView) and part.model() is not None:
            model, across = part.model(), Qt.Orientation.Horizontal
            said += [str(model.headerData(column, across) or "") for column in range(model.columnCount())]
    said += [action.text() for action in widget.findChildren(QAction)]
    return [re.sub(r"&(?=\w)", "", text) for text in said if text]


def message_box(_qapp: QApplication, _folder: Path) -> list[str]:
    box = QMessageBox()
    box.setDetailedText("…")
    every = QMessageBox.StandardButton.NoButton
    for button in QMessageBox.StandardButton:
        if button.value & (button.value - 1) == 0 and 0x400 <= button.value <= 0x8000000:
            every |= button
    box.setStandardButtons(every)
    box.show()
    assert len(box.buttons()) >= 18
    return texts_in(box)


def file_dialog(mode: QFileDialog.FileMode, accept: QFileDialog.AcceptMode) -> Callable[..., list[str]]:
    def open_it(qapp: QApplication, folder: Path) -> list[str]:
        dialog = QFileDialog(None, "", str(folder))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(mode)
        dialog.setAcceptMode(accept)
        dialog.setViewMode(QFileDialog.ViewMode.Detail)
        dialog.show()
        qapp.processEvents()
        return texts_in(dialog)

    return open_it


def print_dialog(_qapp: QApplication, folder: Path) -> list[str]:
    printer = QPrinter()
    printer.setOutputFileName(str(folder / "sheet.pdf"))
    dialog = QPrintDialog(printer)
    for option in QPrintDialog.PrintDialogOption:
        dialog.setOption(option)
    dialog.show()
    return texts_in(dialog)


def print_preview(_qapp: QApplication, folder: Path) -> list[str]:
    printer = QPrinter()
    printer.setOutputFileName(str(folder / "sheet.pdf"))
    dialog = QPrintPreviewDialog(printer)
    dialog.show()
    return texts_in(dialog)


def number_asked_for(_qapp: QApplication, _folder: Path) -> list[str]:
    dialog = QInputDialog()
    dialog.setInputMode(QInputDialog.InputMode.IntInput)
    dialog.show()
    return texts_in(dialog)


def progress(_qapp: QApplication, _folder: Path) -> list[str]:
    dialog = QProgressDialog()
    dialog.show()
    return texts_in(dialog)


def menu_of(kind: type[QWidget]) -> Callable[..., list[str]]:
    return lambda qapp, _folder: popped_up(qapp, kind())


FileMode, AcceptMode = QFileDialog.FileMode, QFileDialog.AcceptMode
WINDOWS = {
    "message box": message_box,
    "open": file_dialog(FileMode.ExistingFile, AcceptMode.AcceptOpen),
    "save": file_dialog(FileMode.AnyFile, AcceptMode.AcceptSave),
    "choose a folder": file_dialog(FileMode.Directory, AcceptMode.AcceptOpen),
    "print": print_dialog,
    "preview": print_preview,
    "number": number_asked_for,
    "progress": progress,
    "menu of a line": menu_of(QLineEdit),
    "menu of a text": menu_of(QTextEdit),
    "menu of a plain text": menu_of(QPlainTextEdit),
    "menu of a number field": menu_of(QSpinBox),
    "menu of a scroll bar": menu_of(QScrollBar),
}


# What they say ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("window", WINDOWS)
def test_no_english_is_left_in(window, language, qapp, words, tmp_path):
    i18n.use(language)
    said = WINDOWS[window](qapp, tmp_path)
    assert said and [text for text in said if ENGLISH.search(text)] == []


@pytest.mark.parametrize("window", WINDOWS)
def test_what_english_is_looked_for_is_there_without_the_translator(window, qapp, tmp_path):
    said = WINDOWS[window](qapp, tmp_path)
    assert [text for text in said if ENGLISH.search(text)]


@pytest.mark.parametrize("window", WINDOWS)
def test_whatever_qt_asks_for_is_answered_or_kept_on_purpose(window, qapp, words, tmp_path):
    WINDOWS[window](qapp, tmp_path)
    missed = {
        (context, text)
        for context, text in words.unanswered
        if text not in KEPT.get(context, ()) and context != "QShortcut"
        and not (context == "QPageSize" and PAPER.fullmatch(text))
    }  # fmt: skip
    assert missed == set()


def test_every_word_is_there_in_every_language_with_at_most_one_letter_for_alt():
    for language in i18n.LANGUAGES:
        i18n.use(language)
        for text, ours in {**translator.OURS, **translator.KEYS}.items():
            said = i18n.gettext(ours or text)
            assert said.strip() and said.count("&") <= 1
            assert sorted(re.findall(r"%\d", said)) == sorted(re.findall(r"%\d", text))


@pytest.mark.parametrize(
    ("language", "buttons"),
    [("nb", ("Lagre", "Ferdig", "Ja")), ("nn", ("Lagre", "Ferdig", "Ja")), ("en", ("Save", "Done", "Yes"))],
)
def test_buttons_say_what_they_do_and_none_says_ok(language, buttons, qapp, words):
    i18n.use(language)
    box = QMessageBox()
    standard = QMessageBox.StandardButton
    made = [box.addButton(button).text().replace("&", "") for button in (standard.Save, standard.Ok, standard.Yes)]
    assert tuple(made) == buttons


def test_a_change_of_language_is_heard_at_the_next_dialog(qapp, words):
    heard = []
    for language in ("nb", "nn", "en", "nb"):
        i18n.use(language)
        line = QLineEdit()
        menu = line.createStandardContextMenu()
        heard.append(menu.actions()[1].text().split("\t")[0])
    assert heard == ["&Gjør om", "&Gjer om", "&Redo", "&Gjør om"]


@pytest.mark.parametrize(
    ("keys", "nb", "en"),
    [
        ("Ctrl+K", "Ctrl+K", "Ctrl+K"), ("F12", "F12", "F12"), ("Alt+Left", "Alt+Pil venstre", "Alt+Left arrow"),
        ("Ctrl+Space", "Ctrl+Mellomrom", "Ctrl+Space bar"), ("Home", "Home", "Home"),
    ],
)  # fmt: skip
def test_keys_are_named_as_people_name_them_and_kept_as_qt_reads_them(keys, nb, en, words):
    for language, said in (("nb", nb), ("en", en)):
        i18n.use(language)
        sequence = QKeySequence(keys)
        assert sequence.toString(QKeySequence.SequenceFormat.NativeText) == said
        assert sequence.toString(QKeySequence.SequenceFormat.PortableText) == keys


def test_a_key_that_is_also_a_word_is_not_mistaken_for_it(words):
    i18n.use("nb")
    assert words.translate("QLineEdit", "Delete") == "Slett"
    assert words.translate("QShortcut", "Delete") is None
    assert words.translate("QPageSize", "Envelope C5") == "Konvolutt C5"
    assert words.translate("QPageSize", "A4") is None
    assert words.translate("Nobody", "Nothing of the kind") is None


def test_installed_once_it_answers_for_the_whole_program(qapp):
    installed = translator.install(qapp)
    try:
        i18n.use("nn")
        assert qapp.translate("QPlatformTheme", "&Yes") == "&Ja"
        assert qapp.translate("QFileSystemModel", "Name") == "Namn"
        assert qapp.translate("Nobody", "Nothing of the kind") == "Nothing of the kind"
    finally:
        qapp.removeTranslator(installed)
