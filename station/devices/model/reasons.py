"""Why a device is not used, where the fault is in what it was told to be."""

from enum import StrEnum

from station.kernel.messages import N_


class DeviceReason(StrEnum):
    """Reasons of the room's own, beside those of hardware."""

    BAD_ADDRESS = N_("The address of this device cannot be used. Change it.")
