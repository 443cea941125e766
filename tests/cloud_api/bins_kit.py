"""Bins for tests."""

from typing import Any


def place(code: str, **other: Any) -> dict[str, Any]:
    """A bin of W1 with every field, as a change tells it; without a number the cloud gives one."""
    return {
        "warehouse": "W1",
        "code": code,
        "number": 0,
        "zone": "ambient",
        "use": "pick",
        "aisle": "A",
        "level": 2,
        "x_cm": 250,
        "y_cm": 180,
        "path": 12,
        "most_weight_g": 150_000,
        "volume_ml": 240_000,
        "turnover": "A",
        "active": True,
        **other,
    }
