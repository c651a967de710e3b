"""The journal in words: what happened to a person, and what an act was, as a sentence.

The journal keeps commands, ids and codes; here they become names, days and words in the language in use. An act that
is not known here is told all the same, in general words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from . import people, programmes, staff
from .attendance.words import outcome_words, went_home_words
from .i18n import gettext as _
from .i18n import ngettext
from .journal import entry as form
from .journal import history as journal_history
from .journal.fits import content
from .journal.history import Act, Change
from .journal.write import cursor_of
from .models.programmes import Enrolment, Programme, Team
from .pay import words as pay
from .person_fields import account_written
from .sales import acts as desk
from .weeks import clock, written

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

UNDO, REDO = "journal.history.undo", "journal.history.redo"
_TOLD_WHY = ("attendance", "purchase", "account_move")  # facts that are voided with a reason in somebody's own words

@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act in a person's history."""

    at: str  # local time, "20.11.2026 13.44"
    who: str
    act: str  # what it was called, shortly
    says: tuple[str, ...]  # what it said, a sentence each, without full stop
    reason: str | None  # of a correction
    of_day: bool  # about somebody's day: `says` needs no name of the act before it
    stream: bytes
    seq: int


def history_lines(session: Session, person: bytes) -> tuple[HistoryLine, ...]:
    """Who changed what about a person, and when; newest first."""
    names, titles = staff.names(session), act_titles()
    mine = select(Enrolment.id, Enrolment.programme).where(Enrolment.person == person).execution_options(voided=True)
    stays = {row: programme or b"" for row, programme in session.execute(mine)}
    words = _Words(session, {row.hex(): programme.hex() for row, programme in stays.items()})
    told = [people.history(session, person), *(journal_history.of_row(session, row) for row in stays)]
    acts: dict[tuple[bytes, int], list[Change]] = {}
    for change in sorted(chain(*told), key=lambda c: (c.at, c.seq)):
        acts.setdefault((change.stream, change.seq), []).append(change)
    facts = {c.row: (c.table, c.after) for changes in told for c in changes if c.what == "fact"}
    lines = []
    for (stream, seq), changes in acts.items():
        first = changes[0]
        corrected = (c.reason for c in changes if c.what == "void" and c.table in _TOLD_WHY and c.reason)
        lines.append(
            HistoryLine(
                moment(first.at), names.get(first.actor, ""), titles.get(first.command, _("Changed")),
                tuple(words.said(changes, facts)), next(corrected, None),
                any(c.table in ("attendance", "arrival") for c in changes), stream, seq,
            )  # fmt: skip
        )
    return tuple(reversed(lines))


def act_words(session: Session, act: Act) -> str:
    """One sentence about an act, for whoever may want to take it back: "Kari N. is present."."""
    cursor = cursor_of(session)
    if act.command in (UNDO, REDO):
        sentence = _("Taken back: {what}") if act.command == UNDO else _("Done again: {what}")
        return sentence.format(what=_taken_back(session, cursor, act))
    return _of_entries(session, cursor, act.stream, act.seq, act.command, act.entries, act.at)


def moment(at: str) -> str:
    """The journal's local time as people write it: "2026-11-20 13:44:02" is 20.11.2026 13.44."""
    return f"{at[8:10]}.{at[5:7]}.{at[:4]} {at[11:16].replace(':', '.')}"


def act_titles() -> dict[str, str]:
    """What each command is called, shortly."""
    return {
        "people.register": _("Added"),
        "people.change": _("Changed"),
        "people.renumber": _("New number"),
        "people.set_photo": _("New picture"),
        "people.remove_photo": _("Picture removed"),
        "people.leave_message": _("Message left"),
        "people.take_message": _("Message given"),
        "people.erase": _("Erased"),
        "programmes.enrol": _("Enrolled"),
        "programmes.enrol_until": _("Enrolled"),
        "programmes.end_enrolment": _("Enrolment ended"),
        "crew_teams.set_team": _("Team chosen"),
        "attendance.day_work.arrive": _("Arrived"),
        "attendance.day_work.place": _("Got a place"),
        "attendance.day_work.turn_away": _("Turned away"),
        "attendance.day_work.move": _("Moved to another team"),
        "attendance.day_work.leave": _("Went home"),
        "attendance.newcomer.first_time": _("Came for the first time"),
        "attendance.standing.mark": _("Marked"),
        "attendance.standing.close_roll": _("Roll closed"),
        "attendance.record.correct": _("Corrected"),
        "attendance.paper.type_days": _("Typed from paper"),
        "attendance.lists.read_list": _("Read from a list"),
        "attendance.lists.read_people": _("Read from a list"),
        "attendance.lottery.fix_list": _("List for the draw fixed"),
        "attendance.lottery.draw": _("Drawn"),
        "questions.answers.answer": _("Question answered"),
        "exchange.laptops.add": _("Laptop let in"),
        "exchange.laptops.give_keys": _("Keys given to a laptop"),
        "exchange.laptops.bar": _("Laptop barred"),
        "exchange.laptops.unbar": _("Bar lifted"),
        "exchange.laptops.declare_lost": _("Entry declared lost"),
        **pay.titles(),
        **desk.titles(),
        UNDO: _("Taken back"),
        REDO: _("Done again"),
    }


def field_titles() -> dict[str, str]:
    """What the fields of a person are called."""
    return {
        "call_name": _("Call name"), "first_name": _("First name"), "last_name": _("Last name"),
        "birth_year": _("Birth year"), "phone": _("Phone"), "payment_method": _("Payment"),
        "account": _("Account number"),
    }  # fmt: skip


def day_words(session: Session) -> Callable[[dict[str, Any]], str]:
    """A function that says of a day, in the journal's own words, what it was: "present, 08.05–12.00"."""
    return _Words(session, {})._attendance


def fact_words(session: Session, today: date) -> Callable[[str, dict[str, Any]], str]:
    """A function that says of a fact, by its table and in the journal's own words, when and what: "16.11. Dagsverket:
    present, 08.05–12.00"; "" for one that says nothing by itself."""
    words = _Words(session, {})

    def said(table: str, values: dict[str, Any]) -> str:
        if table not in words.of_fact:
            return ""
        where = words._where(values, f"{today.year}-")
        return ": ".join(filter(None, (where, words.of_fact[table](values))))

    return said


def value_words(field: str | None, value: Any) -> str:
    """A value of a person's field as it is read; "–" for none. Of an account number the last four."""
    if field == "account":
        value = account_written(value)
    elif field == "payment_method":
        value = {"cash": _("cash"), "bank": _("bank")}.get(value, value)
    return "–" if value is None or value == "" else str(value)


# Private: acts -------------------------------------------------------------------------------------------------------


def _taken_back(session: Session, cursor: Any, act: Act) -> str:
    """What an undo took back; what a redo did again is two steps away."""
    stream, seq, steps = act.stream, act.seq, 2 if act.command == REDO else 1
    for _step in range(steps):
        found = cursor.execute(
            "SELECT undone.stream, undone.seq FROM undone JOIN entry ON entry.no=undone.entry "
            "WHERE entry.stream=? AND entry.seq=?",
            (stream, seq),
        ).fetchone()
        if found is None:
            return _("A change was saved.")
        stream, seq = found
    command, batch, wall = cursor.execute(
        "SELECT command, batch, wall FROM entry WHERE stream=? AND seq=?", (stream, seq)
    ).fetchone()
    count = 1
    if batch is not None:
        (count,) = cursor.execute("SELECT count(*) FROM entry WHERE batch=?", (batch,)).fetchone()
    return _of_entries(session, cursor, stream, seq, command, count, journal_history.local_time(wall))


def _of_entries(
    session: Session, cursor: Any, stream: bytes, seq: int, command: str, count: int, at: str
) -> str:
    title = act_titles().get(command)
    if count > 1:
        sentence = ngettext("{act}: {count} entry.", "{act}: {count} entries.", count)
        return sentence.format(act=title or _("Changed"), count=count)
    row = cursor.execute("SELECT ops FROM entry WHERE stream=? AND seq=?", (stream, seq)).fetchone()
    ops = [content(raw) for salt, raw in form.unpack(row[0]) if salt is not None] if row else []
    sentence = _Sentence(session, ops).about(command)
    if sentence is None:
        return f"{title}." if title else _("A change was saved.")
    day = next((op[4].get("day") for op in ops if op[0] == "fact" and op[4].get("day")), None)
    if day and day != at[:10]:
        sentence = f"{sentence.removesuffix('.')} ({written(date.fromisoformat(day))})."
    return sentence


class _Sentence:
    """What one entry says, as a sentence about a person or a day."""

    def __init__(self, session: Session, ops: Sequence[Sequence[Any]]) -> None:
        self.session = session
        self.ops = ops
        self.facts = [(op[1], op[3], op[4]) for op in ops if op[0] == "fact"]
        self.sets = {(op[1], op[3]): (op[2], op[4]) for op in ops if op[0] == "set"}

    def about(self, command: str) -> str | None:
        """The sentence; None when there is none of its own for this command."""
        if command == "attendance.standing.close_roll":
            count = sum(kind == "attendance" for kind, _p, _v in self.facts)
            return ngettext("The roll is closed. {count} person did not come.",
                            "The roll is closed. {count} people did not come.", count).format(count=count)  # fmt: skip
        if (of_desk := desk.sentence(self.session, command, self.ops)) is not None:
            return of_desk
        name = self._name()
        if (of_money := pay.sentence(self.session, command, self.ops, name)) is not None:
            return of_money
        if name is None or command == "attendance.lottery.draw":
            return None
        told = self._of_day(name) or self._of_card(command, name)
        return told or _("{name} was changed.").format(name=name)

    def _name(self) -> str | None:
        hexes = [p for _kind, p, _values in self.facts if p]
        hexes += [row for (table, _f), (row, _value) in self.sets.items() if table == "person"]
        hexes += [value for (table, f), (_row, value) in self.sets.items() if (table, f) == ("enrolment", "person")]
        person = bytes.fromhex(hexes[0]) if hexes else b""
        found = people.everyone(self.session, [person])
        if person in found:
            return people.short_names(found.values())[person]
        call_name = self.sets.get(("person", "call_name"))
        return call_name[1] if call_name else None  # her registering has been taken back

    def _of_day(self, name: str) -> str | None:
        for kind, _person, values in self.facts:
            if kind == "attendance":
                return self._outcome(name, values)
            if kind == "arrival":
                sentence = _("{name} stands in the queue as number {number}.")
                return sentence.format(name=name, number=values.get("no"))
        return None

    def _outcome(self, name: str, values: dict[str, Any]) -> str:
        team = values.get("team")
        row = self.session.get(Team, bytes.fromhex(team)) if team else None
        if values.get("outcome") == "present" and row is not None:
            return _("{name} has a place in {team}.").format(name=name, team=row.name)
        sentences = {
            "present": _("{name} is present."), "coming_later": _("{name} comes later."),
            "reported_absent": _("{name} has reported absence."), "no_show": _("{name} did not come."),
            "went_home": _("{name} went home."), "turned_away": _("{name} was turned away."),
        }  # fmt: skip
        return sentences.get(values.get("outcome", ""), _("{name} was changed.")).format(name=name)

    def _of_card(self, command: str, name: str) -> str | None:
        kept = next((v.get("kept") for kind, _p, v in self.facts if kind == "same_person"), None)
        if kept is not None:
            return _("{name}: {what}.").format(name=name, what=_kept(self.session, kept))
        number = next((v.get("number") for kind, _p, v in self.facts if kind == "person_number"), None)
        if number is not None:
            return _("{name} has number {number}.").format(name=name, number=number)
        enrolled = self.sets.get(("enrolment", "programme"))
        row = self.session.get(Programme, bytes.fromhex(enrolled[1])) if enrolled and enrolled[1] else None
        if row is not None:
            return _("{name} is enrolled in {programme}.").format(name=name, programme=row.name)
        if command == "people.leave_message":
            return _("{name} has a new message.").format(name=name)
        return None


# Private: history ----------------------------------------------------------------------------------------------------


class _Words:
    """Names of programmes and teams, asked for once, and short lines made with them."""

    def __init__(self, session: Session, stays: dict[str, str]) -> None:
        self.programmes = {p.id.hex(): p.name or "" for p in programmes.everyone(session)}
        self.teams = {t.id.hex(): t.name or "" for t in session.scalars(select(Team))}
        self.reasons = programmes.reasons(session)
        self.fields = field_titles()
        self.stays = stays  # enrolment → programme, both in hex
        self.of_fact: dict[str, Callable[[dict[str, Any]], str]] = {
            "attendance": self._attendance, "arrival": self._arrival, "person_number": self._number,
            "photo": lambda _values: _("A picture"), "message": self._message,
            "same_person": lambda values: _kept(session, values.get("kept")),
            **pay.of_fact(session, self.programmes), **desk.of_fact(session),
        }  # fmt: skip

    def said(self, changes: Sequence[Change], facts: dict[str | None, tuple[str | None, Any]]) -> list[str]:
        """What the changes of one entry say. A fact that takes another's place is told with what stood before, and what
        was written about one day stands in one line."""
        command, at = changes[0].command, changes[0].at
        if command in ("people.set_photo", "people.remove_photo"):
            return []  # their names say it all
        before: dict[tuple[str | None, Any, Any], str] = {}
        for change in changes:
            table, values = facts.get(change.row, (change.table, None))
            if change.what == "void" and values and table in self.of_fact:
                before[_same(table, values)] = self.of_fact[table](values)
        sentences: list[str] = []
        days: dict[str, list[str]] = {}
        stays: dict[str | None, dict[str, Change]] = defaultdict(dict)
        for change in changes:
            if change.what == "fact" and change.table in self.of_fact:
                now, old = self.of_fact[change.table](change.after), before.pop(_same(change.table, change.after), None)
                words = now if old in (None, now) else _("{now}, before: {old}").format(now=now, old=old)
                where = self._where(change.after, at)
                days.setdefault(where, []).append(words) if where else sentences.append(words)
            elif change.what == "set" and change.table == "enrolment":
                stays[change.row][change.field or ""] = change
            elif change.what == "set" and change.field in self.fields:
                sentences.append(self._field(change))
            elif change.what == "erased":
                sentences.append(_("Erased"))
        sentences += [f"{where}: {', '.join(parts)}" for where, parts in days.items()]
        sentences += [self._stay(row, fields) for row, fields in stays.items()]
        for (_table, programme, day), old in before.items():
            where = self._where({"programme": programme, "day": day}, at)
            old = f"{where}: {old}" if where else old
            given = command == "people.take_message"
            sentences.append(old if given else _("Does not count: {old}").format(old=old))
        return sentences

    def _field(self, change: Change) -> str:
        field = self.fields[change.field or ""]
        if change.field == "account":
            return _("Account number changed")
        now, old = (value_words(change.field, v) for v in (change.after, change.before))
        if change.before is None:
            return f"{field}: {now}"
        return _("{now}, before: {old}").format(now=f"{field}: {now}", old=old)

    def _stay(self, row: str | None, fields: dict[str, Change]) -> str:
        """What was said of a time in a programme: "Gården, Fjøs, from 16.11.2026"."""
        programme = fields.get("programme")
        name = self.programmes.get(self.stays.get(row or "", ""), "")
        if programme is not None and programme.after is None:
            return _("Does not count: {old}").format(old=self.programmes.get(programme.before or "", ""))
        first, last = (
            written(date.fromisoformat(fields[f].after)) if f in fields and fields[f].after else ""
            for f in ("from_day", "to_day")
        )
        team = fields.get("team")
        parts = [name, self.teams.get(team.after or "", _("no team")) if team is not None else ""]
        if first and last:
            parts.append(f"{first}–{last}")
        elif first or last:
            parts.append((_("from {day}") if first else _("until {day}")).format(day=first or last))
        elif "to_day" in fields and programme is None:
            parts.append(_("without a last day"))
        return ", ".join(filter(None, parts))

    def _attendance(self, values: dict[str, Any]) -> str:
        outcome, reason = values.get("outcome"), values.get("reason") or ""
        words = outcome_words(outcome) if outcome else ""
        parts = [
            words[:1].lower() + words[1:],
            went_home_words(reason) or self.reasons.get(reason, ""),
            self.teams.get(values.get("team") or "", ""),
        ]
        start, end = (None if m is None else clock(m) for m in (values.get("from_minute"), values.get("to_minute")))
        if start and end:
            parts.append(f"{start}–{end}")
        elif start:
            parts.append(_("from {time}").format(time=start))
        elif end:
            parts.append(_("until {time}").format(time=end))
        if values.get("said_minutes") is not None:
            parts.append(_("{hours} hours").format(hours=clock(values["said_minutes"])))
        parts.append(values.get("note") or "")
        return ", ".join(filter(None, parts))

    def _arrival(self, values: dict[str, Any]) -> str:
        at, number = values.get("at_minute"), values.get("no")
        if at is None:
            return _("number {number}").format(number=number)
        return _("number {number}, came {time}").format(number=number, time=clock(at))

    def _where(self, values: dict[str, Any], at: str) -> str:
        """The day and the programme: "16.11. Gården". The day of the act itself stands over the line already, and the
        year is written where it is another."""
        day = values.get("day")
        if not day:
            return ""
        name = self.programmes.get(values.get("programme") or "", "")
        if day == at[:10]:
            return name or written(date.fromisoformat(day))
        words = written(date.fromisoformat(day))
        return f"{words[:6] if day[:4] == at[:4] else words} {name}".strip()

    def _number(self, values: dict[str, Any]) -> str:
        return _("Number") + f": {values.get('number')}"

    def _message(self, values: dict[str, Any]) -> str:
        return _("Message") + f": {values.get('text') or ''}"


def _kept(session: Session, kept: str | None) -> str:
    """Where somebody who was registered twice is kept."""
    found = people.everyone(session, [bytes.fromhex(kept)]) if kept else {}
    number = next((one.number for one in found.values()), None)
    return _("kept as number {number}").format(number=number) if number else _("kept under another registration")


def _same(table: str | None, values: dict[str, Any]) -> tuple[str | None, Any, Any]:
    """What a fact is about, so that the one that takes its place is found: a day in a programme, or its kind."""
    return table, values.get("programme"), values.get("day")
