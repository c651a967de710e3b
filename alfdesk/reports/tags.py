"""The structure of a sheet for those who listen to it: a tree of headings, paragraphs and tables, laid into the PDF.

reportlab has drawn the pages. Here they are written out once more with the tree, the language and the title (ISO
32000-1, 14.7), everything but the streams packed into one (7.5.7). A library that edits PDFs could do this too; it
takes longer than the drawing.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfdoc import PDFDocument


@dataclass
class Node:
    """One element of the structure tree. `kids` are nodes, or (page, mark) pairs for marked content."""

    role: str
    kids: list = field(default_factory=list)
    alt: str | None = None
    scope: str | None = None  # of a TH: "Row" or "Column"
    span: int = 1  # columns a cell covers


def tagged(plain: bytes, drawn: PDFDocument, root: Node, owners: list[list[Node]], title: str, locale: str) -> bytes:
    """The PDF `plain`, which is `drawn` as reportlab saved it, with its tree, language and title, and without any time
    of making: a sheet says how fresh its entries are, and the same record gives the same bytes.

    `owners` has, by page, the node of each mark in order.
    """
    numbers = {name: number for name, (number, _version) in drawn.idToObjectNumberAndVersion.items()}
    pages = [numbers[f"Page{number}"] for number in range(1, len(owners) + 1)]
    catalog, info = numbers[drawn.Catalog.__InternalName__], numbers[drawn.info.__InternalName__]
    first = len(numbers) + 1
    offsets = {numbers[name]: offset for name, offset in drawn.idToOffset.items()}
    streams, packed = _taken_apart(plain, offsets)
    for number, page in enumerate(pages):
        packed[page] = _with(packed[page], f"/StructParents {number}/Tabs/S")
    packed[catalog] = _with(
        packed[catalog],
        f"/StructTreeRoot {first} 0 R/MarkInfo<</Marked true>>/Lang({locale})"
        "/ViewerPreferences<</DisplayDocTitle true>>",
    )
    packed[info] = f"<</Title{_text(title)}/Creator(Alfdesk)>>".encode("ascii")
    for number, body in enumerate(_tree(first, root, owners, pages), first):
        packed[number] = body.encode("ascii")
    return _written(streams, packed, catalog, info)


def _taken_apart(plain: bytes, offsets: dict[int, int]) -> tuple[dict[int, bytes], dict[int, bytes]]:
    """The objects of a file by number: streams as they stand, and the bodies of all others."""
    streams, others = {}, {}
    in_order = sorted(offsets.items(), key=lambda pair: pair[1])
    ends = [offset for _number, offset in in_order[1:]] + [plain.rindex(b"xref\n", 0, plain.rindex(b"startxref"))]
    for (number, start), end in zip(in_order, ends, strict=True):
        stop = plain.rindex(b"endobj", start, end)
        body = plain[plain.index(b"obj", start) + 3 : stop].strip()
        if body.endswith(b"endstream"):
            streams[number] = plain[start : stop + 7]
        else:
            others[number] = body
    return streams, others


def _with(body: bytes, entries: str) -> bytes:
    """A dictionary with more entries."""
    return body[: body.rindex(b">>")] + entries.encode("ascii") + b">>"


def _text(words: str) -> str:
    """A text string of any letters."""
    return f"<FEFF{words.encode('utf-16-be').hex()}>"


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
            f"{numbers[id(kid)]} 0 R" if isinstance(kid, Node) else f"<</Type/MCR/Pg {pages[kid[0]]} 0 R/MCID {kid[1]}>>"
            for kid in node.kids
        )
        more = f"/Alt{_text(node.alt)}" if node.alt else ""
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


def _written(streams: dict[int, bytes], packed: dict[int, bytes], catalog: int, info: int) -> bytes:
    """A file of these objects: the streams, one more that holds all others, and the table of where each one lies."""
    pack, table = len(streams) + len(packed) + 1, len(streams) + len(packed) + 2
    out, lies = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], {0: (0, 0, 65535)}
    at = len(out[0])
    for number in sorted(streams):
        out.append(streams[number])
        lies[number] = (1, at, 0)
        at += len(out[-1])
    heads, bodies, inside = [], [], 0
    for place, (number, body) in enumerate(sorted(packed.items())):
        heads.append(f"{number} {inside}")
        bodies.append(body)
        inside += len(body) + 1
        lies[number] = (2, pack, place)
    head = (" ".join(heads) + " ").encode("ascii")
    about = f"/Type/ObjStm/N {len(packed)}/First {len(head)}"
    out.append(_stream(pack, about, head + b" ".join(bodies)))
    lies[pack], at = (1, at, 0), at + len(out[-1])
    lies[table] = (1, at, 0)
    rows = b"".join(struct.pack(">BIH", *lies[number]) for number in range(table + 1))
    mark = hashlib.sha256(b"".join(out)).hexdigest()[:32]
    about = f"/Type/XRef/Size {table + 1}/W[1 4 2]/Root {catalog} 0 R/Info {info} 0 R/ID[<{mark}><{mark}>]"
    out += [_stream(table, about, rows), f"startxref\n{at}\n%%EOF\n".encode("ascii")]
    return b"".join(out)


def _stream(number: int, about: str, content: bytes) -> bytes:
    small = zlib.compress(content)
    start = f"{number} 0 obj\n<<{about}/Filter/FlateDecode/Length {len(small)}>>\nstream\n".encode("ascii")
    return start + small + b"\nendstream\nendobj\n"
