"""Bench of the station's memory: what a night of picking leaves behind in the process."""

import os
from pathlib import Path
from typing import Any

from tests.bench.rows import row
from tests.bench.scene import set_scene

ORDERS = 6_000
PICKUP_POINTS = 20
PICKS = 2_000


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for the resident memory (without a display, so that no X driver is counted) and its growth."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with set_scene(scratch / "scene", orders=ORDERS, pickup_points=PICKUP_POINTS) as scene:
        measured = scene.operator(scene.new_desk(scratch / "desk"), puts=PICKS)
    memory: dict[int, float] = dict(measured["memory"])
    before, working, half, full = memory[0], memory[1], memory[PICKS // 2], memory[PICKS]
    name = f"station: memory after {PICKS} picks in {measured['waves'] + 1} waves"
    return [
        row(name, full, "MB", "before the first wave", before),
        row("station: memory at the first pick (crate planner loaded)", working, "MB", "before", before),
        row(
            "station: memory gained by 1,000 picks, the second thousand",
            (full - half) * 1000 / (PICKS - PICKS // 2),
            "MB",
            f"after {PICKS} picks",
            full,
        ),
    ]
