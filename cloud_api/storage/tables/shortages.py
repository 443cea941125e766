"""Tables of shortages that were applied."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from cloud_api.storage.metadata import UtcMoment, metadata

shortages = Table(
    "shortages",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False),
    Column("sku", ForeignKey("products.sku"), nullable=False),
    Column("rule", String(32), nullable=False),
    Column("available", Integer, nullable=False),
    Column("substitute_sku", ForeignKey("products.sku")),
    Column("substitute_available", Integer),
    Column("preview_hash", String(64), nullable=False),
    Column("orders", Integer, nullable=False),
    Column("missing", BigInteger, nullable=False),
    Column("substituted", BigInteger, nullable=False),
    Column("missing_cost_fen", BigInteger, nullable=False),
    Column("applied_at", UtcMoment, nullable=False),
    Column("applied_by", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("withdrawn_at", UtcMoment),
    Column("withdrawn_by", String(200)),
    UniqueConstraint("cycle_id", "preview_hash"),
)
