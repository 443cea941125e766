"""A van where crates have to be weighed, and an order that is cancelled when its crate is on: at the dock."""

import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Van
from cloud_api.wire.orders import PaidLine
from cloud_api.wire.stations import Role
from hardware.codes import read_code
from hardware.scales.simulated import SimulatedScaleServer
from station.bootstrap.roles import LOADING, PICKING
from station.crates.flow.conversation import CratesFlow
from station.crates.model.view import Press
from station.demo.autopilot import right_code
from station.kernel.scan import Scan
from station.loading.commands.scanning import JUST_USED_S
from station.picking.model.view import Step
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
from tests.journeys.night_day import (
    DEPOT,
    Night,
    WarehouseDesk,
    packing_desk,
    publish,
)
from tests.journeys.night_hand import DeskHand, facts, nothing_waits
from tests.journeys.station_window import station_env, station_window
from tests.station.recovery.truth import check_all_accepted

pytestmark = pytest.mark.journey

VAN, SHOP = "V1", "P001"
STAYS, LEAVES = f"{SHOP}-001", f"{SHOP}-002"
"""Two orders: the second one is cancelled when the van is loaded."""
TARES = "SELECT count(*) FROM device_setting WHERE key = 'crates.crate_tare_g'"
WEIGHED = "SELECT count(*) FROM crate_weighing WHERE verdict = 'ok'"
TARE_G, AMBIENT_G = 850, 1_000


def two_orders() -> SmallDay:
    """Both orders have goods in the ambient crate, the first alone in the frozen one."""
    day = small_day(points=1, orders_a_point=2)
    van = Van(
        code=VAN, plate="京A·NI101", warehouse=WAREHOUSE, driver="张强", weight_g=90_000, volume_ml=800_000
    )
    place = {"latitude": DEPOT[0], "longitude": DEPOT[1]}
    more = {
        "vans": (van,),
        "warehouses": tuple(each.model_copy(update=place) for each in day.catalogue.warehouses),
        "pickup_points": tuple(each.model_copy(update=place) for each in day.catalogue.pickup_points),
    }
    ambient, frozen = PaidLine(sku="S1", quantity=1), PaidLine(sku="S5", quantity=1)
    lines = {STAYS: (ambient, frozen), LEAVES: (ambient,)}
    orders = tuple(each.model_copy(update={"lines": lines[each.order_no]}) for each in day.orders)
    return replace(day, catalogue=day.catalogue.model_copy(update=more), orders=orders)


@pytest.fixture
def tonight(tmp_path: Path) -> Iterator[Night]:
    """All is picked; the ambient crate is closed and weighed, the frozen one stands at its desk still."""
    with fed_cloud(tmp_path / "cloud", two_orders()) as cloud:
        file = tmp_path / "warehouse" / "station.db"
        with (
            SimulatedScaleServer("text") as scale,
            packing_desk(tmp_path, cloud, scales=(scale.address,)) as desk,
        ):
            pick(desk, cloud)
            until("its crates", lambda: count(file, "SELECT count(*) FROM stop_crate") == 2)
            publish(desk, file, {VAN: (SHOP,)})
            sheets = {row["van"]: row["code"] for row in rows(file, "SELECT * FROM route")}
            tonight = Night(cloud, desk, file, sheets)
            (label,) = tonight.crates(SHOP, Zone.AMBIENT)
            desk.scan(label)
            weigh(tonight, scale, label)
        yield tonight


def pick(desk: WarehouseDesk, cloud: FedCloud) -> None:
    """Put everything into its crate, and close none."""
    view = desk.take_wave()
    while view.step is not Step.CLOSE_CRATES:
        code = right_code(view, cloud.day.gtins)
        assert code is not None, view
        view = desk.scan(code)


def press(tonight: Night, key: Press, counted: str) -> None:
    """Press a key of the room Crates at the packing desk until the scale was read."""
    act = partial(tonight.warehouse.core.crate, lambda flow: flow.press(key))
    until_after(f"the scale after {key}", act, lambda: count(tonight.file, counted) > 0)


def weigh(tonight: Night, scale: SimulatedScaleServer, label: str) -> None:
    """Keep what an empty crate weighs, then lay the full one on the scale: it fits."""
    scale.put(TARE_G)
    press(tonight, Press.TARE, TARES)
    scan = partial(CratesFlow.scan, scan=Scan(label, 1.0, "script"), code=read_code(label))
    tonight.warehouse.core.crate(scan)
    scale.put(TARE_G + AMBIENT_G)
    press(tonight, Press.WEIGH, WEIGHED)


def seen(hand: DeskHand, key: str) -> None:
    """Press a key and wait until the display shows that it was."""
    before = hand.window.look().tobytes()
    hand.press(key)
    until(f"an answer to {key}", lambda: hand.window.look().tobytes() != before)


def test_a_crate_is_weighed_before_it_goes_on_and_comes_down_when_its_order_is_cancelled(
    tmp_path: Path, tonight: Night, display: str
) -> None:
    env = station_env(tmp_path / "warehouse", weigh_crates="required")
    (crate,), (other,) = (tonight.crates(SHOP, zone) for zone in (Zone.AMBIENT, Zone.FROZEN))
    with station_window(display, env) as window:
        hand = DeskHand(window, display, "load_scan", (Role.WAREHOUSE, Role.DISPATCH))
        window.beam(tonight.picker)
        window.wait_for_rooms()
        hand.go_to(LOADING)
        assert hand.scan(tonight.sheets[VAN]) == "route_chosen"
        assert hand.scan(other) == "not_closed"
        assert hand.scan(crate) == "loaded"
        tonight.cloud.service.cancel_order(LEAVES, "不要了")
        until("the cancelled order", lambda: count(window.file, "SELECT count(*) FROM order_news"))
        off_at = take_down(hand, crate)
        hand.go_to(PICKING)
        assert window.scan(other) == "wave_done"
        hand.go_to(LOADING)
        assert hand.scan(other) == "not_weighed"
        hand.shoot("scale-2-not-weighed")
        until("no echo of the way down", lambda: time.monotonic() - off_at > JUST_USED_S)
        assert hand.scan(crate) == "holds_cancelled"
        hand.shoot("scale-3-holds-cancelled")
        until("all facts to be answered", lambda: nothing_waits(window.file))
    check_all_accepted(window.file)
    assert [len(facts(window.file, kind)) for kind in ("CrateLoaded", "CrateUnloaded")] == [1, 1]


def take_down(hand: DeskHand, crate: str) -> float:
    """The departure says that the crate comes down, and its scan takes it off; the moment of that."""
    loaded_at = time.monotonic()
    seen(hand, "F9")
    hand.shoot("scale-1-comes-down")
    until("no echo of the load", lambda: time.monotonic() - loaded_at > JUST_USED_S)
    assert hand.scan(crate) == "taken_off"
    return time.monotonic()
