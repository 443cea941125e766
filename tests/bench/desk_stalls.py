"""When the machine itself was taken away: a virtual machine stands still while its host serves others."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

STAT = Path("/proc/stat")
STEAL_FIELD = 8
"""Of the line `cpu`: ticks in which the host ran something else while a processor here had work."""
TICK_MS = 10
"""Of /proc/stat."""
LOOK_S = 0.01


@dataclass
class Stalls:
    """Spans in which the host took processor time away, by the system's monotonic clock."""

    spans: list[tuple[float, float]] = field(default_factory=list)
    stolen_ms: int = 0
    begun_at: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """Percent of one processor's time that was taken away, summed over all processors."""
        return self.stolen_ms / 10 / self.seconds if self.seconds else 0.0

    def undisturbed(self, began_s: Sequence[float], taken_ms: Sequence[float]) -> list[float]:
        """Those of `taken_ms`, begun at `began_s`, during which nothing was taken away."""
        kept, spans = [], iter([*self.spans, (float("inf"), float("inf"))])
        start, end = next(spans)
        for began, taken in zip(began_s, taken_ms, strict=True):
            while end < began:
                start, end = next(spans)
            if start > began + taken / 1000:
                kept.append(taken)
        return kept


@contextmanager
def watched() -> Iterator[Stalls]:
    """Watch the host until the block ends; the spans are complete then."""
    stalls, stop = Stalls(), threading.Event()
    watcher = threading.Thread(target=_watch, args=(stalls, stop), name="stalls")
    watcher.start()
    try:
        yield stalls
    finally:
        stop.set()
        watcher.join()
        stalls.seconds = time.perf_counter() - stalls.begun_at


def _watch(stalls: Stalls, stop: threading.Event) -> None:
    looked_at, stolen = time.perf_counter(), stolen_ticks()
    while not stop.wait(LOOK_S):
        now, ticks = time.perf_counter(), stolen_ticks()
        if ticks > stolen:
            # A tick is told when it is full: what it holds may have been taken a little before the last look.
            stalls.spans.append((looked_at - TICK_MS / 1000, now))
            stalls.stolen_ms += (ticks - stolen) * TICK_MS
        looked_at, stolen = now, ticks


def stolen_ticks() -> int:
    """Ticks the host has taken away since it started, over all processors."""
    with STAT.open(encoding="ascii") as stat:
        return int(stat.readline().split()[STEAL_FIELD])
