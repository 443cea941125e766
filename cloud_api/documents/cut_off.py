"""The rows of all documents, written in the transaction that freezes a cycle; what they say follows later."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from cloud_api.documents.numbering import next_number
from cloud_api.storage.gift_boxes import into_parts, read_recipes
from cloud_api.storage.hooks import Enqueue, Job
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.key_lists import among
from cloud_api.storage.many_rows import insert_rows
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.documents import documents, purchase_lines
from cloud_api.storage.tables.orders import LIVE, order_lines
from cloud_api.storage.tables.waves import waves
from cloud_api.wire.documents import WITHOUT_SUPPLIER, DocumentKind

_OF_A_POINT = (DocumentKind.PICK_SHEET, DocumentKind.DELIVERY_SHEET)


def write_documents(enqueue: Enqueue, connection: Connection, cycle_id: UUID, now: datetime) -> None:
    """A purchase order for each supplier, a pick sheet and a delivery sheet for each wave of a frozen cycle.

    Quantities to buy are fixed here; a job writes the rest. Only the caller who froze the cycle may call it.
    """
    bought = _bought(connection, cycle_id)
    of_points = connection.execute(
        select(waves).where(waves.c.cycle_id == cycle_id).order_by(waves.c.number)
    ).all()
    if not bought and not of_points:
        return
    numbers = count(next_number(connection))
    made = {"cycle_id": cycle_id, "revision": 0, "made_at": now}
    orders = [
        {**made, **_purchase_order(supplier, lines), "number": next(numbers)}
        for supplier, lines in bought.items()
    ]
    sheets = [
        {**made, **_sheet(kind, wave), "number": next(numbers)} for kind in _OF_A_POINT for wave in of_points
    ]
    insert_rows(connection, documents, [*orders, *sheets])
    insert_rows(connection, purchase_lines, list(_purchase_lines(orders, bought)))
    enqueue(connection, Job.FILL_DOCUMENTS, str(cycle_id))


class _Bought(NamedTuple):
    """Pieces of a product that are to come from its supplier."""

    sku: str
    quantity: int
    cost_fen: int


def _bought(connection: Connection, cycle_id: UUID) -> dict[str, list[_Bought]]:
    """Pieces of each product, by supplier code; of a gift box its components."""
    counted = (
        select(order_lines.c.sku, func.sum(order_lines.c.quantity))
        .where(order_lines.c.cycle_id == cycle_id, LIVE)
        .group_by(order_lines.c.sku)
    )
    ordered = {sku: int(quantity) for sku, quantity in connection.execute(counted)}
    wanted = into_parts(read_recipes(connection), ordered)
    query = select(products.c.sku, products.c.supplier, products.c.cost_fen)
    of_supplier: defaultdict[str, list[_Bought]] = defaultdict(list)
    for row in connection.execute(query.where(among(connection, products.c.sku, sorted(wanted)))):
        bought = _Bought(row.sku, wanted[row.sku], row.cost_fen)
        of_supplier[row.supplier or WITHOUT_SUPPLIER].append(bought)
    return dict(sorted(of_supplier.items()))


def _purchase_order(supplier: str, lines: list[_Bought]) -> dict[str, Any]:
    return {
        "id": new_uuid(),
        "kind": DocumentKind.PURCHASE_ORDER,
        "recipient": supplier,
        "orders": 0,
        "lines": len(lines),
        "pieces": sum(line.quantity for line in lines),
    }


def _sheet(kind: DocumentKind, wave: Row[Any]) -> dict[str, Any]:
    return {
        "id": new_uuid(),
        "kind": kind,
        "recipient": wave.pickup_point,
        "orders": wave.orders,
        "lines": wave.lines,
        "pieces": wave.pieces,
    }


def _purchase_lines(
    orders: list[dict[str, Any]], bought: dict[str, list[_Bought]]
) -> Iterator[dict[str, Any]]:
    for order in orders:
        for line in bought[order["recipient"]]:
            yield {
                "document_id": order["id"],
                "sku": line.sku,
                "quantity": line.quantity,
                "cost_fen": line.cost_fen,
            }
