"""What every command shares.

Exit 0 done, 2 usage, 3 refused with a sentence, 1 a bug. One JSON document on stdout with `--json`; messages always
go to stderr. A passphrase comes from the environment or is asked for, and never stands in an argument.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__, i18n, log, paths
from ..errors import ListRefused, UserFacingError
from ..i18n import gettext as _

if TYPE_CHECKING:
    from ..store.workplace import Place

PASSPHRASE = "ALFDESK_PASSPHRASE"
NEW_PASSPHRASE = "ALFDESK_NEW_PASSPHRASE"
RECOVERY = "ALFDESK_RECOVERY"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command says: a document for programs, text for people, and its exit code."""

    document: dict[str, Any]
    text: str = ""
    code: int = 0


Handler = Callable[[argparse.Namespace, Any], Answer]


class Commands:
    """The parsers, and one way to add a command to them."""

    def __init__(self) -> None:
        self.shared = argparse.ArgumentParser(add_help=False)
        none = argparse.SUPPRESS
        self.shared.add_argument("--profile", metavar="DIR", default=none, help="folder of the workplace")
        self.shared.add_argument("--as", dest="who", metavar="NAME", default=none, help="member of staff")
        self.shared.add_argument("--json", action="store_true", default=none, help="one JSON document on stdout")
        self.shared.add_argument(
            "--language", choices=i18n.LANGUAGES, default=none, help="this laptop's language, kept until changed"
        )
        self.top = argparse.ArgumentParser(prog="alfdesk", parents=[self.shared], allow_abbrev=False)
        self.top.add_argument("--version", action="version", version=f"alfdesk {__version__}")
        self._groups = {(): self.top.add_subparsers(metavar="COMMAND", required=True)}

    def group(self, name: str, help_: str) -> None:
        parser = self._groups[()].add_parser(name, help=help_, allow_abbrev=False)
        self._groups[(name,)] = parser.add_subparsers(metavar="ACT", required=True)

    def add(self, words: str, help_: str, run: Handler, *, opens: bool = True) -> argparse.ArgumentParser:
        """A command, "people list". `opens`: it is run with the workplace open."""
        *group, name = words.split()
        parser = self._groups[tuple(group)].add_parser(
            name, help=help_, description=help_, parents=[self.shared], allow_abbrev=False
        )
        parser.set_defaults(run=run, opens=opens)
        return parser


def build() -> Commands:
    from . import attendance, people, workplace

    commands = Commands()
    workplace.add_commands(commands)
    people.add_commands(commands)
    attendance.add_commands(commands)
    return commands


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code."""
    log.no_core_dumps()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        args = build().top.parse_args(argv)
    except SystemExit as usage:
        return int(usage.code or 0)
    args.json = getattr(args, "json", False)
    args.who = getattr(args, "who", "")
    args.folder = Path(args.profile) if getattr(args, "profile", "") else paths.default_profile()
    try:
        _speak(args)
        log.into(args.folder / paths.LOG)
        answer = _run(args)
    except ListRefused as refusal:
        for line, reason in refusal.lines:
            print(_("line {line}: {reason}").format(line=line, reason=reason), file=sys.stderr)
        refused = [{"line": line, "reason": reason} for line, reason in refusal.lines]
        return _refused(args, refusal.sentence, {"refused": refused})
    except UserFacingError as refusal:
        return _refused(args, refusal.sentence, {})
    except KeyboardInterrupt:
        return _refused(args, _("Stopped. What was not finished has not been done."), {})
    except Exception as error:
        short = log.bug(type(error), error, error.__traceback__)
        print(_("Something went wrong, and that is our mistake. What was saved before is still there."), file=sys.stderr)
        print(short, file=sys.stderr)
        if args.json:
            print(json.dumps({"ok": False, "bug": short}))
        return 1
    if args.json:
        print(json.dumps(answer.document, ensure_ascii=False))
    elif answer.text:
        print(answer.text)
    return answer.code


def _speak(args: argparse.Namespace) -> None:
    settings = paths.read_settings(args.folder)
    wanted = getattr(args, "language", None)
    language = wanted or settings.get("language", "nb")
    i18n.use(language if language in i18n.LANGUAGES else "nb")
    if wanted and wanted != settings.get("language") and args.folder.is_dir() and _is_workplace(args.folder):
        keep_language(args.folder, wanted)


def _is_workplace(folder: Path) -> bool:
    return (folder / paths.SLOTS).exists()


def keep_language(folder: Path, language: str) -> None:
    """This laptop speaks `language` from now on. No entry: it is a matter of the machine, not of the journal."""
    from ..store.engine import translated

    with translated():
        paths.write_settings(folder, paths.read_settings(folder) | {"language": language})


def _run(args: argparse.Namespace) -> Answer:
    if not args.opens:
        return args.run(args, None)
    place = open_place(args)
    try:
        for warning in place.warnings:
            warn(warning)
        return args.run(args, place)
    finally:
        place.close()


def open_place(args: argparse.Namespace) -> Place:
    from ..store import workplace

    workplace.require(args.folder)
    return workplace.open(args.folder, name=args.who, passphrase=passphrase())


def _refused(args: argparse.Namespace, sentence: str, more: dict[str, Any]) -> int:
    print(sentence, file=sys.stderr)
    if args.json:
        print(json.dumps({"ok": False, "error": sentence} | more, ensure_ascii=False))
    return 3


def warn(sentence: str) -> None:
    print(_("Note: {sentence}").format(sentence=sentence), file=sys.stderr)


def passphrase(variable: str = PASSPHRASE) -> str:
    """From the environment, else asked for at the keyboard. Raises UserFacingError when there is neither."""
    found = os.environ.get(variable)
    if found:
        return found
    if sys.stdin is not None and sys.stdin.isatty():
        import getpass

        questions = {PASSPHRASE: _("Passphrase: "), NEW_PASSPHRASE: _("New passphrase: ")}
        return getpass.getpass(questions.get(variable) or _("Recovery key: "))
    raise UserFacingError(_("Nothing came from {variable}, and there is no keyboard to ask.").format(variable=variable))


# Words into values ---------------------------------------------------------------------------------------------------


def today() -> date:
    return date.today()


def day(text: str) -> date:
    """A date typed by a person; argparse shows the error. ISO or 22.11.2026."""
    from ..spreadsheets import a_date

    try:
        return a_date(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def minute(text: str) -> int:
    """A time of day typed by a person, as minutes after midnight."""
    from ..spreadsheets import a_time

    try:
        found = a_time(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if found is None:
        raise argparse.ArgumentTypeError(text)
    return found


def duration(text: str) -> int:
    """Hours typed by a person (3,5 or 3:30), as whole minutes."""
    from ..spreadsheets import a_duration

    try:
        found = a_duration(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if found is None:
        raise argparse.ArgumentTypeError(text)
    return found


def whole(text: str) -> int:
    """A whole number, 0 or more."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise argparse.ArgumentTypeError(text)
    return int(text)


def week(text: str) -> tuple[int, int]:
    """An ISO week, "2026-W47"."""
    from ..weeks import week_of

    try:
        return week_of(text, today())
    except ValueError as error:
        raise argparse.ArgumentTypeError(text) from error


def now_minute() -> int:
    now = datetime.now()
    return now.hour * 60 + now.minute


def save(path: str, content: bytes) -> Path:
    """Write a file where the person says. Raises StorageFailed."""
    from ..store.engine import translated

    target = Path(path)
    with translated():
        target.parent.mkdir(parents=True, exist_ok=True)
        paths.replace_file(target, content)
    return target


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A plain table: columns as wide as their widest cell, numbers to the right."""
    texts = [[("" if c is None else str(c)) for c in row] for row in rows]
    widths = [max(len(h), *(len(r[i]) for r in texts)) if texts else len(h) for i, h in enumerate(headings)]
    right = [bool(rows) and all(isinstance(r[i], int) or r[i] is None for r in rows) for i in range(len(headings))]

    def line(cells: Sequence[str]) -> str:
        out = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True))
        return "  ".join(out).rstrip()

    return "\n".join([line(list(headings)), *(line(r) for r in texts)])
