"""Pieces of cancelled orders that a started wave still has: what simply stays out, what must come out."""

from dataclasses import dataclass

from station.kernel.ids import CrateId, OrderId, Sku


@dataclass(frozen=True)
class CancelledLine:
    """Pieces of a cancelled order that are still planned for a crate."""

    order_id: OrderId
    order_no: str
    crate_id: CrateId
    sku: Sku
    quantity: int


@dataclass(frozen=True)
class Leaving:
    """What of a cancelled line needs no hand."""

    dropped: int
    """Pieces the crate no longer wants; the others of the line lie in it."""
    short_back: int
    """Pieces declared short that nobody misses any more."""


def leaving_bag(planned: int, put: int, short: int, quantity: int, in_bag: int) -> Leaving:
    """As `leaving` where the order has a bag of its own: what lies in it comes out with the whole bag."""
    dropped = quantity - in_bag
    return Leaving(dropped, short - min(short, planned - dropped - put))


def leaving(planned: int, put: int, short: int, quantity: int) -> Leaving:
    """What a crate no longer wants of a product when `quantity` planned pieces of it are cancelled.

    Pieces are alike: those put count for the orders that stay, what nobody has put yet is dropped first.
    """
    stays = planned - quantity
    too_many = max(0, put - stays)
    kept_short = min(short, stays + too_many - put)
    return Leaving(quantity - too_many, short - kept_short)
