"""Moments, sizes and counts as they are written on this page."""

from __future__ import annotations

from datetime import date

from alfdesk.i18n import gettext as _
from alfdesk.i18n import language, ngettext
from alfdesk.journal import local

from ... import formats

SORTS = 3  # of what a parcel brings, on its card; the panel has them all


def moment(at: int, today: date) -> str:
    """Milliseconds since 1970 as "i dag kl. 15.02", "fredag kl. 14.40" within the week, else with the date."""
    then = local(at)
    return _("{day} at {time}").format(day=day(at, today), time=formats.clock(then.hour * 60 + then.minute))


def day(at: int, today: date) -> str:
    """The same without the time."""
    then = local(at).date()
    if 1 < (today - then).days < 7:
        return formats.weekday_name(then)
    return formats.day_near(then, today)


def shortly(at: int, today: date) -> str:
    """A moment of this week; of an earlier one the day alone."""
    then = local(at).date()
    return moment(at, today) if (today - then).days < 7 else day(at, today)


def size(count: int) -> str:
    """Bytes as people have them on a stick: 3,1 GB, 24 MB, 5 kB."""
    for unit, bytes_ in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= bytes_:
            tenths = count * 10 // bytes_
            if unit != "GB" or tenths >= 1000:
                return f"{tenths // 10}{formats.NO_BREAK}{unit}"
            comma = "." if language() == "en" else ","
            return f"{tenths // 10}{comma}{tenths % 10}{formats.NO_BREAK}{unit}"
    return f"0{formats.NO_BREAK}kB"


def changes(count: int) -> str:
    return ngettext("{count} change", "{count} changes", count).format(count=formats.spaced(count))


def briefly(lines: tuple[str, ...]) -> str:
    """The first of them; that there are more is said."""
    if len(lines) <= SORTS:
        return listed(lines)
    return _("{some} and more").format(some=", ".join(lines[:SORTS]))


def listed(parts: tuple[str, ...]) -> str:
    """ "42 oppmøter, 3 plasser og 1 lapp"."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{several} and {last}").format(several=", ".join(parts[:-1]), last=parts[-1])
