from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from alfdesk import i18n
from alfdesk.store.workplace import Place

from . import support


# Every test has an encrypted store of its own, and each act in it waits until it is on disk. Where there is room in
# memory the stores lie there, which takes a third of the time away; what disks do is asked by tests/faults and the bench.
MEMORY, ROOM = Path("/dev/shm"), 8 << 30
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


# Whole files that take longest: keys are derived, commands started, hostile workbooks unfolded. `make test-core` leaves
# them out, `make test` does not.
LONGER = {
    "test_apply", "test_backup", "test_check", "test_cli", "test_cli_keeping", "test_cli_lists", "test_cli_pay",
    "test_cli_sales", "test_contracts", "test_demo", "test_demo_desk", "test_hostile_lists", "test_invariants",
    "test_languages", "test_lottery", "test_old_workplaces", "test_passphrase", "test_random_bags",
    "test_random_desk_days", "test_random_pay", "test_random_stock", "test_random_till", "test_random_weeks",
    "test_simulate", "test_slots", "test_spreadsheets", "test_staff", "test_tables_out", "test_toy_subject",
    "test_words", "test_words_in_code", "test_workbooks",
}  # fmt: skip
# One worker at a time, one after another: they share a long fixture, or load the machine.
TOGETHER = {"test_contracts", "test_faults"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in LONGER:
            item.add_marker(pytest.mark.slow)
        if item.path.stem in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests speak English unless they say otherwise."""
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> support.Template:
    return support.template(tmp_path_factory.mktemp("founded") / "workplace")


@pytest.fixture
def clock() -> support.SetClock:
    return support.SetClock()


@pytest.fixture
def place(founded: support.Template, tmp_path: Path, clock: support.SetClock) -> Iterator[Place]:
    """An open workplace of its own for each test; Anne is signed in and is its administrator."""
    place = founded.copy(tmp_path / "workplace", clock)
    yield place
    place.close()
