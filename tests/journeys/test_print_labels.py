"""Labels printed by hand in a real window: bins by scan and range, printer off in between, badge, product."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin
from hardware.check_digits import make_bin_code
from hardware.faults import Fault
from hardware.printers.simulated import SimulatedPrinter
from hardware.protocols import Media
from tests.hardware.conftest import RenderOn
from tests.journeys.kit import WAREHOUSE, FedCloud, count, fed_cloud, rows, small_day, until
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window

pytestmark = pytest.mark.journey

DESK = "A-01"
ROOM = "alt+3"
DEVICES_MARK = (14, 735)
"""A pixel of that room's button in the rail."""
"""Devices stand last in the rail of a warehouse: picking, loading, printing, cloud, devices."""
TO_PRINT_LABELS = ("Tab", "Right", "Right", "Right")
"""From the room itself: the tabs on top, then the fourth."""
LIST = (136, 130, 918, 470)
"""Kinds and the first rows on the display: neither the answer below nor its going moves them."""
PAPER = Media(60, 40)
FIRST_NUMBER = 1001
BINS = tuple(f"A-01-{place:02d}" for place in range(1, 7))
PATIENCE_S = 20.0


def bins() -> tuple[Bin, ...]:
    return tuple(
        Bin(
            warehouse=WAREHOUSE,
            code=code,
            number=FIRST_NUMBER + place,
            zone=Zone.CHILLED,
            aisle="A-01",
            path=place + 1,
        )
        for place, code in enumerate(BINS)
    )


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    day = small_day(points=1, orders_a_point=1)
    catalogue = day.catalogue.model_copy(update={"bins": bins()})
    with fed_cloud(tmp_path / "cloud", replace(day, catalogue=catalogue)) as cloud:
        yield cloud


def codes(job: bytes, render_on: RenderOn) -> set[str]:
    """What an independent reader finds on a printed label."""
    return {found.text for found in zxingcpp.read_barcodes(render_on(job, PAPER))}


def printed(printer: SimulatedPrinter, labels: int, render_on: RenderOn) -> list[set[str]]:
    """The codes on each label, once so many have come out."""
    assert printer.jobs.wait_for(labels, PATIENCE_S), f"{len(printer.jobs)} of {labels} came out"
    return [codes(job, render_on) for job in printer.jobs.all()]


def enter_devices(window: StationWindow) -> None:
    """Press the room's key until its button is marked."""
    window.wait_for_rooms()

    def is_there() -> bool:
        window.press(ROOM)
        return window.look().convert("RGB").getpixel(DEVICES_MARK) != (255, 255, 255)

    until("the devices room", is_there)


def choose(window: StationWindow, code: str) -> None:
    """Scan a code, and wait until the list shows what it chose."""
    before = window.look().crop(LIST).tobytes()
    window.beam(code)
    until(f"the choice of {code}", lambda: window.look().crop(LIST).tobytes() != before)


def states(window: StationWindow) -> dict[str, int]:
    found = rows(window.file, "SELECT state, count(*) AS labels FROM print_job GROUP BY state")
    return {row["state"]: row["labels"] for row in found}


def queued(window: StationWindow, labels: int) -> None:
    until(f"{labels} labels", lambda: count(window.file, "SELECT count(*) FROM print_job") == labels)


def test_labels_of_bins_a_badge_and_a_product_come_out_whatever_the_printer_does(
    tmp_path: Path, cloud: FedCloud, display: str, render_zpl_on: RenderOn
) -> None:
    badges = cloud.day.badges
    with SimulatedPrinter() as printer:
        env = station_env(tmp_path / "station", label_printer=f"{printer.address}?size=60x40")
        code = cloud.desk_code()
        enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", DESK, env=env)
        assert enrolled.returncode == 0, enrolled.stderr
        with station_window(display, env) as window:
            until("the bins", lambda: count(window.file, "SELECT count(*) FROM bin") == len(BINS))
            until("the operators", lambda: count(window.file, "SELECT count(*) FROM operator"))
            window.beam(badges[0])
            window.picture("labels-0-signed-in")
            enter_devices(window)
            window.press(*TO_PRINT_LABELS)
            window.picture("labels-1-bins")

            choose(window, make_bin_code(FIRST_NUMBER + 2))
            choose(window, make_bin_code(FIRST_NUMBER + 4))
            window.picture("labels-2-scanned")
            window.press("F9")
            wanted = [{make_bin_code(FIRST_NUMBER + 2)}, {make_bin_code(FIRST_NUMBER + 4)}]
            assert printed(printer, 2, render_zpl_on) == wanted

            printer.set_fault(Fault.OFF)
            choose(window, make_bin_code(FIRST_NUMBER))
            window.press("F9")
            queued(window, 3)
            until("the printer's absence", lambda: states(window).get("failed") == 1)
            window.picture("labels-3-printer-off")
            printer.set_fault(Fault.READY)
            assert printed(printer, 3, render_zpl_on)[2] == {make_bin_code(FIRST_NUMBER)}

            window.press("F4")
            window.picture("labels-4-badges")
            choose(window, badges[1])
            window.picture("labels-5-badge-chosen")
            window.press("F9")
            assert printed(printer, 4, render_zpl_on)[3] == {badges[1]}

            gtin = cloud.day.gtins["S1"]
            choose(window, gtin)
            window.picture("labels-6-product")
            window.press("F9")
            assert printed(printer, 5, render_zpl_on)[4] == {gtin}
            until("the confirmation", lambda: states(window) == {"confirmed": 5})
            window.picture("labels-7-done")
            titles = rows(window.file, "SELECT title FROM print_job ORDER BY ordinal")
            assert [row["title"] for row in titles][:4] == [BINS[2], BINS[4], BINS[0], "李强"]
            assert count(window.file, "SELECT count(*) FROM scan") == 0, "nothing read there is booked"
