"""A USB printer as the character device that Linux makes of it; on Windows such printers have a spooler."""

import contextlib
import errno
import os
import select
import time
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from hardware.errors import DeviceLost, DeviceStalled, Reason
from hardware.transports.answers import Answers

_CHUNK_BYTES = 8192
_LOOK_AGAIN_S = 0.02
"""usblp may say that it has bytes and then have none: a pause keeps that from spinning."""
_OPENED_FOR = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)

Answer = TypeVar("Answer")


class UsbTransport:
    """The way to a printer at /dev/usb/lp0 or wherever the system put it."""

    two_way = True

    def __init__(self, path: str, pause: Callable[[float], None] = time.sleep) -> None:
        self.name = f"usb:{path}"
        self._path, self._pause = path, pause

    def open(self) -> "UsbLink":
        """Open the device. Raises DeviceLost."""
        try:
            handle = os.open(self._path, os.O_RDWR | _OPENED_FOR)
            _forget_old_answers(handle)
            return UsbLink(self.name, handle, self._pause)
        except OSError as error:
            is_taken = isinstance(error, PermissionError | BlockingIOError) or error.errno == errno.EBUSY
            raise DeviceLost(self.name, Reason.PORT_TAKEN if is_taken else Reason.PORT_GONE) from error


class UsbLink:
    """An open character device."""

    def __init__(self, device: str, handle: int, pause: Callable[[float], None] = time.sleep) -> None:
        self.device = device
        self.bytes_sent = 0
        self._handle, self._pause = handle, pause
        self._answers = Answers(device, self._receive)

    def send(self, data: bytes, timeout_s: float) -> None:
        """As `Link.send`."""
        view = memoryview(data)
        while view:
            if not select.select([], [self._handle], [], timeout_s)[1]:
                raise DeviceStalled(self.device)
            try:
                count = os.write(self._handle, view[:_CHUNK_BYTES])
            except BlockingIOError:
                continue
            except OSError as error:
                raise DeviceLost(self.device, Reason.PORT_GONE) from error
            self.bytes_sent += count
            view = view[count:]

    def read(self, parse: Callable[[bytes], Answer | None], timeout_s: float) -> Answer:
        """As `Link.read`."""
        return self._answers.read(parse, timeout_s)

    def _receive(self, timeout_s: float) -> bytes:
        if not select.select([self._handle], [], [], timeout_s)[0]:
            return b""
        try:
            chunk = os.read(self._handle, _CHUNK_BYTES)
        except BlockingIOError:
            chunk = b""
        except OSError as error:
            raise DeviceLost(self.device, Reason.PORT_GONE) from error
        if not chunk:
            self._look_for_plug()
            self._pause(min(timeout_s, _LOOK_AGAIN_S))
        return chunk

    def _look_for_plug(self) -> None:
        """No bytes may mean that there are none, or that the device is gone. Raises DeviceLost."""
        poll = select.poll()
        poll.register(self._handle, 0)
        if any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(0)):
            raise DeviceLost(self.device, Reason.PORT_GONE)

    def close(self) -> None:
        """Close the device; what it was given it keeps."""
        with contextlib.suppress(OSError):
            os.close(self._handle)

    def __enter__(self) -> "UsbLink":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _forget_old_answers(handle: int) -> None:
    """What a printer said too late to an earlier job must not answer a question of this one."""
    with contextlib.suppress(BlockingIOError):
        while select.select([handle], [], [], 0)[0] and os.read(handle, _CHUNK_BYTES):
            pass
