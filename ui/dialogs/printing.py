"""A PDF out of the window: to a printer, page by page, or into a file that is whole or not there."""

from __future__ import annotations

import errno
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from alfdesk import paths
from alfdesk.errors import UserFacingError
from alfdesk.i18n import gettext as _

from ..tasks import Going

DPI = 300  # a page of A4 is then 35 MB while it is sent; at 600 it would be 132


class Sheet:
    """A PDF open in memory. Nothing of it touches the disk."""

    def __init__(self, pdf: bytes) -> None:
        self.bytes = pdf
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument()
        self.document.load(self._buffer)

    @property
    def pages(self) -> int:
        return self.document.pageCount()

    @property
    def ready(self) -> bool:
        return self.document.status() == QPdfDocument.Status.Ready

    def close(self) -> None:
        self.document.close()
        self._buffer.close()


def printers() -> list[str]:
    """The printers this machine knows, its default first. Empty where there is none: QPrinter would then quietly write
    a file."""
    names = list(QPrinterInfo.availablePrinterNames())
    default = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda n: n != default)


def printer_named(name: str, copies: int) -> QPrinter:
    """A printer at its highest resolution. Raises UserFacingError when it is not there any more."""
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise UserFacingError(_("The printer is not there any more. Switch it on, or save as PDF."))
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setCopyCount(copies)
    return printer


def print_pdf(pdf: bytes, printer: QPrinter, going: Going | None = None) -> int:
    """Print every page in its own size. Returns how many. Raises UserFacingError when the printer says no.

    Runs on any thread; it opens the PDF anew.
    """
    sheet = Sheet(pdf)
    document = sheet.document
    printer.setFullPage(True)
    _fit(printer, document.pagePointSize(0))
    painter = QPainter()
    if not painter.begin(printer):
        raise UserFacingError(_("The printer didn't answer. Switch it on and try again, or save as PDF."))
    try:
        for page in range(sheet.pages):
            if going is not None:
                going.step(page, sheet.pages)
            if page:
                _fit(printer, document.pagePointSize(page))
                printer.newPage()
            _paint_page(painter, document, page, printer)
        return sheet.pages
    finally:
        painter.end()
        sheet.close()


def _fit(printer: QPrinter, points) -> None:  # type: ignore[no-untyped-def]
    wide = points.width() > points.height()
    upright = points.transposed() if wide else points
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)


def _paint_page(painter: QPainter, document: QPdfDocument, page: int, printer: QPrinter) -> None:
    """One page at 300 dots an inch, on white. Whole: Qt's rendering of parts of a page is a row off at each part."""
    points = document.pagePointSize(page)
    size = QSize(round(points.width() / 72 * DPI), round(points.height() / 72 * DPI))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    over = QPainter(image)
    over.drawImage(0, 0, document.render(page, size))
    over.end()
    scale = printer.resolution() / DPI
    painter.drawImage(QRectF(0, 0, size.width() * scale, size.height() * scale), image)


def save_pdf(pdf: bytes, path: Path) -> Path:
    """Write the file, whole and flushed. Raises UserFacingError with what to do; then nothing is there but what was."""
    path = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
    try:
        paths.replace_file(path, pdf)
    except OSError as error:
        raise UserFacingError(refusal(error)) from error
    return path


def refusal(error: OSError) -> str:
    """Why a file could not be written, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _("The disk is full. The file isn't saved. Make room, or choose another folder.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _("You can't write in that folder. The file isn't saved. Choose another folder.")
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return _("The folder is not there any more. The file isn't saved. Choose another folder.")
    return _("The file isn't saved. Choose another folder, or another memory stick.")
