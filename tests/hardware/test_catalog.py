from dataclasses import dataclass
from pathlib import Path

import pytest

from hardware.absent import AbsentPrinter, AbsentScanner
from hardware.catalog import PRINTER_ADDRESSES, SCANNER_ADDRESSES, open_label_printer, open_scanner
from hardware.errors import BadAddress, DeviceLost, HardwareError, Reason
from hardware.printers.driver import PrinterDriver
from hardware.printers.folder import FolderPrinter
from hardware.protocols import Media, RasterLabel
from hardware.scanners.serial import SerialScanner
from hardware.scanners.simulated import SimulatedScanner


@dataclass
class Usb:
    device: str
    vid: int | None
    pid: int | None
    serial_number: str | None = None


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("tcp://192.0.2.10:9100", PrinterDriver, "tcp://192.0.2.10:9100"),
        (" tcp://printer-3 ", PrinterDriver, "tcp://printer-3:9100"),
        ("tcp://[2001:db8::1]:9101", PrinterDriver, "tcp://2001:db8::1:9101"),
        ("tcp://printer-3?language=tspl", PrinterDriver, "tcp://printer-3:9100"),
        ("spooler:Zebra ZD421 (300 dpi) #2?", PrinterDriver, "spooler:Zebra ZD421 (300 dpi) #2?"),
        ("cups:labels?dpi=300", PrinterDriver, "cups:labels"),
        ("serial:COM3?baud=115200&flow=rts&language=escpos", PrinterDriver, "serial:COM3"),
        ("serial:COM3?flow=xon", PrinterDriver, "serial:COM3"),
        ("serial:COM3?flow=dtr&language=tspl", PrinterDriver, "serial:COM3"),
        ("serial:/dev/ttyUSB0", PrinterDriver, "serial:/dev/ttyUSB0"),
        ("usb:/dev/usb/lp0?size=40x30", PrinterDriver, "usb:/dev/usb/lp0"),
        ("none", AbsentPrinter, "none"),
    ],
)
def test_printer_addresses(address: str, kind: type, name: str) -> None:
    printer = open_label_printer(address)
    assert type(printer) is kind
    assert printer.name == name


@pytest.mark.parametrize(
    ("address", "language", "media"),
    [
        ("tcp://h", "zpl", Media(100, 150)),
        ("tcp://h?language=tspl&dpi=300&size=60x40", "tspl", Media(60, 40, 12)),
        ("usb:/dev/usb/lp0?size=100x100&language=escpos", "escpos", Media(100, 100)),
        ("cups:labels?size=40x30&dpi=203", "zpl", Media(40, 30)),
    ],
)
def test_language_and_paper_of_a_printer(address: str, language: str, media: Media) -> None:
    printer = open_label_printer(address)
    assert isinstance(printer, PrinterDriver)
    assert (printer.language.name, printer.media) == (language, media)


def test_a_folder_may_hold_any_paper_and_language(tmp_path: Path) -> None:
    printer = open_label_printer(f"folder:{tmp_path}?language=tspl&size=60x40&dpi=300")
    assert printer.media == Media(60, 40, 12)
    printer.print_job(printer.encode(RasterLabel(8, 1, b"\xff")))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000001.png", "000001.tspl"]


def test_a_folder_is_a_printer(tmp_path: Path) -> None:
    printer = open_label_printer(f"folder:{tmp_path}/labels of today")
    assert isinstance(printer, FolderPrinter)
    printer.print_job(b"^XA^XZ")
    assert (tmp_path / "labels of today" / "000001.zpl").read_bytes() == b"^XA^XZ"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "folder:",
        "192.0.2.10",
        "tcp://",
        "tcp://a:99999",
        "tcp://a:x",
        "tcp://a/b",
        "http://a",
        "tcp://[::1",
        "tcp://h:0",
        "folder:~nosuchuser/x",
        "COM3",
        "spooler:",
        "cups:",
        "cups:-x",
        "usb:",
        "serial:",
        "serial:COM3?baud=fast",
        "serial:COM3?flow=x",
        "serial:COM3?flow=xon&language=tspl",
        "tcp://h?baud=9600",
        "tcp://h?language=epl",
        "tcp://h?dpi=600",
        "tcp://h?size=100",
        "tcp://h?size=0x10",
        "tcp://h?size=100x150&size=60x40",
        "tcp://h?language=",
        "tcp://h?paper=60x40",
        "tcp://u@h",
        "tcp:h",
        "none?size=60x40",
    ],
)
def test_a_bad_printer_address_says_what_is_allowed(address: str) -> None:
    with pytest.raises(BadAddress) as refusal:
        open_label_printer(address)
    assert PRINTER_ADDRESSES in refusal.value.remedy
    assert not refusal.value.retry_helps


@pytest.mark.parametrize(
    ("address", "kind", "name"),
    [
        ("serial:COM3", SerialScanner, "COM3"),
        ("serial:COM12?baud=115200", SerialScanner, "COM12"),
        ("serial:/dev/ttyACM0?baud=9600", SerialScanner, "/dev/ttyACM0"),
        ("COM9", SerialScanner, "COM9"),
        ("/dev/ttyUSB0", SerialScanner, "/dev/ttyUSB0"),
        ("usb:0c2e:0901", SerialScanner, "usb:0c2e:0901"),
        ("socket://192.0.2.10:4001", SerialScanner, "socket://192.0.2.10:4001"),
        ("simulated:", SimulatedScanner, "simulated scanner"),
        ("simulated:door", SimulatedScanner, "door"),
        ("none", AbsentScanner, "none"),
    ],
)
def test_scanner_addresses(address: str, kind: type, name: str) -> None:
    scanner = open_scanner(address)
    assert type(scanner) is kind
    assert scanner.name == name


@pytest.mark.parametrize(
    "address",
    ["", "serial:", "serial:COM3?baud=fast", "serial:COM3?baud=0", "serial:COM3?speed=9600", "socket://host",
     "socket://:4001", "usb:12:34", "tcp://192.0.2.10:9100", "socket://h:99999", "hello"],
)  # fmt: skip
def test_a_bad_scanner_address_says_what_is_allowed(address: str) -> None:
    with pytest.raises(BadAddress) as refusal:
        open_scanner(address)
    assert SCANNER_ADDRESSES in refusal.value.remedy
    assert repr(address.strip())[1:-1] in refusal.value.what


PORTS = [Usb("COM1", None, None), Usb("COM7", 0x0C2E, 0x0901, "A1"), Usb("COM8", 0x0C2E, 0x0901, "B2")]


@pytest.mark.parametrize(("address", "port"), [("usb:0C2E:0901", "COM7"), ("usb:0c2e:0901:B2", "COM8")])
def test_a_usb_scanner_is_found_wherever_it_is_plugged_in(address: str, port: str) -> None:
    scanner = open_scanner(address, lambda: PORTS)
    assert isinstance(scanner, SerialScanner)
    assert scanner._port._find_port() == port


def test_a_usb_scanner_that_is_not_plugged_in_is_lost() -> None:
    scanner = open_scanner("usb:0C2E:0999", lambda: PORTS)
    assert isinstance(scanner, SerialScanner)
    with pytest.raises(DeviceLost) as loss:
        scanner._port._find_port()
    assert loss.value.reason is Reason.PORT_GONE


def test_every_error_says_what_happened_and_what_to_do() -> None:
    error: HardwareError = DeviceLost("tcp://192.0.2.10:9100")
    assert str(error) == f"tcp://192.0.2.10:9100 is lost. {Reason.NO_CONNECTION}"
    assert error.retry_helps
    assert all(reason.endswith(".") for reason in Reason)


@pytest.mark.parametrize("kind", ["spooler", "cups"])
def test_the_devices_room_may_quote_the_name_of_a_queue(kind: str) -> None:
    printer = open_label_printer(f"{kind}:%E4%BB%93%E5%BA%93%20ZD421?dpi=300")
    assert "仓库 ZD421" in printer.name
