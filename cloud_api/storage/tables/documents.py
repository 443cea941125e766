"""Tables of the three documents of a cut-off and their files."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
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
