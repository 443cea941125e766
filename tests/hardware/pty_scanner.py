"""A serial scanner without hardware: a pseudo terminal with a name that stays."""

import os
from contextlib import suppress
from pathlib import Path


class PtyScanner:
    """A scanner at a serial port; ending the pair of terminals is the unplugging."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self._ends: list[int] = []
        self.plug()

    def plug(self) -> None:
        self._ends = list(os.openpty())
        self.link.symlink_to(os.ttyname(self._ends[1]))

    def unplug(self) -> None:
        with suppress(FileNotFoundError):
            self.link.unlink()
        for end in self._ends:
            os.close(end)
        self._ends = []

    def send(self, data: bytes) -> None:
        os.write(self._ends[0], data)
