"""A double click on a parcel opens Alfdesk with it, once `alfdesk --register` has said so for whoever runs it.

Nothing is written outside her own folders, no rights are needed, and a second time changes nothing. On Linux that is a
desktop entry, a file type, two icons and a line in mimeapps.list; on Windows a few keys of her own. A folder that is
moved is registered anew. Nothing of Qt is imported.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from alfdesk.i18n import gettext as _
from alfdesk.paths import RESOURCES, replace_file

DESKTOP = RESOURCES / "desktop"
TYPE, ENTRY = "application/x-alfdesk-parcel", "alfdesk.desktop"
ENDING, CLASS = ".alf", "Alfdesk.Parcel"  # as Windows calls them
ASSOCIATIONS_CHANGED = 0x08000000  # SHCNE_ASSOCCHANGED: its windows look again
ASSOCIATIONS = ("Added Associations", "Default Applications")
PATIENCE = 60  # seconds for a tool of the desktop's
# Where each file of resources/desktop goes, below the folder for data.
PLACES = {
    ENTRY: f"applications/{ENTRY}",
    "alfdesk-parcel.xml": "mime/packages/alfdesk-parcel.xml",
    "alfdesk.svg": "icons/hicolor/scalable/apps/alfdesk.svg",
    "application-x-alfdesk-parcel.svg": "icons/hicolor/scalable/mimetypes/application-x-alfdesk-parcel.svg",
}


def main(option: str, program: Path | None = None) -> int:
    """Do what the option (`--register`, `--unregister`) says and tell it; returns the exit code."""
    program = program or this_program()
    there = option == "--register"
    try:
        if sys.platform == "win32":
            _in_registry(program, there=there)
        elif sys.platform == "darwin":
            print(_("This system has no such list. Open parcels from the Exchange page."), file=sys.stderr)
            return 2
        else:
            _on_desktop(program, there=there)
    except (OSError, ValueError) as error:
        print(_("It could not be written: {why}").format(why=error), file=sys.stderr)
        return 1
    said = _("A double click on a parcel opens Alfdesk now.") if there else _("Parcels open with Alfdesk no longer.")
    print(said)
    return 0


def this_program() -> Path:
    """The program that runs: of the one-folder program its own file, else the command beside Python."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).resolve()
    return Path(sys.executable).absolute().with_name("alfdesk.exe" if os.name == "nt" else "alfdesk")


# Linux ---------------------------------------------------------------------------------------------------------------


def _on_desktop(program: Path, *, there: bool) -> None:
    data, settings = _home("XDG_DATA_HOME", ".local/share"), _home("XDG_CONFIG_HOME", ".config")
    for name, place in PLACES.items():
        if there:
            raw = (DESKTOP / name).read_bytes()
            _write(data / place, raw.replace(b"@PROGRAM@", quoted(program).encode()) if name == ENTRY else raw)
        else:
            (data / place).unlink(missing_ok=True)
    listed = settings / "mimeapps.list"
    before = listed.read_text("utf-8") if listed.is_file() else ""
    after = associated(before, there=there)
    if after:
        _write(listed, after.encode())
    else:
        listed.unlink(missing_ok=True)
    for tool, folder in (("update-mime-database", data / "mime"), ("update-desktop-database", data / "applications")):
        found = shutil.which(tool)
        if found and folder.is_dir():
            with suppress(subprocess.TimeoutExpired):  # the files are in place all the same
                subprocess.run([found, folder], check=False, capture_output=True, timeout=PATIENCE)


def _home(name: str, usual: str) -> Path:
    """A folder of the user's own; one that is named without its root counts as not named."""
    named = Path(os.environ.get(name, ""))
    return named if named.is_absolute() else Path.home() / usual


def _write(path: Path, raw: bytes) -> None:
    if path.is_file() and path.read_bytes() == raw:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, raw)


def quoted(program: Path) -> str:
    """A path as the Exec line of a desktop entry has it. Raises ValueError for one that no such line can hold."""
    text = str(program)
    if not text.isprintable():
        raise ValueError(text.encode("unicode_escape").decode())
    for sign in '\\"`$':
        text = text.replace(sign, "\\" + sign)
    return '"' + text.replace("%", "%%").replace("\\", "\\\\") + '"'


def associated(listed: str, *, there: bool) -> str:
    """A mimeapps.list with Alfdesk for parcels, first in its line, or without; what else stands in it stays. "" where
    nothing else does."""
    lines, here, wanted = [], "", set(ASSOCIATIONS) if there else set()
    for line in listed.splitlines():
        if line.startswith("["):
            here = line.strip().strip("[]")
        key, _sign, value = line.partition("=")
        if key.strip() == TYPE and here in ASSOCIATIONS:
            others = [one for one in value.strip().split(";") if one not in ("", ENTRY)]
            apps = [ENTRY, *others] if here in wanted else others
            wanted.discard(here)
            if apps:
                lines.append(f"{TYPE}={';'.join(apps)};")
            continue
        lines.append(line)
    for group in sorted(wanted):
        if f"[{group}]" not in lines:
            lines += [*([""] if lines else []), f"[{group}]"]
        lines.insert(lines.index(f"[{group}]") + 1, f"{TYPE}={ENTRY};")
    left = {line.strip() for line in lines} - {"", *(f"[{group}]" for group in ASSOCIATIONS)}
    return "\n".join(lines) + "\n" if left else ""


# Windows -------------------------------------------------------------------------------------------------------------


def registry(program: Path) -> dict[str, str]:
    """The keys below HKEY_CURRENT_USER\\Software\\Classes, with what each says."""
    return {
        ENDING: CLASS,
        CLASS: "Alfdesk",
        rf"{CLASS}\DefaultIcon": f'"{program}",0',
        rf"{CLASS}\shell": "",
        rf"{CLASS}\shell\open": "",
        rf"{CLASS}\shell\open\command": f'"{program}" "%1"',
    }


def _in_registry(program: Path, *, there: bool) -> None:
    import ctypes
    import winreg as reg

    user, keys = reg.HKEY_CURRENT_USER, registry(program)  # type: ignore[attr-defined]
    for key in keys if there else reversed(keys):
        path = rf"Software\Classes\{key}"
        if there:
            with reg.CreateKey(user, path) as made:  # type: ignore[attr-defined]
                if keys[key]:
                    reg.SetValueEx(made, "", 0, reg.REG_SZ, keys[key])  # type: ignore[attr-defined]
        else:
            # A key that is gone, or that holds others of somebody else's, is let be.
            with suppress(OSError):
                if key != ENDING or reg.QueryValue(user, path) == CLASS:  # type: ignore[attr-defined]
                    reg.DeleteKey(user, path)  # type: ignore[attr-defined]
    ctypes.windll.shell32.SHChangeNotify(ASSOCIATIONS_CHANGED, 0, None, None)  # type: ignore[attr-defined]
