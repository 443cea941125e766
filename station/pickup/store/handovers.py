"""Collections as rows: written once, taken back with a reason, and whether an order is done by them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from cloud_api.wire.pickup import Collection, CollectionGone
from station.kernel.ids import CollectionId, OrderId, Sku
from station.pickup.model.records import StoredHandover
from station.pickup.model.view import HandedLine
from station.storage import tables

TOLD_GONE_ONLY = ""
"""Means of a collection whose undoing was told before itself."""


def add_collection(connection: Connection, body: Collection) -> bool:
    """Keep a handover; False when it is known and stands as it was.

    One that gave way to another desk's and is told by the cloud after all stands again.
    """
    row = _row(connection, body.collection_id)
    if row is None:
        connection.execute(insert(tables.collection), {"id": body.collection_id, **_values(body)})
        _add_lines(connection, body)
    elif row["means"] == TOLD_GONE_ONLY:
        _change(connection, body.collection_id, **_values(body))
        _add_lines(connection, body)
    elif gave_way(row):
        _change(connection, body.collection_id, undone_at=None)
    else:
        return False
    refresh_done(connection, [body.order_id])
    return True


def undo_collection(connection: Connection, body: CollectionGone) -> None:
    """Take a handover back; one that is not known yet will come as taken back."""
    row = _row(connection, body.collection_id)
    if row is None:
        unknown = {
            "id": body.collection_id,
            "order_id": body.order_id,
            "at": body.at,
            "means": TOLD_GONE_ONLY,
            "operator_name": "",
            "station_id": body.station_id,
            "station_name": body.station_name,
        }
        connection.execute(insert(tables.collection), unknown)
    if row is None or row["undone_reason"] is None:
        _change(connection, body.collection_id, undone_at=body.at, undone_reason=body.reason)
        refresh_done(connection, [body.order_id])


def give_way(connection: Connection, order_id: UUID, own: UUID, at: datetime) -> list[CollectionId]:
    """Where two desks gave out the same pieces, this station's handover gives way: the cloud refuses it.

    The cloud tells only what it took, and it takes no piece twice; so the one it did not take is ours.
    Returns what gave way.
    """
    gone: list[CollectionId] = []
    for row in reversed(_standing(connection, order_id)):
        too_many = _too_many(connection, order_id)
        if row["station_id"] == own and too_many & _skus(connection, row["id"]):
            _change(connection, row["id"], undone_at=at)
            gone.append(row["id"])
    if gone:
        refresh_done(connection, [order_id])
    return gone


def gave_way(row: RowMapping) -> bool:
    """Whether a handover was set aside for another desk's, not taken back by a person."""
    return row["undone_at"] is not None and row["undone_reason"] is None


def collected(connection: Connection, orders: Sequence[UUID]) -> dict[OrderId, dict[Sku, int]]:
    """Pieces handed over and not taken back, by order and product."""
    line, whole = tables.collection_line.c, tables.collection.c
    rows = connection.execute(
        select(whole.order_id, line.sku, func.sum(line.quantity))
        .join(tables.collection, whole.id == line.collection_id)
        .where(whole.order_id.in_(orders), whole.undone_at.is_(None))
        .group_by(whole.order_id, line.sku)
    )
    found: dict[OrderId, dict[Sku, int]] = {OrderId(order): {} for order in orders}
    for order_id, sku, quantity in rows:
        found[OrderId(order_id)][Sku(sku)] = int(quantity)
    return found


def refresh_done(connection: Connection, orders: Iterable[UUID]) -> None:
    """An order is done when everything packed of it was collected; so is one of which nothing was packed."""
    orders = list(orders)
    gone = collected(connection, orders)
    for order_id, packed in _packed(connection, orders).items():
        done = all(gone[OrderId(order_id)].get(sku, 0) >= quantity for sku, quantity in packed.items())
        connection.execute(
            update(tables.pickup_order).where(tables.pickup_order.c.order_id == order_id).values(done=done)
        )


def handovers(connection: Connection, ids: Sequence[UUID]) -> list[StoredHandover]:
    """These collections, oldest first."""
    where = tables.collection.c.id.in_(ids)
    return [_stored(connection, row) for row in _joined(connection, where)]


def handovers_of(connection: Connection, order_id: UUID) -> list[StoredHandover]:
    """The collections of an order that stand, oldest first."""
    where = (tables.collection.c.order_id == order_id) & tables.collection.c.undone_at.is_(None)
    return [_stored(connection, row) for row in _joined(connection, where)]


def collected_since(connection: Connection, since: datetime) -> int:
    """Orders of which something was collected since `since`, and not taken back."""
    whole = tables.collection.c
    counted = select(func.count(func.distinct(whole.order_id)))
    return connection.execute(counted.where(whole.at >= since, whole.undone_at.is_(None))).scalar_one()


def _joined(connection: Connection, where: object) -> Sequence[RowMapping]:
    order = tables.pickup_order
    asked = (
        select(tables.collection, order.c.order_no, order.c.customer_mac)
        .join(order, order.c.order_id == tables.collection.c.order_id)
        .where(where)  # type: ignore[arg-type]  # an expression of either caller
        .order_by(tables.collection.c.ordinal)
    )
    return connection.execute(asked).mappings().all()


def _stored(connection: Connection, row: RowMapping) -> StoredHandover:
    line, named = tables.collection_line.c, tables.pickup_line.c
    rows = connection.execute(
        select(line.sku, line.quantity, func.max(named.name), func.max(named.spec))
        .outerjoin(tables.pickup_line, (named.order_id == row["order_id"]) & (named.sku == line.sku))
        .where(line.collection_id == row["id"])
        .group_by(line.sku, line.quantity)
    )
    return StoredHandover(
        id=row["id"],
        order_id=row["order_id"],
        order_no=row["order_no"],
        customer_key=row["customer_mac"],
        at=row["at"],
        operator=row["operator_name"],
        station=row["station_name"],
        undone=row["undone_at"] is not None,
        lines=tuple(HandedLine(name or sku, spec or "", quantity) for sku, quantity, name, spec in rows),
    )


def _packed(connection: Connection, orders: Sequence[UUID]) -> Mapping[UUID, dict[Sku, int]]:
    order, line = tables.pickup_order.c, tables.pickup_line.c
    rows = connection.execute(
        select(order.order_id, line.sku, func.sum(line.quantity))
        .outerjoin(tables.pickup_line, line.order_id == order.order_id)
        .where(order.order_id.in_(orders))
        .group_by(order.order_id, line.sku)
    )
    packed: dict[UUID, dict[Sku, int]] = {}
    for order_id, sku, quantity in rows:
        of_order = packed.setdefault(order_id, {})
        if sku is not None:
            of_order[Sku(sku)] = int(quantity)
    return packed


def _too_many(connection: Connection, order_id: UUID) -> set[Sku]:
    packed = _packed(connection, [order_id]).get(order_id)
    if packed is None:
        return set()  # the order is not known yet; asked again when it is told
    gone = collected(connection, [order_id])[OrderId(order_id)]
    return {sku for sku, quantity in gone.items() if quantity > packed.get(sku, 0)}


def _standing(connection: Connection, order_id: UUID) -> Sequence[RowMapping]:
    where = (tables.collection.c.order_id == order_id) & tables.collection.c.undone_at.is_(None)
    asked = select(tables.collection).where(where).order_by(tables.collection.c.ordinal)
    return connection.execute(asked).mappings().all()


def _skus(connection: Connection, collection_id: UUID) -> set[Sku]:
    line = tables.collection_line.c
    rows = connection.execute(select(line.sku).where(line.collection_id == collection_id))
    return {Sku(sku) for sku in rows.scalars()}


def _row(connection: Connection, collection_id: UUID) -> RowMapping | None:
    asked = select(tables.collection).where(tables.collection.c.id == collection_id)
    return connection.execute(asked).mappings().first()


def _values(body: Collection) -> dict[str, object]:
    return {
        "order_id": body.order_id,
        "at": body.at,
        "means": body.means.value,
        "operator_name": body.operator_name,
        "station_id": body.station_id,
        "station_name": body.station_name,
    }


def _add_lines(connection: Connection, body: Collection) -> None:
    of = {"collection_id": body.collection_id}
    connection.execute(
        delete(tables.collection_line).where(tables.collection_line.c.collection_id == body.collection_id)
    )
    rows = [{**of, "sku": line.sku, "quantity": line.quantity} for line in body.lines]
    if rows:
        connection.execute(insert(tables.collection_line), rows)


def _change(connection: Connection, collection_id: UUID, **values: object) -> None:
    connection.execute(
        update(tables.collection).where(tables.collection.c.id == collection_id).values(**values)
    )
