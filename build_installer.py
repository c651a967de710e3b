#!/usr/bin/env python3
"""One door to everything that is built rather than written.

    python build_installer.py fonts           resources/fonts/AlfdeskSans-*.ttf, from Inter
    python build_installer.py extract         bring the three .po files in step with the words in the code
    python build_installer.py translations    compile every .po to .mo
    python build_installer.py statements      work out the program's reads ahead, so that it starts sooner
    python build_installer.py bundle          dist/alfdesk: the program in one folder, with all it needs (a minute)

The same input gives the same bytes in the first three, so that what is built can be compared with what is kept.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FONTS = ROOT / "resources" / "fonts"
I18N = ROOT / "resources" / "i18n"

# ---------------------------------------------------------------------------------------------------- fonts

FAMILY = "Alfdesk Sans"
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}  # the sheets use the first and the third

# Latin with every Sámi, Polish, Romanian and Vietnamese letter, basic Cyrillic (a Ukrainian name as its owner writes
# it), punctuation, currency signs, arrows, the few mathematical signs the sheets use, and the tick.
CHARACTERS = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x0259, 0x0259), (0x0292, 0x0292), (0x02B9, 0x02DD), (0x0300, 0x0338),
    (0x0400, 0x045F), (0x0490, 0x0491), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x202F, 0x203A), (0x2070, 0x2099),
    (0x20A0, 0x20BF), (0x2116, 0x2122), (0x2190, 0x2199), (0x2212, 0x2215), (0x2248, 0x2265), (0x2423, 0x2423),
    (0x2713, 0x2717),
)

# Seconds since 1904 in the head table: 1 January 2026. A font that knows when it was built is never built twice.
BUILT = 3_850_070_400

# `calt` swaps the hyphen between digits for a glyph that PDF text loses ("2026 47"); the rest are choices already made.
FEATURES = ("ccmp", "kern", "locl", "mark", "mkmk")


def build_fonts(weights: tuple[str, ...] = tuple(WEIGHTS), folder: Path = FONTS) -> list[Path]:
    """Make one static TTF for each of `weights` (names from WEIGHTS) in `folder`; returns the files.

    Static, because Qt and reportlab read only the default of a variable font. Renamed, because a changed font should
    not answer to its maker's name, and an installed Inter must not be taken for this one.
    """
    import fontpkg_inter

    source = Path(fontpkg_inter.__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for weight in weights:
        path = folder / f"{FAMILY.replace(' ', '')}-{weight}.ttf"
        path.write_bytes(static_font(source / "files" / "Inter[opsz,wght].ttf", weight))
        made.append(path)
    (folder / "OFL.txt").write_bytes((source / "LICENSE").read_bytes())
    return made


def static_font(variable: Path, weight: str) -> bytes:
    """The bytes of one weight: clear letters and even digits as defaults, subset, instanced at text size, renamed."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(variable, recalcTimestamp=False)
    clear_letters(font)
    options = subset.Options(
        layout_features=list(FEATURES), layout_scripts=["DFLT", "latn", "cyrl"], name_IDs=["*"], notdef_outline=True,
        glyph_names=False,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in CHARACTERS for code in range(first, last + 1)])
    subsetter.subset(font)  # before instancing, which is slow for each letter
    font = instancer.instantiateVariableFont(font, {"opsz": 14, "wght": WEIGHTS[weight]}, inplace=True)
    del font["STAT"]  # the axes of a family that is no longer there
    rename(font, weight)
    font["head"].created = font["head"].modified = BUILT
    out = io.BytesIO()
    font.save(out, reorderTables=True)
    return out.getvalue()


def clear_letters(font) -> None:
    """Point the character map at tabular digits, the l with a tail and the I with serifs (fontTools TTFont, changed).

    Only digits and these letters: the `tnum` feature would also widen the hyphen in Anne-Lise, and Qt's own switch for
    it makes digits vanish from the text of PDFs.
    """
    swaps: dict[str, str] = {}
    gsub = font["GSUB"].table
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag not in ("tnum", "cv05", "cv08"):
            continue
        for index in record.Feature.LookupListIndex:
            for table in gsub.LookupList.Lookup[index].SubTable:
                mapping = getattr(table, "ExtSubTable", table).mapping
                if record.FeatureTag == "tnum":
                    digits = {font.getBestCmap()[code] for code in range(0x30, 0x3A)}
                    mapping = {old: new for old, new in mapping.items() if old in digits}
                swaps.update(mapping)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap = {code: swaps.get(glyph, glyph) for code, glyph in table.cmap.items()}


def rename(font, weight: str) -> None:
    """Name the font `Alfdesk Sans` in every record (fontTools TTFont, changed); copyright and licence stay."""
    names = font["name"]
    version = names.getDebugName(5).split(";")[0]
    copyright_, licence, address = (names.getDebugName(number) for number in (0, 13, 14))
    plain = weight in ("Regular", "Bold")
    words = {
        0: copyright_,
        1: FAMILY if plain else f"{FAMILY} {weight}",
        2: weight if plain else "Regular",
        3: f"{version};{FAMILY} {weight}",
        4: f"{FAMILY} {weight}",
        5: f"{version}; changed for Alfdesk",
        6: f"{FAMILY.replace(' ', '')}-{weight}",
        13: licence,
        14: address,
    }
    if not plain:
        words |= {16: FAMILY, 17: weight}
    names.names = []
    for number, text in words.items():
        names.setName(text, number, 3, 1, 0x409)
    os2, bold = font["OS/2"], weight == "Bold"
    os2.usWeightClass = WEIGHTS[weight]
    os2.achVendID = "NONE"
    os2.fsSelection = (os2.fsSelection & ~0b1100001) | (0b100000 if bold else 0b1000000)
    font["head"].macStyle = 1 if bold else 0


# --------------------------------------------------------------------------------------------- translations

LANGUAGES = ("nb", "nn", "en")
SPOKEN_IN = ("alfdesk", "ui")
KEYWORDS = {"gettext": None, "_": None, "marked": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
HEADER = """# Words of Alfdesk. Message ids are English; `python build_installer.py extract` keeps the files in step.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


def extract_words(root: Path = ROOT, folder: Path = I18N) -> dict[str, int]:
    """Rewrite the three .po files after the words in the code; returns {language: messages still without words}.

    Words already there are kept for exactly the same message id; what the code no longer says is dropped. English needs
    no translator: an empty English message is filled with its own id.
    """
    from babel.messages import Catalog
    from babel.messages.extract import extract_from_file
    from babel.messages.pofile import read_po

    said = []
    for room in SPOKEN_IN:
        for file in sorted((root / room).rglob("*.py")):
            for _line, message, _comments, context in extract_from_file("python", file, keywords=KEYWORDS):
                if message not in ("", ()):
                    said.append((message, context))
    missing = {}
    for language in LANGUAGES:
        path = folder / language / "LC_MESSAGES" / "alfdesk.po"
        known = Catalog(locale=language)
        if path.exists():
            with path.open("rb") as file:
                known = read_po(file, locale=language)
        catalogue = Catalog(locale=language, charset="utf-8", fuzzy=False)
        for message, context in said:
            old = known.get(message, context)
            kept = old.string if old is not None and isinstance(old.id, str) == isinstance(message, str) else None
            if not (kept and all(kept if isinstance(kept, tuple) else (kept,))):
                kept = message if language == "en" else ""
            catalogue.add(message, kept, context=context)
        missing[language] = sum(1 for entry in catalogue if entry.id and not words_of(entry))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(catalogue, language))
    return missing


def words_of(message) -> bool:
    """Whether a Babel message has words in every form."""
    return all(message.string if isinstance(message.string, (tuple, list)) else (message.string,))


def po_bytes(catalogue, language: str) -> bytes:
    """A .po file without dates, line numbers and names of people: two branches should not quarrel about its header."""
    from babel.messages.pofile import write_po

    out = io.BytesIO()
    write_po(out, catalogue, width=120, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    return HEADER.format(language=language).encode() + b"\n" + out.getvalue().strip(b"\n") + b"\n"


def compile_words(folder: Path = I18N) -> list[Path]:
    """Compile every alfdesk.po below `folder` to the .mo beside it; returns the files made."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    made = []
    for po in sorted(folder.glob("*/LC_MESSAGES/alfdesk.po")):
        with po.open("rb") as file:
            catalogue = read_po(file, locale=po.parent.parent.name)
        with po.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
        made.append(po.with_suffix(".mo"))
    return made


# ---------------------------------------------------------------------------------------------- the command


def main(arguments: list[str] | None = None) -> int:
    """Run one step; returns 0, or 1 when `extract` leaves messages without words."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    steps = parser.add_subparsers(dest="step", required=True)
    fonts = steps.add_parser("fonts", help="make Alfdesk Sans from Inter")
    fonts.add_argument("--weights", nargs="+", choices=WEIGHTS, default=list(WEIGHTS))
    steps.add_parser("extract", help="bring the .po files in step with the code")
    steps.add_parser("translations", help="compile the .po files")
    steps.add_parser("statements", help="work out the program's reads ahead")
    bundling = steps.add_parser("bundle", help="make the program in one folder")
    bundling.add_argument("--out", type=Path, default=ROOT, help="where dist/ and build/ are made")
    chosen = parser.parse_args(arguments)
    if chosen.step == "fonts":
        for path in build_fonts(tuple(chosen.weights)):
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1000:.0f} kB")
    elif chosen.step == "extract":
        missing = extract_words()
        for language, count in missing.items():
            print(f"{language}: {count} without words")
        return 1 if any(missing.values()) else 0
    elif chosen.step == "translations":
        for path in compile_words():
            print(path.relative_to(ROOT))
    elif chosen.step == "statements":
        from alfdesk.store import ready_made

        if ready_made.make():
            print(ready_made.FILE.relative_to(ROOT))
    elif chosen.step == "bundle":
        from alfdesk.store import ready_made
        from resources.bundling import bundle

        compile_words()
        ready_made.make()
        program = bundle(chosen.out / "dist", chosen.out / "build")
        size = sum(file.stat().st_size for file in program.rglob("*") if file.is_file() and not file.is_symlink())
        print(f"{program}  {size / 1_000_000:.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
