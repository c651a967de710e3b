"""What `make run` does: opens the practice workplace in its window. Without a display it says so, goes through the same
day offscreen, and leaves the prints and the contact sheets in the folder named.

    python -m ui.practice_run out
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from alfdesk import i18n, log
from alfdesk.i18n import gettext as _

from .app import no_display


def main(out: Path) -> int:
    if not no_display():
        from .start import run

        return run(out / "window", practice=True)
    print(_("There is no display here. The same day runs without one, and leaves its sheets in {folder}.").format(
        folder=out))  # fmt: skip
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from alfdesk.cli import practice

    practice.day(out, date.today())
    from . import contact_sheets, page

    # The pages; `make pictures` has every other screen too.
    for picture in contact_sheets.make(out / "pictures", [kind.key for kind in page.found()]):
        print(picture)
    return 0


if __name__ == "__main__":
    log.no_core_dumps()
    i18n.use("nb")
    raise SystemExit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "out")))
