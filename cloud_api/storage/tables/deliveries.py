"""Tables of whom documents go to, how far each came, and every try."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from cloud_api.storage.metadata import UtcMoment, metadata

recipients = Table(
    "recipients",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("recipient", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("address", String(500), nullable=False),
    Column("documents", String(100), nullable=False),
    Column("secret", String(200), nullable=False),
    Column("old_secret", String(200)),
    Column("old_secret_until", UtcMoment),
    Column("active", Boolean, nullable=False),
    Column("added_at", UtcMoment, nullable=False),
    Column("failing_since", UtcMoment),
    Column("dead_at", UtcMoment),
    Column("dead_because", Text),
    UniqueConstraint("kind", "recipient", "channel", "address"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("recipient_id", ForeignKey("recipients.id"), index=True),
    Column("channel", String(16), nullable=False),
    Column("queued_at", UtcMoment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", UtcMoment),
    Column("leased_until", UtcMoment),
    Column("sent_at", UtcMoment),
    Column("opened_at", UtcMoment),
    Column("confirmed_at", UtcMoment),
    Column("confirmed_by", String(200)),
    Column("failed_at", UtcMoment),
    Column("last_error", Text),
    UniqueConstraint("document_id", "recipient_id"),
)
_UNDER_WAY = deliveries.c.next_try_at.is_not(None)
Index(
    "ix_deliveries_under_way",
    deliveries.c.next_try_at,
    sqlite_where=_UNDER_WAY,
    postgresql_where=_UNDER_WAY,
)
_FOR_NOBODY = deliveries.c.recipient_id.is_(None)
# NULLs are all different to the constraint above; without this a document could wait twice.
Index(
    "ix_deliveries_for_nobody",
    deliveries.c.document_id,
    unique=True,
    sqlite_where=_FOR_NOBODY,
    postgresql_where=_FOR_NOBODY,
)

delivery_attempts = Table(
    "delivery_attempts",
    metadata,
    Column("delivery_id", ForeignKey("deliveries.id"), primary_key=True),
    Column("attempt", Integer, primary_key=True, autoincrement=False),
    Column("started_at", UtcMoment, nullable=False),
    Column("took_ms", Integer, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("detail", Text, nullable=False),
)
