"""What the crate planner is asked and what it answers."""

from dataclasses import dataclass
from enum import StrEnum

from cloud_api.wire.base import Zone
from station.kernel.ids import OrderId, Sku


@dataclass(frozen=True)
class CrateLimits:
    """What one crate carries at the most; `max_orders` keeps a crate sortable for the shop (0: no limit)."""

    weight_g: int
    volume_ml: int
    max_orders: int = 0


@dataclass(frozen=True)
class ItemSize:
    """Size of one piece of a product, and the zone it travels in."""

    zone: Zone
    weight_g: int
    volume_ml: int


@dataclass(frozen=True)
class OrderToPack:
    """An order and its pieces: (sku, quantity), one entry a product."""

    order_id: OrderId
    lines: tuple[tuple[Sku, int], ...]


@dataclass(frozen=True)
class PackedLine:
    """Pieces of one product of one order, in the crate that holds this line."""

    order_id: OrderId
    sku: Sku
    quantity: int


@dataclass(frozen=True)
class CratePlanned:
    """One crate of a plan; weight and volume of what is meant for it."""

    zone: Zone
    lines: tuple[PackedLine, ...]
    weight_g: int
    volume_ml: int


class PlanMethod(StrEnum):
    """How good a plan is known to be."""

    OPTIMAL = "optimal"
    """No plan needs fewer crates: proved."""
    FEASIBLE = "feasible"
    """The solver ran out of time; its best plan."""
    FALLBACK = "fallback"
    """The fast rule alone."""


@dataclass(frozen=True)
class CratePlan:
    """Crates in the order they stand at the put-wall (by zone: ambient, chilled, frozen).

    `oversized` names products whose single piece alone breaks a limit; each such piece has its own crate.
    """

    crates: tuple[CratePlanned, ...]
    method: PlanMethod
    oversized: tuple[Sku, ...] = ()
