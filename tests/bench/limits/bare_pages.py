"""The same pages on reportlab's bare canvas: every text where it stands, every line, no structure. PAGES.json OUT.pdf"""

from __future__ import annotations

import json
import sys

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas


def main(source: str, target: str) -> None:
    document = json.load(open(source, encoding="utf-8"))
    for name, file in document["fonts"].items():
        pdfmetrics.registerFont(TTFont(name, file))
    canvas = Canvas(target, pageCompression=1)
    for page in document["pages"]:
        for x, y, size, font, text in page["texts"]:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)
        for x, y, to in page["lines"]:
            canvas.line(x, y, to, y)
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    main(*sys.argv[1:])
