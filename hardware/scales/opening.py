"""An address of the settings to a scale: which port, and what it speaks."""

import re
from urllib.parse import parse_qsl, urlsplit

from hardware.absent import AbsentScale
from hardware.errors import BadAddress
from hardware.ports import KeptPort, LineSettings
from hardware.protocols import Scale
from hardware.scales.driver import SerialScale
from hardware.scales.simulated import SimulatedScale
from hardware.scales.sma import Sma
from hardware.scales.text_layout import ALLOWED, TextLayout
from hardware.scales.toledo8217 import Toledo8217
from hardware.scales.words import ScaleProtocol

SCALE_ADDRESSES = (
    "serial:COM4 or socket://192.0.2.10:4001, with ?protocol=toledo8217|sma|sma-continuous|text and perhaps "
    "&baud=9600&frame=8N1|7E1|7O1|8E1&unit=kg|lb|g|斤&layout=… (text) &ask=… (text); simulated:, none"
)
_OPTIONS = frozenset({"protocol", "baud", "frame", "unit", "layout", "ask"})
_BARE_PORT = re.compile(r"COM\d+|/dev/.+", re.IGNORECASE)
_BAUD = re.compile(r"[1-9]\d{2,6}")
_FRAMES = ("8N1", "7E1", "7O1", "8E1")
_TOLEDO_FRAME = "7E1"
"""What Toledo scales leave the works with; a network address carries whole bytes and needs none."""


def scale_at(address: str) -> Scale:
    """The scale at an address, not started yet. Raises BadAddress that says which forms are allowed."""
    text = address.strip()
    if text == "none":
        return AbsentScale()
    if text.startswith("simulated:"):
        return SimulatedScale(text)
    try:
        return _scale(text)
    except ValueError as error:
        reason = f"{error}; " if str(error) else ""
        raise BadAddress(address, reason + SCALE_ADDRESSES) from error


def _scale(text: str) -> Scale:
    """Raises ValueError."""
    parts = urlsplit(f"serial:{text}" if _BARE_PORT.match(text) else text)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    options = dict(pairs)
    if set(options) - _OPTIONS or len(options) != len(pairs):
        raise ValueError("an unknown or repeated setting")
    url = _url(parts.scheme, parts.path, parts.hostname, parts.port)
    protocol = _protocol(options)
    standard = _TOLEDO_FRAME if isinstance(protocol, Toledo8217) else _FRAMES[0]
    baud, frame = options.get("baud", "9600"), options.get("frame", standard)
    if not _BAUD.fullmatch(baud) or frame not in _FRAMES:
        raise ValueError("no speed or frame of a serial port")
    return SerialScale(KeptPort(text, lambda: url, LineSettings(int(baud), frame)), protocol)


def _url(scheme: str, path: str, host: str | None, port: int | None) -> str:
    if scheme == "serial" and path:
        return path
    if scheme == "socket" and host and port and not path.strip("/"):
        return f"socket://{f'[{host}]' if ':' in host else host}:{port}"
    raise ValueError("")


def _protocol(options: dict[str, str]) -> ScaleProtocol:
    """A setting that its protocol does not know is an error: nobody may believe that it counts."""
    known = {"toledo8217": {"unit"}, "text": {"unit", "layout", "ask"}}
    name = options.get("protocol", "")
    extra = {"unit", "layout", "ask"} & set(options) - known.get(name, set())
    if extra:
        raise ValueError(f"{name or 'no protocol'} has no {', '.join(sorted(extra))}")
    match name:
        case "toledo8217":
            return Toledo8217(options.get("unit", "kg"))
        case "sma" | "sma-continuous":
            return Sma(continuous=name != "sma")
        case "text" if "layout" in options:
            return TextLayout(options["layout"], options.get("unit", "kg"), options.get("ask", ""))
        case "text":
            raise ValueError(f"the layout is missing: {ALLOWED}")
    raise ValueError("the protocol is missing")
