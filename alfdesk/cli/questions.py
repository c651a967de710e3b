"""questions: what only a person can decide, and her answer."""

from __future__ import annotations

import argparse
from typing import Any

from ..errors import UserFacingError
from ..i18n import gettext as _
from . import frame
from .frame import Answer, Commands


def add_commands(commands: Commands) -> None:
    """Put this file's commands into the parsers."""
    asked = commands.add("questions", _("what only a person can decide; “answer ID --choice KEY” decides"), _questions)
    asked.add_argument("act", nargs="?", choices=("answer",), metavar="answer", help=_("decide one of them"))
    asked.add_argument("id", nargs="?", metavar="ID", help=_("of the question"))
    asked.add_argument("--choice", metavar="KEY", help=_("one of its answers; “other” for a value of your own"))
    asked.add_argument("--value", metavar="TEXT", help=_("what the field is to be"))


def document(place: Any) -> dict[str, Any]:
    """Every open question, as this command and “exchange questions” give them."""
    from ..questions.every import every

    with place.read() as session:
        found = every(session)
    return {
        "questions": [
            {
                "id": q.id, "kind": q.kind, "words": q.words, "people": [one.hex() for one in q.subject],
                "programme": q.programme and q.programme.hex(), "date": q.day and q.day.isoformat(),
                "verb": q.verb or None, "table": q.table, "field": q.field,
                "sides": [
                    {"says": s.says, "who": s.who, "at": s.at, "laptop": s.laptop, "choice": s.choice} for s in q.sides
                ],
                "choices": [{"choice": c.key, "words": c.words} for c in q.choices],
                "follows": q.follows or None,
            }
            for q in found
        ]
    }  # fmt: skip


def text(found: dict[str, Any]) -> str:
    """The same for people: each question, who said what, and how to answer."""
    lines = []
    for q in found["questions"]:
        lines += [q["id"], f"  {q['words']}"]
        lines += [f"    {s['says']}  ({', '.join(filter(None, (s['who'], s['laptop'], s['at'])))})" for s in q["sides"]]
        lines += [f"    {q['follows']}"] if q["follows"] else []
        lines += [f"    --choice {c['choice']}  {c['words']}" for c in q["choices"]]
    return "\n".join(lines) or _("There is nothing to answer.")


def listed(place: Any) -> Answer:
    """The answer of a command that lists the questions."""
    found = document(place)
    return Answer(found, text(found))


def _questions(args: argparse.Namespace, place: Any) -> Answer:
    if args.act is None:
        return listed(place)
    if not args.id or not args.choice:
        raise UserFacingError(_("Name the question and a choice. “alfdesk questions” lists them. Nothing has changed."))
    from ..questions import answers

    with place.write() as work:
        answers.answer(work, question=args.id, choice=args.choice, value=args.value)
    return Answer({"ok": True}, _("Saved."))
