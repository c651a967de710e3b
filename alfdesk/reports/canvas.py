"""What the sheets ask of reportlab beyond its own: pages kept back until they are counted, letters written fast."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas


class Pages(Canvas):
    """A canvas that keeps its pages back until their number is known: the foot says "Page 1 of 2"."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.kept: list[dict] = []

    def showPage(self) -> None:  # noqa: N802  (reportlab's name)
        self.kept.append(dict(self.__dict__))
        self._startPage()

    def pages(self) -> Iterator[int]:
        """Bring each kept page back to be finished; yields its number from 0."""
        for number, state in enumerate(self.kept):
            self.__dict__.update(state)
            yield number
            super().showPage()


class Letters(dict[str, str]):
    """What each letter of a font is written as in a file. A font goes into the file in subsets of 256 letters; here is
    the first, which nearly always is enough, and a KeyError for a letter of another.
    """

    def __init__(self, name: str, canvas: Canvas) -> None:
        super().__init__()
        self._font, self._document, self.escaped = pdfmetrics.getFont(name), canvas._doc, canvas._escape
        self._names: dict[int, str] = {}

    def split(self, text: str) -> list[tuple[int, bytes]]:
        """`text` in parts, each with its subset."""
        parts: list[tuple[int, bytes]] = self._font.splitString(text, self._document)
        return parts

    def subset(self, number: int) -> str:
        if number not in self._names:
            self._names[number] = self._font.getSubsetInternalName(number, self._document)
        return self._names[number]

    def __missing__(self, letter: str) -> str:
        ((subset, code),) = self.split(letter)
        if subset:
            raise KeyError(letter)
        written = self[letter] = self.escaped(code)
        return written
