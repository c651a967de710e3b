"""Ten years of weeks that were prepared, attested, approved, paid and locked, kept in out/bench between runs."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from alfdesk import programmes, staff
from alfdesk.attendance.record import Said, put, standing
from alfdesk.journal.write import Acting
from alfdesk.models.people import Person, PersonNumber
from alfdesk.pay import payouts, steps
from alfdesk.store import slots, workplace
from alfdesk.store.workplace import Place

from ..support import PASSPHRASE, Template
from .worlds import FIRST, LAST, OUT, ROOT, Ticking

LAST_MONDAY = date(2026, 11, 16)
OFFICE = Acting(b"o" * 16, "Berit", frozenset({"office"}))
MANAGER = Acting(b"m" * 16, "Nora", frozenset({"manager"}))
OTHER = Acting(b"n" * 16, "Odd", frozenset({"manager"}))


@dataclass(frozen=True)
class PayWorld:
    """A kept workplace; measure on copies. The week of `LAST_MONDAY` is open, those before it are locked."""

    template: Template
    programme: bytes

    def copy(self, name: str) -> Place:
        target = OUT / "work" / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.template.folder, target)
        return self.template.open(target, Ticking(1_795_330_800_000))


def pay_world(*, weeks: int, people: int, a_day: int) -> PayWorld:
    """So many locked weeks, so many people who come now and then, so many of them a day."""
    folder = OUT / "kept" / f"pay-{weeks}-{people}-{a_day}-{_version()}"
    if not (folder / "done").exists():
        for old in folder.parent.glob(f"pay-{weeks}-*"):
            shutil.rmtree(old)
        folder.parent.mkdir(parents=True, exist_ok=True)
        clock = Ticking(1_795_330_800_000 - (weeks + 1) * 7 * 86_400_000)
        place = staff.found(
            folder, organisation="Prøvegården", laptop="Kontor", name="Anne", passphrase_=PASSPHRASE, cost=slots.FLOOR,
            clock=clock,
        )  # fmt: skip
        try:
            _write(place, clock, weeks, people, a_day)
        finally:
            place.close()
        (folder / "done").touch()
    place = workplace.open(folder, name="Anne", passphrase=PASSPHRASE)
    try:
        known = Template(folder, place.key, place.keys, place.owner)
        (programme,) = place.cursor().execute("SELECT id FROM programme").fetchone()
    finally:
        place.close()
    return PayWorld(known, programme)


def _write(place: Place, clock: Ticking, weeks: int, people: int, a_day: int) -> None:
    dice = random.Random(47)
    begins = LAST_MONDAY - timedelta(7 * weeks)
    with place.write() as work:
        of = programmes.set_up(work, name="Dagsverket", kind="day", since=begins, fields={}, rules={
            "cap": 240, "rate": ["hour", 5000], "method": "cash", "cash_reason": "ingen konto",
        })  # fmt: skip
    ids = []
    with place.write() as work:
        for number in range(1, people + 1):
            first, last = dice.choice(FIRST), dice.choice(LAST)
            method = "bank" if dice.random() < 0.4 else "cash"
            ids.append(work.add(Person(call_name=first, first_name=first, last_name=last, payment_method=method)))
            work.add(PersonNumber(person=ids[-1], number=number))
    for no in range(weeks + 1):
        monday = begins + timedelta(7 * no)
        clock.now += 7 * 86_400_000
        came = dice.sample(ids, min(people, 2 * a_day))
        with place.write(batch=True) as work:
            for day in (monday + timedelta(n) for n in range(5)):
                for person in dice.sample(came, a_day):
                    work.command = "attendance.day_work.place"
                    hours = dice.choice((None, None, None, 180, 217))
                    what = Said("present", said_minutes=hours)
                    put(work, person=person, programme=of, day=day, what=what, live=[], why="")
                    work.next()
            work.batch = None
        if no == weeks:
            return
        if no % 2:
            with place.write(acting=OFFICE) as work:
                payouts.pay_day(work, programme=of, day=monday + timedelta(1), today=monday + timedelta(1))
        for who, step, more in (
            (OFFICE, steps.prepare, {}), (MANAGER, steps.attest, {}), (OTHER, steps.approve, {}),
            (OFFICE, steps.pay, {"today": monday + timedelta(4), "everyone": True}), (MANAGER, steps.lock, {}),
        ):  # fmt: skip
            with place.write(acting=who) as work:
                step(work, programme=of, monday=monday, **more)
        if no % 10 == 5:
            day = monday + timedelta(3)
            with place.write() as work:
                live = standing(work.session, of, day)[:1]
                put(
                    work, person=live[0].person or b"", programme=of, day=day, what=Said("present", said_minutes=60),
                    live=live, why="feil på lista",
                )  # fmt: skip


def _version() -> str:
    core = ROOT / "alfdesk"
    files = [*sorted((core / "journal").glob("*.py")), *sorted((core / "models").glob("*.py")), Path(__file__)]
    return sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:10]
