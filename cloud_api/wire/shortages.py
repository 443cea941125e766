"""Shortages 缺货: a supplier delivers less than was ordered, and somebody has to go without."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Code, Exact, Message, Moment, Text

MAX_AVAILABLE = 10_000_000


class ShortageRule(StrEnum):
    """Who gets what there is."""

    PROPORTIONAL = "proportional"
    """Everybody the same part of what they ordered; odd pieces by largest remainder."""
    FIRST_COME = "first_come"
    """Who paid first is served first."""
    SMALL_ORDERS_FIRST = "small_orders_first"
    """Orders of few pieces are served first: most shoppers get all they ordered."""
    SUBSTITUTE = "substitute"
    """As first come; what is missing is replaced by another product, piece by piece, as far as that goes."""


class ShortageQuestion(Exact):
    """What came of a product for a cycle, and how it shall be shared."""

    sku: Code
    available: Annotated[int, Field(ge=0, le=MAX_AVAILABLE)]
    """Pieces that came and can be sold, for the whole cycle; those of waves being picked are among them."""
    rule: ShortageRule
    substitute_sku: Code | None = None
    """For the rule substitute: the product that stands in."""
    substitute_available: Annotated[int | None, Field(ge=0, le=MAX_AVAILABLE)] = None
    """For the rule substitute: pieces of it that nobody ordered."""


class ShortageOrder(ShortageQuestion):
    """Apply exactly what a preview showed."""

    preview_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    reason: Text = ""
    """What slips say: 供应商少送."""


class ShortageWithdrawal(Message):
    """Why a shortage is taken back."""

    reason: Text = ""
    """What slips say: 到货数录错了."""


class OrderShare(Message):
    """What one order gets."""

    order_no: str
    pickup_point: str
    ordered: int
    gets: int
    missing: int
    """Pieces neither delivered nor replaced."""
    substituted: int = 0


class PointShare(Message):
    """What the orders of one pickup point get."""

    pickup_point: str
    name: str
    wave: int
    being_picked: bool
    """A desk has this wave: it is left as it is, the desk declares what it lacks."""
    orders: int
    ordered: int
    gets: int
    missing: int
    substituted: int = 0


class ShortagePreview(Message):
    """What applying would do. Nothing is written."""

    cycle_id: UUID
    preview_hash: str
    """Send it back to apply exactly this."""
    ordered: int
    available: int
    being_picked: int
    """Pieces that desks are picking already; they come first, nobody can take them back."""
    shared: int
    """Pieces left for the waves no desk has."""
    desks_lack: int
    """Pieces that did not even come for the waves being picked; their desks will declare them short."""
    missing: int
    substituted: int
    missing_cost_fen: int
    """What the supplier is not to be paid for the pieces that did not come; 0 where no cost is known."""
    substitute_cost_fen: int
    points: list[PointShare]
    orders: list[OrderShare]
    """Orders that lose pieces, by their numbers; those of waves being picked are not among them."""
    next: str | None = None
    """Send it as `after` for the orders behind."""


class Shortage(Message):
    """A shortage that was applied."""

    id: UUID
    cycle_id: UUID
    sku: str
    rule: ShortageRule
    available: int
    substitute_sku: str | None = None
    substitute_available: int | None = None
    preview_hash: str
    orders: int
    """Orders that were changed."""
    missing: int
    substituted: int
    missing_cost_fen: int
    applied_at: Moment
    applied_by: str
    reason: str
    withdrawn_at: Moment | None = None
    """Since then it counts no more: its orders have again what it took away."""
    withdrawn_by: str | None = None


class ShortagePage(Message):
    """Shortages of a cycle, oldest first."""

    items: list[Shortage]
    next: str | None = None
