"""Bench of the desk: from a scan to its verdict on the screen, with every commit on the disk.

A scan counts from the moment the scanner's thread hands it over (or its last key enters the window) until Qt
has painted the view that answers it and flushed it to the window system. X draws it a moment later, unasked.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.machine import commit_ms, computing_ms, fsync_ms
from tests.bench.rows import percentile, row
from tests.bench.scene import Scene, display, set_scene

ORDERS = 6_000
PICKUP_POINTS = 20
"""Waves of 300 orders on average; the reference day has 250 a pickup point."""
FRAME_MS = 1000 / 60


@dataclass(frozen=True)
class Way:
    """How scans come, and where they are painted."""

    name: str
    platform: str
    scans: int
    by_keys: bool
    pause_ms: tuple[int, int]


WAYS = (
    Way("serial scanner, X window", "xcb", 10_000, False, (10, 30)),
    Way("serial scanner, no display", "offscreen", 2_000, False, (10, 30)),
    Way("keyboard scanner, X window", "xcb", 500, True, (100, 140)),
)
"""The pauses let prints, syncs and the end of each flash fall anywhere; ten scans a second are the aim."""


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for each way; all against one cloud, each at a desk of its own."""
    rows = []
    with (
        set_scene(scratch / "scene", orders=ORDERS, pickup_points=PICKUP_POINTS) as scene,
        display(scratch / "display") as screen,
    ):
        os.environ["DISPLAY"] = screen.name
        for number, way in enumerate(WAYS):
            print(f"  {way.scans} scans, {way.name}", file=sys.stderr, flush=True)
            desk = scratch / f"desk{number}"
            measured = _measure(scene, desk, way)
            taken = measured["latencies_ms"]
            computing = computing_ms(percentile(taken, 0.5))
            rows += _rows(way, taken, measured["waves"] + 1, fsync_ms(desk), commit_ms(desk), computing)
    return rows


def _measure(scene: Scene, folder: Path, way: Way) -> Mapping[str, Any]:
    os.environ["QT_QPA_PLATFORM"] = way.platform
    return scene.operator(scene.new_desk(folder), scans=way.scans, by_keys=way.by_keys, pause_ms=way.pause_ms)


def _rows(
    way: Way, taken: list[float], waves: int, fsync: list[float], commit: list[float], computing: list[float]
) -> list[dict[str, Any]]:
    assert len(taken) == way.scans, "a scan was lost"
    name = f"desk: scan → verdict painted, {way.name}, {way.scans} scans in {waves} waves"
    equal = "computing as long as the p50"
    late, even = _late(taken), _late(computing)
    return [
        row(f"{name}, p50", percentile(taken, 0.5), "ms", "fsync of 4 KB, p50", percentile(fsync, 0.5)),
        row(f"{name}, p99", percentile(taken, 0.99), "ms", f"{equal}, p99", percentile(computing, 0.99)),
        row(f"{name}, p99", percentile(taken, 0.99), "ms", "bare commit, p99", percentile(commit, 0.99)),
        row(f"{name}, worst", max(taken), "ms", f"{equal}, worst", max(computing)),
        {
            "name": f"{name}, above {FRAME_MS:.1f} ms",
            "value": round(late, 3),
            "unit": "%",
            "beside": f"{equal}: {even:.3g} %",
            "ratio": round(late / even, 3) if even else None,
        },
    ]


def _late(taken: list[float]) -> float:
    """Percent of `taken` that is longer than a frame of the screen."""
    return 100 * sum(each > FRAME_MS for each in taken) / len(taken)
