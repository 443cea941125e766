"""Names in a series, such as A1 to A12: so that nobody types the names of forty shelves."""

import re
from dataclasses import dataclass
from enum import StrEnum

MOST = 500
"""Names of one series; more is a slip of the finger."""
LONGEST = 24
"""Characters of a name; more cannot be read from across a room."""
_NUMBERED = re.compile(r"(.*?)([0-9]+)([^0-9]*)", re.DOTALL)


class SeriesVerdict(StrEnum):
    """What became of a first and a last name."""

    MADE = "made"
    EMPTY = "empty"
    """No first name."""
    TOO_LONG = "too_long"
    NOT_ALIKE = "not_alike"
    """First and last differ in more than their last number, or have none."""
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Series:
    """The names, in order; none unless the verdict is MADE."""

    verdict: SeriesVerdict
    names: tuple[str, ...] = ()


def series(first: str, last: str = "") -> Series:
    """All names from `first` to `last`, which differ in their last number only; without `last` one name.

    Zeros in front are kept where `first` has them: A01 to A12, but A1 to A12. Downwards goes as well.
    """
    first, last = first.strip(), last.strip() or first.strip()
    if not first:
        return Series(SeriesVerdict.EMPTY)
    if max(len(first), len(last)) > LONGEST:
        return Series(SeriesVerdict.TOO_LONG)
    if first == last:
        return Series(SeriesVerdict.MADE, (first,))
    return _between(_NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last))


def _between(first: re.Match[str] | None, last: re.Match[str] | None) -> Series:
    if first is None or last is None or (first[1], first[3]) != (last[1], last[3]):
        return Series(SeriesVerdict.NOT_ALIKE)
    low, high = int(first[2]), int(last[2])
    if abs(high - low) >= MOST:
        return Series(SeriesVerdict.TOO_MANY)
    width = len(first[2]) if first[2].startswith("0") else 0
    if not width and last[2].startswith("0"):
        width = len(last[2])
    step = 1 if high >= low else -1
    numbers = range(low, high + step, step)
    return Series(SeriesVerdict.MADE, tuple(f"{first[1]}{number:0{width}d}{first[3]}" for number in numbers))
