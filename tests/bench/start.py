"""Bench of the cold start: from `python -m station run` to a window that answers.

What counts is what a person sees: the pixels of an X display of our own, read from outside the program. The
window has come when they first change. It is usable when a badge, typed as a keyboard scanner does and again
until it is heard, has opened the picking room: then window, keys, database and screen all work.
"""

import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.rows import row
from tests.bench.scene import ROOT, Display, display, set_scene

ORDERS = 6_000
PICKUP_POINTS = 20
SCANS = 2_500
"""What lies in the database when it is opened: some hours of picking."""
RUNS = 7
WIDTH = 1366
XWD_HEAD_BYTES, XWD_COLOURS_AT, XWD_COLOUR_BYTES = 100, 76, 12
"""In the file of a screen: its fixed head, where the length of its colour map stands, an entry of that."""
LOOK_S = 0.005
PATIENCE_S = 30.0
TRY_AGAIN_S = 0.1
"""After a badge that was not heard."""


@dataclass(frozen=True)
class Area:
    """A part of the screen, in pixels."""

    left: int
    top: int
    width: int
    height: int


NAVIGATION = Area(left=4, top=200, width=40, height=60)
"""Bare ground at the door; in a room the navigation stands here."""
CORNER = Area(left=8, top=8, width=8, height=4)
"""Black while there is no window."""


@dataclass(frozen=True)
class Started:
    """Seconds from the start of the process, and how many of them it had a processor."""

    seen_s: float
    usable_s: float
    cpu_s: float


def run(scratch: Path) -> list[dict[str, Any]]:
    """Rows for the first start that counts and the median of all; one before them compiles."""
    with set_scene(scratch / "scene", orders=ORDERS, pickup_points=PICKUP_POINTS) as scene:
        settings = scene.new_desk(scratch / "desk")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        scene.operator(settings, scans=SCANS)
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        bare = [_bare_window_s(scratch / f"bare{number}") for number in range(RUNS)]
        compiled = scratch / "compiled"
        _start(settings, scratch / "start", scene.badge, compiled)
        starts = [_start(settings, scratch / f"start{at}", scene.badge, compiled) for at in range(RUNS)]
    bare_s = median(bare)
    usable = median(start.usable_s for start in starts)
    seen = median(start.seen_s for start in starts)
    cpu = median(start.cpu_s for start in starts)
    beside = "a bare Qt window of Python on screen"
    return [
        row(f"station: cold start to a usable window, median of {RUNS}", usable, "s", beside, bare_s),
        row("station: cold start to a usable window, first of them", starts[0].usable_s, "s", beside, bare_s),
        row("station: cold start to the first frame, median", seen, "s", beside, bare_s),
        row("station: processor time of a cold start, median", cpu, "s", "until usable by the clock", usable),
    ]


def _start(settings: Path, folder: Path, badge: str, compiled: Path) -> Started:
    """One start; Python keeps its modules in `compiled`, as an installed program brings them."""
    command = [sys.executable, "-m", "station", "run", "--settings", str(settings)]
    with display(folder) as screen, _program(command, screen, compiled) as station:
        begun = time.monotonic()
        try:
            seen = _wait(lambda: any(pixels(screen, CORNER)), "no window came")
            usable = _sign_in(screen, badge)
            cpu_s = _cpu_s(station.pid)
        finally:
            station.terminate()
            station.wait(PATIENCE_S)
    return Started(seen - begun, usable - begun, cpu_s)


def _cpu_s(process: int) -> float:
    """Processor time of a process so far, as Linux counts it."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _sign_in(screen: Display, badge: str) -> float:
    """Scan the badge until the picking room is open; the moment it was."""
    find = ("search", "--sync", "--onlyvisible", "--name", "优邻站|Youlin")
    _xdotool(screen, *find, "windowfocus", "--sync")
    door = pixels(screen, NAVIGATION)
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        _xdotool(screen, "type", "--delay", "0", f"{badge}\r")
        again = time.monotonic() + TRY_AGAIN_S
        while time.monotonic() < again:
            if pixels(screen, NAVIGATION) != door:
                return time.monotonic()
            time.sleep(LOOK_S)
    raise RuntimeError("the window did not let the operator in")


def _bare_window_s(folder: Path) -> float:
    """The least a Qt window of Python takes until its first frame."""
    words = (
        "from PySide6.QtWidgets import QApplication, QLabel\n"
        "app = QApplication([])\nlabel = QLabel('7')\nlabel.resize(400, 300)\nlabel.show()\napp.exec()\n"
    )
    command = [sys.executable, "-c", words]
    with display(folder) as screen, _program(command, screen, folder / "compiled") as window:
        begun = time.monotonic()
        try:
            return _wait(lambda: any(pixels(screen, CORNER)), "no bare window came") - begun
        finally:
            window.terminate()
            window.wait(PATIENCE_S)


def _program(command: list[str], screen: Display, compiled: Path) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"DISPLAY": screen.name, "PYTHONPYCACHEPREFIX": str(compiled)}
    # Where this is set every start would compile each module anew: a person's does not.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def pixels(screen: Display, area: Area) -> bytes:
    """The pixels of an area (4 bytes each, row by row).

    No more of the file is read than that: looking often must not take the processor from what is measured.
    """
    with screen.pixels.open("rb") as file:
        head = file.read(XWD_HEAD_BYTES)
        header_bytes, colours = (struct.unpack_from(">I", head, at)[0] for at in (0, XWD_COLOURS_AT))
        start = header_bytes + colours * XWD_COLOUR_BYTES
        rows = []
        for y in range(area.top, area.top + area.height):
            file.seek(start + 4 * (y * WIDTH + area.left))
            rows.append(file.read(4 * area.width))
    return b"".join(rows)


def _wait(there: Callable[[], bool], failure: str) -> float:
    """The moment at which `there` came true. Raises RuntimeError after PATIENCE_S."""
    deadline = time.monotonic() + PATIENCE_S
    while not there():
        if time.monotonic() > deadline:
            raise RuntimeError(failure)
        time.sleep(LOOK_S)
    return time.monotonic()


def _xdotool(screen: Display, *words: str) -> None:
    environment = os.environ | {"DISPLAY": screen.name}
    subprocess.run(["xdotool", *words], env=environment, check=True, capture_output=True, timeout=PATIENCE_S)
