"""A day of day work in words: counts, what is proposed, and the teams as their columns show them. No Qt."""

from __future__ import annotations

from typing import Any

from alfdesk.i18n import gettext as _
from alfdesk.i18n import ngettext
from alfdesk.weeks import clock

from ...formats import stopped
from ...widgets.tiles import Tile
from .queue_finding import came, free_places, is_open, status_words
from .team_board import FREE, MOST_FREE, TeamView

UNPLACED = b""  # the column of those who have a place, but no team yet


def open_rows(board: Any) -> list[Any]:
    """Those who are still to be given a place, in order."""
    return [r for r in board.rows if is_open(r, bool(board.teams))]


def used_places(board: Any) -> int:
    return sum(r.outcome in ("present", "went_home") for r in board.rows)


def places_words(board: Any) -> str:
    """"12 of 15 places"; without a number of places only how many are taken."""
    used = used_places(board)
    if board.places is None:
        return ngettext("{count} has a place", "{count} have a place", used).format(count=used)
    return ngettext("{used} of {count} place", "{used} of {count} places", board.places).format(
        used=used, count=board.places
    )  # fmt: skip


def count_pairs(board: Any, reasons: dict[str, str]) -> tuple[tuple[int, str], ...]:
    """Numbers and their words: (4, "wait"). Nobody vanishes: those turned away and gone home are counted too."""
    counts = board.counts
    pairs: list[tuple[int, str]] = []
    got = used_places(board)
    pairs.append((got, ngettext("got a place", "got a place", got)))
    pairs.append((counts.waits, ngettext("waits", "wait", counts.waits)))
    if counts.turned_away:
        why = {r.reason for r in board.rows if r.outcome == "turned_away"}
        words = ngettext("turned away", "turned away", counts.turned_away)
        if len(why) == 1:
            one = next(iter(why))
            words = f"{words} ({reasons.get(one, one)})"
        pairs.append((counts.turned_away, words))
    if counts.went_home:
        pairs.append((counts.went_home, ngettext("went home", "went home", counts.went_home)))
    if counts.expected:
        pairs.append((counts.expected, ngettext("is expected", "are expected", counts.expected)))
    return tuple(pairs)


def proposal(board: Any, marked: Any) -> tuple[str, str, str]:
    """(icon, sentence, fainter sentence) while nobody is chosen. `marked` is whom Enter would take."""
    waits = len(open_rows(board))
    if not waits:
        nobody = _("Nobody waits.")
        return "check", nobody, _("Write a number or a name, or scan a card.")
    icon = "dice-5" if board.selection == "lottery" else "check"
    words = ngettext("{count} waits.", "{count} wait.", waits).format(count=waits)
    free = free_places(board)
    more = _("Press Enter to give {name} a place.").format(name=marked.name) if marked is not None else ""
    if free is None:
        return icon, words, more
    room = [t for t in board.teams if t.in_use and t.places is not None and t.used < t.places]
    if not free:
        return icon, " ".join((words, _("The day is full."))), (
            _("Press Enter, then 0, to turn {name} away.").format(name=marked.name) if marked is not None else ""
        )  # fmt: skip
    if len(room) == 1:
        sentence = ngettext("{count} place is free in {team}.", "{count} places are free in {team}.", free)
        words = f"{words} {sentence.format(count=min(free, room[0].places - room[0].used), team=room[0].name)}"
    else:
        sentence = ngettext("{count} place is free.", "{count} places are free.", free)
        words = f"{words} {sentence.format(count=free)}"
    full = [t.name for t in board.teams if t.in_use and t.places is not None and t.used >= t.places]
    if full and room:
        sentence = ngettext("{teams} is full.", "{teams} are full.", len(full))
        words = f"{words} {sentence.format(teams=listed(full))}"
    if board.kept:
        sentence = ngettext("{count} place is kept.", "{count} places are kept.", board.kept)
        words = f"{words} {sentence.format(count=board.kept)}"
    if board.selection == "lottery" and waits > free and marked is not None:
        more = _("Draw lots, or press Enter to give {name} a place.").format(name=marked.name)
    return icon, words, more


def listed(words: list[str]) -> str:
    """"Inne, Ute 1 and Ute 2"."""
    if len(words) < 2:
        return "".join(words)
    return _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])


def summary(board: Any, following: Any) -> str:
    """What F8 reads: "12 of 15 places. 4 wait. Roger S. is next."."""
    waits = board.counts.waits
    parts = [f"{places_words(board)}.", ngettext("{count} waits.", "{count} wait.", waits).format(count=waits)]
    if following is not None:
        parts.append(_("{name} is next.").format(name=following.name))
    return " ".join(parts)


def outcome_in_full(row: Any, reasons: dict[str, str]) -> str:
    """The status with its reason: "Turned away, full"."""
    words = status_words(row)
    return f"{words}, {reasons.get(row.reason, row.reason)}" if row.outcome == "turned_away" else words


def row_words(row: Any, reasons: dict[str, str]) -> str:
    """One person of the day, in a sentence or two."""
    name, words = stopped(row.name), outcome_in_full(row, reasons)
    parts = [f"{name} {words}." if row.team is None else f"{name} {words}: {row.team}."]
    if row.arrival:
        parts.append(_("Number {no}, came {time}.").format(no=row.arrival, time=came(row)))
    return " ".join(parts)


def stands_words(row: Any, reasons: dict[str, str]) -> str:
    """What is said when somebody comes again: where she stands already."""
    if row.outcome == "present" and row.team:
        return _("{name} has a place in {team} already.").format(name=row.name, team=row.team)
    if row.outcome == "present":
        return _("{name} has a place already.").format(name=row.name)
    if row.outcome == "turned_away":
        return _("{name} is turned away: {reason}.").format(
            name=row.name, reason=reasons.get(row.reason, row.reason)
        )  # fmt: skip
    if row.outcome == "went_home":
        return _("{name} went home.").format(name=row.name)
    return _("{name} is in already, since {time}.").format(name=row.name, time=came(row))


def team_views(board: Any) -> list[TeamView]:
    """The columns: a team each; one for all places where there are no teams; and one for those drawn, who have a place
    but no team yet."""
    shut = board.closed or ""
    if not board.teams:
        rows = [r for r in board.rows if r.outcome in ("present", "went_home")]
        return [TeamView(None, _("Places"), "", board.meeting_place or "", board.places, len(rows), shut,
                         (*map(_tile, rows), *_free(board.places, len(rows), shut, b"")))]  # fmt: skip
    views = []
    for place, team in enumerate(board.teams):
        rows = [r for r in board.rows if r.team_id == team.id and r.outcome in ("present", "went_home")]
        word = shut or ("" if team.in_use else _("Not today"))
        free = _free(team.places, len(rows), word, team.id)
        views.append(TeamView(team.id, team.name, str(place + 1) if place < 9 else "", team.meeting_place or "",
                              team.places, len(rows), word, (*map(_tile, rows), *free)))  # fmt: skip
    loose = [r for r in board.rows if r.team_id is None and r.outcome in ("present", "went_home")]
    if loose:
        views.append(TeamView(UNPLACED, _("No team yet"), "", "", None, len(loose), "", tuple(map(_tile, loose))))
    return views


def _tile(row: Any) -> Tile:
    from alfdesk.attendance.words import outcome_words

    home = row.outcome == "went_home"
    words = status_words(row) if home else outcome_words("present")
    minute = row.to_minute if home else row.at_minute
    time = clock(minute) if minute is not None else ""
    aside = _("no. {number}").format(number=row.arrival) if row.arrival else ""
    spoken = ", ".join(part for part in (row.name, words, time, aside) if part)
    return Tile(row.person, row.name, row.outcome, words, time, aside, row.message, spoken)


def _free(places: int | None, used: int, shut: str, team: bytes) -> tuple[Tile, ...]:
    """Dashed tiles, one for each free place; one where no number of places is set."""
    count = 1 if places is None else min(MOST_FREE, max(0, places - used))
    name = _("Free place")
    return tuple(Tile(b"free" + team + bytes([n]), name, FREE, shut, spoken=shut or name) for n in range(count))
