"""Devices that IT named in the settings file."""

from station.devices.model.device import DeviceKind, DeviceSpec
from station.kernel.settings import Settings


def fixed_devices(settings: Settings) -> tuple[DeviceSpec, ...]:
    """Every device of the settings, in the order of its kinds; "none" is no device."""
    named = [
        *((DeviceKind.SCANNER, address) for address in settings.scanners),
        (DeviceKind.LABEL_PRINTER, settings.label_printer),
        (DeviceKind.RECEIPT_PRINTER, settings.receipt_printer),
        (DeviceKind.DOCUMENT_PRINTER, settings.document_printer),
        *((DeviceKind.SCALE, address) for address in settings.scales),
    ]
    return tuple(
        DeviceSpec(None, kind, "", address.strip())
        for kind, address in named
        if address.strip() not in ("", "none")
    )
