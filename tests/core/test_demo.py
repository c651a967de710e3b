"""The practice workplace, and the day at the office that `make run` shows."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from alfdesk import demo, people, programmes, staff
from alfdesk.cli import frame, practice
from alfdesk.pay import bag, week
from alfdesk.store import workplace
from alfdesk.store.check import check

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(("count", "weeks"), [(0, 1), (1, 1), (12, 2), (25, 0)])
def test_it_is_whole_whatever_its_size(tmp_path: Path, count: int, weeks: int) -> None:
    made = demo.make(tmp_path / "w", people=count, weeks=weeks, today=SUNDAY)
    with workplace.open(tmp_path / "w", name=made.staff, passphrase=demo.PASSPHRASE) as place:
        report = check(place)
        assert (report.ok, report.entries) == (True, made.entries)
        with place.read() as session:
            assert len(people.everyone(session)) == count
            assert [p.kind for p in programmes.everyone(session)] == ["day", "standing", "standing"]
            assert staff.is_practice(session)


def test_the_same_seed_makes_the_same_people(tmp_path: Path) -> None:
    names = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        made = demo.make(folder, people=9, weeks=0, today=SUNDAY)
        with workplace.open(folder, name=made.staff, passphrase=demo.PASSPHRASE) as place, place.read() as session:
            names.append(sorted((p.number, p.full_name) for p in people.everyone(session).values()))
    assert names[0] == names[1]


def test_a_person_may_be_registered_and_enrolled_in_one_act(place) -> None:
    with place.write() as work:
        programme = programmes.found(work, name="Gården", kind="standing")
    with place.write() as work:
        person = people.register(work, call_name="Mona")
        programmes.enrol(work, person=person, programme=programme)
    assert len(place.last.entries) == 1
    with place.read() as session:
        assert programmes.crew(session, programme, SUNDAY) == [person]


def test_its_money_stands_at_every_step(tmp_path: Path) -> None:
    made = demo.make(tmp_path / "w", people=30, weeks=4, today=SUNDAY)
    with workplace.open(tmp_path / "w", name=made.staff, passphrase=demo.PASSPHRASE) as place, place.read() as session:
        programme = programmes.everyone(session)[0].id
        weeks = [week.read(session, programme, date(2026, 11, 9) - timedelta(7 * n)) for n in range(4)]
        assert [w.status for w in weeks] == ["prepared", "attested", "paid", "locked"]
        assert any(line.corrections for line in weeks[0].lines) and any(line.paid_ore for line in weeks[0].lines)
        assert sum(line.outstanding_ore > 0 for line in weeks[1].lines) == 1  # who has not come for the money
        (sack,) = bag.bags(session, programme, date(2026, 11, 1), SUNDAY)
        assert (sack.status, sack.difference_ore) == ("returned", -100)


@pytest.mark.parametrize("today", [date(2026, 11, 18), pytest.param(SUNDAY, marks=pytest.mark.faults_long)])
def test_a_day_at_the_office_leaves_its_prints(
    tmp_path: Path, today: date, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    practice.day(tmp_path, today)
    capsys.readouterr()
    sheets = {"attendance_list.pdf", "attendance_list_blank.pdf", "draw.pdf", "recovery_sheet.pdf"}
    assert sheets <= {f.name for f in tmp_path.iterdir()}
    monkeypatch.setenv(frame.PASSPHRASE, demo.PASSPHRASE)
    assert frame.main(["check", "--json", "--profile", str(tmp_path / "practice"), "--as", "Berit"]) == 0
    assert json.loads(capsys.readouterr().out)["problems"] == []
