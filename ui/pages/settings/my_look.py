"""How the window looks, reads and locks on this laptop: everyone's own, kept outside the workplace."""

from __future__ import annotations

from alfdesk import i18n
from alfdesk.i18n import gettext as _
from alfdesk.i18n import marked

from ... import tokens
from ...look import look
from ...widgets.buttons import Button, Choice
from ...widgets.choosing import Check, Labelled, Stepper
from .section import Section

LANGUAGES = (("nb", "bokmål"), ("nn", "nynorsk"), ("en", "English"))  # each in its own language
IDLE = (2, 5, 10, 15, 30)  # minutes
IDLE_USUAL = 5


class MyLook(Section):
    key, words, icon = "look", marked("My look"), "eye"

    def build(self) -> None:
        # Elements
        self.language = Choice(_("Language"), list(LANGUAGES), i18n.language())
        self.text_size = Stepper(_("Text size"), _("Smaller text"), _("Larger text"))
        self.colours = Choice(_("Colours"), [
            ("system", _("Follow the computer")), ("light", _("Light")), ("dark", _("Dark")),
            ("sun", _("Out in the sun")), ("contrast", _("High contrast")),
        ], look.choice)  # fmt: skip
        self.rows = Choice(_("Rows and buttons"), [(False, _("Normal")), (True, _("Glove"))], look.glove)
        self.airy = Check(_("More space between letters"), look.airy)
        self.own_font = Check(_("The computer's own font"), look.own_font)
        self.calm = Check(_("No movement on the screen"), look.calm)
        self.reset_look = Button(_("Reset look"), "refresh")
        self.voice = Button(_("Try the voice"), "volume")
        minutes = [(m, _("{count} minutes").format(count=m)) for m in IDLE]
        self.idle = Choice(_("Cover the screen after"), list(minutes), self._minutes())
        self.pin = Button(_("Choose PIN"), "key")
        self.reset_lock = Button(_("Reset lock"), "refresh")
        # Assemble
        self.heading(_("Language and text"))
        self.flow(Labelled(_("Language"), self.language), Labelled(_("Text size"), self.text_size), top=True, gap=24)
        self.column.put(Labelled(_("Colours"), self.colours))
        self.column.put(Labelled(_("Rows and buttons"), self.rows,
                                 _("Glove: larger tiles and buttons, for gloves and touch.")))
        for check in (self.airy, self.own_font, self.calm):
            self.column.put(check)
        self.flow(self.reset_look)
        self.heading(_("Read aloud"), _("F8 reads the marked row or the page. Nothing is read before you ask."))
        self.flow(self.voice)
        self.heading(_("Lock"), _("F12 hides the screen at once. Ctrl+L locks it."))
        self.column.put(Labelled(_("Cover the screen after"), self.idle))
        self.flow(self.pin, self.reset_lock)
        self.pin.setVisible(hasattr(self.shell.window(), "choose_pin"))
        # Connect
        self.language.chosen.connect(self._language)
        self.text_size.stepped.connect(self.shell.zoom)
        self.colours.chosen.connect(lambda value: self._wear(choice=value))
        self.rows.chosen.connect(lambda value: self._wear(glove=value))
        self.airy.clicked.connect(lambda on: self._wear(airy=on))
        self.own_font.clicked.connect(lambda on: self._wear(own_font=on))
        self.calm.clicked.connect(lambda on: self._wear(calm=on))
        self.reset_look.clicked.connect(self._reset_look)
        self.voice.clicked.connect(lambda: self.shell.reader.toggle(_("Good morning. 19 are present and 3 wait.")))
        self.idle.chosen.connect(self._keep_idle)
        self.pin.clicked.connect(self._choose_pin)
        self.reset_lock.clicked.connect(lambda: self._keep_idle(IDLE_USUAL))
        look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Follow what was changed by keys elsewhere."""
        self.text_size.show_text(f"{look.zoom} %", back=look.zoom > tokens.ZOOMS[0], forth=look.zoom < tokens.ZOOMS[-1])
        self.colours.choose(look.choice)
        self.rows.choose(look.glove)
        self.airy.setChecked(look.airy)
        self.own_font.setChecked(look.own_font)
        self.calm.setChecked(look.calm)
        self.idle.choose(self._minutes())
        self.pin.setVisible(hasattr(self.shell.window(), "choose_pin"))

    def _minutes(self) -> int:
        return self.shell.prefs.number("idle", IDLE_USUAL, 1, 60)

    def _wear(self, **choices: object) -> None:
        look.set(**choices)
        self.shell.prefs.keep_look()

    def _language(self, language: object) -> None:
        self.shell.prefs.keep(language=str(language))
        self.shell.language_chosen.emit(str(language))

    def _reset_look(self) -> None:
        self._wear(choice="system", zoom=100, glove=False, airy=False, own_font=False, calm=False)
        self.shell.say(_("The look is as it was at first."))

    def _keep_idle(self, minutes: object) -> None:
        self.shell.prefs.keep(idle=str(minutes))
        self.idle.choose(minutes)
        watcher = getattr(self.shell.window(), "idle", None)
        if watcher is not None:
            watcher.set_minutes(int(str(minutes)))

    def _choose_pin(self) -> None:
        choose = getattr(self.shell.window(), "choose_pin", None)
        if choose is not None:
            choose()
