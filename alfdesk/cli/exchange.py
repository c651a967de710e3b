"""exchange: parcels between laptops."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..i18n import gettext as _
from ..journal.clock import local
from . import frame, questions
from .frame import Answer, Commands


def add_commands(commands: Commands) -> None:
    """Put this file's commands into the parsers."""
    add = commands.add
    commands.group("exchange", _("parcels between laptops"))
    asks = add("exchange request", _("a new laptop asks to join"), _request, opens=False)
    asks.add_argument("--laptop", required=True, metavar="NAME")
    asks.add_argument("--out", required=True, metavar="DIR")
    lets = add("exchange welcome", _("let a new laptop in, with everything"), _welcome)
    lets.add_argument("request", metavar="REQUEST")
    lets.add_argument("--code", required=True, metavar="CODE", help=_("as the new laptop shows it"))
    lets.add_argument("--out", required=True, metavar="DIR")
    joins = add("exchange join", _("join by the welcome, with your own passphrase"), _join, opens=False)
    joins.add_argument("welcome", metavar="WELCOME")
    joins.add_argument("--staff", required=True, metavar="NAME")
    makes = add("exchange make", _("a parcel out"), _make)
    makes.add_argument("--to", required=True, metavar="NAME", help=_("a laptop, or “all”"))
    makes.add_argument("--out", required=True, metavar="DIR")
    reads = add("exchange read", _("a parcel in"), _read)
    reads.add_argument("file", metavar="FILE")
    reads.add_argument("--preview", action="store_true", help=_("say what it brings and change nothing"))
    reads.add_argument("--erase-many", action="store_true", help=_("an administrator confirms that many are erased"))
    add("exchange status", _("who has what, and what waits"), _status)
    add("exchange questions", _("what only a person can decide"), _questions)


def _request(args: argparse.Namespace, _place: Any) -> Answer:
    from ..exchange import joining

    asked = joining.request(args.folder, args.laptop, Path(args.out))
    text = _("Take the file to the office. The code to read aloud is: {code}").format(code=asked.code)
    return Answer({"file": str(asked.path), "code": asked.code}, text)


def _welcome(args: argparse.Namespace, place: Any) -> Answer:
    from ..exchange import laptops

    made = laptops.welcome(place, Path(args.request), args.code, Path(args.out))
    text = _("The welcome is made. You can take out the stick: {file}").format(file=made.path)
    return Answer({"file": str(made.path)}, text)


def _join(args: argparse.Namespace, _place: Any) -> Answer:
    from .. import i18n
    from ..exchange import joining
    from ..journal.digest import digest

    place = joining.join(args.folder, Path(args.welcome), name=args.staff, passphrase_=frame.passphrase())
    try:
        (entries,) = place.cursor().execute("SELECT count(*) FROM entry").fetchone()
        document = {"ok": True, "entries": entries, "digest": digest(place.cursor())}
    finally:
        place.close()
    frame.keep_language(args.folder, i18n.language())
    return Answer(document, _("This laptop has joined. Sign in as {name}.").format(name=args.staff))


def _make(args: argparse.Namespace, place: Any) -> Answer:
    from ..exchange import parcel

    made = parcel.make(place, args.to, Path(args.out))
    document = {"file": str(made.path), "entries": made.entries, "bytes": made.size, "receivers": list(made.receivers)}
    return Answer(document, _("The parcel is made. You can take out the stick: {file}").format(file=made.path))


def _read(args: argparse.Namespace, place: Any) -> Answer:
    from ..exchange import reading

    taken = reading.read(place, Path(args.file), preview=args.preview, erase_many=args.erase_many)
    document = {
        "status": taken.status, "code": taken.code or None, "new": taken.new, "known": taken.known,
        "waiting": taken.waiting, "questions": taken.questions, "lines": list(taken.lines),
    }  # fmt: skip
    if taken.text:
        frame.warn(taken.text)
    if taken.status == "refused":
        return Answer(document | {"error": taken.text}, "", 3)
    text = "\n".join(taken.lines)
    if taken.status == "preview" and taken.code != "SEEN":
        text += "\n" + _("Nothing has changed yet.")
    return Answer(document, text)


def _status(_args: argparse.Namespace, place: Any) -> Answer:
    from ..exchange.status import status

    found = status(place)
    document = {
        "laptops": [
            {"name": o.name, "letter": o.letter, "own": o.own, "barred": o.barred, "heard": _when(o.heard),
             "lacks": o.lacks, "has": {letter: _when(wall) for letter, wall in o.has.items()},
             "branches": o.branches, "silent": o.silent}
            for o in found.laptops
        ],
        "waiting": dict(found.waiting), "aside": list(found.aside), "unknown": list(found.unknown),
        "can_take_back": found.can_take_back,
    }  # fmt: skip
    rows = [(o.letter, o.name, _when(o.heard), o.lacks, _("barred") if o.barred else "") for o in found.laptops]
    text = frame.table(("", _("Laptop"), _("Heard of"), _("Lacks"), ""), rows)
    return Answer(document, text)


def _questions(_args: argparse.Namespace, place: Any) -> Answer:
    return questions.listed(place)


def _when(wall: int | None) -> str | None:
    return None if wall is None else local(wall).isoformat(" ", "minutes")
