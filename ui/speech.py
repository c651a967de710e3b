"""Les opp: reading aloud. Nothing is read before somebody asks, and no voice is looked for before that.

The voice is bokmål, else nynorsk (the other way about in nynorsk), else Danish or Swedish with a note; when the program
speaks English, English. Where none is found a sentence says how to get one, and the next attempt looks again.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtTextToSpeech import QTextToSpeech

from alfdesk import i18n
from alfdesk.i18n import gettext as _
from ui.spoken import Piece, pieces, written_place

_BOKMAL, _NYNORSK = QLocale.Language.NorwegianBokmal, QLocale.Language.NorwegianNynorsk
_NEIGHBOURS = (QLocale.Language.Danish, QLocale.Language.Swedish)
_WANTED = {
    "nb": (_BOKMAL, _NYNORSK, *_NEIGHBOURS),
    "nn": (_NYNORSK, _BOKMAL, *_NEIGHBOURS),
    "en": (QLocale.Language.English,),
}
SILENT = "mock"  # Qt's engine for tests makes no sound: never chosen, only asked for by name
FIRST = ("winrt", "darwin", "speechd", "sapi", "flite")  # the fuller engine of a system first


class Reader(QObject):
    """Reads one text at a time. `saying` gives the place in the text as it was handed in, not as it is said."""

    saying = Signal(int, int)  # start, length
    speaking_changed = Signal(bool)
    problem = Signal(str)  # there is no voice: a sentence with what to do
    note = Signal(str)  # a sentence: the voice is a neighbour's

    def __init__(self, parent: QObject | None = None, *, engine: str | None = None) -> None:
        super().__init__(parent)
        self._named = engine
        self._voice: QTextToSpeech | None = None
        self._language = ""  # what the voice was chosen for
        self._parts: list[Piece] = []
        self._speaking = False

    @property
    def speaking(self) -> bool:
        return self._speaking

    def read(self, text: str) -> bool:
        """Read `text` aloud, in place of what is being read. False where there is no voice (`problem` says it)."""
        self.stop()
        if not text.strip():
            return True
        language = i18n.language()
        if self._voice is None or self._language != language:
            self._choose(language)
        if self._voice is None:
            self.problem.emit(self._no_voice(language))
            return False
        if self._voice.locale().language() in _NEIGHBOURS:
            self.note.emit(_("The voice is Danish or Swedish. This computer has no Norwegian voice."))
        self._parts = pieces(text, language)
        self._voice.say("".join(part.said for part in self._parts))
        return True

    def stop(self) -> None:
        """Be silent at once."""
        if self._voice is not None and self._speaking:
            self._voice.stop(QTextToSpeech.BoundaryHint.Immediate)
            self._spoke(False)

    def toggle(self, text: str) -> bool:
        """Stop if something is being read, else read `text`. False where there is no voice."""
        if self._speaking:
            self.stop()
            return True
        return self.read(text)

    # Private parts

    def _choose(self, language: str) -> None:
        """The first engine that has the best voice any engine has; none leaves the reader without a voice."""
        if self._voice is not None:
            self._voice.deleteLater()
            self._voice = None
        best: tuple[int, QTextToSpeech, QLocale] | None = None
        for name in self._engines():
            engine = QTextToSpeech(name, self)
            found = self._best(engine, language)
            if found is not None and (best is None or found[0] < best[0]):
                if best is not None:
                    best[1].deleteLater()
                best = (found[0], engine, found[1])
            else:
                engine.deleteLater()
            if best is not None and best[0] == 0:
                break
        if best is None:
            return
        self._voice, self._language = best[1], language
        self._voice.setLocale(best[2])
        self._voice.stateChanged.connect(self._state)
        self._voice.sayingWord.connect(self._word)

    def _engines(self) -> list[str]:
        if self._named is not None:
            return [self._named]
        known = [name for name in QTextToSpeech.availableEngines() if name != SILENT]
        return sorted(known, key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))

    def _best(self, engine: QTextToSpeech, language: str) -> tuple[int, QLocale] | None:
        if engine.state() == QTextToSpeech.State.Error:
            return None
        wanted = _WANTED[language]
        ranked = [(wanted.index(l.language()), l) for l in engine.availableLocales() if l.language() in wanted]
        return min(ranked, key=lambda pair: pair[0]) if ranked else None

    def _no_voice(self, language: str) -> str:
        if language == "en":
            return _("This computer has no English voice. Add English speech in the computer's settings.")
        return _("This computer has no Norwegian voice. Add Norwegian speech in the computer's settings.")

    def _state(self, state: QTextToSpeech.State) -> None:
        self._spoke(state in (QTextToSpeech.State.Speaking, QTextToSpeech.State.Synthesizing))

    def _spoke(self, speaking: bool) -> None:
        if speaking != self._speaking:
            self._speaking = speaking
            self.speaking_changed.emit(speaking)

    def _word(self, _word: str, _id: int, start: int, length: int) -> None:
        self.saying.emit(*written_place(self._parts, start, length))
