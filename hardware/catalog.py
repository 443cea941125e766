"""Settings to ready devices: the only place that knows all kinds."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from serial.tools.list_ports import comports

from hardware.absent import AbsentDocumentPrinter, AbsentScanner
from hardware.documents import AskableDocumentPrinter
from hardware.errors import BadAddress, DeviceLost, Reason
from hardware.printers.documents import FolderDocumentPrinter, SystemDocumentPrinter
from hardware.printers.opening import PRINTER_ADDRESSES as PRINTER_ADDRESSES
from hardware.printers.opening import label_printer_at
from hardware.protocols import LabelPrinter, ReceiptPrinter, Scale, Scanner
from hardware.receipts.opening import receipt_printer_at
from hardware.scales.opening import scale_at
from hardware.scanners.serial import SerialScanner
from hardware.scanners.simulated import SimulatedScanner

DOCUMENT_ADDRESSES = "system (the standard printer), system:NAME, folder:PATH (documents as files), none"
SCANNER_ADDRESSES = (
    "serial:COM3 or serial:COM3?baud=9600, /dev/ttyACM0, usb:0C2E:0901 (vendor, product, perhaps :serial), "
    "socket://192.0.2.10:4001, simulated: or simulated:NAME, none"
)
_BAUD = 9600
_BARE_PORT = re.compile(r"COM\d+|/dev/.+", re.IGNORECASE)
_USB = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?", re.IGNORECASE)


class UsbPort(Protocol):
    """What is used of a port in the system's list."""

    device: str
    vid: int | None
    pid: int | None
    serial_number: str | None


def open_label_printer(address: str) -> LabelPrinter:
    """The label printer at an address; it is not contacted yet. Raises BadAddress."""
    return label_printer_at(address)


def open_receipt_printer(address: str) -> ReceiptPrinter:
    """The receipt printer at an address; it is not contacted yet. Raises BadAddress."""
    return receipt_printer_at(address)


def open_document_printer(address: str) -> AskableDocumentPrinter:
    """The printer of documents at an address; it is not contacted yet. Raises BadAddress."""
    kind, _, rest = address.strip().partition(":")
    match kind, rest.strip():
        case "none", "":
            return AbsentDocumentPrinter()
        case "system", queue if queue or ":" not in address:
            return SystemDocumentPrinter(queue or None)
        case "folder", folder if folder:
            return FolderDocumentPrinter(_folder(address.strip(), DOCUMENT_ADDRESSES))
    raise BadAddress(address, DOCUMENT_ADDRESSES)


def _folder(text: str, allowed: str) -> Path:
    try:
        return Path(text.removeprefix("folder:")).expanduser()
    except RuntimeError as error:  # a home folder of nobody
        raise BadAddress(text, allowed) from error


def open_scale(address: str) -> Scale:
    """The scale at an address, not started yet. Raises BadAddress."""
    return scale_at(address)


def open_scanner(address: str, list_ports: Callable[[], Iterable[UsbPort]] = comports) -> Scanner:
    """The scanner at an address, not started yet. Raises BadAddress."""
    text = address.strip()
    if text == "none":
        return AbsentScanner()
    if text.startswith("simulated:"):
        return _simulated_scanner(text)
    if usb := _USB.fullmatch(text):
        find = _usb_finder(text, usb, list_ports)
        return SerialScanner(text, name=text, find_port=find)
    if _BARE_PORT.fullmatch(text):
        return SerialScanner(text)
    return _split_scanner(address, _split(text, SCANNER_ADDRESSES))


def _simulated_scanner(text: str) -> Scanner:
    name = unquote(text.removeprefix("simulated:"))
    if "?" in name or not name.isprintable():
        raise BadAddress(text, SCANNER_ADDRESSES)
    return SimulatedScanner(name) if name else SimulatedScanner()


def _split_scanner(address: str, parts: SplitResult) -> Scanner:
    if parts.scheme == "socket" and parts.hostname and _port(parts, SCANNER_ADDRESSES):
        return SerialScanner(address.strip())
    options = parse_qs(parts.query, keep_blank_values=True)
    baud = options.pop("baud", [str(_BAUD)])
    if parts.scheme != "serial" or not parts.path or options or not re.fullmatch(r"[1-9]\d{2,6}", baud[-1]):
        raise BadAddress(address, SCANNER_ADDRESSES)
    return SerialScanner(parts.path, int(baud[-1]))


def _split(text: str, allowed: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as error:
        raise BadAddress(text, allowed) from error


def _port(parts: SplitResult, allowed: str) -> int | None:
    try:
        return parts.port
    except ValueError as error:
        raise BadAddress(parts.geturl(), allowed) from error


def _usb_finder(
    name: str, usb: re.Match[str], list_ports: Callable[[], Iterable[UsbPort]]
) -> Callable[[], str]:
    """Finds the port by vendor, product and perhaps serial number: Windows renumbers ports at each socket."""
    wanted = int(usb[1], 16), int(usb[2], 16)

    def find() -> str:
        for port in list_ports():
            if (port.vid, port.pid) == wanted and usb[3] in (None, port.serial_number):
                return port.device
        raise DeviceLost(name, Reason.PORT_GONE)

    return find
