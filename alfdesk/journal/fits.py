"""What this version takes of an op: values that do not fit their columns say nothing, on whatever laptop.

A file whose own sender says such a thing is refused. But what an older version took in, of a kind that it did not know,
lies in the journal; after the update it is passed over there, and wherever it is handed on to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..models.base import kinds
from . import entry as form

SILENT = ""  # instead of its table, where nothing of an op is left but which row it is about


def content(raw: bytes) -> Sequence[Any]:
    """The op back from its bytes, without what does not fit."""
    return fitting(form.content(raw))


def fitting(op: Sequence[Any]) -> Sequence[Any]:
    """The same op where all of it fits. Of a fact the other values stand; a set has only the one."""
    if op[0] == "fact":
        kind = kinds().get(op[1])
        if kind is not None:
            fields = kind.fields
            unfit = [n for n, v in op[4].items() if v is not None and n in fields and not fields[n].fits(v)]
            if unfit:
                return [*op[:4], {name: value for name, value in op[4].items() if name not in unfit}]
    elif op[0] == "set":
        kind = kinds().get(op[1])
        field = kind and kind.fields.get(op[3])
        if field and op[4] is not None and not field.fits(op[4]):
            return ["set", SILENT, op[2], op[3], None, op[5]]
    return op
