"""A device as a person knows it, and the seam to whoever really opens it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from hardware.drawing.brand import Brand
from hardware.labels import Label, LabelKind
from hardware.protocols import DeviceState, Media, PrintReport, RasterLabel, Reading, ScaleOrder
from station.devices.model.kinds import DeviceKind
from station.devices.model.scale_orders import OrderVerdict
from station.devices.model.ways import FieldName, Way
from station.kernel.trouble import Trouble

__all__ = ["Brand", "DeviceHealth", "DeviceKind", "DeviceSpec", "DrawnLabel", "Equipment", "FoundDevice"]


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
    """How a device is: `state` None is not asked yet, `seen_at` None that it never gave a sign of life."""

    spec: DeviceSpec
    state: DeviceState | None
    reason: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True)
class FoundDevice:
    """Something this PC sees and that may be a device: how it is reached, and what it says of itself."""

    way: Way
    values: tuple[tuple[FieldName, str], ...]
    title: str
    """Name of the port or queue, as the system gives it."""
    detail: str = ""
    """What it says it is, and its vendor and product."""


@dataclass(frozen=True)
class DrawnLabel:
    """A label as it comes out, and the paper it stands on."""

    raster: RasterLabel
    media: Media


class Equipment(Protocol):
    """The devices really opened; every call may come from any thread and blocks as long as the device does.

    Implemented where drivers may be chosen; the room never sees a driver.
    """

    def check(self, kind: DeviceKind, address: str) -> Trouble | None:
        """Whether an address can be a device of this kind, and what is wrong with it where not."""
        ...

    def found(self, kind: DeviceKind) -> tuple[FoundDevice, ...]:
        """What this PC sees that may be a device of this kind; may be empty."""
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

    def open_drawer(self, spec: DeviceSpec) -> PrintReport:
        """Kick the drawer of a receipt printer open."""
        ...

    def weigh(self, spec: DeviceSpec) -> Reading | None:
        """What a scale says at this moment."""
        ...

    def orders(self, spec: DeviceSpec) -> frozenset[ScaleOrder]:
        """What a scale can be told over its cable; asks nothing. None where it is not in use."""
        ...

    def order(self, spec: DeviceSpec, order: ScaleOrder) -> OrderVerdict:
        """Tell a scale, and wait some seconds until its weight shows that it obeyed."""
        ...

    def draw(self, label: Label, spec: DeviceSpec | None, brand: Brand) -> DrawnLabel:
        """A label as it would come out of this printer (None: on the standard paper of its kind).

        Raises Trouble that says why it cannot be printed there."""
        ...

    def use_brand(self, brand: Brand) -> None:
        """Every label drawn from now on bears it, also those that wait already."""
        ...
