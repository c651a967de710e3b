"""Colours, sizes and type of the window, as plain data. No Qt.

Sizes are logical pixels at 100 %. Contrast (tests/ui/test_tokens.py): text on its surfaces at least 7 to 1 (4.5 for
muted text on `alt` and for a status on its own tint), edges and focus at least 3 to 1.
"""

from __future__ import annotations

from typing import Final

THEMES: Final = ("light", "dark", "sun", "contrast")
ZOOMS: Final = (80, 90, 100, 110, 125, 150, 175, 200)

# A status is a shape, a word and a colour: (icon, colour token). The word is the reader's (ui/words.py).
STATUS: Final = {
    None: ("circle-dashed", "mut"),
    "present": ("circle-check-filled", "present"),
    "coming_later": ("clock-hour-4-filled", "later"),
    "reported_absent": ("mail-filled", "reported"),
    "no_show": ("circle-x-filled", "missed"),
    "went_home": ("logout", "home"),
    "turned_away": ("circle-x-filled", "missed"),
}

COLOURS: Final[dict[str, dict[str, str]]] = {
    "light": {
        "win": "#F3F4F0", "surf": "#FFFFFF", "alt": "#E9ECE6", "line": "#D3D8CF", "edge": "#717A73",
        "text": "#17211C", "mut": "#47524B", "prim": "#0B4F5C", "on-prim": "#FFFFFF", "prim-over": "#0E6272",
        "sel": "#CFE6E6", "on-sel": "#17211C", "focus": "#0A58CA", "focus-inner": "#FFFFFF", "link": "#0B4F5C",
        "toast": "#17211C", "on-toast": "#FFFFFF", "shadow": "#26000000",
        "present": "#14603A", "present-tint": "#DDF1E4", "later": "#7A4300", "later-tint": "#FCEBCB",
        "reported": "#1B4B99", "reported-tint": "#E1EAFB", "missed": "#8F1230", "missed-tint": "#FBE3E8",
        "home": "#47524B", "home-tint": "#E4E7E2", "danger": "#A0141F", "danger-tint": "#FDE7E7",
        "mut-tint": "#FFFFFF",
    },
    "dark": {
        "win": "#141A18", "surf": "#1D2523", "alt": "#27312E", "line": "#3A4642", "edge": "#8A9892",
        "text": "#EEF3F0", "mut": "#B7C4BE", "prim": "#7FD0D8", "on-prim": "#06272C", "prim-over": "#9BDDE4",
        "sel": "#1F4A50", "on-sel": "#EEF3F0", "focus": "#8AB8FF", "focus-inner": "#141A18", "link": "#7FD0D8",
        "toast": "#EEF3F0", "on-toast": "#17211C", "shadow": "#66000000",
        "present": "#8FDCAE", "present-tint": "#173626", "later": "#FFC978", "later-tint": "#3D2A0B",
        "reported": "#A9C6FF", "reported-tint": "#1B2C4F", "missed": "#FFA9BA", "missed-tint": "#471827",
        "home": "#B7C4BE", "home-tint": "#2C3633", "danger": "#FFADAD", "danger-tint": "#4A1719",
        "mut-tint": "#1D2523",
    },
    "sun": {
        "win": "#FFFFFF", "surf": "#FFFFFF", "alt": "#F0F0F0", "line": "#000000", "edge": "#000000",
        "text": "#000000", "mut": "#1A1A1A", "prim": "#00323B", "on-prim": "#FFFFFF", "prim-over": "#004B58",
        "sel": "#FFE27A", "on-sel": "#000000", "focus": "#0033CC", "focus-inner": "#FFFFFF", "link": "#00323B",
        "toast": "#000000", "on-toast": "#FFFFFF", "shadow": "#00000000",
        "present": "#00401F", "present-tint": "#FFFFFF", "later": "#4D2900", "later-tint": "#FFFFFF",
        "reported": "#002D73", "reported-tint": "#FFFFFF", "missed": "#6B0019", "missed-tint": "#FFFFFF",
        "home": "#1A1A1A", "home-tint": "#FFFFFF", "danger": "#7A0009", "danger-tint": "#FFFFFF",
        "mut-tint": "#FFFFFF",
    },
    "contrast": {
        "win": "#000000", "surf": "#000000", "alt": "#1A1A1A", "line": "#FFFFFF", "edge": "#FFFFFF",
        "text": "#FFFFFF", "mut": "#FFFFFF", "prim": "#FFE44D", "on-prim": "#000000", "prim-over": "#FFF09A",
        "sel": "#1AEBFF", "on-sel": "#000000", "focus": "#FF8CFF", "focus-inner": "#000000", "link": "#FFE44D",
        "toast": "#FFFFFF", "on-toast": "#000000", "shadow": "#00000000",
        "present": "#7CFF9E", "present-tint": "#000000", "later": "#FFD23F", "later-tint": "#000000",
        "reported": "#8AC8FF", "reported-tint": "#000000", "missed": "#FF9BB3", "missed-tint": "#000000",
        "home": "#FFFFFF", "home-tint": "#000000", "danger": "#FF9B9B", "danger-tint": "#000000",
        "mut-tint": "#000000",
    },
}  # fmt: skip

# Type: (size, weight). Nothing on the screen is below 14 at 100 %.
TYPE: Final = {
    "huge": (44, 700),
    "h1": (24, 700),
    "h2": (18, 600),
    "name": (16, 600),
    "body": (16, 400),
    "strong": (16, 600),
    "label": (14, 500),
    "small": (14, 400),
    "key": (14, 600),
    "own": (37, 400),  # 28 points: a person's own week, read from across the table
    "own-strong": (37, 700),
}

# Density: how tall what is pressed is.
NORMAL: Final = {"button": 44, "field": 44, "tile": 50, "tile-gap": 6, "row": 40, "name": 16, "status": 14, "icon": 24}
GLOVE: Final = {"button": 72, "field": 56, "tile": 76, "tile-gap": 8, "row": 72, "name": 20, "status": 16, "icon": 32}
OFFICE: Final = {"button": 36, "field": 36, "tile": 50, "tile-gap": 6, "row": 32, "name": 16, "status": 14, "icon": 20}
DENSITIES: Final = {"normal": NORMAL, "glove": GLOVE, "office": OFFICE}

RADIUS: Final = 8
PANEL_RADIUS: Final = 12


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours #RRGGBB, 1 to 21 (WCAG 2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
