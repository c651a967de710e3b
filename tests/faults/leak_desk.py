"""The sales desk's part of the search for names: sellers, outlets, what was noted of them, and the refused line."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

CANARIES = {
    "outlet": ["Fiolutstedet"], "paper": ["Nattergalbladet"], "desk note": ["Moltemerknad"],
    "desk reason": ["Tistelgrunn"],
}  # fmt: skip


def lists(brought: Path) -> None:
    """What the office brings along."""
    today = date.today().strftime("%d.%m.%Y")
    head = "tid;utsted;selger;produkt;utgave;antall;betaling;merknad\n"
    (brought / "sellers.csv").write_text(
        "nummer;fornavn;etternavn;kallenavn;selger\n11;Ylvamor;Snøsopp;Ylvamor;94\n12;Krekling;Tyrihjelm;;17\n"
        "14;;Zoralindesen;Zoralinde;61\n", "utf-8",
    )  # fmt: skip
    (brought / "desk.csv").write_text(
        head + f"{today} 08.00;Fiolutstedet;;Nattergalbladet;1/2026;100;mottatt;\n"
        f"{today} 09.00;Fiolutstedet;94;Nattergalbladet;1/2026;10;kontant;Moltemerknad en\n"
        f"{today} 09.01;Fiolutstedet;17;Nattergalbladet;1/2026;5;kreditt;Moltemerknad to\n"
        f"{today} 09.02;Fiolutstedet;17;Nattergalbladet;1/2026;2;gratis;Moltemerknad tre\n", "utf-8",
    )  # fmt: skip
    (brought / "desk-refused.csv").write_text(
        head + f"{today} 09.00;Granbarnavn;94;Granbarnavn;1/2026;10;kontant;Granbarnavn\n", "utf-8"
    )
    (brought / "till.json").write_text('{"500": 1, "10": 1}', "utf-8")


def acts(asked: str, brought: Path) -> list[tuple[list[str], int]]:
    """Commands in order, each with the exit code it has to end with."""
    edition = ["Nattergalbladet", "1/2026"]
    settle = ["megafon", "settle", "--outlet", "Fiolutstedet", "--counted", str(brought / "till.json")]
    return [
        (["people", "import", str(brought / "sellers.csv")], 0),
        (["megafon", "edition", "set", *edition, "--buy", "5000", "--cover", "10000",
          "--from", (date.today() - timedelta(30)).isoformat(), "--print-run", "1000"], 0),
        (["megafon", "import", str(brought / "desk.csv")], 0),
        (["megafon", "import", str(brought / "desk-refused.csv")], 3),
        (["megafon", "outlets"], 0), (["megafon", "stock", "--json"], 0),
        (["megafon", "account", "--seller", "94", "--json"], 0),
        (settle, 3), ([*settle, "--reason", "Tistelgrunn en"], 0), (["megafon", "settlement", "list"], 0),
        (["megafon", "cards", "--out", f"{asked}/cards.pdf"], 0),
        (["megafon", "statement", "--seller", "94", "--out", f"{asked}/statement.pdf"], 0),
        (["megafon", "stock-list", "--out", f"{asked}/stock.pdf"], 0),
        (["megafon", "edition", "report", *edition, "--out", f"{asked}/report.pdf"], 0),
        (["megafon", "settlement", "print", "K-0001", "--out", f"{asked}/settlement.pdf"], 0),
        (["megafon", "settlement", "void", "K-0001", "--reason", "Tistelgrunn to"], 0),
        (["undo"], 3), (["megafon", "account", "--seller", "1234"], 3), (["log"], 0),
    ]  # fmt: skip
