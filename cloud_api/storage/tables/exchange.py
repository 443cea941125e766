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
    and_,
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
    Column("applied_again_at", UtcMoment),
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
    Column("tried_again_at", UtcMoment),
    Column("settled_at", UtcMoment),
    Column("settled_by", String(200)),
    Column("settled_how", String(16)),
    Column("note", Text),
    UniqueConstraint("station_id", "hash"),
)
_FACT_OPEN = refused_facts.c.settled_at.is_(None)
Index("ix_refused_facts_open", refused_facts.c.id, sqlite_where=_FACT_OPEN, postgresql_where=_FACT_OPEN)

changes = Table(
    "changes",
    metadata,
    Column("cursor", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("warehouse", ForeignKey("warehouses.code")),
    Column("kind", String(32), nullable=False),
    Column("body", JSON, nullable=False),
    Column("written_at", UtcMoment, nullable=False),
    Column("pickup_point", ForeignKey("pickup_points.code")),
    Column("key", String(128)),
    sqlite_autoincrement=True,
)
_FOR_EVERYBODY = and_(changes.c.warehouse.is_(None), changes.c.pickup_point.is_(None))
_FOR_A_WAREHOUSE = and_(changes.c.warehouse.is_not(None), changes.c.pickup_point.is_(None))
_FOR_A_SHOP = changes.c.pickup_point.is_not(None)
# Each row stands in one of the three, so a feed is read in the order of its cursors and never past the
# rows of others: NULLs in a plain index would not keep that order on PostgreSQL.
Index(
    "ix_changes_for_everybody",
    changes.c.cursor,
    sqlite_where=_FOR_EVERYBODY,
    postgresql_where=_FOR_EVERYBODY,
)
Index(
    "ix_changes_for_warehouse",
    changes.c.warehouse,
    changes.c.cursor,
    sqlite_where=_FOR_A_WAREHOUSE,
    postgresql_where=_FOR_A_WAREHOUSE,
)
Index(
    "ix_changes_for_shop",
    changes.c.pickup_point,
    changes.c.cursor,
    sqlite_where=_FOR_A_SHOP,
    postgresql_where=_FOR_A_SHOP,
)

# Newest of each key in its scope: read for a snapshot and for what may go, without touching a body.
Index(
    "ix_changes_of_key",
    changes.c.kind,
    changes.c.key,
    changes.c.warehouse,
    changes.c.pickup_point,
    changes.c.cursor,
    sqlite_where=changes.c.key.is_not(None),
    postgresql_where=changes.c.key.is_not(None),
)
Index(
    "ix_changes_without_key",
    changes.c.warehouse,
    changes.c.pickup_point,
    changes.c.cursor,
    sqlite_where=changes.c.key.is_(None),
    postgresql_where=changes.c.key.is_(None),
)

change_horizons = Table(
    "change_horizons",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("cursor", BigInteger, nullable=False),
    Column("moved_at", UtcMoment, nullable=False),
)
