"""A foreman pairs two waves; a desk picks both in one walk at one put wall: with scanner and keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud_api.wire.stations import Role
from station.bootstrap.roles import PICKING, WAVES, rooms_of
from tests.journeys.kit import FedCloud, count, fed_cloud, rows, small_day, until, until_after
from tests.journeys.picking_hand import PickingHand
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.station.recovery.truth import check_all_accepted

pytestmark = pytest.mark.journey

ROOMS = rooms_of([Role.WAREHOUSE])
PAIRED = "SELECT count(*) FROM waves WHERE beside_id IS NOT NULL"
CRATES = "SELECT count(*) FROM crate"


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", small_day(points=2, orders_a_point=2)) as cloud:
        yield cloud


def test_two_waves_are_paired_and_picked_in_one_walk(tmp_path: Path, cloud: FedCloud, display: str) -> None:
    env = station_env(tmp_path / "station")
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "A-01", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        until("the people", lambda: count(window.file, "SELECT count(*) FROM operator"))
        window.beam(cloud.day.badges[0])
        window.wait_for_rooms()
        _go_to(window, WAVES)
        until_after("the pair", lambda: _pair(window), lambda: count(cloud.file, PAIRED) == 1)
        window.picture("one-walk-1-paired")
        _go_to(window, PICKING)
        window.beam(cloud.day.badges[0])
        until("the crates of both", lambda: len(_waves_at_wall(window)) == 2)
        labels = [row["sscc"] for row in rows(window.file, "SELECT sscc FROM crate")]
        hand = PickingHand(window, {label: label for label in labels})
        first = hand.product_to_pick()
        assert first is not None
        hand.pick(first)
        window.picture("one-walk-2-wall")
        hand.pick_all()
        products = {row["sku"] for row in rows(window.file, "SELECT sku FROM slot")}
        assert _gone_for(window) == len(products), "no bin is walked to twice"
        hand.close_all()
        until("the cloud to know it", cloud.all_waves_completed)
        window.picture("one-walk-3-done")
    check_all_accepted(window.file)


def _go_to(window: StationWindow, room: str) -> None:
    window.press(f"ctrl+{ROOMS.index(room) + 1}")


def _pair(window: StationWindow) -> None:
    """What is proposed is made so, once it is there to be seen."""
    window.press("Escape")
    before = window.look().tobytes()
    window.press("F8")
    until("a proposal", lambda: window.look().tobytes() != before)
    window.press("Return")


def _waves_at_wall(window: StationWindow) -> list[str]:
    return [row["wave_id"] for row in rows(window.file, "SELECT DISTINCT wave_id FROM crate")]


def _gone_for(window: StationWindow) -> int:
    """How often the operator went on to another product."""
    skus = [row["sku"] for row in rows(window.file, "SELECT sku FROM put ORDER BY ordinal")]
    return sum(before != after for before, after in zip(["", *skus], skus, strict=False))
