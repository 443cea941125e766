"""A lorry at the dock: its paper, its goods, a scale, a bin, what lacks shared out; scanner and keyboard."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, BinUse
from cloud_api.wire.catalogue import Goods as GoodsKind
from hardware.codes import make_bin_code
from hardware.scales.simulated import SimulatedScaleServer
from tests.journeys.kit import (
    WAREHOUSE,
    FedCloud,
    SmallDay,
    count,
    fed_cloud,
    rows,
    small_day,
    until,
    until_after,
)
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.station.recovery.truth import check_all_accepted

pytestmark = pytest.mark.journey

PICK, DOCK, COLD = 1, 2, 3
WEIGHED = "S6"


def a_day() -> SmallDay:
    """Six products, one of them by weight; a dock in each zone, and a pick bin."""
    day = small_day(points=2, orders_a_point=2)
    told = day.catalogue
    products = tuple(
        each.model_copy(update={"goods": GoodsKind.WEIGHT}) if each.sku == WEIGHED else each
        for each in told.products
    )
    bins = (
        Bin(warehouse=WAREHOUSE, code="A-01", number=PICK, zone=Zone.AMBIENT, path=1),
        Bin(warehouse=WAREHOUSE, code="D-01", number=DOCK, zone=Zone.AMBIENT, use=BinUse.RECEIVING),
        Bin(warehouse=WAREHOUSE, code="D-02", number=COLD, zone=Zone.CHILLED, use=BinUse.RECEIVING),
    )
    return replace(day, catalogue=told.model_copy(update={"products": products, "bins": bins}))


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", a_day()) as cloud:
        yield cloud


@pytest.fixture
def scale() -> Iterator[SimulatedScaleServer]:
    with SimulatedScaleServer("text") as server:
        yield server


def test_a_lorry_is_received_and_what_lacks_is_shared_out(
    tmp_path: Path, cloud: FedCloud, display: str, scale: SimulatedScaleServer
) -> None:
    env = station_env(tmp_path / "station", scales=json.dumps([scale.address]))
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "D-01", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        until("the purchase order", lambda: _known(window) == 1)
        window.beam(cloud.day.badges[0])
        window.wait_for_rooms()
        window.beam_and_see(str(rows(window.file, "SELECT code FROM purchase")[0]["code"]))
        window.picture("receiving-1-lorry")
        _count_and_put_into_a_bin(window, cloud)
        _weigh(window, cloud, scale)
        window.press("F10")
        window.picture("receiving-4-what-lacks")
        window.press("F10")
        until("closed", lambda: _told(window, "PurchaseClosed") == 1)
        until("shared out", lambda: _shortages(cloud) > 0)
        window.picture("receiving-5-shared-out")
    check_all_accepted(window.file)
    book = rows(cloud.file, "SELECT sku, bin, quantity, weight_g FROM balances WHERE quantity <> 0")
    assert sorted((row["sku"], row["bin"], row["quantity"], row["weight_g"]) for row in book) == [
        ("S1", "A-01", 2, 0),
        (WEIGHED, "D-01", 1, 1_250),
    ]


def _count_and_put_into_a_bin(window: StationWindow, cloud: FedCloud) -> None:
    for turn in range(2):
        window.beam_and_see(cloud.day.gtins["S1"])
        window.picture(f"receiving-2-counted-{turn}")
    window.beam(make_bin_code(PICK))
    until("the receipt", lambda: _told(window, "GoodsReceived") == 1)


def _weigh(window: StationWindow, cloud: FedCloud, scale: SimulatedScaleServer) -> None:
    scale.put(1_250)
    window.beam(cloud.day.gtins[WEIGHED])
    weighed = "SELECT count(*) FROM goods_receipt WHERE weight_g = 1250"
    until_after("the scale", lambda: window.press("F5", "Return"), lambda: count(window.file, weighed) == 1)
    window.picture("receiving-3-weighed")
    until("the second receipt", lambda: _told(window, "GoodsReceived") == 2)


def _known(window: StationWindow) -> int:
    return count(window.file, "SELECT count(*) FROM purchase WHERE body <> ''")


def _told(window: StationWindow, kind: str) -> int:
    return count(window.file, "SELECT count(*) FROM fact WHERE kind = ? AND state = 'accepted'", kind)


def _shortages(cloud: FedCloud) -> int:
    return count(cloud.file, "SELECT count(*) FROM shortages")
