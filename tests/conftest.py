from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alfdesk import i18n
from alfdesk.store import slots
from alfdesk.store.workplace import Place

from . import support

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling


# Every test has an encrypted store of its own, and each act in it waits until it is on disk. Where there is room in
# memory the stores lie there, which takes a third of the time away; what disks do is asked by tests/faults and the bench.
MEMORY, ROOM = Path("/dev/shm"), 8 << 30
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


slots.FLOOR = support.CHEAP

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
# One worker takes all of these: they share what takes seconds to make, or load the machine.
TOGETHER = (
    {"test_contracts"}, {"test_faults"}, {"test_words_in_code"}, {"test_demo_desk"}, {"test_pay_page"}, {"test_pay_day"},
    {"test_exchange_behind", "test_exchange_page", "test_exchange_page_after", "test_handed"},  # laptops that have met
)  # fmt: skip
# Where tests take many seconds each: begun first, so that no worker is left with one at the end.
FIRST = {"faults", "simulate", "exchange", "test_whole_mornings", "test_cover", "test_desk_day", "test_morning"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.stem in LONGER:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: FIRST.isdisjoint((item.path.stem, item.path.parent.name)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What collecting makes stays to the end: the garbage collector is spared looking through it again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """`-n auto`: one more than there are cores, as tests of windows and of processes wait now and then."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Tests go one by one to whichever worker is free, but for TOGETHER. (`--dist loadgroup` should do the same; with
    the ids that this pytest gives its tests it does not.)"""
    from xdist.scheduler import LoadScopeScheduling

    class ByTurns(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            stem = Path(nodeid.partition("::")[0]).stem
            return next((min(files) for files in TOGETHER if stem in files), nodeid)

    return ByTurns(config, log)


@pytest.fixture(scope="session", autouse=True)
def shared_statements() -> Iterator[None]:
    with support.shared_statements():
        yield


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests speak English unless they say otherwise."""
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


@pytest.fixture(scope="module")
def true_floor() -> Iterator[None]:
    """A passphrase costs in this file what it costs people at the least."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(slots, "FLOOR", support.FLOOR)
        yield


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
