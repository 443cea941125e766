"""What this PC sees: ports with vendor and product, print queues, and nothing where there is nothing."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from hardware.finding import SerialPort, cups_queues, serial_ports, usb_printers
from station.bootstrap.found_devices import Sight, found_devices
from station.devices.model.kinds import DeviceKind
from station.devices.model.ways import FieldName, Way


@dataclass
class Listed:
    """A port as pyserial lists it."""

    device: str
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    description: str | None = "n/a"


def test_ports_stand_in_order_with_what_they_say_of_themselves() -> None:
    ports = [Listed("COM9", 0x0C2E, 0x0901, "S1", "Xenon 1900"), Listed("COM3")]
    assert serial_ports(lambda: ports) == (
        SerialPort("COM3", "", ""),
        SerialPort("COM9", "0C2E:0901:S1", "Xenon 1900"),
    )


def lpstat(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    command = folder / "lpstat"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/bin{os.pathsep}/usr/bin")


def test_queues_are_those_cups_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lpstat(tmp_path, "printf 'ZDesigner\\n货架\\n\\n'", monkeypatch)
    assert cups_queues() == ("ZDesigner", "货架")


@pytest.mark.parametrize("script", ["exit 1", "exec sleep 30"])
def test_a_print_system_that_refuses_or_hangs_has_no_queues(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    lpstat(tmp_path, script, monkeypatch)
    assert cups_queues(timeout_s=0.3) == ()


def test_without_a_print_system_there_are_no_queues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cups_queues() == ()


def test_usb_printers_are_found_by_their_place(tmp_path: Path) -> None:
    for name in ("lp1", "lp0", "hiddev0"):
        (tmp_path / name).touch()
    assert usb_printers(tmp_path) == (str(tmp_path / "lp0"), str(tmp_path / "lp1"))


def test_each_kind_is_offered_what_it_may_be() -> None:
    gun = SerialPort("COM9", "0C2E:0901", "Xenon")
    sight = Sight(
        ports=lambda: (gun, SerialPort("COM3", "", "")),
        queues=lambda: ("Q",),
        usb_printers=lambda: ("/dev/usb/lp0",),
    )
    scanners = found_devices(DeviceKind.SCANNER, on_windows=True, sight=sight)
    assert [(each.way, each.values) for each in scanners] == [
        (Way.USB_ID, ((FieldName.USB_ID, "0C2E:0901"),)),
        (Way.SERIAL, ((FieldName.SERIAL_PORT, "COM3"),)),
    ]
    labels = found_devices(DeviceKind.LABEL_PRINTER, on_windows=False, sight=sight)
    assert [each.way for each in labels] == [Way.CUPS, Way.USB, Way.SERIAL, Way.SERIAL]
    documents = found_devices(DeviceKind.DOCUMENT_PRINTER, on_windows=True, sight=sight)
    assert [each.way for each in documents] == [Way.SYSTEM]
    scales = found_devices(DeviceKind.SCALE, on_windows=True, sight=sight)
    assert [each.way for each in scales] == [Way.SERIAL, Way.SERIAL]
