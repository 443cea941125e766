"""A device as a person knows it, and the seam to whoever really opens it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from hardware.labels import Label, LabelKind
from hardware.protocols import DeviceState, PrintReport, RasterLabel, Reading
from station.kernel.trouble import Trouble


class DeviceKind(StrEnum):
    """What a device is for."""

    SCANNER = "scanner"
    LABEL_PRINTER = "label_printer"
    RECEIPT_PRINTER = "receipt_printer"
    DOCUMENT_PRINTER = "document_printer"
    SCALE = "scale"


@dataclass(frozen=True)
class DeviceSpec:
    """A device of this PC: set up here (`id`), or named by IT in the settings file (None)."""

    id: UUID | None
    kind: DeviceKind
    name: str
    address: str

    @property
    def is_fixed(self) -> bool:
        """Whether only the settings file can change it."""
        return self.id is None


@dataclass(frozen=True)
class DeviceHealth:
    """How a device is: `seen_at` is its last sign of life, None when it never gave one."""

    spec: DeviceSpec
    state: DeviceState
    reason: str = ""
    seen_at: datetime | None = None


class Equipment(Protocol):
    """The devices really opened; every call may come from any thread and blocks as long as the device does.

    Implemented where drivers may be chosen; the room never sees a driver.
    """

    def check(self, kind: DeviceKind, address: str) -> Trouble | None:
        """Whether an address can be a device of this kind, and what is wrong with it where not."""
        ...

    def use(self, specs: tuple[DeviceSpec, ...], label_choices: dict[LabelKind, str]) -> None:
        """From now on these devices are used: opens new ones, closes what is gone, keeps the others."""
        ...

    def health(self) -> tuple[DeviceHealth, ...]:
        """How each device in use was when last heard of; asks nothing."""
        ...

    def look(self, spec: DeviceSpec) -> DeviceHealth:
        """Ask one device how it is, now."""
        ...

    def test_print(self, spec: DeviceSpec, title: str) -> PrintReport:
        """Print a test page of its kind on a printer."""
        ...

    def weigh(self, spec: DeviceSpec) -> Reading | None:
        """What a scale says at this moment."""
        ...

    def draw(self, label: Label, spec: DeviceSpec | None) -> RasterLabel:
        """A label as it would come out of this printer (None: on the standard paper of its kind)."""
        ...
