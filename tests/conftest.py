from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alfdesk import i18n
from alfdesk.store.workplace import Place

from . import support


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
