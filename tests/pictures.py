"""Pictures to look at: each page of the window as one contact sheet (languages × themes × sizes; full, empty, in
trouble), and each sheet in out/ as one PNG, its pages side by side. `make pictures`, or

python -m tests.pictures [FOLDER]
python -m tests.pictures --readme FOLDER      the sheets that the README shows: the sample week, attested and approved
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

DOTS_PER_INCH = 80
PAGES_IN_A_ROW = 4
GAP = 12  # pixels around each page


def main(folder: Path) -> int:
    for sheet in sorted(folder.rglob("*.pdf")):
        picture = sheet.with_suffix(".png")
        contact_picture(pages_of(sheet)).save(picture)
        print(picture)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui import contact_sheets

    for picture in contact_sheets.make(folder / "pictures"):
        print(picture)
    return 0


def readme(folder: Path) -> None:
    """The first page of the sample week's pay sheet and of its slips."""
    from datetime import date

    from alfdesk import i18n, programmes, staff
    from alfdesk.journal.write import Acting
    from alfdesk.pay import own, steps, week
    from alfdesk.reports.pay_sheet import pay_sheet
    from alfdesk.reports.slip import slips
    from alfdesk.store.slots import FLOOR

    from .core.test_week47 import read_week
    from .support import PASSPHRASE, template

    i18n.use("nb")
    monday = date(2026, 11, 16)
    with tempfile.TemporaryDirectory() as scratch, template(Path(scratch) / "founded").copy(Path(scratch) / "w") as place:
        of = read_week(place)
        for key, value in (("rate", ["hour", 5000]), ("cash_reason", "ingen konto")):
            with place.write() as work:
                programmes.rule(work, about=of, key=key, value=value, since=date(2026, 1, 1))
        for name, role, step in (
            ("Berit", "office", steps.prepare), ("Nora", "manager", steps.attest), ("Odd", "manager", steps.approve)
        ):
            who = staff.add(place, name=name, roles=[role], passphrase_=PASSPHRASE, cost=FLOOR)
            with place.write(acting=Acting(who, name, frozenset({role}))) as work:
                step(work, programme=of, monday=monday)
        with place.read() as session:
            made = {
                "pay_sheet": pay_sheet(week.sheet(session, of, monday)), "slips": slips(own.slips(session, of, monday))
            }  # fmt: skip
        for name, pdf in made.items():
            sheet = Path(scratch) / f"{name}.pdf"
            sheet.write_bytes(pdf)
            contact_picture(pages_of(sheet)[:1]).save(folder / f"{name}.png")


def pages_of(sheet: Path) -> list[Image.Image]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), sheet, f"{folder}/page"], check=True)
        pages = []
        for file in sorted(Path(folder).iterdir()):  # pdftoppm pads the numbers, so this is their order
            with Image.open(file) as page:
                pages.append(page.convert("RGB"))
        return pages


def contact_picture(pages: list[Image.Image]) -> Image.Image:
    wide, high = max(page.width for page in pages) + GAP, max(page.height for page in pages) + GAP
    columns = min(len(pages), PAGES_IN_A_ROW)
    rows = -(-len(pages) // columns)
    whole = Image.new("RGB", (columns * wide + GAP, rows * high + GAP), "#8a8a8a")
    for at, page in enumerate(pages):
        whole.paste(page, (GAP + at % columns * wide, GAP + at // columns * high))
    return whole


if __name__ == "__main__" and "--readme" in sys.argv:
    readme(Path(sys.argv[-1]))
elif __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "out")))
