"""What the cloud tells a shop, applied here: in any order, as often as it likes, with the same end."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from cloud_api.wire.base import Zone
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.pickup import Collection, CollectionGone, Delivery, PickupOrder
from cloud_api.wire.routes import CrateMove, CrateMoved
from station.pickup.store import bags, crates, handovers
from station.storage import tables
from station.sync.inbox import Apply
from station.sync.shipments import keep_box
from station.sync.words import COLLECTED_TWICE


def keep_delivery(connection: Connection, body: dict[str, Any], at: datetime) -> None:
    """What comes in a cycle; what was received of it is kept. A van that left does not come back."""
    delivery = Delivery.model_validate(body)
    known = connection.execute(
        select(tables.delivery.c.body).where(tables.delivery.c.wave_id == delivery.wave_id)
    ).scalar()
    if known is not None and delivery.departed_at is None and json.loads(known)["departed_at"] is not None:
        return
    row = {
        "cycle_id": delivery.cycle_id,
        "state": delivery.state.value,
        "told_at": at,
        "body": delivery.model_dump_json(),
    }
    _put(connection, tables.delivery, {"wave_id": delivery.wave_id}, row)
    for crate in delivery.crates:
        values = {
            "wave_id": delivery.wave_id,
            "sscc": crate.sscc,
            "number": crate.number,
            "zone": crate.zone.value,
            "left_behind": crate.left_behind,
        }
        _put(connection, tables.delivery_crate, {"crate_id": crate.crate_id}, values)
    _forget_others(connection, delivery)


def keep_order(connection: Connection, body: dict[str, Any], at: datetime) -> None:
    """An order that waits here or will; what was collected of it may have been told before."""
    order = PickupOrder.model_validate(body)
    row = order.model_dump(
        include={
            "order_no",
            "wave_id",
            "customer",
            "phone",
            "phone_tail",
            "customer_mac",
            "code_mac",
            "qr_mac",
        }
    )
    row["missing"] = json.dumps([line.model_dump(mode="json") for line in order.missing], ensure_ascii=False)
    _put(connection, tables.pickup_order, {"order_id": order.order_id}, row)
    connection.execute(delete(tables.pickup_line).where(tables.pickup_line.c.order_id == order.order_id))
    lines = [{"order_id": order.order_id, **line.model_dump()} for line in order.lines]
    if lines:
        connection.execute(insert(tables.pickup_line), lines)
    bags.keep_bags(connection, order.order_id, order.parcels)
    handovers.refresh_done(connection, [order.order_id])
    _settle(connection, order.order_id, at)


def keep_crate_move(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """A crate was scanned off the van, or was not after all: in the order in which the cloud took it.

    What this station did itself comes back as a change; where it has done more to the crate since, only
    the last of that counts.
    """
    moved = CrateMoved.model_validate(body)
    if moved.move not in (CrateMove.RECEIVED, CrateMove.NOT_RECEIVED):
        return
    last = crates.own_move(connection, moved.crate_id)
    if moved.station_id == _own(connection) and last is not None and moved.at < last:
        return
    stub = {
        "crate_id": moved.crate_id,
        "wave_id": moved.wave_id,
        "sscc": moved.sscc,
        "number": 0,
        "zone": Zone.AMBIENT.value,
        "left_behind": False,
    }
    connection.execute(upsert(tables.delivery_crate).values(stub).on_conflict_do_nothing())
    if moved.move is CrateMove.RECEIVED:
        crates.set_received(connection, moved.crate_id, moved.at, moved.station_name)
    else:
        crates.set_not_received(connection, moved.crate_id)


def keep_collected(connection: Connection, body: dict[str, Any], at: datetime) -> None:
    """Goods went to a customer, here or at another desk."""
    collection = Collection.model_validate(body)
    handovers.add_collection(connection, collection)
    _settle(connection, collection.order_id, at)


def keep_collection_gone(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    """A handover was taken back, here or at another desk."""
    handovers.undo_collection(connection, CollectionGone.model_validate(body))


def keep_nothing(_connection: Connection, _body: dict[str, Any], _at: datetime) -> None:
    """The shop's key was changed: it is asked for, and kept in no table."""


APPLY: Mapping[ChangeKind, Apply] = {
    ChangeKind.DELIVERY: keep_delivery,
    ChangeKind.PICKUP_ORDER: keep_order,
    ChangeKind.CRATE_MOVED: keep_crate_move,
    ChangeKind.COLLECTED: keep_collected,
    ChangeKind.COLLECTION_UNDONE: keep_collection_gone,
    ChangeKind.SHOP_KEY: keep_nothing,
    ChangeKind.BOX: keep_box,
}
"""What a station of the role pickup applies."""


def collected_twice(connection: Connection, after: int) -> list[tuple[int, dict[str, Any]]]:
    """Notices of pieces given out twice that are newer than `after`: their numbers and bodies."""
    notice = tables.notice.c
    rows = connection.execute(
        select(notice.id, notice.body)
        .where(notice.kind == COLLECTED_TWICE, notice.id > after)
        .order_by(notice.id)
    )
    return [(row.id, json.loads(row.body)) for row in rows]


def _settle(connection: Connection, order_id: UUID, at: datetime) -> None:
    """Two desks that did not hear of each other gave out the same pieces: a person has to know."""
    ids = handovers.give_way(connection, order_id, _own(connection), at)
    for handover in handovers.handovers(connection, ids):
        others = [each.station for each in handovers.handovers_of(connection, order_id)]
        body = {
            "order_no": handover.order_no,
            "at": handover.at.isoformat(),
            "operator": handover.operator,
            "station": others[-1] if others else "",
        }
        row = {"at": at, "kind": COLLECTED_TWICE, "body": json.dumps(body, ensure_ascii=False)}
        connection.execute(insert(tables.notice), row)


def _own(connection: Connection) -> UUID:
    own: UUID = connection.execute(select(tables.station.c.id)).scalar_one()
    return own


def _forget_others(connection: Connection, delivery: Delivery) -> None:
    """Crates the delivery no longer names, unless they came."""
    crate = tables.delivery_crate.c
    named = [each.crate_id for each in delivery.crates]
    connection.execute(
        delete(tables.delivery_crate).where(
            crate.wave_id == delivery.wave_id, crate.crate_id.not_in(named), crate.received_at.is_(None)
        )
    )


def _put(connection: Connection, table: Table, key: dict[str, Any], values: dict[str, Any]) -> None:
    statement = upsert(table).values(key | values)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
