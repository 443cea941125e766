"""Measures scanners: reading codes of each kind, a key of a burst, and the way back after an unplug."""

import os
import queue
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from hardware.codes import ScannedCode, read_code, warm_up
from hardware.identify import Stroke, WedgeSetting, identify_keys
from hardware.protocols import DeviceState, DeviceStatus
from hardware.scanners.lines import CodeLines
from hardware.scanners.serial import SerialScanner
from hardware.trial_codes import TrialCode, trial_codes
from station.shell.burst import Burst, KeyRecord, Mode
from tests.bench.rows import row

EACH, ROUNDS, REPLUGS = 200, 7, 5
UNPLUGGED_S = 1.0
"""As long as a hand needs to find the socket again."""
PATIENCE_S = 20.0


def run(scratch: Path) -> list[dict[str, Any]]:
    """Measure all; `scratch` takes the name of a port that comes and goes."""
    warm_up()
    codes = trial_codes()
    plain = _each_us(lambda: codes[0].text.encode())
    rows = [_read(code, plain) for code in codes]
    ean = codes[0].text
    lines = CodeLines()
    data = f"]E0{ean}\r\n".encode()
    rows.append(row("scanners: cut a serial line", _each_us(lambda: lines.feed(data)), "µs", "encode", plain))
    rows.append(row("scanners: tell a key of a scan", _key_us(ean), "µs", "encode", plain))
    strokes = [Stroke(text, place * 5) for place, text in enumerate(f"]E0{ean}\r")]
    told = _each_us(lambda: identify_keys(codes[0], strokes, WedgeSetting()))
    rows.append(row("scanners: identify one scan", told, "µs", "encode", plain))
    if sys.platform != "win32":
        rows += _replug(scratch)
    return rows


def _read(code: TrialCode, plain_us: float) -> dict[str, Any]:
    text = code.aims[0] + code.text
    assert isinstance(read_code(text), ScannedCode)
    us = _each_us(partial(read_code, text))
    return row(f"scanners: read {code.kind}", us, "µs", "encode a text", plain_us)


def _key_us(code: str) -> float:
    """One press or release of a scan through the burst, whole scans being fed."""
    burst = Burst(Mode.HOLD, lambda _text: True)
    keys = [*code, "\r"]

    def scan() -> None:
        for place, text in enumerate(keys):
            for pressed in (True, False):
                burst.feed(KeyRecord(text, ord(text), place * 5, pressed=pressed))

    return _each_us(scan) / (2 * len(keys))


def _replug(scratch: Path) -> list[dict[str, Any]]:
    """From the port's return until READY is told, and until the first code after it is handed over."""
    told: queue.Queue[DeviceState] = queue.Queue()
    codes: queue.Queue[str] = queue.Queue()
    link = scratch / "ttyScanner"
    ends = _plug(link)
    scanner = SerialScanner(str(link))

    def on_status(status: DeviceStatus) -> None:
        told.put(status.state)

    scanner.start(codes.put, on_status)
    assert told.get(timeout=PATIENCE_S) is DeviceState.READY
    back_s, code_s, lost_s = [], [], []
    for _ in range(REPLUGS):
        begun = time.perf_counter()
        _unplug(link, ends)
        assert told.get(timeout=PATIENCE_S) is DeviceState.LOST
        lost_s.append(time.perf_counter() - begun)
        time.sleep(UNPLUGGED_S)
        begun = time.perf_counter()
        ends = _plug(link)
        assert told.get(timeout=PATIENCE_S) is DeviceState.READY
        back_s.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        os.write(ends[0], b"6901234567892\r")
        codes.get(timeout=PATIENCE_S)
        code_s.append(time.perf_counter() - begun)
    scanner.stop()
    _unplug(link, ends)
    back_ms, code_ms, lost_ms = (statistics.median(each) * 1e3 for each in (back_s, code_s, lost_s))
    return [
        row("scanners: ready after a replug", back_ms, "ms", "telling the loss", lost_ms),
        row("scanners: code over serial", code_ms, "ms", "telling the loss", lost_ms),
    ]


def _plug(link: Path) -> list[int]:
    ends = list(os.openpty())
    link.symlink_to(os.ttyname(ends[1]))
    return ends


def _unplug(link: Path, ends: list[int]) -> None:
    link.unlink()
    for end in ends:
        os.close(end)


def _each_us(act: Callable[[], object]) -> float:
    def many() -> float:
        begun = time.perf_counter()
        for _ in range(EACH):
            act()
        return (time.perf_counter() - begun) / EACH * 1e6

    return statistics.median(many() for _ in range(ROUNDS))
