"""What bad files get: each code is reached, says its sentence in three languages, and nothing has changed."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from alfdesk import i18n, people, staff
from alfdesk.exchange import container, joining, reading, roster, words
from alfdesk.exchange import laptops as verbs
from alfdesk.store import slots
from tests.support import SetClock

from .carried import Carried, Group, Laptop

# Every file there is -------------------------------------------------------------------------------------------------


@pytest.fixture
def sent(laptops: Carried) -> bytes:
    """A real parcel from the farm to the office."""
    laptops.farm.writes("Ola")
    return laptops.farm.sends("Kontor").read_bytes()


def opened(laptops: Carried, raw: bytes) -> container.Opened:
    keys = roster.own_keys(laptops.office.place.cursor())
    assert keys is not None
    return container.unseal(raw, keys.identity)


def keys_of(laptop: Laptop) -> slots.Keys:
    keys = roster.own_keys(laptop.place.cursor())
    assert keys is not None
    return keys


def made_anew(
    laptops: Carried, raw: bytes, *, by: slots.Keys | None = None, to: Laptop | None = None, body: bytes | None = None,
    **said: object,
) -> bytes:  # fmt: skip
    """The same parcel with other words in its manifest, or another body; signed by the farm unless another is named."""
    found = opened(laptops, raw)
    packed = found.packed
    if body is not None:
        packed = zlib.compress(body)
        said = {"body": sha256(packed).hexdigest(), "unpacked": len(body), "entries": body.count(b"\n")} | said
    manifest = msgspec.structs.replace(found.manifest, **said)
    return container.seal(manifest, packed, by or keys_of(laptops.farm), [keys_of(to or laptops.office).recipient])


def resum(raw: bytes, **parts: object) -> bytes:
    """The prefix with its checksum put right, as somebody would who knows the format."""
    first = bytearray(raw[:20])
    if "major" in parts:
        first[8:10] = int(str(parts["major"])).to_bytes(2, "big")
    rest = raw[52:]
    return bytes(first) + sha256(bytes(first) + rest).digest() + rest


def tired(laptops: Carried, _raw: bytes) -> bytes:
    return b""


Bad = Callable[[Carried, bytes], bytes]
BAD: dict[str, Bad] = {
    "EMPTY": tired,
    "NOT_ALFDESK": lambda laptops, raw: b"PK\x03\x04" + raw,
    "CUT_SHORT": lambda laptops, raw: raw[: len(raw) // 2],
    "TRAILING": lambda laptops, raw: raw + b"\0",
    "DAMAGED": lambda laptops, raw: raw[:-1] + bytes([raw[-1] ^ 1]),
    "NOT_FOR_US": lambda laptops, raw: made_anew(laptops, raw, to=laptops.centre),
    "UNKNOWN_SENDER": lambda laptops, raw: made_anew(laptops, raw, sender=os.urandom(16).hex(), letter="K7"),
    "BAD_SIGNATURE": lambda laptops, raw: made_anew(laptops, raw, by=slots.fresh_keys()),
    "REDIRECTED": lambda laptops, raw: made_anew(laptops, raw, receivers=[os.urandom(16).hex()]),
    "OTHER_GROUP": lambda laptops, raw: made_anew(laptops, raw, group=os.urandom(16).hex()),
    "TOO_NEW": lambda laptops, raw: resum(raw, major=container.MAJOR + 1),
    "TOO_BIG": lambda laptops, raw: made_anew(laptops, raw, unpacked=container.BODY_LIMIT + 1),
    "REVOKED": lambda laptops, raw: (verbs.revoke(laptops.office.place, "Gården", why="lost"), raw)[1],
    "SEEN": lambda laptops, raw: (laptops.office.reads(kept(laptops, raw)), raw)[1],
    "FORK": lambda laptops, raw: forked(laptops, raw),
    "ERASES_MANY": lambda laptops, raw: erasing(laptops, 4),
}
SENTENCES = """
EMPTY           Filen er tom. Minnepinnen ble trolig tatt ut for tidlig. Lag filen på nytt.
NOT_ALFDESK     Dette er ikke en Alfdesk-fil. Ingenting er endret.
CUT_SHORT       Filen er ikke hel: {have} av {whole} kB kom med. Kopier den en gang til.
TRAILING        Filen er skadet underveis. Be avsenderen om en ny. Ingenting er endret.
DAMAGED         Filen er skadet underveis. Be avsenderen om en ny. Ingenting er endret.
NOT_FOR_US      Filen er ikke laget for denne maskinen. Be avsenderen velge «Kontor» som mottaker.
UNKNOWN_SENDER  Filen kommer fra en maskin vi ikke kjenner (K7). Ta inn en fil fra kontoret først.
BAD_SIGNATURE   Filen er ikke ekte. Den er lagt til side. Si fra til kontoret.
REDIRECTED      Filen er ikke ekte. Den er lagt til side. Si fra til kontoret.
OTHER_GROUP     Filen hører til en annen arbeidsplass. Ingenting er endret.
TOO_NEW         Filen er laget med en nyere utgave. Den tas inn av seg selv når programmet er oppdatert.
TOO_BIG         Filen er uventet stor og er ikke lest.
REVOKED         Maskinen «Gården» er sperret fra 22.11.2026. Filen er lagt til side.
SEEN            Denne filen er alt tatt inn 22.11.2026. Det er ingenting å gjøre.
FORK            Det er to ulike utgaver av samme føring. Ingenting er endret. Kontoret må se på det.
ERASES_MANY     Filen sletter 4 personer. Det må bekreftes av administrator på denne maskinen.
"""


def kept(laptops: Carried, raw: bytes) -> Path:
    path = laptops.stick / "file.alf"
    path.write_bytes(raw)
    return path


def forked(laptops: Carried, raw: bytes) -> bytes:
    """The farm says its newest entry once more, in other words, and vouches for it."""
    laptops.office.reads(kept(laptops, raw))
    lines = list(opened(laptops, raw).lines())
    last = msgspec.json.decode(lines[-1])
    last[3] = "people.change"
    return made_anew(
        laptops, raw, body=b"\n".join([*lines[:-1], msgspec.json.encode(last)]) + b"\n", id=os.urandom(16).hex()
    )


def erasing(laptops: Carried, count: int) -> bytes:
    """A parcel in which the farm's administrator erases so many."""
    for number in range(count):
        person = laptops.farm.writes(f"Person{number}")
        with laptops.farm.place.write() as work:
            people.erase(work, person=person)
    return laptops.farm.sends("Kontor").read_bytes()


@pytest.mark.parametrize("code", BAD)
def test_a_bad_file_is_refused_in_one_line_and_changes_nothing(laptops: Carried, sent: bytes, code: str):
    raw = BAD[code](laptops, sent)
    office = laptops.office
    before = office.everything()
    i18n.use("nb")
    taken = office.reads(kept(laptops, raw))
    assert taken.code == code
    wanted = dict(line.split(maxsplit=1) for line in SENTENCES.strip().splitlines())[code]
    if code == "CUT_SHORT":
        wanted = wanted.format(have=round(len(raw) / 1000), whole=round(len(sent) / 1000))
    assert taken.text == wanted
    assert office.everything() == before
    assert list((office.folder / "inbox").iterdir()) == []
    aside = [name for name, _file in reading.aside(office.place)]
    assert (taken.status, aside) == (("taken", []) if code == "SEEN" else ("refused", [code]))


def test_every_code_of_a_file_that_comes_is_tried():
    making = {"NO_SPACE", "READ_ONLY", "STICK_GONE"}  # those of a file that is made: test_stick.py
    assert set(BAD) == set(words.TEXTS) - making
    for language in i18n.LANGUAGES:
        i18n.use(language)
        for code in words.TEXTS:
            said = words.Refused(code, have=1, whole=2, laptop="x", sender="y", day="z", count=3, missing=4).sentence
            assert said.endswith(".") and "{" not in said and "?" not in said


def test_what_an_administrator_confirms_is_erased(laptops: Carried):
    raw = erasing(laptops, 4)
    taken = laptops.office.reads(kept(laptops, raw), erase_many=True)
    assert (taken.status, taken.code) == ("taken", "") and "4 people erased" in taken.lines


def test_a_file_put_aside_is_taken_in_by_itself_when_its_laptop_is_known(laptops: Carried):
    """The farm does not know the centre, which came after it, until the office tells."""
    farm, centre = laptops.farm, laptops.centre
    centre.writes("Ola")
    taken = farm.reads(centre.sends("Gården"))
    assert (taken.code, farm.names) == ("UNKNOWN_SENDER", [])
    assert "(C)" in taken.text
    taken = farm.reads(laptops.office.sends("Gården"))
    assert (taken.status, taken.again) == ("taken", 1)
    assert farm.names == ["Ola"] and reading.aside(farm.place) == []
    reading.take_back(farm.place)  # both, for both came by one act
    assert farm.names == []


def test_files_put_aside_of_which_one_erases_somebody(laptops: Carried):
    """Copies of parcels go when somebody is erased, for she may be in them: also those not tried yet. They come again."""
    farm, centre = laptops.farm, laptops.centre
    ola = centre.writes("Ola")
    with centre.place.write() as work:
        people.erase(work, person=ola)
    for name in ("Siv", "Kari"):
        centre.writes(name)
        assert farm.reads(centre.sends("Gården")).code == "UNKNOWN_SENDER"
    assert len(reading.aside(farm.place)) == 2
    taken = farm.reads(laptops.office.sends("Gården"))
    assert (taken.status, taken.again) == ("taken", 1) and reading.aside(farm.place) == []
    farm.reads(centre.sends("Gården"))
    assert farm.names == ["Kari", "Siv"] and farm.is_whole


def test_a_file_put_aside_for_a_newer_program_waits_for_it(laptops: Carried, sent: bytes):
    office = laptops.office
    office.reads(kept(laptops, resum(sent, major=container.MAJOR + 1)))
    assert reading.again(office.place) == 0
    ((code, file),) = reading.aside(office.place)
    file.write_bytes(sent)  # what an update does: the same file can be read now
    assert (code, reading.again(office.place)) == ("TOO_NEW", 1)
    assert office.names == ["Ola"]


def test_a_welcome_is_no_way_in_for_another(laptops: Carried, tmp_path: Path):
    office = laptops.office
    asked = joining.request(tmp_path / "new", "Bilen", laptops.stick)
    welcome = verbs.welcome(office.place, asked.path, asked.code, laptops.stick)
    joining.request(tmp_path / "stranger", "Fremmed", laptops.stick)
    with pytest.raises(words.Refused, match="not made for this laptop"):
        joining.join(tmp_path / "stranger", welcome.path, name="Anne", passphrase_="x", clock=SetClock())
    assert not (tmp_path / "stranger" / "alfdesk.db").exists()


# Cut and flipped -----------------------------------------------------------------------------------------------------


def refused(laptops: Carried, raw: bytes) -> str:
    try:
        reading.verify(laptops.office.place, raw)
    except words.Refused as refusal:
        return refusal.code
    return "taken"


def cut_at(laptops: Carried, sent: bytes, lengths: range) -> None:
    for length in lengths:
        assert refused(laptops, sent[:length]) == ("CUT_SHORT" if length else "EMPTY"), length


def flipped(laptops: Carried, sent: bytes, bits: list[int]) -> None:
    """The checksum finds each of them; in the magic and the length the words are others."""
    for bit in bits:
        raw = bytearray(sent)
        raw[bit // 8] ^= 1 << bit % 8
        at = bit // 8
        allowed = {"NOT_ALFDESK"} if at < 8 else {"CUT_SHORT", "TRAILING", "TOO_BIG"} if 12 <= at < 20 else {"DAMAGED"}
        assert refused(laptops, bytes(raw)) in allowed, bit


def flipped_by_somebody_who_knows(laptops: Carried, sent: bytes, bits: list[int]) -> None:
    """The checksum is put right afterwards: the age file or the signature finds it."""
    for bit in bits:
        raw = bytearray(sent)
        raw[52 + bit // 8] ^= 1 << bit % 8
        assert refused(laptops, resum(bytes(raw))) in ("DAMAGED", "NOT_FOR_US"), bit


def test_a_parcel_that_is_cut_is_refused(laptops: Carried, sent: bytes):
    cut_at(laptops, sent, range(0, len(sent), 7))


def test_a_parcel_with_a_flipped_bit_is_refused(laptops: Carried, sent: bytes):
    chance = random.Random(5)
    bits = len(sent) * 8
    flipped(laptops, sent, [*range(52 * 8), *chance.sample(range(52 * 8, bits), 400)])
    flipped_by_somebody_who_knows(laptops, sent, chance.sample(range(bits - 52 * 8), 400))


@pytest.mark.faults_long
def test_cut_at_every_byte_and_with_every_bit_flipped_it_is_refused(laptops: Carried, sent: bytes):
    before = laptops.office.everything()
    cut_at(laptops, sent, range(len(sent)))
    flipped(laptops, sent, list(range(len(sent) * 8)))
    flipped_by_somebody_who_knows(laptops, sent, list(range((len(sent) - 52) * 8)))
    assert laptops.office.everything() == before
    print(f"parcel: {len(sent)} bytes cut at each, {len(sent) * 8} bits flipped twice; 0 accepted")


# In an emergency -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("age") is None, reason="the age tool is not installed")
def test_the_stock_age_tool_and_the_paper_open_a_parcel(laptops: Carried, tmp_path: Path):
    farm = laptops.farm
    paper = staff.new_recovery(farm.place, today=people.date(2026, 11, 22))
    farm.writes("Ola")
    file = farm.sends("Kontor")
    (tmp_path / "paper.txt").write_text(paper.secret + "\n")
    commands = f'tail -c +53 "{file}" | age --decrypt -i "{tmp_path / "paper.txt"}"'
    plain = subprocess.run(commands, shell=True, capture_output=True, check=True).stdout
    length = int.from_bytes(plain[:4], "big")
    manifest = msgspec.json.decode(plain[4 : 4 + length])
    at = 4 + length + 64
    body = plain[at + 8 : at + 8 + int.from_bytes(plain[at : at + 8], "big")]
    assert manifest["letter"] == "B"
    assert b'"call_name","Ola"' in zlib.decompress(body)


def test_a_parcel_hides_its_size_and_holds_no_plain_word(laptops: Carried, joined: Group):
    for name in ("A", "Bartholomeus den lange av Prestegarden"):
        laptops.farm.writes(name)
        raw = laptops.farm.sends("Kontor").read_bytes()
        assert name.encode() not in raw or name == "A"
    sizes = {container.padme(size) for size in range(10_000, 20_000)}
    assert len(sizes) < 60 and all(container.padme(s) <= s * 1.12 for s in range(2, 100_000, 37))


def test_the_code_of_a_request_belongs_to_its_keys_and_its_name(laptops: Carried, tmp_path: Path):
    keys, office = slots.fresh_keys(), laptops.office
    raw, code = verbs.request_file("Bilen", keys)
    assert len(code.replace(" ", "")) == 20
    assert verbs.request_file("Båten", keys)[1] != code
    assert verbs.request_file("Bilen", slots.fresh_keys())[1] != code
    asked = verbs.read_request(raw)
    verbs.require_code(asked, code.lower().replace(" ", "-"))
    slip = code[:-1] + ("A" if code[-1] != "A" else "B")
    other = "not the code of that file"
    for typed, said in ((slip, "Look at group 5"), (code[:-1], "The code has 20"), ("A" * 20, other)):
        with pytest.raises(Exception, match=said):
            verbs.require_code(asked, typed)
    file = tmp_path / "request.alfask"
    file.write_bytes(raw)
    before = office.everything()
    with pytest.raises(Exception, match="not the code of that file"):
        verbs.welcome(office.place, file, "A" * 20, laptops.stick)
    assert office.everything() == before
    forged = container.framed(slots.fresh_keys().sign(b"x") + raw[52 + 64 :], verbs.REQUEST)
    with pytest.raises(words.Refused, match="not genuine"):
        verbs.read_request(forged)
