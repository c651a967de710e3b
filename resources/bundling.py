"""The one-folder program: everything Alfdesk needs to run where no Python is, and as little else as can be.

PyInstaller finds what is imported; named here is what it cannot see (modules found by being in a folder, files that are
opened by name), what it takes too much of, and what of Qt a window of this kind never loads.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "alfdesk"
START = "from ui.app import main\n\nraise SystemExit(main())\n"

# Found at run time by being in a folder, or named in a string.
OURS = ("alfdesk", "ui")
NAMED = ("holidays.countries.norway",)
# Files opened by name. Words are taken compiled: a bundle has no need of their source.
RESOURCES = ("demo", "desktop", "fonts", "help", "icons", "words")
# Imported by somebody's code for a purpose that is not ours.
NOT_OURS = (
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PIL.AvifImagePlugin", "PIL._avif",
    "lxml.isoschematron", "lxml.objectify", "sqlite3", "MySQLdb", "pysqlite2", "psycopg2", "numpy", "pandas",
    "rlPyCairo", "IPython", "_pytest", "fontTools", "hypothesis", "matplotlib", "pkg_resources", "pytest",
    "setuptools", "tkinter", "unittest",
)  # fmt: skip

# Qt's plugins that are loaded here; the others go, and with them every library that nothing left needs.
QT_PLUGINS = re.compile(
    r"platforms/(libqxcb|libqoffscreen|qwindows|qoffscreen|libqcocoa)|xcbglintegrations/.*glx|styles/"
    r"|platforminputcontexts/.*(compose|ibus)|imageformats/.*q(svg|jpeg)\.|iconengines/.*svgicon"
    r"|printsupport/|texttospeech/.*(speechd|sapi|winrt|darwin)"
)
LOADABLE = re.compile(r"\.(so|dll|dylib|pyd)\b")
# Of the data that packages bring, what stays: the three languages and what they inherit from, no lists of numbers.
DATA = {
    "babel/locale-data": re.compile(r"(root|nb|nb_NO|nn|nn_NO|no|en|en_001|en_150|en_GB|en_US)\.dat|LICENSE\.unicode"),
    "stdnum": re.compile(r"(?!)"),
}


def bundle(out: Path, work: Path) -> Path:
    """Make the program in `out`/alfdesk, with scraps in `work`; returns the folder. Needs the compiled words.

    Raises SystemExit when PyInstaller finds something wrong, RuntimeError when a word file is missing.
    """
    from PyInstaller.__main__ import run

    words = sorted((ROOT / "resources" / "i18n").glob("*/LC_MESSAGES/alfdesk.mo"))
    if len(words) != 3:
        raise RuntimeError("The words are not compiled: python build_installer.py translations")
    start = work / "start" / "start.py"  # alone: PyInstaller looks for packages beside it
    start.parent.mkdir(parents=True, exist_ok=True)
    start.write_text(START, encoding="utf-8")
    options = ["--onedir", "--noconfirm", "--clean", "--log-level=ERROR", f"--name={NAME}", f"--paths={ROOT}"]
    options += [f"--distpath={out}", f"--workpath={work}", f"--specpath={work}"]
    for folder in RESOURCES:
        if (ROOT / "resources" / folder).is_dir():
            options.append(f"--add-data={ROOT / 'resources' / folder}{os.pathsep}resources/{folder}")
    for mo in words:
        options.append(f"--add-data={mo}{os.pathsep}{mo.parent.relative_to(ROOT).as_posix()}")
    options.append(f"--add-data={ROOT / 'resources' / 'statements.msgpack'}{os.pathsep}resources")
    holidays = Path(importlib.util.find_spec("holidays").origin).parent
    options.append(f"--add-data={holidays / 'locale' / 'no'}{os.pathsep}holidays/locale/no")
    options += [f"--hidden-import={module}" for module in (*our_modules(), *NAMED)]
    options += [f"--exclude-module={module}" for module in NOT_OURS]
    run([*options, str(start)])
    leave_out(out / NAME)
    return out / NAME


def our_modules() -> list[str]:
    """Every module of ours by its full name, whether something imports it or it is found by being there."""
    files = [file.relative_to(ROOT) for package in OURS for file in (ROOT / package).rglob("*.py")]
    return sorted(".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files)


def leave_out(program: Path) -> None:
    """Remove from a made program what it never loads: plugins, languages, and libraries that nothing left asks for."""
    inside = program / "_internal"
    for plugins in inside.glob("PySide6/**/plugins"):
        for plugin in plugins.rglob("*"):
            if plugin.is_file() and not QT_PLUGINS.match(plugin.relative_to(plugins).as_posix()):
                plugin.unlink()
    for folder, kept in DATA.items():
        for found in (inside / folder).glob("*"):
            if not kept.fullmatch(found.name):
                shutil.rmtree(found) if found.is_dir() else found.unlink()
    for folder in inside.glob("PySide6/**/translations"):
        shutil.rmtree(folder)  # ui/translator.py speaks for Qt
    for library in unneeded(program):
        library.unlink()
    strip_debugging(inside)
    for folder in sorted((f for f in inside.rglob("*") if f.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def strip_debugging(inside: Path) -> None:
    """Take the names for debuggers out of Python and its modules where there is a tool for it: a fifth of the size.

    Not from libraries that their packages patched (`*.libs`), nor from Qt's, which have none.
    """
    tool = shutil.which("strip")
    if tool is None or os.name == "nt":
        return
    for module in [*inside.rglob("*.cpython-*.so"), *inside.glob("libpython*.so*")]:
        subprocess.run([tool, "--strip-debug", module], check=True)


def unneeded(program: Path) -> list[Path]:
    """The shared libraries of a made program that neither it nor a module nor a plugin asks for, directly or not."""
    from PyInstaller.depend.bindepend import get_imports

    files = [file for file in program.rglob("*") if file.is_file() and LOADABLE.search(file.name)]
    libraries = {file for file in files if is_library(file.relative_to(program).as_posix())}
    files.append(program / (f"{NAME}.exe" if os.name == "nt" else NAME))
    asked = [file for file in files if file not in libraries]
    needed: set[str] = set()
    while asked:
        for name, _found in get_imports(str(asked.pop().resolve())):
            if (name := Path(name).name) not in needed:
                needed.add(name)
                asked += [file for file in libraries if file.name == name]
    return sorted(file for file in libraries if file.name not in needed)


def is_library(path: str) -> bool:
    """Whether a file of the program is there for others to load: no plugin and no part of Python."""
    module = re.search(r"\.(abi3|cpython-[\w-]+)\.(so|dylib)$|\.pyd$|(^|/)(lib)?python3[\w.]*$", path)
    return not module and "/plugins/" not in path and "/lib-dynload/" not in path
