"""Measures label printers: labels a second from raster to bytes in each language, and bytes a label."""

import statistics
import time
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hardware.languages.choice import language_named
from hardware.languages.language import Language, LanguageName
from hardware.printers.driver import PrinterDriver
from hardware.printers.simulated import SimulatedPrinter
from hardware.protocols import CRATE_MEDIA, RasterLabel
from hardware.raster import LabelPainter
from hardware.samples import sample_labels
from hardware.transports.tcp import TcpTransport
from tests.bench.rows import row

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
ROUNDS = 30
PRINTED = 10


def run(scratch: Path) -> list[dict[str, Any]]:
    """Measure all; `scratch` is not used, since the twins of this bench keep no files."""
    painter, label = LabelPainter(FONTS), sample_labels()["crate"]
    raster = painter.paint(label)
    blank = RasterLabel(raster.width_dots, raster.height_dots, bytes(len(raster.rows)))
    rows = [
        row(
            "printers: crate label drawn",
            _a_second(partial(painter.paint, label)),
            "labels/s",
            "its raster through zlib",
            _a_second(lambda: zlib.compress(raster.rows)),
        )
    ]
    for name in LanguageName:
        rows += _language_rows(language_named(name), raster, blank)
    return rows


def _language_rows(language: Language, raster: RasterLabel, blank: RasterLabel) -> list[dict[str, Any]]:
    media = CRATE_MEDIA
    job = language.encode(raster, media)
    return [
        row(
            f"printers: crate label as {language.name}",
            _a_second(lambda: language.encode(raster, media)),
            "labels/s",
            "an empty label",
            _a_second(lambda: language.encode(blank, media)),
        ),
        row(
            f"printers: bytes of a crate label as {language.name}",
            len(job),
            "bytes",
            "its raster",
            len(raster.rows),
        ),
        row(
            f"printers: {language.name} over TCP until confirmed",
            _printed_a_second(language, job),
            "labels/s",
            "encoding alone",
            _a_second(lambda: language.encode(raster, media)),
        ),
    ]


def _printed_a_second(language: Language, job: bytes) -> float:
    with SimulatedPrinter(language=language) as server:
        printer = PrinterDriver(TcpTransport(server.host, server.port), language)
        speed = _a_second(lambda: printer.print_job(job), rounds=PRINTED)
        assert len(server.jobs) == PRINTED, "a label was lost or printed twice"
    return speed


def _a_second(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    return 1 / statistics.median(_seconds(act) for _ in range(rounds))


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
