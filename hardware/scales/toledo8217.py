"""The protocol of Mettler Toledo's 8217 and the many scales of tills that copy it.

Source: Mettler Toledo DIVA service manual, ASCII commands and status byte (sections 6.1.3 and 6.1.4). The
answers carry no unit: it is a setting.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from hardware.protocols import ReadingState, ScaleOrder
from hardware.scales.frames import Frames
from hardware.scales.words import Heard, grams

_WEIGHTS = {"kg": re.compile(rb"(\d\d\.\d{3})N?"), "lb": re.compile(rb"(0?\d\d\.\d\d)N?")}
"""By unit; N marks a net weight. Fewer digits than these are an answer that lost some."""
_STATUS = re.compile(rb"\?(.)", re.S)
_SEVEN_BITS = bytes(byte & 0x7F for byte in range(256))
_STATES = ((1 << 1, ReadingState.OVERLOAD), (1 << 2, ReadingState.UNDERLOAD), (1 << 0, ReadingState.MOVING))
"""Bits of the status byte, the most telling first."""
_CENTRE_OF_ZERO = 1 << 4
_ALWAYS = 1 << 6


class Toledo8217:
    """Asked by W, answered by STX weight CR, or by STX ? status CR while there is no steady weight."""

    ask, every_s = b"W", 0.15
    begin = b""
    orders: Mapping[ScaleOrder, bytes] = MappingProxyType(
        {ScaleOrder.ZERO: b"Z", ScaleOrder.TARE: b"T\r", ScaleOrder.CLEAR_TARE: b"C"}
    )

    def __init__(self, unit: str = "kg") -> None:
        """`unit` is what the scale is set to: kg or lb. Raises ValueError for another one."""
        if unit not in _WEIGHTS:
            raise ValueError(f"this protocol weighs in kg or lb, not {unit}")
        self._unit = unit
        self._frames = Frames(b"\x02", b"\r")

    def feed(self, data: bytes) -> list[Heard | None]:
        """Take bytes in, give the answers they complete; the parity bit of a wrongly set port is ignored."""
        return [self._read(answer) for answer in self._frames.feed(data.translate(_SEVEN_BITS))]

    def drop(self) -> None:
        """Forget what is unfinished."""
        self._frames.drop()

    def _read(self, answer: bytes) -> Heard | None:
        if found := _WEIGHTS[self._unit].fullmatch(answer):
            try:
                return Heard(ReadingState.STABLE, grams(found[1].decode("ascii"), self._unit))
            except ValueError:
                return None
        found = _STATUS.fullmatch(answer)
        return _state(found[1][0]) if found else None


def _state(status: int) -> Heard | None:
    """A status byte; it comes instead of a weight, save that a steady zero may come as one."""
    if not status & _ALWAYS:
        return None
    for bit, state in _STATES:
        if status & bit:
            return Heard(state)
    return Heard(ReadingState.STABLE, 0) if status & _CENTRE_OF_ZERO else Heard(ReadingState.MOVING)
