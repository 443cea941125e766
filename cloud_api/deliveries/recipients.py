"""Keeps whom documents go to: added, changed, taken away, brought back to life, with secrets shown once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, insert, or_, select, update

from cloud_api.deliveries.addresses import AddressRefusedError, checked_email, checked_url, shown_url
from cloud_api.deliveries.claims import fail_waiting
from cloud_api.deliveries.names import all_names, known_name, name_of
from cloud_api.deliveries.webhooks import new_secret
from cloud_api.settings import Settings
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.deliveries import deliveries, recipients
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.deliveries import (
    MAY_GET,
    Channel,
    NewRecipient,
    Recipient,
    RecipientKind,
    RecipientsPage,
)
from cloud_api.wire.documents import DocumentKind

SECRETS_OVERLAP = timedelta(days=1)
"""How long the old secret still signs beside the new one."""
REPLAYED = timedelta(days=7)
"""How far back a revived recipient gets what it missed."""
_USUAL: Mapping[RecipientKind, tuple[DocumentKind, ...]] = {
    **MAY_GET,
    RecipientKind.WAREHOUSE: (DocumentKind.PICK_SHEET, DocumentKind.DELIVERY_SHEET),
}


class RecipientRefusedError(Exception):
    """The recipient does not fit; the message says what to change."""


class Kept(StrEnum):
    """What became of a recipient that was to be kept."""

    ADDED = "added"
    CHANGED = "changed"
    TWIN = "twin"
    """Another recipient is the same already."""


@dataclass(frozen=True)
class Change:
    """A recipient after it was to be kept, and the cycles that are to be sent to it again."""

    kept: Kept
    recipient_id: UUID
    cycles: tuple[UUID, ...] = ()


def add_recipient(connection: Connection, new: NewRecipient, settings: Settings, now: datetime) -> Change:
    """Add a recipient; one that is there already is changed to what is told.

    Raises RecipientRefusedError.
    """
    _one_at_a_time(connection)
    values = _values(connection, new, settings)
    row = _twin(connection, values)
    if row is not None:
        return Change(Kept.CHANGED, row.id, _write(connection, row, values, now))
    secret = new_secret() if new.channel is Channel.WEBHOOK else ""
    values |= {"id": new_uuid(), "secret": secret, "added_at": now}
    connection.execute(insert(recipients).values(**values))
    return Change(Kept.ADDED, values["id"])


def change_recipient(
    connection: Connection, row: Row[Any], new: NewRecipient, settings: Settings, now: datetime
) -> Change:
    """Replace what is told of a recipient. Raises RecipientRefusedError."""
    _one_at_a_time(connection)
    if (new.kind, new.recipient, new.channel) != (row.kind, row.recipient, row.channel):
        raise RecipientRefusedError(
            "Kind, code and channel of a recipient stay as they are. Add another recipient for others."
        )
    values = _values(connection, new, settings)
    twin = _twin(connection, values)
    if twin is not None and twin.id != row.id:
        return Change(Kept.TWIN, row.id)
    return Change(Kept.CHANGED, row.id, _write(connection, row, values, now))


def take_away(connection: Connection, recipient_id: UUID, now: datetime) -> None:
    """Send nothing there any more; the recipient is kept for the deliveries it had."""
    own = update(recipients).where(recipients.c.id == recipient_id)
    connection.execute(own.values(active=False))
    fail_waiting(connection, recipient_id, "the recipient was taken away", now)


def _write(
    connection: Connection, row: Row[Any], values: Mapping[str, Any], now: datetime
) -> tuple[UUID, ...]:
    """A new address is not dead, and what is not wanted any more is not sent."""
    own = update(recipients).where(recipients.c.id == row.id)
    connection.execute(own.values(**values))
    if not values["active"]:
        take_away(connection, row.id, now)
    elif values["address"] != row.address or not row.active:
        return revive(connection, row.id, now)
    return ()


def _one_at_a_time(connection: Connection) -> None:
    """Two people who add the same recipient at once must not both find it missing."""
    lock_exclusive(connection, Lock.CATALOGUE, "recipients")


def revive(connection: Connection, recipient_id: UUID, now: datetime) -> tuple[UUID, ...]:
    """Send to this recipient again, also what failed in the last seven days; answers the cycles of it."""
    own = update(recipients).where(recipients.c.id == recipient_id)
    connection.execute(own.values(failing_since=None, dead_at=None, dead_because=None))
    missed = (
        select(deliveries.c.id, documents.c.cycle_id)
        .join(documents, documents.c.id == deliveries.c.document_id)
        .where(
            deliveries.c.recipient_id == recipient_id,
            deliveries.c.failed_at.is_not(None),
            deliveries.c.queued_at > now - REPLAYED,
        )
        .order_by(deliveries.c.id)
        .with_for_update(of=deliveries)
    )
    rows = connection.execute(missed).all()
    for part in parts([row.id for row in rows]):
        again = {"failed_at": None, "tries": 0, "next_try_at": now}
        connection.execute(update(deliveries).where(deliveries.c.id.in_(part)).values(again))
    return tuple(sorted({row.cycle_id for row in rows}))


def rotate_secret(connection: Connection, row: Row[Any], now: datetime) -> tuple[str, datetime]:
    """A fresh secret, and until when the old one signs too."""
    fresh, until = new_secret(), now + SECRETS_OVERLAP
    values = {"secret": fresh, "old_secret": row.secret, "old_secret_until": until}
    connection.execute(update(recipients).where(recipients.c.id == row.id).values(values))
    return fresh, until


def find(connection: Connection, recipient_id: UUID, *, lock: bool = False) -> Row[Any] | None:
    """The row of a recipient, or None; `lock` keeps it for the rest of the transaction."""
    query = select(recipients).where(recipients.c.id == recipient_id)
    row: Row[Any] | None = connection.execute(
        query.with_for_update(key_share=True) if lock else query
    ).first()
    return row


def warehouse_of(connection: Connection, kind: str, code: str) -> str | None:
    """The warehouse a recipient belongs to; None: a supplier, of the whole company, or an unknown shop."""
    if kind == RecipientKind.PICKUP_POINT:
        return connection.scalar(select(pickup_points.c.warehouse).where(pickup_points.c.code == code))
    return code if kind == RecipientKind.WAREHOUSE else None


def list_recipients(
    connection: Connection, warehouse: str | None, after: UUID | None, limit: int, *, dead: bool | None = None
) -> RecipientsPage:
    """Recipients in the order they were added; of one warehouse with all suppliers, or of all."""
    query = select(recipients).order_by(recipients.c.id).limit(limit + 1)
    if after is not None:
        query = query.where(recipients.c.id > after)
    if dead is not None:
        query = query.where(recipients.c.dead_at.is_not(None) if dead else recipients.c.dead_at.is_(None))
    if warehouse is not None:
        query = query.where(_of_warehouse(warehouse))
    rows = connection.execute(query).all()
    names = all_names(connection)
    items = [told(row, names.get((row.kind, row.recipient), row.recipient)) for row in rows[:limit]]
    return RecipientsPage(items=items, next=str(items[-1].id) if len(rows) > limit else None)


def tell(connection: Connection, row: Row[Any], *, whole_address: bool = False) -> Recipient:
    """One recipient as it is shown; only alone, never in lists, with the query of its URL."""
    name = name_of(connection, RecipientKind(row.kind), row.recipient)
    shown = told(row, name)
    return shown.model_copy(update={"address": row.address}) if whole_address else shown


def told(row: Row[Any], name: str) -> Recipient:
    """A recipient as lists show it."""
    kinds = tuple(DocumentKind(kind) for kind in row.documents.split(","))
    values = {**row._mapping, "name": name, "documents": kinds, "address": shown_url(row.address)}
    return Recipient.model_validate(values)


def _of_warehouse(warehouse: str) -> Any:
    kind, code = recipients.c.kind, recipients.c.recipient
    points = select(pickup_points.c.code).where(pickup_points.c.warehouse == warehouse)
    return or_(
        kind == RecipientKind.SUPPLIER,
        (kind == RecipientKind.WAREHOUSE) & (code == warehouse),
        (kind == RecipientKind.PICKUP_POINT) & code.in_(points),
    )


def _twin(connection: Connection, values: Mapping[str, Any]) -> Row[Any] | None:
    same = [recipients.c[name] == values[name] for name in ("kind", "recipient", "channel", "address")]
    row: Row[Any] | None = connection.execute(
        select(recipients).where(*same).with_for_update(key_share=True)
    ).first()
    return row


def _values(connection: Connection, new: NewRecipient, settings: Settings) -> dict[str, Any]:
    kinds = _USUAL[new.kind] if new.documents is None else new.documents
    unfit = [kind.value for kind in kinds if kind not in MAY_GET[new.kind]]
    if unfit or not kinds:
        may = ", ".join(kind.value for kind in MAY_GET[new.kind])
        raise RecipientRefusedError(f"A {new.kind} may get {may}. Name one or more of them.")
    if known_name(connection, new.kind, new.recipient) is None:
        raise RecipientRefusedError(
            f"The catalogue has no {new.kind.replace('_', ' ')} with this code. Send the catalogue first."
        )
    return {
        "kind": new.kind.value,
        "recipient": new.recipient,
        "channel": new.channel.value,
        "address": _address(new, settings),
        "documents": ",".join(kind.value for kind in DocumentKind if kind in kinds),
        "active": new.active,
    }


def _address(new: NewRecipient, settings: Settings) -> str:
    try:
        if new.channel is Channel.EMAIL:
            return checked_email(new.address)
        if new.channel is Channel.WEBHOOK:
            return checked_url(new.address, settings)
    except AddressRefusedError as refusal:
        raise RecipientRefusedError(str(refusal)) from refusal
    if new.address:
        raise RecipientRefusedError("A recipient that downloads has no address. Leave it empty.")
    return ""
