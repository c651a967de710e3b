"""Nothing is said past the catalogue: what the screens and the command line say goes through it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from alfdesk import errors, i18n

from .catalogues import ROOT, SOURCES

# What the screens and the command line say is in the catalogue -------------------------------------------------------

LOOK_UPS = {"gettext": 1, "_": 1, "marked": 1, "ngettext": 2, "pgettext": 2}  # how many of the arguments are words
FOR_PEOPLE = {name for name, kind in vars(errors).items() if isinstance(kind, type)}  # UserFacingError and its kinds
SHOWN_IN = ("alfdesk/cli/", "ui/")  # where print, and these calls, reach a person
SAYS_FIRST, SAYS_SECOND = ("warn", "table"), ("Answer", "add", "group")

# Where a ValueError becomes the reason beside a line of a list.
REASONS_IN = (
    "alfdesk/spreadsheets/cells.py", "alfdesk/attendance/lists.py", "alfdesk/attendance/people_list.py",
    "alfdesk/sales/paper_list.py",
)  # fmt: skip
COMMANDS = ("$ alfdesk",)  # typed, not said


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def bare(node: ast.expr | None) -> str:
    """What an expression says in its own letters, outside the catalogue: "" for a look-up, a variable, a sign."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if re.search(r"[^\W\d_]", node.value) and node.value not in COMMANDS else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(bare, node.values))
    if isinstance(node, ast.BinOp):
        return bare(node.left) or bare(node.right)
    if isinstance(node, ast.IfExp):
        return bare(node.body) or bare(node.orelse)
    if isinstance(node, ast.BoolOp | ast.Tuple | ast.List):
        return next(filter(None, map(bare, node.values if isinstance(node, ast.BoolOp) else node.elts)), "")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and name_of(node) in ("format", "join"):
        return bare(node.func.value) or next(filter(None, map(bare, node.args)), "")
    return ""


@cache
def nodes(source: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(source)))


def past_the_catalogue(file: str, source: str) -> Iterator[str]:
    """What in a source file a translator never sees."""
    for node in nodes(source):
        if not isinstance(node, ast.Call):
            continue
        name, words = name_of(node), node.args[:1]
        if name in LOOK_UPS:
            looked_up = node.args[: LOOK_UPS[name]]
            literal = all(isinstance(word, ast.Constant) and isinstance(word.value, str) for word in looked_up)
            if not literal or len(looked_up) < LOOK_UPS[name]:
                yield f"{file}:{node.lineno} looks up what is not a string literal"
            continue
        shown = file.startswith(SHOWN_IN)
        if shown and any(keyword.arg in ("text", "help", "description") for keyword in node.keywords):
            words = [keyword.value for keyword in node.keywords if keyword.arg in ("text", "help", "description")]
        elif shown and name in SAYS_SECOND:
            words = node.args[1:2]
        elif shown and name == "print":
            words = node.args
        elif name == "ValueError" and file not in REASONS_IN:
            # Elsewhere it is a remark to programmers (small letter, no full stop), never a sentence.
            words = [word for word in words if bare(word)[:1].isupper() or bare(word).endswith(".")]
        elif not (name in FOR_PEOPLE or name == "ValueError" or shown and name in SAYS_FIRST):
            continue
        for said in filter(None, map(bare, words)):
            yield f"{file}:{node.lineno} says {said!r}"


def unseen(file: str, source: str) -> Iterator[str]:
    """Look-ups inside an f-string: the extractor reads no f-strings, so a translator never sees them."""
    for node in nodes(source):
        if isinstance(node, ast.JoinedStr):
            for inside in ast.walk(node):
                if isinstance(inside, ast.Call) and name_of(inside) in LOOK_UPS:
                    yield f"{file}:{inside.lineno} looks up inside an f-string"


def unended(file: str, source: str) -> Iterator[str]:
    """Sentences to people that do not end as sentences: a full stop, or a field after a colon."""
    for node in nodes(source):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and name_of(node.exc) in FOR_PEOPLE:
            for look_up in (n for n in ast.walk(node.exc) if isinstance(n, ast.Call) and name_of(n) in LOOK_UPS):
                for word in look_up.args[: LOOK_UPS[name_of(look_up)]]:
                    if not re.search(r"\.\Z|: \{\w+\}\Z", str(ast.literal_eval(word))):
                        yield f"{file}:{node.lineno} does not end: {ast.literal_eval(word)!r}"


READERS = (past_the_catalogue, unseen, unended)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_nothing_is_said_past_the_catalogue(read):
    files = [(file.relative_to(ROOT).as_posix(), file) for file in SOURCES if file != Path(i18n.__file__)]
    assert [fault for name, file in files for fault in read(name, file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("read", "file", "source"),
    [
        (past_the_catalogue, "alfdesk/x.py", '_(f"{name} is here.")'),
        (past_the_catalogue, "alfdesk/x.py", "_(sentence)"),
        (past_the_catalogue, "alfdesk/x.py", '_("A" + b)'),
        (past_the_catalogue, "alfdesk/x.py", "_()"),
        (past_the_catalogue, "alfdesk/x.py", 'i18n.gettext("{name} is here.".format(name=name))'),
        (past_the_catalogue, "alfdesk/x.py", 'ngettext("A line", f"{count} lines", count)'),
        (past_the_catalogue, "alfdesk/x.py", "marked(word)"),
        (past_the_catalogue, "alfdesk/x.py", 'raise UserFacingError("Nothing has changed.")'),
        (past_the_catalogue, "alfdesk/x.py", 'raise errors.Damaged(f"{name} is damaged.")'),
        (past_the_catalogue, "alfdesk/x.py", 'raise NotAllowed("{} may not.".format(name))'),
        (past_the_catalogue, "alfdesk/x.py", 'raise TooNew("too new" if new else "")'),
        (past_the_catalogue, "alfdesk/x.py", 'raise ValueError("The date is missing.")'),
        (past_the_catalogue, "alfdesk/spreadsheets/cells.py", 'raise ValueError("no date")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'print("Saved.")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'print(f"{count} lines")'),
        (past_the_catalogue, "ui/x.py", 'print(number, "lines", file=sys.stderr)'),
        (past_the_catalogue, "ui/x.py", 'print("%s lines" % number)'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'Answer({}, "Saved.")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'Answer({}, text="Saved.")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'Answer({}, _("Saved.") if changed else "That stood already.")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'frame.warn("No backup.")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'commands.add("backup", "a copy into a folder", _backup)'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'parser.add_argument("--date", help="otherwise today")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'frame.table((_("Name"), "Number"), rows)'),
        (unseen, "ui/x.py", """say(f"{_('Message')}: {text}")"""),
        (unended, "alfdesk/x.py", 'raise UserFacingError(_("Nothing has changed"))'),
        (unended, "alfdesk/x.py", 'raise UserFacingError(_("No {name}").format(name=name))'),
    ],
)
def test_each_way_past_the_catalogue_is_found(read, file, source):
    assert len(list(read(file, source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        'raise UserFacingError(_("{name} is here.").format(name=name))', "raise UserFacingError(sentence)",
        'raise ValueError("no such format")', "raise ValueError(_not_a_date())", 'print("$ alfdesk", *step)',
        'print(json.dumps({"ok": False}))', 'print(_("Saved."), file=sys.stderr)', 'print("–", 94)', "Answer({}, text)",
        'Answer({"ok": True}, _("Saved."))', 'Answer({}, f"{rows}\\n{people}")', 'frame.table((_("Name"), ""), rows)',
        'ngettext("A line" " of it", "Lines", count)',
    ],
)  # fmt: skip
def test_what_is_said_through_the_catalogue_is_left_alone(source):
    assert [fault for read in READERS for fault in read("alfdesk/cli/x.py", source)] == []
