"""Tables of the three documents of a cut-off, whom they go to, and how far each came."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from cloud_api.storage.metadata import UtcMoment, metadata

documents = Table(
    "documents",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("recipient", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("made_at", UtcMoment, nullable=False),
    Column("orders", Integer, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("pieces", BigInteger, nullable=False),
    Column("content", LargeBinary),
    UniqueConstraint("cycle_id", "kind", "recipient", "revision"),
)

purchase_lines = Table(
    "purchase_lines",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("sku", ForeignKey("products.sku"), primary_key=True),
    Column("quantity", BigInteger, nullable=False),
    Column("cost_fen", Integer, nullable=False),
    sqlite_with_rowid=False,
)

document_files = Table(
    "document_files",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("format", String(8), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("made_at", UtcMoment, nullable=False),
)

recipients = Table(
    "recipients",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("recipient", String(64), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("address", String(500), nullable=False),
    Column("secret", String(200), nullable=False),
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
    Column("recipient_id", ForeignKey("recipients.id")),
    Column("channel", String(16), nullable=False),
    Column("queued_at", UtcMoment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sent_at", UtcMoment),
    Column("opened_at", UtcMoment),
    Column("confirmed_at", UtcMoment),
    Column("confirmed_by", String(200)),
    Column("failed_at", UtcMoment),
    Column("last_error", Text),
    UniqueConstraint("document_id", "recipient_id"),
)
_UNDER_WAY = deliveries.c.sent_at.is_(None) & deliveries.c.failed_at.is_(None)
Index(
    "ix_deliveries_under_way",
    deliveries.c.queued_at,
    sqlite_where=_UNDER_WAY,
    postgresql_where=_UNDER_WAY,
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
