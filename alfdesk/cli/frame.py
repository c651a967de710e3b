"""What every command shares.

Exit 0 done, 2 usage, 3 refused with a sentence, 1 a bug. One JSON document on stdout with `--json`; messages always
go to stderr. A passphrase comes from the environment or is asked for, and never stands in an argument.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__, i18n, log, paths, short_run
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

    document: dict[str, Any] | list[dict[str, Any]]
    text: str = ""
    code: int = 0


Handler = Callable[[argparse.Namespace, Any], Answer]


class Commands:
    """The parsers, and one way to add a command to them."""

    def __init__(self) -> None:
        self.shared = shared()
        self.top = argparse.ArgumentParser(prog="alfdesk", parents=[self.shared], allow_abbrev=False)
        shown = _("show program's version number and exit")
        self.top.add_argument("--version", action="version", version=f"alfdesk {__version__}", help=shown)
        self._groups = {(): self.top.add_subparsers(metavar="COMMAND", required=True)}

    def group(self, words: str, help_: str) -> None:
        """A word that commands stand under: "people", or "pay bag"."""
        *outer, name = words.split()
        above = self._groups[tuple(outer)]
        parser = above.add_parser(name, help=help_, parents=[self.shared], allow_abbrev=False)
        self._groups[(*outer, name)] = parser.add_subparsers(metavar="ACT", required=True)

    def add(self, words: str, help_: str, run: Handler, *, opens: bool = True) -> argparse.ArgumentParser:
        """A command, "people list". `opens`: it is run with the workplace open."""
        *group, name = words.split()
        parser = self._groups[tuple(group)].add_parser(
            name, help=help_, description=help_, parents=[self.shared], allow_abbrev=False
        )
        parser.set_defaults(run=run, opens=opens)
        return parser


def shared() -> argparse.ArgumentParser:
    """The options that may stand before or after the command."""
    parser = argparse.ArgumentParser(prog="alfdesk", add_help=False, allow_abbrev=False)
    none = argparse.SUPPRESS
    parser.add_argument("--profile", metavar="DIR", default=none, help=_("folder of the workplace"))
    parser.add_argument("--as", dest="who", metavar="NAME", default=none, help=_("member of staff"))
    parser.add_argument("--json", action="store_true", default=none, help=_("one JSON document on stdout"))
    parser.add_argument(
        "--language", choices=i18n.LANGUAGES, default=none, help=_("this laptop's language, kept until changed")
    )
    return parser


def build() -> Commands:
    """Every command of every file in this folder that has `add_commands`."""
    commands = Commands()
    for name in sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)])):
        if name not in ("__main__", "frame", "practice"):
            importlib.import_module(f"{__package__}.{name}").add_commands(commands)
    return commands


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, without `argv` the one the process was started for. Returns the exit code."""
    if argv is not None:
        return _main(list(argv))
    over = short_run.begun()
    return over(_main(sys.argv[1:]))


def _main(words: list[str]) -> int:
    log.no_core_dumps()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        _speak(words)
        args = build().top.parse_args(words)
    except SystemExit as usage:
        if usage.code and "--json" in words:  # argparse has told stderr what was wrong
            sentence = _("This is not a command. “alfdesk --help” lists them.")
            print(json.dumps({"ok": False, "error": sentence}, ensure_ascii=False))
        return int(usage.code or 0)
    args.json = getattr(args, "json", False)
    args.who = getattr(args, "who", "")
    args.folder = Path(args.profile) if getattr(args, "profile", "") else paths.default_profile()
    try:
        if getattr(args, "language", None) and _is_workplace(args.folder):
            keep_language(args.folder, args.language)
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
        sentence = _("Something went wrong, and that is our mistake. What was saved before is still there.")
        print(sentence, file=sys.stderr)
        print(short, file=sys.stderr)
        if args.json:
            print(json.dumps({"ok": False, "bug": short}))
        return 1
    text = json.dumps(answer.document, ensure_ascii=False) if args.json else answer.text
    try:
        if text:
            print(text, flush=True)
    except BrokenPipeError:  # whoever read has read enough ("| head"): the act itself is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.code


def _speak(words: Sequence[str]) -> None:
    """Find the language before anything is said, help and usage among it: on the line, else this laptop's own."""
    found, _rest = shared().parse_known_args(words)
    folder = Path(found.profile) if getattr(found, "profile", "") else paths.default_profile()
    wanted = getattr(found, "language", None) or paths.read_settings(folder).get("language", "nb")
    i18n.use(wanted if wanted in i18n.LANGUAGES else "nb")
    # argparse asks the standard library for its words, which would look for files at each of them: two hundred times.
    argparse._, argparse.ngettext = i18n.gettext, i18n.ngettext  # type: ignore[attr-defined]


# argparse's own words, so that the catalogue has them.
ARGPARSE = (
    i18n.marked("usage: "), i18n.marked("positional arguments"), i18n.marked("options"),
    i18n.marked("show this help message and exit"),
    i18n.marked("%(prog)s: error: %(message)s\n"), i18n.marked("argument %(argument_name)s: %(message)s"),
    i18n.marked("the following arguments are required: %s"), i18n.marked("unrecognized arguments: %s"),
    i18n.marked("invalid choice: %(value)r (choose from %(choices)s)"), i18n.marked("expected one argument"),
    i18n.marked("invalid %(type)s value: %(value)r"), i18n.marked("not allowed with argument %s"),
    i18n.marked("ignored explicit argument %r"),
)  # fmt: skip


def _is_workplace(folder: Path) -> bool:
    return (folder / paths.SLOTS).exists()


def keep_language(folder: Path, language: str) -> None:
    """This laptop speaks `language` from now on. No entry: it is a matter of the machine, not of the journal."""
    from ..store.engine import translated

    settings = paths.read_settings(folder)
    if settings.get("language") != language:
        with translated():
            paths.write_settings(folder, settings | {"language": language})


def _run(args: argparse.Namespace) -> Answer:
    from ..store.engine import translated

    with translated():
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

    return _typed(text, a_time)


def duration(text: str) -> int:
    """Hours typed by a person (3,5 or 3:30), as whole minutes."""
    from ..spreadsheets import a_duration

    return _typed(text, a_duration)


def _typed(text: str, parse: Callable[[str], int | None]) -> int:
    try:
        found = parse(text)
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


def require_writable(path: str) -> None:
    """Raises UserFacingError or StorageFailed when a file could not be saved there: asked before the act it is for."""
    from ..store.engine import translated

    target = Path(path)
    if target.is_dir():
        raise UserFacingError(_("Name a file for the sheet, not a folder. Nothing has changed."))
    with translated():
        target.parent.mkdir(parents=True, exist_ok=True)
        probe = target.with_name(target.name + ".new")
        probe.touch()
        probe.unlink()


def save(path: str, content: bytes) -> Path:
    """Write a file where the person says. Raises StorageFailed."""
    from ..store.engine import translated

    target = Path(path)
    require_writable(path)
    with translated():
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
