"""attendance, lottery and print commands."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext
from ..weeks import clock, written
from . import frame
from .frame import Answer, Commands
from .people import read_in


def add_commands(commands: Commands) -> None:
    """Put this file's commands into the parsers."""
    add = commands.add
    commands.group("attendance", _("who came"))
    read = add("attendance import", _("read a list of days in (CSV or XLSX)"), _import)
    read.add_argument("file", metavar="FILE")
    show = add("attendance show", _("a week, counted"), _show)
    show.add_argument("--programme", required=True, metavar="NAME")
    show.add_argument("--week", required=True, type=frame.week, metavar="2026-W47")
    board = add("attendance day", _("a day: who waits, who has a place, who does not"), _day)
    _on(board)
    for name, help_, run in (
        ("attendance arrive", _("somebody stands in the queue"), _arrive),
        ("attendance place", _("somebody gets a place"), _place),
        ("attendance turn-away", _("somebody gets no place"), _turn_away),
        ("attendance move", _("somebody goes over to another team"), _move),
        ("attendance leave", _("somebody goes home before the end"), _leave),
        ("attendance mark", _("one of the five statuses of a standing crew"), _mark),
        ("attendance set", _("correct a day; needs a reason"), _set),
    ):
        parser = add(name, help_, run)
        parser.add_argument("number", type=frame.whole)
        _on(parser)
        if name.endswith(("place", "move")):
            parser.add_argument("--team", metavar="TEAM", required=name.endswith("move"))
            parser.add_argument("--over", metavar="REASON", help=_("why one more than there is room for"))
        elif name.endswith("turn-away"):
            parser.add_argument("--reason", default="full", metavar="CODE")
        elif name.endswith(("arrive", "leave")):
            parser.add_argument("--at", type=frame.minute, metavar="TIME", help=_("otherwise now"))
            if name.endswith("leave"):
                parser.add_argument("--sent-home", action="store_true")
        elif name.endswith(("mark", "set")):
            parser.add_argument("--outcome", required=True, choices=_outcomes())
            parser.add_argument("--team", metavar="TEAM")
            for time in ("--from", "--to"):
                parser.add_argument(time, dest=f"{time[2:]}_minute", type=frame.minute, metavar="TIME")
            parser.add_argument("--hours", type=frame.duration, metavar="HOURS")
            parser.add_argument("--dirty-hours", type=frame.duration, metavar="HOURS")
            parser.add_argument("--why-away", metavar="CODE", help=_("turned away: the reason on the list"))
            if name.endswith("set"):
                parser.add_argument("--reason", required=True, metavar="TEXT")
    _on(add("attendance close", _("close the roll: the rest did not come"), _close))

    commands.group("lottery", _("a draw that anyone can repeat"))
    _on(add("lottery list", _("fix the list and show its code, before the dice"), _lottery_list))
    draw = add("lottery draw", _("draw with the dice a participant threw"), _lottery_draw)
    _on(draw)
    draw.add_argument("--dice", required=True, metavar="DIGITS")

    commands.group("print", _("sheets as PDF"))
    for name, help_, run in (
        ("print wall", _("the attendance list for the wall"), _print_wall),
        ("print blank", _("the same to fill in by hand"), _print_blank),
    ):
        parser = add(name, help_, run)
        parser.add_argument("--programme", required=True, metavar="NAME")
        parser.add_argument("--week", required=True, type=frame.week, metavar="2026-W47")
        parser.add_argument("--team", metavar="TEAM")
        parser.add_argument("--out", required=True, metavar="FILE.pdf")
    drawn = add("print draw", _("the draw, before or after the dice"), _print_draw)
    _on(drawn)
    drawn.add_argument("--out", required=True, metavar="FILE.pdf")


def _on(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--programme", required=True, metavar="NAME")
    parser.add_argument("--date", type=frame.day, default=frame.today(), metavar="DATE", help=_("otherwise today"))


def _outcomes() -> tuple[str, ...]:
    return ("present", "went_home", "coming_later", "reported_absent", "no_show", "turned_away")


# Weeks and days ------------------------------------------------------------------------------------------------------


def _import(args: argparse.Namespace, place: Any) -> Answer:
    from ..attendance import lists

    with place.write(batch=True) as work:
        done = lists.read_list(work, file=Path(args.file), today=frame.today())
    return read_in(done)


def _show(args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes
    from ..attendance import reads

    with place.read() as session:
        programme = programmes.by_name(session, args.programme).id
        week = reads.week_counts(session, programme, *args.week)
    days = {
        day.isoformat(): {"present": c.present, "turned_away": c.turned_away, "absent": c.absent, "places": c.places}
        for day, c in week.days.items()
    }
    document = {
        "programme": week.programme, "week": week.week, "present": week.present, "turned_away": week.turned_away,
        "absent": week.absent, "people": week.people, "days": days,
    }  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (written(day), c.present, c.turned_away, c.absent, c.places) for day, c in week.days.items()
    ]
    rows.append((_("In all"), week.present, week.turned_away, week.absent, None))
    headings = (_("Day"), _("Present"), _("Turned away"), _("Absent"), _("Places"))
    people = ngettext("{count} person was present.", "{count} different people were present.", week.people)
    return Answer(document, f"{frame.table(headings, rows)}\n{people.format(count=week.people)}")


def _day(args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes
    from ..attendance import reads
    from ..attendance.words import outcome_words, went_home_words

    with place.read() as session:
        programme = programmes.by_name(session, args.programme).id
        board = reads.day_board(session, programme, args.date)
        why = programmes.reasons(session)
    rows = [
        (r.arrival, r.at_minute is not None and clock(r.at_minute) or "", r.number, r.name,
         outcome_words(r.outcome), why.get(r.reason or "") or went_home_words(r.reason or "") or "", r.team or "", r.minutes)
        for r in board.rows
    ]  # fmt: skip
    document = {
        "programme": board.programme, "kind": board.kind, "date": board.day.isoformat(), "closed": board.closed,
        "places": board.places, "roll_closed_by": board.roll_closed_by,
        "rows": [
            {"number": r.number, "name": r.name, "arrival": r.arrival, "at_minute": r.at_minute,
             "outcome": r.outcome, "reason": r.reason, "team": r.team, "from_minute": r.from_minute,
             "to_minute": r.to_minute, "minutes": r.minutes, "dirty_minutes": r.dirty_minutes}
            for r in board.rows
        ],
    }  # fmt: skip
    headings = (_("Arrival"), _("Time"), _("Number"), _("Name"), _("Outcome"), "", _("Team"), _("Minutes"))
    notes = [_("Closed: {why}").format(why=board.closed)] if board.closed else []
    if board.roll_closed_by:
        notes.append(_("Roll closed by {name}.").format(name=board.roll_closed_by))
    return Answer(document, "\n".join([frame.table(headings, rows), *notes]))


# One person ----------------------------------------------------------------------------------------------------------


def _for_person(args: argparse.Namespace, place: Any, act: Callable[..., Any]) -> Any:
    """Run one act for the person, the programme and the day on the line."""
    from .. import people, programmes

    with place.write() as work:
        person = people.by_number(work.session, args.number)
        programme = programmes.by_name(work.session, args.programme).id
        return act(work, person=person, programme=programme, day=args.date)


def _team(work: Any, programme: bytes, name: str | None) -> bytes | None:
    from .. import programmes

    if not name:
        return None
    for team in programmes.teams(work.session, programme):
        if (team.name or "").casefold() == name.casefold():
            return team.id
    raise UserFacingError(_("There is no such team. Nothing has changed."))


def _changed(changed: bool) -> Answer:
    return Answer({"ok": True, "changed": bool(changed)}, _("Saved.") if changed else _("That stood already."))


def _arrive(args: argparse.Namespace, place: Any) -> Answer:
    from ..attendance import day_work

    at = frame.now_minute() if args.at is None else args.at
    no = _for_person(args, place, lambda work, **who: day_work.arrive(work, at_minute=at, **who))
    return Answer({"ok": True, "arrival": no}, _("Arrival number {number}.").format(number=no))


def _place(args: argparse.Namespace, place: Any) -> Answer:
    from ..attendance import day_work

    def act(work: Any, **who: Any) -> bool:
        return day_work.place(work, team=_team(work, who["programme"], args.team), over=args.over, **who)

    return _changed(_for_person(args, place, act))


def _move(args: argparse.Namespace, place: Any) -> Answer:
    from ..attendance import day_work

    def act(work: Any, **who: Any) -> bool:
        team = _team(work, who["programme"], args.team) or b""
        return day_work.move(work, team=team, over=args.over, **who)

    return _changed(_for_person(args, place, act))


def _turn_away(args: argparse.Namespace, place: Any) -> Answer:
    from ..attendance import day_work

    return _changed(_for_person(args, place, lambda w, **who: day_work.turn_away(w, reason=args.reason, **who)))


def _leave(args: argparse.Namespace, place: Any) -> Answer:
    from ..attendance import day_work

    at = frame.now_minute() if args.at is None else args.at
    kind = "sent_home" if args.sent_home else "left_early"
    return _changed(_for_person(args, place, lambda w, **who: day_work.leave(w, at_minute=at, kind=kind, **who)))


def _said(args: argparse.Namespace, work: Any, programme: bytes) -> Any:
    from ..attendance.record import Said

    return Said(
        args.outcome, args.why_away, _team(work, programme, args.team), args.from_minute, args.to_minute,
        args.hours, args.dirty_hours,
    )  # fmt: skip


def _mark(args: argparse.Namespace, place: Any) -> Answer:
    from ..attendance import standing

    def act(work: Any, **who: Any) -> bool:
        return standing.mark(work, what=_said(args, work, who["programme"]), **who)

    return _changed(_for_person(args, place, act))


def _set(args: argparse.Namespace, place: Any) -> Answer:
    from ..attendance import record

    def act(work: Any, **who: Any) -> bool:
        return record.correct(work, what=_said(args, work, who["programme"]), reason=args.reason, **who)

    return _changed(_for_person(args, place, act))


def _close(args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes
    from ..attendance import standing

    with place.write() as work:
        programme = programmes.by_name(work.session, args.programme).id
        count = standing.close_roll(work, programme=programme, day=args.date)
    sentence = ngettext("The roll is closed. {count} person did not come.",
                        "The roll is closed. {count} people did not come.", count)  # fmt: skip
    return Answer({"ok": True, "did_not_come": count}, sentence.format(count=count))


# Lottery -------------------------------------------------------------------------------------------------------------


def _lottery_list(args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes
    from ..attendance import lottery

    with place.write() as work:
        programme = programmes.by_name(work.session, args.programme).id
        digest = lottery.fix_list(work, programme=programme, day=args.date)
    text = _("The list is fixed. Show this code before the dice are thrown: {hash}")
    return Answer({"ok": True, "hash": digest}, text.format(hash=digest))


def _lottery_draw(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people, programmes
    from ..attendance import lottery

    with place.write() as work:
        programme = programmes.by_name(work.session, args.programme).id
        drawn = lottery.draw(work, programme=programme, day=args.date, dice=args.dice)
    with place.read() as session:
        found = people.everyone(session, [p for p, _got in drawn])
    rows = [
        (i + 1, found[p].number, found[p].call_name, _("place") if got else _("turned away"))
        for i, (p, got) in enumerate(drawn)
    ]
    document = {"ok": True, "drawn": [{"number": found[p].number, "place": got} for p, got in drawn]}
    return Answer(document, frame.table((_("Rank"), _("Number"), _("Name"), _("Outcome")), rows))


# Sheets --------------------------------------------------------------------------------------------------------------


def _print_wall(args: argparse.Namespace, place: Any, *, blank: bool = False) -> Answer:
    from .. import programmes, staff
    from ..attendance import reads
    from ..reports.attendance_list import wall_list

    with place.read() as session:
        programme = programmes.by_name(session, args.programme).id
        team = next(
            (t.id for t in programmes.teams(session, programme) if (t.name or "").casefold() == args.team.casefold()),
            b"",
        ) if args.team else None  # fmt: skip
        if team == b"":
            raise UserFacingError(_("There is no such team. Nothing has changed."))
        practice = staff.is_practice(session)
        sheet = reads.wall_list(session, programme, *args.week, team=team, blank=blank, practice=practice)
    return _saved(args, place, wall_list(sheet), sheet.foot)


def _print_blank(args: argparse.Namespace, place: Any) -> Answer:
    return _print_wall(args, place, blank=True)


def _print_draw(args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes, staff
    from ..attendance import reads
    from ..reports.draw import draw_sheet

    with place.read() as session:
        programme = programmes.by_name(session, args.programme).id
        sheet = reads.draw_sheet(session, programme, args.date, practice=staff.is_practice(session))
    if sheet is None:
        raise UserFacingError(_("No list has been fixed for this day. Nothing to print."))
    return _saved(args, place, draw_sheet(sheet), sheet.foot)


def _saved(args: argparse.Namespace, place: Any, pdf: bytes, foot: Any) -> Answer:
    frame.save(args.out, pdf)
    place.looked(f"print {foot.number}")
    document = {"ok": True, "file": args.out, "number": foot.number, "hash": foot.digest}
    return Answer(document, _("The sheet is saved: {file}").format(file=args.out))
