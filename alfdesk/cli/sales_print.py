"""megafon commands that make a PDF: cards, a seller's statement, the stock list, an edition's report, a settlement."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from ..errors import UserFacingError
from ..i18n import gettext as _
from . import frame
from .frame import Answer, Commands
from .pay import pdf_only, saved
from .sales import named_edition, seller_numbered


def add_commands(commands: Commands) -> None:
    """Put this file's commands into the parsers."""
    add = commands.add
    cards = _to_pdf(add("megafon cards", _("seller cards, ten on a page; makes those that nobody has yet"), _cards))
    cards.add_argument("--seller", type=frame.whole, nargs="+", action="extend", metavar="NUMBER",
                       help=_("otherwise everyone with a good card"))  # fmt: skip
    cards.add_argument("--single", action="store_true", help=_("one card on a page of its size; needs one seller"))
    statement = _to_pdf(add("megafon statement", _("what a seller bought, in large type"), _statement))
    statement.add_argument("--seller", type=frame.whole, required=True, metavar="NUMBER")
    statement.add_argument("--from", dest="first", type=frame.day, metavar="DATE", help=_("otherwise this year"))
    statement.add_argument("--to", dest="last", type=frame.day, metavar="DATE", help=_("otherwise today"))
    _to_pdf(add("megafon stock-list", _("what lies where, on paper"), _stock_list))
    report = _to_pdf(add("megafon edition report", _("what became of an edition"), _report))
    named_edition(report)
    settlement = _to_pdf(add("megafon settlement print", _("a settlement, as often as you like"), _settlement))
    settlement.add_argument("number", metavar="K-0001")


def _to_pdf(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--out", required=True, metavar="FILE.pdf")
    return parser


def _cards(args: argparse.Namespace, place: Any) -> Answer:
    from ..reports.seller_card import seller_card, seller_cards
    from ..sales import sellers, statement

    pdf_only(args.out)
    frame.require_writable(args.out)
    today = frame.today()
    if args.single and len(args.seller or ()) != 1:
        raise UserFacingError(_("Name the one seller whose card it is. Nothing has changed."))
    with place.write(batch=True) as work:
        session = work.session
        if args.seller:
            people = [seller_numbered(session, number) for number in dict.fromkeys(args.seller)]
        else:
            people = [line.person for line in sellers.sellers(session, today)]
        without = [p for p in people if (sellers.good_card(session, p) or date.min) < today]
        # Who lost hers, or let it end, comes to the desk for a new one, and is named here for that.
        new = [p for p in without if args.seller or not sellers.seller_page(session, p, today).cards]
        for person in new:
            work.next()
            sellers.give_card(work, person=person, day=today)
        left_out = [sellers.number_of(session, p) for p in without if p not in new]
    if left_out:
        frame.warn(_("No good card: {numbers}.").format(numbers=", ".join(map(str, left_out))))
    with place.read() as session:
        faces = statement.card_faces(session, [p for p in people if p not in without or p in new], today)
    if not faces:
        raise UserFacingError(_("There is nobody to make a card for. Nothing has changed."))
    frame.save(args.out, seller_card(faces[0]) if args.single else seller_cards(faces))
    for face in faces:
        place.looked(f"print card {face.number}")
    document = {"ok": True, "file": args.out, "cards": len(faces), "new": len(new)}
    return Answer(document, _("The sheet is saved: {file}").format(file=args.out))


def _statement(args: argparse.Namespace, place: Any) -> Answer:
    from ..reports.seller_statement import seller_statement
    from ..sales import statement

    pdf_only(args.out)
    last = args.last or frame.today()
    first = args.first or last.replace(month=1, day=1)
    if first > last:
        raise UserFacingError(_("The last day is before the first."))
    with place.read() as session:
        made = statement.statement(session, seller_numbered(session, args.seller), first, last)
    return saved(args, place, seller_statement(made), made.foot)


def _stock_list(args: argparse.Namespace, place: Any) -> Answer:
    from ..reports.stock_list import stock_list
    from ..sales import stock_figures

    pdf_only(args.out)
    with place.read() as session:
        sheet = stock_figures.stock_sheet(session, frame.today())
    return saved(args, place, stock_list(sheet), sheet.foot)


def _report(args: argparse.Namespace, place: Any) -> Answer:
    from ..reports.edition_report import edition_report
    from ..sales import editions, stock_figures

    pdf_only(args.out)
    with place.read() as session:
        edition = editions.edition_named(session, args.product, args.edition)
        report = stock_figures.edition_report(session, edition, frame.today())
    return saved(args, place, edition_report(report), report.foot)


def _settlement(args: argparse.Namespace, place: Any) -> Answer:
    from ..reports.desk_settlement import desk_settlement
    from ..sales import settling

    pdf_only(args.out)
    with place.read() as session:
        settled = settling.numbered(session, args.number)
    return saved(args, place, desk_settlement(settled), settled.foot)
