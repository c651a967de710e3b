"""From nothing to a painted window. What the first paint does not need is loaded after it.

Start to first paint is measured against a bare window (`make bench`), so every import here has to earn its place:
nothing of the store, the sheets, the pages or QtNetwork, and none of our own widgets either, before there is a window.
"""

from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import TYPE_CHECKING

# PySide6 puts a hook into every import, for a feature that nothing here uses; without it imports are a third faster.
_plain_import = builtins.__import__

from PySide6.QtWidgets import QApplication  # noqa: E402

builtins.__import__ = _plain_import

from alfdesk import paths  # noqa: E402

from .prefs import Prefs  # noqa: E402
from .window import Window, use_language  # noqa: E402

if TYPE_CHECKING:
    from .single import Single


def run(
    profile: Path | None = None, *, practice: bool = False, gallery: bool = False, file: Path | None = None
) -> int:  # fmt: skip
    """Open the window and stay until it is closed. `file` is shown when somebody is in. Returns the exit code."""
    folder = profile or paths.default_profile()
    prefs = Prefs(folder)
    app = application()
    if gallery:
        dress(app, prefs)
        from .gallery import Gallery

        shown = Gallery()
        shown.show()
        return app.exec()
    from .single import Single

    single = Single(folder)
    if not single.take():
        prefs.wear()
        print(single.ask(file=file), file=sys.stderr)
        return 0
    window = Window(folder, prefs)
    window.on_first_paint = lambda: _furnish(app, window, single, practice, file)
    window.show()
    try:
        return app.exec()
    finally:
        window.let_go()
        single.close()


def application() -> QApplication:
    """The one application of the process."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Alfdesk")
    app.setDesktopFileName("alfdesk")
    app.setCursorFlashTime(2_000)  # a slower caret: half the wakings of a laptop that waits
    app.setStyle("Fusion")  # the one style that obeys the palette everywhere
    return app


def dress(app: QApplication, prefs: Prefs) -> None:
    """Typeface, look and language, as this laptop remembers them."""
    from alfdesk import i18n

    from . import translator
    from .look import look

    look.load_fonts()
    prefs.wear()
    use_language(i18n.language())
    translator.install(app)
    look.apply()


def _furnish(
    app: QApplication, window: Window, single: Single, practice: bool, file: Path | None = None
) -> None:  # fmt: skip
    """There is a window: put the first screen on it, and then what can wait."""
    from PySide6.QtCore import QTimer

    dress(app, window.prefs)
    if practice:
        window.practise()
    else:
        window.show_start()
    QTimer.singleShot(0, lambda: _settle(window, single, file))


def _settle(window: Window, single: Single, file: Path | None) -> None:
    """What can wait until there is something to write in."""
    from alfdesk import log

    from . import crash
    from .collecting import Collecting
    from .handed import Handed

    Collecting(window)
    handed = Handed(window)

    log.no_core_dumps()  # before there is a key in the memory
    log.into(window.home / paths.LOG)
    crash.install(window.tell, window.let_go_of(single))
    single.asked.connect(window.come_forward)
    single.brought.connect(handed.take)
    if file is not None:
        handed.take(file.absolute())
    single.listen()
    window.warm_up()
