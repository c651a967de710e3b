"""Words for people: the three catalogues are complete, plain and alike.

The rules are those of the design (short sentences, no exclamation marks, one word for one thing). Each rule is a
function of one message, and each is tried on a message that breaks it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter

import pytest

import build_installer
from alfdesk import i18n
from alfdesk.cli import frame

from .catalogues import ROOT, STEP, Message, catalogue, folder_of, forms, messages, po_of


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
