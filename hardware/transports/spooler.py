"""Raw jobs through the print spooler of Windows.

The order of the calls is that of Microsoft's "How To: Print Raw Data" and of pywin32's win32print.
"""

import importlib
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol, cast

from hardware.errors import DeviceLost, Reason
from hardware.transports.one_way import OneWayLink

_DOCUMENT = "label"
_LEVEL = 1


class Win32Print(Protocol):
    """What is used of pywin32's win32print; a handle is whatever OpenPrinter gives."""

    error: type[Exception]

    def OpenPrinter(self, name: str, /) -> Any: ...  # noqa: N802 - Windows names it

    def ClosePrinter(self, handle: Any, /) -> None: ...  # noqa: N802 - Windows names it

    def StartDocPrinter(  # noqa: N802 - Windows names it
        self, handle: Any, level: int, document: tuple[str, str | None, str], /
    ) -> int: ...

    def EndDocPrinter(self, handle: Any, /) -> None: ...  # noqa: N802 - Windows names it

    def AbortPrinter(self, handle: Any, /) -> None: ...  # noqa: N802 - Windows names it

    def StartPagePrinter(self, handle: Any, /) -> None: ...  # noqa: N802 - Windows names it

    def EndPagePrinter(self, handle: Any, /) -> None: ...  # noqa: N802 - Windows names it

    def WritePrinter(self, handle: Any, data: bytes, /) -> int: ...  # noqa: N802 - Windows names it


def windows_spooler() -> Win32Print | None:
    """pywin32's win32print; None where there is no Windows."""
    if sys.platform == "win32":
        return cast("Win32Print", importlib.import_module("win32print"))
    return None


class SpoolerTransport:
    """The way to a printer that is installed in Windows, however it is connected."""

    two_way = False

    def __init__(self, printer: str, load: Callable[[], Win32Print | None] = windows_spooler) -> None:
        """`printer` is the name Windows shows; `load` gives win32print, or None where there is none."""
        self.name = f"spooler:{printer}"
        self._printer, self._load = printer, load

    def open(self) -> OneWayLink:
        """Open the printer. Raises DeviceLost."""
        windows = self._load()
        if windows is None:
            raise DeviceLost(self.name, Reason.NO_PRINT_SYSTEM)
        try:
            handle = windows.OpenPrinter(self._printer)
        except windows.error as error:
            raise DeviceLost(self.name, Reason.NO_SUCH_QUEUE) from error
        return OneWayLink(self.name, _SpoolerJob(self.name, windows, handle))


class _SpoolerJob:
    """One document of the spooler, begun with its first bytes."""

    def __init__(self, device: str, windows: Win32Print, handle: Any) -> None:
        self.bytes_sent = 0
        self._device, self._windows, self._handle = device, windows, handle
        self._is_begun = False

    def write(self, data: bytes, timeout_s: float) -> None:
        windows, rest = self._windows, data
        try:
            if not self._is_begun:
                windows.StartDocPrinter(self._handle, _LEVEL, (_DOCUMENT, None, "RAW"))
                self._is_begun = True
                windows.StartPagePrinter(self._handle)
            while rest:
                count = windows.WritePrinter(self._handle, rest)
                if count <= 0:
                    raise DeviceLost(self._device, Reason.QUEUE_REFUSED)
                self.bytes_sent += count
                rest = rest[count:]
        except windows.error as error:
            raise DeviceLost(self._device, Reason.QUEUE_REFUSED) from error

    def finish(self) -> None:
        windows = self._windows
        try:
            if self._is_begun:
                windows.EndPagePrinter(self._handle)
                windows.EndDocPrinter(self._handle)
        except windows.error as error:
            raise DeviceLost(self._device, Reason.QUEUE_REFUSED) from error
        finally:
            self._close()

    def abandon(self) -> None:
        if self._is_begun:
            with suppress(self._windows.error):
                self._windows.AbortPrinter(self._handle)
        self._close()

    def _close(self) -> None:
        with suppress(self._windows.error):
            self._windows.ClosePrinter(self._handle)
