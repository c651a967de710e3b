"""The entry point. With a command the command line runs, and nothing of Qt is imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command on the line; without one say that the window is still to come. Returns the exit code."""
    words = sys.argv[1:] if argv is None else list(argv)
    if words:
        from alfdesk.cli import main as command_line

        return command_line(words)
    from alfdesk.i18n import gettext as _

    print(_("The window comes in the next version. Until then: “alfdesk --help”."), file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main())
