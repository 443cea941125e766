"""What left the book without having been sold: damaged, expired, lost, or lacking when it was counted."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from cloud_api.stock.entries import Amount
from cloud_api.storage.tables.catalogue import products, warehouses
from cloud_api.storage.tables.floor import movements
from cloud_api.wire.catalogue import Goods
from cloud_api.wire.floor import LossLine, LossReport, MoveReason

LOST = (MoveReason.DAMAGE, MoveReason.EXPIRED, MoveReason.LOSS, MoveReason.COUNT)
LONGEST = timedelta(days=93)


class _Line(NamedTuple):
    day: date
    warehouse: str
    sku: str
    why: str


def list_losses(
    connection: Connection, warehouse: str | None, since: datetime, until: datetime, sku: str | None = None
) -> LossReport:
    """Losses by day, product and reason, between two moments.

    Only what leaves the book counts: damaged goods that are set apart in a bin are lost when they leave it.
    What a count found too much comes off.
    """
    query = (
        select(movements, warehouses.c.time_zone, products.c.name, products.c.cost_fen)
        .add_columns(products.c.goods, products.c.weight_g.label("each_g"))
        .join(warehouses, warehouses.c.code == movements.c.warehouse)
        .join(products, products.c.sku == movements.c.sku)
        .where(
            movements.c.why.in_([str(why) for why in LOST]),
            movements.c.happened_at >= since,
            movements.c.happened_at < until,
            movements.c.from_bin.is_(None) | movements.c.to_bin.is_(None),
        )
    )
    if warehouse is not None:
        query = query.where(movements.c.warehouse == warehouse)
    if sku is not None:
        query = query.where(movements.c.sku == sku)
    lost: defaultdict[_Line, Amount] = defaultdict(Amount)
    about: dict[str, Row[Any]] = {}
    for row in connection.execute(query):
        day = row.happened_at.astimezone(ZoneInfo(row.time_zone)).date()
        sign = 1 if row.to_bin is None else -1
        lost[_Line(day, row.warehouse, row.sku, row.why)].add(sign * row.quantity, sign * row.weight_g)
        about[row.sku] = row
    return _report(lost, about)


def _report(lost: dict[_Line, Amount], about: dict[str, Row[Any]]) -> LossReport:
    items = [
        LossLine(
            day=line.day,
            warehouse=line.warehouse,
            sku=line.sku,
            name=about[line.sku].name,
            why=MoveReason(line.why),
            quantity=amount.quantity,
            weight_g=amount.weight_g,
            cost_fen=_cost_fen(about[line.sku], amount),
        )
        for line, amount in sorted(lost.items())
        if amount != Amount()
    ]
    known = [item.cost_fen for item in items if item.cost_fen is not None]
    return LossReport(items=items, cost_fen=sum(known), without_cost=len(items) - len(known))


def _cost_fen(product: Row[Any], amount: Amount) -> int | None:
    """By the piece; goods sold by weight by the grams a piece is planned with, where grams are told."""
    if not product.cost_fen:
        return None
    if product.goods == Goods.WEIGHT and amount.weight_g and product.each_g:
        return round(int(product.cost_fen) * amount.weight_g / int(product.each_g))
    cost_fen: int = product.cost_fen
    return cost_fen * amount.quantity
