"""A real week of lists, from CSV to counts, against the answers of an independent calculation."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from alfdesk import programmes
from alfdesk.attendance import lists, reads
from alfdesk.store.workplace import Place

SAMPLE = Path(__file__).parent.parent / "samples" / "week47"
TODAY = date(2026, 11, 22)


def read_week(place: Place) -> bytes:
    answers = json.loads((SAMPLE / "answers.json").read_text("utf-8"))
    settings = answers["settings"]
    with place.write() as work:
        programme = programmes.found(work, name=answers["programme"], kind=settings["kind"])
    with place.write() as work:
        for key, value in (("cap", settings["cap_minutes"]), ("places", settings["places"])):
            programmes.rule(work, about=programme, key=key, value=value, since=date(2026, 1, 1))
    with place.write(batch=True) as work:
        lists.read_people(work, file=SAMPLE / "people.csv", today=TODAY)
    with place.write(batch=True) as work:
        lists.read_list(work, file=SAMPLE / "attendance.csv", today=TODAY)
    return programme


def test_the_week_is_counted_as_the_answers_say(place: Place) -> None:
    wanted = json.loads((SAMPLE / "answers.json").read_text("utf-8"))["attendance"]
    programme = read_week(place)
    with place.read() as session:
        week = reads.week_counts(session, programme, 2026, 47)
    assert (week.present, week.turned_away, week.absent) == (
        wanted["present"], wanted["turned_away"], wanted["absent"],
    )  # fmt: skip
    found = {
        day.isoformat(): {"present": c.present, "turned_away": c.turned_away, "absent": c.absent}
        for day, c in week.days.items()
    }
    assert found == wanted["days"]
    assert {c.places for c in week.days.values()} == {15}


def test_each_day_comes_to_the_minutes_of_the_answers(place: Place) -> None:
    lines = json.loads((SAMPLE / "answers.json").read_text("utf-8"))["lines"]
    programme = read_week(place)
    found: dict[int, int] = {}
    with place.read() as session:
        for day in range(16, 21):
            for row in reads.day_board(session, programme, date(2026, 11, day)).rows:
                if row.minutes:
                    found[row.number or 0] = found.get(row.number or 0, 0) + row.minutes
    assert found == {line["number"]: line["minutes"] for line in lines}
