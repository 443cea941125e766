"""A foreman at the board: releases waves, holds one back, shares the night out with a look before."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cloud_api.wire.stations import Role
from station.bootstrap.roles import PICKING, WAVES, rooms_of
from tests.journeys.kit import FedCloud, count, fed_cloud, small_day, until, until_after
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.station.recovery.truth import check_all_accepted

pytestmark = pytest.mark.journey

POINTS = 4
ROOMS = rooms_of([Role.WAREHOUSE])
RELEASED = "SELECT count(*) FROM waves WHERE released_at IS NOT NULL"
PARTS = "SELECT count(*) FROM waves WHERE part > 0"
MEANT = "SELECT count(*) FROM waves WHERE desk_id IS NOT NULL"


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FedCloud]:
    monkeypatch.setenv("YOULIN_CLOUD_WAVE_RELEASE", "by-people")
    with fed_cloud(tmp_path / "cloud", small_day(points=POINTS, orders_a_point=3)) as cloud:
        yield cloud


def test_waves_are_released_held_back_and_shared_out(tmp_path: Path, cloud: FedCloud, display: str) -> None:
    env = station_env(tmp_path / "station")
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "工位 1", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        until("the people", lambda: count(window.file, "SELECT count(*) FROM operator"))
        window.beam(cloud.day.badges[0])
        window.wait_for_rooms()
        _nothing_to_take(window, cloud)
        _go_to(window, WAVES)
        window.picture("waves-1-nobody-released")
        until_after("the next group", lambda: window.press("F9"), lambda: count(cloud.file, RELEASED) == 2)
        window.picture("waves-2-released")
        _hold_one_back(window, cloud)
        _divide_one(window, cloud)
        _share_out(window, cloud)
        _go_to(window, PICKING)
        window.beam(cloud.day.badges[0])
        until("a wave", lambda: count(window.file, "SELECT count(*) FROM crate"))
        _go_to(window, WAVES)
        until("its start", lambda: count(cloud.file, "SELECT count(*) FROM crates"))
        window.picture("waves-6-one-under-way")
    check_all_accepted(window.file)


def _go_to(window: StationWindow, room: str) -> None:
    window.press(f"ctrl+{ROOMS.index(room) + 1}")


def _nothing_to_take(window: StationWindow, cloud: FedCloud) -> None:
    """Before anybody releases a wave no desk is lent one."""
    window.beam_and_see(cloud.day.badges[0])
    window.picture("waves-0-no-wave-yet")
    assert count(window.file, "SELECT count(*) FROM wave") == 0


def _hold_one_back(window: StationWindow, cloud: FedCloud) -> None:
    """One of the two; held back again it stays so, and the board says why."""
    first = "SELECT min(number) FROM waves WHERE released_at IS NOT NULL"
    for _ in range(count(cloud.file, first) - 1):
        window.press("Down")
    window.press("F7")
    until("one held back", lambda: count(cloud.file, RELEASED) == 1)
    window.press("F7")
    window.picture("waves-3-held-back")
    assert count(cloud.file, RELEASED) == 1


def _divide_one(window: StationWindow, cloud: FedCloud) -> None:
    """The wave under the cursor, for two desks at once; nothing is true before Enter."""
    window.press("Return")
    window.press("F12")
    window.picture("waves-3-parts")
    assert count(cloud.file, PARTS) == 0
    until_after("the wave in parts", lambda: window.press("Return"), lambda: count(cloud.file, PARTS) == 2)
    window.picture("waves-3-divided")


def _share_out(window: StationWindow, cloud: FedCloud) -> None:
    """The plan is looked at; nothing is true before Enter."""
    window.press("F6")
    window.picture("waves-4-plan")
    assert count(cloud.file, MEANT) == 0
    shared = POINTS + 1
    until_after("all shared", lambda: window.press("Return"), lambda: count(cloud.file, MEANT) == shared)
    window.picture("waves-5-shared-out")
