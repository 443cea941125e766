"""Notes that a document was opened and confirmed; what happened first stays."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select, update

from cloud_api.deliveries.document import document_row
from cloud_api.deliveries.links import delivery_of, token_fits
from cloud_api.deliveries.rules import state_of
from cloud_api.storage.audit import Actor, note_act
from cloud_api.storage.tables.deliveries import deliveries, recipients
from cloud_api.storage.tables.documents import documents
from cloud_api.wire.deliveries import Confirmed


@dataclass(frozen=True)
class Opened:
    """A document as whoever holds its link sees it."""

    delivery: Row[Any]
    """Row of `deliveries`, with kind and recipient code of the recipient."""
    document: Row[Any]
    """Row of `documents` without its content, with `cycle`, `warehouse` and `time_zone`."""
    later: tuple[int, ...]
    """Numbers of revision slips made after this document for the same recipient."""


def read_opened(connection: Connection, link: str, now: datetime, lasts: timedelta) -> Opened | None:
    """What a link leads to, or None for one never made or one that has expired."""
    delivery_id = delivery_of(connection, link)
    if delivery_id is None:
        return None
    query = (
        select(
            deliveries,
            recipients.c.kind.label("recipient_kind"),
            recipients.c.recipient.label("recipient_code"),
        )
        .outerjoin(recipients, recipients.c.id == deliveries.c.recipient_id)
        .where(deliveries.c.id == delivery_id, deliveries.c.queued_at > now - lasts)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    document = document_row(connection, row.document_id)
    return Opened(row, document, _later(connection, document))


def note_opened(connection: Connection, delivery_id: UUID, now: datetime) -> None:
    """Somebody looked at the document; the first time stays."""
    first = deliveries.c.id == delivery_id, deliveries.c.opened_at.is_(None)
    connection.execute(update(deliveries).where(*first).values(opened_at=now))


def confirm(connection: Connection, delivery_id: UUID, name: str, now: datetime) -> Confirmed | None:
    """Somebody says they have the document; the first word stays. None for an unknown delivery."""
    note_opened(connection, delivery_id, now)
    first = deliveries.c.id == delivery_id, deliveries.c.confirmed_at.is_(None)
    said = connection.execute(update(deliveries).where(*first).values(confirmed_at=now, confirmed_by=name))
    row = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).first()
    if row is None:
        return None
    if said.rowcount:
        note_act(connection, Actor("link", name), "delivery-confirmed", str(delivery_id), now)
    return Confirmed(
        id=row.id, state=state_of(row), confirmed_at=row.confirmed_at, confirmed_by=row.confirmed_by
    )


def may_confirm(
    connection: Connection, delivery_id: UUID, token: str, now: datetime, lasts: timedelta
) -> bool:
    """Whether the token is of this delivery's link and still opens it."""
    query = select(deliveries.c.id).where(
        deliveries.c.id == delivery_id, deliveries.c.queued_at > now - lasts
    )
    return token_fits(connection, delivery_id, token) and connection.scalar(query) is not None


def _later(connection: Connection, document: Row[Any]) -> tuple[int, ...]:
    query = (
        select(documents.c.number)
        .where(
            documents.c.cycle_id == document.cycle_id,
            documents.c.kind == document.kind,
            documents.c.recipient == document.recipient,
            documents.c.revision > document.revision,
        )
        .order_by(documents.c.revision)
    )
    return tuple(connection.scalars(query))
