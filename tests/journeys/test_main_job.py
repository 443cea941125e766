"""The main job in the real program: badge, wave, labels, scans, closing, and the cloud that knows it all."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp

from cloud_api.wire.catalogue import Goods, Product
from hardware.faults import Fault
from hardware.printers.simulated import SimulatedPrinter
from tests.hardware.conftest import Render
from tests.journeys.kit import FedCloud, count, fed_cloud, rows, small_day, until
from tests.journeys.picking_hand import LAYOUT, PickingHand
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.station.recovery.truth import (
    check_all_accepted,
    check_cloud,
    check_day_is_done,
    check_no_lease_twice,
    check_station,
)

pytestmark = pytest.mark.journey

DESK = "A-01"
WEIGHED, PLU = "S4", "4321"
LAYOUTS = json.dumps([LAYOUT])


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    day = small_day(points=1, orders_a_point=3)
    products = tuple(_by_weight(each) if each.sku == WEIGHED else each for each in day.catalogue.products)
    goods = day.catalogue.model_copy(update={"products": products})
    with fed_cloud(tmp_path / "cloud", replace(day, catalogue=goods)) as cloud:
        yield cloud


def _by_weight(product: Product) -> Product:
    """Each portion bears the label of a shop's scale."""
    return product.model_copy(update={"goods": Goods.WEIGHT, "plu": PLU, "weight_tolerance_percent": 5})


@pytest.fixture
def printer() -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter() as printer:
        yield printer


def test_a_wave_from_badge_to_packed_orders(
    tmp_path: Path, cloud: FedCloud, printer: SimulatedPrinter, display: str, render_zpl: Render
) -> None:
    env = station_env(tmp_path / "station", label_printer=printer.address, weight_layouts=LAYOUTS)
    code = cloud.desk_code()
    enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", DESK, env=env)
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        take_wave(window, cloud)
        crates = until("the crates", lambda: count(window.file, "SELECT count(*) FROM crate"))
        until("the labels", lambda: len(printer.jobs) == crates)
        labels = read_labels(printer, render_zpl)
        assert labels.keys() == crates_of(window)
        hand = PickingHand(window, labels)
        window.picture("1-wave-ready")

        assert hand.err() == {
            "wrong product": "wrong_product",
            "unknown product": "unknown_code",
            "misread product": "bad_check_digit",
            "crate before product": "scan_product_first",
            "wrong crate": "wrong_crate",
            "crate of another wave": "foreign_crate",
            "another product in hand": "hand_not_empty",
        }
        window.picture("2-after-mistakes")
        first = hand.product_to_pick()
        assert first is not None
        hand.pick(first)
        assert window.scan(hand.code(first)) == "too_many"
        window.picture("3-one-too-many")
        hand.pick_all()
        window.picture("4-crates-are-full")
        hand.close_all()

        until("the closing slips", lambda: len(printer.jobs) == 2 * crates)
        until("the cloud to know it", cloud.all_waves_completed)
        until("all facts to be answered", lambda: nothing_waits(window))
        window.picture("5-wave-done")
    check_the_end(cloud, window)
    check_weights(cloud, hand)
    slips = Counter(decoded(job, render_zpl) for job in printer.jobs.all()[crates:])
    assert slips == Counter(labels.values())
    assert len(set(printer.jobs.all())) == 2 * crates


def test_enrolled_at_the_window_and_out_of_paper_twice(
    tmp_path: Path, cloud: FedCloud, printer: SimulatedPrinter, display: str, render_zpl: Render
) -> None:
    env = station_env(tmp_path / "station", label_printer=printer.address, weight_layouts=LAYOUTS)
    printer.load_paper(1)
    with station_window(display, env) as window:
        enrol_at_window(window, cloud)
        take_wave(window, cloud)
        crates = until("the crates", lambda: count(window.file, "SELECT count(*) FROM crate"))
        assert crates > 1
        until("the end of the paper", lambda: jobs(window)["sent"] == jobs(window)["confirmed"] == 1)
        window.picture("6-out-of-paper")
        load_new_roll(printer)
        until("the other labels", lambda: jobs(window) == {"confirmed": crates})
        # Through a scanner that puts an AIM identifier in front.
        labels = {sscc: f"]C1{code}" for sscc, code in read_labels(printer, render_zpl).items()}
        hand = PickingHand(window, labels)
        hand.pick_all()

        printer.set_fault(Fault.OUT_OF_PAPER)
        hand.close_all()
        until("the cloud to know it", cloud.all_waves_completed)
        assert len(printer.jobs) == crates
        window.picture("7-done-without-paper")
        load_new_roll(printer)
        until("the closing slips", lambda: jobs(window) == {"confirmed": 2 * crates})
        until("all facts to be answered", lambda: nothing_waits(window))
    check_the_end(cloud, window)
    assert len(printer.jobs) == len(set(printer.jobs.all())) == 2 * crates


def enrol_at_window(window: StationWindow, cloud: FedCloud) -> None:
    """Fill in the three fields as IT does, with a code that was given before."""
    for text in (cloud.url, DESK):
        window.press("Tab")
        window.type(text)
    window.press("Tab")  # on the button that shows a code here
    window.press("Tab")
    window.type(cloud.desk_code())
    window.press("Return")
    until("the enrolment", lambda: count(window.file, "SELECT count(*) FROM station"))
    assert rows(window.file, "SELECT name FROM station")[0]["name"] == DESK


def take_wave(window: StationWindow, cloud: FedCloud) -> None:
    """Badge in; the badge again takes the next wave."""
    until("the operators", lambda: count(window.file, "SELECT count(*) FROM operator"))
    for _ in ("sign in", "take a wave"):
        window.beam(cloud.day.badges[0])
        window.wait_for_rooms()
    until("the wave", lambda: count(window.file, "SELECT count(*) FROM wave WHERE state = 'started'"))


def check_weights(cloud: FedCloud, hand: PickingHand) -> None:
    """The cloud knows each portion to the gram, and the orders have them all."""
    puts = rows(cloud.file, "SELECT weight_g FROM puts WHERE sku = ? ORDER BY put_at, id", WEIGHED)
    assert [row["weight_g"] for row in puts] == hand.weighed_g
    assert hand.weighed_g


def load_new_roll(printer: SimulatedPrinter) -> None:
    printer.load_paper(None)
    printer.set_fault(Fault.READY)


def crates_of(window: StationWindow) -> set[str]:
    return {row["sscc"] for row in rows(window.file, "SELECT sscc FROM crate")}


def jobs(window: StationWindow) -> Counter[str]:
    """How many print jobs are in each state."""
    query = "SELECT state, count(*) FROM print_job GROUP BY state"
    return Counter({row["state"]: row[1] for row in rows(window.file, query)})


def nothing_waits(window: StationWindow) -> bool:
    return not count(window.file, "SELECT count(*) FROM fact WHERE state = 'waiting'")


def decoded(job: bytes, render: Render) -> str:
    """What a scanner reads from a printed job; its bars and its QR code say the same."""
    found = {code.symbology_identifier: code.text for code in zxingcpp.read_barcodes(render(job))}
    texts = {"".join(filter(str.isdigit, text)) for text in found.values()}
    assert found.keys() == {"]C1", "]Q3"}
    assert len(texts) == 1, found
    return texts.pop()


def read_labels(printer: SimulatedPrinter, render: Render) -> dict[str, str]:
    """For each SSCC what its label reads."""
    codes = {decoded(job, render) for job in printer.jobs.all()}
    return {code.removeprefix("00"): code for code in codes}


def check_the_end(cloud: FedCloud, window: StationWindow) -> None:
    """Station and cloud agree; every order is packed; nothing was done twice."""
    check_station(window.file)
    check_all_accepted(window.file)
    check_cloud(cloud, [window.file])
    check_day_is_done(cloud)
    check_no_lease_twice(cloud)
