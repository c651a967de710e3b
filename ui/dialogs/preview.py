"""A sheet in the window before it is printed or saved. It lives in memory: no temporary file, no program beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog, QWidget

from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext

from .. import tasks
from ..look import look
from ..messages import words_of
from ..widgets.buttons import ENTER, Button
from ..widgets.choosing import DropDown, Stepper
from ..widgets.layouts import Flow
from ..widgets.notice import Band
from ..widgets.progress import Progress
from ..widgets.scroll import own_bars
from ..widgets.text import Text
from . import printing
from .overlay import Overlay

MOST_COPIES = 99
ZOOM_STEP, LEAST_ZOOM, MOST_ZOOM = 1.2, 0.2, 6.0


class Preview(Overlay):
    """The sheet that `make` gives, over `over` (Work, or any widget before there is one).

    `file_name` is proposed without the ending and names nobody. `looked` goes into the laptop's own log once the sheet
    has left the window, as "sheet: …". `gone_out` comes after a print or a save; `handed_over` is true from then on.
    """

    gone_out = Signal(str)  # "printed" or "saved"

    def __init__(
        self, over: QWidget, title: str, make: Callable[[], bytes], file_name: str, looked: str = "", *,
        desk: Any = None, prefs: Any = None, table: Callable[[], tuple[Any, Any]] | None = None,
    ) -> None:  # fmt: skip
        # Elements
        super().__init__(over, title, wide=1100, high=4000, margins=(20, 14, 20, 14))
        self.desk = desk if desk is not None else getattr(over, "desk", None)
        self.prefs = prefs if prefs is not None else getattr(over, "prefs", None)
        self.sheet: printing.Sheet | None = None
        self._make, self._file, self._looked, self._table = make, file_name, looked, table
        self.copies = 1
        self.handed_over = False
        self.count = Text("", "body", "mut")
        self.smaller = Button("", "minus").only_icon(_("Smaller page"))
        self.larger = Button("", "plus").only_icon(_("Larger page"))
        self.whole = Button(_("Whole page"), "")
        self.band = Band("look")
        self.view = PageView(title)
        self.progress = Progress()
        self.printer = DropDown(_("Printer"))
        self.copy_step = Stepper(_("Copies"), _("One copy less"), _("One copy more"), "", 110)
        self.print_button = Button(_("Print"), "printer", "primary", ENTER)
        self.save_button = Button(_("Save as PDF"), "file-download", "secondary", "Ctrl+S")
        self.table_button = Button(_("Save as table"), "file-download", "secondary", "Ctrl+T")
        self.close_button = Button(_("Close"), "", "secondary", "Esc")
        # Assemble
        self.head(title, self.count, self.smaller, self.larger, self.whole)
        self.column.put(self.band)
        self.column.put(self.progress)
        self.column.put(self.view, 1)
        foot = QWidget()
        Flow(self.print_button, self.save_button, self.table_button, self.printer, self.copy_step, self.close_button,
             gap=8, parent=foot)  # fmt: skip
        self.table_button.setVisible(table is not None)
        self.column.put(foot)
        # Connect
        self.smaller.clicked.connect(lambda: self.zoom(-1))
        self.larger.clicked.connect(lambda: self.zoom(1))
        self.whole.clicked.connect(lambda: self.zoom(0))
        self.copy_step.stepped.connect(self.more_copies)
        self.print_button.clicked.connect(self.print_now)
        self.save_button.clicked.connect(self.ask_where)
        self.table_button.clicked.connect(self.ask_where_table)
        self.close_button.clicked.connect(self.leave)
        self.more_copies(0)
        self.look_for_printers()

    def open(self) -> Preview:
        super().open()
        self._may_go(False)
        task = tasks.run(self, _("Makes the sheet"), lambda _going: self._make(), self._made, self._failed,
                         cancel=False)
        self.progress.follow(task)
        return self

    def start(self) -> QWidget:
        return self.view

    def summary(self) -> str:
        return f"{self.accessibleName()}. {self.count.text()}. {self.band.words.text()}"

    # What can be done --------------------------------------------------------------------------------------------

    def look_for_printers(self) -> None:
        """The printers there are now; without one, saving is the main thing and a line tells why."""
        names = printing.printers()
        has = bool(names)
        self.printer.offer([(n, n) for n in names], names[0] if names else None)
        for part in (self.printer, self.copy_step, self.print_button):
            part.setVisible(has)
        self.save_button.role = "secondary" if has else "primary"
        self.save_button.updateGeometry()
        self.band.say("" if has else _("Found no printer. Switch it on and try again, or save the list as PDF."))

    def more_copies(self, by: int) -> None:
        self.copies = max(1, min(MOST_COPIES, self.copies + by))
        words = ngettext("{count} copy", "{count} copies", self.copies).format(count=self.copies)
        self.copy_step.show_text(words, back=self.copies > 1, forth=self.copies < MOST_COPIES)

    def zoom(self, steps: int) -> None:
        """Larger (1), smaller (−1), or the whole page (0)."""
        if steps == 0:
            self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
            return
        now = self.view.zoomFactor() if self.view.zoomMode() == QPdfView.ZoomMode.Custom else self.view.fitted()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(max(LEAST_ZOOM, min(MOST_ZOOM, now * ZOOM_STEP**steps)))

    def print_now(self) -> None:
        """All pages on the printer chosen, beside the window; the question closes when it has them."""
        name = self.printer.value
        if self.sheet is None or not isinstance(name, str):
            return
        try:
            printer = printing.printer_named(name, self.copies)
        except UserFacingError as error:
            self.look_for_printers()
            self.band.say(error.sentence, kind="wrong")
            return
        printer.setDocName(self.accessibleName())
        pdf = self.sheet.bytes
        self._may_go(False)
        task = tasks.run(self, _("Prints"), lambda going: printing.print_pdf(pdf, printer, going), self._printed,
                         self._failed)
        self.progress.follow(task)

    def ask_where(self) -> None:
        """Ask for a place, then save there."""
        if self.sheet is not None:
            self._ask_for(_("Save as PDF"), ["PDF (*.pdf)"], "pdf", self.save_to)

    def ask_where_table(self, _checked: bool = False) -> None:
        """Ask for a place and a kind of file, then save the table there."""
        if self.sheet is not None and self._table is not None:
            self._ask_for(_("Save as table"), ["Excel (*.xlsx)", "CSV (*.csv)"], "xlsx", self.save_table)

    def _ask_for(self, title: str, kinds: list[str], ending: str, save: Callable[[Path], object]) -> None:
        kept = self.prefs.get("save_folder") if self.prefs is not None else ""
        folder = Path(kept) if kept and Path(kept).is_dir() else Path.home()
        dialog = QFileDialog(self, title, str(folder / f"{self._file.removesuffix('.pdf')}.{ending}"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(kinds)
        dialog.setDefaultSuffix(ending)
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kind.rpartition(".")[2].rstrip(")")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: save(Path(name)))
        dialog.open()

    def save_to(self, path: Path) -> bool:
        """Write the sheet there. A refusal stands in the band, and the sheet stays."""
        if self.sheet is None:
            return False
        try:
            saved = printing.save_pdf(self.sheet.bytes, path)
        except UserFacingError as error:
            self.band.say(error.sentence, kind="wrong")
            return False
        if self.prefs is not None:
            self.prefs.keep(save_folder=str(saved.parent))
        self._handed("saved", _("The sheet is saved as {file}.").format(file=saved.name))
        return True

    def save_table(self, path: Path) -> bool:
        """Write the table there: a workbook, or CSV where the name ends so. A refusal stands in the band."""
        from alfdesk import paths
        from alfdesk.spreadsheets import write_csv, write_xlsx

        if self._table is None:
            return False
        try:
            headings, rows = self._table()
            plain = path.suffix.lower() == ".csv"
            if not plain and path.suffix.lower() != ".xlsx":
                path = path.with_name(f"{path.name}.xlsx")
            paths.replace_file(path, (write_csv if plain else write_xlsx)(rows, headings))
        except UserFacingError as error:
            self.band.say(error.sentence, kind="wrong")
            return False
        except OSError as error:
            self.band.say(printing.refusal(error), kind="wrong")
            return False
        if self.prefs is not None:
            self.prefs.keep(save_folder=str(path.parent))
        self._handed("saved", _("The table is saved as {file}.").format(file=path.name))
        return True

    # Slots -------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if control and key == Qt.Key.Key_S:
            self.ask_where()
        elif control and key == Qt.Key.Key_T:
            self.ask_where_table()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not control:
            if self.print_button.isHidden():
                self.ask_where()
            else:
                self.print_now()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0) and not control:
            self.zoom({Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}.get(Qt.Key(key), 1))
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def leave(self) -> None:
        if self.sheet is not None and not self._gone:
            self.sheet.close()
        super().leave()

    def _made(self, pdf: bytes) -> None:
        self.sheet = printing.Sheet(pdf)
        if not self.sheet.ready:
            self.band.say(_("The sheet can't be shown. Nothing has been printed."), kind="wrong")
            return
        self.view.setDocument(self.sheet.document)
        self.count.setText(ngettext("{count} page", "{count} pages", self.sheet.pages).format(count=self.sheet.pages))
        self._may_go(True)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: BaseException) -> None:
        self._may_go(self.sheet is not None)
        self.band.say(words_of(error), kind="wrong")

    def _printed(self, _pages: int) -> None:
        self._handed("printed", _("The sheet is sent to {printer}.").format(printer=self.printer.value))

    def _handed(self, how: str, sentence: str) -> None:
        if self.desk is not None and self._looked:
            self.desk.looked(f"sheet: {self._looked}")
        self.handed_over = True
        self.leave()
        self.gone_out.emit(how)
        say = getattr(self.over, "say", None)
        if say is not None:
            say(sentence)

    def _may_go(self, on: bool) -> None:
        for button in (self.print_button, self.save_button, self.table_button):
            button.setEnabled(on)


class PageView(QPdfView):
    """The pages, one under the other. Arrows and Page Up/Down scroll; it is sharp at any pixel ratio."""

    def __init__(self, name: str) -> None:
        super().__init__(None)
        self.setAccessibleName(name)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        # Where letters are large, a whole page would be too small to read.
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth if look.scale >= 1.5 else QPdfView.ZoomMode.FitInView)
        own_bars(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(look.px(120))
        self.restyle()
        look.changed.connect(self.restyle)

    def restyle(self) -> None:
        """A quiet ground beside the page: Qt would take the colour of controls' edges, which is black outdoors."""
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Dark, look.colour("alt"))
        self.setPalette(palette)

    def fitted(self) -> float:
        """The zoom at which the first page is whole: what `FitInView` shows, as a factor."""
        document = self.document()
        if document is None or not document.pageCount():
            return 1.0
        points, screen = document.pagePointSize(0), self.screen().logicalDotsPerInch() / 72
        margins = self.documentMargins()
        wide = self.viewport().width() - margins.left() - margins.right()
        high = self.viewport().height() - self.pageSpacing()
        return max(LEAST_ZOOM, min(wide / (points.width() * screen), high / (points.height() * screen)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar = self.verticalScrollBar()
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_PageUp,
                             Qt.Key.Key_PageDown):  # fmt: skip
            super().keyPressEvent(event)
        else:
            event.ignore()
