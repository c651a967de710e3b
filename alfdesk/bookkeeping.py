"""How long what was paid must be kept: so many years after the end of the calendar year, by the bookkeeping law."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from .models.pay import PayLine, Payout, PayWeek
from .models.programmes import Setting
from .models.sales import AccountMove, Purchase
from .models.staff import Workplace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

# The rule of the workplace (`programmes.RULES`), and what holds where none is set.
RULE = "payments_kept"
YEARS = 5  # bokføringsloven § 13


def kept_until(session: Session, person: bytes) -> date | None:
    """The last day on which what was reckoned for, paid or sold to this person must be there; None where nothing was.

    What was taken back is a voucher too, and counts.
    """
    paid = select(func.max(Payout.paid_on)).where(Payout.person == person).execution_options(voided=True)
    reckoned = (
        select(func.max(PayWeek.monday))
        .join(PayLine, PayLine.week == PayWeek.id)
        .where(PayLine.person == person)
        .execution_options(voided=True)
    )
    monday = session.scalars(reckoned).one()
    at_the_desk = (
        session.scalars(select(func.max(of.day)).where(of.person == person).execution_options(voided=True)).one()
        for of in (Purchase, AccountMove)
    )
    days = [d for d in (session.scalars(paid).one(), monday and monday + timedelta(6), *at_the_desk) if d]
    if not days:
        return None
    end = date(max(days).year, 12, 31)
    return date(end.year + _years(session, end), 12, 31)


def _years(session: Session, day: date) -> int:
    """What the workplace has set from a day up to this one, else what the law says."""
    found = session.scalars(
        select(Setting.value)
        .where(Setting.about.in_(select(Workplace.id)), Setting.key == RULE, Setting.from_day <= day)
        .order_by(Setting.from_day.desc(), Setting.id.desc())
    ).first()
    return YEARS if found is None else int(json.loads(found))
