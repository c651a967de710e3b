"""Les opp: the voice that is chosen, what it is given, and the words it says; with Qt's silent engine."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTextToSpeech import QTextToSpeech

from alfdesk import i18n
from ui import speech
from ui.speech import Reader


@pytest.fixture
def until(qapp):
    def wait(met, seconds=5.0):
        end = time.monotonic() + seconds
        while not met() and time.monotonic() < end:
            qapp.processEvents()
            time.sleep(0.005)
        assert met()

    return wait


@pytest.fixture(autouse=True)
def no_pipewire(silence):
    """Qt's sound library says on first load that a machine without sound has no PipeWire."""
    yield
    silence[:] = [said for said in silence if "pipewire" not in said]


@pytest.fixture
def reader(qapp):
    reader = Reader(engine="mock")
    yield reader
    reader.stop()
    reader.deleteLater()


@pytest.mark.parametrize(("language", "locale"), [("nb", "nb_NO"), ("nn", "nn_NO"), ("en", "en_GB")])
def test_the_voice_speaks_the_language_of_the_program(reader, language, locale):
    i18n.use(language)
    assert reader.read("Alt er lagret")
    assert reader._voice.locale().name() == locale


def test_no_engine_is_made_before_somebody_asks(reader):
    assert reader._voice is None
    reader.stop()
    assert reader.read("  ")
    assert reader._voice is None


def test_each_word_is_shown_where_it_is_written(reader, until):
    i18n.use("nb")
    places, states, written = [], [], "Kari kom kl. 08.02 i dag"
    reader.saying.connect(lambda start, length: places.append(written[start : start + length]))
    reader.speaking_changed.connect(states.append)
    reader.read(written)
    assert reader.speaking
    until(lambda: not reader.speaking)
    assert list(dict.fromkeys(places)) == ["Kari", "kom", "kl. 08.02", "i", "dag"]
    assert states == [True, False]


def test_the_same_key_stops_it(reader, until):
    states = []
    reader.speaking_changed.connect(states.append)
    assert reader.toggle("one two three four five six seven eight nine ten")
    assert reader.toggle("one two three")
    assert not reader.speaking
    assert reader.toggle("one")
    until(lambda: not reader.speaking)
    assert states == [True, False, True, False]


def test_a_change_of_language_is_a_change_of_voice(reader):
    i18n.use("nb")
    reader.read("en")
    i18n.use("en")
    reader.read("one")
    assert reader._voice.locale().language() == QLocale.Language.English


@pytest.mark.parametrize(("language", "word"), [("nb", "Norwegian"), ("nn", "Norwegian"), ("en", "English")])
def test_without_a_voice_it_says_how_to_get_one(reader, monkeypatch, language, word):
    said = []
    reader.problem.connect(said.append)
    monkeypatch.setattr(speech, "_", lambda text: text)
    monkeypatch.setattr(QTextToSpeech, "availableLocales", lambda _self: [QLocale("fi_FI")])
    i18n.use(language)
    assert not reader.read("Hei")
    assert said == [f"This computer has no {word} voice. Add {word} speech in the computer's settings."]
    monkeypatch.undo()
    assert reader.read("Hei")  # a voice was added meanwhile


def test_a_neighbour_reads_norwegian_with_a_note(reader, monkeypatch):
    said = []
    reader.note.connect(said.append)
    monkeypatch.setattr(QTextToSpeech, "availableLocales", lambda _self: [QLocale("fi_FI"), QLocale("sv_SE")])
    monkeypatch.setattr(QTextToSpeech, "locale", lambda _self: QLocale("sv_SE"))
    i18n.use("nb")
    assert reader.read("Hei")
    assert len(said) == 1


def test_the_silent_engine_is_never_chosen_unasked(qapp):
    assert "mock" in QTextToSpeech.availableEngines()
    assert "mock" not in Reader()._engines()
