"""What may stand in a person's fields: limits, phone and account numbers, nothing that looks like a birth number."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from .errors import UserFacingError
from .i18n import gettext as _
from .spreadsheets import a_text, has_birth_number

NAME_LIMIT = 80  # characters in each name
FIELDS = ("call_name", "first_name", "last_name", "birth_year", "phone", "payment_method", "account")
METHODS = ("cash", "bank")


def tidy(fields: dict[str, Any], today: date | None = None) -> dict[str, Any]:
    """The fields as they are kept: spaces trimmed, limits held. Raises UserFacingError with the reason."""
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not a field of a person: {sorted(unknown)}")
    out: dict[str, Any] = {}
    for name, value in fields.items():
        if name == "birth_year":
            latest = (today or date.today()).year
            if value is not None and not 1900 <= value <= latest:
                raise UserFacingError(_("The birth year must be four digits, 1900 to {year}.").format(year=latest))
            out[name] = value
        elif name == "payment_method":
            if value is not None and value not in METHODS:
                raise UserFacingError(_("Payment is cash or bank."))
            out[name] = value
        elif name == "phone":
            out[name] = phone(value)
        elif name == "account":
            out[name] = account(value)
        else:
            out[name] = plain_text(value, NAME_LIMIT)
    return out


def phone(text: str | None) -> str | None:
    """A phone number as written, spaces tidied: 3 to 15 digits, eleven only with a country's + or 00."""
    if not text or not text.strip():
        return None
    text = " ".join(text.split())
    digits = re.sub(r"\D", "", text)
    abroad = text.startswith(("+", "00"))
    birth = has_birth_number(text) or (len(digits) == 11 and not abroad)
    birth = birth or bool(re.match(r"(\+|00)[ (]*0", text))  # no country's number begins with 0
    if not re.fullmatch(r"\+?[0-9 ()/-]+", text) or not 3 <= len(digits) <= 15 or birth:
        raise UserFacingError(_("This is not a phone number."))
    return text


def account(text: str | None) -> str | None:
    """A Norwegian bank account as eleven digits, whatever stands between them; None when nothing is left."""
    digits = re.sub(r"[\s.\-]", "", a_text(text, 1_000_000) or "")
    if not digits:
        return None
    from stdnum.no import kontonr  # here, since it takes longer to load than most commands to run

    if not re.fullmatch(r"[0-9]{11}", digits) or not kontonr.is_valid(digits):
        raise UserFacingError(_("This is not a Norwegian account number. Check the eleven digits."))
    return digits


def account_written(digits: str | None, *, whole: bool = False) -> str:
    """1234.56.78903 for whoever edits it or pays to it; •••• 8903 everywhere else; "" where there is none."""
    if not digits:
        return ""
    return f"{digits[:4]}.{digits[4:6]}.{digits[6:]}" if whole else f"•••• {digits[-4:]}"


def plain_text(text: str | None, limit: int) -> str | None:
    """A text as it is kept: spaces tidied, at most `limit` characters, nothing that looks like a birth number. None
    when nothing is left. Raises UserFacingError."""
    text = a_text(text, 1_000_000) or ""
    if len(text) > limit:
        raise UserFacingError(_("The text is longer than {limit} characters.").format(limit=limit))
    if has_birth_number(text):
        raise UserFacingError(_("Birth numbers must not be written here. The birth year is enough."))
    return text or None
