"""Raw jobs through CUPS, the print system of Linux and macOS."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from hardware.errors import DeviceLost, DeviceStalled, Reason
from hardware.transports.one_way import OneWayLink

_HAND_OVER_TIMEOUT_S = 30.0


class CupsTransport:
    """The way to a queue of CUPS. `-o raw` keeps filters from making pages of our bytes."""

    two_way = False

    def __init__(self, queue: str, timeout_s: float = _HAND_OVER_TIMEOUT_S) -> None:
        """`timeout_s` is what CUPS has to take a job."""
        self.name = f"cups:{queue}"
        self._queue, self._timeout_s = queue, timeout_s

    def open(self) -> OneWayLink:
        """See that the queue takes jobs. Raises DeviceLost."""
        run = _Run(self.name, self._timeout_s)
        try:
            run.do("lpstat", "-a", self._queue)
        except DeviceStalled as error:
            raise DeviceLost(self.name, Reason.NO_ANSWER) from error
        except _Refused as error:
            raise DeviceLost(self.name, Reason.NO_SUCH_QUEUE) from error
        return OneWayLink(self.name, _CupsJob(run, self._queue))


class _Refused(Exception):  # noqa: N818 - a state of the world, not a bug of ours
    """A program of CUPS said no."""


class _Run:
    """Runs the programs of CUPS."""

    def __init__(self, device: str, timeout_s: float) -> None:
        self.device = device
        self._timeout_s = timeout_s

    def do(self, program: str, *words: str, stdin: Sequence[bytes] = ()) -> None:
        """Raises DeviceLost where there is no CUPS, DeviceStalled where it hangs, _Refused."""
        command = shutil.which(program)
        if command is None:
            raise DeviceLost(self.device, Reason.NO_PRINT_SYSTEM)
        try:
            subprocess.run(  # noqa: S603 - no shell, and the words are options and the name of a queue
                [command, *words],
                input=b"".join(stdin),
                check=True,
                capture_output=True,
                timeout=self._timeout_s,
                env=os.environ | {"LC_ALL": "C"},
            )
        except subprocess.TimeoutExpired as error:
            raise DeviceStalled(self.device) from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise _Refused(program) from error


class _CupsJob:
    """A job for `lp`, handed over when it is whole."""

    def __init__(self, run: _Run, queue: str) -> None:
        self.bytes_sent = 0
        self._run, self._queue = run, queue
        self._parts: list[bytes] = []

    def write(self, data: bytes, timeout_s: float) -> None:
        self._parts.append(data)

    def finish(self) -> None:
        if not self._parts:
            return
        try:
            self._run.do("lp", "-d", self._queue, "-o", "raw", "-s", stdin=self._parts)
        except DeviceStalled:
            self.bytes_sent = sum(map(len, self._parts))
            raise
        except _Refused as error:
            raise DeviceLost(self._run.device, Reason.QUEUE_REFUSED) from error
        self.bytes_sent = sum(map(len, self._parts))

    def abandon(self) -> None:
        self._parts.clear()
