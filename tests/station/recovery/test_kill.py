"""Kill -9 of a picking process, fifty times: nothing acknowledged is lost, nothing happens twice."""

import json
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hardware.printers.simulated import SimulatedPrinter
from station.bootstrap.enrolment import enrol
from tests.journeys.kit import FedCloud, count, fed_cloud, rows, small_day
from tests.station.recovery.truth import (
    check_all_accepted,
    check_cloud,
    check_day_is_done,
    check_no_lease_twice,
    check_station,
)

KILLS = 50
SEED = 20260618
STARTING, BETWEEN = 0.2, 0.2
"""Shares of lives that end while they start, and while they take and plan a wave; others end in an act."""
START_S = 0.2
BETWEEN_WAVES = ("taking", "planning")
MOST_ACTS = 26
WITHIN_ACT_S = 0.012
"""An act takes about 9 ms: a kill falls before, into or after its commit."""
PATIENCE_S = 40.0


@dataclass
class Shown:
    """What one life of the process printed."""

    first: dict[str, Any] | None = None
    last: dict[str, Any] | None = None
    pending: str | None = None
    scans: set[str] = field(default_factory=set)
    """Begun."""
    acknowledged: set[str] = field(default_factory=set)
    """Answered on the screen: scans and buttons."""
    acts: int = 0
    finished: bool = False
    ready: bool = False
    bugs: list[str] = field(default_factory=list)

    def take(self, line: dict[str, Any]) -> None:
        self.ready = self.ready or "ready" in line
        self.finished = self.finished or "finished" in line
        if "bug" in line:
            self.bugs.append(line["bug"])
        if "doing" in line:
            self.pending = line["doing"]
            self.acts += 1
            self.scans |= {line["doing"]} if line["scan"] else set()
        if "shown" in line:
            self.last = line["shown"]
            self.first = self.first or self.last
        if line.get("answers"):
            self.acknowledged.add(line["answers"])
            self.pending = None


class Life:
    """One picking process, from its imports to its end."""

    def __init__(self) -> None:
        self.shown = Shown()
        self._changed = threading.Condition()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.station.recovery.picker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def begin(self, order: dict[str, Any]) -> None:
        """Let it work as soon as it can."""
        self._wait("the picker's imports", lambda: self.shown.ready)
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def kill(self, what: str, is_near: Callable[[Shown], bool], seconds: float) -> None:
        """SIGKILL `seconds` after `is_near` became true."""
        self._wait(what, lambda: is_near(self.shown) or self.shown.finished)
        # A random moment is what is tested; waiting for an end that does not come passes the time.
        with self._changed:
            self._changed.wait_for(lambda: self.shown.finished, seconds)
        self._end(kill=True)

    def run_out(self) -> None:
        """Wait for its own end."""
        self._wait("the end of the last life", lambda: self.shown.finished)
        self._end(kill=False)

    def close(self) -> None:
        """Leave no process behind, whatever a test came to."""
        self._end(kill=True)

    def _end(self, *, kill: bool) -> None:
        if kill:
            self._process.kill()
        self._process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _wait(self, what: str, ask: Callable[[], object]) -> None:
        with self._changed:
            came = self._changed.wait_for(lambda: ask() or self._process.poll() is not None, PATIENCE_S)
        assert came, f"{what} did not come within {PATIENCE_S:.0f} s: {self.shown}"
        assert ask(), f"the picker ended before {what}: {self.shown}"

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._changed:
                # A line that a kill cut short was not shown to anybody.
                if line.endswith("\n"):
                    self.shown.take(json.loads(line))
                self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()


@dataclass
class Scene:
    """Everything a life needs, and the killing."""

    cloud: FedCloud
    printer: SimulatedPrinter
    folder: Path
    copies: Path
    random: Random = field(default_factory=lambda: Random(SEED))

    @property
    def file(self) -> Path:
        """The station's database."""
        return self.folder / "station.db"

    def order(self, life: int) -> dict[str, Any]:
        """What the picker of this life is told."""
        return {
            "life": life,
            "seed": SEED + life,
            "folder": str(self.folder),
            "printer": self.printer.address,
            "badge": self.cloud.day.badges[0],
            "gtins": self.cloud.day.gtins,
        }

    def kill(self, life: Life) -> None:
        """End this life at a random moment."""
        chance, within_s = self.random.random(), self.random.uniform(0, WITHIN_ACT_S)
        if chance < STARTING:
            life.kill("the start", lambda _: True, self.random.uniform(0, START_S))
        elif chance < STARTING + BETWEEN:
            life.kill("the next wave", _is_between_waves, within_s)
        else:
            acts = self.random.randint(1, MOST_ACTS)
            life.kill(f"act {acts}", lambda shown: shown.acts >= acts, within_s)

    def found(self) -> Path:
        """A copy of what the dead process left, so that looking at it mends nothing before the restart."""
        shutil.rmtree(self.copies, ignore_errors=True)
        self.copies.mkdir()
        for file in self.folder.glob("station.db*"):
            shutil.copy(file, self.copies)
        return self.copies / "station.db"


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    folder = tmp_path / "station"
    with (
        fed_cloud(tmp_path / "cloud", small_day(points=18, orders_a_point=6)) as cloud,
        SimulatedPrinter() as printer,
    ):
        monkeypatch.setenv("YOULIN_STATION_DATA_FOLDER", str(folder))
        monkeypatch.setenv("YOULIN_STATION_TOKEN_IN_FILE", "1")
        enrol(None, cloud.url, cloud.desk_code(), "工位 1")
        yield Scene(cloud, printer, folder, tmp_path / "copies")


def _is_between_waves(shown: Shown) -> bool:
    return shown.last is not None and shown.last["step"] in BETWEEN_WAVES


@contextmanager
def next_lives() -> Iterator[Iterator[Life]]:
    """Lives one after the other; the next one imports while the present one works."""
    waiting = [Life()]

    def lives() -> Iterator[Life]:
        while True:
            present = waiting.pop()
            waiting.append(Life())
            yield present

    try:
        yield lives()
    finally:
        for life in waiting:
            life.close()


Crates = dict[str, list[object]]


def crates_on_disk(file: Path) -> Crates:
    """For each crate the pieces in it and whether it is closed."""
    query = (
        "SELECT c.sscc, c.state, sum(s.put) put FROM crate c JOIN slot s ON s.crate_id = c.id GROUP BY c.id"
    )
    return {row["sscc"]: [row["put"], row["state"] == "closed"] for row in rows(file, query)}


def check_acknowledged(found: Path, shown: Shown, before: Crates) -> None:
    """The screen began with what was on the disk; all it said since is there, and at most one act besides."""
    assert shown.bugs == []
    logged = {row["device"] for row in rows(found, "SELECT device FROM scan")}
    answered = shown.scans & shown.acknowledged
    assert answered <= logged, f"acknowledged, but lost: {answered - logged}"
    assert (logged & shown.scans) - answered <= {shown.pending}
    if shown.first is not None:
        assert shown.first["crates"].items() <= before.items()
    if shown.last is not None:
        disk = crates_on_disk(found)
        differing = {sscc for sscc, state in shown.last["crates"].items() if disk[sscc] != state}
        assert len(differing) <= (1 if shown.pending else 0), (shown, disk)


def test_fifty_kills_lose_nothing_and_double_nothing(scene: Scene) -> None:
    killed_at: Counter[str] = Counter()
    acknowledged: set[str] = set()
    disk: Crates = {}
    with next_lives() as lives:
        for number in range(KILLS):
            life = next(lives)
            life.begin(scene.order(number))
            scene.kill(life)
            assert not life.shown.finished, "the day was too small for so many kills"
            found = scene.found()
            check_acknowledged(found, life.shown, disk)
            check_station(found)
            acknowledged |= life.shown.scans & life.shown.acknowledged
            disk = crates_on_disk(found)
            killed_at[life.shown.last["step"] if life.shown.last else "starting"] += 1
        last = next(lives)
        last.begin(scene.order(KILLS))
        last.run_out()
    assert last.shown.bugs == []
    assert acknowledged <= {row["device"] for row in rows(scene.file, "SELECT device FROM scan")}
    assert {"scan_product", "put"} <= killed_at.keys()
    assert len(killed_at) >= 4, killed_at
    check_station(scene.file)
    check_all_accepted(scene.file)
    check_cloud(scene.cloud, [scene.file])
    check_day_is_done(scene.cloud)
    check_no_lease_twice(scene.cloud)
    check_labels_came_out_once(scene)


def check_labels_came_out_once(scene: Scene) -> None:
    """No label was printed twice, and what is held for printed was."""
    printed = scene.printer.jobs.all()
    assert len(printed) == len(set(printed))
    states = dict(
        tuple(row) for row in rows(scene.file, "SELECT state, count(*) FROM print_job GROUP BY state")
    )
    assert states.keys() <= {"confirmed", "unknown"}
    assert states["confirmed"] <= len(printed) <= count(scene.file, "SELECT count(*) FROM print_job")
