"""The protocol of the Scale Manufacturers Association (SMA SCP-0499), level 1, asked or continuous.

Source: SMA protocol chapters of the Sartorius PR 5220 and B-TEK T419S manuals.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from hardware.protocols import ReadingState, ScaleOrder
from hardware.scales.frames import Frames
from hardware.scales.words import Heard, grams

_ANSWER = re.compile(r"([ZOUEIT ])(.)([GNgnT])([M ])(.)([ \d.+-]{10})(.{3})", re.S)
_UNITS = frozenset({"kg", "g", "lb", "oz", "t"})
_NET = frozenset("Nn")
_WITHOUT_WEIGHT = {
    "O": ReadingState.OVERLOAD,
    "U": ReadingState.UNDERLOAD,
    "E": ReadingState.UNDERLOAD,
    "I": ReadingState.UNDERLOAD,
}


class Sma:
    """LF status range gross/net motion reserved weight unit CR; the scale says its unit itself."""

    orders: Mapping[ScaleOrder, bytes] = MappingProxyType(
        {ScaleOrder.ZERO: b"\nZ\r", ScaleOrder.TARE: b"\nT\r", ScaleOrder.CLEAR_TARE: b"\nC\r"}
    )

    def __init__(self, *, continuous: bool = False) -> None:
        """`continuous` lets the scale repeat by itself instead of being asked; any other word ends that."""
        self.ask, self.begin = (b"", b"\nR\r") if continuous else (b"\nW\r", b"")
        self.every_s = 0.15
        self._frames = Frames(b"\n", b"\r")

    def feed(self, data: bytes) -> list[Heard | None]:
        """Take bytes in, give the answers they complete."""
        return [_read(answer) for answer in self._frames.feed(data)]

    def drop(self) -> None:
        """Forget what is unfinished."""
        self._frames.drop()


def _read(answer: bytes) -> Heard | None:
    """`?` and `!` (not understood, garbled) are no answers; T in the third place is the tare, no weight.

    E and I say that the scale could not find its zero: the same hand helps as below zero.
    """
    found = _ANSWER.fullmatch(answer.decode("latin-1"))
    if found is None:
        return None
    status, _, net, motion, _, number, unit = found.groups()
    if status in _WITHOUT_WEIGHT:
        return Heard(_WITHOUT_WEIGHT[status])
    if status == "T" or net == "T" or unit.strip().lower() not in _UNITS:
        return None
    try:
        weight_g = grams(number.strip(), unit)
    except ValueError:
        return None
    if weight_g < 0 and net not in _NET:
        return Heard(ReadingState.UNDERLOAD)
    return Heard(ReadingState.MOVING if motion == "M" else ReadingState.STABLE, weight_g)
