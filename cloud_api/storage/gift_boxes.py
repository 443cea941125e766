"""Gift boxes 礼盒: what goes into one, and how many a night wants and has, as packing desks are told."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Select, String, case, cast, func, select

from cloud_api.storage.changes import NewChange
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.floor import gift_boxes
from cloud_api.storage.tables.orders import LIVE, cycles, order_lines
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.gift_boxes import GiftBoxJob

Recipes = Mapping[str, Mapping[str, int]]
"""Pieces of each component in one gift box, by the SKU of the box."""
_NO_COMPONENTS = "[]"


def read_recipes(connection: Connection) -> Recipes:
    """Of all products the warehouse packs itself, in use or not."""
    has_some = cast(products.c.components, String) != _NO_COMPONENTS
    rows = connection.execute(select(products.c.sku, products.c.components).where(has_some))
    return {row.sku: {part["sku"]: part["quantity"] for part in row.components} for row in rows}


def into_parts(recipes: Recipes, pieces: Mapping[str, int]) -> Counter[str]:
    """What has to be bought for these pieces by SKU: components instead of gift boxes."""
    bought: Counter[str] = Counter()
    for sku, quantity in pieces.items():
        for part, each in recipes.get(sku, {sku: 1}).items():
            bought[part] += each * quantity
    return bought


class BoxesWanted(NamedTuple):
    """What gift boxes of one kind, ordered in a cycle and not cancelled, take of a component."""

    sku: str
    boxes: int
    pieces: int


def boxes_with(connection: Connection, cycle_id: UUID, component: str) -> list[BoxesWanted]:
    """Ordered gift boxes that hold a product."""
    each = {box: parts[component] for box, parts in read_recipes(connection).items() if component in parts}
    query = (
        select(order_lines.c.sku, func.sum(order_lines.c.quantity))
        .where(order_lines.c.cycle_id == cycle_id, order_lines.c.sku.in_(sorted(each)), LIVE)
        .group_by(order_lines.c.sku)
        .order_by(order_lines.c.sku)
    )
    return [BoxesWanted(sku, boxes, boxes * each[sku]) for sku, boxes in _pairs(connection, query)]


def gift_job_news(
    connection: Connection, cycle_id: UUID, skus: Collection[str] | None = None
) -> Sequence[NewChange]:
    """A change GIFT_BOX for each gift box a frozen cycle wants or has; of `skus` alone where they are named.

    One that is wanted no more is told with 0, so that nobody packs it.
    """
    some = sorted(read_recipes(connection) if skus is None else skus)
    cycle = connection.execute(select(cycles).where(cycles.c.id == cycle_id)).first()
    if not some or cycle is None or cycle.frozen_at is None:
        return []
    # Lines that do not live any more are read too: what was wanted once is told until it is 0.
    pieces = func.sum(case((order_lines.c.live, order_lines.c.quantity), else_=0))
    ordered = select(order_lines.c.sku, pieces).where(
        order_lines.c.cycle_id == cycle_id, order_lines.c.sku.in_(some)
    )
    wanted = dict(_pairs(connection, ordered.group_by(order_lines.c.sku)))
    packed = select(gift_boxes.c.sku, func.count()).where(
        gift_boxes.c.cycle_id == cycle_id, gift_boxes.c.undone_at.is_(None)
    )
    made = dict(_pairs(connection, packed.group_by(gift_boxes.c.sku)))
    return [
        NewChange(
            ChangeKind.GIFT_BOX,
            GiftBoxJob(
                warehouse=cycle.warehouse,
                cycle_id=cycle_id,
                cycle_name=cycle.name,
                sku=sku,
                wanted=wanted.get(sku, 0),
                made=made.get(sku, 0),
            ).model_dump(mode="json"),
            cycle.warehouse,
        )
        for sku in some
        if sku in wanted or sku in made
    ]


def _pairs(connection: Connection, query: Select[Any]) -> Iterator[tuple[str, int]]:
    return ((sku, int(number)) for sku, number in connection.execute(query))
