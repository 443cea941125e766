"""Changes of orders after the cut-off that no slip tells of yet, as each party sees them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from cloud_api.documents.papers_held import Party
from cloud_api.storage.amendments import AmendmentBody, OrderSide, amendment_body, points_concerned
from cloud_api.storage.gift_boxes import Recipes, into_parts
from cloud_api.storage.phones import masked_name, masked_phone
from cloud_api.storage.tables.orders import amendments, orders
from cloud_api.wire.documents import ChangedOrder, ChangedProduct, DocumentKind

Pieces = dict[str, tuple[int, int]]
"""Pieces before and after of each SKU where they differ."""


@dataclass(frozen=True)
class Change:
    """One amendment with its order."""

    row: Row[Any]
    body: AmendmentBody

    @property
    def id(self) -> UUID:
        """Of the amendment."""
        return self.row.id  # type: ignore[no-any-return]  # a column of a row

    @property
    def order_id(self) -> UUID:
        """Of the order that changed."""
        return self.row.order_id  # type: ignore[no-any-return]  # a column of a row

    @cached_property
    def points(self) -> set[str]:
        """Pickup points whose papers it makes wrong."""
        return points_concerned(self.body)

    def bought(self, recipes: Recipes) -> Pieces:
        """What is to be bought differently: nothing of an order that only moves."""
        sides = (_pieces(self.body.before), _pieces(self.body.after))
        return _differing(*(into_parts(recipes, side) for side in sides))

    @property
    def skus(self) -> set[str]:
        """All products it speaks of."""
        return {line.sku for side in (self.body.before, self.body.after) for line in side.lines}

    def pieces_at(self, point: str) -> Pieces:
        """What one pickup point gets differently."""
        before, after = (
            _pieces(side) if side.pickup_point == point else Counter[str]()
            for side in (self.body.before, self.body.after)
        )
        return _differing(before, after)

    def told_to(self, party: Party, products: Sequence[ChangedProduct]) -> ChangedOrder:
        """As a slip says it; a supplier learns nothing of customers."""
        before, after, row = self.body.before, self.body.after, self.row
        told: dict[str, Any] = {}
        if party.kind is not DocumentKind.PURCHASE_ORDER:
            moved = before.pickup_point != after.pickup_point
            changed_address = before.address != after.address
            told = {
                "customer": masked_name(row.customer),
                "phone": masked_phone(row.phone),
                "in_crates": self.body.in_crates,
                "moved_from": before.pickup_point if moved and party.code == after.pickup_point else "",
                "moved_to": after.pickup_point if moved and party.code == before.pickup_point else "",
                "address_before": before.address if changed_address else "",
                "address_after": after.address if changed_address else "",
            }
        return ChangedOrder(
            order_no=self.body.order_no,
            kind=row.kind,
            reason=row.reason,
            made_by=row.made_by,
            made_at=row.made_at,
            products=tuple(products),
            **told,
        )


def read_changes(connection: Connection, cycle_id: UUID) -> list[Change]:
    """Changes of a cycle without a slip, in the order they were made."""
    query = (
        select(amendments, orders.c.customer, orders.c.phone)
        .join(orders, orders.c.id == amendments.c.order_id)
        .where(amendments.c.cycle_id == cycle_id, amendments.c.slipped_at.is_(None))
        .order_by(amendments.c.made_at, amendments.c.id)
    )
    return [Change(row, amendment_body(row)) for row in connection.execute(query)]


def _pieces(side: OrderSide) -> Counter[str]:
    return Counter({line.sku: line.quantity for line in side.lines})


def _differing(before: Counter[str], after: Counter[str]) -> Pieces:
    return {sku: (before[sku], after[sku]) for sku in {**before, **after} if before[sku] != after[sku]}
