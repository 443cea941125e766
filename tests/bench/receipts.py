"""Measures slips: drawing, encoding, and printing over TCP until the printer says that it is done."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hardware.catalog import open_receipt_printer
from hardware.receipt_raster import ReceiptPainter
from hardware.receipts.encoding import encode_slip
from hardware.receipts.paper import WIDTH_DOTS
from hardware.receipts.samples import sample_receipts
from hardware.receipts.simulated import SimulatedReceiptPrinter

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
ROUNDS = 20


def run(scratch: Path) -> list[dict[str, Any]]:
    """Measure all; `scratch` takes the slips the simulated printer keeps."""
    receipt = sample_receipts()["handover"]
    painter = ReceiptPainter(FONTS)
    slip = painter.paint(receipt, WIDTH_DOTS[80])
    first = _once_s(lambda: ReceiptPainter(FONTS).paint(receipt, WIDTH_DOTS[80]))
    first_job = _once_s(lambda: encode_slip(slip, cut=True, open_drawer=False))
    rows = [
        _row(
            f"draw a slip of {mm} mm",
            _median_s(partial(painter.paint, receipt, dots)),
            "with fresh fonts",
            first,
        )
        for mm, dots in WIDTH_DOTS.items()
    ]
    encoding = _median_s(lambda: encode_slip(slip, cut=True, open_drawer=False))
    rows.append(_row("encode a slip as ESC/POS", encoding, "the first, with the import", first_job))
    with SimulatedReceiptPrinter(folder=scratch / "slips") as twin:
        printer = open_receipt_printer(twin.address)
        printing = _median_s(lambda: printer.print_slip(slip), rounds=5)
    rows.append(_row("print a slip over TCP until confirmed", printing, "encoding alone", encoding))
    return rows


def _row(name: str, seconds: float, beside: str, reference_s: float) -> dict[str, Any]:
    return {
        "name": f"receipts: {name}",
        "value": round(seconds * 1e3, 2),
        "unit": "ms",
        "beside": f"{beside}: {reference_s * 1e3:.2f} ms",
        "ratio": round(seconds / reference_s, 3),
    }


def _once_s(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _median_s(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    return statistics.median(_once_s(act) for _ in range(rounds))
