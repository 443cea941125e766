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

from tests.bench.desk_stalls import Stalls, watched
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
            with watched() as stalls:
                measured = _measure(scene, desk, way)
            taken, waves = measured["latencies_ms"], measured["waves"] + 1
            computing = computing_ms(percentile(taken, 0.5))
            rows += _rows(way, taken, waves, fsync_ms(desk), commit_ms(desk), computing)
            rows += _undisturbed(way, measured, waves, stalls)
    return rows


def _measure(scene: Scene, folder: Path, way: Way) -> Mapping[str, Any]:
    os.environ["QT_QPA_PLATFORM"] = way.platform
    return scene.operator(scene.new_desk(folder), scans=way.scans, by_keys=way.by_keys, pause_ms=way.pause_ms)


def _rows(
    way: Way, taken: list[float], waves: int, fsync: list[float], commit: list[float], computing: list[float]
) -> list[dict[str, Any]]:
    assert len(taken) == way.scans, "a scan was lost"
    name = _name(way, waves)
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


def _undisturbed(way: Way, measured: Mapping[str, Any], waves: int, stalls: Stalls) -> list[dict[str, Any]]:
    """The scans during which the host of a virtual machine took nothing away; all of them on a real one."""
    kept = stalls.undisturbed(measured["began_s"], measured["latencies_ms"])
    if not kept:
        return []
    name = f"{_name(way, waves)}, {len(kept)} with no processor time stolen by the host"
    beside = f"stolen in the whole run, of one processor: {stalls.share:.3g} %"
    shown = {"p50": (percentile(kept, 0.5), "ms"), "p99": (percentile(kept, 0.99), "ms")}
    shown |= {"worst": (max(kept), "ms"), f"above {FRAME_MS:.1f} ms": (_late(kept), "%")}
    return [
        {"name": f"{name}, {what}", "value": round(value, 3), "unit": unit, "beside": beside, "ratio": None}
        for what, (value, unit) in shown.items()
    ]


def _name(way: Way, waves: int) -> str:
    return f"desk: scan → verdict painted, {way.name}, {way.scans} scans in {waves} waves"


def _late(taken: list[float]) -> float:
    """Percent of `taken` that is longer than a frame of the screen."""
    return 100 * sum(each > FRAME_MS for each in taken) / len(taken)
