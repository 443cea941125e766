"""Keeps JSON out that nests deeper than what reads or writes it again can bear."""

from collections.abc import Iterable
from typing import Any

DEEPEST = 32
"""No order and no fact nests nearly as deep."""


def is_shallow(value: Any) -> bool:
    """Whether parsed JSON nests at most DEEPEST levels."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return True
    return False


def holds_nul(value: Any) -> bool:
    """Whether a text or a name in parsed JSON, nested at most DEEPEST levels, holds the character NUL."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any("\0" in name or holds_nul(inner) for name, inner in value.items())
    return isinstance(value, list) and any(map(holds_nul, value))


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
