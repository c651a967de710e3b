"""Ids by number in a parcel.

    said                                    sent
    "0a…0a","0b…0b"                         "0a…0a","0b…0b"       the first time in whole
    "0b…0b","0a…0a"                         "@1","@0"
    "@home"                                 "@@home"
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alfdesk.exchange import numbered
from alfdesk.journal.entry import with_marks

A, B = "0a" * 16, "0b" * 16


def there_and_back(*batches: list[bytes]) -> list[bytes]:
    shorten, whole = numbered.Shorten(), numbered.Whole()
    return [whole(line) for lines in batches for line in shorten(with_marks(b"".join(lines))).splitlines(keepends=True)]


def line(*values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def test_an_id_stands_in_whole_once_and_by_number_after_that():
    shorten = numbered.Shorten()
    assert shorten(with_marks(line(A, B, "Kari"))) == line(A, B, "Kari")
    assert shorten(with_marks(line(B, [A, {A: 1}], "Kari"))) == b'["@1",["@0",{"@0":1}],"Kari"]\n'


def test_what_only_looks_like_a_number_comes_back_as_it_was():
    shorten = numbered.Shorten()
    assert shorten(with_marks(line(A, "@home", "@0", "a@0", A))) == b'["%b","@@home","@@0","a@0","@0"]\n' % A.encode()
    said = [line(A, "@0", "@@0", '"@0"', '\\"@', A, "@"), line("@", A)]
    assert there_and_back(said, said) == said + said


IDS = st.sampled_from([A, B, "0c" * 16, "0d" * 16])
TEXTS = IDS | st.text(max_size=8) | st.text(alphabet='@"\\0aø', max_size=8) | IDS.map(lambda i: f'"{i}"') | IDS.map(
    lambda i: f"@{i}"
)
LINES = st.lists(st.lists(TEXTS | st.dictionaries(TEXTS, TEXTS, max_size=2), max_size=6), max_size=6)


@given(LINES, LINES)
def test_whatever_is_said_comes_back_to_the_byte(first: list[list[object]], then: list[list[object]]):
    batches = [[line(*said) for said in lines] for lines in (first, then)]
    assert there_and_back(*batches) == batches[0] + batches[1]


@given(st.lists(st.lists(st.sampled_from([
    b'"', b"@", b'"@', A.encode(), b'"%b"' % A.encode(), b"0", b'"@0"', b"\\"
]), max_size=9).map(b"".join), max_size=6))  # fmt: skip
def test_also_what_is_no_json_at_all(lines: list[bytes]):
    said = [raw.replace(b"\n", b"").replace(b"\r", b"") + b"\n" for raw in lines]
    shorten, whole = numbered.Shorten(), numbered.Whole()
    text = b"".join(shorten(with_marks(raw)) for raw in said)
    assert b"".join(whole(raw + b"\n") for raw in text.split(b"\n")[:-1]) == b"".join(said)


@pytest.mark.parametrize("number", ["1", "00", "zzzz"])
def test_a_number_that_no_id_has_is_refused(number: str):
    whole = numbered.Whole()
    whole(line(A))
    assert whole(b'["@0"]') == line(A).strip()
    with pytest.raises(ValueError):
        whole(b'["@%b"]' % number.encode())


def test_neither_side_keeps_a_list_without_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(numbered, "LIMIT", 3)
    shorten = numbered.Shorten()
    ids = [f"{n:032x}" for n in range(5)]
    assert shorten(with_marks(line(*ids))) == line(*ids)
    assert shorten(with_marks(line(*ids))) == line("@0", "@1", "@2", *ids[3:])
    assert there_and_back([line(*ids)], [line(*ids)]) == [line(*ids)] * 2
