"""How fast, each figure beside its limit program: python -m tests.bench [--quick] [--only NAME] [--json]"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import platform
import pstats
import subprocess
import sys
from dataclasses import asdict

import sqlcipher3.dbapi2 as driver

from alfdesk import i18n
from build_installer import compile_words

from .desk import FIGURES as DESK
from .exchange import FIGURES as EXCHANGE
from .figures import FIGURES as CORE
from .measure import Figure
from .pay import FIGURES as PAY
from .window import FIGURES as WINDOW
from .worlds import OUT, ROOT

FIGURES = CORE | PAY | EXCHANGE | WINDOW | DESK

HEAD = ("name", "ours", "limit", "ratio", "aim", "n", "met")


def machine() -> str:
    """The machine and the versions, in one line."""
    (cipher,) = driver.connect(":memory:").execute("PRAGMA cipher_version").fetchone()
    git = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip() or "no commit"
    return (
        f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"SQLite {driver.sqlite_version}, SQLCipher {cipher.split()[0]}, commit {commit}, "
        f"load {os.getloadavg()[0]:.1f}"
    )


def line(figure: Figure) -> tuple[str, ...]:
    def number(value: float) -> str:
        return f"{value:,.0f}" if value >= 1000 else f"{value:.2f}" if value < 100 else f"{value:.0f}"

    return (
        figure.name, f"{number(figure.ours)} {figure.unit}", f"{number(figure.limit)} {figure.unit}",
        f"{figure.ratio:.2f}", figure.aim, f"{figure.n:,}", "yes" if figure.met else "no",
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--quick", action="store_true", help="less of everything: a first look")
    parser.add_argument("--only", choices=FIGURES, action="append", metavar="NAME", help=", ".join(FIGURES))
    parser.add_argument("--json", action="store_true", help="write out/bench.json too")
    parser.add_argument("--profile", action="store_true", help="say where the time goes instead")
    args = parser.parse_args()
    compile_words()  # as what is installed has them: a checkout whose words are newer compiles them in each process
    i18n.use("en")
    (OUT / "work").mkdir(parents=True, exist_ok=True)
    head = machine()
    print(head, flush=True)
    found: list[Figure] = []
    for name in args.only or FIGURES:
        profile = cProfile.Profile()
        if args.profile:
            profile.enable()
        for figure in FIGURES[name](args.quick):
            found.append(figure)
            print(" · ".join(line(figure)), flush=True)
        if args.profile:
            profile.disable()
            pstats.Stats(profile, stream=sys.stdout).sort_stats("tottime").print_stats(30)
    print("\n| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD))
    for figure in found:
        print("| " + " | ".join(line(figure)) + " |")
    print("\nlowest, median, p95, highest:")
    for figure in found:
        print(f"  {figure.name}: {figure.spread}", *figure.notes, sep="\n    ")
    if args.json:
        document = {"machine": head, "figures": [asdict(f) | {"ratio": f.ratio} for f in found]}
        (ROOT / "out" / "bench.json").write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
