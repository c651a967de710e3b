"""What two desks must be asked, on the exchange page, for the contact sheets: each of the desk's questions once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from .parcel_screens import HOUR, joined, until

DESK = "Strax-huset"
HERE, THERE = "Hallvardsstuen", "Nesttun"
KINDS = ("received", "recalled", "counted", "listed", "held", "settled", "numbered", "seller", "restored")
AT = 495  # minutes after midnight


class _Laptop:
    """One of the two at work: every act at its own minute."""

    def __init__(self, place: Any, today: date, minutes: Iterator[int]) -> None:
        self.place, self.today, self.minutes = place, today, minutes

    def do(self, verb: Callable[..., Any], **named: Any) -> Any:
        with self.place.write() as work:
            return verb(work, **named)

    def undo(self) -> None:
        """What Ctrl+Z does."""
        from alfdesk import journal

        with self.place.write(batch=True) as work:
            act = journal.last_act(work.session)
            assert act is not None
            journal.undo(work, stream=act.stream, seq=act.seq)

    def now(self, verb: Callable[..., Any], **named: Any) -> Any:
        return self.do(verb, day=self.today, at_minute=next(self.minutes), **named)


def _made(stage: Any) -> None:
    """The stage's workplace, and a second laptop that sells too: both have said what cannot both be right."""
    from alfdesk import demo, staff
    from alfdesk.exchange import parcel, reading
    from alfdesk.store import slots, workplace

    folder = stage.folder / "asked"
    if folder.exists():
        return
    stick = folder / "stick"
    stick.mkdir(parents=True)
    shutil.copytree(stage.folder / "full", folder / "full")
    ticks = count(stage.clock(), 1_000)
    today = date.fromtimestamp(stage.clock() / 1000)
    minutes = count(AT)
    with workplace.open(
        folder / "full", name="Berit", passphrase=demo.PASSPHRASE, clock=lambda: next(ticks)
    ) as place:
        staff.add(place, name="Sissel", roles=["desk", "office"], passphrase_=demo.PASSPHRASE, cost=slots.FLOOR)
        office = _Laptop(place, today, minutes)
        scene = _scene(office)
        other = _Laptop(joined(place, stage.beside(folder), stick, DESK, lambda: next(ticks)), today, minutes)

        def meet() -> None:
            for maker, reader in ((office, other), (other, office)):
                reading.read(reader.place, parcel.make(maker.place, "all", stick).path)

        _apart(office, other, scene, meet)
        other.place.close()


def _scene(office: _Laptop) -> dict[str, Any]:
    """An edition on sale at two outlets, a seller, and money held for her."""
    from alfdesk import people
    from alfdesk.sales import accounts, editions, outlets, sellers, stock

    named = (("Jorunn", "Myhre"), ("Nils", "Vik"), ("Per", "Lie"))
    known = [office.do(people.register, call_name=first, last_name=last) for first, last in named]
    made: dict[str, Any] = {"people": known}
    made["here"], made["there"] = (office.do(outlets.found_outlet, name=name) for name in (HERE, THERE))
    made["paper"] = office.do(
        editions.set_edition, product="Megafon", edition=f"{office.today.month}/{office.today.year}", buy_ore=5000,
        cover_ore=10000, since=office.today - timedelta(20), print_run=4800,
    )  # fmt: skip
    office.do(sellers.make_seller, person=known[0])
    office.now(stock.receive, outlet=made["here"], edition=made["paper"], copies=420)
    with office.place.read() as session:
        publication = next(e.publication_id for e in editions.editions(session, office.today) if e.id == made["paper"])
    office.now(accounts.hold, person=known[0], publication=publication, amount_ore=30_000, reason="Vipps")
    return made


def _apart(office: _Laptop, other: _Laptop, scene: dict[str, Any], meet: Callable[[], None]) -> None:
    from alfdesk.sales import accounts, counting, rules, sellers, selling, settling, stock

    here, there, paper, (seller, *new) = scene["here"], scene["there"], scene["paper"], scene["people"]
    sent = [office.now(stock.send, frm=here, to=there, edition=paper, copies=many) for many in (40, 25)]
    office.now(selling.sell, outlet=here, person=seller, edition=paper, copies=10, payment="cash")
    came = office.now(stock.receive, outlet=there, edition=paper, copies=12)
    meet()
    for laptop in (office, other):
        laptop.do(stock.void_move, move=came, reason="Feil tall")
        laptop.undo()
    office.now(stock.confirm, transfer=sent[0], copies=38, reason="To var våte")
    other.now(stock.confirm, transfer=sent[0], copies=40)
    other.now(stock.confirm, transfer=sent[1], copies=25)
    (move,) = office.place.cursor().execute("SELECT id FROM desk_move WHERE source=?", (sent[1],)).fetchone()
    office.do(stock.void_move, move=move, reason="Bilen kom ikke")
    for laptop, missing, person in ((office, 4, new[0]), (other, 2, new[1])):
        laptop.now(accounts.pay_out, person=seller, amount_ore=30_000, outlet=here)
        laptop.do(sellers.make_seller, person=person)
        laptop.now(settling.settle, outlet=here, counts={100: 5}, reason="Talt to ganger")
        begun = laptop.now(counting.begin, outlet=here)
        with laptop.place.read() as session:
            book = stock.copies_at(session, here, paper)
        laptop.do(counting.count, begun=begun, copies={paper: book - missing})
    _read(office, other, [
        f"{office.today:%d.%m.%Y} 0{7 + at}.15;{THERE};;Megafon;{office.today.month}/{office.today.year};{at};svinn;"
        for at in (1, 2)
    ])  # fmt: skip
    with other.place.read() as session:
        laptop_ = settling.own_laptop(session)
    other.do(rules.rule, about=laptop_, key="letter", value="K", since=other.today)
    other.now(selling.sell, outlet=there, person=seller, edition=paper, copies=3, payment="cash")
    other.now(settling.settle, outlet=there, counts={100: 1, 50: 1})
    meet()


def _read(office: _Laptop, other: _Laptop, lines: list[str]) -> None:
    """Both read one paper list in; at the other it had grown."""
    from alfdesk.sales import paper

    for laptop, known in ((office, lines[:1]), (other, lines)):
        file = Path(laptop.place.folder) / "papirliste.csv"
        file.write_text("\n".join([";".join(paper.COLUMNS), *known, ""]), encoding="utf-8")
        with laptop.place.write(batch=True) as work:
            paper.read_desk(work, file=file, today=laptop.today)


def asked(kinds: tuple[str, ...]) -> Callable[[Any, str], Any]:
    """The exchange page without a stick, with the questions of these kinds; the others have been answered."""

    @contextmanager
    def make(stage: Any, _state: str) -> Iterator[QWidget]:
        from .contact_sheets import page_screen
        from .pages.exchange import Exchange

        _made(stage)
        folder: Path = stage.folder / "asked" / f"shown {len(list((stage.folder / 'asked').glob('shown *')))}"
        shutil.copytree(stage.folder / "asked" / "full", folder / "full")
        own = stage.beside(folder)
        own.clock = lambda: stage.clock() + HOUR
        before = Exchange.find
        Exchange.find = staticmethod(lambda: ())  # type: ignore[method-assign]
        try:
            with page_screen("exchange")(own, "full") as work:
                page: Any = work.front  # type: ignore[attr-defined]
                until(lambda: page.questions.cards)
                _answer_others(page, kinds)
                QApplication.processEvents()
                yield work
        finally:
            Exchange.find = before  # type: ignore[method-assign]
            shutil.rmtree(folder, ignore_errors=True)

    return make


def _answer_others(page: Any, kinds: tuple[str, ...]) -> None:
    from alfdesk.questions import answers, every

    for question in page.desk.read(every.every):
        if question.kind not in kinds:
            page.desk.do(answers.answer, "", question=question.id, choice=question.choices[-1].key)


SCREENS: dict[str, Callable] = {"asked_copies": asked(KINDS[:4]), "asked_money": asked(KINDS[4:])}
