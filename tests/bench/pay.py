"""The figures of the week's money: the page's read with ten years behind it, and a week's sheets beside a bare canvas
and beside LibreOffice, whole processes."""

from __future__ import annotations

import csv
import gc
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.lib.units import mm

from alfdesk.pay import own, week
from alfdesk.reports import page_style
from alfdesk.reports.pay_sheet import pay_sheet
from alfdesk.reports.slip import slips

from .measure import Figure, in_turn, median, p95, spread, timed
from .pay_world import LAST_MONDAY, PayWorld, pay_world
from .worlds import OUT, ROOT

HERE = Path(__file__).parent


def opening(quick: bool) -> Iterator[Figure]:
    """What the page reads when it opens, from the first time on; without history beside it."""
    n = 20 if quick else 60
    long, short = (pay_world(weeks=weeks, people=120, a_day=30) for weeks in (52 if quick else 520, 1))
    places = [long.copy("pay-long"), short.copy("pay-short")]
    reads = [lambda no, p=p, w=w: timed(lambda: _read(p, w)) for p, w in zip(places, (long, short), strict=True)]
    first = reads[0](0)
    reads[1](0)
    ours, least = in_turn(n, *reads)
    for place in places:
        place.close()
    yield Figure(
        "the pay page's week, ten years behind it: p95, beside none", p95(ours), p95(least), "ms", "≤ 150 ms",
        p95(ours) <= 150, n, spread(ours, least), [f"the first time {first:.0f} ms"],
    )  # fmt: skip


def page(quick: bool) -> Iterator[Figure]:
    """From the key to the painted page, in a window that has not had it open yet; the very first time is told apart."""
    from ui import contact_sheets

    from .window import _settle, _work

    kept = pay_world(weeks=52 if quick else 520, people=120, a_day=30)
    place, times = kept.copy("pay-page"), []
    for _ in range(5 if quick else 41):
        work = _work(place, "people")  # looks for no rubbish by itself, as the program does not
        gc.collect()
        times.append(timed(lambda work=work: (work.go("pay"), _settle())))
        assert work.front.key == "pay"
        contact_sheets.dispose(work)
    gc.enable()
    place.close()
    first, times = times[0], times[1:]
    yield Figure(
        "the pay page opens, ten years behind it: p95", p95(times), 150, "ms", "≤ 150 ms", p95(times) <= 150, len(times),
        spread(times, []), [f"the very first time, modules and all, {first:.0f} ms"],
    )  # fmt: skip


def _read(place: Any, world: PayWorld) -> None:
    with place.read() as session:
        week.read(session, world.programme, LAST_MONDAY)


def sheets(quick: bool) -> Iterator[Figure]:
    """200 people: prepared, the sheet, a slip each; the same texts and lines on a bare canvas; the table by LibreOffice."""
    n = 3 if quick else 21
    kept = pay_world(weeks=1, people=200, a_day=160)
    target = OUT / "work" / "sheets"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    known = json.dumps([part.hex() for part in (
        kept.template.key, kept.template.keys.identity.encode(), kept.template.keys.seed, kept.template.owner
    )])  # fmt: skip
    pages = _drawn(kept, target)

    def ours(no: int) -> float:
        place = kept.copy(f"sheets-{no}")
        folder = place.folder
        place.close()
        os.sync()  # the copy is the bench's own: what it left to be written is no part of the week
        words = ["-m", "tests.bench.week_sheets", str(folder), kept.programme.hex(), LAST_MONDAY.isoformat(), str(target)]
        return _process(words, stdin=known)

    def least(_no: int) -> float:
        return _process([str(HERE / "limits" / "bare_pages.py"), str(target / "pages.json"), str(target / "bare.pdf")])

    office = shutil.which("soffice")

    def libre(_no: int) -> float:
        line = [office or "", "--headless", "--convert-to", "pdf", "--outdir", str(target), str(target / "week.csv")]
        return timed(lambda: subprocess.run(line, check=True, capture_output=True))

    acts = [ours, least, *([libre] if office else [])]
    in_turn(1, *acts)
    times = in_turn(n, *acts)
    yield Figure(
        f"a week of 200 prepared, {pages} pages of sheet and slips: median", median(times[0]), median(times[1]), "ms",
        "≤ 2.5 ×", median(times[0]) <= 2.5 * median(times[1]), n, spread(times[0], times[1]),
    )  # fmt: skip
    if office:
        yield Figure(
            "the same beside LibreOffice converting the same texts as a table: median", median(times[0]), median(times[2]), "ms",
            "≤ 0.5 ×", 2 * median(times[0]) <= median(times[2]), n, spread(times[0], times[2]),
        )  # fmt: skip


def _process(words: list[str], stdin: str = "") -> float:
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    line = [sys.executable, *words]
    return timed(lambda: subprocess.run(line, input=stdin, text=True, check=True, capture_output=True, env=env, cwd=ROOT))


def _drawn(kept: PayWorld, target: Path) -> int:
    """Every text and level line that the sheets draw, page by page, for the limit program; and the table as CSV."""
    from alfdesk.pay import steps

    pages: list[dict[str, list[Any]]] = []
    Sheet = page_style.Sheet  # noqa: N806
    shown, rule, new_page = Sheet._shown, Sheet.rule, Sheet.new_page

    def note_text(self: Any, x: float, y: float, text: str, size: float, bold: bool) -> str:
        font = page_style.SEMIBOLD if bold else page_style.REGULAR
        pages[-1]["texts"].append([x * mm, (self.height - y) * mm, size, font, text])
        return shown(self, x, y, text, size, bold)

    def note_line(self: Any, x: float, y: float, to: float, **more: Any) -> None:
        pages[-1]["lines"].append([x * mm, (self.height - y) * mm, to * mm])
        rule(self, x, y, to, **more)

    def note_page(self: Any) -> None:
        pages.append({"texts": [], "lines": []})
        new_page(self)

    Sheet._shown, Sheet.rule, Sheet.new_page = note_text, note_line, note_page
    try:
        with kept.copy("drawn") as place:
            with place.write() as work:
                steps.prepare(work, programme=kept.programme, monday=LAST_MONDAY)
            with place.read() as session:
                sheet = week.sheet(session, kept.programme, LAST_MONDAY)
                pay_sheet(sheet)
                slips(own.slips(session, kept.programme, LAST_MONDAY))
    finally:
        Sheet._shown, Sheet.rule, Sheet.new_page = shown, rule, new_page
    fonts = {n: str(page_style.FOLDER / f"{n}.ttf") for n in (page_style.REGULAR, page_style.SEMIBOLD)}
    (target / "pages.json").write_text(json.dumps({"fonts": fonts, "pages": pages}), "utf-8")
    # What LibreOffice is given: the same texts, line by line as they stand on the pages, in a table.
    with open(target / "week.csv", "w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";")
        for page_ in pages:
            for _y, cells in groupby(sorted(page_["texts"], key=lambda t: (-t[1], t[0])), key=lambda t: t[1]):
                out.writerow([cell[4] for cell in cells])
    return len(pages)


FIGURES = {"pay": opening, "pay_page": page, "sheets": sheets}
