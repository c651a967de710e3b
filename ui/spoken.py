"""Text as it is said aloud: "kl. 08.02" is "klokken åtte null to", "1 000 kr" is "ett tusen kroner". No Qt.

Voices read figures in many ways, and rarely as people here do. So every time, date, sum and number becomes words before
a voice gets them. `pieces` keeps which part of the written text each said part came from, so that the word being read
can be shown where it stands. Words of speech are not in the catalogue: they follow grammar, not messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Piece:
    """A part of a text: where it stands as written (`start`, `end`) and what is said for it."""

    start: int
    end: int
    said: str


@dataclass(frozen=True)
class _Tongue:
    """How one language says figures."""

    units: tuple[str, ...]  # 0 to 19
    tens: tuple[str, ...]  # 20, 30 … 90
    hundred: str
    thousand: str
    million: tuple[str, str]
    one: str  # before hundred and thousand
    joined: str  # between tens and units
    and_: str
    ordinals: tuple[str, ...]  # 1st to 20th, 30th
    months: tuple[str, ...]
    clock: str
    to: str
    comma: str
    minus: str
    of: str
    born: str
    number: str
    percent: str
    crown: tuple[str, str]
    ore: str
    one_crown: str


_NB = _Tongue(
    units=tuple(
        "null en to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten "
        "nitten".split()
    ),
    tens=tuple("tjue tretti førti femti seksti sytti åtti nitti".split()),
    hundred="hundre", thousand="tusen", million=("million", "millioner"), one="ett", joined="", and_="og",
    ordinals=tuple(
        "første andre tredje fjerde femte sjette sjuende åttende niende tiende ellevte tolvte trettende fjortende "
        "femtende sekstende syttende attende nittende tjuende trettiende".split()
    ),
    months=tuple("januar februar mars april mai juni juli august september oktober november desember".split()),
    clock="klokken", to="til", comma="komma", minus="minus", of="av", born="født", number="nummer", percent="prosent",
    crown=("krone", "kroner"), ore="øre", one_crown="en",
)  # fmt: skip
_NN = _Tongue(
    units=tuple(
        "null ein to tre fire fem seks sju åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten "
        "nitten".split()
    ),
    tens=_NB.tens,
    hundred="hundre", thousand="tusen", million=("million", "millionar"), one="eitt", joined="", and_="og",
    ordinals=tuple(
        "første andre tredje fjerde femte sjette sjuande åttande niande tiande ellevte tolvte trettande fjortande "
        "femtande sekstande syttande attande nittande tjuande trettiande".split()
    ),
    months=_NB.months,
    clock="klokka", to="til", comma="komma", minus="minus", of="av", born="fødd", number="nummer", percent="prosent",
    crown=("krone", "kroner"), ore="øre", one_crown="ei",
)  # fmt: skip
_EN = _Tongue(
    units=tuple(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    ),
    tens=tuple("twenty thirty forty fifty sixty seventy eighty ninety".split()),
    hundred="hundred", thousand="thousand", million=("million", "million"), one="one", joined="-", and_="and",
    ordinals=tuple(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth".split()
    ),
    months=tuple(
        "January February March April May June July August September October November December".split()
    ),
    clock="", to="to", comma="point", minus="minus", of="of", born="born", number="number", percent="percent",
    crown=("krone", "kroner"), ore="øre", one_crown="one",
)  # fmt: skip
_TONGUES = {"nb": _NB, "nn": _NN, "en": _EN}

LARGEST = 999_999_999
_SPACE = "[ \u00a0\u202f]"
_DIGITS = rf"[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+|[0-9]+"
_MONTH = "|".join(sorted({*_NB.months, *_EN.months}, key=len, reverse=True))
_FIGURES = re.compile(
    rf"""
    (?P<date> (?<![\w.])(?P<d>[0-9]{{1,2}})\.(?P<m>[0-9]{{1,2}})\.(?P<y>[0-9]{{4}})(?![0-9]) )
  | (?P<clock> (?<![\w.,])(?:(?P<kl>kl\.?{_SPACE}*))?(?P<h>[01]?[0-9]|2[0-4])[.:](?P<min>[0-5][0-9])
        (?![0-9]|[.,:][0-9]) )
  | (?P<hour> (?<!\w)kl\.?{_SPACE}*(?P<whole>[01]?[0-9]|2[0-4])(?![0-9.:]) )
  | (?P<of> (?<![\w/])(?P<part>[0-9]{{1,6}})/(?P<all>[0-9]{{1,6}})(?![\w/]) )
  | (?P<nth> (?<![\w.,])(?P<day>[12]?[0-9]|3[01])(?P<dot>\.?){_SPACE}(?P<month>{_MONTH})\b
        (?:{_SPACE}(?P<year>(?:19|20)[0-9]{{2}})(?![0-9]))? )
  | (?P<sum> (?P<minus>[−-])?(?<![\w.,])(?P<crowns>{_DIGITS})(?:,(?P<ore>[0-9]{{2}}))?{_SPACE}kr\b\.? )
  | (?P<share> (?<![\w.,])(?P<hundredths>{_DIGITS}){_SPACE}?% )
  | (?P<number> (?<!\w)(?P<sign>[−-])?(?<![\w.,])(?P<n>{_DIGITS})(?:,(?P<parts>[0-9]+))?(?![\w]) )
  | (?P<nr> (?<!\w)nr\.(?={_SPACE}?[0-9]) )
  | (?P<born> (?<!\w)f\.(?={_SPACE}(?:19|20)[0-9]{{2}}(?![0-9])) )
  | (?P<dash> (?<=[0-9])[–-](?=[0-9]) )
  | (?P<point> {_SPACE}*·{_SPACE}* )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def spoken(text: str, language: str) -> str:
    """What a voice is given for `text` in `language` (nb, nn or en)."""
    return "".join(piece.said for piece in pieces(text, language))


def pieces(text: str, language: str) -> list[Piece]:
    """`text` cut into parts, in order and without gaps: what is said as written, and what is said in other words."""
    tongue, found, at = _TONGUES[language], [], 0
    for match in _FIGURES.finditer(text):
        if match.start() > at:
            found.append(Piece(at, match.start(), text[at : match.start()]))
        found.append(Piece(match.start(), match.end(), _said(match, tongue)))
        at = match.end()
    if at < len(text):
        found.append(Piece(at, len(text), text[at:]))
    return found


def written_place(parts: list[Piece], start: int, length: int) -> tuple[int, int]:
    """Where `length` characters from `start` of the said text stand in the written one: (start, length).

    Within figures it is the whole of them: "åtte null to" has no part of "08.02" for "null".
    """
    ends = list(accumulate(len(part.said) for part in parts))
    first = last = None
    for part, end in zip(parts, ends, strict=True):
        begin = end - len(part.said)
        if begin < start + length and end > start:
            as_it_stands = part.end - part.start == len(part.said)
            low = part.start + max(0, start - begin) if as_it_stands else part.start
            high = part.start + min(len(part.said), start + length - begin) if as_it_stands else part.end
            first = low if first is None else first
            last = high
    return (0, 0) if first is None or last is None else (first, last - first)


def number(value: int, language: str) -> str:
    """A whole number in words: 47 is "førtisju". Above 999 999 999 digit by digit."""
    return _number(value, _TONGUES[language])


def _said(match: re.Match[str], tongue: _Tongue) -> str:
    match next(kind for kind in _KINDS if match[kind] is not None):
        case "date":
            day, month = int(match["d"]), int(match["m"])
            if not (1 <= day <= 31 and 1 <= month <= 12):
                return _digits(match["date"], tongue)
            return f"{_day(day, tongue.months[month - 1], tongue)} {_year(int(match['y']), tongue)}"
        case "clock":
            return _time(int(match["h"]), int(match["min"]), bool(match["kl"]), tongue)
        case "hour":
            return _time(int(match["whole"]), 0, True, tongue)
        case "of":
            return f"{_number(int(match['part']), tongue)} {tongue.of} {_number(int(match['all']), tongue)}"
        case "nth":
            if tongue is not _EN and not match["dot"]:
                said = f"{_number(int(match['day']), tongue)} {match['month']}"
            else:
                said = _day(int(match["day"]), match["month"], tongue)
            return f"{said} {_year(int(match['year']), tongue)}" if match["year"] else said
        case "sum":
            said = _crowns(_value(match["crowns"]), tongue)
            if match["ore"] and int(match["ore"]):
                said += f" {tongue.and_} {_number(int(match['ore']), tongue)} {tongue.ore}"
            end = "." if match["sum"].endswith(".") else ""
            return (f"{tongue.minus} {said}" if match["minus"] else said) + end
        case "share":
            return f"{_plain(match['hundredths'], tongue)} {tongue.percent}"
        case "number":
            said = _plain(match["n"], tongue)
            if match["parts"]:
                said += f" {tongue.comma} {_decimals(match['parts'], tongue)}"
            return f"{tongue.minus} {said}" if match["sign"] else said
        case "nr":
            return tongue.number
        case "born":
            return tongue.born
        case "dash":
            return f" {tongue.to} "
        case _:
            return ", "


_KINDS = ("date", "clock", "hour", "of", "nth", "sum", "share", "number", "nr", "born", "dash", "point")


def _value(digits: str) -> int:
    return int(re.sub(_SPACE, "", digits))


def _number(value: int, tongue: _Tongue) -> str:
    if value > LARGEST:
        return _digits(str(value), tongue)
    if value < 100:
        return _below_hundred(value, tongue)
    said, rest = [], value
    if rest >= 1_000_000:
        many, rest = divmod(rest, 1_000_000)
        said.append(f"{_number(many, tongue)} {tongue.million[many != 1]}")
    if rest >= 1000:
        many, rest = divmod(rest, 1000)
        said.append(f"{tongue.one if many == 1 else _number(many, tongue)} {tongue.thousand}")
    if rest >= 100:
        many, rest = divmod(rest, 100)
        said.append(f"{tongue.one if many == 1 else tongue.units[many]} {tongue.hundred}")
    if rest:
        said.append(f"{tongue.and_} {_below_hundred(rest, tongue)}")
    return " ".join(said)


def _below_hundred(value: int, tongue: _Tongue) -> str:
    if value < 20:
        return tongue.units[value]
    ten, unit = divmod(value, 10)
    return tongue.tens[ten - 2] + (tongue.joined + tongue.units[unit] if unit else "")


def _plain(digits: str, tongue: _Tongue) -> str:
    """A number that stands alone. 0094 is said digit by digit, 1987 as a year; thousands are written with a space."""
    if len(digits) > 1 and digits.startswith("0"):
        return _digits(digits, tongue)
    value = _value(digits)
    return _year(value, tongue) if len(digits) == 4 and 1900 <= value <= 2099 else _number(value, tongue)


def _digits(text: str, tongue: _Tongue) -> str:
    return " ".join(tongue.units[int(digit)] for digit in text if digit.isdecimal())


def _decimals(digits: str, tongue: _Tongue) -> str:
    if tongue is _EN or digits.startswith("0") or len(digits) > 2:
        return _digits(digits, tongue)
    return _number(int(digits), tongue)


def _year(year: int, tongue: _Tongue) -> str:
    century, rest = divmod(year, 100)
    if not 1900 <= year <= 2099 or 2000 <= year <= 2009:
        return _number(year, tongue)
    if not rest:
        return f"{_below_hundred(century, tongue)} {tongue.hundred}"
    between = "oh " if tongue is _EN and rest < 10 else ""
    if tongue is not _EN and century == 19 and rest < 10:
        return f"{_below_hundred(century, tongue)} {tongue.hundred} {tongue.and_} {_below_hundred(rest, tongue)}"
    return f"{_below_hundred(century, tongue)} {between}{_below_hundred(rest, tongue)}"


def _ordinal(day: int, tongue: _Tongue) -> str:
    if day <= 20:
        return tongue.ordinals[day - 1]
    if day == 30:
        return tongue.ordinals[20]
    return tongue.tens[day // 10 - 2] + tongue.joined + tongue.ordinals[day % 10 - 1]


def _day(day: int, month: str, tongue: _Tongue) -> str:
    if not day:
        return f"{tongue.units[0]} {month}"
    said = _ordinal(day, tongue)
    return f"the {said} of {month}" if tongue is _EN else f"{said} {month}"


def _time(hour: int, minute: int, named: bool, tongue: _Tongue) -> str:
    words = [tongue.clock] if named and tongue.clock else []
    words.append(_below_hundred(hour, tongue))
    if minute:
        if minute < 10:
            words.append("oh" if tongue is _EN else tongue.units[0])
        words.append(_below_hundred(minute, tongue))
    elif tongue is _EN:
        words.append("o'clock")
    return " ".join(words)


def _crowns(value: int, tongue: _Tongue) -> str:
    return f"{tongue.one_crown if value == 1 else _number(value, tongue)} {tongue.crown[value != 1]}"
