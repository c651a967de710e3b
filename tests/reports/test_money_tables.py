"""The week's money as tables that Excel opens right."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from alfdesk.record import replace
from alfdesk.reports.tables import bank_table, hours_table, kroner, pay_table
from alfdesk.spreadsheets import read_table, write_csv, write_xlsx

from .pay_records import ALL_AT_ONCE, NAMES, day, everyone, line, sheet

ACCOUNT = "02345678906"
WEEK = sheet(
    line("Ola Nordmann", day(0), day(3, 225), number=12),
    line("Kari Nordmann", *map(day, range(5)), method="bank", account=ACCOUNT, signed=True),
    ALL_AT_ONCE,
)


@pytest.mark.parametrize(
    ("ore", "written"), [(0, "0.00"), (1, "0.01"), (123450, "1234.50"), (-11250, "-112.50"), (10**14 + 7, None)]
)
def test_kroner_are_exact_and_have_two_decimals(ore, written):
    assert kroner(ore) * 100 == ore and -kroner(ore).as_tuple().exponent == 2
    assert written is None or str(kroner(ore)) == written


def shown(table) -> str:
    """A table as text, one row a line."""
    headings, rows = table
    return "\n".join(" | ".join("" if cell is None else str(cell) for cell in row) for row in (headings, *rows))


def test_the_pay_table_has_a_column_for_each_step():
    two = sheet(*WEEK.week.lines[:1], replace(ALL_AT_ONCE, name="Per Nordmann"))
    assert shown(pay_table(two)) == "\n".join(
        [
            "Number | Name | Mo 16.11.2026 | Tu 17.11.2026 | We 18.11.2026 | Th 19.11.2026 | Fr 20.11.2026 | Days | "
            "Hours | Supplement | Earned | Corrections | Deducted | From before | Paid on the day | Rounding | "
            "To pay | Method | Signed",
            "12 | Ola Nordmann | 4:00:00 |  |  | 3:45:00 |  | 2 | 7:45:00 | 0.00 | 387.50 | 0.00 | 0.00 | 0.00 | "
            "0.00 | 0.50 | 388.00 | cash | no",
            "7 | Per Nordmann | 4:00:00 |  |  | 3:45:00 |  | 2 | 7:45:00 | 0.00 | 387.50 | 149.50 | -50.00 | 200.00 | "
            "-187.50 | 0.50 | 500.00 | cash | no",
        ]
    )


def test_the_steps_of_each_row_add_up_to_what_is_to_pay():
    headings, rows = pay_table(sheet(*WEEK.week.lines, *everyone(20)))
    steps = slice(headings.index("Earned"), headings.index("To pay"))
    for row in rows:
        assert sum(row[steps]) == row[headings.index("To pay")]


def test_the_bank_table_has_the_whole_account_and_only_what_goes_to_one():
    without = line("Liv Nordmann", day(0), method="bank")
    assert shown(bank_table(sheet(*WEEK.week.lines, without))) == "\n".join(
        [
            "Number | Name | Account | Sum | Words to the receiver",
            f"7 | Kari Nordmann | {ACCOUNT} | 1000.00 | Week 47, list 2026-47-A1",
            "7 | Liv Nordmann |  | 200.00 | Week 47, list 2026-47-A1",
        ]
    )


def test_the_hours_table_has_no_money():
    headings, rows = hours_table(WEEK)
    assert headings[-2:] == ["Days", "Hours"] and len(rows) == 3
    assert rows[0] == [12, "Ola Nordmann", timedelta(hours=4), None, None, timedelta(minutes=225), None, 2,
                       timedelta(minutes=465)]  # fmt: skip
    assert not any(isinstance(cell, Decimal) for row in rows for cell in row)


def test_excel_gets_numbers_as_numbers_and_accounts_as_text():
    headings, rows = pay_table(WEEK)
    cells = load_workbook(io.BytesIO(write_xlsx(rows, headings))).active
    first = {heading.value: cell for heading, cell in zip(cells[1], cells[2], strict=True)}
    assert (first["To pay"].value, first["To pay"].number_format) == (388, "#,##0.00")
    assert (first["Earned"].value, first["Earned"].data_type) == (387.5, "n")
    assert (first["Hours"].value, first["Hours"].number_format) == (timedelta(minutes=465), "[h]:mm")
    headings, rows = bank_table(WEEK)
    account = load_workbook(io.BytesIO(write_xlsx(rows, headings))).active["C2"]
    assert (account.value, account.data_type) == (ACCOUNT, "s"), "a leading nought is kept"


def test_the_csv_has_a_comma_for_decimals_and_semicolons_between():
    headings, rows = bank_table(WEEK)
    text = write_csv(rows, headings).decode("utf-8-sig")
    assert text == (
        "Number;Name;Account;Sum;Words to the receiver\r\n"
        f"7;Kari Nordmann;{ACCOUNT};1000,00;Week 47, list 2026-47-A1\r\n"
    )
    headings, rows = pay_table(WEEK)
    text = write_csv(rows, headings).decode("utf-8-sig")
    assert ";7:45;0,00;387,50;149,50;-50,00;200,00;-187,50;0,50;500,00;" in text


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
@pytest.mark.parametrize("table", [pay_table, bank_table, hours_table])
def test_every_row_comes_back(tmp_path, table, write):
    headings, rows = table(sheet(*(replace(one, method="bank", account=ACCOUNT) for one in everyone(200))))
    file = tmp_path / "week"
    file.write_bytes(write(rows, headings))
    read = [row for _line, row in read_table(file, needs=headings, knows=headings).rows]
    assert [row[1] for row in read] == [f"{NAMES[n % 7]} {n}" for n in range(200)]
    for got, given in zip(read, rows, strict=True):
        for cell, value in zip(got, given, strict=True):
            if isinstance(value, Decimal):
                assert Decimal(str(cell).replace(",", ".")) == value
            elif isinstance(value, str):
                assert cell == value
    assert write(rows, headings) == file.read_bytes(), "the same rows give the same bytes"


def test_an_empty_week_is_headings_alone():
    for table in (pay_table, bank_table, hours_table):
        headings, rows = table(sheet())
        assert headings and rows == []
