"""Pictures to look at: each page of the window as one contact sheet (languages × themes × sizes; full, empty, in
trouble), and each sheet in out/ as one PNG, its pages side by side. `make pictures`, or

python -m tests.pictures [FOLDER]
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


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "out")))
