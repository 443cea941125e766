"""The real program as a process in a real window, worked by keys as a hand and a scanner press them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageGrab

from tests.journeys.kit import count, rows, until

PROJECT = Path(__file__).parents[2]
PICTURES = PROJECT / "build" / "journeys"
SIZE = (1366, 768)
STOP_TIMEOUT_S = 20.0
KEY_TIMEOUT_S = 20.0
CALM_S = 5.0
RAIL, RAIL_COLOUR = (4, 740), (255, 255, 255)
"""Where the rail of rooms is white and the page at the door is grey."""
GAP_MS = 140
"""Wider than in the shop: xdotool is a program, and on a busy machine it types slower than any scanner."""
HUMAN_MS = 160
"""Pause between two keys that is a person's under GAP_MS."""


def station_env(folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a station whose data lie in `folder`; `settings` by the names of station.toml."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YOULIN_")}
    chosen = {
        "data_folder": str(folder),
        "token_in_file": "1",
        "sounds": "0",
        "wedge_gap_ms": str(GAP_MS),
        **settings,
    }
    return {
        **kept,
        "QT_QPA_PLATFORM": "xcb",
        "QT_IM_MODULE": "none",
        "PYTHONPATH": str(PROJECT),
        # No settings file of whoever runs the tests.
        "XDG_CONFIG_HOME": str(folder.parent / "config"),
        **{f"YOULIN_STATION_{name.upper()}": value for name, value in chosen.items()},
    }


def station_verb(verb: str, *arguments: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """`python -m station VERB …` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "station", verb, *arguments],
        env=dict(env),
        capture_output=True,
        text=True,
        timeout=60,
    )


class StationWindow:
    """`python -m station run` on a display, its keys, its picture and its database file."""

    def __init__(self, display: str, env: Mapping[str, str], *arguments: str) -> None:
        self._display = display
        self._env = {**env, "DISPLAY": display}
        self.folder = Path(env["YOULIN_STATION_DATA_FOLDER"])
        self.file = self.folder / "station.db"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "station", "run", *arguments],
            env=self._env,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._scans = 0

    def wait_until_visible(self) -> None:
        """Wait for the window and give it the focus; a bare X display has nobody else who does."""
        found = until("the window", self._windows)
        self._xdotool("windowfocus", "--sync", found[-1])
        if self.file.exists() and count(self.file, "SELECT count(*) FROM sqlite_master WHERE name = 'scan'"):
            self._scans = self._logged()

    def fill_display(self) -> None:
        """As large as the display: no window manager does it here."""
        self._xdotool("windowsize", "--sync", self._windows()[-1], *map(str, SIZE))

    def press(self, *keys: str) -> None:
        """Press keys one after the other as a person does."""
        self._xdotool("key", "--delay", str(HUMAN_MS), *keys)

    def type(self, text: str) -> None:
        """Type as a person does."""
        self._xdotool("type", "--delay", str(HUMAN_MS), text)

    def beam(self, code: str) -> None:
        """Let the keyboard scanner read a code."""
        self._xdotool("type", "--delay", "0", f"{code}\r")

    def beam_keys(self, *keys: str) -> None:
        """The same, key by key."""
        self._xdotool("key", "--delay", "0", *keys)

    def scan(self, code: str) -> str:
        """Read a code; the verdict the station wrote down for it."""
        self._scans += 1
        self.beam(code)
        until(f"the verdict on {code}", lambda: self._logged() >= self._scans)
        logged = rows(self.file, "SELECT code, verdict FROM scan ORDER BY ordinal DESC LIMIT 1")[0]
        assert logged["code"] == code
        assert self._logged() == self._scans, "one reading was counted twice"
        return str(logged["verdict"])

    def look(self) -> Image.Image:
        """What the display shows now."""
        return ImageGrab.grab(xdisplay=self._display)

    def wait_for_rooms(self) -> None:
        """Wait until a badge was answered: what is scanned earlier is read as a badge."""
        until("the rooms", lambda: self.look().convert("RGB").getpixel(RAIL) == RAIL_COLOUR)

    def beam_and_see(self, code: str) -> None:
        """Read a code and wait until the display shows that it was."""
        before = self.look().tobytes()
        self.beam(code)
        until(f"an answer to {code}", lambda: self.look().tobytes() != before)

    def picture(self, name: str) -> Path:
        """Keep what the display shows when two looks are the same, or after CALM_S: some pages move."""
        looks = [self.look(), self.look()]
        deadline = time.monotonic() + CALM_S
        while looks[-1].tobytes() != looks[-2].tobytes() and time.monotonic() < deadline:
            looks.append(self.look())
        PICTURES.mkdir(parents=True, exist_ok=True)
        file = PICTURES / f"{name}.png"
        looks[-1].save(file)
        return file

    def ended_by_itself(self) -> tuple[int, str]:
        """Wait for its end; its exit code and what it wrote to stderr."""
        _, errors = self.process.communicate(timeout=STOP_TIMEOUT_S)
        return self.process.returncode, errors

    def close_in_order(self) -> None:
        """End it as IT does; it must end well and have no crash to report."""
        errors = self.close()
        reports = [file.read_text(encoding="utf-8") for file in (self.folder / "reports").glob("*")]
        assert reports == []
        assert self.process.returncode == 0, errors

    def close(self) -> str:
        """End it in order; what it wrote to stderr."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            _, errors = self.process.communicate(timeout=STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        return errors

    def _logged(self) -> int:
        return count(self.file, "SELECT count(*) FROM scan")

    def _windows(self) -> list[str]:
        assert self.process.poll() is None, f"the station ended: {self.close()}"
        run = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
            env=self._env,
            capture_output=True,
            text=True,
        )
        return run.stdout.split()

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._env, timeout=KEY_TIMEOUT_S, check=True)


@contextmanager
def station_window(display: str, env: Mapping[str, str], *arguments: str) -> Iterator[StationWindow]:
    """Run the station; it ends with the block, and must not have crashed in it."""
    window = StationWindow(display, env, *arguments)
    try:
        window.wait_until_visible()
        window.fill_display()
        yield window
        assert window.process.poll() is None, "the station ended by itself"
    finally:
        # Raised here it stands above what the test missed: a crash is its cause.
        window.close_in_order()
