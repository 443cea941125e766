"""Measures the device side: drawing a label, packing it for the printer, reading a code."""

import statistics
import time
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hardware.check_digits import gs1_check_digit, make_sscc
from hardware.codes import read_code
from hardware.languages.zpl import Zpl, encode_zpl
from hardware.printers.driver import PrinterDriver
from hardware.printers.simulated import SimulatedPrinter
from hardware.raster import LabelPainter
from hardware.samples import sample_labels
from hardware.transports.tcp import TcpTransport

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
ROUNDS = 30


def run(scratch: Path) -> list[dict[str, Any]]:
    """Measure all; `scratch` takes the labels the simulated printer keeps."""
    painter = LabelPainter(FONTS)
    samples = sample_labels()
    rasters = {name: painter.paint(label) for name, label in samples.items()}
    crate = rasters["crate"]
    job = encode_zpl(crate)
    compressing = _median_s(lambda: zlib.compress(crate.rows))
    first = _once_s(lambda: LabelPainter(FONTS).paint(samples["crate"]))
    rows = [
        _row(
            f"draw {name}",
            _median_s(partial(painter.paint, label)) * 1e3,
            "ms",
            "first label",
            first * 1e3,
        )
        for name, label in samples.items()
    ]
    rows.append(
        _row(
            "encode crate label as ZPL",
            _median_s(lambda: encode_zpl(crate)) * 1e3,
            "ms",
            "zlib",
            compressing * 1e3,
        )
    )
    rows.append(_row("ZPL of a crate label", len(job) / 1e3, "kB", "raster", len(crate.rows) / 1e3))
    rows.append(_print_and_confirm(scratch, job))
    return rows + _codes()


def _print_and_confirm(scratch: Path, job: bytes) -> dict[str, Any]:
    with SimulatedPrinter(folder=scratch / "labels") as server:
        printer = PrinterDriver(TcpTransport(server.host, server.port), Zpl())
        seconds = _median_s(lambda: printer.print_job(job), rounds=5)
        keeping = _median_s(lambda: server.jobs.add(job), rounds=5)
    return _row(
        "print over TCP until confirmed", seconds * 1e3, "ms", "storing the label alone", keeping * 1e3
    )


def _codes() -> list[dict[str, Any]]:
    sscc = make_sscc(0, "6901234", 17)
    codes = {
        "GTIN-13": "6901010117440",
        "SSCC": sscc,
        "GS1-128 of a crate": f"]C100{sscc}",
        "GS1-128 with lot, expiry, weight": "]C10106901010117440172612313103001250" + "10LOT7",
    }
    plain = _each_s(lambda: gs1_check_digit("690101011744")) * 1e6
    return [
        _row(f"read {name}", _each_s(partial(read_code, text)) * 1e6, "µs", "one check digit", plain)
        for name, text in codes.items()
    ]


def _row(name: str, value: float, unit: str, beside: str, reference: float) -> dict[str, Any]:
    return {
        "name": f"hardware: {name}",
        "value": round(value, 2),
        "unit": unit,
        "beside": f"{beside}: {reference:.2f} {unit}",
        "ratio": round(value / reference, 3),
    }


def _once_s(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _median_s(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    return statistics.median(_once_s(act) for _ in range(rounds))


def _each_s(act: Callable[[], object], count: int = 300) -> float:
    def many() -> None:
        for _ in range(count):
            act()

    return _median_s(many, rounds=5) / count
