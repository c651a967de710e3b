"""megafon commands: editions, the desk's paper list, stock, sellers' accounts, the day's settlement."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from ..errors import UserFacingError
from ..i18n import gettext as _
from . import frame
from .frame import Answer, Commands
from .people import read_in

EXAMPLE = '{"500": 1, "10": 3}'
COUNT_BYTES = 100_000  # of a file with a count, at most


def add_commands(commands: Commands) -> None:
    """Put this file's commands into the parsers."""
    add = commands.add
    commands.group("megafon", _("the street-paper desk"))
    commands.group("megafon edition", _("what is sold, and for what"))
    edition = add("megafon edition set", _("an edition's price from a day on; makes the edition"), _set_edition)
    named_edition(edition)
    edition.add_argument("--buy", type=frame.whole, required=True, metavar="ØRE", help=_("what the seller pays"))
    edition.add_argument("--cover", type=frame.whole, required=True, metavar="ØRE", help=_("what her customer pays"))
    edition.add_argument("--from", dest="since", type=frame.day, required=True, metavar="DATE")
    edition.add_argument("--to", dest="until", type=frame.day, metavar="DATE", help=_("the last day of this price"))
    edition.add_argument("--print-run", type=frame.whole, metavar="COPIES")
    edition.add_argument("--campaign", action="store_true", help=_("a campaign's price"))
    add("megafon edition list", _("every edition, the newest first"), _editions)
    outlets = add("megafon outlets", _("where sellers buy"), _outlets)
    outlets.add_argument("--all", action="store_true", help=_("closed ones too"))
    read = add("megafon import", _("read the desk's paper list in (CSV or XLSX)"), _import)
    read.add_argument("file", metavar="FILE")
    add("megafon stock", _("what lies where"), _stock)
    account = add("megafon account", _("what a seller has bought, paid and owes"), _account)
    account.add_argument("--seller", type=frame.whole, required=True, metavar="NUMBER")
    settle = add("megafon settle", _("the day's settlement of an outlet"), _settle)
    settle.add_argument("--outlet", required=True, metavar="NAME")
    settle.add_argument("--counted", required=True, metavar="FILE.json",
                        help=_("notes and coins: {example}").format(example=EXAMPLE))  # fmt: skip
    settle.add_argument("--reason", metavar="TEXT", help=_("why the count differs"))
    settle.add_argument("--upto", type=frame.day, metavar="DATE", help=_("a past day: later ones are carried over"))
    settle.add_argument("--carry", type=frame.day, action="append", default=[], metavar="DATE",
                        help=_("a day that stays open, its money in the till; can be said again"))  # fmt: skip
    settle.add_argument("--z-number", metavar="TEXT", help=_("the declared cash register's own number"))
    settle.add_argument("--z-total", type=frame.whole, metavar="ØRE", help=_("and its total"))
    commands.group("megafon settlement", _("settlements that were made"))
    listed = add("megafon settlement list", _("the newest first"), _settlements)
    listed.add_argument("--outlet", metavar="NAME")
    void = add("megafon settlement void", _("a settlement that does not count"), _void)
    void.add_argument("number", metavar="K-0001")
    void.add_argument("--reason", required=True, metavar="TEXT")
    rule = add("megafon rule", _("a limit, a float or a permission from a day on"), _rule)
    rule.add_argument("name", metavar="RULE", choices=tuple(ABOUT), help=", ".join(ABOUT))
    rule.add_argument("value", metavar="VALUE", help=_("øre or a number; yes or no; none: no longer; else words"))
    rule.add_argument("--of", required=True, metavar="NAME",
                      help=_("a publication, product, outlet or laptop, or a seller's number"))  # fmt: skip
    rule.add_argument("--from", dest="since", type=frame.day, required=True, metavar="DATE")


def named_edition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("product", metavar="PRODUCT")
    parser.add_argument("edition", metavar="EDITION")


def outlet_named(session: Any, name: str) -> bytes:
    """The outlet with this name. Raises UserFacingError."""
    from ..sales import outlets

    found = outlets.by_name(session, name)
    if found is None:
        raise UserFacingError(_("There is no outlet called {name}. Nothing has changed.").format(name=name))
    return found.id


def seller_numbered(session: Any, number: int) -> bytes:
    """The person with this seller number. Raises UserFacingError."""
    from ..sales import sellers

    person = sellers.person_of(session, number)
    if person is None:
        raise UserFacingError(_("Nobody has seller number {number}. Nothing has changed.").format(number=number))
    return person


# What is sold --------------------------------------------------------------------------------------------------------


def _set_edition(args: argparse.Namespace, place: Any) -> Answer:
    from ..sales import editions

    with place.write() as work:
        editions.set_edition(
            work, product=args.product, edition=args.edition, buy_ore=args.buy, cover_ore=args.cover, since=args.since,
            until=args.until, print_run=args.print_run, kind="campaign" if args.campaign else "price",
        )  # fmt: skip
    return Answer({"ok": True, "product": args.product, "edition": args.edition}, _("Saved."))


def _editions(_args: argparse.Namespace, place: Any) -> Answer:
    from .. import money
    from ..sales import editions

    with place.read() as session:
        found = editions.editions(session, frame.today(), all=True)
    document = {
        "editions": [
            {"product": e.product, "edition": e.name, "buy_ore": e.price and e.price.buy_ore,
             "cover_ore": e.price and e.price.cover_ore, "from": e.first_day and e.first_day.isoformat(),
             "to": e.last_day and e.last_day.isoformat(), "print_run": e.print_run}
            for e in found
        ]
    }  # fmt: skip
    rows = [
        (e.product, e.name, e.price and money.written(e.price.buy_ore), e.price and money.written(e.price.cover_ore),
         e.print_run)
        for e in found
    ]  # fmt: skip
    headings = (_("Product"), _("Edition"), _("Buy price today"), _("Cover price"), _("Print run"))
    return Answer(document, frame.table(headings, rows))


def _outlets(args: argparse.Namespace, place: Any) -> Answer:
    from ..sales import outlets

    with place.read() as session:
        found = outlets.outlets(session, closed=args.all)
    document = {"outlets": [{"outlet": o.name, "closed": o.closed} for o in found]}
    return Answer(document, frame.table((_("Outlet"), ""), [(o.name, _("closed") if o.closed else "") for o in found]))


def _import(args: argparse.Namespace, place: Any) -> Answer:
    from ..sales import paper

    with place.write(batch=True) as work:
        done = paper.read_desk(work, file=Path(args.file), today=frame.today())
    answer = read_in(done)
    flagged = [{"line": line, "reason": reason} for line, reason in done.flagged]
    return Answer({**answer.document, "flagged": flagged}, answer.text)  # type: ignore[dict-item]


def _stock(_args: argparse.Namespace, place: Any) -> Answer:
    from ..sales import stock

    with place.read() as session:
        found = stock.stock(session)
    lines = sorted(found, key=lambda s: (s.outlet, s.product, s.edition))
    document = [
        {"outlet": s.outlet, "product": s.product, "edition": s.edition, "copies": s.copies, "in_transit": s.in_transit}
        for s in lines
    ]
    rows = [(s.outlet, s.product, s.edition, s.copies, s.in_transit or None) for s in found]
    headings = (_("Outlet"), _("Product"), _("Edition"), _("Copies"), _("Under way"))
    return Answer(document, frame.table(headings, rows))


# Sellers -------------------------------------------------------------------------------------------------------------


def _account(args: argparse.Namespace, place: Any) -> Answer:
    from .. import money
    from ..sales import accounts

    with place.read() as session:
        found = accounts.account(session, seller_numbered(session, args.seller))
    document = {
        "seller": found.seller, "copies_bought": found.copies_bought, "copies_returned": found.copies_returned,
        "paid_ore": found.paid_ore, "owes_ore": found.owes_ore, "held_for_ore": found.held_for_ore,
    }  # fmt: skip
    rows = [
        (_("Copies bought"), found.copies_bought), (_("Copies returned"), found.copies_returned),
        (_("Paid"), money.written(found.paid_ore)), (_("Owes"), money.written(found.owes_ore)),
        (_("Held for the seller"), money.written(found.held_for_ore)),
    ]  # fmt: skip
    return Answer(document, frame.table((_("Seller"), str(found.seller)), rows))


# The till ------------------------------------------------------------------------------------------------------------


def _settle(args: argparse.Namespace, place: Any) -> Answer:
    from .. import money
    from ..sales import settling

    counts = _counted(Path(args.counted))
    with place.write() as work:
        done = settling.settle(
            work, outlet=outlet_named(work.session, args.outlet), day=frame.today(), at_minute=frame.now_minute(),
            counts=counts, reason=args.reason, upto=args.upto, carried=args.carry, z_number=args.z_number,
            z_total_ore=args.z_total,
        )  # fmt: skip
    document = {"number": done.number, "expected_ore": done.expected_ore, "counted_ore": done.counted_ore,
                "difference_ore": done.difference_ore}  # fmt: skip
    words = _("Settlement {number}: {expected} expected, {counted} counted, difference {difference}.")
    return Answer(document, words.format(
        number=done.number, expected=money.written(done.expected_ore), counted=money.written(done.counted_ore),
        difference=money.written(done.difference_ore),
    ))  # fmt: skip


def _counted(file: Path) -> dict[int, int]:
    """The count in a JSON file. Raises UserFacingError."""
    from ..sales import till

    sentence = _("{name} must hold a count like {example}. Nothing has changed.")
    wanted = sentence.format(name=file.name, example=EXAMPLE)
    try:
        with file.open("rb") as opened:
            text = opened.read(COUNT_BYTES + 1)
    except FileNotFoundError:
        raise UserFacingError(_("There is no file named {name}.").format(name=file.name)) from None
    except OSError as error:
        sentence = _("{name} could not be read. Check that it is not open in another program, and try again.")
        raise UserFacingError(sentence.format(name=file.name)) from error
    try:
        if len(text) > COUNT_BYTES:
            raise ValueError
        said = json.loads(text.decode("utf-8-sig"), object_pairs_hook=tuple)
    except (ValueError, RecursionError):
        raise UserFacingError(wanted) from None
    if not isinstance(said, tuple) or any(isinstance(count, tuple) for _value, count in said):
        raise UserFacingError(wanted)
    return till.counts_of(said)


def _settlements(args: argparse.Namespace, place: Any) -> Answer:
    from .. import money
    from ..sales import settling
    from ..weeks import written

    with place.read() as session:
        outlet = outlet_named(session, args.outlet) if args.outlet else None
        found = settling.settlements(session, outlet)
    document = {
        "settlements": [
            {"number": s.number, "outlet": s.outlet, "date": s.day.isoformat(), "expected_ore": s.expected_ore,
             "counted_ore": s.counted_ore, "difference_ore": s.difference_ore, "reason": s.reason,
             "carried_ore": s.carried_ore, "voided": s.voided}
            for s in found
        ]
    }  # fmt: skip
    rows = [
        (s.number, s.outlet, written(s.day), money.written(s.expected_ore), money.written(s.counted_ore),
         money.written(s.difference_ore), _("voided: {why}").format(why=s.void_reason) if s.voided else s.reason)
        for s in found
    ]  # fmt: skip
    headings = (_("Number"), _("Outlet"), _("Day"), _("Expected"), _("Counted"), _("Difference"), _("Reason"))
    return Answer(document, frame.table(headings, rows))


def _void(args: argparse.Namespace, place: Any) -> Answer:
    from ..sales import settling

    with place.write() as work:
        found = settling.numbered(work.session, args.number)
        settling.void_settlement(work, settlement=found.id, reason=args.reason)
    return Answer({"ok": True, "number": found.number}, _("Saved."))


# Rules ---------------------------------------------------------------------------------------------------------------


def _rule(args: argparse.Namespace, place: Any) -> Answer:
    from ..sales import rules

    value: Any = args.value
    if args.name in rules.ENDS and args.value == "none":
        value = None
    elif args.name == "returns":
        value = {"yes": True, "no": False}.get(args.value, args.value)
    elif args.name not in ("letter", "card_found"):
        value = int(args.value) if args.value.isascii() and args.value.isdigit() else args.value
    with place.write() as work:
        about = _about(place, work.session, args.name, args.of)
        rules.rule(work, about=about, key=args.name, value=value, since=args.since)
    return Answer({"ok": True, "rule": args.name}, _("Saved."))


def _about(place: Any, session: Any, rule: str, name: str) -> bytes:
    """What the rule is about, by its name. Raises UserFacingError."""
    from ..exchange import roster
    from ..sales import editions, outlets

    if rule == "credit_limit" and name.isascii() and name.isdigit():
        return seller_numbered(session, int(name))
    found: dict[str, bytes] = {}
    if ABOUT[rule] == "publication":
        found = {label: id_ for id_, label, _products in editions.publications(session)}
    elif ABOUT[rule] == "product":
        found = {label: id_ for _id, _name, products in editions.publications(session) for id_, label in products}
    elif ABOUT[rule] == "outlet":
        return outlet_named(session, name)
    else:
        found = {one.name: id_ for id_, one in roster.laptops(place.cursor()).items()}
    for label, id_ in found.items():
        if outlets.same(label, name):
            return id_
    raise UserFacingError(_("There is nothing called {name} that this rule is about.").format(name=name))


# What each rule is about, by name.
ABOUT = {
    "credit_limit": "publication", "card_fee_ore": "publication", "card_months": "publication",
    "card_found": "publication", "returns": "product", "return_days": "product", "starter_copies": "product",
    "float_ore": "outlet", "letter": "laptop",
}  # fmt: skip
