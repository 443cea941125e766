"""A customer's goods: what was packed, what is here, what is gone, and so what can be handed over now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from cloud_api.wire.base import Zone
from cloud_api.wire.pickup import DeliveryState, MissingLine
from station.kernel.ids import OrderId, Sku, WaveId
from station.pickup.model.view import Arrival, LineKey

WALKING = (Zone.AMBIENT, Zone.CHILLED, Zone.FROZEN)
"""Frozen last: it thaws."""


@dataclass(frozen=True)
class DeliveryHead:
    """How the delivery of an order stands; state is None while the cloud told nothing of it."""

    wave_id: WaveId
    cycle: str = ""
    state: DeliveryState | None = None
    van: str = ""
    arrives_at: datetime | None = None
    departed_at: datetime | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True)
class PackedLine:
    """Pieces of one product of an order in one crate."""

    key: LineKey
    name: str
    spec: str
    zone: Zone
    quantity: int
    crate_number: int
    """0 while the cloud told nothing of the crate."""
    received: bool
    left_behind: bool


@dataclass(frozen=True)
class Portion:
    """So many pieces of a packed line."""

    line: PackedLine
    quantity: int


@dataclass(frozen=True)
class OrderGoods:
    """An order with what was collected of it."""

    id: OrderId
    order_no: str
    delivery: DeliveryHead
    lines: tuple[PackedLine, ...]
    missing: tuple[MissingLine, ...]
    collected: Mapping[Sku, int]

    def here(self) -> list[Portion]:
        """What can go now."""
        return [portion for portion in self._left() if portion.line.received]

    def absent(self) -> list[Portion]:
        """What was packed and has not come."""
        return [portion for portion in self._left() if not portion.line.received]

    def arrival(self) -> Arrival:
        """How much of what waits is here."""
        if not self.here():
            return Arrival.NOTHING
        return Arrival.PARTLY if self.absent() else Arrival.ALL

    def _left(self) -> Iterator[Portion]:
        """Packed and not collected; what was collected came out of the crates that are here."""
        lines = sorted(
            self.lines, key=lambda line: (line.key.sku, not line.received, *_walk(self.delivery, line))
        )
        for sku, of_product in groupby(lines, key=lambda line: line.key.sku):
            gone = self.collected.get(sku, 0)
            for line in of_product:
                taken = min(gone, line.quantity)
                gone -= taken
                if taken < line.quantity:
                    yield Portion(line, line.quantity - taken)


@dataclass(frozen=True)
class CustomerGoods:
    """All waiting orders of one customer, masked as the cloud told them."""

    key: str
    name: str
    phone: str
    tail: str
    orders: tuple[OrderGoods, ...]

    def here(self) -> dict[LineKey, int]:
        """Pieces that can go now, line by line, in walking order."""
        portions = [(order.delivery, portion) for order in self.orders for portion in order.here()]
        portions.sort(key=lambda each: _walk(each[0], each[1].line))
        return {portion.line.key: portion.quantity for _, portion in portions}

    def lines(self) -> dict[LineKey, tuple[OrderGoods, PackedLine]]:
        """Each packed line with its order."""
        return {line.key: (order, line) for order in self.orders for line in order.lines}


def pieces(portions: list[Portion]) -> int:
    """How many pieces the portions hold."""
    return sum(portion.quantity for portion in portions)


def _walk(delivery: DeliveryHead, line: PackedLine) -> tuple[int, str, int, str]:
    return WALKING.index(line.zone), str(delivery.wave_id), line.crate_number, str(line.key.crate_id)
