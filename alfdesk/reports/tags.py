"""The structure of a sheet for those who listen to it: a tree of headings, paragraphs and tables, laid into the PDF.

reportlab marks nothing up itself. What the document says of itself is told it before it is saved (`tell`); the tree is
then appended to the file as an update of it (ISO 32000-1, 7.5.6 and 14.7): through reportlab's document five thousand
small objects would take several times as long.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.pdfbase.pdfdoc import (
    PDFDictionary, PDFDocument, PDFInfo, PDFName, PDFString, PDFText, PDFTrailer, PDFtrue,
)  # fmt: skip

from alfdesk.record import Struct, field


class Node(Struct):
    """One element of the structure tree. `kids` are nodes, or (page, mark) pairs for marked content."""

    role: str
    kids: list = field(default_factory=list)
    alt: str | None = None
    scope: str | None = None  # of a TH: "Row" or "Column"
    span: int = 1  # columns a cell covers
    number: int = 0  # of its object in the file


class _Info(PDFInfo):
    """Title and program, and no time of making: a sheet says how fresh its entries are, and the same record gives the
    same bytes."""

    def format(self, document: PDFDocument) -> bytes:
        return PDFDictionary({"Title": PDFText(self.title, "utf-16"), "Creator": PDFString(self.creator)}).format(document)


def tell(document: PDFDocument, pages: int, title: str, locale: str) -> None:
    """Before it is saved: the document's language and title, and that its pages (all there) belong to a tree."""
    for number in range(pages):
        page = document.idToObject[f"Page{number + 1}"]
        page.StructParents, page.Tabs = number, PDFName("S")
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
    document.Catalog.MarkInfo = PDFDictionary({"Marked": PDFtrue})
    document.Catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": PDFtrue})
    document.Catalog.Lang = PDFString(locale)
    document.info = _Info()
    document.info.title, document.info.creator = title, "Alfdesk"


def with_tree(saved: bytes, document: PDFDocument, root: Node, owners: list[list[Node]]) -> bytes:
    """The saved document with its tree; `owners` has, by page, the node of each mark in order."""
    first = document.objectcounter + 1
    document.Catalog.StructTreeRoot = f"{first} 0 R"
    catalog = document.Reference(document.Catalog)
    numbers = document.idToObjectNumberAndVersion
    pages = [numbers[f"Page{number}"][0] for number in range(1, len(owners) + 1)]
    said, places, at = [], [], len(saved)
    root_of_all = numbers[catalog.name][0], document.Catalog.format(document).decode("latin-1")
    for number, text in (root_of_all, *enumerate(_tree(first, root, owners, pages), first)):
        said.append(f"{number} 0 obj\n{text}\nendobj\n")
        places.append(f"{at:010} 00000 n \n")
        at += len(said[-1])
    said += f"xref\n{root_of_all[0]} 1\n{places[0]}{first} {len(places) - 1}\n", *places[1:]
    trailer = PDFTrailer(
        at, first + len(places) - 1, int(saved[saved.rindex(b"startxref") + 9 :].split()[0]), catalog,
        document.Reference(document.info), document.ID(),
    )  # fmt: skip
    return saved + "".join(said).encode("latin-1") + trailer.format(document)


def _tree(first: int, root: Node, owners: list[list[Node]], pages: list[int]) -> Iterator[str]:
    """The tree as objects numbered from `first`: its root, what each page's marks belong to, and the elements."""
    marks = first + 2  # after the root and the table of pages
    nodes: list[tuple[Node, int]] = []
    _number(root, first, marks + len(owners), nodes)
    yield (
        f"<</Type/StructTreeRoot/K {root.number} 0 R/ParentTree {first + 1} 0 R"
        f"/ParentTreeNextKey {len(owners)}>>"
    )
    yield f"<</Nums[{' '.join([f'{number} {marks + number} 0 R' for number in range(len(owners))])}]>>"
    for page in owners:
        yield f"[{' '.join([f'{node.number} 0 R' for node in page])}]"
    for node, parent in nodes:
        kids = " ".join([
            f"{kid.number} 0 R" if isinstance(kid, Node) else f"<</Type/MCR/Pg {pages[kid[0]]} 0 R/MCID {kid[1]}>>"
            for kid in node.kids
        ])  # fmt: skip
        more = f"/Alt<FEFF{node.alt.encode('utf-16-be').hex()}>" if node.alt else ""
        if node.scope or node.span > 1:
            scope = f"/Scope/{node.scope}" if node.scope else ""
            more += f"/A<</O/Table{scope}{f'/ColSpan {node.span}' if node.span > 1 else ''}>>"
        yield f"<</Type/StructElem/S/{node.role}/P {parent} 0 R/K[{kids}]{more}>>"


def _number(node: Node, parent: int, first: int, nodes: list[tuple[Node, int]]) -> None:
    """Number a node and all beneath it from `first` on in reading order, each kept with its parent's number."""
    node.number = first + len(nodes)
    nodes.append((node, parent))
    for kid in node.kids:
        if isinstance(kid, Node):
            _number(kid, node.number, first, nodes)
