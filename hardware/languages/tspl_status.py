"""What a TSPL printer says of itself: frames of `<ESC>!S`, single bytes of `<ESC>!?`, and its model.

Facts from TSC's "TSPL/TSPL2 Programming Language": `<ESC>!S` answers STX, four bytes, ETX, CR, LF, each of
the four with bit 6 set; `<ESC>!?` answers one byte of flags, 0 where all is well; `~!T` a line of text.
"""

import re

from hardware.errors import Reason
from hardware.languages.language import Answers, PrinterStatus, TwinState

_FRAME = re.compile(rb"\x02([^\x02\x03]*)\x03\r\n")
_UNFINISHED_FRAME = re.compile(rb"\x02[^\x02\x03]*(\x03\r?)?\Z")
_MODEL = re.compile(rb"(?:[!-~][ -~]*(?:(\r)\n?)?)?")
_AROUND_MODEL = re.compile(rb"([\x00-\x20\x80]*)(?:[!-~][ -~]*(?:(\r)\n?([\x00-\x20\x80]*))?)?")
_RESTING = b"@`L"
"""First bytes of a frame when nothing is to print: all well, paused, a label waits to be taken."""
_WORKING = b"BCEFKPW"
"""First bytes of a frame when something is still to print: feeding, cutting, imaging, printing, an error."""


def hear_frames(heard: bytes, asked: int, *, with_model: bool) -> Answers | None:
    """The last answer to `asked` times `<ESC>!S`. ValueError where anything else is said."""
    frames = _FRAME.findall(heard)
    rest = _UNFINISHED_FRAME.sub(b"", _FRAME.sub(b"", heard))
    model = _MODEL.fullmatch(rest)
    if model is None or (rest and not with_model):
        raise ValueError(f"no answer to <ESC>!S: {heard!r}")
    if len(frames) < asked:
        return None
    return Answers(parse_frame(frames[asked - 1]), is_reached=model[1] is not None)


def hear_flags(heard: bytes, asked: int, *, with_model: bool) -> Answers | None:
    """The last answer to `asked` times `<ESC>!?`. ValueError where anything else is said."""
    if not with_model:
        if len(heard) > asked:
            raise ValueError(f"no answer to <ESC>!?: {heard!r}")
        return Answers(parse_flags(heard[-1]), is_reached=False) if len(heard) == asked else None
    found = _AROUND_MODEL.fullmatch(heard)
    if found is None:
        raise ValueError(f"no answer to <ESC>!? and ~!T: {heard!r}")
    flags = found[1] + (found[3] or b"")
    if len(flags) < asked:
        return None
    return Answers(parse_flags(flags[asked - 1]), is_reached=found[2] is not None)


def parse_frame(frame: bytes) -> PrinterStatus:
    """The four bytes of `<ESC>!S`: what it does, warnings, two of errors. Raises ValueError."""
    if len(frame) != 4 or frame[0] not in _RESTING + _WORKING or any(byte & 0xC0 != 0x40 for byte in frame):
        raise ValueError(f"no status of <ESC>!S: {frame!r}")
    word, (warnings, heat, supplies) = frame[:1], (byte & 0x3F for byte in frame[1:])
    obstacle = _first(
        (supplies & 0x20, Reason.HEAD_OPEN),
        (supplies & 0x02, Reason.JAMMED),
        (supplies & 0x01, Reason.OUT_OF_PAPER),
        (supplies & 0x0C, Reason.OUT_OF_RIBBON),
        (heat & 0x03, Reason.OVERHEATED),
        (supplies or heat or word == b"E", Reason.REPORTS_ERROR),
        (word == b"`", Reason.PAUSED),
    )
    is_buffer_full = bool(warnings & 0x08)
    return PrinterStatus(obstacle, at_work=word in _WORKING or is_buffer_full)


def parse_flags(flags: int) -> PrinterStatus:
    """The byte of `<ESC>!?`; bit 7 is any other error, or heat on printers of Gprinter."""
    obstacle = _first(
        (flags & 0x41, Reason.HEAD_OPEN),
        (flags & 0x02, Reason.JAMMED),
        (flags & 0x04, Reason.OUT_OF_PAPER),
        (flags & 0x08, Reason.OUT_OF_RIBBON),
        (flags & 0x80, Reason.REPORTS_ERROR),
        (flags & 0x10, Reason.PAUSED),
    )
    return PrinterStatus(obstacle, at_work=bool(flags & 0x20))


def _first(*found: tuple[int | bool, Reason]) -> Reason | None:
    return next((reason for present, reason in found if present), None)


_FRAME_ERRORS = {Reason.HEAD_OPEN: b"`", Reason.OUT_OF_PAPER: b"A", Reason.OUT_OF_RIBBON: b"D"}
_FLAGS = {Reason.HEAD_OPEN: 0x01, Reason.OUT_OF_PAPER: 0x04, Reason.OUT_OF_RIBBON: 0x08, Reason.PAUSED: 0x10}


def tell_frame(state: TwinState) -> bytes:
    """What a simulated printer answers to `<ESC>!S`."""
    error = _FRAME_ERRORS.get(state.obstacle, b"@") if state.obstacle else b"@"
    if state.obstacle is Reason.PAUSED:
        word = b"`"
    elif error != b"@":
        word = b"E"
    else:
        word = b"P" if state.jobs_waiting else b"@"
    return b"\x02" + word + b"@@" + error + b"\x03\r\n"


def tell_flags(state: TwinState) -> bytes:
    """What a simulated printer answers to `<ESC>!?`."""
    flags = _FLAGS.get(state.obstacle, 0x80) if state.obstacle else 0x20 * bool(state.jobs_waiting)
    return bytes([flags])
