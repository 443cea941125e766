"""Who goes without: pure rules that share what came among those who ordered it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from cloud_api.wire.shortages import ShortageRule


@dataclass(frozen=True)
class Claim:
    """What one order wants of a product."""

    order_no: str
    paid_at: datetime
    wanted: int
    """Pieces, at least one."""
    order_pieces: int = 0
    """Pieces of all products of the order."""


Shares = dict[str, int]
"""Pieces by order number; every claim has one, perhaps of 0."""


def share(rule: ShortageRule, claims: Sequence[Claim], available: int) -> Shares:
    """Share out `available` pieces: nobody gets more than they want, and nothing stays that somebody wants.

    Whatever the rule leaves open goes by the time of payment, then by order number.
    """
    return _RULES[rule](sorted(claims, key=_turn), available)


def replace_missing(
    claims: Sequence[Claim], shares: Mapping[str, int], room: Mapping[str, int], available: int
) -> Shares:
    """Share out pieces of a product that stands in for what is missing, who paid first comes first.

    `room` is how many more pieces of it an order may hold.
    """
    given: Shares = {}
    for claim in sorted(claims, key=_turn):
        missing = claim.wanted - shares[claim.order_no]
        given[claim.order_no] = min(missing, room[claim.order_no], available)
        available -= given[claim.order_no]
    return given


def _turn(claim: Claim) -> tuple[datetime, str]:
    return claim.paid_at, claim.order_no


def _proportional(claims: Sequence[Claim], available: int) -> Shares:
    """The method of the largest remainder (Hamilton): within one piece of the exact part."""
    total = sum(claim.wanted for claim in claims)
    if available >= total:
        return {claim.order_no: claim.wanted for claim in claims}
    parts = {claim.order_no: divmod(claim.wanted * available, total) for claim in claims}
    shares = {order_no: whole for order_no, (whole, _) in parts.items()}
    left = available - sum(shares.values())
    # sorted() keeps the order of those with the same remainder: who paid first.
    for order_no in sorted(parts, key=lambda each: -parts[each][1])[:left]:
        shares[order_no] += 1
    return shares


def _one_after_another(claims: Sequence[Claim], available: int) -> Shares:
    shares: Shares = {}
    for claim in claims:
        shares[claim.order_no] = min(claim.wanted, available)
        available -= shares[claim.order_no]
    return shares


def _small_orders_first(claims: Sequence[Claim], available: int) -> Shares:
    return _one_after_another(sorted(claims, key=lambda claim: claim.order_pieces), available)


_RULES: Mapping[ShortageRule, Callable[[Sequence[Claim], int], Shares]] = MappingProxyType(
    {
        ShortageRule.PROPORTIONAL: _proportional,
        ShortageRule.FIRST_COME: _one_after_another,
        ShortageRule.SMALL_ORDERS_FIRST: _small_orders_first,
        ShortageRule.SUBSTITUTE: _one_after_another,
    }
)
