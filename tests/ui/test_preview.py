"""A sheet shown, printed and saved: from memory, whole or not at all, with an honest word when there is no printer."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from alfdesk import paths
from alfdesk.errors import UserFacingError
from alfdesk.reports.recovery_sheet import RecoverySheet, recovery_sheet
from alfdesk.store import slots
from alfdesk.store.workplace import Place
from ui.dialogs import printing
from ui.dialogs.preview import Preview
from ui.work import Work

from .hands import Hands
from .sitting import sitting, until


@pytest.fixture(scope="module")
def pdf() -> bytes:
    import pyrage

    keys = slots.paper_keys(str(pyrage.x25519.Identity.generate()))
    return recovery_sheet(RecoverySheet("Prøvegården", "Kontor", date(2026, 11, 22), keys.identity, keys.recipient,
                                        False))


@pytest.fixture
def seat(qapp: QApplication, place: Place, tmp_path: Path) -> Iterator[tuple[Work, Hands]]:
    with sitting(qapp, place, tmp_path / "laptop") as both:
        yield both


def shown(work: Work, pdf: bytes) -> Preview:
    work.preview("Recovery sheet", lambda: pdf, "sheet", "recovery")
    preview = next(p for p in work.findChildren(Preview) if not p._gone)
    until(lambda: preview.sheet is not None)
    return preview


def test_it_is_shown_and_nothing_is_written(seat: tuple[Work, Hands], pdf: bytes, tmp_path: Path) -> None:
    work, hands = seat
    before = sorted(tmp_path.rglob("*"))
    preview = shown(work, pdf)
    assert preview.count.text() == "1 page" and preview.view.document().pageCount() == 1
    assert sorted(tmp_path.rglob("*")) == before
    hands.press("Esc")
    assert preview._gone and not preview.handed_over


def test_without_a_printer_saving_is_the_main_thing(seat: tuple[Work, Hands], pdf: bytes) -> None:
    work, _hands = seat
    if printing.printers():
        pytest.skip("this machine has a printer")
    preview = shown(work, pdf)
    assert preview.print_button.isHidden() and preview.save_button.role == "primary"
    assert preview.band.words.text() == "Found no printer. Switch it on and try again, or save the list as PDF."


def test_a_saved_sheet_is_whole_and_noted(seat: tuple[Work, Hands], pdf: bytes, tmp_path: Path) -> None:
    work, hands = seat
    preview = shown(work, pdf)
    assert preview.save_to(tmp_path / "out")
    assert (tmp_path / "out.pdf").read_bytes() == pdf
    assert hands.heard[-1] == "The sheet is saved as out.pdf."
    assert preview.handed_over and work.prefs.get("save_folder") == str(tmp_path)
    rows = work.desk.place.cursor().execute("SELECT what FROM looked").fetchall()
    assert ("sheet: recovery",) in rows


@pytest.mark.parametrize(("code", "begins"), [
    (errno.ENOSPC, "The disk is full."), (errno.EACCES, "You can't write in that folder."),
    (errno.ENOENT, "The folder is not there any more."), (errno.EIO, "The file isn't saved."),
])  # fmt: skip
def test_a_disk_that_refuses_leaves_nothing_half_written(
    seat: tuple[Work, Hands], pdf: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, begins: str
) -> None:
    work, _hands = seat
    preview = shown(work, pdf)

    def refuse(_handle: int) -> None:
        raise OSError(code, os.strerror(code))

    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(paths.os, "fsync", refuse)
    assert not preview.save_to(tmp_path / "empty" / "sheet.pdf")
    monkeypatch.undo()
    assert list((tmp_path / "empty").iterdir()) == []
    assert preview.band.words.text().startswith(begins) and not preview._gone


def test_every_page_is_printed_sharp_and_in_its_own_size(qapp: QApplication, pdf: bytes, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    assert printing.print_pdf(pdf, printer) == 1
    with pikepdf.open(tmp_path / "paper.pdf") as paper:
        (page,) = paper.pages
        assert [round(float(x)) for x in page.mediabox] == [0, 0, 595, 842]
        images = list(page.get_images().values())
        assert min(int(i.Width) for i in images) >= 595 / 72 * 299
    mine, theirs = printing.Sheet(pdf), printing.Sheet((tmp_path / "paper.pdf").read_bytes())
    assert _difference(mine, theirs) < 4
    mine.close()
    theirs.close()


def _difference(one: printing.Sheet, other: printing.Sheet) -> float:
    """Mean difference of grey, 0 to 255, at a small size."""
    pictures = []
    for sheet in (one, other):
        image = sheet.document.render(0, QSize(1190, 1684))
        paper = QImage(image.size(), QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, image)
        painter.end()
        small = paper.scaled(120, 168, mode=Qt.TransformationMode.SmoothTransformation)
        pictures.append(small.convertToFormat(QImage.Format.Format_Grayscale8).bits().tobytes())
    return sum(abs(a - b) for a, b in zip(*pictures, strict=True)) / len(pictures[0])


def test_a_printer_that_went_away_is_told(qapp: QApplication) -> None:
    with pytest.raises(UserFacingError, match="not there any more"):
        printing.printer_named("Nowhere", 1)


def test_a_sheet_that_cannot_be_made_says_why(seat: tuple[Work, Hands]) -> None:
    work, _hands = seat

    def fail() -> bytes:
        raise UserFacingError("There is nobody on this list.")

    work.preview("List", fail, "list", "list")
    preview = next(p for p in work.findChildren(Preview) if not p._gone)
    until(lambda: preview.band.words.text() == "There is nobody on this list.")
    assert not preview.save_button.isEnabled()


def test_it_works_before_there_is_a_workplace(qapp: QApplication, pdf: bytes, tmp_path: Path) -> None:
    parent = QWidget()
    parent.resize(900, 700)
    parent.show()
    preview = Preview(parent, "Recovery sheet", lambda: pdf, "sheet").open()
    until(lambda: preview.sheet is not None)
    assert preview.save_to(tmp_path / "sheet.pdf") and preview.handed_over
    parent.close()


def test_the_page_is_made_larger_and_whole_again(seat: tuple[Work, Hands], pdf: bytes) -> None:
    work, hands = seat
    preview = shown(work, pdf)
    before = preview.view.fitted()
    hands.press("+", "+")
    assert preview.view.zoomFactor() > before * 1.3
    hands.press("0")
    assert preview.view.zoomMode() == preview.view.ZoomMode.FitInView
