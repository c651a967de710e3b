"""A double click on a parcel: what is put in place for the desktop, that it says the right things, and goes again."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from alfdesk.exchange.container import MAGIC
from ui import app, double_click

PARCEL = MAGIC + b"\x01" * 40
ODD = 'A folder with spaces, 100% "ours", $HOME and `tick` \\'


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folders of somebody who has nothing yet."""
    for name, folder in (("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("HOME", "")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setenv("XDG_DATA_DIRS", "/usr/local/share:/usr/share")
    return tmp_path


def files(home: Path) -> dict[str, bytes]:
    """What lies there, but for what the desktop's own tools make of it."""
    made = ("mimeinfo.cache",)
    return {
        p.relative_to(home).as_posix(): p.read_bytes() for p in sorted(home.rglob("*"))
        if p.is_file() and p.name not in made and (p.parent.name != "mime" and "mime/application" not in p.as_posix())
    }  # fmt: skip


def program_in(folder: Path) -> Path:
    """A program that writes down what it was started with."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "alfdesk"
    program.write_text('#!/bin/sh\nfor one in "$@"; do printf "%s\\n" "$one"; done > "$TOLD"\n')
    program.chmod(0o755)
    return program


def entry_of(home: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser(delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(home / "data/applications/alfdesk.desktop", encoding="utf-8")
    return dict(parser["Desktop Entry"])


def test_all_of_it_lies_in_her_own_folders_and_goes_again(home, capsys):
    program = program_in(home / "prog")
    before = files(home)
    assert double_click.main("--register", program) == 0
    first = files(home)
    assert sorted(first.keys() - before.keys()) == [
        "config/mimeapps.list",
        "data/applications/alfdesk.desktop",
        "data/icons/hicolor/scalable/apps/alfdesk.svg",
        "data/icons/hicolor/scalable/mimetypes/application-x-alfdesk-parcel.svg",
        "data/mime/packages/alfdesk-parcel.xml",
    ]
    assert double_click.main("--register", program) == 0
    assert files(home) == first
    for _twice in range(2):
        assert double_click.main("--unregister", program) == 0
        assert files(home) == before
    assert capsys.readouterr().out.splitlines()[-1] == "Parcels open with Alfdesk no longer."


def test_the_type_is_known_by_its_first_bytes_and_by_its_name(home):
    double_click.main("--register", program_in(home / "prog"))
    tree = ElementTree.parse(home / "data/mime/packages/alfdesk-parcel.xml")
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    (kind,) = tree.getroot()
    assert kind.get("type") == double_click.TYPE
    assert [g.get("pattern") for g in kind.iter(f"{space}glob")] == ["*.alf"]
    (match,) = kind.iter(f"{space}match")
    assert (match.get("type"), match.get("offset")) == ("string", "0")
    assert (match.get("value") or "").encode().decode("unicode_escape").encode("latin-1") == MAGIC
    for svg in (home / "data/icons").rglob("*.svg"):
        assert ElementTree.parse(svg).getroot().tag.endswith("svg")


@pytest.mark.parametrize("folder", ["plain", "with spaces", ODD])
def test_the_command_line_starts_that_program_with_that_file(home, folder):
    """As the specification reads it: the string's own escapes first, then the quotes, then the codes."""
    program = program_in(home / folder)
    double_click.main("--register", program)
    entry = entry_of(home)
    assert entry["MimeType"] == f"{double_click.TYPE};" and entry["Icon"] == "alfdesk"
    line = entry["Exec"].replace("\\\\", "\\")
    inside = re.fullmatch(r'"((?:[^"`$\\]|\\["`$\\])*)" %f', line)
    assert inside and re.sub(r"\\(.)", r"\1", inside[1]).replace("%%", "%") == str(program)


def test_a_path_that_no_line_can_hold_is_refused(home, capsys):
    before = files(home)
    assert double_click.main("--register", Path("/a/line\nExec=other")) == 1
    assert files(home) == before and "could not be written" in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("gio") is None, reason="gio is not here")
@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="update-mime-database is not here")
@pytest.mark.parametrize("folder", ["plain", "with spaces", ODD.replace("%", "")])  # gio finds none with a % in it
def test_the_desktop_opens_it(home, folder):
    """Asked of the desktop's own tool: the type by name, the type by content alone, and the start."""
    double_click.main("--register", program_in(home / folder))
    named, unnamed, told = home / "Alfdesk B 2026.alf", home / "no ending", home / "told"
    named.write_bytes(b"cut short, or not written yet")
    unnamed.write_bytes(PARCEL)
    for file in (named, unnamed):
        said = subprocess.run(
            ["gio", "info", "-a", "standard::content-type", str(file)], capture_output=True, text=True, check=True
        ).stdout
        assert f"standard::content-type: {double_click.TYPE}" in said
    said = subprocess.run(["gio", "mime", double_click.TYPE], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[0].endswith("alfdesk.desktop")
    entry = home / "data/applications/alfdesk.desktop"
    subprocess.run(["gio", "launch", str(entry), str(named)], env=os.environ | {"TOLD": str(told)}, check=True)
    for _wait in range(200):
        if told.is_file() and told.read_text():
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert told.read_text().splitlines() == [str(named)]
    double_click.main("--unregister")
    said = subprocess.run(["gio", "mime", double_click.TYPE], capture_output=True, text=True, check=False)
    assert "alfdesk" not in said.stdout.replace(double_click.TYPE, "")


# What others have written in the same list --------------------------------------------------------------------------

OTHERS = """# mine
[Default Applications]
text/plain=pen.desktop;
application/x-alfdesk-parcel=zip.desktop;

[Added Associations]
text/plain=pen.desktop;paper.desktop;

[Removed Associations]
application/x-alfdesk-parcel=bad.desktop;
"""


def test_what_others_have_said_stays():
    once = double_click.associated(OTHERS, there=True)
    assert once == OTHERS.replace("=zip.desktop;", "=alfdesk.desktop;zip.desktop;").replace(
        "[Added Associations]\n", "[Added Associations]\napplication/x-alfdesk-parcel=alfdesk.desktop;\n"
    )
    assert double_click.associated(once, there=True) == once
    assert double_click.associated(once, there=False) == OTHERS
    assert double_click.associated(OTHERS, there=False) == OTHERS


@pytest.mark.parametrize("before", ["", "[Default Applications]\n", "[Added Associations]\ntext/plain=pen.desktop;\n"])
def test_a_list_with_less_in_it(before):
    made = double_click.associated(before, there=True)
    for group in double_click.ASSOCIATIONS:
        assert f"[{group}]\n{double_click.TYPE}=alfdesk.desktop;\n" in made
    assert double_click.TYPE not in double_click.associated(made, there=False)
    assert double_click.associated(made, there=True) == made


# Windows, and the way in --------------------------------------------------------------------------------------------


def test_the_keys_for_windows():
    program = Path("C:\\Program Files\\Alfdesk\\alfdesk.exe")
    keys = double_click.registry(program)
    assert keys[".alf"] == "Alfdesk.Parcel"
    assert keys[r"Alfdesk.Parcel\shell\open\command"] == '"C:\\Program Files\\Alfdesk\\alfdesk.exe" "%1"'
    assert list(keys) == sorted(keys, key=lambda key: key.count("\\"))  # made from above, taken from below


def test_the_option_is_taken_alone(home, capsys):
    assert app.main(["--register"]) == 0
    assert entry_of(home)["Exec"] == f'"{Path(sys.executable).with_name("alfdesk")}" %f'
    assert app.main(["--unregister"]) == 0
    assert "dobbeltklikk" in capsys.readouterr().out.lower()
    before = files(home)
    assert app.main(["--register", "people"]) == 2
    assert files(home) == before
