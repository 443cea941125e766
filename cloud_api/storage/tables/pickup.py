"""Tables of receipts, pickup codes and collections."""

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, Text, Uuid

from cloud_api.storage.metadata import UtcMoment, metadata

receipts = Table(
    "receipts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("wave_id", ForeignKey("waves.id"), nullable=False, index=True),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("completed_at", UtcMoment, nullable=False),
    Column("missing", JSON, nullable=False),
    Column("surplus", JSON, nullable=False),
)

pickup_codes = Table(
    "pickup_codes",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
    Column("pickup_point", ForeignKey("pickup_points.code"), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("code_mac", String(64), nullable=False),
    Column("made_at", UtcMoment, nullable=False),
    Column("released_at", UtcMoment),
)
_WAITS = pickup_codes.c.released_at.is_(None)
# Small however many years of orders there are; and the last word on a code being one waiting order's only,
# also when the waves of a shop belong to two warehouses that do not wait for each other.
Index(
    "ix_pickup_codes_waiting",
    pickup_codes.c.pickup_point,
    pickup_codes.c.code_mac,
    unique=True,
    sqlite_where=_WAITS,
    postgresql_where=_WAITS,
)

collections = Table(
    "collections",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("operator_id", Uuid),
    Column("means", String(16), nullable=False),
    Column("collected_at", UtcMoment, nullable=False),
    Column("undone_at", UtcMoment),
    Column("undone_reason", Text),
)

collection_lines = Table(
    "collection_lines",
    metadata,
    Column("collection_id", ForeignKey("collections.id"), primary_key=True),
    Column("sku", ForeignKey("products.sku"), primary_key=True),
    Column("quantity", Integer, nullable=False),
)

conflicts = Table(
    "conflicts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("order_id", ForeignKey("orders.id"), index=True),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("fact_id", Uuid, nullable=False),
    Column("body", JSON, nullable=False),
    Column("found_at", UtcMoment, nullable=False),
    Column("settled_at", UtcMoment),
    Column("settled_by", String(200)),
    Column("settled_how", Text),
)
