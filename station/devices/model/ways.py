"""How a device is reached, as plain fields a person can fill in, and the address they make.

The address is what the settings file knows too; nobody has to write one by hand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, quote, unquote, urlencode

from station.devices.model.kinds import DeviceKind
from station.kernel.messages import Message


class Way(StrEnum):
    """What lies between this PC and a device."""

    NETWORK = "network"
    SPOOLER = "spooler"
    """A print queue of Windows."""
    CUPS = "cups"
    """A print queue of Linux."""
    SERIAL = "serial"
    USB = "usb"
    """A printer at a USB socket, without a queue."""
    USB_ID = "usb_id"
    """A serial device known by vendor and product, whatever port it has today."""
    SYSTEM = "system"
    """The print queues of this PC, for documents."""
    FOLDER = "folder"
    """Files instead of paper: for training and for desks without a printer."""
    SIMULATED = "simulated"
    TYPED = "typed"
    """An address as it stands in a settings file."""


class FieldName(StrEnum):
    """What a person is asked for."""

    HOST = "host"
    PORT = "port"
    QUEUE = "queue"
    SERIAL_PORT = "serial_port"
    PATH = "path"
    USB_ID = "usb_id"
    CALLED = "called"
    ADDRESS = "address"
    LANGUAGE = "language"
    DPI = "dpi"
    SIZE = "size"
    WIDTH = "width"
    BAUD = "baud"
    PROTOCOL = "protocol"
    LAYOUT = "layout"


@dataclass(frozen=True)
class Field:
    """One thing to fill in; with `choices` one of them, else free text. `usual` is what most people need."""

    name: FieldName
    words: Message
    usual: str = ""
    choices: tuple[str, ...] = ()
    is_optional: bool = False


HOST = Field(FieldName.HOST, Message("Network address"))
PRINTER_PORT = Field(FieldName.PORT, Message("Port"), "9100")
PORT = Field(FieldName.PORT, Message("Port"), "4001")
QUEUE = Field(FieldName.QUEUE, Message("Print queue"))
ANY_QUEUE = Field(FieldName.QUEUE, Message("Print queue (empty: the standard printer)"), is_optional=True)
SERIAL_PORT = Field(FieldName.SERIAL_PORT, Message("Serial port"))
BAUD = Field(
    FieldName.BAUD,
    Message("Speed (baud)"),
    "9600",
    ("1200", "2400", "4800", "9600", "19200", "38400", "57600", "115200"),
)
USB_PATH = Field(FieldName.PATH, Message("USB device"), "/dev/usb/lp0")
FOLDER = Field(FieldName.PATH, Message("Folder"))
USB_ID = Field(FieldName.USB_ID, Message("Vendor and product, such as 0C2E:0901"))
CALLED = Field(FieldName.CALLED, Message("Name of the simulated device"), is_optional=True)
ADDRESS = Field(FieldName.ADDRESS, Message("Address as in the settings file"))
LANGUAGE = Field(FieldName.LANGUAGE, Message("Printer language"), "zpl", ("zpl", "tspl", "escpos"))
DPI = Field(FieldName.DPI, Message("Dots per inch"), "203", ("203", "300"))
SIZE = Field(FieldName.SIZE, Message("Label size (mm)"), "100x150", ("100x150", "100x100", "60x40", "40x30"))
WIDTH = Field(FieldName.WIDTH, Message("Paper width (mm)"), "80", ("80", "58"))
PROTOCOL = Field(FieldName.PROTOCOL, Message("Protocol"), "toledo8217", ("toledo8217", "sma", "text"))
LAYOUT = Field(FieldName.LAYOUT, Message("Layout of its text"), is_optional=True)

OPTIONS = (
    FieldName.LANGUAGE,
    FieldName.DPI,
    FieldName.SIZE,
    FieldName.WIDTH,
    FieldName.BAUD,
    FieldName.PROTOCOL,
    FieldName.LAYOUT,
)
"""Fields that stand behind the question mark of an address."""

_LABELS = (LANGUAGE, DPI, SIZE)
_WEIGHING = (PROTOCOL, LAYOUT)
_FORMS: dict[DeviceKind, dict[Way, tuple[Field, ...]]] = {
    DeviceKind.LABEL_PRINTER: {
        Way.NETWORK: (HOST, PRINTER_PORT, *_LABELS),
        Way.SPOOLER: (QUEUE, *_LABELS),
        Way.CUPS: (QUEUE, *_LABELS),
        Way.SERIAL: (SERIAL_PORT, BAUD, *_LABELS),
        Way.USB: (USB_PATH, *_LABELS),
        Way.FOLDER: (FOLDER,),
        Way.TYPED: (ADDRESS,),
    },
    DeviceKind.RECEIPT_PRINTER: {
        Way.NETWORK: (HOST, PRINTER_PORT, WIDTH),
        Way.SPOOLER: (QUEUE, WIDTH),
        Way.CUPS: (QUEUE, WIDTH),
        Way.SERIAL: (SERIAL_PORT, BAUD, WIDTH),
        Way.USB: (USB_PATH, WIDTH),
        Way.FOLDER: (FOLDER, WIDTH),
        Way.TYPED: (ADDRESS,),
    },
    DeviceKind.DOCUMENT_PRINTER: {
        Way.SYSTEM: (ANY_QUEUE,),
        Way.FOLDER: (FOLDER,),
        Way.TYPED: (ADDRESS,),
    },
    DeviceKind.SCALE: {
        Way.SERIAL: (SERIAL_PORT, BAUD, *_WEIGHING),
        Way.NETWORK: (HOST, PORT, *_WEIGHING),
        Way.SIMULATED: (),
        Way.TYPED: (ADDRESS,),
    },
    DeviceKind.SCANNER: {
        Way.SERIAL: (SERIAL_PORT, BAUD),
        Way.USB_ID: (USB_ID,),
        Way.NETWORK: (HOST, PORT),
        Way.SIMULATED: (CALLED,),
        Way.TYPED: (ADDRESS,),
    },
}
_ONLY_ON_WINDOWS, _NOT_ON_WINDOWS = frozenset({Way.SPOOLER}), frozenset({Way.CUPS, Way.USB})
_SOCKETS = (DeviceKind.SCANNER, DeviceKind.SCALE)
"""Kinds whose network addresses begin with socket://, as pyserial knows them."""


def ways_of(kind: DeviceKind, *, on_windows: bool) -> tuple[Way, ...]:
    """How a device of this kind can be reached from such a PC, the usual way first."""
    left_out = _NOT_ON_WINDOWS if on_windows else _ONLY_ON_WINDOWS
    return tuple(way for way in _FORMS[kind] if way not in left_out)


def fields_of(kind: DeviceKind, way: Way) -> tuple[Field, ...]:
    """What there is to fill in; a way this kind does not have is a KeyError."""
    return _FORMS[kind][way]


def compose(kind: DeviceKind, way: Way, values: Mapping[FieldName, str]) -> str:
    """The address these fields make; options that are as usual are left out. Fields may be empty."""
    options = [
        (field.name.value, values.get(field.name, "").strip())
        for field in _FORMS[kind].get(way, ())
        if field.name in OPTIONS and values.get(field.name, "").strip() not in ("", field.usual)
    ]
    return _place(kind, way, values) + (f"?{urlencode(options)}" if options else "")


def _place(kind: DeviceKind, way: Way, values: Mapping[FieldName, str]) -> str:
    said = {name: values.get(name, "").strip() for name in FieldName}
    socket = "socket" if kind in _SOCKETS else "tcp"
    queue = said[FieldName.QUEUE]
    places = {
        Way.NETWORK: f"{socket}://{said[FieldName.HOST]}:{said[FieldName.PORT]}",
        Way.SPOOLER: f"spooler:{quote(queue, safe='/')}",
        Way.CUPS: f"cups:{quote(queue, safe='/')}",
        Way.SERIAL: f"serial:{said[FieldName.SERIAL_PORT]}",
        Way.USB: f"usb:{said[FieldName.PATH]}",
        Way.USB_ID: f"usb:{said[FieldName.USB_ID]}",
        Way.SYSTEM: f"system:{queue}" if queue else "system",
        Way.FOLDER: f"folder:{said[FieldName.PATH]}",
        Way.SIMULATED: f"simulated:{said[FieldName.CALLED]}",
        Way.TYPED: said[FieldName.ADDRESS],
    }
    return places[way]


def missing(kind: DeviceKind, way: Way, values: Mapping[FieldName, str]) -> Field | None:
    """The first field that must be filled in and is not."""
    for field in _FORMS[kind].get(way, ()):
        if not field.is_optional and not values.get(field.name, field.usual).strip():
            return field
    return None


def decompose(kind: DeviceKind, address: str) -> tuple[Way, dict[FieldName, str]]:
    """The fields an address was made of; one that no fields make is given back as it was typed."""
    place, _, query = address.strip().partition("?")
    found = _taken_apart(kind, place)
    if found is not None:
        way, values = found
        usual = {field.name: field.usual for field in fields_of(kind, way) if field.usual}
        given = dict(parse_qsl(query, keep_blank_values=True))
        known = {name.value: name for name in OPTIONS}
        whole = usual | values | {known[name]: value for name, value in given.items() if name in known}
        if _means_the_same(compose(kind, way, whole), address):
            return way, whole
    return Way.TYPED, {FieldName.ADDRESS: address.strip()}


def _means_the_same(one: str, other: str) -> bool:
    """Whether two addresses differ only in options that are as usual, or in how they are quoted."""

    def parts(address: str) -> tuple[str, set[tuple[str, str]]]:
        place, _, query = address.strip().partition("?")
        return unquote(place), set(parse_qsl(query, keep_blank_values=True)) - _USUAL

    return parts(one) == parts(other)


_USUAL = {(field.name.value, field.usual) for field in (LANGUAGE, DPI, SIZE, WIDTH, BAUD, PROTOCOL)}
_USB_ID = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}(:.+)?", re.IGNORECASE)


def _taken_apart(kind: DeviceKind, place: str) -> tuple[Way, dict[FieldName, str]] | None:
    scheme, _, rest = place.partition(":")
    match scheme:
        case "tcp" | "socket":
            return _network(place)
        case "spooler" | "cups":
            return Way(scheme), {FieldName.QUEUE: unquote(rest)}
        case "serial":
            return Way.SERIAL, {FieldName.SERIAL_PORT: rest}
        case "usb" if kind is DeviceKind.SCANNER and _USB_ID.fullmatch(rest):
            return Way.USB_ID, {FieldName.USB_ID: rest}
        case "usb" if kind is not DeviceKind.SCANNER:
            return Way.USB, {FieldName.PATH: rest}
        case "system":
            return Way.SYSTEM, {FieldName.QUEUE: rest}
        case "folder":
            return Way.FOLDER, {FieldName.PATH: rest}
        case "simulated":
            return Way.SIMULATED, {FieldName.CALLED: rest}
    return None


_NETWORK = re.compile(r"(?:tcp|socket)://(\[[^\]]+\]|[^:/?#\[\]]+):?(\d*)")


def _network(place: str) -> tuple[Way, dict[FieldName, str]] | None:
    found = _NETWORK.fullmatch(place)
    return None if found is None else (Way.NETWORK, {FieldName.HOST: found[1], FieldName.PORT: found[2]})
