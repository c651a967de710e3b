"""The language in use: compiled or written, chosen, refused, and spoken by the whole program."""

from __future__ import annotations

import gettext
import os

import pytest

import build_installer
from alfdesk import cli, i18n, paths
from ui import app

from .catalogues import folder_of, messages, po_of


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
            if len(message.english) == 2:
                said = [i18n.ngettext(*message.english, count) for count in (1, 0, 2, 21)]
                assert said == [message.words[0], *[message.words[1]] * 3]
            elif message.context:
                assert i18n.pgettext(message.context, message.english[0]) == message.words[0]
            else:
                assert i18n.gettext(message.english[0]) == message.words[0]
        assert i18n.gettext("Nobody wrote this.") == i18n.pgettext("verb", "Nobody wrote this.") == "Nobody wrote this."
        assert [i18n.ngettext("an elk", "{count} elks", count) for count in (1, 2)] == ["an elk", "{count} elks"]


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
