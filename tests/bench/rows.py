"""Rows of the desk benches: a value beside what was measured in the same run, and the ratio of the two."""

from collections.abc import Sequence
from typing import Any


def row(name: str, value: float, unit: str, beside: str, reference: float) -> dict[str, Any]:
    """A row; `reference` is told in the same unit and must not be 0."""
    return {
        "name": name,
        "value": round(value, 3),
        "unit": unit,
        "beside": f"{beside}: {reference:.3g} {unit}",
        "ratio": round(value / reference, 3),
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The least of `values` that `share` (0 to 1) of them do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -int(-len(ranked) * share // 1) - 1)]
