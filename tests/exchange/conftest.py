from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import Template

from .carried import Carried, Group, group, met, three


@pytest.fixture(scope="session")
def joined(founded: Template, tmp_path_factory: pytest.TempPathFactory) -> Group:
    return group(founded, tmp_path_factory.mktemp("joined"))


@pytest.fixture(scope="session")
def having_met(joined: Group, tmp_path_factory: pytest.TempPathFactory) -> Group:
    return met(joined, tmp_path_factory.mktemp("met") / "laptops")


@pytest.fixture
def friends(having_met: Group, tmp_path: Path) -> Iterator[Carried]:
    """The three after they have exchanged once."""
    with three(having_met, tmp_path / "friends") as carried:
        yield carried


@pytest.fixture
def laptops(joined: Group, tmp_path: Path) -> Iterator[Carried]:
    """Office, farm and centre: one workplace, Anne signed in on all three."""
    with three(joined, tmp_path / "laptops") as carried:
        yield carried
