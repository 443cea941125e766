"""A pickup point that wants parcels: bags with their own labels, a wrong bag, and what lies in each."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp

from hardware.printers.simulated import SimulatedPrinter
from tests.hardware.conftest import Render
from tests.journeys.kit import FedCloud, count, fed_cloud, rows, small_day, until
from tests.journeys.picking_hand import PickingHand
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.journeys.test_main_job import nothing_waits, take_wave
from tests.station.recovery.truth import check_all_accepted

pytestmark = pytest.mark.journey

Bag = tuple[str, str]
"""Order and product, as the station's file has them."""


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    day = small_day(points=1, orders_a_point=2)
    points = tuple(each.model_copy(update={"parcels": True}) for each in day.catalogue.pickup_points)
    told = day.catalogue.model_copy(update={"pickup_points": points})
    with fed_cloud(tmp_path / "cloud", replace(day, catalogue=told)) as cloud:
        yield cloud


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter() as printer:
        yield printer


def test_every_order_gets_its_own_bag(
    tmp_path: Path, cloud: FedCloud, printer: SimulatedPrinter, display: str, render_zpl: Render
) -> None:
    env = station_env(tmp_path / "station", label_printer=printer.address)
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "A-01", env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        take_wave(window, cloud)
        bags = {row["code"] for row in rows(window.file, "SELECT code FROM parcel")}
        crates = {row["sscc"] for row in rows(window.file, "SELECT sscc FROM crate")}
        until("the labels", lambda: len(printer.jobs) == len(bags) + len(crates))
        printed = {_decoded(job, render_zpl) for job in printer.jobs.all()}
        assert printed == bags | {f"(00){sscc}" for sscc in crates}
        hand = PickingHand(window, {sscc: f"00{sscc}" for sscc in crates})
        window.picture("parcels-1-ready")
        _err(window, hand)
        while product := hand.product_to_pick():
            _pick(window, hand, product)
        window.picture("parcels-4-full")
        hand.close_all()
        until("the cloud to know it", cloud.all_waves_completed)
        until("all facts to be answered", lambda: nothing_waits(window))
        window.picture("parcels-5-done")
    check_all_accepted(window.file)
    told = "SELECT order_id, sku, sum(quantity) pieces FROM puts WHERE undone_at IS NULL GROUP BY 1, 2"
    paid = "SELECT order_id, sku, quantity pieces FROM order_lines"
    assert _contents(cloud, told) == _contents(cloud, paid)


def _err(window: StationWindow, hand: PickingHand) -> None:
    """The crate's label instead of the bag's, and a bag that comes later or never."""
    product = hand.product_to_pick()
    assert product is not None
    assert window.scan(hand.code(product)) == "product_ok_bags"
    wanted = _next_bag(window, product["sku"])
    crate = rows(window.file, "SELECT sscc FROM crate JOIN parcel ON crate_id = id WHERE code = ?", wanted)[
        0
    ]["sscc"]
    assert window.scan(f"00{crate}") == "scan_bag"
    wrong = rows(
        window.file,
        "SELECT code FROM parcel p WHERE NOT EXISTS (SELECT 1 FROM crate_line l WHERE l.sku = ? "
        "AND l.crate_id = p.crate_id AND l.order_id = p.order_id)",
        product["sku"],
    )
    window.picture("parcels-2-scan-the-bag")
    if wrong:
        assert window.scan(wrong[0]["code"]) == "wrong_bag"
    window.picture("parcels-3-wrong-bag")
    assert window.scan(wanted) in ("bag_put", "bag_product_done")


def _pick(window: StationWindow, hand: PickingHand, product: object) -> None:
    """One more piece, or all of them by one scan, bag by bag."""
    assert isinstance(product, dict)
    assert window.scan(hand.code(product)) == "product_ok_bags"
    while count(window.file, "SELECT hand_quantity FROM wave"):
        verdict = window.scan(_next_bag(window, product["sku"]))
        assert verdict in ("bag_put", "bag_product_done")


def _next_bag(window: StationWindow, sku: str) -> str:
    """The first bag that lacks some of a product."""
    query = (
        "SELECT p.code FROM parcel p JOIN crate c ON c.id = p.crate_id JOIN crate_line l "
        "ON l.crate_id = p.crate_id AND l.order_id = p.order_id WHERE l.sku = ? AND l.quantity > "
        "(SELECT coalesce(sum(quantity), 0) FROM put WHERE put.crate_id = p.crate_id AND put.sku = l.sku "
        "AND put.order_id = p.order_id AND undone_at IS NULL) ORDER BY c.number, p.place"
    )
    return str(rows(window.file, query, sku)[0]["code"])


def _decoded(job: bytes, render_zpl: Render) -> str:
    found = {one.text for one in zxingcpp.read_barcodes(render_zpl(job))}
    assert len(found) == 1, found
    return found.pop()


def _contents(cloud: FedCloud, query: str) -> dict[Bag, int]:
    return {(row["order_id"], row["sku"]): row["pieces"] for row in rows(cloud.file, query)}
