"""What this PC sees, as devices a person can pick from."""

from collections.abc import Callable
from dataclasses import dataclass

from hardware.finding import SerialPort, print_queues, serial_ports, usb_printers
from station.devices.model.device import DeviceKind, FoundDevice
from station.devices.model.ways import FieldName, Way

QUEUE_WAYS = {True: Way.SPOOLER, False: Way.CUPS}
"""By whether this is Windows."""


@dataclass(frozen=True)
class Sight:
    """Where to look; each answers within seconds, with nothing where there is nothing."""

    ports: Callable[[], tuple[SerialPort, ...]] = serial_ports
    queues: Callable[[], tuple[str, ...]] = print_queues
    usb_printers: Callable[[], tuple[str, ...]] = usb_printers


def found_devices(
    kind: DeviceKind, *, on_windows: bool, sight: Sight | None = None
) -> tuple[FoundDevice, ...]:
    """What may be a device of this kind, the likeliest first."""
    sight = sight or Sight()
    match kind:
        case DeviceKind.DOCUMENT_PRINTER:
            return tuple(_queue(Way.SYSTEM, name) for name in sight.queues())
        case DeviceKind.SCANNER:
            return tuple(_usb_port(port) if port.usb_id else _port(port) for port in sight.ports())
        case DeviceKind.SCALE:
            return tuple(_port(port) for port in sight.ports())
        case DeviceKind.LABEL_PRINTER | DeviceKind.RECEIPT_PRINTER:
            queues = (_queue(QUEUE_WAYS[on_windows], name) for name in sight.queues())
            usb = (FoundDevice(Way.USB, ((FieldName.PATH, path),), path) for path in sight.usb_printers())
            ports = (_port(port) for port in sight.ports())
            return (*queues, *usb, *ports)


def _queue(way: Way, name: str) -> FoundDevice:
    return FoundDevice(way, ((FieldName.QUEUE, name),), name)


def _usb_port(port: SerialPort) -> FoundDevice:
    """Known by vendor and product: Windows renumbers its ports at each socket."""
    return FoundDevice(
        Way.USB_ID, ((FieldName.USB_ID, port.usb_id),), port.device, _said(port.usb_id, port.description)
    )


def _port(port: SerialPort) -> FoundDevice:
    return FoundDevice(
        Way.SERIAL, ((FieldName.SERIAL_PORT, port.device),), port.device, _said(port.usb_id, port.description)
    )


def _said(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
