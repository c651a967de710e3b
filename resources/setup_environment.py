"""Sets up the environment that the Makefile's targets run in. Standard library only: nothing is installed yet.

    python3 resources/setup_environment.py venv     .venv with the locked packages and the `alfdesk` command
    python3 resources/setup_environment.py test     the same, and all that the tests need
    python3 resources/setup_environment.py lock     make the lock files again from pyproject.toml (asks the registry)

Each part is done again only when what it came from has changed: its mark in .venv holds a hash of that.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
LOCKS = ROOT / "resources" / "locks"
RUN_LOCK, TEST_LOCK = LOCKS / "run.txt", LOCKS / "test.txt"
PROJECT = ROOT / "pyproject.toml"

# What the window loads beside its packages, on screen and off it. Library: Debian package.
WINDOW_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0", "libGL.so.1": "libgl1", "libEGL.so.1": "libegl1", "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1", "libxkbcommon.so.0": "libxkbcommon0", "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1", "libxcb-shape.so.0": "libxcb-shape0", "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-randr.so.0": "libxcb-randr0", "libxcb-sync.so.1": "libxcb-sync1", "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0", "libpulse.so.0": "libpulse0", "libspeechd.so.2": "libspeechd2",
}  # fmt: skip
# Command: Debian package. The tests read PDFs, open age files, put the window on a screen of its own, read it from
# outside as a screen reader does, and make the one-folder program.
TEST_TOOLS = {
    "pdftotext": "poppler-utils", "pdftoppm": "poppler-utils", "age": "age", "Xvfb": "xvfb",
    "dbus-run-session": "dbus-daemon", "/usr/libexec/at-spi2-registryd": "at-spi2-core", "objdump": "binutils",
}  # fmt: skip
SYSTEM_PYTHON = "/usr/bin/python3"  # Debian's own: the one that can have python3-pyatspi
LOCK_TOOL = "pip-tools==7.6.2"


def main(argv: list[str]) -> int:
    parts = {"venv": [run_part], "test": [run_part, test_part], "lock": [lock]}
    if len(argv) != 1 or argv[0] not in parts:
        print(__doc__, file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells a person so
        stop(f"Alfdesk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    try:
        for part in parts[argv[0]]:
            part()
    except subprocess.CalledProcessError as failed:
        command = " ".join(str(word) for word in failed.cmd)
        stop(f"This failed (exit {failed.returncode}), see above, and is tried again next time:\n    {command}")
    return 0


# The two parts


def run_part() -> None:
    need_packages({package for library, package in WINDOW_LIBRARIES.items() if not loads(library)})
    make_venv()
    if stale("run", [RUN_LOCK]):
        install_locked(RUN_LOCK)
        mark("run", [RUN_LOCK])
    if stale("project", [PROJECT, RUN_LOCK]) or not (BIN / "alfdesk").exists():
        # The build tool comes from the lock too, so this asks no registry.
        pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT))
        mark("project", [PROJECT, RUN_LOCK])
    compiler = ROOT / "build_installer.py"
    words = [compiler, *sorted((ROOT / "resources" / "i18n").rglob("*.po"))]
    if compiler.exists() and (stale("words", words) or any(not po.with_suffix(".mo").exists() for po in words[1:])):
        run([PYTHON, compiler, "translations"])
        mark("words", words)
    if compiler.exists():  # it looks by itself whether the sources have changed
        run([PYTHON, compiler, "statements"], stdout=subprocess.DEVNULL)


def test_part() -> None:
    missing = {package for command, package in TEST_TOOLS.items() if shutil.which(command) is None}
    if not speaks_to_screen_readers():
        missing.add("python3-pyatspi")
    if Path(sys.executable).resolve().parent == Path("/usr/bin") and not loads(shared_python()):
        missing.add(shared_python().partition(".so")[0])  # Debian keeps it apart; the one-folder program needs it
    need_packages(missing)
    if stale("test", [TEST_LOCK, RUN_LOCK]):
        install_locked(TEST_LOCK)
        mark("test", [TEST_LOCK, RUN_LOCK])


def make_venv() -> None:
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    made = VENV / ".done-venv"  # written last: one that was interrupted is made again
    if PYTHON.exists() and made.exists() and made.read_text(encoding="utf-8") == wanted:
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        need_packages({"python3-venv"})
    print(f"Making .venv with Python {wanted}", flush=True)
    run([sys.executable, "-m", "venv", "--clear", VENV])
    made.write_text(wanted, encoding="utf-8")


def install_locked(lock_file: Path) -> None:
    print(f"Installing {lock_file.relative_to(ROOT)}", flush=True)
    pip(
        "install", "--quiet", "--no-compile", "--require-hashes", "--only-binary", ":all:", "--requirement",
        str(lock_file),
    )  # fmt: skip
    # Compiled on every core at once: pip does it on one. A file that a package has only as an example may not compile.
    packages = sysconfig.get_path("purelib", "venv", {"base": str(VENV)})
    subprocess.run([PYTHON, "-m", "compileall", "-qq", "-j", "0", packages], stdin=subprocess.DEVNULL, check=False)


# What Debian has to give


def loads(library: str) -> bool:
    """Whether the system finds a shared library by this name; true where libraries are not looked for so."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def speaks_to_screen_readers() -> bool:
    look = "import importlib.util as u, sys; sys.exit(u.find_spec('pyatspi') is None)"
    return shutil.which(SYSTEM_PYTHON) is not None and not subprocess.run([SYSTEM_PYTHON, "-c", look]).returncode


def shared_python() -> str:
    return f"libpython{sys.version_info.major}.{sys.version_info.minor}.so.1.0"


def need_packages(packages: set[str]) -> None:
    """Install these Debian packages where that is allowed without asking; else say what is missing and stop."""
    if not packages:
        return
    names = sorted(packages)
    by_hand = f"    apt-get install -y {' '.join(names)}"
    if shutil.which("apt-get") is None:
        stop("These are missing here (Debian's names): " + ", ".join(names) + ". Install them and run the same again.")
    if os.geteuid() == 0:
        as_root = []
    elif shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        as_root = ["sudo", "-n"]
    else:
        stop("These Debian packages are missing. As root:\n" + by_hand)
    print("Fetching from Debian: " + ", ".join(names), flush=True)
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    install = [*apt, "install", "-y", "-qq", "--no-install-recommends", *names]
    # A machine that has never asked has no package lists yet.
    if subprocess.run(install, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode:
        run([*apt, "update", "-qq"])
        run(install, stdout=subprocess.DEVNULL)


# The lock files


def lock() -> None:
    """Resolve pyproject.toml's pins to every package below them, with the registry's hashes of all their wheels."""
    import tomllib

    described = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        tools = Path(folder) / "tools"
        run([sys.executable, "-m", "venv", tools])
        # A machine's own pip settings (folders of wheels, other registries) must not reach the lock.
        env = {name: value for name, value in os.environ.items() if not name.startswith("PIP_") or name == "PIP_CERT"}
        env |= {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        run([tools / "bin" / "pip", "install", "--quiet", LOCK_TOOL], env=env)
        run_needs = [*described["build-system"]["requires"], *described["project"]["dependencies"]]
        for lock_file, needs, above in (
            (RUN_LOCK, run_needs, None),
            (TEST_LOCK, described["project"]["optional-dependencies"]["test"], RUN_LOCK),
        ):
            asked, answer = Path(folder) / "asked.in", Path(folder) / "answer.txt"
            constraint = [] if above is None else [f"-c {above}"]
            asked.write_text("\n".join([*constraint, *needs]) + "\n", encoding="utf-8")
            compile_lock = [tools / "bin" / "pip-compile", "--quiet", "--rebuild", "--generate-hashes"]
            compile_lock += ["--allow-unsafe", "--strip-extras", "--no-emit-options", "--output-file", answer, asked]
            run(compile_lock, env=env)
            lock_file.write_text(header(lock_file) + pins(answer.read_text(encoding="utf-8")), encoding="utf-8")
            print(f"Locked: {lock_file.relative_to(ROOT)}")


def header(lock_file: Path) -> str:
    whose = "run Alfdesk and install it" if lock_file == RUN_LOCK else "test Alfdesk, beside those to run it"
    return f"# The packages to {whose}. Made from pyproject.toml by `make lock`; not edited by hand.\n"


def pins(compiled: str) -> str:
    """The pins and their hashes alone: no comment or option, which could name a path or a host."""
    kept = [line for line in compiled.splitlines() if re.match(r"[A-Za-z0-9].*==|    --hash=sha256:[0-9a-f]{64}", line)]
    return "\n".join(kept) + "\n"


# Marks and commands


def hash_of(files: Iterable[Path]) -> str:
    whole = hashlib.sha256(f"{ROOT}\n".encode())
    for file in files:
        whole.update(file.name.encode() + b"\0" + (file.read_bytes() if file.exists() else b"") + b"\0")
    return whole.hexdigest()


def stale(part: str, files: Iterable[Path]) -> bool:
    noted = VENV / f".done-{part}"
    return not noted.exists() or noted.read_text(encoding="utf-8") != hash_of(files)


def mark(part: str, files: Iterable[Path]) -> None:
    (VENV / f".done-{part}").write_text(hash_of(files), encoding="utf-8")


def pip(*words: str) -> None:
    run([PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", *words])


def run(command: list, **more: object) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, cwd=ROOT, **more)


def stop(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
