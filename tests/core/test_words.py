"""Words for people: the three catalogues are complete, plain and alike, and nothing is said past them.

The rules are those of the design (short sentences, no exclamation marks, one word for one thing). Each rule is a
function that returns what it finds wrong, so that the same rule reads the catalogues and is shown to find a fault.
"""

from __future__ import annotations

import ast
import gettext
import io
import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po

import build_installer
from alfdesk import cli, errors, i18n, paths
from alfdesk.cli import frame
from ui import app

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(file for room in build_installer.SPOKEN_IN for file in (ROOT / room).rglob("*.py"))
STEP = "run `python build_installer.py extract` and fill in what is empty"


class Message(NamedTuple):
    """One message: its English and its words in a language, in one form or in two (one thing, many things)."""

    english: tuple[str, ...]
    words: tuple[str, ...]
    context: str | None = None


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def catalogue(language: str, po: str) -> list[Message]:
    entries = read_po(io.BytesIO(po.encode()), locale=language)
    return [Message(forms(entry.id), forms(entry.string), entry.context) for entry in entries if entry.id]


def po_of(language: str, folder: Path = i18n.FOLDER) -> str:
    return (folder / language / "LC_MESSAGES" / "alfdesk.po").read_text(encoding="utf-8")


@cache
def messages(language: str) -> list[Message]:
    return catalogue(language, po_of(language))


def folder_of(folder: Path, po: dict[str, str]) -> Path:
    """A folder of catalogues like `resources/i18n`."""
    for language, text in po.items():
        path = folder / language / "LC_MESSAGES" / "alfdesk.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


# Complete ------------------------------------------------------------------------------------------------------------


def extracted(folder: Path, root: Path = ROOT) -> dict[str, int]:
    return build_installer.extract_words(root, folder)


def unfinished(po: str) -> list[str]:
    """Marks of work that is not done: guessed words, words of messages that are gone, no words at all."""
    found = [line for line in po.splitlines() if line.startswith("#~") or (line.startswith("#,") and "fuzzy" in line)]
    return found + [m.english[0] for m in catalogue("en", po) if not all(w.strip() for w in m.words)]


def test_the_catalogues_hold_exactly_what_the_code_says(tmp_path):
    fresh = extracted(folder_of(tmp_path, {language: po_of(language) for language in i18n.LANGUAGES}))
    assert fresh == dict.fromkeys(i18n.LANGUAGES, 0), STEP
    for language in i18n.LANGUAGES:
        said = {(m.english, m.context) for m in catalogue(language, po_of(language, tmp_path))}
        kept = {(m.english, m.context) for m in messages(language)}
        assert (said - kept, kept - said) == (set(), set()), STEP
        assert po_of(language, tmp_path) == po_of(language), STEP


def test_a_message_that_is_new_in_the_code_is_found_and_one_that_is_gone_is_dropped(tmp_path):
    (tmp_path / "alfdesk").mkdir()
    (tmp_path / "alfdesk" / "new.py").write_text('_("Kept."), _("New.")\n', encoding="utf-8")
    old = po_of("nb").split("\n\n")[0] + '\n\nmsgid "Kept."\nmsgstr "Beholdt."\n\nmsgid "Gone."\nmsgstr "Borte."\n'
    folder_of(tmp_path, {"nb": old})
    assert extracted(tmp_path, tmp_path) == {"nb": 1, "nn": 2, "en": 0}
    assert catalogue("nb", po_of("nb", tmp_path)) == [Message(("Kept.",), ("Beholdt.",)), Message(("New.",), ("",))]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_message_is_guessed_left_over_or_empty(language):
    assert unfinished(po_of(language)) == []


@pytest.mark.parametrize(
    "fault",
    [
        '#, fuzzy\nmsgid "A."\nmsgstr "B."\n',
        '#, fuzzy, python-brace-format\nmsgid "A {x}."\nmsgstr "B {x}."\n',
        '#~ msgid "A."\n',
        'msgid "A."\nmsgstr ""\n',
        'msgid "A."\nmsgid_plural "B."\nmsgstr[0] "C."\nmsgstr[1] ""\n',
    ],
)
def test_unfinished_work_is_found(fault):
    assert len(unfinished(po_of("nb").split("\n\n")[0] + "\n\n" + fault)) == 1


def test_english_says_what_the_code_says():
    assert [m for m in messages("en") if m.words != m.english] == []


# Plain and alike -----------------------------------------------------------------------------------------------------


def fields(text: str) -> set[str]:
    """The places to be filled in, as they are written. Raises ValueError when str.format cannot read the text.

    Words of argparse itself have its kind of fields: %s.
    """
    found = set(re.findall(r"%(?:\(\w+\))?[a-z]", text))
    for _text, name, spec, conversion in Formatter().parse(text):
        if name is not None:
            found.add(name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else ""))
    return found


def other_fields(_language: str, message: Message) -> bool:
    pairs = zip(message.english, message.words, strict=True)
    try:
        return any(fields(english) != fields(words) or "" in fields(words) for english, words in pairs)
    except ValueError:
        return True


def other_ending(_language: str, message: Message) -> bool:
    """A full stop, a colon or white space at an end of the English, and not at that end of the words; or the reverse."""

    def ends(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], re.search(r"[.:?…]?\s*\Z", text)[0]

    return any(ends(a) != ends(b) for a, b in zip(message.english, message.words, strict=True))


def loud(_language: str, message: Message) -> bool:
    return any("!" in words for words in message.words)


LONGEST = 15


def words_in_longest_sentence(text: str) -> int:
    sentences = re.split(r"(?<=[.:?…])[\s»”]+", text)
    return max(len(re.findall(r"\{\w+\}|[^\W_](?:[\w'’/-]|[.,:](?=\w))*", sentence)) for sentence in sentences)


def too_long(_language: str, message: Message) -> bool:
    return any(words_in_longest_sentence(words) > LONGEST for words in message.words)


# Words that are not said: they blame, stick to people, belong to machines, or belong to the other written Norwegian.
# "bruker" also as a verb ("et annet program har filen åpen"), so that the rule needs no grammar.
UNSAID = {
    "nb": r"vennligst|feil oppst\w+|(u?gyldig) (input|inndata|fravær)|ugyldig|bruker\w*|klient\w*|tilfelle|rusmisbruk\w*"
    r"|skulk\w*|suspender\w*|utestengt|registrer\w*|fremmøte\w*|ressurs\w*|lokasjon\w*|eksport\w*|importer\w*|usb\w*"
    r"|synkroniser\w*|godkjen\w*|effektuer\w*|obligatorisk|påkrevd|ok|oida|beklager|dessverre"
    r"|lista|uka|fila|kassa|mappa|linja|gruppa|klokka|nøkkelfila|ikkje|eit|frå|veke|namn|noko",
    "nn": r"ver vennleg|ver så snill|vennlegst|feil oppst\w+|(u?gyldig) (input|inndata|fråvær)|ugyldig|brukar\w*"
    r"|klient\w*|tilfelle|rusmisbruk\w*|skulk\w*|suspender\w*|utestengd|registrer\w*|ressurs\w*|lokasjon\w*|eksport\w*"
    r"|importer\w*|usb\w*|synkroniser\w*|godkjen\w*|effektuer\w*|obligatorisk|påkravd|ok|beklagar|diverre"
    r"|ikke|et|en|jeg|hva|hvem|hvis|noe|noen|ingen ting|fra|uke\w*|navn\w*|hjem|være|ble|fikk|gikk|sto|åpen|åpne\w*"
    r"|endret|lagret|slettet|skadet|allerede|fortsatt|bare|mer|sikkerhets\w+|deltaker\w*|plasser|listen|filen|mappen"
    r"|linjen|måneder|dager|timer|høyst",
    "en": r"please|error occurred|an error has|invalid|illegal|fatal|users?|clients?|ok|oops|sorry|unfortunately|abort\w*",
}


def unsaid(language: str, message: Message) -> bool:
    if language == "en" and message.english[0] in frame.ARGPARSE:
        return False  # these are not our words
    return any(re.search(rf"\b(?:{UNSAID[language]})\b", words, re.IGNORECASE) for words in message.words)


# One word for one thing: where the English says the first, bokmål and nynorsk say the others.
ONE_WORD = {
    r"passphrases?": ("passord", "passord"),
    r"recovery": ("gjenopprettings", "gjenopprettings"),
    r"backups?": ("sikkerhetskopi", "tryggingskopi"),
    r"workplace": ("arbeidsplass", "arbeidsplass"),
    r"programmes?": ("tiltak", "tiltak"),
    r"teams?": ("lag", "lag"),
    r"lists?": ("liste", "list"),
    r"lines?": ("linje", "linj"),
    r"attendance|roll": ("oppmøte", "oppmøte"),
    r"turn(ed)? away": ("avvis", "avvis"),
    r"entry|entries": ("føring", "føring"),
    r"staff": ("ansatt", "tilsett"),
    r"saved": ("lagret", "lagra"),
    r"nothing has changed": ("ingenting er endret", "ingenting er endra"),
}


def other_word(language: str, message: Message) -> bool:
    if language == "en":
        return False
    for english, words in zip(message.english, message.words, strict=True):
        for one, said in ONE_WORD.items():
            plain = re.sub(r"\{\w+\}|“[^”]*”", "", english)
            if re.search(rf"\b(?:{one})\b", plain, re.IGNORECASE) and said[language == "nn"] not in words.lower():
                return True
    return False


RULES: tuple[Callable[[str, Message], bool], ...] = (
    other_fields, other_ending, loud, too_long, unsaid, other_word,
)  # fmt: skip


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("broken", RULES, ids=lambda rule: rule.__name__)
def test_every_message_keeps_the_rules_of_plain_words(broken, language):
    assert [message for message in messages(language) if broken(language, message)] == []


FAULTS = [
    (other_fields, "nb", "{name} is here.", "Ola er her."),
    (other_fields, "nb", "{name} is here.", "{navn} er her."),
    (other_fields, "nb", "It is here.", "{name} er her."),
    (other_fields, "nb", "{name} is here.", "{name er her."),
    (other_fields, "nb", "{} is here.", "{} er her."),
    (other_fields, "nb", "{sum:.2f} kr", "{sum} kr"),
    (other_fields, "nb", "unknown: %(what)s", "ukjent: %(hva)s"),
    (other_fields, "nb", ("{count} line", "{count} lines"), ("{count} linje", "linjer")),
    (other_ending, "nb", "Saved.", "Lagret"),
    (other_ending, "nb", "Saved", "Lagret."),
    (other_ending, "nb", "Saved: ", "Lagret:"),
    (other_ending, "nb", ("A line.", "Lines."), ("En linje.", "Linjer")),
    (loud, "nb", "Saved.", "Lagret!"),
    (loud, "en", "Saved!", "Saved!"),
    (too_long, "nb", "It is saved.", " ".join(["ord"] * 16) + "."),
    (too_long, "en", "", "Short. " + " ".join(["word"] * 15) + " {name}."),
    (too_long, "en", "", " ".join(["word"] * 15) + " 9.30."),
    (unsaid, "nb", "Try again.", "Vennligst prøv igjen."),
    (unsaid, "nb", "Something went wrong.", "En feil oppstod."),
    (unsaid, "nb", "Write the number.", "Ugyldig input."),
    (unsaid, "nb", "There is no such person.", "Brukeren finnes ikke."),
    (unsaid, "nb", "There is no such person.", "Klienten finnes ikke."),
    (unsaid, "nb", "Nobody is on this list.", "Ingen står på lista."),
    (unsaid, "nn", "Nobody is on this list.", "Ingen står på listen."),
    (unsaid, "nn", "Nothing has changed.", "Ikke noe er endra."),
    (unsaid, "en", "", "Please try again."),
    (unsaid, "en", "", "There is no such user."),
    (other_word, "nb", "Choose a passphrase.", "Velg en passfrase."),
    (other_word, "nb", "There is no backup.", "Det finnes ingen backup."),
    (other_word, "nn", "There is no backup.", "Det finst ingen sikkerheitskopi."),
    (other_word, "nb", "Nothing has changed.", "Ingen endringer ble gjort."),
    (other_word, "nb", ("A line", "Lines"), ("En linje", "Rader")),
]


@pytest.mark.parametrize(("broken", "language", "english", "words"), FAULTS)
def test_each_rule_finds_what_breaks_it(broken, language, english, words):
    assert broken(language, Message(forms(english), forms(words)))


def test_each_rule_has_been_broken():
    assert {rule for rule, *_ in FAULTS} == set(RULES)


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("", 0), ("One two. Three four five.", 3), ("{name} is 1.5 m: “alfdesk --help” says it.", 4),
        ("Anne-Lise can't come at 09.30, or 3:45.", 7), ("– = not present", 2),
    ],
)  # fmt: skip
def test_words_of_a_sentence_are_counted_as_a_reader_would(text, longest):
    assert words_in_longest_sentence(text) == longest


# One, many and none --------------------------------------------------------------------------------------------------


class Anything(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "x"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_one_is_said_of_one_only_and_none_is_said_as_many(language):
    i18n.use(language)
    for message in (m for m in messages(language) if len(m.english) == 2):
        for count in (0, 1, 2):
            said = i18n.ngettext(*message.english, count)
            assert said == message.words[count != 1]
            assert str(count) in said.format_map(Anything(count=count)) or "{count}" not in said


REFUSED = ("{count} line was refused. Nothing has been read in.", "{count} lines were refused. Nothing has been read in.")


@pytest.mark.parametrize(
    ("language", "none", "one", "two"),
    [
        ("nb", "0 linjer ble avvist.", "1 linje ble avvist.", "2 linjer ble avvist."),
        ("nn", "0 linjer vart avviste.", "1 linje vart avvist.", "2 linjer vart avviste."),
        ("en", "0 lines were refused.", "1 line was refused.", "2 lines were refused."),
    ],
)
def test_a_count_reads_as_people_say_it(language, none, one, two):
    i18n.use(language)
    said = [i18n.ngettext(*REFUSED, count).format(count=count) for count in (0, 1, 2)]
    assert [text.partition(".")[0] + "." for text in said] == [none, one, two]


# What the screens and the command line say is in the catalogue -------------------------------------------------------

LOOK_UPS = {"gettext": 1, "_": 1, "marked": 1, "ngettext": 2, "pgettext": 2}  # how many of the arguments are words
FOR_PEOPLE = {name for name, kind in vars(errors).items() if isinstance(kind, type)}  # UserFacingError and its kinds
SHOWN_IN = ("alfdesk/cli/", "ui/")  # where print, and these calls, reach a person
SAYS_FIRST, SAYS_SECOND = ("warn", "table"), ("Answer", "add", "group")
# Where a ValueError becomes the reason beside a line of a list.
REASONS_IN = ("alfdesk/spreadsheets/cells.py", "alfdesk/attendance/lists.py", "alfdesk/attendance/people_list.py")
COMMANDS = ("$ alfdesk",)  # typed, not said


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def bare(node: ast.expr | None) -> str:
    """What an expression says in its own letters, outside the catalogue: "" for a look-up, a variable, a sign."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if re.search(r"[^\W\d_]", node.value) and node.value not in COMMANDS else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(bare, node.values))
    if isinstance(node, ast.BinOp):
        return bare(node.left) or bare(node.right)
    if isinstance(node, ast.IfExp):
        return bare(node.body) or bare(node.orelse)
    if isinstance(node, ast.BoolOp | ast.Tuple | ast.List):
        return next(filter(None, map(bare, node.values if isinstance(node, ast.BoolOp) else node.elts)), "")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and name_of(node) in ("format", "join"):
        return bare(node.func.value) or next(filter(None, map(bare, node.args)), "")
    return ""


@cache
def nodes(source: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(source)))


def past_the_catalogue(file: str, source: str) -> Iterator[str]:
    """What in a source file a translator never sees."""
    for node in nodes(source):
        if not isinstance(node, ast.Call):
            continue
        name, words = name_of(node), node.args[:1]
        if name in LOOK_UPS:
            looked_up = node.args[: LOOK_UPS[name]]
            literal = all(isinstance(word, ast.Constant) and isinstance(word.value, str) for word in looked_up)
            if not literal or len(looked_up) < LOOK_UPS[name]:
                yield f"{file}:{node.lineno} looks up what is not a string literal"
            continue
        shown = file.startswith(SHOWN_IN)
        if shown and any(keyword.arg in ("text", "help", "description") for keyword in node.keywords):
            words = [keyword.value for keyword in node.keywords if keyword.arg in ("text", "help", "description")]
        elif shown and name in SAYS_SECOND:
            words = node.args[1:2]
        elif shown and name == "print":
            words = node.args
        elif name == "ValueError" and file not in REASONS_IN:
            # Elsewhere it is a remark to programmers (small letter, no full stop), never a sentence.
            words = [word for word in words if bare(word)[:1].isupper() or bare(word).endswith(".")]
        elif not (name in FOR_PEOPLE or name == "ValueError" or shown and name in SAYS_FIRST):
            continue
        for said in filter(None, map(bare, words)):
            yield f"{file}:{node.lineno} says {said!r}"


def unseen(file: str, source: str) -> Iterator[str]:
    """Look-ups inside an f-string: the extractor reads no f-strings, so a translator never sees them."""
    for node in nodes(source):
        if isinstance(node, ast.JoinedStr):
            for inside in ast.walk(node):
                if isinstance(inside, ast.Call) and name_of(inside) in LOOK_UPS:
                    yield f"{file}:{inside.lineno} looks up inside an f-string"


def unended(file: str, source: str) -> Iterator[str]:
    """Sentences to people that do not end as sentences: a full stop, or a field after a colon."""
    for node in nodes(source):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and name_of(node.exc) in FOR_PEOPLE:
            for look_up in (n for n in ast.walk(node.exc) if isinstance(n, ast.Call) and name_of(n) in LOOK_UPS):
                for word in look_up.args[: LOOK_UPS[name_of(look_up)]]:
                    if not re.search(r"\.\Z|: \{\w+\}\Z", str(ast.literal_eval(word))):
                        yield f"{file}:{node.lineno} does not end: {ast.literal_eval(word)!r}"


READERS = (past_the_catalogue, unseen, unended)


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_nothing_is_said_past_the_catalogue(read):
    files = [(file.relative_to(ROOT).as_posix(), file) for file in SOURCES if file != Path(i18n.__file__)]
    assert [fault for name, file in files for fault in read(name, file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("read", "file", "source"),
    [
        (past_the_catalogue, "alfdesk/x.py", '_(f"{name} is here.")'),
        (past_the_catalogue, "alfdesk/x.py", "_(sentence)"),
        (past_the_catalogue, "alfdesk/x.py", '_("A" + b)'),
        (past_the_catalogue, "alfdesk/x.py", "_()"),
        (past_the_catalogue, "alfdesk/x.py", 'i18n.gettext("{name} is here.".format(name=name))'),
        (past_the_catalogue, "alfdesk/x.py", 'ngettext("A line", f"{count} lines", count)'),
        (past_the_catalogue, "alfdesk/x.py", "marked(word)"),
        (past_the_catalogue, "alfdesk/x.py", 'raise UserFacingError("Nothing has changed.")'),
        (past_the_catalogue, "alfdesk/x.py", 'raise errors.Damaged(f"{name} is damaged.")'),
        (past_the_catalogue, "alfdesk/x.py", 'raise NotAllowed("{} may not.".format(name))'),
        (past_the_catalogue, "alfdesk/x.py", 'raise TooNew("too new" if new else "")'),
        (past_the_catalogue, "alfdesk/x.py", 'raise ValueError("The date is missing.")'),
        (past_the_catalogue, "alfdesk/spreadsheets/cells.py", 'raise ValueError("no date")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'print("Saved.")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'print(f"{count} lines")'),
        (past_the_catalogue, "ui/x.py", 'print(number, "lines", file=sys.stderr)'),
        (past_the_catalogue, "ui/x.py", 'print("%s lines" % number)'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'Answer({}, "Saved.")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'Answer({}, text="Saved.")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'Answer({}, _("Saved.") if changed else "That stood already.")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'frame.warn("No backup.")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'commands.add("backup", "a copy into a folder", _backup)'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'parser.add_argument("--date", help="otherwise today")'),
        (past_the_catalogue, "alfdesk/cli/x.py", 'frame.table((_("Name"), "Number"), rows)'),
        (unseen, "ui/x.py", """say(f"{_('Message')}: {text}")"""),
        (unended, "alfdesk/x.py", 'raise UserFacingError(_("Nothing has changed"))'),
        (unended, "alfdesk/x.py", 'raise UserFacingError(_("No {name}").format(name=name))'),
    ],
)
def test_each_way_past_the_catalogue_is_found(read, file, source):
    assert len(list(read(file, source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        'raise UserFacingError(_("{name} is here.").format(name=name))', "raise UserFacingError(sentence)",
        'raise ValueError("no such format")', "raise ValueError(_not_a_date())", 'print("$ alfdesk", *step)',
        'print(json.dumps({"ok": False}))', 'print(_("Saved."), file=sys.stderr)', 'print("–", 94)', "Answer({}, text)",
        'Answer({"ok": True}, _("Saved."))', 'Answer({}, f"{rows}\\n{people}")', 'frame.table((_("Name"), ""), rows)',
        'ngettext("A line" " of it", "Lines", count)',
    ],
)  # fmt: skip
def test_what_is_said_through_the_catalogue_is_left_alone(source):
    assert [fault for read in READERS for fault in read("alfdesk/cli/x.py", source)] == []


# Spoken --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def unread(monkeypatch):
    """No language has been loaded yet."""
    monkeypatch.setattr(i18n, "_loaded", {})


def test_the_compiled_catalogues_say_what_the_written_ones_say(tmp_path):
    folder_of(tmp_path, {language: po_of(language) for language in i18n.LANGUAGES})
    made = build_installer.compile_words(tmp_path)
    assert sorted(path.parent.parent.name for path in made) == sorted(i18n.LANGUAGES)
    for path in made:
        with path.open("rb") as file:
            compiled = gettext.GNUTranslations(file)._catalog
        expected: dict[object, str] = {}
        for message in messages(path.parent.parent.name):
            key = f"{message.context}\x04{message.english[0]}" if message.context else message.english[0]
            if len(message.english) == 1:
                expected[key] = message.words[0]
            else:
                expected |= {(key, form): words for form, words in enumerate(message.words)}
        assert {key: words for key, words in compiled.items() if key} == expected


@pytest.mark.parametrize("compiled", [False, True])
def test_every_language_speaks_whether_it_is_compiled_or_not(tmp_path, monkeypatch, unread, compiled):
    folder_of(tmp_path, {language: po_of(language) for language in i18n.LANGUAGES})
    if compiled:
        build_installer.compile_words(tmp_path)
        monkeypatch.setattr("babel.messages.pofile.read_po", None)  # not needed then
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    for language in (*i18n.LANGUAGES, *reversed(i18n.LANGUAGES)):
        i18n.use(language)
        assert i18n.language() == language
        for message in messages(language):
            if len(message.english) == 1 and message.context is None:
                assert i18n.gettext(message.english[0]) == message.words[0]


def test_a_written_catalogue_that_is_newer_than_the_compiled_one_is_the_one_that_speaks(tmp_path, monkeypatch, unread):
    folder_of(tmp_path, {"nb": po_of("nb")})
    (mo,) = build_installer.compile_words(tmp_path)
    po = mo.with_suffix(".po")
    po.write_text(po_of("nb").replace('msgstr "Lagret."', 'msgstr "Tatt vare på."'), encoding="utf-8")
    monkeypatch.setattr(i18n, "FOLDER", tmp_path)
    i18n.use("nb")
    for moved, said in ((-10, "Lagret."), (10, "Tatt vare på.")):
        os.utime(po, (mo.stat().st_atime, mo.stat().st_mtime + moved))
        i18n._loaded.clear()
        assert i18n.gettext("Saved.") == said


def test_a_language_nobody_wrote_is_refused_and_the_one_in_use_stays():
    i18n.use("nn")
    for unknown in ("", "NB", "se", "nb_NO"):
        with pytest.raises(ValueError, match=f"^{unknown}$"):
            i18n.use(unknown)
    assert i18n.language() == "nn"


def test_the_command_line_speaks_each_language_and_goes_from_one_to_the_next(tmp_path, capsys):
    said = {}
    for language in (*i18n.LANGUAGES, "nb"):
        assert cli.main(["--profile", str(tmp_path), "--language", language, "check"]) == 3
        said[language] = capsys.readouterr().err
    assert said == {
        "nb": "Det finnes ingen arbeidsplass i denne mappen. Lag en med «alfdesk init».\n",
        "nn": "Det finst ingen arbeidsplass i denne mappa. Lag ein med «alfdesk init».\n",
        "en": "There is no workplace in this folder. Make one with “alfdesk init”.\n",
    }


def test_a_refused_line_is_said_with_its_number_first_in_every_language():
    for language in i18n.LANGUAGES:
        i18n.use(language)
        word = "line" if language == "en" else "linje"
        assert i18n.gettext("line {line}: {reason}").format(line=7, reason="…") == f"{word} 7: …"


def test_without_a_display_the_program_says_so_in_the_laptops_language(capsys, monkeypatch, tmp_path):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for language, first in (("nb", "Det er ingen skjerm her"), ("nn", "Det er ingen skjerm her, så vindauget"),
                            ("en", "There is no screen here")):  # fmt: skip
        paths.write_settings(tmp_path, {"language": language})
        assert app.main(["--profile", str(tmp_path)]) == 2
        assert capsys.readouterr().err.startswith(first)
