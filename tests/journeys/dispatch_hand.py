"""A dispatcher's eye and hand: finds buttons and bars by their colours, and moves a real mouse."""

import os
import subprocess
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from station.shell.theme import LIGHT
from tests.journeys.kit import until
from tests.journeys.station_window import StationWindow

THICK_PX = 25
"""The button of the next action is thicker; lines and frames in its colour are not."""
BAR_PX = 10
"""Least height of a bar; the line of a drive is thinner."""
MARK_PX = 5
"""Width of the mark in a van's colour at the left end of its row."""
STEPS = 8
MOUSE_TIMEOUT_S = 20.0

Pixels = NDArray[np.bool_]


@dataclass(frozen=True)
class VanRow:
    """A van's row of the bars: where its name stands, and the middle of each bar from left to right."""

    name: tuple[int, int]
    bars: tuple[tuple[int, int], ...]


class DispatchHand:
    """Works the dispatch room by what can be seen of it."""

    def __init__(self, window: StationWindow, display: str) -> None:
        self._window = window
        self._display = display

    def press_next(self, what: str) -> tuple[int, int]:
        """Click the next action once there is one: the one button in the accent; where it is."""
        until(f"the button to {what}", self.next_action)
        at = self.next_action()
        assert at is not None
        self.click(at)
        return at

    def next_action(self) -> tuple[int, int] | None:
        """The middle of the one button in the accent; None while there is none."""
        picture = Image.fromarray(self._pixels(LIGHT.accent).astype(np.uint8) * 255)
        thick = np.asarray(picture.filter(ImageFilter.MinFilter(THICK_PX)))
        rows, columns = np.nonzero(thick)
        return (int(columns.mean()), int(rows.mean())) if len(rows) else None

    def van_row(self, number: int) -> VanRow | None:
        """The row of van `number`, 0 is the first; None while it is not drawn."""
        pixels = self._pixels(LIGHT.routes[number])
        window = np.lib.stride_tricks.sliding_window_view(pixels, (BAR_PX, MARK_PX))
        full: Pixels = np.asarray(window.all(axis=(2, 3)))
        rows, columns = np.nonzero(full[:, : full.shape[1] // 5])
        if not len(rows):
            return None
        left = int(columns.min())
        # Only the mark before the name: a dot of the map may lie in the first fifth as well.
        middle = int(rows[columns == left].mean()) + BAR_PX // 2
        line: Pixels = np.asarray(pixels[middle - BAR_PX // 2 : middle + BAR_PX // 2].all(axis=0))
        line[: left + 2 * MARK_PX] = False
        edges = np.flatnonzero(np.diff(line.astype(np.int8)))
        bars = tuple(
            (int(begin + end) // 2, middle) for begin, end in zip(edges[::2], edges[1::2], strict=True)
        )
        return VanRow((left + 40, middle), bars)

    def click(self, at: tuple[int, int]) -> None:
        """Click here."""
        self._mouse("mousemove", *map(str, at), "click", "1")

    def drag(self, begin: tuple[int, int], end: tuple[int, int]) -> None:
        """Press here, draw over there in steps as a hand does, let go."""
        self._mouse("mousemove", *map(str, begin), "mousedown", "1")
        for step in range(1, STEPS + 1):
            part = step / STEPS
            at = (round(a + (b - a) * part) for a, b in zip(begin, end, strict=True))
            self._mouse("mousemove", "--sync", *map(str, at))
        self._mouse("mousemove", str(end[0] + 1), str(end[1]))

    def let_go(self) -> None:
        """End of a drag."""
        self._mouse("mouseup", "1")

    def windows(self) -> int:
        """How many windows there are to see."""
        words = ["xdotool", "search", "--onlyvisible", "--pid", str(self._window.process.pid)]
        env = {**os.environ, "DISPLAY": self._display}
        return len(subprocess.run(words, env=env, capture_output=True, text=True).stdout.split())

    def _pixels(self, colour: str) -> Pixels:
        wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.uint8)
        picture = np.asarray(self._window.look().convert("RGB"))
        found: Pixels = (picture == wanted).all(axis=2)
        return found

    def _mouse(self, *words: str) -> None:
        env = {**os.environ, "DISPLAY": self._display}
        subprocess.run(["xdotool", *words], env=env, timeout=MOUSE_TIMEOUT_S, check=True)
