"""Reads deliveries for people and programs: lists, one with all its tries, counts of a cycle."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, case, func, select

from cloud_api.deliveries.addresses import shown_url
from cloud_api.deliveries.links import link_path
from cloud_api.deliveries.rules import in_state, state_of
from cloud_api.storage.tables.deliveries import deliveries, delivery_attempts, recipients
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.orders import cycles
from cloud_api.wire.deliveries import (
    Attempt,
    Channel,
    DeliveredDocument,
    DeliveriesPage,
    Delivery,
    DeliveryCounts,
    DeliveryDetail,
    DeliveryState,
)


@dataclass(frozen=True)
class Wanted:
    """Which deliveries a list shows."""

    cycle_id: UUID | None = None
    state: DeliveryState | None = None
    channel: Channel | None = None
    recipient: str | None = None
    """Code of the supplier, pickup point or warehouse it goes to, or of the document's recipient."""
    recipient_id: UUID | None = None
    warehouse: str | None = None


def list_deliveries(
    connection: Connection, wanted: Wanted, after: UUID | None = None, limit: int = 100
) -> DeliveriesPage:
    """Deliveries, newest first."""
    query = _filtered(_query(), wanted).order_by(deliveries.c.id.desc()).limit(limit + 1)
    if after is not None:
        query = query.where(deliveries.c.id < after)
    rows = connection.execute(query).all()
    items = [_told(row) for row in rows[:limit]]
    return DeliveriesPage(items=items, next=str(items[-1].id) if len(rows) > limit else None)


def find_delivery(connection: Connection, delivery_id: UUID) -> Delivery | None:
    """One delivery, or None."""
    row = connection.execute(_query().where(deliveries.c.id == delivery_id)).first()
    return None if row is None else _told(row)


def read_delivery(connection: Connection, delivery_id: UUID, link_base: str) -> DeliveryDetail | None:
    """One delivery with each try and its link, or None."""
    delivery = find_delivery(connection, delivery_id)
    if delivery is None:
        return None
    query = (
        select(delivery_attempts)
        .where(delivery_attempts.c.delivery_id == delivery_id)
        .order_by(delivery_attempts.c.attempt)
    )
    tries = [Attempt.model_validate(dict(row._mapping)) for row in connection.execute(query)]
    link = link_base + link_path(connection, delivery_id)
    return DeliveryDetail(delivery=delivery, link=link, tries=tries)


def count_deliveries(connection: Connection, cycle_id: UUID) -> DeliveryCounts:
    """Deliveries of a cycle by state."""
    sums = [func.sum(case((in_state(state), 1), else_=0)).label(state.value) for state in DeliveryState]
    query = (
        select(*sums)
        .join(documents, documents.c.id == deliveries.c.document_id)
        .where(documents.c.cycle_id == cycle_id)
    )
    row = connection.execute(query).one()
    counted = {state.value: getattr(row, state.value) or 0 for state in DeliveryState}
    return DeliveryCounts(cycle_id=cycle_id, **counted)


def warehouse_of_delivery(connection: Connection, delivery_id: UUID) -> str | None:
    """The warehouse whose cycle a delivery is of, or None for an unknown one."""
    query = (
        select(cycles.c.warehouse)
        .join(documents, documents.c.cycle_id == cycles.c.id)
        .join(deliveries, deliveries.c.document_id == documents.c.id)
        .where(deliveries.c.id == delivery_id)
    )
    return connection.scalar(query)


def _query() -> Select[Any]:
    told = [
        documents.c[name].label(f"document_{name}") for name in DeliveredDocument.model_fields if name != "id"
    ]
    return (
        select(deliveries, *told, recipients.c.address)
        .join(documents, documents.c.id == deliveries.c.document_id)
        .outerjoin(recipients, recipients.c.id == deliveries.c.recipient_id)
    )


def _filtered(query: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.cycle_id is not None:
        query = query.where(documents.c.cycle_id == wanted.cycle_id)
    if wanted.state is not None:
        query = query.where(in_state(wanted.state))
    if wanted.channel is not None:
        query = query.where(deliveries.c.channel == wanted.channel)
    if wanted.recipient is not None:
        query = query.where(
            (recipients.c.recipient == wanted.recipient) | (documents.c.recipient == wanted.recipient)
        )
    if wanted.recipient_id is not None:
        query = query.where(deliveries.c.recipient_id == wanted.recipient_id)
    if wanted.warehouse is not None:
        of_warehouse = select(cycles.c.id).where(cycles.c.warehouse == wanted.warehouse)
        query = query.where(documents.c.cycle_id.in_(of_warehouse))
    return query


def _told(row: Row[Any]) -> Delivery:
    values = dict(row._mapping)
    document = {name: values[f"document_{name}"] for name in DeliveredDocument.model_fields if name != "id"}
    return Delivery.model_validate(
        {
            **values,
            "document": {**document, "id": row.document_id},
            "address": shown_url(row.address or ""),
            "state": state_of(row),
        }
    )
