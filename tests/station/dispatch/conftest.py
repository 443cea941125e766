"""The dispatch desk of one night, fresh for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.station.dispatch.night_kit import (
    Make,
    NightDesk,
    stop,
    van,
)


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes desks: four stops and two vans unless told otherwise."""
    made: list[NightDesk] = []

    def desk(**values: object) -> NightDesk:
        known: dict[str, object] = {
            "stops": [stop(n, crates=2) for n in (1, 2, 3, 4)],
            "vans": [van(1), van(2)],
        }
        made.append(NightDesk(tmp_path, **{**known, **values}))  # type: ignore[arg-type]  # checked by its use
        return made[-1]

    yield desk
    for each in made:
        each.close()
