"""Scales that send lines of plain text, described by a setting such as "{state},{*},{weight}{unit}".

Source of the words: the ST/US/OL heads of A&D and of the indicators that copy it; a scale with other words
is described with `{*}` in their place, and is then judged by whether its weight keeps still.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from hardware.protocols import ReadingState, ScaleOrder
from hardware.scales.frames import Lines
from hardware.scales.words import GRAMS, Heard, grams

_FIELD = re.compile(r"\{([^{}]*)\}")
_STATES = {
    "ST": ReadingState.STABLE,
    "S": ReadingState.STABLE,
    "QT": ReadingState.STABLE,
    "US": ReadingState.MOVING,
    "U": ReadingState.MOVING,
    "D": ReadingState.MOVING,
    "OL": ReadingState.OVERLOAD,
    "O": ReadingState.OVERLOAD,
    "UL": ReadingState.UNDERLOAD,
}
_NUMBER = r"(?<![\d.])[+-]?[ ]*\d{1,7}(?:\.\d{1,4})?(?![\d.])"
"""Whole numbers only: what stands for anything beside it never takes a digit away."""
_PATTERNS = {
    "state": r"(?P<state>[A-Z]{1,2})",
    "weight": rf"(?P<weight>{_NUMBER})",
    "tare": rf"(?P<tare>{_NUMBER})",
    "unit": r"(?P<unit>" + "|".join(sorted(map(re.escape, GRAMS), key=len, reverse=True)) + ")",
    "*": r"[^\r\n]*?",
}
ALLOWED = (
    "{weight} once, {state}, {unit} and {tare} at most once, up to four {*} for anything; "
    "such as {state},{*},{weight}{unit}"
)
_MOST_ANYTHINGS = 4
_STILL_READINGS = 3
"""Readings alike, one after another, that make a weight stable where the scale does not say."""


class TextLayout:
    """Reads lines by a layout; a line that does not fit whole is no answer."""

    every_s, ask, begin = 0.15, b"", b""
    orders: Mapping[ScaleOrder, bytes] = MappingProxyType({})
    """A layout describes what such a scale says; what it would obey, nobody told."""

    def __init__(self, layout: str, unit: str = "kg", ask: str = "") -> None:
        """`unit` counts where the layout has none; `ask` is what the scale wants to hear before each line.

        Raises ValueError, with what is allowed, for a layout that is none.
        """
        grams("0", unit)
        self._unit = unit
        self._pattern = _compiled(layout)
        self._tells_state = "{state}" in layout
        if ask:
            self.ask = ask.encode("ascii") + b"\r\n"
        self._lines = Lines()
        self._alike: list[int] = []

    def feed(self, data: bytes) -> list[Heard | None]:
        """Take bytes in, give the answers of the lines they complete."""
        return [self._read(line) for line in self._lines.feed(data)]

    def drop(self) -> None:
        """Forget what is unfinished."""
        self._lines.drop()
        self._alike.clear()

    def _read(self, line: bytes) -> Heard | None:
        found = self._pattern.fullmatch(line.decode("gb18030", "replace"))
        if found is None:
            return None
        parts = found.groupdict()
        state = self._told_state(parts.get("state"))
        if state in (ReadingState.OVERLOAD, ReadingState.UNDERLOAD):
            return Heard(state)
        unit = parts.get("unit") or self._unit
        try:
            weight_g = grams(parts["weight"].replace(" ", ""), unit)
            tare_g = grams(parts["tare"].replace(" ", ""), unit) if parts.get("tare") else None
        except ValueError:
            return None
        if state is None:
            return None if self._tells_state else Heard(self._judged(weight_g), weight_g, tare_g)
        return Heard(state, weight_g, tare_g)

    def _told_state(self, word: str | None) -> ReadingState | None:
        return _STATES.get(word) if word else None

    def _judged(self, weight_g: int) -> ReadingState:
        self._alike = [*self._alike, weight_g][-_STILL_READINGS:]
        still = len(self._alike) == _STILL_READINGS and len(set(self._alike)) == 1
        return ReadingState.STABLE if still else ReadingState.MOVING


def _compiled(layout: str) -> re.Pattern[str]:
    """Blanks in a layout stand for any number of blanks. Raises ValueError."""
    fields = _FIELD.findall(layout)
    named = [field for field in fields if field != "*"]
    unknown = [field for field in fields if field not in _PATTERNS]
    too_loose = len(fields) - len(named) > _MOST_ANYTHINGS
    if "weight" not in named or len(set(named)) != len(named) or unknown or too_loose:
        raise ValueError(f"a layout holds {ALLOWED}")
    pieces = _FIELD.split(layout)
    written = "".join(
        _PATTERNS[piece] if index % 2 else re.sub(r"(?:\\ )+", r"\\s*", re.escape(piece))
        for index, piece in enumerate(pieces)
    )
    return re.compile(written, re.IGNORECASE if "{state}" not in layout else 0)
