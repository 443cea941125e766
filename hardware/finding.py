"""What this PC sees by itself: serial ports and print queues, so that nobody has to know their names."""

import importlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from serial.tools.list_ports import comports

_ASK_TIMEOUT_S = 5.0
USB_PRINTERS = Path("/dev/usb")


@dataclass(frozen=True)
class SerialPort:
    """A serial port in the system's list. Ports of pseudo terminals never stand there.

    `usb_id` is vendor and product, and the serial number where the device has one ("0C2E:0901:S1"); empty
    for ports that are not USB.
    """

    device: str
    usb_id: str
    description: str


class ListedPort(Protocol):
    """What is used of a port as pyserial lists it."""

    @property
    def device(self) -> str: ...

    @property
    def vid(self) -> int | None: ...

    @property
    def pid(self) -> int | None: ...

    @property
    def serial_number(self) -> str | None: ...

    @property
    def description(self) -> str | None: ...


def serial_ports(list_ports: Callable[[], Iterable[ListedPort]] = comports) -> tuple[SerialPort, ...]:
    """Every serial port, by name."""
    return tuple(sorted((_port(port) for port in list_ports()), key=lambda port: port.device))


def _port(port: ListedPort) -> SerialPort:
    usb_id = ""
    if port.vid is not None and port.pid is not None:
        usb_id = ":".join(filter(None, (f"{port.vid:04X}", f"{port.pid:04X}", port.serial_number)))
    description = port.description or ""
    return SerialPort(port.device, usb_id, "" if description == "n/a" else description)


def print_queues() -> tuple[str, ...]:
    """The names of this PC's print queues; none where the system has no printing."""
    return _windows_queues() if os.name == "nt" else cups_queues()


def cups_queues(timeout_s: float = _ASK_TIMEOUT_S) -> tuple[str, ...]:
    """The queues CUPS knows, by `lpstat -e`; none where it is missing, silent or refuses."""
    command = shutil.which("lpstat")
    if command is None:
        return ()
    try:
        run = subprocess.run(  # noqa: S603 - no shell, and nothing of a person's in it
            [command, "-e"], capture_output=True, timeout=timeout_s, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(line.strip() for line in run.stdout.decode("utf-8", "replace").splitlines() if line.strip())


def _windows_queues() -> tuple[str, ...]:
    # Only Windows has it, and only there is it installed.
    spooler = importlib.import_module("win32print")
    flags = spooler.PRINTER_ENUM_LOCAL | spooler.PRINTER_ENUM_CONNECTIONS
    try:
        return tuple(str(entry[2]) for entry in spooler.EnumPrinters(flags, None, 1))
    except spooler.error:
        return ()


def usb_printers(folder: Path = USB_PRINTERS) -> tuple[str, ...]:
    """Printers at USB sockets that have no queue, as Linux names them."""
    return tuple(str(path) for path in sorted(folder.glob("lp*")))
