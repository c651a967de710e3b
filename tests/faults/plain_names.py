"""Looking for a text in every file of a folder, in every way it can be written down, and in a database's own pages."""

from __future__ import annotations

import base64
import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize
from urllib.parse import quote

from alfdesk import people


def ways(canary: str) -> Iterator[tuple[str, bytes]]:
    """Every way the text may stand in a file, by name."""
    for text in sorted({canary.upper(), people.fold(canary), normalize("NFD", canary)}):
        yield "utf-8", text.encode()
    for text in sorted({canary, canary.lower()}):
        for coding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            with contextlib.suppress(UnicodeEncodeError):
                raw = text.encode(coding)
                yield coding, raw
                yield f"{coding} hex", raw.hex().encode()
                # In base64 a text looks three ways, by where it begins; the outermost digits mix with the neighbours.
                for shift in range(3):
                    digits = base64.b64encode(b"\0" * shift + raw + b"\0" * ((-len(raw) - shift) % 3))
                    yield f"{coding} base64", digits[(0, 2, 3)[shift] : (shift + len(raw)) * 8 // 6]
        escaped = text.encode("ascii", "backslashreplace")
        yield "escaped", escaped
        yield "url", quote(text).encode()


@dataclass
class Search:
    """What was looked at, and where something stood."""

    canaries: list[str]
    files: int = 0
    size: int = 0
    seen: set[tuple[object, ...]] = field(default_factory=set)
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ways = {raw: (c, how) for c in self.canaries for how, raw in ways(c) if len(raw) >= 6}

    def text(self, content: bytes, where: str) -> None:
        for raw, (canary, how) in self._ways.items():
            if raw in content:
                self.found.append(f"{canary!r} as {how} in {where}")

    def tree(self, root: Path, apart: tuple[Path, ...] = ()) -> None:
        """Every file and every name under the folder, but for the parts that a person asked for."""
        for folder, names, files in os.walk(root):
            here = Path(folder)
            names[:] = [n for n in names if here / n not in apart and n != "__pycache__"]
            for name in (*names, *files):
                self.text(os.fsencode(name), f"the name of {here / name}")
            for name in files:
                state = (here / name).stat()
                version = (here / name, state.st_ino, state.st_size, state.st_mtime_ns)
                if version in self.seen:
                    continue
                self.seen.add(version)
                content = (here / name).read_bytes()
                self.files += 1
                self.size += len(content)
                self.text(content, str((here / name).relative_to(root)))
                if name.startswith("core"):
                    self.found.append(f"a core dump: {here / name}")


def pages(file: Path, key: bytes, skip: int = 0, head: int = 0) -> bytes:
    """The file's pages decrypted one by one, free ones and slack included; those of its log with skip and head."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    raw, out, size, reserved = file.read_bytes()[skip:], bytearray(), 4096, 80
    for at in range(0, len(raw) - size - head + 1, size + head):
        page = raw[at + head : at + head + size]
        first = head and int.from_bytes(raw[at : at + 4], "big") == 1 or not head and at == 0
        start = 16 if first else 0  # the salt stands in clear before the first page
        iv = page[size - reserved : size - reserved + 16]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        out += decryptor.update(page[start : size - reserved]) + decryptor.finalize()
    return bytes(out)
