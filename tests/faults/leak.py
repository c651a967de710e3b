"""Names in places where they have no business: `python -m tests.faults.leak`.

Canary names go through every act of the command line, through verbs, sheets, undo, bugs, aborts and kills. Then every
file under the profile, the backups, the home folder, the temporary folder and the working folder is searched for each
canary in every way a text can be written down. Only what a person asked to be saved (sheets) or brought along (lists)
lies apart, and is not searched. After an erasure the database's own pages are decrypted and searched too, free pages
and slack included.
"""

from __future__ import annotations

import base64
import contextlib
import faulthandler
import io
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from alfdesk import cli, log, paths, people, staff
from alfdesk.errors import UserFacingError
from alfdesk.reports import recovery_sheet as sheets
from alfdesk.store import workplace

from . import harness, leak_desk
from .harness import Proof
from .plain_names import Search, pages

ANNE, TOR = "Astrid Fjellrype", "Torbjørn Havørn"
PHRASE = "purpurhane kobberfiol nattravn gyngestol 77"
NEW_PHRASE = "sjøgrønn tranebær vedkubbe månelyst 31"
TOR_PHRASE = "gullregn tordenbille havskum pepperkvern 5"
CANARIES = {
    "organisation": ["Kvitveisgarden"], "laptop": ["Ravnekontor"], "staff": ["Fjellrype", "Havørn"],
    "people": ["Snøsopp", "Ylvamor", "Krekling", "Tyrihjelm", "Blåbærlyng", "Zoralinde", "Myrsnipe"],
    "phone": ["913 57 246", "91357246", "928 64 135"], "programme": ["Solsikkedrift", "Humlesveet"],
    "list name": ["Blåklokkelista"], "team": ["Tyttebærlaget"], "meeting place": ["Perlemorporten"],
    "note": ["Ferskenmerknad"], "message": ["Plommebeskjed"], "reason": ["Kirsebærgrunn"], "closed": ["Rognebærfest"],
    "refused line": ["Granbarnavn"], "bug": ["Lerkefeil"],
    **leak_desk.CANARIES,
    "passphrase": [w for p in (PHRASE, NEW_PHRASE, TOR_PHRASE) for w in (p, *p.split()) if len(w) > 5],
}  # fmt: skip
# What is told of Zoralinde, who is erased.
ERASED = ["Zoralinde", "928 64 135", "Plommebeskjed to", "Ferskenmerknad to", "Kirsebærgrunn to"]
MONDAY = "2026-11-16"


# Acting --------------------------------------------------------------------------------------------------------------


@dataclass
class Stage:
    """The folders of one laptop: what is searched, and what a person brought along or asked for."""

    base: Path

    def __post_init__(self) -> None:
        for name in ("home", "tmp", "cwd", "brought", "asked", "backups"):
            (self.base / name).mkdir(parents=True, exist_ok=True)
        self.profile = self.base / "home" / "workplace"
        self.brought, self.asked, self.backups = (self.base / n for n in ("brought", "asked", "backups"))

    @property
    def apart(self) -> tuple[Path, ...]:
        return (self.brought, self.asked)

    def move_in(self) -> None:
        """This process lives in these folders from now on (a child's work), and would dump its core if it could."""
        os.chdir(self.base / "cwd")
        os.environ |= {"HOME": str(self.base / "home"), "TMPDIR": str(self.base / "tmp")}
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            os.environ[name] = str(self.base / "home" / name.lower())
        tempfile.tempdir = None
        _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    def line(
        self, words: list[str], phrase: str = PHRASE, new: str = NEW_PHRASE, who: str = ANNE, folder: Path | None = None
    ) -> tuple[int, str]:
        """One command. Returns its exit code and what it told stderr."""
        out, err = io.StringIO(), io.StringIO()
        os.environ |= {"ALFDESK_PASSPHRASE": phrase, "ALFDESK_NEW_PASSPHRASE": new}
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.main(["--profile", str(folder or self.profile), "--as", who, *words])
        return code, err.getvalue()


def _lists(stage: Stage) -> None:
    (stage.brought / "people.csv").write_text(
        "nummer;fornavn;etternavn;kallenavn;fødselsår;telefon;tiltak;betaling\n"
        "11;Ylvamor;Snøsopp;Ylvamor;1980;913 57 246;Solsikkedrift;kontant\n"
        "12;Krekling;Tyrihjelm;;1971;;Solsikkedrift,Humlesveet;bank\n"
        "13;Blåbærlyng;;;;;Humlesveet;\n", "utf-8",
    )  # fmt: skip
    (stage.brought / "days.csv").write_text(
        "dato;tiltak;lag;nummer;utfall;fra;til;timer;smusstimer;merknad\n"
        "16.11.2026;Solsikkedrift;Tyttebærlaget;11;til stede;9;13;;;Ferskenmerknad en\n"
        "16.11.2026;Solsikkedrift;;12;avvist fullt;;;;;\n", "utf-8",
    )  # fmt: skip
    (stage.brought / "refused.csv").write_text(
        "dato;tiltak;lag;nummer;utfall;fra;til;timer;smusstimer;merknad\n"
        "16.11.2026;Granbarnavn;;11;til stede;;;;;Ferskenmerknad\n99.99.2026;Solsikkedrift;;11;Granbarnavn;;;;;\n",
        "utf-8",
    )  # fmt: skip
    leak_desk.lists(stage.brought)


def _photo(stage: Stage) -> str:
    from PIL import Image

    picture = stage.brought / "photo.jpg"
    exif = Image.Exif()
    exif[0x010E] = "Myrsnipe"
    Image.effect_noise((300, 300), 50).convert("RGB").save(picture, exif=exif)
    return str(picture)


def acts(stage: Stage) -> list[tuple[list[str], int]]:
    """Commands in order, each with the exit code it has to end with (or the proof would prove nothing)."""
    asked, brought = str(stage.asked), stage.brought
    yard, farm = ["--programme", "Solsikkedrift"], ["--programme", "Humlesveet"]
    on = ["--date", MONDAY]
    week = ["--week", "2026-W47"]
    return [
        (["init", "--organisation", "Kvitveisgarden", "--laptop", "Ravnekontor", "--staff", ANNE], 0),
        (["programme", "set", "Solsikkedrift", "--kind", "day", "--rate", "10000", "--cap", "300", "--places", "2",
          "--list-name", "Blåklokkelista", "--meeting-place", "Perlemorporten", "--from", MONDAY], 0),
        (["programme", "set", "Humlesveet", "--kind", "standing", "--day", "40000", "--cap", "300",
          "--from", MONDAY], 0),
        (["programme", "team", "Solsikkedrift", "Tyttebærlaget", "--from", MONDAY], 0),
        (["programme", "close", "--from", "2026-12-24", "--to", "2026-12-24", "--why", "Rognebærfest"], 0),
        (["people", "import", str(brought / "people.csv")], 0),
        (["people", "import", str(brought / "refused.csv")], 3),
        (["people", "add", "--call-name", "Zoralinde", "--last-name", "Zoralindesen", "--phone", "928 64 135"], 0),
        (["people", "message", "14", "Plommebeskjed to", "--until", str(date.today())], 0),
        (["people", "message", "11", "Plommebeskjed en", "--until", str(date.today())], 0),
        (["people", "photo", "11", _photo(stage)], 0),
        (["people", "change", "12", "--phone", "+47 91357246"], 0),
        (["people", "search", "Snøsopp"], 0), (["people", "show", "11"], 0), (["people", "history", "11"], 0),
        (["people", "list", "--json"], 0), (["people", "due"], 0), (["programme", "list"], 0),
        (["programme", "enrol", "Solsikkedrift", "14"], 0),
        (["attendance", "import", str(brought / "days.csv")], 0),
        (["attendance", "import", str(brought / "refused.csv")], 3),
        (["attendance", "import", str(brought / "photo.jpg")], 3),
        (["attendance", "import", str(brought / "Myrsnipe.csv")], 3),
        (["attendance", "arrive", "14", *yard, *on], 0),
        (["lottery", "list", *yard, *on], 0), (["print", "draw", *yard, *on, "--out", f"{asked}/draw1.pdf"], 0),
        (["lottery", "draw", *yard, *on, "--dice", "123456"], 0),
        (["print", "draw", *yard, *on, "--out", f"{asked}/draw2.pdf"], 0),
        (["attendance", "set", "14", *yard, *on, "--outcome", "present", "--reason", "Kirsebærgrunn to"], 0),
        (["attendance", "set", "14", *yard, *on, "--outcome", "no_show", "--reason", "Kirsebærgrunn to"], 0),
        (["attendance", "mark", "12", *farm, *on, "--outcome", "present"], 0),
        (["attendance", "close", *farm, *on], 0),
        (["attendance", "day", *yard, *on], 0), (["attendance", "show", *yard, *week], 0),
        (["print", "wall", *yard, *week, "--out", f"{asked}/wall.pdf"], 0),
        (["print", "blank", *yard, *week, "--out", f"{asked}/blank.pdf"], 0),
        (["people", "change", "13", "--call-name", "Myrsnipe"], 0), (["undo"], 0), (["redo"], 0), (["undo"], 0),
        *leak_desk.acts(asked, brought),
        (["log"], 0), (["check"], 0), (["digest"], 0), (["rebuild"], 0),
        (["recovery", "--out", f"{asked}/recovery.pdf"], 0),
        (["staff", "add", TOR, "--role", "office"], 0), (["staff", "list"], 0),
        (["backup", "--out", str(stage.backups)], 0),
        (["people", "show", "Granbarnavn"], 2), (["Granbarnavn"], 2),
        (["people", "search", "Granbarnavn"], 0), (["programme", "team", "Granbarnavn", "x", "--from", MONDAY], 3),
    ]  # fmt: skip


def _all_acts(stage: Stage, say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
    """In a child: every command; then the recovery secret is told to the parent, which needs it to search for it."""
    stage.move_in()
    ready()
    real = sheets.recovery_sheet

    def noted(sheet: sheets.RecoverySheet, *rest: object, **more: object) -> bytes:
        say(b"secret " + sheet.secret.encode())
        return real(sheet, *rest, **more)  # type: ignore[arg-type]

    sheets.recovery_sheet = noted
    for words, wanted in acts(stage):
        new = TOR_PHRASE if words[0] == "staff" else NEW_PHRASE
        code, err = stage.line(words, new=new)
        if code != wanted:
            say(f"exit {code}, not {wanted}: {' '.join(words)}: {err.strip()[-300:]}".encode())
    limits = resource.getrlimit(resource.RLIMIT_CORE)
    if limits != (0, 0):
        say(f"cores of {limits} bytes are allowed".encode())


def _bug(stage: Stage, say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
    """In a child: a bug whose message holds a name."""
    stage.move_in()
    ready()

    def broken(*_: object, **__: object) -> None:
        secret = "Lerkefeil"  # a local of the frame that fails
        raise RuntimeError(f"no such person: {secret} Snøsopp 913 57 246")

    people.search = broken  # type: ignore[assignment]
    code, err = stage.line(["people", "search", "Lerkefeil"])
    if code != 1:
        say(f"the bug ended with {code}".encode())
    for canary in ("Lerkefeil", "Snøsopp"):
        if canary in err:
            say(f"the bug's message told stderr {canary}".encode())


def _abort(stage: Stage, say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
    """In a child: the process aborts with the workplace open and names in memory."""
    stage.move_in()
    faulthandler.disable()
    ready()
    people.search = lambda *_a, **_k: os.abort()  # type: ignore[assignment]
    stage.line(["people", "search", "Snøsopp"])


def _writer(stage: Stage, say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
    """In a child: writes names until it is killed."""
    stage.move_in()
    log.no_core_dumps()
    place = workplace.open(stage.profile, name=ANNE, passphrase=PHRASE)
    ready()
    while True:
        with place.write() as work:
            people.register(work, call_name="Ylvamor Krekling", last_name="Tyrihjelm", phone="913 57 246")
        say(b".")


def _busy(stage: Stage, say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
    """In a child: list, backup, new key and rebuild, over and over until it is killed."""
    stage.move_in()
    ready()
    while True:
        for words in (
            ["people", "import", str(stage.brought / "people.csv")], ["backup", "--out", str(stage.backups)],
            ["recovery", "--out", str(stage.asked / "again.pdf")], ["rebuild"],
            ["print", "wall", "--programme", "Solsikkedrift", "--week", "2026-W47",
             "--out", str(stage.asked / "w.pdf")],
        ):  # fmt: skip
            stage.line(words)


def _later(stage: Stage, secret: str, say: Callable[[bytes], None], ready: Callable[[], None]) -> None:
    """In a child: restore twice, a new passphrase, a member removed, a person erased."""
    stage.move_in()
    ready()
    os.environ["ALFDESK_RECOVERY"] = secret
    copies = str(stage.backups)
    for words, wanted, phrase, folder in (
        (["restore", copies, "--to", str(stage.base / "home" / "second")], 0, PHRASE, None),
        (["restore", copies, "--to", str(stage.base / "home" / "third"), "--paper"], 0, PHRASE, None),
        (["staff", "remove", TOR], 0, PHRASE, None),
        (["passphrase", "change"], 0, PHRASE, None),
        (["people", "erase", "14"], 0, NEW_PHRASE, None),
        (["check"], 0, NEW_PHRASE, None),
        (["check"], 0, PHRASE, stage.base / "home" / "second"),
        (["check"], 0, NEW_PHRASE, stage.base / "home" / "third"),
    ):
        code, err = stage.line(words, phrase, folder=folder)
        if code != wanted:
            say(f"exit {code}, not {wanted}: {' '.join(words)}: {err.strip()[-300:]}".encode())


def run_acts(base: Path, seed: int, kills: int) -> Proof:
    """The whole proof."""
    proof = Proof("plain names in files")
    chance = harness.dice(seed, "leak")
    stage = Stage(base / "laptop")
    _lists(stage)
    names = [c for group in CANARIES.values() for c in group]
    told, secret = _child(lambda say, ready: _all_acts(stage, say, ready), proof, "the acts"), ""
    for one in told:
        if one.startswith("secret "):
            secret = one.removeprefix("secret ")
        else:
            proof.wrong.append(one)
    proof.expect(secret, "no recovery secret was printed")
    # The secret is searched for whole and in pieces: a part of it is as good as a beginning.
    names += [secret, *(secret[i : i + 12] for i in range(14, len(secret) - 12, 12))]
    search = Search(names)
    looks = 0
    # The first backup is the one whose sheet we hold: it comes back before others stand beside it.
    proof.wrong += _child(lambda say, ready: _bug(stage, say, ready), proof, "the bug")
    child = harness.start(lambda say, ready: _abort(stage, say, ready))
    status = child.finish()
    proof.expect(os.WIFSIGNALED(status), "the abort did not abort")
    proof.expect(not os.WCOREDUMP(status), "the abort dumped its core")
    search.tree(stage.base, stage.apart)
    place = workplace.open(stage.profile, name=ANNE, passphrase=PHRASE)
    key = place.key
    place.close()
    raw = Search(ERASED)
    raw.text(pages(stage.profile / paths.DATABASE, key), "the pages")
    proof.expect(len(raw.found) >= len(ERASED), "what is to be erased was never there: the proof proves nothing")
    proof.wrong += _child(lambda say, ready: _later(stage, secret, say, ready), proof, "the later acts")
    place = workplace.open(stage.profile, name=ANNE, passphrase=NEW_PHRASE)
    (free,) = place.cursor().execute("PRAGMA freelist_count").fetchone()
    proof.expect(free == 0, f"{free} free pages after an erasure")
    erased = Search(ERASED)
    for table, rows in _tables(place):
        erased.text(rows, f"the table {table}")
    key = place.key
    place.let_go()
    for name, skip, head in ((paths.DATABASE, 0, 0), (paths.DATABASE + "-wal", 32, 24)):
        if (stage.profile / name).exists():
            erased.text(pages(stage.profile / name, key, skip, head), f"the pages of {name}")
    plain = pages(stage.profile / paths.DATABASE, key)
    proof.expect("Snøsopp".encode() in plain, "the pages were not decrypted: the proof proves nothing")
    place.close()
    proof.wrong += [f"after the erasure {one}" for one in erased.found]
    # Back to the first passphrase, for the children that are killed.
    place = workplace.open(stage.profile, name=ANNE, passphrase=NEW_PHRASE)
    staff.change_passphrase(place, new=PHRASE, cost=harness.CHEAP)
    place.close()
    search.tree(stage.base, stage.apart)
    looks += 2
    for one in range(kills):
        child = harness.start(lambda say, ready, one=one: (_writer, _busy)[one % 2](stage, say, ready))
        child.wait_ready()
        child.run_for(chance.uniform(0.05, 0.4) if one % 2 == 0 else chance.uniform(0.05, 2.0))
        # As the kill left it: the log of the database is still there, and so is whatever was half-way.
        search.tree(stage.base, stage.apart)
        looks += 1
    place = workplace.open(stage.profile, name=ANNE, passphrase=PHRASE)
    proof.expect(not (wrong := harness.is_clean(place)), f"after the kills: {wrong}")
    place.close()
    said = (stage.profile / paths.LOG).read_text() if (stage.profile / paths.LOG).exists() else ""
    proof.expect("bug RuntimeError" in said, "the bug is not in the log: the proof proves nothing")
    proof.wrong += sorted(set(search.found))
    proof.line = (
        f"{len(names)} canaries, {len(search._ways):,} spellings, {len(acts(stage)) + 10} acts, {kills} kills, "
        "a bug, an abort; "
        f"{search.files:,} files and {search.size:,} bytes searched in {looks} looks, {len(set(search.found))} found; "
        "no core dump; nothing of the erased person in any page"
    )
    return proof


def _child(job: Callable[[Callable[[bytes], None], Callable[[], None]], None], proof: Proof, what: str) -> list[str]:
    child = harness.start(job)
    child.finish()
    proof.expect(child.done(), f"{what}: the child crashed: {child.crash()[-400:]}")
    return [one.decode() for one in child.said()]


def _tables(place: workplace.Place) -> Iterator[tuple[str, bytes]]:
    """Every text and blob of every table, run together."""
    cursor = place.cursor()
    for (name,) in cursor.execute("SELECT name FROM main.sqlite_master WHERE type='table'").fetchall():
        rows = cursor.execute(f'SELECT * FROM "{name}"').fetchall()
        parts = [c.encode() if isinstance(c, str) else bytes(c) for r in rows for c in r if isinstance(c, str | bytes)]
        yield name, b"\n".join(parts)


def teeth(base: Path) -> Proof:
    """The search finds what it should: each way of writing, names of files, and a log that tells what a bug said."""
    proof = Proof("the search for plain names finds planted ones")
    folder = base / "planted"
    tried = 0
    for canary in ("Snøsopp", "Kvitveisgarden", "91357246"):
        for coding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            raw = canary.encode(coding)
            for content in (raw, raw.hex().encode(), *(base64.b64encode(b"xyz"[:n] + raw + b"tail") for n in range(3))):
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                (folder / "file").write_bytes(b"before" + content + b"after")
                search = Search([canary])
                search.tree(folder)
                tried += 1
                proof.expect(search.found, f"{canary} as {coding}, {content!r} was not found")
    shutil.rmtree(folder)
    (folder / "Snøsopp").mkdir(parents=True)
    search = Search(["Snøsopp"])
    search.tree(folder)
    proof.expect(search.found, "the name of a folder was not found")
    # A log that tells more than it may.
    log_file, before = folder / paths.LOG, log._file
    log.into(log_file)
    try:
        raise UserFacingError("Lerkefeil")
    except UserFacingError as error:
        log.bug(type(error), error, error.__traceback__)
        honest = Search(["Lerkefeil"])
        honest.tree(folder)
        log.write(f"bug {error}")
        talkative = Search(["Lerkefeil"])
        talkative.tree(folder)
    log._file = before
    proof.expect(not honest.found and talkative.found, "a talkative log was not found")
    proof.line = f"{tried + 2} plants found"
    return proof


def jobs(base: Path, seed: int, *, quick: bool = False) -> list[harness.Job]:
    """Every proof of names in files."""
    from .leak_parcels import parcels

    few = 2 if quick else 20
    return [partial(teeth, base), partial(run_acts, base, seed, few), partial(parcels, base, seed, few)]


def main() -> int:
    quick, seed = harness.asked(sys.argv[1:])
    with harness.scratch("leak") as base:
        return harness.show(jobs(base, seed, quick=quick), seed)


if __name__ == "__main__":
    raise SystemExit(main())
