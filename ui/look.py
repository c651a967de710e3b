"""How the window looks now: theme, zoom and density. One object; whoever paints asks it, and hears `changed`."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QToolTip

from alfdesk import paths

from . import tokens

FAMILY = "Alfdesk Sans"
FACES = ("Regular", "Medium", "SemiBold", "Bold")
CHOICES = ("system", *tokens.THEMES)


class Look(QObject):
    """Theme, zoom (per cent) and density. Sizes are asked for in pixels at 100 % and come scaled."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = "system"
        self.zoom = 100
        self.glove = False
        self.airy = False
        self.own_font = False  # the machine's own typeface instead of ours
        self.calm = False  # no movement at all
        self._family = ""
        self._system_family = ""
        # Kept until something changes: the layout of a page asks for sizes thousands of times.
        self._theme = ""
        self._sizes: dict[float, int] = {}
        self._fonts: dict[tuple[str, float | None], QFont] = {}

    # What painters ask -------------------------------------------------------------------------------------------

    @property
    def theme(self) -> str:
        """The theme in use: what was chosen, or what the system wants."""
        if not self._theme:
            self._theme = self._wanted() if self.choice == "system" else self.choice
        return self._theme

    @property
    def scale(self) -> float:
        # Outdoors everything is a quarter larger than the zoom says.
        return self.zoom * (1.25 if self.theme == "sun" and self.zoom < 150 else 1) / 100

    def px(self, size: float) -> int:
        """Logical pixels for a size at 100 %."""
        found = self._sizes.get(size)
        if found is None:
            scaled = round(size * self.scale)
            found = self._sizes[size] = max(1, scaled) if size > 0 else scaled
        return found

    def size(self, name: str) -> int:
        """A size of the density in use (tokens.NORMAL, GLOVE), scaled."""
        return self.px(tokens.DENSITIES["glove" if self.glove else "normal"][name])

    def colour(self, name: str) -> QColor:
        return _colour(self.theme, name)

    def font(self, kind: str, size: float | None = None) -> QFont:
        """The font of a kind in tokens.TYPE; `size` in pixels at 100 % outranks the kind's own."""
        kept = self._fonts.get((kind, size))
        if kept is None:
            kept = self._fonts[kind, size] = self._make_font(kind, size)
        return QFont(kept)

    def _make_font(self, kind: str, size: float | None) -> QFont:
        own, weight = tokens.TYPE[kind]
        font = QFont((self._system_family if self.own_font else self._family) or FAMILY)
        font.setPixelSize(max(9, round((size or own) * self.scale)))
        font.setWeight(QFont.Weight(weight))
        if self.airy:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 103)
        return font

    @property
    def edge_width(self) -> int:
        """Width of a control's edge: 1, outdoors 2."""
        return 2 if self.theme in ("sun", "contrast") else 1

    # What changes it ---------------------------------------------------------------------------------------------

    def set(self, **choices: object) -> None:
        """Change one or more of choice, zoom, glove, airy, own_font, calm; once for all of them."""
        before = [getattr(self, k) for k in choices]
        for key, value in choices.items():
            if not hasattr(self, key):
                raise AttributeError(key)
            setattr(self, key, value)
        self._forget()
        if before != list(choices.values()):
            self.apply()

    def larger(self, steps: int) -> int:
        """So many steps larger (or smaller). Returns the zoom in per cent."""
        here = min(range(len(tokens.ZOOMS)), key=lambda i: abs(tokens.ZOOMS[i] - self.zoom))
        self.set(zoom=tokens.ZOOMS[max(0, min(len(tokens.ZOOMS) - 1, here + steps))])
        return self.zoom

    def load_fonts(self) -> None:
        """Make the program's typeface known; once, since every time throws away all that Qt knows of fonts. Needs the
        application."""
        if self._family:
            return
        self._system_family = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        files = [str(paths.RESOURCES / "fonts" / f"AlfdeskSans-{face}.ttf") for face in FACES]
        missing = [file for file in files if QFontDatabase.addApplicationFont(file) < 0]
        self._family = self._system_family if missing else FAMILY
        self._forget()

    def apply(self) -> None:
        """Put the theme and the zoom on the application, and tell whoever paints."""
        self._forget()
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        app.setPalette(self._palette())
        app.setFont(self.font("body"))
        QToolTip.setPalette(app.palette())
        QToolTip.setFont(self.font("body"))
        self.changed.emit()

    def _forget(self) -> None:
        """Theme, sizes and fonts are worked out anew when next asked for."""
        self._theme = ""
        self._sizes.clear()
        self._fonts.clear()

    @staticmethod
    def _wanted() -> str:
        """The theme the system is set to."""
        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _palette(self) -> QPalette:
        palette, role, group = QPalette(), QPalette.ColorRole, QPalette.ColorGroup
        colours = {
            role.Window: "win", role.WindowText: "text", role.Base: "surf", role.AlternateBase: "alt",
            role.Text: "text", role.Button: "surf", role.ButtonText: "text", role.BrightText: "danger",
            role.ToolTipBase: "toast", role.ToolTipText: "on-toast", role.PlaceholderText: "mut",
            role.Highlight: "sel", role.HighlightedText: "on-sel", role.Accent: "prim", role.Link: "link",
            role.LinkVisited: "link", role.Light: "surf", role.Midlight: "alt", role.Mid: "line", role.Dark: "edge",
            role.Shadow: "edge",
        }  # fmt: skip
        for each in (group.Active, group.Inactive, group.Disabled):
            for one, name in colours.items():
                palette.setColor(each, one, self.colour(name))
        for one in (role.WindowText, role.Text, role.ButtonText):
            palette.setColor(group.Disabled, one, self.colour("mut"))
        return palette


@lru_cache(maxsize=256)
def _colour(theme: str, name: str) -> QColor:
    text = tokens.COLOURS[theme][name]
    return QColor(text)


look = Look()
