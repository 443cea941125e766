"""Bench of the station's memory: what a night of picking leaves behind in the process."""

import os
from pathlib import Path
from typing import Any

from tests.bench.rows import row
from tests.bench.scene import set_scene

ORDERS = 6_000
PICKUP_POINTS = 20
PICKS = 2_000
MORE_PICKS = 7_500
"""Together the night of one desk of twelve; what a pick leaves behind shows once the crate planner is in."""


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for the resident memory (without a display, so that no X driver is counted) and its growth."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with set_scene(scratch / "scene", orders=ORDERS, pickup_points=PICKUP_POINTS) as scene:
        measured = scene.operator(scene.new_desk(scratch / "desk"), puts=PICKS + MORE_PICKS)
    memory: dict[int, float] = dict(measured["memory"])
    before, first, full = memory[0], memory[1], memory[PICKS]
    beside = "signed in, before the first wave"
    gained = (memory[PICKS + MORE_PICKS] - full) * 1000 / MORE_PICKS
    return [
        row(f"station: memory after {PICKS} picks", full, "MB", beside, before),
        row("station: memory at the first pick", first, "MB", beside, before),
        row("station: memory gained by 1,000 further picks", gained, "MB", f"after {PICKS} picks", full),
    ]
