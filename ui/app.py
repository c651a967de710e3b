"""The entry point. With a command the command line runs, and nothing of Qt is imported; without one the window opens.

A file alone (`alfdesk "D:\\Alfdesk B 2026-11-20 1502 7Q2M.alf"`, or a double click on it) opens the window with what it
brings. It is known from a command by its ending, or by the folder it is named with. `--register` lets the double click
find the program, `--unregister` no longer (`double_click`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

OPTIONS = ("--profile", "--selftest", "--practice", "--gallery")
ENDING = ".alf"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command on the line; without one open the window. Returns the exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    if len(words) == 1 and words[0] in ("--register", "--unregister"):
        from .double_click import main as register

        _speak(None)
        return register(words[0])
    if words and not _for_window(words):
        from alfdesk.cli import main as command_line

        return command_line(argv)
    if words and words[0] == "--selftest":
        from .selftest import main as selftest

        return selftest(words[1:])
    profile = Path(words[words.index("--profile") + 1]) if "--profile" in words else None
    if no_display():
        print(_no_screen(profile), file=sys.stderr)
        return 2
    from .start import run

    files = [Path(w) for w in _beside_options(words)]
    return run(
        profile, practice="--practice" in words, gallery="--gallery" in words, file=files[0] if files else None
    )  # fmt: skip


def no_display() -> bool:
    """Whether this is a Linux without any screen, and nobody asked for a particular platform."""
    asked = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform == "linux" and not any(os.environ.get(name) for name in asked)


def _no_screen(profile: Path | None) -> str:
    """Why no window opens, in this laptop's language."""
    from alfdesk import i18n

    _speak(profile)
    return i18n.gettext("There is no screen here, so the window can't open. “alfdesk --help” shows the commands.")


def _speak(profile: Path | None) -> None:
    """Words in this laptop's language from here on."""
    from alfdesk import i18n, paths

    language = paths.read_settings(profile or paths.default_profile()).get("language", "nb")
    i18n.use(language if language in i18n.LANGUAGES else "nb")


def _for_window(words: Sequence[str]) -> bool:
    """Whether this is for the window: `--profile FOLDER`, `--practice`, `--gallery`, `--selftest`, at most one file."""
    if "--selftest" in words:
        return True
    others = _beside_options(words)
    return words[-1] != "--profile" and len(others) < 2 and all(_is_file(word) for word in others)


def _beside_options(words: Sequence[str]) -> list[str]:
    """What is no option of the window, nor the folder that belongs to one."""
    after = ["", *words]
    return [word for before, word in zip(after, words, strict=False) if word not in OPTIONS and before != "--profile"]


def _is_file(word: str) -> bool:
    if word.startswith("-"):
        return False
    return word.casefold().endswith(ENDING) or os.sep in word or bool(os.altsep and os.altsep in word)


if __name__ == "__main__":
    raise SystemExit(main())
