"""init, workplace, staff, passphrase, recovery, check, digest, rebuild, backup, restore, undo, redo, log, demo."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext
from . import frame
from .frame import Answer, Commands


def add_commands(commands: Commands) -> None:
    """Put this file's commands into the parsers."""
    add = commands.add
    init = add("init", _("found a workplace in the folder"), _init, opens=False)
    init.add_argument("--organisation", required=True, metavar="NAME")
    init.add_argument("--laptop", required=True, metavar="NAME")
    init.add_argument("--staff", required=True, metavar="NAME", help=_("the first administrator"))
    commands.group("workplace", _("what holds for every programme"))
    set_ = add("workplace set", _("what holds for every programme from a date"), _set)
    set_.add_argument("--year-limit", type=frame.whole, metavar="ØRE",
                      help=_("told before a person is paid more in a year"))  # fmt: skip
    set_.add_argument("--payments-kept", type=frame.whole, metavar="YEARS", help=_("after the year they were made in"))
    set_.add_argument("--from", dest="since", type=frame.day, required=True, metavar="DATE")
    add("workplace show", _("what holds today for every programme"), _show)
    commands.group("staff", _("who signs in, and what they may do"))
    new = {"variable": frame.NEW_PASSPHRASE}
    staff = add("staff add", _("a new member of staff; her passphrase from {variable}").format(**new), _staff_add)
    staff.add_argument("name", metavar="NAME")
    staff.add_argument("--role", required=True, action="append", choices=_roles(),
                       help=_("may be given more than once"))  # fmt: skip
    add("staff list", _("the staff of today"), _staff_list)
    gone = add("staff remove", _("remove a member of staff and give the file a new key"), _staff_remove)
    gone.add_argument("name", metavar="NAME")
    tied = add("staff person", _("who of the participants this member of staff is"), _staff_person)
    tied.add_argument("name", metavar="NAME")
    tied.add_argument("number", type=frame.whole, nargs="?", help=_("otherwise nobody"))
    commands.group("passphrase", _("your own passphrase"))
    add("passphrase propose", _("six words from the list"), _propose, opens=False)
    paper_in = {"variable": frame.RECOVERY}
    add("passphrase recover", _("a new one, with the paper in {variable}").format(**paper_in), _recover, opens=False)
    add("passphrase change", _("a new one from {variable}; the file gets a new key").format(**new), _change)
    paper = add("recovery", _("a fresh recovery sheet; the one before it opens nothing new"), _recovery)
    paper.add_argument("--out", required=True, metavar="FILE.pdf")
    add("check", _("is everything there, and is it what was written"), _check)
    add("digest", _("one number for the whole state"), _digest)
    add("rebuild", _("make the tables again from the journal"), _rebuild)
    backup = add("backup", _("a checked copy into a folder"), _backup)
    backup.add_argument("--out", required=True, metavar="DIR")
    restore = add("restore", _("a workplace from a backup"), _restore, opens=False)
    restore.add_argument("backup", metavar="BACKUP", help=_("the copy, or the folder it lies in (the newest is taken)"))
    restore.add_argument("--to", required=True, metavar="DIR")
    restore.add_argument("--paper", action="store_true", help=_("open with the paper in {variable}").format(**paper_in))
    undo = add("undo", _("take back the last act, or the one named"), _undo)
    undo.add_argument("entry", nargs="?", metavar="ENTRY", help=_("as “alfdesk log” writes it"))
    add("redo", _("do again what was taken back last"), _redo)
    log = add("log", _("the newest acts of this laptop"), _log)
    log.add_argument("--limit", type=frame.whole, default=20)
    demo = add("demo", _("a realistic invented workplace"), _demo, opens=False)
    demo.add_argument("folder_to_make", metavar="DIR")
    demo.add_argument("--people", type=frame.whole, default=40)
    demo.add_argument("--weeks", type=frame.whole, default=4)


def _roles() -> tuple[str, ...]:
    return ("supervisor", "desk", "office", "manager", "administrator")


def _init(args: argparse.Namespace, _place: Any) -> Answer:
    from .. import i18n, staff

    place = staff.found(
        args.folder, organisation=args.organisation, laptop=args.laptop, name=args.staff,
        passphrase_=frame.passphrase(),
    )  # fmt: skip
    place.close()
    frame.keep_language(args.folder, i18n.language())
    text = _("The workplace is made. Print a recovery sheet next: “alfdesk recovery --out FILE.pdf”.")
    return Answer({"ok": True, "organisation": args.organisation, "staff": args.staff}, text)


def _set(args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes, staff

    rules = {"year_limit": args.year_limit, "payments_kept": args.payments_kept}
    if set(rules.values()) == {None}:
        raise UserFacingError(_("Say which rule is to be set. Nothing has changed."))
    with place.write() as work:
        about = staff.workplace_of(work.session)
        for key, value in rules.items():
            if value is not None:
                programmes.rule(work, about=about, key=key, value=value, since=args.since)
    return Answer({"ok": True}, _("Saved."))


def _show(_args: argparse.Namespace, place: Any) -> Answer:
    from .. import money, programmes, staff

    with place.read() as session:
        organisation, own = staff.organisation_of(session), programmes.rules(session, staff.workplace_of(session))
    limit, years = (own.on(frame.today(), key) for key in ("year_limit", "payments_kept"))
    rows = [
        (_("Most paid in a year"), None if limit is None else money.written(limit)),
        (_("Years payments are kept"), years),
    ]
    document = {"organisation": organisation, "rules": {"year_limit": limit, "payments_kept": years}}
    return Answer(document, frame.table((organisation, _("Today")), rows))


def _staff_add(args: argparse.Namespace, place: Any) -> Answer:
    from .. import staff

    staff.add(place, name=args.name, roles=args.role, passphrase_=frame.passphrase(frame.NEW_PASSPHRASE))
    text = _("{name} can sign in now.").format(name=args.name)
    return Answer({"ok": True, "name": args.name, "roles": args.role}, text)


def _staff_list(_args: argparse.Namespace, place: Any) -> Answer:
    from .. import staff

    with place.read() as session:
        members = staff.members(session)
    rows = [(m.name, ", ".join(m.roles)) for m in members]
    document = {"staff": [{"name": m.name, "roles": list(m.roles)} for m in members]}
    return Answer(document, frame.table((_("Name"), _("Roles")), rows))


def _staff_remove(args: argparse.Namespace, place: Any) -> Answer:
    from .. import staff

    staff.remove(place, name=args.name, today=frame.today())
    return Answer({"ok": True}, _("{name} can no longer sign in. The file has a new key.").format(name=args.name))


def _staff_person(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people, staff

    with place.write() as work:
        member = staff.find(work.session, args.name)
        person = None if args.number is None else people.by_number(work.session, args.number)
        changed = staff.also_person(work, staff=member.id, person=person)
    return Answer({"ok": True, "changed": changed}, _("Saved.") if changed else _("That stood already."))


def _propose(_args: argparse.Namespace, _place: Any) -> Answer:
    from ..store import passphrase

    words = passphrase.propose()
    return Answer({"passphrase": words}, words)


def _change(_args: argparse.Namespace, place: Any) -> Answer:
    from .. import staff

    staff.change_passphrase(place, new=frame.passphrase(frame.NEW_PASSPHRASE))
    return Answer({"ok": True}, _("The passphrase is changed. The file has a new key."))


def _recover(args: argparse.Namespace, _place: Any) -> Answer:
    from .. import staff
    from ..store import workplace

    paper, new = frame.passphrase(frame.RECOVERY), frame.passphrase(frame.NEW_PASSPHRASE)
    with workplace.open_with_paper(args.folder, secret=paper) as place:
        staff.take_over(place, name=args.who, passphrase_=new)
    return Answer({"ok": True}, _("The passphrase is changed. The file has a new key."))


def _recovery(args: argparse.Namespace, place: Any) -> Answer:
    from .. import staff
    from ..reports.recovery_sheet import RecoverySheet, recovery_sheet

    with place.read() as session:
        practice = staff.is_practice(session)

    def hand_over(paper: Any) -> None:
        sheet = RecoverySheet(
            organisation=paper.organisation, laptop=paper.laptop, made_on=paper.made_on, secret=paper.secret,
            recipient=paper.recipient, practice=practice,
        )  # fmt: skip
        frame.save(args.out, recovery_sheet(sheet))

    staff.new_recovery(place, today=frame.today(), hand_over=hand_over)
    text = _("Print the sheet, put it in the safe, and delete the file. The sheet before it opens nothing new.")
    return Answer({"ok": True, "file": args.out}, text)


def _check(_args: argparse.Namespace, place: Any) -> Answer:
    from ..store.check import check

    report = check(place)
    document = {
        "ok": report.ok, "entries": report.entries, "rebuild_equal": report.rebuild_equal,
        "pages_ok": report.pages_ok, "problems": list(report.problems),
    }  # fmt: skip
    for problem in report.problems:
        frame.warn(problem)
    text = _("Everything is there: {count} entries.").format(count=report.entries) if report.ok else ""
    return Answer(document, text, 0 if report.ok else 3)


def _digest(_args: argparse.Namespace, place: Any) -> Answer:
    from ..journal.digest import digest

    found = digest(place.cursor())
    return Answer({"digest": found}, found)


def _rebuild(_args: argparse.Namespace, place: Any) -> Answer:
    from ..journal.digest import digest

    place.rebuild()
    found = digest(place.cursor())
    return Answer({"ok": True, "digest": found}, _("The tables have been made again from the journal."))


def _backup(args: argparse.Namespace, place: Any) -> Answer:
    from ..store.backup import backup

    copy = backup(place, Path(args.out))
    document = {
        "ok": True, "file": str(copy.path), "entries": copy.entries, "digest": copy.digest, "bytes": copy.size,
        "ended": copy.ended,
    }  # fmt: skip
    return Answer(document, _("The backup is saved and checked: {file}").format(file=copy.path))


def _restore(args: argparse.Namespace, _place: Any) -> Answer:
    from .. import i18n, paths, staff
    from ..journal import clock
    from ..journal.digest import digest
    from ..store import backup

    copy = backup.newest(Path(args.backup))
    target = Path(args.to)
    if args.paper:
        opened = backup.unlock(copy, paper=frame.passphrase(frame.RECOVERY))
        new = frame.passphrase(frame.NEW_PASSPHRASE)
        from ..store import passphrase

        passphrase.require_strong(new)
    else:
        opened = backup.unlock(copy, name=args.who, passphrase=frame.passphrase())
    place = backup.restore(copy, target, opened, clock.now)
    try:
        if args.paper:
            try:
                staff.take_over(place, name=args.who, passphrase_=new)
            except UserFacingError:
                # Nobody could sign in to what lies there now, and it would be in the way of the next try.
                place.let_go()
                for name in (paths.SLOTS, paths.DATABASE, paths.DATABASE + "-wal", paths.DATABASE + "-shm"):
                    (target / name).unlink(missing_ok=True)
                raise
        frame.keep_language(target, i18n.language())
        entries = place.cursor().execute("SELECT count(*) FROM entry").fetchone()[0]
        document = {"ok": True, "to": str(target), "entries": entries, "digest": digest(place.cursor())}
    finally:
        place.close()
    return Answer(document, _("The workplace is back in {folder}.").format(folder=target))


def _undo(args: argparse.Namespace, place: Any) -> Answer:
    from ..journal import history

    with place.write(batch=True) as work:
        if args.entry:
            stream, seq = _entry(args.entry)
        else:
            act = history.last_act(work.session)
            if act is None:
                raise UserFacingError(_("There is nothing to undo."))
            stream, seq = act.stream, act.seq
        count = history.undo(work, stream=stream, seq=seq)
    return _taken_back(count)


def _redo(_args: argparse.Namespace, place: Any) -> Answer:
    from ..journal import history

    with place.write(batch=True) as work:
        act = history.last_undo(work.session)
        if act is None:
            raise UserFacingError(_("There is nothing to redo."))
        count = history.redo(work, stream=act.stream, seq=act.seq)
    return Answer({"ok": True, "entries": count}, _("Done again."))


def _taken_back(count: int) -> Answer:
    sentence = ngettext("{count} entry is undone.", "{count} entries are undone.", count)
    return Answer({"ok": True, "entries": count}, sentence.format(count=count))


def _entry(text: str) -> tuple[bytes, int]:
    try:
        stream, seq = text.split(":")
        return bytes.fromhex(stream), int(seq)
    except ValueError as error:
        raise UserFacingError(_("There is nothing to undo.")) from error


def _log(args: argparse.Namespace, place: Any) -> Answer:
    from .. import staff
    from ..journal import history

    with place.read() as session:
        acts = history.acts(session, limit=args.limit)
        names = staff.names(session)
    rows = [
        (a.at, names.get(a.actor, ""), a.command, a.entries, _("undone") if a.undone else "", _place_of(a))
        for a in acts
    ]
    headings = (_("When"), _("Who"), _("What"), _("Entries"), "", _("Entry"))
    document = {
        "acts": [
            {"entry": _place_of(a), "at": a.at, "who": names.get(a.actor, ""), "what": a.command,
             "entries": a.entries, "undone": a.undone}
            for a in acts
        ]
    }  # fmt: skip
    return Answer(document, frame.table(headings, rows))


def _place_of(act: Any) -> str:
    """What “alfdesk undo” takes to find an entry again."""
    return f"{act.stream.hex()}:{act.seq}"


def _demo(args: argparse.Namespace, _place: Any) -> Answer:
    from .. import demo

    made = demo.make(
        Path(args.folder_to_make), people=args.people, weeks=args.weeks,
        passphrase=os.environ.get(frame.PASSPHRASE) or demo.PASSPHRASE, today=frame.today(),
    )  # fmt: skip
    document = {"ok": True, "folder": args.folder_to_make, "people": made.people, "entries": made.entries,
                "as": made.staff}  # fmt: skip
    text = _("An invented workplace is ready in {folder}. Sign in as {name}.")
    text = text.format(folder=args.folder_to_make, name=made.staff)
    if not os.environ.get(frame.PASSPHRASE):
        text += "\n" + _("The passphrase is: {passphrase}").format(passphrase=demo.PASSPHRASE)
    return Answer(document, text)
