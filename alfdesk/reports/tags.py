"""The structure of a sheet for those who listen to it: a tree of headings, paragraphs and tables, laid into the PDF.

reportlab marks nothing up itself, but writes any object it is given: the tree goes into its document as objects of their
own (ISO 32000-1, 14.7), with the language and the title, just before the file is saved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFInfo, PDFName, PDFObject, PDFString, PDFText, PDFtrue


@dataclass
class Node:
    """One element of the structure tree. `kids` are nodes, or (page, mark) pairs for marked content."""

    role: str
    kids: list = field(default_factory=list)
    alt: str | None = None
    scope: str | None = None  # of a TH: "Row" or "Column"
    span: int = 1  # columns a cell covers


class _Told(PDFObject):
    """An object whose text is known beforehand: five thousand of them are written as fast as they are put together."""

    __RefOnly__ = 1

    def __init__(self, text: str) -> None:
        self.text = text.encode("ascii")

    def format(self, _document: PDFDocument) -> bytes:
        return self.text


class _Info(PDFInfo):
    """Title and program, and no time of making: a sheet says how fresh its entries are, and the same record gives the
    same bytes."""

    def format(self, document: PDFDocument) -> bytes:
        return PDFDictionary({"Title": PDFText(self.title, "utf-16"), "Creator": PDFString(self.creator)}).format(document)


def add_tree(document: PDFDocument, root: Node, owners: list[list[Node]], title: str, locale: str) -> None:
    """Give the document its tree, its language and its title. All its pages must be there; `owners` has, by page, the
    node of each mark in order."""
    pages = [document.idToObject[f"Page{number}"] for number in range(1, len(owners) + 1)]
    at = [document.idToObjectNumberAndVersion[f"Page{number}"][0] for number in range(1, len(owners) + 1)]
    for number, page in enumerate(pages):
        page.StructParents, page.Tabs = number, PDFName("S")
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
    first = document.objectcounter + 1
    references = [document.Reference(_Told(text)) for text in _tree(first, root, owners, at)]
    document.Catalog.StructTreeRoot = references[0]
    document.Catalog.MarkInfo = PDFDictionary({"Marked": PDFtrue})
    document.Catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": PDFtrue})
    document.Catalog.Lang = PDFString(locale)
    document.info = _Info()
    document.info.title, document.info.creator = title, "Alfdesk"


def _tree(first: int, root: Node, owners: list[list[Node]], pages: list[int]) -> Iterator[str]:
    """The tree as objects numbered from `first`: its root, what each page's marks belong to, and the elements."""
    marks = first + 2  # after the root and the table of pages
    nodes = list(_below(root, 0))
    numbers = {id(node): marks + len(owners) + place for place, (node, _parent) in enumerate(nodes)}
    numbers[0] = first
    yield (
        f"<</Type/StructTreeRoot/K {numbers[id(root)]} 0 R/ParentTree {first + 1} 0 R"
        f"/ParentTreeNextKey {len(owners)}>>"
    )
    yield f"<</Nums[{' '.join(f'{number} {marks + number} 0 R' for number in range(len(owners)))}]>>"
    for page in owners:
        yield f"[{' '.join(f'{numbers[id(node)]} 0 R' for node in page)}]"
    for node, parent in nodes:
        kids = " ".join(
            f"{numbers[id(kid)]} 0 R"
            if isinstance(kid, Node)
            else f"<</Type/MCR/Pg {pages[kid[0]]} 0 R/MCID {kid[1]}>>"
            for kid in node.kids
        )
        more = f"/Alt<FEFF{node.alt.encode('utf-16-be').hex()}>" if node.alt else ""
        if node.scope or node.span > 1:
            scope = f"/Scope/{node.scope}" if node.scope else ""
            more += f"/A<</O/Table{scope}{f'/ColSpan {node.span}' if node.span > 1 else ''}>>"
        yield f"<</Type/StructElem/S/{node.role}/P {numbers[parent]} 0 R/K[{kids}]{more}>>"


def _below(node: Node, parent: int) -> Iterator[tuple[Node, int]]:
    """A node and all beneath it in reading order, each with the id of its parent."""
    yield node, parent
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _below(kid, id(node))
