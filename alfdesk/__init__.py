"""Alfdesk: what is true and what is allowed. No Qt.

Five sentences
    1. The core knows no screen. The command line (`alfdesk/cli/`) and the window (`ui/`) are thin front ends over the
       same functions.
    2. One verb is one journal entry: one transaction, one line of audit, one thing to undo. Reading a list in is many
       entries, one transaction, one batch, taken back as one.
    3. One door. Whatever happens goes through `journal.apply`; the tables are a projection that `journal.apply.rebuild`
       can throw away and make again. Any other write is stopped by the gate.
    4. Say what changed once: a commit names the tables it touched, and each screen answers for itself.
    5. Correct by adding. Hours are facts; an undo or a correction is a new entry; nothing asks "are you sure?".

Rooms (each imports only what stands below it; contracts in pyproject.toml, checked by the tests)
    cli/            the command line: parsers, text and JSON
    demo.py         an invented workplace; demo_pay.py its money, demo_desk.py its sales desk
    reports/        finished records → PDF; page_style.py for all, one file per sheet
    exchange/       laptops that share one journal by carrying files: parcels out and in, the roster, what waits
    questions/      what only a person can decide, alike on every laptop; the answer is an entry
    todo.py         what there is to do, reckoned from all subjects
    directory.py    the people page; person_card.py a person's card; told.py the journal in words: reads across subjects
    sales/          the street-paper desk: editions, outlets and stock, sellers and their accounts, the till
    pay/            the week's money: reckoned, prepared, paid, locked; the cash bag; a person's own week
    attendance/     who came, who was turned away: day work, standing crews, lottery, lists, reads
    programmes.py   programmes, teams, closed days, enrolments; dated.py rules from a day on; retention.py who is to be
                    erased; crew_teams.py the team somebody belongs to
    people.py       people: numbers, messages, search, erasure; person_fields.py what may stand in a field;
                    photos.py makes a picture small; bookkeeping.py how long what was paid is kept
                    put_away.py whose registration is kept under another one
    staff.py        who signs in, roles, recovery, how a workplace begins
    cards.py        the code on a person's card
    store/          the encrypted file: engine, session, slots (keys), locking, check, rekey, backup, workplace
    journal/        the one door: entry, write, apply, history (undo), digest, clock, tables (the gate)
    models/         the tables, one file per subject; every file in the folder is found by being there
    spreadsheets/   lists in and out, cell by cell
    errors weeks money paths log i18n record short_run collector late_modules
                    import nothing of ours; record.py: what a read gives

A subject from table to command line, and how a second one is added
    models/visits.py        class Visit(Fact): person, day, …        columns may be empty; no UNIQUE, no foreign keys
                            class Place(Edited): needs = ("name",)   a row shows when these fields are there
                            `Fact` is added and voided, `Edited` has fields that change. That is all it takes: the table
                            travels in the journal, is audited, undone, rebuilt and counted in the digest.
    visits.py               verbs:  @verb("supervisor", "office")    who may; an administrator always may
                                    def pay_visit(work, *, person, day, now) -> bytes:
                                        … read through work.session, check, raise UserFacingError(_("a sentence")) …
                                        return work.add(Visit(person=person, day=day))
                                    work.change(row, field=value)    work.void(fact, reason=…)    never commit
                            reads:  def visits_of(session, person) -> list[VisitLine]:
                                        frozen dataclasses in display order; name mapped classes only (voided and
                                        half-made rows are left out for you); no row leaves the function
    cli/visits.py           def add_commands(commands): commands.add("visits pay", "help", run)
                                def run(args, place) -> Answer:
                                    with place.write() as work: visits.pay_visit(work, …)     one verb, committed here
                                    with place.read() as session: visits.visits_of(session, …)
                            found by being in the folder, like the table
    tests/core/test_visits.py    `place` is an open workplace (tests/conftest.py)

Money is whole øre, time whole minutes after midnight, days are dates and ISO text in the journal, ids are 16 bytes and
hex in JSON. Words for people go through `i18n.gettext`, English in the code; bokmål, nynorsk and English in
resources/i18n. Rules with dates are settings (`programmes.RULES`), never constants. What may not be written whatever the
verb (a day in an approved week) stands with its table as a `holding`.
"""

from .late_modules import come_late

__version__ = "0.1.0"

come_late("asyncio", "importlib.metadata")  # SQLAlchemy imports them
