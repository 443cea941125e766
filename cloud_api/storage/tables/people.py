"""Tables of people signed in, of tries that missed, and of who did what."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Uuid

from cloud_api.storage.metadata import UtcMoment, metadata

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("operator_id", ForeignKey("operators.id"), nullable=False, index=True),
    Column("started_at", UtcMoment, nullable=False),
    Column("seen_at", UtcMoment, nullable=False),
    Column("expires_at", UtcMoment, nullable=False, index=True),
    Column("ended_at", UtcMoment),
)

misses = Table(
    "misses",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("door", String(32), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Index(None, "door", "subject", "at"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row: the last act. Without it, acts left out at the end would not be missed."""

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", UtcMoment, nullable=False, index=True),
    Column("actor_kind", String(16), nullable=False),
    Column("actor_id", Uuid),
    Column("actor_name", String(500), nullable=False),
    Column("action", String(64), nullable=False),
    Column("about", String(200), nullable=False),
    Column("detail", JSON, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

overrides = Table(
    "overrides",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("operator_id", Uuid),
    Column("supervisor_id", ForeignKey("operators.id"), nullable=False),
    Column("action", String(64), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("ref", Uuid),
    Column("without_network", Boolean, nullable=False),
    Column("given_at", UtcMoment, nullable=False),
    Index(None, "warehouse", "given_at"),
)

work_hours = Table(
    "work_hours",
    metadata,
    Column("station_id", ForeignKey("stations.id"), primary_key=True),
    Column("operator_id", Uuid, primary_key=True),
    Column("task", String(16), primary_key=True),
    Column("hour", UtcMoment, primary_key=True),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    Column("lines", Integer, nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("scans", Integer, nullable=False),
    Column("wrong_product", Integer, nullable=False),
    Column("wrong_crate", Integer, nullable=False),
    Column("too_many", Integer, nullable=False),
    Column("lot", Integer, nullable=False),
    Column("other", Integer, nullable=False),
    Column("active_s", Integer, nullable=False),
    Index(None, "warehouse", "hour"),
    Index(None, "hour"),
)
"""What people did in an hour at a desk, as the desk told it last; not one row of single scans."""
