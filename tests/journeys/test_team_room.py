"""A person without the skill is stopped, a supervisor lets her in, and her figures stand in the team room."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cloud_api.wire.catalogue import Operator
from cloud_api.wire.stations import Role
from cloud_api.wire.work import Task
from hardware.codes import make_command_code
from station.bootstrap.roles import TEAM, rooms_of
from station.kernel.desk_commands import DeskCommand as Do
from station.kernel.ids import new_uuid
from tests.journeys.kit import (
    WAREHOUSE,
    FedCloud,
    badge,
    count,
    fed_cloud,
    rows,
    small_day,
    until,
    until_after,
)
from tests.journeys.picking_hand import PickingHand
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.station.recovery.truth import check_all_accepted

pytestmark = pytest.mark.journey

PIN = "704916"
CHIEF = Operator(id=new_uuid(), name="陈主管", badge=badge(9), warehouse=WAREHOUSE, supervisor=True)
LOADER = Operator(
    id=new_uuid(), name="周敏", badge=badge(8), warehouse=WAREHOUSE, skills=(Task.LOADING, Task.RECEIVING)
)


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    day = small_day(points=1, orders_a_point=2)
    people = (*day.catalogue.operators, CHIEF, LOADER)
    goods = day.catalogue.model_copy(update={"operators": people})
    with fed_cloud(tmp_path / "cloud", replace(day, catalogue=goods)) as cloud:
        cloud.service.set_pin(str(CHIEF.id), PIN)
        yield cloud


def test_who_was_not_shown_picking_is_let_in_by_a_supervisor(
    tmp_path: Path, cloud: FedCloud, display: str
) -> None:
    env = station_env(tmp_path / "station")
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "A-01", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        until("the people", lambda: count(window.file, "SELECT count(*) FROM operator WHERE skills <> ''"))
        window.beam(LOADER.badge)
        window.wait_for_rooms()
        _refused(window)
        _let_in(window)
        window.beam(LOADER.badge)
        until("the crates", lambda: count(window.file, "SELECT count(*) FROM crate"))
        _large(window)
        labels = [row["sscc"] for row in rows(window.file, "SELECT sscc FROM crate ORDER BY number")]
        hand = PickingHand(window, {label: label for label in labels})
        hand.pick_all()
        hand.close_all()
        until("the cloud to know it", cloud.all_waves_completed)
        told = "SELECT count(*) FROM fact WHERE kind = 'WorkDone' AND state = 'accepted'"
        until("her hour", lambda: count(window.file, told))
        window.press(f"ctrl+{rooms_of([Role.WAREHOUSE]).index(TEAM) + 1}")
        window.picture("team-4-her-figures")
        window.beam_and_see(CHIEF.badge)
        window.picture("team-5-all-desks")
    check_all_accepted(window.file)
    given = rows(cloud.file, "SELECT action, reason FROM overrides")
    assert [(row["action"], row["reason"]) for row in given] == [("work_without_skill_picking", "shown_now")]


def _refused(window: StationWindow) -> None:
    """Neither her badge nor a key takes a wave."""
    window.picture("team-1-not-shown")
    window.beam(LOADER.badge)
    window.press("F9")
    window.picture("team-2-tried-again")
    assert count(window.file, "SELECT count(*) FROM wave") == 0


def _let_in(window: StationWindow) -> None:
    window.beam(make_command_code(Do.F1))
    window.beam(LOADER.badge)
    window.beam(CHIEF.badge)
    window.picture("team-3-pin")
    window.type(PIN)
    window.press("Return")
    until("the PIN", lambda: count(window.file, "SELECT count(*) FROM pin_proof"))
    given = "SELECT count(*) FROM fact WHERE kind = 'OverrideGiven'"
    until_after("the word", lambda: window.press("Return"), lambda: count(window.file, given) == 1)


def _large(window: StationWindow) -> None:
    """Large figures by a scanned command, and the whole desk again by the key."""
    kept = "SELECT value FROM device_setting WHERE key = 'picking.large_figures'"
    window.beam(make_command_code(Do.HOME))
    until("large figures", lambda: [json.loads(row["value"]) for row in rows(window.file, kept)] == [True])
    window.picture("team-3b-large-figures")
    window.press("Home")
    until("the whole desk", lambda: json.loads(rows(window.file, kept)[0]["value"]) is False)
