"""A hand and an eye at the dock and at the counter: scans, keys, and what tells that the window is ready."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cloud_api.wire.stations import Role
from station.bootstrap.roles import ASIDE, rooms_of
from station.shell.navigation import ASIDE_PX, MARGIN_PX, SPACING_PX, work_button_px
from station.shell.theme import LIGHT
from tests.journeys.kit import count, rows, until
from tests.journeys.station_window import SIZE, StationWindow

LOOK_S = 0.45
"""So long a person looks before answering; a press sooner is taken for the echo of the one before."""
KEY_TIMEOUT_S = 20.0
RAIL_PX, STRIP_PX = 120, 64
"""Width of the rail, height of the strip above it."""
BUTTONS_PX = 110
"""The buttons of a desk stand within so many pixels of the foot of the window."""
A_BUTTON_PX, A_FRAME_PX = 4_000, 300
"""Pixels of a filled button at least; of the frame around one."""

Pixels = NDArray[np.uint8]


class DeskHand:
    """Works one room of one window; `log` is the table its scans are written down in."""

    def __init__(self, window: StationWindow, display: str, log: str, roles: Sequence[Role]) -> None:
        self.window = window
        self._places = _places(roles)
        self._display = display
        self._log = log
        self.gestures = 0
        """Scans, typed numbers and presses so far."""

    def scan(self, code: str) -> str:
        """Let the keyboard scanner read a code; the verdict the station wrote down."""
        before, lines = self._logged(), self._lines()
        self.window.beam(code)
        return self._verdict(code, before, lines)

    def enter(self, digits: str) -> str:
        """Type digits as a person does, then Enter; the verdict."""
        before, lines = self._logged(), self._lines()
        self.window.type(digits)
        self.window.press("Return")
        return self._verdict(digits, before, lines)

    def press(self, *keys: str) -> None:
        """Press keys after a look at the window."""
        self.gestures += 1
        words = ["xdotool", "sleep", str(LOOK_S), "key", *keys]
        env = {**os.environ, "DISPLAY": self._display}
        subprocess.run(words, env=env, timeout=KEY_TIMEOUT_S, check=True)

    def room(self) -> str:
        """The room one is in; empty while there is no rail."""
        rail = self._look()[STRIP_PX:, RAIL_PX // 8]
        marked = np.flatnonzero((rail == _rgb(LIGHT.accent_soft)).all(axis=1))
        within = [room for room, top, end in self._places if len(marked) and top < marked.mean() < end]
        return within[0] if within else ""

    def has_its_rooms(self) -> bool:
        """Whether each button is where it belongs, and nothing stands between and beside them."""
        rail = self._look()[STRIP_PX:, 4 : RAIL_PX - 4]
        drawn = (rail != _rgb(LIGHT.card)).any(axis=(1, 2))
        there = [bool(drawn[top:end].any()) for _, top, end in self._places]
        for _, top, end in self._places:
            drawn[top:end] = False
        return all(there) and not drawn.any()

    def go_to(self, room: str) -> None:
        """Walk to a room by its key."""
        until(f"the rail with {room}", self.room)
        aside = room in ASIDE
        alike = [name for name, _, _ in self._places if (name in ASIDE) == aside]
        self.window.press(f"{'alt' if aside else 'ctrl'}+{alike.index(room) + 1}")
        until(f"the room {room}", lambda: self.room() == room)

    def wait_for_button(self, colour: str, least_px: int = A_BUTTON_PX) -> None:
        """Wait until so many pixels where the buttons stand are of this colour."""
        until(f"a button in {colour}", lambda: self._coloured_px(colour) > least_px)

    def shoot(self, name: str) -> None:
        """Keep a picture for people to look at, where YOULIN_SCREENSHOTS names a folder."""
        folder = os.environ.get("YOULIN_SCREENSHOTS")
        if folder:
            shutil.copy(self.window.picture(name), folder)

    def _verdict(self, what: str, before: int, lines: bytes) -> str:
        self.gestures += 1
        until(f"the verdict on {what}", lambda: self._logged() > before)
        until(f"the line of {what} in the window", lambda: self._lines() != lines)
        logged = rows(self.window.file, f"SELECT verdict FROM {self._log} ORDER BY ordinal DESC LIMIT 1")
        assert self._logged() == before + 1, "one reading was counted twice"
        return str(logged[0]["verdict"])

    def _logged(self) -> int:
        return count(self.window.file, f"SELECT count(*) FROM {self._log}")

    def _coloured_px(self, colour: str) -> int:
        buttons = self._look()[-BUTTONS_PX:, SIZE[0] // 2 :]
        return int((buttons == _rgb(colour)).all(axis=2).sum())

    def _lines(self) -> bytes:
        """The list of the last scans as it is drawn: it has a new line once the window shows an answer."""
        return self._look()[-BUTTONS_PX:, RAIL_PX : SIZE[0] // 2].tobytes()

    def _look(self) -> Pixels:
        return np.asarray(self.window.look().convert("RGB"))


def _places(roles: Sequence[Role]) -> list[tuple[str, int, int]]:
    """Each room of these roles with the upper and lower end of its button, pixels below the strip."""
    rooms = rooms_of(roles)
    work = [room for room in rooms if room not in ASIDE]
    aside = [room for room in rooms if room in ASIDE]
    step, small = work_button_px(len(work)) + SPACING_PX, ASIDE_PX + SPACING_PX
    foot = SIZE[1] - STRIP_PX - MARGIN_PX + SPACING_PX - small * len(aside)
    tops = [(room, MARGIN_PX + step * at, step) for at, room in enumerate(work)]
    tops += [(room, foot + small * at, small) for at, room in enumerate(aside)]
    return [(room, top, top + height - SPACING_PX) for room, top, height in tops]


def _rgb(colour: str) -> Pixels:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.uint8)


@contextmanager
def doomed_window(display: str, env: Mapping[str, str]) -> Iterator[StationWindow]:
    """Run the station; the power goes at the end of the block, and it must not have ended before."""
    window = StationWindow(display, env)
    try:
        window.wait_until_visible()
        window.fill_display()
        yield window
        assert window.process.poll() is None, "the station ended by itself"
    finally:
        window.process.kill()
        window.process.communicate()
        reports = [file.read_text(encoding="utf-8") for file in (window.folder / "reports").glob("*")]
        assert reports == []


def misread(code: str) -> str:
    """A code with a wrong check digit."""
    return f"{code[:-1]}{(int(code[-1]) + 1) % 10}"


def facts(file: Path, kind: str) -> list[str]:
    """Bodies of the facts of a kind, in their order."""
    return [row["body"] for row in rows(file, "SELECT body FROM fact WHERE kind = ? ORDER BY seq", kind)]


def nothing_waits(file: Path) -> bool:
    """Whether the cloud has answered every fact."""
    return not count(file, "SELECT count(*) FROM fact WHERE state = 'waiting'")
