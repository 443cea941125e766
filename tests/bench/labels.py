"""Measures labels: reading the templates, and laying out and drawing each kind on its standard paper."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hardware.raster import LabelPainter, read_templates
from hardware.samples import all_samples
from tests.bench.rows import row

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
ROUNDS = 20


def run(scratch: Path) -> list[dict[str, Any]]:
    """Measure all; `scratch` takes the drawn labels, so that what was measured can be looked at."""
    templates = read_templates(RESOURCES / "labels")
    reading_ms = _median_ms(lambda: read_templates(RESOURCES / "labels"))
    painter = LabelPainter(RESOURCES / "fonts", templates)
    opening_ms = _median_ms(lambda: LabelPainter(RESOURCES / "fonts", templates))
    rows = [row("labels: read all templates", reading_ms, "ms", "open a painter with them", opening_ms)]
    for name, sample in all_samples().items():
        for dpi, dots_per_mm in ((203, 8), (300, 12)):
            media = painter.standard_media(sample.label.kind, dots_per_mm)
            picture = painter.render_png(sample.label, media)
            (scratch / f"{name}-{dpi}.png").write_bytes(picture)
            drawing_ms = _median_ms(partial(painter.paint, sample.label, media))
            preview_ms = _median_ms(partial(painter.render_png, sample.label, media))
            rows.append(row(f"labels: draw {name}, {dpi} dpi", drawing_ms, "ms", "with PNG", preview_ms))
    return rows


def _median_ms(act: Callable[[], object]) -> float:
    act()
    return statistics.median(_once_ms(act) for _ in range(ROUNDS))


def _once_ms(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1e3
