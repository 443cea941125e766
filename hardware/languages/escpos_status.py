"""What an ESC/POS printer says of itself: real-time status, and the answers to markers.

Facts from Epson's ESC/POS reference: a byte of DLE EOT has bits 1 and 4 set, 0 and 7 clear (its four kinds
tell of the printer, why it is offline, errors, paper); one of GS r has bits 4 and 7 clear; GS ( H function
48 is answered by 37h 22h, the four characters of its identity, and NUL.
"""

import re
from dataclasses import dataclass

from hardware.errors import Reason
from hardware.languages.language import PrinterStatus, TwinState

KINDS = (1, 2, 3, 4)
ASK_STATUS = b"".join(b"\x10\x04" + bytes([kind]) for kind in KINDS)
"""Four questions at once: more may get lost, says HPRT's manual."""

_DONE = re.compile(rb"\x37\x22([ -~]{4})\x00")
_LATE = re.compile(rb"\A(?:\x37?\x22)?\d{0,4}\x00")
_UNFINISHED_DONE = re.compile(rb"\x37(\x22[ -~]{0,4})?\Z")
_COVER, _PAPER_STOP, _ERROR = 0x04, 0x20, 0x40
_OFFLINE, _HOT, _BROKEN, _NO_PAPER = 0x08, 0x40, 0x2C, 0x60
_FIXED = 0x12
_HIGHEST_PAPER = 0x0F
_MOST_PAPERS = 2
"""One to our marker, and a late one to that of an earlier job."""


@dataclass(frozen=True)
class Heard:
    """What stood in all that a printer said."""

    status: PrinterStatus
    paper: bool
    """Whether GS r was answered."""
    done: frozenset[bytes]
    """The tokens of jobs that it told to be completed."""


def hear_statuses(heard: bytes, asked: int, *, is_marked: bool) -> Heard | None:
    """The last answer to `asked` questions, and the answers to markers. ValueError where it says else.

    Before a marker was sent, answers to markers are late ones to an earlier job, perhaps cut off.
    """
    text = heard if is_marked else _LATE.sub(b"", heard)
    done = frozenset(_DONE.findall(text))
    rest = _UNFINISHED_DONE.sub(b"", _DONE.sub(b"", text))
    statuses = bytes(byte for byte in rest if byte & 0x93 == _FIXED)
    papers = bytes(byte for byte in rest if byte <= _HIGHEST_PAPER)
    if len(statuses) + len(papers) < len(rest) or len(papers) > _MOST_PAPERS:
        raise ValueError(f"no answer of an ESC/POS printer: {heard!r}")
    end = asked * len(KINDS)
    if len(statuses) < end:
        return None
    return Heard(parse_status(statuses[end - len(KINDS) : end]), is_marked and bool(papers), done)


def parse_status(kinds: bytes) -> PrinterStatus:
    """The four bytes of DLE EOT 1 to 4. A printer offline for no told cause waits for its button."""
    printer, offline, errors, paper = kinds
    found = (
        (offline & _COVER, Reason.HEAD_OPEN),
        (offline & _PAPER_STOP or paper & _NO_PAPER == _NO_PAPER, Reason.OUT_OF_PAPER),
        (errors & _HOT, Reason.OVERHEATED),
        (errors & _BROKEN or offline & _ERROR, Reason.REPORTS_ERROR),
        (printer & _OFFLINE, Reason.PAUSED),
    )
    return PrinterStatus(next((reason for present, reason in found if present), None))


_OFFLINE_CAUSES = {Reason.HEAD_OPEN: _COVER, Reason.OUT_OF_PAPER: _PAPER_STOP, Reason.REPORTS_ERROR: _ERROR}


def tell_status(kind: int, state: TwinState) -> bytes:
    """What a simulated printer answers to DLE EOT `kind`."""
    if state.obstacle is None:
        return bytes([_FIXED])
    bits = {
        1: _OFFLINE,
        2: _OFFLINE_CAUSES.get(state.obstacle, 0),
        4: _NO_PAPER if state.obstacle is Reason.OUT_OF_PAPER else 0,
    }
    return bytes([_FIXED | bits.get(kind, 0)])
