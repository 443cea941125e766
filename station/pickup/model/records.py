"""What lies in the database about deliveries and handovers, as values the rules and pictures read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cloud_api.wire.base import Zone
from station.kernel.ids import CollectionId, CrateId, OrderId, WaveId
from station.pickup.model.goods import DeliveryHead
from station.pickup.model.view import HandedLine


@dataclass(frozen=True)
class StoredCrate:
    """A crate of a delivery."""

    id: CrateId
    wave_id: WaveId
    sscc: str
    number: int
    zone: Zone
    left_behind: bool
    received_at: datetime | None
    received_by: str
    declared_missing_at: datetime | None


@dataclass(frozen=True)
class StoredDelivery:
    """A delivery with its crates by number."""

    head: DeliveryHead
    orders: int
    pieces: dict[CrateId, int]
    crates: tuple[StoredCrate, ...]

    def due(self) -> list[StoredCrate]:
        """Crates that come off the van, or came: not what it left behind."""
        return [crate for crate in self.crates if crate.received_at is not None or not crate.left_behind]

    def received(self) -> list[StoredCrate]:
        """Crates that are here."""
        return [crate for crate in self.crates if crate.received_at is not None]

    def missing(self) -> list[StoredCrate]:
        """Crates that should have come off the van and have not."""
        return [crate for crate in self.due() if crate.received_at is None]


@dataclass(frozen=True)
class StoredSurplus:
    """A crate that came and does not belong here."""

    id: UUID
    sscc: str
    pickup_point: str | None
    at: datetime


@dataclass(frozen=True)
class StoredHandover:
    """A collection with its lines by name."""

    id: CollectionId
    order_id: OrderId
    order_no: str
    customer_key: str
    at: datetime
    operator: str
    station: str
    undone: bool
    lines: tuple[HandedLine, ...]
