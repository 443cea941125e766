"""Tables of facts that came up and changes that go down."""

from sqlalchemy import (
    JSON,
    BigInteger,
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

facts = Table(
    "facts",
    metadata,
    Column("station_id", ForeignKey("stations.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Uuid, nullable=False, index=True),
    Column("operator_id", Uuid),
    Column("happened_at", UtcMoment, nullable=False),
    Column("received_at", UtcMoment, nullable=False),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("refused_because", Text),
)

refused_facts = Table(
    "refused_facts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("fact", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("refused_at", UtcMoment, nullable=False, index=True),
    UniqueConstraint("station_id", "hash"),
)

changes = Table(
    "changes",
    metadata,
    Column("cursor", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("warehouse", ForeignKey("warehouses.code"), index=True),
    Column("kind", String(32), nullable=False),
    Column("body", JSON, nullable=False),
    Column("written_at", UtcMoment, nullable=False),
    Column("pickup_point", ForeignKey("pickup_points.code")),
    Index(None, "pickup_point", "cursor"),
    sqlite_autoincrement=True,
)
