"""people and programme commands."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext
from . import frame
from .frame import Answer, Commands

FIELDS = ("call_name", "first_name", "last_name", "birth_year", "phone", "payment_method", "account")


def add_commands(commands: Commands) -> None:
    """Put this file's commands into the parsers."""
    add = commands.add
    commands.group("people", _("people"))
    read = add("people import", _("read a list of people in (CSV or XLSX)"), _import)
    read.add_argument("file", metavar="FILE")
    add("people list", _("everyone, by name"), _list)
    search = add("people search", _("by the beginning of a name or number"), _search)
    search.add_argument("text", metavar="TEXT")
    new = add("people add", _("a new person; a call name is enough"), _add)
    _fields(new)
    new.add_argument("--number", type=frame.whole, help=_("otherwise the next free one"))
    edit = add("people change", _("new values for a person"), _change)
    edit.add_argument("number", type=frame.whole)
    _fields(edit)
    for name, help_, run in (
        ("people show", _("a person's card"), _show),
        ("people history", _("who changed what, when"), _history),
        ("people erase", _("erase a person for ever"), _erase),
    ):
        add(name, help_, run).add_argument("number", type=frame.whole)
    photo = add("people photo", _("a picture of a person"), _photo)
    photo.add_argument("number", type=frame.whole)
    picture = photo.add_mutually_exclusive_group(required=True)
    picture.add_argument("file", metavar="FILE", nargs="?")
    picture.add_argument("--remove", action="store_true", help=_("no picture any longer"))
    message = add("people message", _("a message to whoever meets the person next"), _message)
    message.add_argument("number", type=frame.whole)
    message.add_argument("text")
    message.add_argument("--until", type=frame.day, required=True, help=_("the last day it shows"))
    renumber = add("people renumber", _("another number for a person"), _renumber)
    renumber.add_argument("number", type=frame.whole)
    renumber.add_argument("new", type=frame.whole)
    add("people due", _("whose data are due to be erased, by each programme's retention"), _due)

    commands.group("programme", _("programmes, their rules and teams"))
    set_ = add("programme set", _("make a programme, or add settings from a date"), _set)
    set_.add_argument("name", metavar="NAME")
    set_.add_argument("--kind", choices=("day", "standing"))
    rate = set_.add_mutually_exclusive_group()
    rate.add_argument("--rate", type=frame.whole, metavar="ØRE_PER_HOUR")
    rate.add_argument("--day", dest="day_rate", type=frame.whole, metavar="ØRE")
    set_.add_argument("--cap", type=frame.whole, metavar="MINUTES")
    set_.add_argument("--supplement", type=frame.whole, metavar="ØRE_PER_HOUR")
    set_.add_argument("--places", type=frame.whole, metavar="N")
    set_.add_argument("--method", choices=("cash", "bank"))
    set_.add_argument("--cash-reason", metavar="TEXT", help=_("why wages are paid in cash here"))
    set_.add_argument("--holiday-basis", choices=("yes", "no"), help=_("whether pay counts for holiday pay"))
    set_.add_argument("--list-name", metavar="N", help=_("what papers call it; never the programme's own name"))
    set_.add_argument("--selection", choices=("arrival", "lottery", "fixed"))
    set_.add_argument("--lottery-weight", type=frame.whole, metavar="TICKETS")
    set_.add_argument("--starts", type=frame.minute, metavar="TIME")
    set_.add_argument("--meeting-place", metavar="TEXT")
    set_.add_argument("--controller", metavar="TEXT")
    set_.add_argument("--legal-basis", metavar="TEXT")
    set_.add_argument("--retention", type=frame.whole, metavar="MONTHS")
    set_.add_argument("--from", dest="since", type=frame.day, required=True, metavar="DATE")
    team = add("programme team", _("a team, its places and meeting place from a date"), _team)
    team.add_argument("name", metavar="PROGRAMME")
    team.add_argument("team", metavar="TEAM")
    team.add_argument("--places", type=frame.whole)
    team.add_argument("--meeting-place", metavar="TEXT")
    team.add_argument("--from", dest="since", type=frame.day, required=True, metavar="DATE")
    close = add("programme close", _("closed days"), _close)
    close.add_argument("--programme", metavar="NAME", help=_("otherwise all of them"))
    close.add_argument("--from", dest="first", type=frame.day, required=True, metavar="DATE")
    close.add_argument("--to", dest="last", type=frame.day, required=True, metavar="DATE")
    close.add_argument("--why", default="", metavar="TEXT")
    reason = add("programme reason", _("one more reason to turn someone away"), _reason)
    reason.add_argument("code")
    reason.add_argument("words")
    enrol = add("programme enrol", _("a person is in a programme from a date"), _enrol)
    enrol.add_argument("name", metavar="PROGRAMME")
    enrol.add_argument("number", type=frame.whole)
    enrol.add_argument("--from", dest="since", type=frame.day, metavar="DATE")
    enrol.add_argument("--to", dest="last", type=frame.day, metavar="DATE")
    add("programme list", _("the programmes and what holds today"), _programmes)


def _fields(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--call-name")
    parser.add_argument("--first-name")
    parser.add_argument("--last-name")
    parser.add_argument("--birth-year", type=frame.whole)
    parser.add_argument("--phone")
    parser.add_argument("--payment-method", choices=("cash", "bank"))
    parser.add_argument("--account", metavar="DIGITS", help=_("Norwegian account number, eleven digits"))


def _import(args: argparse.Namespace, place: Any) -> Answer:
    from ..attendance import lists

    with place.write(batch=True) as work:
        done = lists.read_people(work, file=Path(args.file), today=frame.today())
    return read_in(done)


def read_in(done: Any) -> Answer:
    """What reading a list in says."""
    for warning in done.warnings:
        frame.warn(warning)
    sentence = ngettext("{count} line is read in, {new} said something new.",
                        "{count} lines are read in, {new} said something new.", done.lines)  # fmt: skip
    document = {"ok": True, "lines": done.lines, "written": done.written, "unchanged": done.unchanged,
                "warnings": list(done.warnings)}  # fmt: skip
    return Answer(document, sentence.format(count=done.lines, new=done.written))


def _found(people: list[Any]) -> Answer:
    rows = [(p.number, p.call_name, p.full_name) for p in people]
    document = {
        "people": [
            {"number": p.number, "call_name": p.call_name, "first_name": p.first_name, "last_name": p.last_name}
            for p in people
        ]
    }
    return Answer(document, frame.table((_("Number"), _("Call name"), _("Name")), rows))


def _list(_args: argparse.Namespace, place: Any) -> Answer:
    from .. import people

    with place.read() as session:
        everyone = people.everyone(session).values()
    return _found(sorted(everyone, key=lambda p: (people.sort_key(p.full_name), p.number or 0)))


def _search(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people

    with place.read() as session:
        return _found(people.search(session, args.text, every=True))


def _given(args: argparse.Namespace) -> dict[str, Any]:
    """What was written after the options; an empty text empties the field."""
    given = {f: getattr(args, f) for f in FIELDS if getattr(args, f) is not None}
    return {f: (v or None) if isinstance(v, str) else v for f, v in given.items()}


def _add(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people

    with place.write() as work:
        person = people.register(work, number=args.number, today=frame.today(), **_given(args))
    with place.read() as session:
        found = people.everyone(session, [person])[person]
    text = _("{name} has number {number}.").format(name=found.call_name, number=found.number)
    return Answer({"ok": True, "number": found.number}, text)


def _change(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people

    with place.write() as work:
        person = people.by_number(work.session, args.number)
        changed = people.change(work, person=person, today=frame.today(), **_given(args))
    return Answer({"ok": True, "changed": changed}, _("Saved.") if changed else _("That stood already."))


def _show(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people, programmes
    from ..weeks import written

    with place.read() as session:
        person = people.by_number(session, args.number)
        card = people.card(session, person, frame.today())
        names = {p.id: p.name for p in programmes.everyone(session)}
    place.looked("card", person)
    enrolled = [
        {"programme": names.get(p), "from": f and f.isoformat(), "to": t and t.isoformat()}
        for p, f, t in card.enrolled
    ]
    account = people.account_written(card.account)
    document = {
        "number": card.found.number, "call_name": card.found.call_name, "first_name": card.found.first_name,
        "last_name": card.found.last_name, "birth_year": card.birth_year, "phone": card.phone,
        "payment_method": card.payment_method, "account": account or None, "photo": card.photo is not None,
        "messages": [{"text": t, "until": u and u.isoformat()} for _id, t, u in card.messages],
        "enrolled": enrolled,
    }  # fmt: skip
    methods = {"cash": _("cash"), "bank": _("bank"), None: ""}
    rows = [
        (_("Number"), card.found.number), (_("Name"), card.found.full_name), (_("Call name"), card.found.call_name),
        (_("Birth year"), card.birth_year), (_("Phone"), card.phone), (_("Payment"), methods[card.payment_method]),
        (_("Account number"), account or None),
        *((_("Message"), f"{t} ({written(u)})" if u else t) for _id, t, u in card.messages),
        *((_("Programme"), names.get(p)) for p, _f, _t in card.enrolled),
    ]  # fmt: skip
    return Answer(document, "\n".join(f"{name}: {value}" for name, value in rows if value is not None))


def _history(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people, staff, told

    with place.read() as session:
        person = people.by_number(session, args.number)
        changes = people.history(session, person)
        names = staff.names(session)
        lines = told.history_lines(session, person)
    place.looked("history", person)
    rows = [
        (line.at, line.who, line.act, said, (line.reason or "") if said == line.says[0] else "")
        for line in reversed(lines)
        for said in line.says
    ]
    document = {
        "changes": [
            {"at": c.at, "who": names.get(c.actor, ""), "what": c.command, "kind": c.what, "table": c.table,
             "field": c.field, "before": c.before, "after": c.after, "reason": c.reason}
            for c in changes
        ]
    }  # fmt: skip
    return Answer(document, frame.table((_("When"), _("Who"), _("What"), "", _("Reason")), rows))


def _erase(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people
    from ..attendance.people_list import taken_back

    with place.write() as work:
        undone = taken_back(work.session, args.number)
        person = undone[0] if undone else people.by_number(work.session, args.number)
        people.erase(work, person=person)
    place.wipe()
    return Answer({"ok": True}, _("The person is erased. This can't be undone. Old backups end by their own time."))


def _photo(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people, photos
    from ..store.engine import translated

    if args.remove:
        with place.write() as work:
            people.remove_photo(work, person=people.by_number(work.session, args.number))
        return Answer({"ok": True}, _("The photo is removed."))
    with translated():
        path = Path(args.file)
        if path.stat().st_size > photos.PHOTO_SOURCE_BYTES:
            raise UserFacingError(_("This picture can't be read. Use a JPEG or PNG of at most 20 MB."))
        picture = path.read_bytes()
    with place.write() as work:
        people.set_photo(work, person=people.by_number(work.session, args.number), picture=picture)
    return Answer({"ok": True}, _("Saved."))


def _message(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people

    with place.write() as work:
        person = people.by_number(work.session, args.number)
        people.leave_message(work, person=person, text=args.text, until=args.until, today=frame.today())
    return Answer({"ok": True}, _("Saved."))


def _renumber(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people

    with place.write() as work:
        people.renumber(work, person=people.by_number(work.session, args.number), number=args.new)
    return Answer({"ok": True, "number": args.new}, _("Saved."))


def _due(_args: argparse.Namespace, place: Any) -> Answer:
    from .. import people, programmes, retention
    from ..weeks import written

    with place.read() as session:
        due = retention.due(session, frame.today())
        found = people.everyone(session, {d.person for d in due})
        names = {p.id: p.name for p in programmes.everyone(session)}
    known = [d for d in due if d.person in found]
    rows = [
        (found[d.person].number, found[d.person].full_name, names[d.programme], written(d.last_day), written(d.due))
        for d in known
    ]
    document = {
        "due": [
            {"number": found[d.person].number, "programme": names[d.programme], "last_day": d.last_day.isoformat(),
             "due": d.due.isoformat()}
            for d in known
        ]
    }  # fmt: skip
    headings = (_("Number"), _("Name"), _("Programme"), _("Last day"), _("Due"))
    return Answer(document, frame.table(headings, rows) if rows else _("Nobody is due to be erased."))


# Programmes ----------------------------------------------------------------------------------------------------------


def _set(args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes

    rules = {
        "rate": ["hour", args.rate] if args.rate is not None else ["day", args.day_rate]
        if args.day_rate is not None else None,
        "cap": args.cap, "supplement": args.supplement, "places": args.places, "method": args.method,
        "selection": args.selection, "lottery_weight": args.lottery_weight, "starts": args.starts,
        "meeting_place": args.meeting_place, "cash_reason": args.cash_reason,
        "holiday_basis": None if args.holiday_basis is None else args.holiday_basis == "yes",
    }  # fmt: skip
    fields = {"list_name": args.list_name, "controller": args.controller, "legal_basis": args.legal_basis,
              "retention_months": args.retention}  # fmt: skip
    with place.write() as work:
        programmes.set_up(
            work, name=args.name, kind=args.kind, since=args.since,
            fields={k: v for k, v in fields.items() if v is not None},
            rules={k: v for k, v in rules.items() if v is not None},
        )  # fmt: skip
    return Answer({"ok": True, "programme": args.name}, _("Saved."))


def _team(args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes

    with place.write() as work:
        programme = programmes.by_name(work.session, args.name).id
        team = programmes.add_team(work, programme=programme, name=args.team)
        for key, value in (("places", args.places), ("meeting_place", args.meeting_place)):
            if value is not None:
                programmes.rule(work, about=team, key=key, value=value, since=args.since)
    return Answer({"ok": True, "team": args.team}, _("Saved."))


def _close(args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes

    with place.write() as work:
        programme = programmes.by_name(work.session, args.programme).id if args.programme else None
        programmes.close_days(work, programme=programme, first=args.first, last=args.last, why=args.why)
    return Answer({"ok": True}, _("Saved."))


def _reason(args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes

    with place.write() as work:
        programmes.add_reason(work, code=args.code, words=args.words)
    return Answer({"ok": True}, _("Saved."))


def _enrol(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people, programmes

    with place.write() as work:
        person = people.by_number(work.session, args.number)
        programme = programmes.by_name(work.session, args.name).id
        if args.last is None:
            programmes.enrol(work, person=person, programme=programme, since=args.since)
        else:
            programmes.enrol_until(work, person=person, programme=programme, since=args.since, last=args.last)
    return Answer({"ok": True}, _("Saved."))


def _programmes(_args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes

    today = frame.today()
    with place.read() as session:
        overview = [programmes.overview(session, p.id, today) for p in programmes.everyone(session)]
    rows = [(o.name, o.kind, o.list_name, o.places, ", ".join(o.teams)) for o in overview]
    document = {
        "programmes": [
            {"name": o.name, "kind": o.kind, "list_name": o.list_name, "controller": o.controller,
             "legal_basis": o.legal_basis, "retention_months": o.retention_months, "teams": list(o.teams),
             "rules": o.rules}
            for o in overview
        ]
    }  # fmt: skip
    headings = (_("Programme"), _("Kind"), _("List name"), _("Places"), _("Teams"))
    return Answer(document, frame.table(headings, rows))
