"""A list of people, looked at line by line before anything is written: what each line says, and what is wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from .. import cards, programmes
from .. import people as persons
from ..errors import UserFacingError
from ..i18n import gettext as _
from ..models.people import Person, PersonNumber
from ..models.programmes import Enrolment, Team
from ..models.sales import SellerNumber
from ..person_fields import NAME_LIMIT, tidy
from ..spreadsheets import a_number, a_text, read_table
from ..spreadsheets.pasted import read_pasted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PEOPLE_COLUMNS = (
    "nummer", "fornavn", "etternavn", "kallenavn", "fødselsår", "telefon", "tiltak", "betaling", "konto", "kontonummer",
    "lag", "selger",
)  # fmt: skip
METHODS = {"kontant": "cash", "bank": "bank"}
SHOWN = 10  # names that a preview shows

_Wanted = tuple[tuple[bytes, str | None], ...]  # programmes, each with the name of a team or none


@dataclass(frozen=True, slots=True)
class Stay:
    """What is new about her time in a programme: that she is in it, or the team she belongs to there."""

    programme: bytes
    team: str | None  # by name: it is made where there is none
    enrolment: bytes | None  # the one that stands; None when she is not in it yet


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the list. Without a number she gets the next one; `person` is who has the number already."""

    number: int | None
    fields: dict[str, Any]
    stays: tuple[Stay, ...]
    person: bytes | None
    back: bool  # her registering was undone, and the list brings her back
    changes: bool  # whether it says anything new
    seller: int | None = None  # the seller number that she gets


@dataclass(slots=True)
class Plan:
    """What a list would do."""

    total: int
    lines: list[Line] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    """What reading a list of people in would do. Nothing has been written."""

    lines: int
    new: int
    changed: int
    unchanged: int
    refused: tuple[tuple[int, str], ...]  # (line, reason); any of them refuses the whole list
    warnings: tuple[str, ...]
    names: tuple[str, ...]  # the first of the list, as they would be written


def preview(
    session: Session, *, file: Path | None = None, text: str | None = None, today: date,
    programme: bytes | None = None,
) -> Preview:  # fmt: skip
    """Look at a list as `lists.read_people` would. Raises UserFacingError when it can't be read at all."""
    made = plan(session, file=file, text=text, today=today, programme=programme)
    new = sum(line.person is None or line.back for line in made.lines)
    changed = sum(line.changes for line in made.lines) - new
    names = (" ".join(filter(None, (f.get("first_name"), f.get("last_name")))) or f.get("call_name") or ""
             for f in (line.fields for line in made.lines[:SHOWN]))  # fmt: skip
    unchanged = made.total - len(made.refused) - new - changed
    return Preview(
        made.total, new, changed, max(unchanged, 0), tuple(sorted(made.refused)), tuple(made.warnings), tuple(names)
    )


def plan(
    session: Session, *, file: Path | None, text: str | None, today: date, programme: bytes | None = None
) -> Plan:
    """Each line of the file, or of the pasted text, held against what stands. `programme`: enrol everybody in it."""
    if file is not None:
        table = read_table(file, needs=("nummer",), knows=PEOPLE_COLUMNS)
    else:
        table = read_pasted(text or "", knows=PEOPLE_COLUMNS)
    if {"fornavn", "etternavn", "kallenavn"} <= set(table.missing):
        raise UserFacingError(_("The list needs a column with names: fornavn, etternavn or kallenavn."))
    every = programmes.everyone(session)
    if programme is not None and programme not in {p.id for p in every}:
        raise UserFacingError(_("There is no such programme. Nothing has changed."))
    known = {p.name.casefold(): p.id for p in every if p.name}
    made = Plan(len(table.rows) + len(table.refused), refused=list(table.refused))
    numbered: dict[int, tuple[int, dict[str, Any], _Wanted, int | None]] = {}
    nameless: dict[tuple[str, ...], tuple[int, dict[str, Any], _Wanted, int | None]] = {}
    twice: list[str] = []
    has_method = "betaling" not in table.missing
    for at, cells in table.rows:
        try:
            number = a_number(cells[0]) if cells[0] is not None or file is not None else None
            fields, named = _said(cells, known, has_method, today)
            if programme is not None:
                named = tuple(dict.fromkeys((*named, programme)))
            enrolled = _with_team(named, cells)
            seller = _seller_number(cells)
            if number is None:
                if _name(fields) in nameless:
                    twice.append(" ".join(_written(fields)))
                nameless.setdefault(_name(fields), (at, fields, enrolled, seller))
                continue
            if number in numbered and numbered[number][1:] != (fields, enrolled, seller):
                raise ValueError(unlike(numbered[number][0]))
            numbered.setdefault(number, (at, fields, enrolled, seller))
        except (ValueError, UserFacingError) as error:
            made.refused.append((at, str(error)))
    enrolments: dict[bytes, dict[bytes, Enrolment]] = defaultdict(dict)
    for row in session.scalars(select(Enrolment).order_by(Enrolment.id)):
        # An ended enrolment counts: a list without dates can't say that somebody came back.
        if row.person and row.programme and (row.to_day is None or row.programme not in enrolments[row.person]):
            enrolments[row.person][row.programme] = row
    teams = {team.id: _plain(team.name) for team in session.scalars(select(Team))}
    sellers = _Sellers(session)
    ever, now = persons.numbers_ever(session), persons.by_numbers(session)
    rows = {p.id: p for p in session.scalars(select(Person))} if now else {}
    for number, (at, fields, enrolled, seller) in numbered.items():
        person, back = now.get(number), False
        if person is None and number in ever:
            person = _brought_back(session, number, fields)
            back = True
            if person is None:
                sentence = _("Number {number} has been given before. Choose another.")
                made.refused.append((at, sentence.format(number=number)))
                continue
        row = rows.get(person) if person and not back else None
        fields = called(fields, row)
        stays = _stays(enrolled, enrolments[person] if person else {}, teams)
        changes = row is None or bool(stays) or any(getattr(row, f) != v for f, v in fields.items())
        try:
            new = sellers.new(person, seller)
        except UserFacingError as error:
            made.refused.append((at, str(error)))
            continue
        made.lines.append(Line(number, fields, stays, person, back, changes or new is not None, new))
    there = {_name({f: getattr(p, f) for f in ("first_name", "last_name", "call_name")}): p for p in rows.values()}
    for key, (at, fields, enrolled, seller) in nameless.items():
        row = there.get(key)
        fields = called(fields, row)
        stays = _stays(enrolled, enrolments[row.id] if row else {}, teams)
        if row is not None:
            twice.append(" ".join(_written(fields)))
        changes = row is None or bool(stays) or any(getattr(row, f) != v for f, v in fields.items())
        try:
            new = sellers.new(row and row.id, seller)
        except UserFacingError as error:
            made.refused.append((at, str(error)))
            continue
        made.lines.append(Line(None, fields, stays, row and row.id, False, changes or new is not None, new))
    if twice:
        shown = ", ".join(dict.fromkeys(twice[:5])) + (" …" if len(twice) > 5 else "")
        made.warnings.append(_("Taken for the same person: {names}. Give a number where they are two.").format(
            names=shown
        ))  # fmt: skip
    return made


class _Sellers:
    """Seller numbers: whose each ever was, and who has one. The lines so far are among them."""

    def __init__(self, session: Session) -> None:
        said = select(SellerNumber.number, SellerNumber.person, SellerNumber.voided).order_by(SellerNumber.id)
        rows = session.execute(said.execution_options(voided=True)).all()
        self.whose = {number: person for number, person, _voided in rows}
        self.own = {person: number for number, person, voided in reversed(rows) if not voided}

    def new(self, person: bytes | None, number: int | None) -> int | None:
        """The number, where it is new to her. Raises UserFacingError where it was another's, or she has another."""
        own = self.own.get(person) if person else None
        if number is None or number == own:
            return None
        if own is not None:
            raise UserFacingError(_("She is seller {number} already. Nothing has changed.").format(number=own))
        if number in self.whose and (person is None or self.whose[number] != person):
            sentence = _("Seller number {number} has been given before. Choose another.")
            raise UserFacingError(sentence.format(number=number))
        self.whose[number] = person
        return number


def _seller_number(cells: tuple[Any, ...]) -> int | None:
    cell = cells[PEOPLE_COLUMNS.index("selger")]
    if a_text(cell, 40) is None:
        return None
    number = a_number(cell)
    if number > cards.GREATEST:
        raise ValueError(_("A seller number is a whole number from 1 to {limit}.").format(limit=cards.GREATEST))
    return number


def _with_team(programmes_: tuple[bytes, ...], cells: tuple[Any, ...]) -> _Wanted:
    """The programmes of a line, with the team that the line names. Raises ValueError where it could be another's."""
    team = a_text(cells[PEOPLE_COLUMNS.index("lag")], NAME_LIMIT)
    if team and len(programmes_) != 1:
        raise ValueError(_("A team needs one programme on the same line."))
    return tuple((programme, team) for programme in programmes_)


def _stays(wanted: _Wanted, stands: dict[bytes, Enrolment], teams: dict[bytes, str]) -> tuple[Stay, ...]:
    """What the list says anew of her programmes. An empty team leaves the one that stands."""
    new = []
    for programme, team in wanted:
        row = stands.get(programme)
        if row is None or (team and teams.get(row.team or b"") != _plain(team)):
            new.append(Stay(programme, team, row and row.id))
    return tuple(new)


def _plain(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def called(fields: dict[str, Any], row: Person | None = None) -> dict[str, Any]:
    """The fields with a call name: the list's own, else the first name, else the last. A call name that somebody has
    chosen stands when the list has none."""
    if fields.get("call_name") or (row and row.call_name not in (row.first_name, row.last_name)):
        return fields
    first = fields.get("first_name") or (row and row.first_name)
    return fields | {"call_name": first or fields.get("last_name") or (row and row.last_name)}


def unlike(line: int) -> str:
    """Why a line is refused that contradicts an earlier one."""
    return _("This says something else than line {line} about the same.").format(line=line)


def _name(fields: dict[str, Any]) -> tuple[str, ...]:
    """By what two lines without numbers are the same person: first and last name, else the call name."""
    return tuple(text.casefold() for text in _written(fields))


def taken_back(session: Session, number: int) -> tuple[bytes, dict[str, Any]] | None:
    """Whose number this was, when her registering has been undone, and the names she had. A list that says the same
    names brings her back; for anyone else the number is used."""
    rows = session.execute(
        select(PersonNumber.person).where(PersonNumber.number == number).execution_options(voided=True)
    )
    for (person,) in rows:
        if person is None or session.get(Person, person) is not None:
            continue
        names = {
            c.field: c.after
            for c in persons.history(session, person)
            if c.what == "set" and c.field in ("call_name", "first_name", "last_name") and c.after is not None
        }
        return person, names
    return None


def _written(fields: dict[str, Any]) -> list[str]:
    whole = [fields.get("first_name") or "", fields.get("last_name") or ""]
    return [n for n in whole if n] or [fields.get("call_name") or ""]


def _brought_back(session: Session, number: int, fields: dict[str, Any]) -> bytes | None:
    """Whose number it was, when her registering has been undone and the list says the names she had."""
    found = taken_back(session, number)
    if found is None:
        return None
    person, before = found
    same = all(called(fields).get(name) == before.get(name) for name in ("call_name", "first_name", "last_name"))
    return person if same else None


def _said(
    cells: tuple[Any, ...], known: dict[str, bytes], has_method: bool, today: date
) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    texts = [a_text(c, NAME_LIMIT) for c in cells[1:4]]
    fields: dict[str, Any] = {"first_name": texts[0], "last_name": texts[1], "call_name": texts[2]}
    if not any(texts):
        raise ValueError(_("The line has no name."))
    year = a_text(cells[4], 20)
    if year is not None:
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise ValueError(_("The birth year must be four digits, 1900 to {year}.").format(year=today.year))
        fields["birth_year"] = int(year)
    fields["phone"] = a_text(cells[5], 40)
    fields["account"] = _account(cells[8]) or _account(cells[9])
    method = (a_text(cells[7], 20) or "").casefold()
    if method and method not in METHODS:
        raise ValueError(_("Payment is kontant or bank."))
    fields = tidy({k: v for k, v in fields.items() if v is not None}, today)
    if has_method:
        fields["payment_method"] = METHODS.get(method)
    enrolled = []
    for name in (a_text(cells[6], 500) or "").split(","):
        if name := " ".join(name.split()):
            if name.casefold() not in known:
                raise ValueError(_("There is no programme called {name}.").format(name=name))
            enrolled.append(known[name.casefold()])
    return fields, tuple(dict.fromkeys(enrolled))


def _account(cell: Any) -> str | None:
    """The account number in a cell. A workbook that took it for a number has lost the zeros before it."""
    text = a_text(cell, 40)
    return text.zfill(11) if text and type(cell) is not str else text
