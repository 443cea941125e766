"""Tells columns apart by what their values look like, where headings do not."""

import re
from collections.abc import Sequence
from enum import StrEnum

_SAMPLE = 200


class Look(StrEnum):
    """What a value looks like; the pattern it fits."""

    PHONE = r"(\+?86[- ]?)?1[3-9][0-9][0-9*]{4}[0-9]{4}|0[0-9]{2,3}-?[0-9]{7,8}"
    GTIN = r"([0-9]{8}|[0-9]{12,14})([\s,;、/|]+([0-9]{8}|[0-9]{12,14}))*"
    MOMENT = r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?([T ].*)?"
    CLOCK = r"([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
    COUNT = r"[0-9]{1,4}(\.0+)?"


def share(look: Look, values: Sequence[str]) -> float | None:
    """Which part of the values that are told look so, 0 to 1; None where none is told."""
    told = [value.strip() for value in values[:_SAMPLE] if value.strip()]
    if not told:
        return None
    pattern = re.compile(look.value)
    return sum(1 for value in told if pattern.fullmatch(value)) / len(told)
