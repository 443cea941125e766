from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.demo.day import Day, build_day

DATA = Path(__file__).parents[3] / "resources" / "demo"
NOW = datetime(2026, 6, 18, 14, 3, 20, tzinfo=UTC)


@pytest.fixture(scope="session")
def data() -> Path:
    return DATA


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def small_day(data: Path, now: datetime) -> Day:
    return build_day(data, orders=400, seed=7, now=now, pickup_points=8)


@pytest.fixture(scope="session")
def reference_day(data: Path, now: datetime) -> Day:
    return build_day(data, orders=50_000, seed=7, now=now)
