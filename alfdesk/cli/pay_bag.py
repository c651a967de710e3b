"""pay bag commands: the cash bag, counted by note and coin."""

from __future__ import annotations

import argparse
import re
from typing import Any

from ..errors import UserFacingError
from ..i18n import gettext as _
from . import frame
from .frame import Answer, Commands
from .pay import of_day, saved, pdf_only


def add_commands(commands: Commands) -> None:
    """Put this file's commands into the parsers."""
    add = commands.add
    commands.group("pay bag", _("the cash bag"))
    for name, help_, run in (
        ("pay bag out", _("hand a bag out, counted"), _out),
        ("pay bag top-up", _("put more into it"), _top_up),
        ("pay bag count", _("it is back: write down what is in it"), _count),
    ):
        parser = _of_holder(of_day(add(name, help_, run)))
        parser.add_argument("--count", type=notes, nargs="*", required=True, metavar="200x3",
                            help=_("note or coin, x, how many"))  # fmt: skip
    explain = _of_holder(of_day(add("pay bag explain", _("why the count was not what was expected"), _explain)))
    explain.add_argument("--reason", required=True, metavar="TEXT")
    of_day(add("pay bag show", _("the bags of a day"), _show))
    of_day(add("pay bag propose", _("a bag for a day, from the last weeks"), _propose))
    sheet = _of_holder(of_day(add("pay bag sheet", _("the count on paper"), _sheet)))
    sheet.add_argument("--out", required=True, metavar="FILE.pdf")


def notes(text: str) -> tuple[int, int]:
    """Three notes of 200, "200x3"; argparse shows the error."""
    found = re.fullmatch(r"([0-9]{1,4})[x×*]([0-9]{1,4})", text.strip(), re.IGNORECASE)
    if not found:
        raise argparse.ArgumentTypeError(text)
    return int(found[1]), int(found[2])


def _of_holder(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--holder", metavar="NAME", help=_("who has the bag; otherwise you"))
    return parser


def _counts(args: argparse.Namespace) -> dict[int, int]:
    counts: dict[int, int] = {}
    for value, count in args.count:
        counts[value] = counts.get(value, 0) + count
    return counts


def _programme(args: argparse.Namespace, session: Any) -> bytes:
    from .. import programmes

    return programmes.by_name(session, args.programme).id


def _holder(args: argparse.Namespace, session: Any, place: Any) -> bytes:
    from .. import staff

    return staff.find(session, args.holder).id if args.holder else place.owner


def _bag(args: argparse.Namespace, session: Any, place: Any) -> bytes:
    """The holder's bag of that day; the newest where she has had several."""
    from ..pay import bag

    holder = _holder(args, session, place)
    own = [b for b in bag.bags(session, _programme(args, session), args.date, args.date) if b.holder_id == holder]
    if not own:
        raise UserFacingError(_("There is no such cash bag. Nothing has changed."))
    return own[-1].id


def _out(args: argparse.Namespace, place: Any) -> Answer:
    from ..pay import bag

    with place.write() as work:
        bag.hand_out(
            work, programme=_programme(args, work.session), day=args.date,
            holder=_holder(args, work.session, place), counts=_counts(args),
        )  # fmt: skip
    return Answer({"ok": True}, _("Saved."))


def _top_up(args: argparse.Namespace, place: Any) -> Answer:
    from ..pay import bag

    with place.write() as work:
        bag.top_up(work, bag=_bag(args, work.session, place), counts=_counts(args))
    return Answer({"ok": True}, _("Saved."))


def _count(args: argparse.Namespace, place: Any) -> Answer:
    from .. import money
    from ..pay import bag

    with place.write() as work:
        difference = bag.count(work, bag=_bag(args, work.session, place), counts=_counts(args))
    text = _("The count is written down, and it is right.")
    if difference:
        text = _("The count is written down. It differs by {amount} kr: say why with “pay bag explain”.")
    return Answer({"ok": True, "difference_ore": difference}, text.format(amount=money.written(difference)))


def _explain(args: argparse.Namespace, place: Any) -> Answer:
    from ..pay import bag

    with place.write() as work:
        bag.explain(work, bag=_bag(args, work.session, place), reason=args.reason)
    return Answer({"ok": True}, _("Saved."))


def _show(args: argparse.Namespace, place: Any) -> Answer:
    """What a bag that is out should hold is not told: it is to be counted blind."""
    from .. import money
    from ..pay import bag

    with place.read() as session:
        found = bag.bags(session, _programme(args, session), args.date, args.date)
    document = {
        "bags": [
            {"holder": b.holder, "status": b.status, "put_in_ore": b.put_in_ore,
             "paid_ore": None if b.status == "out" else b.paid_ore, "counted_ore": b.counted_ore,
             "difference_ore": b.difference_ore, "reason": b.reason}
            for b in found
        ]
    }  # fmt: skip
    status = {"out": _("out"), "unexplained": _("unexplained"), "returned": _("returned")}

    def kr(ore: int | None) -> str | None:
        return None if ore is None else money.written(ore)

    rows = [
        (b.holder, status[b.status], kr(b.put_in_ore), kr(b.counted_ore), kr(b.difference_ore), b.reason)
        for b in found
    ]
    headings = (_("Who"), _("Status"), _("Put in"), _("Counted"), _("Difference"), _("Reason"))
    return Answer(document, frame.table(headings, rows))


def _propose(args: argparse.Namespace, place: Any) -> Answer:
    from .. import money
    from ..pay import bag

    with place.read() as session:
        found = bag.propose(session, _programme(args, session), args.date)
    document = {
        "date": found.day.isoformat(), "days_seen": found.days_seen, "people": found.people, "each_ore": found.each_ore,
        "amount_ore": found.amount_ore, "counts": {str(value): count for value, count in found.counts.items()},
    }  # fmt: skip
    words = _("{people} people at {each} kr are {amount} kr: {notes}.")
    counts = ", ".join(f"{count} × {value}" for value, count in found.counts.items() if count) or "–"
    each, amount = money.written(found.each_ore), money.written(found.amount_ore)
    return Answer(document, words.format(people=found.people, each=each, amount=amount, notes=counts))


def _sheet(args: argparse.Namespace, place: Any) -> Answer:
    from .. import staff
    from ..pay import bag
    from ..reports.bag_count import bag_count

    pdf_only(args.out)
    with place.read() as session:
        sheet = bag.sheet(session, _bag(args, session, place), practice=staff.is_practice(session))
    return saved(args, place, bag_count(sheet), sheet.head)
