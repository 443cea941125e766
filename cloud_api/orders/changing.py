"""Decides whether an accepted order may change, by how far its goods have come; needs no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from uuid import UUID

from cloud_api.storage.amendments import AmendmentBody, AmendmentKind, OrderSide
from cloud_api.wire.amendments import AmendmentWish, WantedAmendment
from cloud_api.wire.orders import OrderLine


@dataclass(frozen=True)
class StandingWave:
    """How far the wave of a pickup point has come."""

    id: UUID
    number: int
    started: bool
    """A desk has it, or its crates have labels."""
    packed: bool
    lease_id: UUID | None = None
    """On which its desk holds it."""
    whole_id: UUID | None = None
    """Of which divided wave it is a part."""

    @property
    def part_id(self) -> UUID | None:
        """What an order of it has to name: the part; None for a wave nobody divided."""
        return None if self.whole_id is None else self.id


@dataclass(frozen=True)
class PointFound:
    """What is known of a pickup point an order shall move to."""

    warehouse: str
    active: bool


@dataclass(frozen=True)
class StandingOrder:
    """An accepted order as it is at this moment of a batch."""

    id: UUID
    order_no: str
    cycle_id: UUID
    warehouse: str
    frozen: bool
    """Its cycle is cut off."""
    pickup_point: str
    address: str
    cancelled_at: datetime | None
    lines: Mapping[str, int]
    """Live pieces by SKU; none of a cancelled order."""
    cancelled_lines: Mapping[str, int] = field(default_factory=dict)
    """What was live when it was cancelled: it comes back with a resumption."""
    cancelled_under: UUID | None = None
    """The lease its wave was out on: that desk's plan still has the order."""
    part_id: UUID | None = None
    """The part of a divided wave it is picked with."""

    def side(self) -> OrderSide:
        """The order as a paper shows it."""
        lines = tuple(OrderLine(sku=sku, quantity=quantity) for sku, quantity in sorted(self.lines.items()))
        return OrderSide(pickup_point=self.pickup_point, address=self.address, lines=lines)


class Same(Enum):
    """An order that is already as it is asked to be."""

    SAME = auto()


@dataclass(frozen=True)
class Change:
    """A change that may be made."""

    kind: AmendmentKind
    before: StandingOrder
    after: StandingOrder
    in_crates: bool = False

    def body(self) -> AmendmentBody:
        """What the slip says."""
        return AmendmentBody(
            order_no=self.before.order_no,
            before=self.before.side(),
            after=self.after.side(),
            in_crates=self.in_crates,
        )


@dataclass(frozen=True)
class Surroundings:
    """Waves by cycle and pickup point, pickup points by code, and the present moment.

    Of a divided wave `waves` has the part a new order joins; `parts` has all of them by their ids.
    """

    waves: Mapping[tuple[UUID, str], StandingWave]
    points: Mapping[str, PointFound]
    now: datetime
    parts: Mapping[UUID, StandingWave] = field(default_factory=dict)

    def wave(self, order: StandingOrder) -> StandingWave | None:
        """What an order is picked with; None before the cut-off."""
        if order.part_id is not None:
            return self.parts[order.part_id]
        return self.wave_at(order, order.pickup_point)

    def wave_at(self, order: StandingOrder, pickup_point: str) -> StandingWave | None:
        """What an order would be picked with at a point of its cycle; None before the cut-off."""
        return self.waves.get((order.cycle_id, pickup_point)) if order.frozen else None


def decide(order: StandingOrder, wanted: WantedAmendment, around: Surroundings) -> Change | Same | str:
    """The change that is to be made, SAME where nothing is left to do, or why it is refused."""
    if wanted.kind is AmendmentWish.CANCELLATION:
        return _cancel(order, around)
    if wanted.kind is AmendmentWish.RESUMPTION:
        return _resume(order, around)
    if wanted.kind is AmendmentWish.ADDRESS:
        return _readdress(order, wanted.address or "", around)
    return _move(order, wanted.pickup_point or "", around)


def _cancel(order: StandingOrder, around: Surroundings) -> Change | Same | str:
    if order.cancelled_at is not None:
        return Same.SAME
    wave = around.wave(order)
    if wave is not None and wave.packed:
        return _packed(order, wave)
    after = replace(
        order,
        cancelled_at=around.now,
        cancelled_under=None if wave is None else wave.lease_id,
        lines={},
        cancelled_lines=order.lines,
    )
    return Change(AmendmentKind.CANCELLED, order, after, in_crates=wave is not None and wave.started)


def _resume(order: StandingOrder, around: Surroundings) -> Change | Same | str:
    if order.cancelled_at is None:
        return Same.SAME
    wave = around.wave(order)
    reason = _not_open(order, wave)
    if reason is not None:
        return reason
    after = replace(
        order,
        cancelled_at=None,
        cancelled_under=None,
        lines=order.cancelled_lines,
        cancelled_lines={},
        part_id=None if wave is None else wave.part_id,
    )
    return Change(AmendmentKind.RESUMED, order, after)


def _move(order: StandingOrder, pickup_point: str, around: Surroundings) -> Change | Same | str:
    if pickup_point == order.pickup_point:
        return Same.SAME
    joined = around.wave_at(order, pickup_point)
    reason = (
        _cancelled(order)
        or _point_fault(order, pickup_point, around.points.get(pickup_point))
        or _not_open(order, around.wave(order))
        or _not_open(order, joined)
    )
    if reason is not None:
        return reason
    part_id = None if joined is None else joined.part_id
    return Change(AmendmentKind.MOVED, order, replace(order, pickup_point=pickup_point, part_id=part_id))


def _readdress(order: StandingOrder, address: str, around: Surroundings) -> Change | Same | str:
    if address == order.address:
        return Same.SAME
    wave = around.wave(order)
    reason = _cancelled(order)
    if reason is None and wave is not None and wave.packed:
        reason = _packed(order, wave)
    if reason is not None:
        return reason
    return Change(AmendmentKind.ADDRESS_CHANGED, order, replace(order, address=address))


def _not_open(order: StandingOrder, wave: StandingWave | None) -> str | None:
    """Why goods can neither come into a wave nor leave it any more."""
    if wave is None or not (wave.started or wave.packed):
        return None
    if wave.packed:
        return _packed(order, wave)
    return (
        f"A desk is picking wave {wave.number} already, so order {order.order_no} can neither join nor leave "
        "it. Send what is still wanted as a new order for the next cycle."
    )


def _packed(order: StandingOrder, wave: StandingWave) -> str:
    return (
        f"Wave {wave.number} is packed: order {order.order_no} stays as it is. "
        "Hand the goods back at the pickup point, or make a claim."
    )


def _cancelled(order: StandingOrder) -> str | None:
    if order.cancelled_at is None:
        return None
    return f"Order {order.order_no} is cancelled. Resume it first, then send the change again."


def _point_fault(order: StandingOrder, code: str, point: PointFound | None) -> str | None:
    if point is None:
        return (
            f"Pickup point {code} is not known. Send it with PUT /v1/catalogue, then send the change again."
        )
    if point.warehouse != order.warehouse:
        return (
            f"Pickup point {code} belongs to warehouse {point.warehouse}, order {order.order_no} to "
            f"{order.warehouse}. Cancel the order and send a new one."
        )
    if not point.active:
        return f"Pickup point {code} takes no orders now. Name another one."
    return None
