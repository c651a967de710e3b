"""Turns each sheet in out/ into one PNG to look at: its pages side by side. `make pictures`, or

python -m tests.pictures [FOLDER]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

DOTS_PER_INCH = 80
PAGES_IN_A_ROW = 4
GAP = 12  # pixels around each page


def main(folder: Path) -> int:
    sheets = sorted(folder.rglob("*.pdf"))
    if not sheets:
        print(f"No sheets in {folder}: `make run` leaves some there.", file=sys.stderr)
        return 1
    for sheet in sheets:
        picture = sheet.with_suffix(".png")
        contact_picture(pages_of(sheet)).save(picture)
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
