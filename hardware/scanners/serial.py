"""Scanners in serial mode: USB-COM, RS-232, Bluetooth SPP, or a serial server on the network."""

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from hardware.ports import RETRY_S, KeptPort, LineSettings
from hardware.protocols import DeviceStatus
from hardware.scanners.lines import CodeLines
from hardware.scanners.raw import RawScans

Came = TypeVar("Came", str, bytes)


class SerialScanner:
    """Reads one port on a thread of its own, whatever happens to its plug.

    A scanner that is plugged in but broken stays silent; nobody can tell that from one not in use.
    """

    def __init__(
        self,
        url: str,
        baud: int = 9600,
        *,
        name: str = "",
        find_port: Callable[[], str] | None = None,
        retry_s: Sequence[float] = RETRY_S,
    ) -> None:
        """`url` is a port such as COM9 or /dev/ttyACM0, or socket://host:port.

        `find_port` gives the port anew at each attempt, for a device that moves between ports; it raises
        DeviceLost. `retry_s` are the pauses between attempts, in seconds.
        """
        self.name = name or url
        self._lines, self._raw = CodeLines(), RawScans()
        self._on_raw: Callable[[bytes], None] = lambda _: None
        self._port = KeptPort(self.name, find_port or (lambda: url), LineSettings(baud), retry_s)

    def start(self, on_code: Callable[[str], None], on_status: Callable[[DeviceStatus], None]) -> None:
        """Begin to listen; READY or LOST is told once the port was tried, then each change once."""
        self._on_code = on_code
        self._port.start(self, on_status)

    def show_raw(self, on_scan: Callable[[bytes], None]) -> None:
        """Give the bytes of each scan, too."""
        self._on_raw = on_scan

    def stop(self) -> None:
        """Stop listening and free the port; returns when the thread has ended.

        That takes a tenth of a second; five at most while a network address is being tried.
        """
        self._port.stop()

    def opened(self) -> None:
        """What follows a lost connection is not the rest of an unfinished code."""
        self._lines.drop()
        self._raw.drop()

    def took(self, data: bytes) -> None:
        """Hand the codes over that these bytes complete, and the scan that their absence ends."""
        for code in self._lines.feed(data):
            self._hand_over(self._on_code, code)
        for scan in self._raw.feed(data):
            self._hand_over(self._on_raw, scan)

    def wants_to_say(self) -> bytes:
        """A scanner is only listened to."""
        return b""

    def _hand_over(self, take: Callable[[Came], None], came: Came) -> None:
        """Whatever goes wrong with one code, the scanner stays in use for the next."""
        try:
            take(came)
        except Exception:
            logging.getLogger(__name__).exception("A code of %s could not be dealt with.", self.name)
