"""The scene of the desk benches: a day of real orders, the cloud as a process, a printer, a display."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware.printers.simulated import SimulatedPrinter
from station.bootstrap.resources import Resources
from station.demo.stage import WAREHOUSE, Stage, set_stage

ROOT = Path(__file__).resolve().parents[2]
SCREEN = "1366x768x24"
FRAME_FILE = "Xvfb_screen0"
"""What Xvfb calls the file that holds the pixels."""
STOP_TIMEOUT_S = 15.0
DESK_TIMEOUT_S = 1_200.0


@dataclass(frozen=True)
class Display:
    """An X display of our own, whose pixels lie in a file that anyone may read."""

    name: str
    pixels: Path


@dataclass(frozen=True)
class Scene:
    """A cut-off day at a running cloud, and a printer on the network that prints at once."""

    stage: Stage
    printer: str
    """Address of the printer."""

    @property
    def badge(self) -> str:
        """Badge of an operator of this warehouse."""
        return self.stage.day.catalogue.operators[0].badge

    def new_desk(self, folder: Path) -> Path:
        """Settings of one more desk that keeps its data in `folder`; returns the settings file."""
        folder.mkdir(parents=True)
        settings = folder / "station.toml"
        settings.write_text(
            f'data_folder = "{folder.as_posix()}"\nlabel_printer = "{self.printer}"\ntoken_in_file = true\n',
            encoding="utf-8",
        )
        return settings

    def operator(self, settings: Path, **wishes: Any) -> Mapping[str, Any]:
        """Let an operator work at a desk in a program of its own; what she measured.

        `wishes` are the fields of tests.bench.operator.Errand, but for what the scene knows.
        """
        errand = settings.with_name("errand.json")
        known = {
            "settings": str(settings),
            "badge": self.badge,
            "gtins": dict(self.stage.gtins),
            "cloud_url": self.stage.cloud.url,
            "enrol_code": self.stage.cloud.enrol_code("warehouse", warehouse=WAREHOUSE),
        }
        errand.write_text(json.dumps(known | wishes), encoding="utf-8")
        return _run_operator(errand)


def _run_operator(errand: Path) -> Mapping[str, Any]:
    command = [sys.executable, "-m", "tests.bench.operator", str(errand)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=DESK_TIMEOUT_S)
    if done.returncode:
        raise RuntimeError(f"the desk ended with {done.returncode}: {done.stderr[-2000:]}")
    measured: Mapping[str, Any] = json.loads(errand.with_suffix(".out.json").read_text(encoding="utf-8"))
    return measured


@contextmanager
def set_scene(folder: Path, *, orders: int, pickup_points: int) -> Iterator[Scene]:
    """Build the day and its cloud in `folder`, with a printer beside them, until the block ends."""
    resources = Resources(ROOT / "resources")
    stage = set_stage(folder, resources, orders=orders, pickup_points=pickup_points, seed=1)
    try:
        with SimulatedPrinter() as printer:
            yield Scene(stage, printer.address)
    finally:
        stage.cloud.stop()


@contextmanager
def display(folder: Path) -> Iterator[Display]:
    """An X display that lives until the block ends; its pixels lie in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(
        [*command, "-fbdir", str(folder)],
        pass_fds=(write_end,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as number:
            name = number.readline().strip()
        if not name:
            raise RuntimeError("Xvfb did not start")
        yield Display(f":{name}", folder / FRAME_FILE)
    finally:
        server.terminate()
        server.wait(STOP_TIMEOUT_S)
