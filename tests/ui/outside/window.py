"""The window at work in a process of its own, on an invented workplace in the folder given. Ends by itself."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from alfdesk import i18n
from ui import contact_sheets
from ui.look import look


def main(folder: Path, page: str) -> int:
    app = contact_sheets.application()
    i18n.use("nb")
    look.set(choice="light", zoom=100)
    stage = contact_sheets.Stage(folder)
    with stage.work("full") as work:
        work.setWindowTitle("Alfdesk")
        contact_sheets.show(work)
        work.go(page)
        print("shown", flush=True)
        QTimer.singleShot(120_000, app.quit)
        return app.exec()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2]))
