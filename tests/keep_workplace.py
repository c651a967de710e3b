"""Keep one workplace and one parcel of this version for ever: `python -m tests.keep_workplace`.

Writes `tests/samples/workplaces/<version>/` anew, with what is in it in a JSON and a parcel to it from its other laptop
beside; `core/test_old_workplaces.py` opens a copy of every workplace there is, and reads its parcel. A folder of a
released version is never written again. Before the tables change within a version that is not released, its folder is
kept under a name of its own ("0.1.0.dev3" knew no money, "0.1.0.dev9" no parcels, "0.1.0.dev10" no table beside a
field, "0.1.0.dev11" no seeds and no ids by number, "0.1.0.dev12" of two that voided one thing only the first).
"""

from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date
from pathlib import Path

from alfdesk import __version__, i18n, paths, people, programmes, staff
from alfdesk.attendance import day_work, lists, record, standing
from alfdesk.attendance.record import Said
from alfdesk.exchange import joining, laptops, parcel
from alfdesk.journal import history
from alfdesk.journal.digest import digest
from alfdesk.pay import bag, payouts, steps
from alfdesk.store import slots
from alfdesk.store.check import check
from alfdesk.store.workplace import Place

from .support import PASSPHRASE, SetClock

KEPT = Path(__file__).parent / "samples" / "workplaces"
LIST = """dato;tiltak;lag;nummer;utfall;fra;til;timer;smusstimer;merknad
16.11.2026;Gården;Fjøs;1;til stede;09.00;12.00;;1;
16.11.2026;Gården;Fjøs;2;meldt fravær;;;;;
17.11.2026;Gården;;1;til stede;;;3,5;;fikk låne støvler
17.11.2026;Gården;;3;gått hjem;09.00;10.30;;;
18.11.2026;Gården;;2;ikke møtt;;;;;
"""
COUNTED = (
    "person", "person_number", "message", "enrolment", "attendance", "arrival", "setting", "team", "roll_closed",
    "pay_week", "pay_line", "pay_step", "pay_deduction", "payout", "bag", "bag_move", "bag_count", "bag_reason",
)  # fmt: skip


def a_week(place: Place, clock: SetClock, folder: Path) -> None:
    """A few people, a week of both kinds, a correction, an undo, a redo, an erasure, a closed roll, and some money."""
    today, tuesday = date(2026, 11, 22), date(2026, 11, 17)

    def act(verb, **values):  # type: ignore[no-untyped-def]
        clock.forward(1)
        with place.write() as work:
            return verb(work, **values)

    rules = {"cap": 225, "places": 1, "rate": ["hour", 10_000]}
    farm = act(programmes.set_up, name="Gården", kind="standing", since=date(2026, 1, 1), fields={}, rules={"cap": 300})
    work_ = act(programmes.set_up, name="Dagsverket", kind="day", since=date(2026, 1, 1), fields={}, rules=rules)
    names = ("Åse Ødegård", "Nils-Ánte Sara", "Đorđe Š", "Slettet Person")
    crew = []
    for name in names:
        first, last = name.split(" ")
        crew.append(act(people.register, first_name=first, last_name=last, phone="41 23 45 67"))
        act(programmes.enrol, person=crew[-1], programme=farm, since=date(2026, 1, 1))
    (folder / "list.csv").write_text(LIST, "utf-8")
    clock.forward(1)
    with place.write(batch=True) as work:
        lists.read_list(work, file=folder / "list.csv", today=today)
    for minute, person in enumerate(crew[:2]):
        act(day_work.arrive, person=person, programme=work_, day=tuesday, at_minute=480 + minute)
    act(day_work.place, person=crew[0], programme=work_, day=tuesday, team=None)
    act(day_work.turn_away, person=crew[1], programme=work_, day=tuesday)
    act(standing.mark, person=crew[2], programme=farm, day=today, what=Said("coming_later"))
    act(
        record.correct, person=crew[0], programme=farm, day=date(2026, 11, 16), what=Said("present", said_minutes=90),
        reason="went at half past ten",
    )  # fmt: skip
    act(people.leave_message, person=crew[0], text="ring kontoret", until=today, today=today)
    act(people.change, person=crew[1], phone="98 76 54 32")
    for newest, step in ((history.last_act, history.undo), (history.last_undo, history.redo), (history.last_act, history.undo)):
        clock.forward(1)
        with place.write(batch=True) as work:
            found = newest(work.session)
            assert found is not None
            step(work, stream=found.stream, seq=found.seq)
    act(people.erase, person=crew[3])
    place.wipe()
    act(standing.close_roll, programme=farm, day=date(2026, 11, 18))
    act(people.change, person=crew[1], account="8601.11.17947", payment_method="bank")
    purse = act(bag.hand_out, programme=work_, day=tuesday, holder=place.owner, counts={200: 2})
    act(payouts.pay_day, programme=work_, day=tuesday, today=tuesday, persons=[crew[0]], bag=purse)
    act(bag.count, bag=purse, counts={20: 1})
    act(bag.explain, bag=purse, reason="fem kroner i snøen")
    money = {"programme": farm, "monday": date(2026, 11, 16)}
    act(programmes.rule, about=farm, key="rate", value=["hour", 3100], since=date(2026, 1, 1))
    act(steps.deduct, **money, person=crew[0], amount_ore=1000, ground="agreement", words="votter")
    act(steps.prepare, **money)


def a_second_laptop(place: Place, clock: SetClock, folder: Path) -> bytes:
    """The farm's laptop joins and registers somebody. Returns its parcel."""
    clock.forward(1)
    asked = joining.request(folder / "farm", "Gården", folder)
    welcome = laptops.welcome(place, asked.path, asked.code, folder)
    with joining.join(folder / "farm", welcome.path, name="Anne", passphrase_=PASSPHRASE, clock=clock) as farm:
        clock.forward(1)
        with farm.write() as work:
            people.register(work, call_name="Odd", last_name="Ås")
        return parcel.make(farm, "Kontor", folder).path.read_bytes()


def contents(place: Place) -> dict[str, object]:
    """What a later version must find again. The digest is of this version's tables, and only this version's."""
    cursor = place.cursor()
    rows = {t: cursor.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in COUNTED}
    (newest,) = cursor.execute("SELECT hex(hash) FROM entry ORDER BY no DESC LIMIT 1").fetchone()
    names = sorted(n for (n,) in cursor.execute("SELECT call_name FROM person WHERE call_name IS NOT NULL"))
    outcomes = [" ".join(map(str, row)) for row in cursor.execute(
        "SELECT number, day, outcome FROM attendance a JOIN person_number n ON n.person=a.person "
        "WHERE a.voided=0 AND n.voided=0 ORDER BY day, number, outcome"
    )]  # fmt: skip
    return {
        "entries": cursor.execute("SELECT count(*) FROM entry").fetchone()[0], "newest": newest.lower(),
        "rows": rows, "names": names, "outcomes": outcomes,
    }  # fmt: skip


def keep(folder: Path) -> None:
    """Make the workplace in `folder`, which is emptied first, and `<folder>.json` beside it."""
    i18n.use("en")
    shutil.rmtree(folder, ignore_errors=True)
    clock = SetClock()
    with tempfile.TemporaryDirectory() as scratch:
        place = staff.found(
            folder, organisation="Prøvegården", laptop="Kontor", name="Anne", passphrase_=PASSPHRASE,
            cost=slots.FLOOR, clock=clock,
        )  # fmt: skip
        a_week(place, clock, Path(scratch))
        sent = a_second_laptop(place, clock, Path(scratch))
    assert check(place).ok
    found = contents(place) | {"passphrase": PASSPHRASE, "name": "Anne", "digest": digest(place.cursor())}
    place.close()
    (folder / paths.LOCK).unlink(missing_ok=True)
    shutil.rmtree(folder / paths.OUTBOX, ignore_errors=True)
    folder.with_name(folder.name + ".alf").write_bytes(sent)
    beside = folder.with_name(folder.name + ".json")
    beside.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    keep(KEPT / __version__)
