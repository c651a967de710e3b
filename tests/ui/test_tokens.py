"""The colours hold their contrast in every theme, and every status has a shape and a colour."""

from __future__ import annotations

import pytest

from ui import icons, tokens
from ui.tokens import COLOURS, STATUS, THEMES, contrast

STATUSES = ("present", "later", "reported", "missed", "home", "danger")


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read(theme: str) -> None:
    c = COLOURS[theme]
    pairs = {
        ("text", "win"): 7, ("text", "surf"): 7, ("text", "alt"): 7, ("mut", "win"): 7, ("mut", "surf"): 7,
        ("mut", "alt"): 4.5, ("on-prim", "prim"): 7, ("on-prim", "prim-over"): 4.5, ("on-sel", "sel"): 7,
        ("on-toast", "toast"): 7, ("link", "surf"): 7, ("link", "win"): 7,
        **{(s, f"{s}-tint"): 4.5 for s in STATUSES}, **{(s, "surf"): 4.5 for s in STATUSES},
        **{("text", f"{s}-tint"): 7 for s in STATUSES},
    }  # fmt: skip
    found = {pair: contrast(c[pair[0]], c[pair[1]]) for pair in pairs}
    assert {p: round(v, 1) for p, v in found.items() if v < pairs[p]} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_edges_and_focus_can_be_seen(theme: str) -> None:
    c = COLOURS[theme]
    low = {
        (one, on): round(contrast(c[one], c[on]), 1)
        for one in ("edge", "focus")
        for on in ("surf", "win", "alt")
        if contrast(c[one], c[on]) < 3
    }
    assert low == {}
    # On what is selected the ring's inner line parts it from the selection.
    assert max(contrast(c["focus"], c["sel"]), contrast(c["focus"], c["focus-inner"])) >= 3
    assert c["focus"] != c["sel"]


def test_every_theme_has_every_colour() -> None:
    assert {theme: set(c) ^ set(COLOURS["light"]) for theme, c in COLOURS.items()} == {t: set() for t in THEMES}


def test_no_status_is_told_by_colour_alone() -> None:
    drawn = {outcome: icon for outcome, (icon, _colour) in STATUS.items() if outcome != "turned_away"}
    assert len(set(drawn.values())) == len(drawn)
    assert {icon for icon in drawn.values() if not (icons.FOLDER / f"{icon}.svg").exists()} == set()


def test_contrast_is_the_published_measure() -> None:
    assert (round(contrast("#000000", "#FFFFFF"), 1), round(contrast("#777777", "#FFFFFF"), 2)) == (21.0, 4.48)
