"""How the desk is put in words: amounts, ways to pay, what is said of a sale."""

from __future__ import annotations

from datetime import date
from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked, ngettext, worded
from alfdesk.weeks import clock

from ... import formats
from .typed import KEYS

# The buttons, in order: way, words, icon.
WAYS = (
    ("cash", marked("Cash"), "cash-banknote"),
    ("vipps", marked("Vipps"), "device-mobile"),
    ("credit", marked("Credit"), "credit-card"),
    ("free", marked("Free"), "gift"),
    ("return", marked("Return"), "arrow-back-up"),
    ("held", marked("Held money"), "wallet"),
)
# How it was paid, in the list of sales.
PAID = {
    "cash": marked("cash"), "vipps": marked("Vipps"), "credit": marked("credit"), "held": marked("held money"),
    "free": marked("free"), "return": marked("return"), "mixed": marked("divided"),
}  # fmt: skip


def copies(count: int) -> str:
    return ngettext("{copies} copy", "{copies} copies", abs(count)).format(copies=formats.spaced(count))


def money(ore: int) -> str:
    return formats.kroner(ore, short=True)


def paid(code: str) -> str:
    return worded(PAID.get(code, code))


def typed_as() -> str:
    """How the ways are typed: "10v Vipps · 5g free · −5 return"."""
    examples = (
        ("10v", "vipps"), ("5g", "free"), ("−5", "return"),
    )  # fmt: skip
    return _("Can also be typed: {ways}").format(ways="  ·  ".join(f"{typed} {paid(way)}" for typed, way in examples))


def key_of(way: str) -> str:
    return KEYS.get(way, "")


def who(before: Any) -> str:
    return _("{name}, seller {number}").format(name=before.name, number=before.number)


def sold(before: Any, count: int, amount: int, way: str, change: int = 0) -> str:
    """What is announced of a sale."""
    fields = {"copies": copies(count), "number": before.number, "amount": money(amount), "way": paid(way)}
    if way == "free":
        return _("{copies} to seller {number}, free.").format(**fields)
    if way == "return":
        return _("{copies} back from seller {number}. {amount} is paid out.").format(**fields)
    if way == "return_credit":
        return _("{copies} back from seller {number}. {amount} less is owed.").format(**fields)
    said = _("{copies} to seller {number}. {amount} {way}.").format(**fields)
    back = _("Back: {amount}.").format(amount=money(change))
    return f"{said} {back}" if change else said


def line_amount(line: Any) -> str:
    return money(line.amount_ore)


def card_words(before: Any) -> str:
    if before.card_to is None:
        return _("no valid card")
    if before.card_expired:
        return _("the card ended {day}").format(day=formats.day_short(before.card_to))
    return _("card to {day}").format(day=formats.day_short(before.card_to))


def break_words(line: Any) -> str:
    from alfdesk.sales import words

    reason = worded(words.BREAKS.get(line.reason, line.reason))
    if line.to_day is None:
        return _("Break from selling since {day}: {reason}.").format(day=formats.day_short(line.from_day), reason=reason)
    return _("Break from selling through {day}: {reason}.").format(day=formats.day_short(line.to_day), reason=reason)


def out_words(one: Any, today: date) -> str:
    """"860 out since 2 November" of an edition."""
    first = one.edition.first_day
    if first is None:
        return _("{count} out").format(count=formats.spaced(one.out))
    day = _("{day} {month}").format(day=first.day, month=formats.month_name(first))
    return _("{count} out since {day}").format(count=formats.spaced(one.out), day=day)


def count_words(sheet: Any) -> str:
    """That a count of the stock goes on; nothing where none does."""
    return _("A count of the stock goes on since {time}.").format(time=clock(sheet.at_minute)) if sheet is not None else ""
