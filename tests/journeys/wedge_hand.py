"""The window of wedge_desk.py as a test drives it: keys by xdotool, words on standard input, lines back."""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

PATIENCE_S = 20.0
HUMAN_MS = 141
"""Pause between two keys that is a person's under the rules of wedge_desk.py."""
MARK = "00000000"


class Desk:
    """The window of wedge_desk.py, driven by keys and read by lines."""

    def __init__(
        self, project: Path, display: str, mode: str, surroundings: Mapping[str, str] | None = None
    ) -> None:
        """`surroundings` are further environment variables, such as those of an input method."""
        self._env = os.environ | {
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "QT_IM_MODULE": "none",
            "PYTHONPATH": str(project),
            **(surroundings or {}),
        }
        program = project / "tests" / "journeys" / "wedge_desk.py"
        self._process = subprocess.Popen(
            [sys.executable, str(program), mode],
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[list[object]] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.heard: list[list[object]] = []
        self._title = f"wedge desk {mode}"
        self.go_to(self._title)

    def go_to(self, title: str) -> None:
        """Give the focus to the window `title`; a bare X display has nobody else who does."""
        window = self.xdotool("search", "--sync", "--onlyvisible", "--name", title).split()[0]
        self.xdotool("windowfocus", window)
        self.wait_for(["window", title])

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))

    def xdotool(self, *arguments: str) -> str:
        run = subprocess.run(
            ["xdotool", *arguments],
            env=self._env,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=True,
        )
        return run.stdout

    def order(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()

    def focus(self, name: str) -> None:
        self.order(name)
        self.wait_for(["ready", name])
        self.heard.clear()

    def next_event(self) -> list[object]:
        """The next thing heard."""
        return self._lines.get(timeout=PATIENCE_S)

    def wait_for(self, event: list[object]) -> None:
        """Read until `event` is heard."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                heard = self._lines.get(timeout=max(0.01, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"{event} did not come; heard {self.heard}") from None
            self.heard.append(heard)
            if heard[: len(event)] == event:
                return

    def type(self, text: str, delay_ms: int = 0) -> None:
        self.xdotool("type", "--delay", str(delay_ms), text)

    def scan(self, text: str) -> None:
        self.type(text + "\r")

    def codes(self) -> list[object]:
        return [event[1] for event in self.heard if event[0] == "code"]

    def others(self) -> list[list[object]]:
        """All that happened besides codes."""
        return [event for event in self.heard if event[0] not in {"code", "ready", "window"}]

    def settle(self) -> None:
        """Wait until the window has dealt with what was typed: move the focus and wait for that, too."""
        self.order("page")
        self.wait_for(["ready", "page"])

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=PATIENCE_S)
        self._reader.join(PATIENCE_S)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def settle_in(self) -> None:
        """Start from the page, with the quiet time after typing over."""
        self.focus("page")
        self.scan(MARK)
        while self.next_event()[0] != "code":
            self.scan(MARK)
        self.heard.clear()
