"""The guide for scanners in the real program: a framed scan is understood, the prefix saved by keys."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.kit import FedCloud, count, fed_cloud, rows, small_day, until
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.journeys.test_devices_room import NetworkScanner, states
from tests.journeys.test_print_labels import enter_devices

pytestmark = pytest.mark.journey

TO_SET_UP = 3
"""Tabs from the room itself: the tabs on top, add a device, set up a scanner."""
TO_SAVE = 3
"""Tabs from the guide itself: close, print the sheet, save."""
EAN = "6901234567892"


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", small_day(points=1, orders_a_point=1)) as cloud:
        yield cloud


@pytest.fixture
def scanner() -> Iterator[NetworkScanner]:
    made = NetworkScanner()
    yield made
    made.unplug()


def kept(window: StationWindow) -> dict[str, str]:
    """How keyboard scanners are listened to, as it stands on the disk."""
    query = "SELECT key, value FROM device_setting WHERE key LIKE 'wedge%'"
    return {row["key"]: row["value"] for row in rows(window.file, query)}


def test_a_framed_scan_is_understood_and_the_prefix_saved(
    tmp_path: Path, cloud: FedCloud, scanner: NetworkScanner, display: str
) -> None:
    env = station_env(tmp_path / "station", scanners=json.dumps([scanner.address]))
    del env["YOULIN_STATION_WEDGE_GAP_MS"]  # what IT sets cannot be changed in the room
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "A-01", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        until("the operators", lambda: count(window.file, "SELECT count(*) FROM operator"))
        until("the scanner", lambda: states(window).get(scanner.address) == "ready")
        scanner.read(cloud.day.badges[0])
        enter_devices(window)
        window.picture("guide-1-room")
        window.press(*["Tab"] * TO_SET_UP, "space")
        window.picture("guide-2-first-code")
        window.press("ctrl+b", *EAN, "Return")
        window.picture("guide-3-heard")
        window.press(*["Tab"] * TO_SAVE, "space")
        until("the setting", lambda: kept(window) == {"wedge_prefix": "true", "wedge_gap_ms": "35"})
        window.picture("guide-4-saved")
