"""A wave picked, a crate that is too light, opened again by a supervisor: with scanner and keyboard."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from cloud_api.wire.catalogue import Operator
from cloud_api.wire.stations import Role
from hardware.codes import make_box_code, make_command_code
from hardware.scales.simulated import SimulatedScaleServer
from station.bootstrap.roles import CRATES, PICKING, rooms_of
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
TARE_G = 850
CHIEF = Operator(id=new_uuid(), name="陈主管", badge=badge(9), warehouse=WAREHOUSE, supervisor=True)
ROOMS = rooms_of([Role.WAREHOUSE])
TO_CRATES, TO_PICKING = (Do(Do.ROOM_1 + ROOMS.index(room)) for room in (CRATES, PICKING))


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    day = small_day(points=1, orders_a_point=2)
    goods = day.catalogue.model_copy(update={"operators": (*day.catalogue.operators, CHIEF)})
    with fed_cloud(tmp_path / "cloud", replace(day, catalogue=goods)) as cloud:
        cloud.service.set_pin(str(CHIEF.id), PIN)
        yield cloud


@pytest.fixture
def scale() -> Iterator[SimulatedScaleServer]:
    with SimulatedScaleServer("text") as server:
        yield server


def test_a_crate_that_is_too_light_is_opened_again_and_put_right(
    tmp_path: Path, cloud: FedCloud, display: str, scale: SimulatedScaleServer
) -> None:
    env = station_env(tmp_path / "station", scales=json.dumps([scale.address]))
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "A-01", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        chief = "SELECT count(*) FROM operator WHERE supervisor = 1"
        until("the supervisor", lambda: count(window.file, chief))
        window.beam(cloud.day.badges[0])
        window.wait_for_rooms()
        window.beam(cloud.day.badges[0])
        until("the crates", lambda: count(window.file, "SELECT count(*) FROM crate"))
        labels = [row["sscc"] for row in rows(window.file, "SELECT sscc FROM crate ORDER BY number")]
        hand = PickingHand(window, {label: label for label in labels})
        hand.pick_all()
        hand.close_all()
        until("the cloud to know it", cloud.all_waves_completed)
        _weigh(window, scale, labels[0])
        _open_again(window, labels[0])
        hand.close_all()
        until("packed again", lambda: _told(window, "WaveCompleted") == 2)
        _weighs_right(window, scale, labels[0])
        _pair_with_a_box(window, labels[0])
        _pack_anew(window, labels[-1])
    check_all_accepted(window.file)
    assert cloud.all_waves_completed()
    steps = (
        "SELECT s.kind FROM crate_steps s JOIN crates c ON c.id = s.crate_id "
        "WHERE c.sscc = ? ORDER BY s.rowid"
    )
    assert [row["kind"] for row in rows(cloud.file, steps, labels[0])] == [
        "WaveStarted",
        "CrateClosed",
        "CrateWeighed",
        "CrateReopened",
        "CrateClosed",
        "CrateWeighed",
        "BoxUsed",
    ]
    assert count(cloud.file, "SELECT count(*) FROM crate_labels WHERE sscc = ?", labels[-1]) == 1


def _command(window: StationWindow, *whats: Do) -> None:
    for what in whats:
        window.beam(make_command_code(what))


def _told(window: StationWindow, kind: str) -> int:
    return count(window.file, "SELECT count(*) FROM fact WHERE kind = ? AND state = 'accepted'", kind)


def _goods_g(window: StationWindow, label: str) -> tuple[int, int]:
    """What lies in a crate by the catalogue, and one piece of its heaviest product."""
    wave = json.loads(rows(window.file, "SELECT body FROM wave")[0]["body"])
    grams = {product["sku"]: product["weight_g"] for product in wave["products"]}
    query = "SELECT s.sku, s.put FROM slot s JOIN crate c ON c.id = s.crate_id WHERE c.sscc = ?"
    inside = {row["sku"]: row["put"] for row in rows(window.file, query, label)}
    return sum(grams[sku] * put for sku, put in inside.items()), max(grams[sku] for sku in inside)


def _weigh(window: StationWindow, scale: SimulatedScaleServer, label: str) -> None:
    """The empty one first; then the crate, of which a piece lacks."""
    goods_g, piece_g = _goods_g(window, label)
    _command(window, TO_CRATES)
    window.picture("crates-1-want-the-scale")
    scale.put(TARE_G)
    kept = "SELECT count(*) FROM device_setting WHERE key = 'crates.crate_tare_g'"
    until_after("the empty crate", lambda: window.press("F10"), lambda: count(window.file, kept) == 1)
    scale.put(0)
    window.beam_and_see(label)
    scale.put(TARE_G + goods_g - piece_g)
    differs = "SELECT count(*) FROM crate_weighing WHERE verdict = 'differs'"
    until_after("the difference", lambda: window.press("F5"), lambda: count(window.file, differs) == 1)
    window.picture("crates-2-too-light")


def _open_again(window: StationWindow, label: str) -> None:
    """The supervisor gives badge, PIN and reason; the picking desk has the crate open."""
    window.beam_and_see(make_command_code(Do.F6))
    window.beam_and_see(CHIEF.badge)
    window.picture("crates-3-pin")
    window.type(PIN)
    window.press("Return")
    until("the PIN", lambda: count(window.file, "SELECT count(*) FROM pin_proof"))
    window.picture("crates-4-reason")
    is_open = "SELECT count(*) FROM crate WHERE state = 'open'"
    until_after("the crate open", lambda: window.press("Return"), lambda: count(window.file, is_open) == 1)
    opened = rows(window.file, "SELECT id, sscc FROM crate WHERE state = 'open'")
    assert [row["sscc"] for row in opened] == [label]
    assert UUID(opened[0]["id"]).version == 7
    until("told", lambda: _told(window, "CrateReopened") == 1)
    _command(window, TO_PICKING)
    window.picture("crates-5-open-at-the-desk")


def _weighs_right(window: StationWindow, scale: SimulatedScaleServer, label: str) -> None:
    goods_g, _ = _goods_g(window, label)
    scale.put(0)  # a crate in people's hands: whoever asks too early is told that the scale is empty
    _command(window, TO_CRATES)
    window.beam_and_see(label)
    scale.put(TARE_G + goods_g)
    fits = "SELECT count(*) FROM crate_weighing WHERE verdict = 'ok'"
    until_after("it fits", lambda: window.press("Return"), lambda: count(window.file, fits) == 1)
    window.picture("crates-6-as-planned")


def _pair_with_a_box(window: StationWindow, label: str) -> None:
    window.beam(make_box_code(77))
    until("the box", lambda: _told(window, "BoxUsed") == 1)
    held = "SELECT c.sscc FROM box b JOIN crate c ON c.id = b.crate_id WHERE b.number = '00000077'"
    assert [row["sscc"] for row in rows(window.file, held)] == [label]


def _pack_anew(window: StationWindow, label: str) -> None:
    window.beam_and_see(label)
    _command(window, Do.F7, Do.ENTER)
    until("packed anew", lambda: _told(window, "CrateRepacked") == 1)
    window.beam_and_see(label)
    window.picture("crates-7-void-label")
