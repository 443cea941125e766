"""Kill -9 of a picking process, fifty times: nothing acknowledged is lost, nothing happens twice."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

from hardware.printers.simulated import SimulatedZplServer
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
EARLY = 0.25
"""Share of lives that end before or just after the first act: while they start, recover, take or plan."""
EARLY_S = 0.35
MOST_ACTS = 26
WITHIN_ACT_S = 0.012
"""An act takes about 9 ms: a kill falls before, into or after its commit."""
PATIENCE_S = 40.0


@dataclass
class Shown:
    """What one life of the process printed."""

    last: dict[str, Any] | None = None
    acknowledged: list[str] = field(default_factory=list)
    pending: str | None = None
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
        if "shown" in line:
            self.last = line["shown"]
        if line.get("answers"):
            self.acknowledged.append(line["answers"])
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

    def kill_after(self, acts: int, seconds: float) -> None:
        """SIGKILL `seconds` after the act with this number was begun (0: after the start)."""
        self._wait(f"act {acts}", lambda: self.shown.acts >= acts or self.shown.finished)
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

    def _wait(self, what: str, ask: Any) -> None:
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
    printer: SimulatedZplServer
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
        if self.random.random() < EARLY:
            life.kill_after(0, self.random.uniform(0, EARLY_S))
        else:
            life.kill_after(self.random.randint(1, MOST_ACTS), self.random.uniform(0, WITHIN_ACT_S))

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
        fed_cloud(tmp_path / "cloud", small_day(points=14, orders_a_point=6)) as cloud,
        SimulatedZplServer() as printer,
    ):
        monkeypatch.setenv("YOULIN_STATION_DATA_FOLDER", str(folder))
        monkeypatch.setenv("YOULIN_STATION_TOKEN_IN_FILE", "1")
        enrol(None, cloud.url, cloud.desk_code(), "工位 1")
        # So that even a life that is killed at once finds its operator.
        yield Scene(cloud, printer, folder, tmp_path / "copies")


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


def check_acknowledged(file: Path, shown: Shown) -> None:
    """All that the screen said is on the disk, and at most the one act under way besides."""
    assert shown.bugs == []
    logged = {row["device"] for row in rows(file, "SELECT device FROM scan")}
    life = shown.acknowledged[0].split(".")[0] if shown.acknowledged else None
    mine = {device for device in logged if life is not None and device.split(".")[0] == life}
    assert mine - set(shown.acknowledged) <= {shown.pending}
    if shown.last is None or shown.last["wave"] is None:
        return
    query = "SELECT c.sscc, c.state, sum(s.put) put FROM crate c JOIN slot s ON s.crate_id = c.id GROUP BY c.id"
    disk = {row["sscc"]: [row["put"], row["state"] == "closed"] for row in rows(file, query)}
    crates = shown.last["crates"]
    differing = [sscc for sscc, state in crates.items() if disk[sscc] != state]
    assert len(differing) <= (1 if shown.pending else 0), (shown, disk)


def check_scans_logged(file: Path, shown: Shown, scanned: set[str]) -> None:
    """Acknowledged acts that were scans stand in the log of scans; buttons leave none."""
    logged = {row["device"] for row in rows(file, "SELECT device FROM scan")}
    assert set(shown.acknowledged) & scanned <= logged


def test_fifty_kills_lose_nothing_and_double_nothing(scene: Scene) -> None:
    killed_at: dict[str, int] = {}
    with next_lives() as lives:
        for number in range(KILLS):
            life = next(lives)
            life.begin(scene.order(number))
            scene.kill(life)
            assert not life.shown.finished, "the day was too small for so many kills"
            found = scene.found()
            check_acknowledged(found, life.shown)
            check_station(found)
            step = life.shown.last["step"] if life.shown.last else "starting"
            killed_at[step] = killed_at.get(step, 0) + 1
        last = next(lives)
        last.begin(scene.order(KILLS))
        last.run_out()
    assert last.shown.bugs == []
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
    states = dict(tuple(row) for row in rows(scene.file, "SELECT state, count(*) FROM print_job GROUP BY state"))
    assert states.keys() <= {"confirmed", "unknown"}
    assert states["confirmed"] <= len(printed) <= count(scene.file, "SELECT count(*) FROM print_job")
