"""The devices room in a real window: a scanner lost and back, paper out and in, a printer added by keys."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hardware.faults import Fault
from hardware.printers.simulated import SimulatedPrinter
from station.bootstrap.found_devices import found_devices
from station.devices.model.kinds import DeviceKind
from tests.journeys.kit import FedCloud, count, fed_cloud, rows, small_day, until
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window

pytestmark = pytest.mark.journey

DESK = "A-01"
GTIN = "6901234567892"
ROOM = "alt+3"
"""The rail of a warehouse: picking, receiving, loading, printing, cloud, devices, stock."""
OTHER_ROOM = "alt+2"
TO_ADD = 2
"""Tabs from the room itself: the tabs on top, then the button."""
TO_HOST_BUT_THINGS = 6
"""Tabs from the kind: three other kinds, look again, the way, the network address."""
FROM_PORT_TO_SAVE = 6
"""Tabs: language, dots, size, name, is it there, save."""


class NetworkScanner:
    """A scanner behind a serial server: ending it is the unplugging."""

    def __init__(self) -> None:
        self._link: socket.socket | None = None
        self._ear = self._listen(0)
        self.port: int = self._ear.getsockname()[1]

    @property
    def address(self) -> str:
        return f"socket://127.0.0.1:{self.port}"

    def plug(self) -> None:
        self._ear = self._listen(self.port)

    def unplug(self) -> None:
        self._ear.close()
        if self._link is not None:
            self._link.close()
            self._link = None

    def read(self, code: str) -> None:
        if self._link is None:
            self._link, _ = self._ear.accept()
        self._link.sendall(f"{code}\r".encode())

    def _listen(self, port: int) -> socket.socket:
        return socket.create_server(("127.0.0.1", port))


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", small_day(points=1, orders_a_point=1)) as cloud:
        yield cloud


@pytest.fixture
def scanner() -> Iterator[NetworkScanner]:
    made = NetworkScanner()
    yield made
    made.unplug()


def states(window: StationWindow) -> dict[str, Any]:
    """How each device is, by its address, as the station told last."""
    try:
        told = json.loads((window.folder / "device_states.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {row["address"]: row["state"] for row in told}


def enter(window: StationWindow) -> None:
    """Go to the room anew: it asks every device how it is."""
    window.press(OTHER_ROOM)
    window.press(ROOM)


def add_printer_by_keys(window: StationWindow, address: str) -> None:
    host, port = address.removeprefix("tcp://").split(":")
    things = len(found_devices(DeviceKind.LABEL_PRINTER, on_windows=False))
    window.press(*["Tab"] * TO_ADD, "space")
    window.picture("devices-3-form-open")  # it stands still: what is found is shown
    window.press(*["Tab"] * (TO_HOST_BUT_THINGS + things))
    window.type(host)
    window.press("Tab")
    window.type(port)
    window.picture("devices-3-form")
    window.press(*["Tab"] * FROM_PORT_TO_SAVE, "space")


def test_lost_and_back_paper_out_and_in_a_printer_added_by_keys(
    tmp_path: Path, cloud: FedCloud, scanner: NetworkScanner, display: str
) -> None:
    with SimulatedPrinter() as printer, SimulatedPrinter() as second:
        settings = {"label_printer": printer.address, "scanners": json.dumps([scanner.address])}
        env = station_env(tmp_path / "station", **settings)
        code = cloud.desk_code()
        enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", DESK, env=env)
        assert enrolled.returncode == 0, enrolled.stderr
        with station_window(display, env) as window:
            until("the operators", lambda: count(window.file, "SELECT count(*) FROM operator"))
            until("the scanner", lambda: states(window).get(scanner.address) == "ready")
            scanner.read(cloud.day.badges[0])
            window.wait_for_rooms()
            until("the printer", lambda: states(window).get(printer.address) == "ready")
            enter(window)

            scanner.unplug()
            until("the loss", lambda: states(window).get(scanner.address) == "lost")
            window.picture("devices-1-scanner-lost")
            scanner.plug()
            until("the return", lambda: states(window).get(scanner.address) == "ready")
            scanner.read(GTIN)
            window.picture("devices-2-scanner-back")

            printer.set_fault(Fault.OUT_OF_PAPER)
            enter(window)
            until("the trouble", lambda: states(window).get(printer.address) == "needs_help")
            window.picture("devices-4-out-of-paper")
            printer.set_fault(Fault.READY)
            enter(window)
            until("the printer again", lambda: states(window).get(printer.address) == "ready")

            add_printer_by_keys(window, second.address)
            until("the new printer", lambda: states(window).get(second.address) == "ready")
            assert [row["address"] for row in rows(window.file, "SELECT * FROM device")] == [second.address]
            window.picture("devices-5-added")
            doctor = station_verb("doctor", "--json", env=env)
            findings = json.loads(doctor.stdout)["findings"]
            told = {row["facts"]["kind"]: row["ok"] for row in findings if row["area"] == "device"}
            assert told == {"scanner": True, "label_printer": True}
            assert count(window.file, "SELECT count(*) FROM scan") == 0, "nothing read there is booked"
        seen = {row["address"] for row in rows(window.file, "SELECT address FROM device_sight")}
        assert {scanner.address, printer.address, second.address} <= seen
