"""pay commands: the steps of a week, the prints, payouts on the day."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import UserFacingError
from ..i18n import gettext as _
from ..i18n import ngettext
from ..pay.records import GROUNDS
from . import frame
from .frame import Answer, Commands

STEPS = ("prepare", "attest", "approve", "pay", "lock")


def add_commands(commands: Commands) -> None:
    """Put this file's commands into the parsers."""
    add = commands.add
    commands.group("pay", _("the week's money"))
    for step, help_ in zip(STEPS, (
        _("reckon the week, and let it stand"), _("confirm the hours and the sums"), _("let the money out"),
        _("every line is paid and signed"), _("the week is over"),
    ), strict=True):  # fmt: skip
        _of_week(add(f"pay {step}", help_, _step)).set_defaults(step=step)
    back = _of_week(add("pay send-back", _("open the week again, until it is paid"), _send_back))
    back.add_argument("--reason", required=True, metavar="TEXT")
    _of_week(add("pay show", _("everyone's week and what it comes to"), _show))
    for name, help_, run in (
        ("pay sheet", _("the week's sheet"), _sheet),
        ("pay slips", _("a slip for each person"), _slips),
        ("pay bank", _("what goes to accounts"), _bank),
        ("pay notes", _("notes and coins for the week"), _notes),
    ):
        _to_file(_of_week(add(name, help_, run)))
    day = of_day(add("pay day", _("the day's payout list"), _day))
    _to_file(day)
    out = of_day(add("pay out", _("the day's cash is handed over and signed for"), _out))
    out.add_argument("--person", type=frame.whole, nargs="+", action="extend", metavar="NUMBER",
                     help=_("otherwise everyone who is paid in cash"))  # fmt: skip
    out.add_argument("--bag", action="store_true", help=_("from your own cash bag"))
    out.add_argument("--reason", metavar="TEXT", help=_("why in cash, where it is not the programme's own reason"))
    back = of_day(add("pay take-back", _("somebody was not paid for a day after all"), _take_back))
    back.add_argument("--person", type=frame.whole, required=True, metavar="NUMBER")
    back.add_argument("--reason", required=True, metavar="TEXT")
    deduct = _of_week(add("pay deduct", _("hold something back from what a person is paid"), _deduct))
    deduct.add_argument("--person", type=frame.whole, required=True, metavar="NUMBER")
    deduct.add_argument("--amount", type=frame.whole, required=True, metavar="ØRE")
    deduct.add_argument("--ground", required=True, choices=tuple(GROUNDS))
    deduct.add_argument("--words", required=True, metavar="TEXT")


def _of_week(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--programme", required=True, metavar="NAME")
    parser.add_argument("--week", required=True, type=frame.week, metavar="2026-W47")
    return parser


def of_day(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--programme", required=True, metavar="NAME")
    parser.add_argument("--date", required=True, type=frame.day, metavar="DATE")
    return parser


def _to_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, metavar="FILE", help=_("a name that ends in .pdf, .xlsx or .csv"))


def _monday(args: argparse.Namespace) -> date:
    return date.fromisocalendar(*args.week, 1)


def _at(args: argparse.Namespace, session: Any) -> dict[str, Any]:
    """The programme and the week on the line, as the verbs take them."""
    from .. import programmes

    return {"programme": programmes.by_name(session, args.programme).id, "monday": _monday(args)}


# Steps ---------------------------------------------------------------------------------------------------------------


def _step(args: argparse.Namespace, place: Any) -> Answer:
    from ..pay import steps, week

    if args.step == "prepare":
        with place.read() as session:
            for trouble in week.read(session, *_at(args, session).values()).troubles:
                if not trouble.stops:
                    frame.warn(trouble.words)
    with place.write() as work:
        at = _at(args, work.session)
        if args.step == "pay":
            steps.pay(work, **at, today=frame.today(), everyone=True)
        else:
            getattr(steps, args.step)(work, **at)
    return _told(args, place)


def _send_back(args: argparse.Namespace, place: Any) -> Answer:
    from ..pay import steps

    with place.write() as work:
        steps.send_back(work, **_at(args, work.session), reason=args.reason)
    return _told(args, place)


def _deduct(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people
    from ..pay import steps

    with place.write() as work:
        person = people.by_number(work.session, args.person)
        steps.deduct(
            work, **_at(args, work.session), person=person, amount_ore=args.amount, ground=args.ground, words=args.words
        )
    return _told(args, place)


def _told(args: argparse.Namespace, place: Any) -> Answer:
    """Where the week stands after what was done to it."""
    from ..pay import week

    with place.read() as session:
        found = week.read(session, *_at(args, session).values())
    document = {"ok": True, "programme": found.programme, "week": found.week, "status": found.status}
    text = _("Week {week}: {status}.").format(week=found.monday.isocalendar().week, status=_status(found.status))
    return Answer(document, text)


def _status(status: str) -> str:
    return {
        "open": _("open"), "prepared": _("prepared"), "attested": _("attested"), "approved": _("approved"),
        "paid": _("paid"), "locked": _("locked"),
    }[status]  # fmt: skip


def _show(args: argparse.Namespace, place: Any) -> Answer:
    from .. import money
    from ..pay import records, week

    with place.read() as session:
        found = week.read(session, *_at(args, session).values())
    for trouble in found.troubles:
        frame.warn(trouble.words)
    lines = sorted(found.lines, key=lambda n: (n.number is None, n.number or 0))
    totals = records.totals(found.lines)
    need = {str(value): count for value, count in records.cash_need(found.lines).items()}
    document = {
        "programme": found.programme, "week": found.week, "status": found.status,
        "lines": [
            {
                "number": n.number, "name": n.name, "minutes": n.minutes, "gross_ore": n.gross_ore,
                "paid_ore": n.paid_ore, "rounding_ore": n.rounding_ore, "to_pay_ore": n.to_pay_ore, "method": n.method,
                "days": {d.day.isoformat(): {"minutes": d.minutes, "amount_ore": d.amount_ore} for d in n.days},
                "corrections": [{"week": c.week, "amount_ore": c.amount_ore} for c in n.corrections],
            }
            for n in lines
        ],
        "totals": {
            "people": totals.people, "minutes": totals.minutes, "gross_ore": totals.gross_ore,
            "to_pay_ore": totals.to_pay_ore, "cash_ore": totals.cash_ore, "bank_ore": totals.bank_ore,
        },
        "cash_need": need,
    }  # fmt: skip
    methods = {"cash": _("cash"), "bank": _("bank")}
    rows: list[tuple[Any, ...]] = [
        (n.number, n.name, n.minutes, money.written(n.gross_ore), money.written(n.paid_ore),
         money.written(n.to_pay_ore), methods[n.method])
        for n in lines
    ]  # fmt: skip
    rows.append((
        None, _("In all"), totals.minutes, money.written(totals.gross_ore),
        money.written(sum(n.paid_ore for n in lines)), money.written(totals.to_pay_ore), "",
    ))  # fmt: skip
    headings = (
        _("Number"), _("Name"), _("Minutes"), _("Earned"), _("Paid"), _("To pay"), _("Payment")
    )  # fmt: skip
    notes = ", ".join(f"{count} × {value}" for value, count in need.items() if count)
    status = _("Status: {status}.").format(status=_status(found.status))
    told = [frame.table(headings, rows), status]
    if notes:
        told.append(_("Notes and coins: {notes}.").format(notes=notes))
    return Answer(document, "\n".join(told))


# Prints --------------------------------------------------------------------------------------------------------------


def _week_sheet(args: argparse.Namespace, place: Any) -> Any:
    from .. import staff
    from ..pay import week

    with place.read() as session:
        return week.sheet(session, *_at(args, session).values(), practice=staff.is_practice(session))


def _sheet(args: argparse.Namespace, place: Any) -> Answer:
    """A pay sheet where the programme pays on a list, an hours sheet where the crew is paid elsewhere."""
    from ..reports import tables
    from ..reports.hours_sheet import hours_sheet
    from ..reports.pay_sheet import pay_sheet

    kind, sheet = _kind(args.out), _week_sheet(args, place)
    table, paper = (tables.hours_table, hours_sheet) if sheet.week.kind == "standing" else (tables.pay_table, pay_sheet)
    return saved(args, place, paper(sheet) if kind == ".pdf" else _table(kind, table(sheet)), sheet.head)


def _slips(args: argparse.Namespace, place: Any) -> Answer:
    from .. import staff
    from ..pay import own
    from ..reports.slip import slips

    pdf_only(args.out)
    with place.read() as session:
        every = own.slips(session, *_at(args, session).values(), practice=staff.is_practice(session))
    return saved(args, place, slips(every), _week_sheet(args, place).head)


def _bank(args: argparse.Namespace, place: Any) -> Answer:
    from ..reports import tables
    from ..reports.bank_list import bank_list

    kind, sheet = _kind(args.out), _week_sheet(args, place)
    content = bank_list(sheet) if kind == ".pdf" else _table(kind, tables.bank_table(sheet))
    return saved(args, place, content, sheet.head)


def _notes(args: argparse.Namespace, place: Any) -> Answer:
    from ..reports.cash_need import cash_need_list

    pdf_only(args.out)
    sheet = _week_sheet(args, place)
    return saved(args, place, cash_need_list(sheet), sheet.head)


def _day(args: argparse.Namespace, place: Any) -> Answer:
    from .. import programmes, staff
    from ..pay import payouts
    from ..reports import tables
    from ..reports.day_list import day_list

    kind = _kind(args.out)
    with place.read() as session:
        programme = programmes.by_name(session, args.programme).id
        sheet = payouts.day_list(session, programme, args.date, practice=staff.is_practice(session))
    content = day_list(sheet) if kind == ".pdf" else _table(kind, tables.day_table(sheet))
    return saved(args, place, content, sheet.head)


def _kind(file: str) -> str:
    """What the file is to be, by how its name ends. Raises UserFacingError for anything that can't be made."""
    kind = Path(file).suffix.lower()
    if kind not in (".pdf", ".xlsx", ".csv"):
        raise UserFacingError(_("Name a file that ends in .pdf, .xlsx or .csv. Nothing has changed."))
    return kind


def _table(kind: str, table: Any) -> bytes:
    from ..spreadsheets import write_csv, write_xlsx

    headings, rows = table
    return write_xlsx(rows, headings) if kind == ".xlsx" else write_csv(rows, headings)


def pdf_only(file: str) -> None:
    if Path(file).suffix.lower() != ".pdf":
        raise UserFacingError(_("Name a file that ends in .pdf. Nothing has changed."))


def saved(args: argparse.Namespace, place: Any, content: bytes, head: Any) -> Answer:
    frame.save(args.out, content)
    place.looked(f"print {head.number}")
    document = {"ok": True, "file": args.out, "number": head.number, "hash": head.digest}
    return Answer(document, _("The sheet is saved: {file}").format(file=args.out))


# The day -------------------------------------------------------------------------------------------------------------


def _out(args: argparse.Namespace, place: Any) -> Answer:
    from .. import money, people, programmes
    from ..pay import bag, payouts

    with place.write() as work:
        programme = programmes.by_name(work.session, args.programme).id
        persons = [people.by_number(work.session, number) for number in args.person] if args.person else None
        own = bag.open_bags(work.session, holder=work.acting.id, programme=programme) if args.bag else []
        if args.bag and not own:
            raise UserFacingError(_("You have no cash bag out for this programme. Nothing has changed."))
        count, handed = payouts.pay_day(
            work, programme=programme, day=args.date, today=frame.today(), persons=persons,
            bag=own[-1].id if own else None, reason=args.reason,
        )  # fmt: skip
    sentence = ngettext("{count} person was paid {amount} kr.", "{count} people were paid {amount} kr.", count)
    return Answer(
        {"ok": True, "people": count, "handed_ore": handed}, sentence.format(count=count, amount=money.written(handed))
    )


def _take_back(args: argparse.Namespace, place: Any) -> Answer:
    from .. import people, programmes
    from ..pay import payouts

    with place.write() as work:
        programme = programmes.by_name(work.session, args.programme).id
        person = people.by_number(work.session, args.person)
        payouts.take_back(work, programme=programme, person=person, day=args.date, reason=args.reason)
    return Answer({"ok": True}, _("Saved."))
