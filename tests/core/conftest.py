from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.support import Template

from .scenes import Yard, a_day


@dataclass(frozen=True)
class Busy:
    """A workplace after `a_day`, to be copied."""

    template: Template
    crew: Yard


@pytest.fixture(scope="session")
def busy(founded: Template, tmp_path_factory: pytest.TempPathFactory) -> Busy:
    folder = tmp_path_factory.mktemp("busy") / "workplace"
    with founded.copy(folder) as place:
        crew = a_day(place)
    return Busy(Template(folder, founded.key, founded.keys, founded.owner), crew)
