"""A week prepared, its pay sheet and everybody's slip made, in a process of its own: FOLDER PROGRAMME OUT, keys on stdin."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from alfdesk import short_run
from alfdesk.store import slots, workplace
from alfdesk.store.locking import lock


def main(folder: Path, programme: bytes, monday: date, out: Path) -> None:
    key, identity, seed, owner = (bytes.fromhex(part) for part in json.loads(sys.stdin.read()))
    keys = slots.Keys(identity.decode(), seed)
    with workplace._open(folder, lock(folder), workplace.clocks.now, lambda _ring: (key, keys, owner)) as place:
        from alfdesk.pay import own, steps, week
        from alfdesk.reports.pay_sheet import pay_sheet
        from alfdesk.reports.slip import slips

        with place.write() as work:
            steps.prepare(work, programme=programme, monday=monday)
        with place.read() as session:
            books = week.books_of(session, programme)
            (out / "sheet.pdf").write_bytes(pay_sheet(week.sheet(session, programme, monday, books=books)))
            (out / "slips.pdf").write_bytes(slips(own.slips(session, programme, monday, books=books)))


if __name__ == "__main__":
    over = short_run.begun()  # as the command line does
    main(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), date.fromisoformat(sys.argv[3]), Path(sys.argv[4]))
    over(0)
