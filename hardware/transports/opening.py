"""Addresses to ways: the part of a printer's address that stands before its options."""

import re
from urllib.parse import unquote, urlsplit

from hardware.errors import BadAddress
from hardware.protocols import Transport
from hardware.transports.cups import CupsTransport
from hardware.transports.serial import Flow, SerialTransport
from hardware.transports.spooler import SpoolerTransport
from hardware.transports.tcp import TcpTransport
from hardware.transports.usb import UsbTransport

TRANSPORT_ADDRESSES = (
    "tcp://192.0.2.10:9100, spooler:NAME (a printer of Windows), cups:NAME (a queue of CUPS), "
    "serial:COM3 (also with ?baud=9600&flow=none, rts, dtr or xon), usb:/dev/usb/lp0"
)
SERIAL_OPTIONS = ("baud", "flow")
_RAW_PORT = 9100
_BAUD = re.compile(r"[1-9]\d{2,6}", re.ASCII)


def split_options(text: str) -> tuple[str, dict[str, str]]:
    """An address and its options; a question mark in a name is no option where no `=` follows it.

    Raises ValueError where an option is named twice or is no pair.
    """
    where, mark, query = text.rpartition("?")
    if not mark or "=" not in query:
        return text, {}
    pairs = [pair.partition("=")[::2] for pair in query.split("&")]
    options = dict(pairs)
    if len(options) != len(pairs) or not all(value for value in options.values()):
        raise ValueError(f"options cannot be read: {query}")
    return where, options


def transport_at(where: str, options: dict[str, str]) -> Transport:
    """The way at an address without options; those for serial ports are taken out of `options`.

    Names of queues may be percent-encoded, as the devices room writes them. It is not opened yet.
    Raises BadAddress.
    """
    kind, _, rest = where.partition(":")
    match kind:
        case "tcp":
            return _tcp(where)
        case "spooler" if rest:
            return SpoolerTransport(unquote(rest))
        case "cups" if rest and not rest.startswith("-"):
            return CupsTransport(unquote(rest))
        case "usb" if rest:
            return UsbTransport(rest)
        case "serial" if rest:
            return _serial(where, rest, options)
    raise BadAddress(where, TRANSPORT_ADDRESSES)


def _tcp(where: str) -> TcpTransport:
    try:
        parts = urlsplit(where)
        port = parts.port
    except ValueError as error:
        raise BadAddress(where, TRANSPORT_ADDRESSES) from error
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username
    if not where.startswith("tcp://") or not parts.hostname or extra or port == 0:
        raise BadAddress(where, TRANSPORT_ADDRESSES)
    return TcpTransport(parts.hostname, port or _RAW_PORT)


def _serial(where: str, port: str, options: dict[str, str]) -> SerialTransport:
    baud, flow = options.pop("baud", "9600"), options.pop("flow", Flow.NONE)
    if not _BAUD.fullmatch(baud) or flow not in list(Flow):
        raise BadAddress(where, TRANSPORT_ADDRESSES)
    return SerialTransport(port, int(baud), Flow(flow))
