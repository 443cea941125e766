"""What the scenes of the play have in common, and what they work with."""

import time
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol, runtime_checkable

from PySide6.QtWidgets import QApplication

from station.bootstrap.core import DATABASE_FILE
from station.bootstrap.window import StationWindow
from station.demo.report import DemoReport
from station.demo.stage import Stage
from station.demo.station_rows import StationRows

PATIENCE_S = 90.0


@runtime_checkable
class FedScanner(Protocol):
    """A scanner that reads what it is told."""

    def feed(self, text: str) -> None:
        """Read a code."""
        ...


def fed_scanner(window: StationWindow) -> FedScanner:
    """The simulated scanner of the window's station."""
    return next(scanner for scanner in window.core.scanners if isinstance(scanner, FedScanner))


@dataclass
class Hands:
    """The operator who is not there: eyes on the window, a scanner, a camera, a note pad."""

    app: QApplication
    window: StationWindow
    stage: Stage
    seed: int
    report: DemoReport = field(init=False)
    scanner: FedScanner = field(init=False)
    random: Random = field(init=False)
    rows: StationRows = field(init=False)
    moved_at: float = field(default_factory=time.monotonic)
    _seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.report = self.stage.report
        self.scanner = fed_scanner(self.window)
        self.random = Random(self.seed)  # noqa: S311 - a script, not a secret
        self.rows = StationRows(self.stage.settings.data_folder / DATABASE_FILE)
        (self.stage.folder / "screenshots").mkdir()

    def moved(self) -> None:
        """Something happened: the play goes on."""
        self.moved_at = time.monotonic()

    def go_to(self, room: str) -> None:
        """Walk to a room."""
        self.window.window.show_room(room)
        self.app.processEvents()

    def shoot(self, name: str) -> None:
        """Keep a picture of the window, the first time something is seen."""
        if name in self._seen:
            return
        self._seen.add(name)
        file = self.stage.folder / "screenshots" / f"{len(self._seen):02d}-{name}.png"
        self.window.window.grab().save(str(file))
        self.report.screenshots.append(file.name)


class Scene:
    """A part of the play: sees each view of its room and answers it."""

    room = ""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.done = False

    def begin(self) -> None:
        """The curtain rises."""

    def see(self, view: Any) -> None:
        """The room shows a new view."""

    def tick(self) -> None:
        """A tenth of a second has passed."""
