"""Tables of cycles and orders; lines repeat cycle and point so that one index answers every total."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, Uuid

from cloud_api.storage.metadata import UtcMoment, metadata

cycles = Table(
    "cycles",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    Column("name", String(500), nullable=False),
    Column("cut_off_at", UtcMoment, nullable=False, index=True),
    Column("opened_at", UtcMoment, nullable=False),
    Column("frozen_at", UtcMoment),
    UniqueConstraint("warehouse", "name", "cut_off_at"),
)

orders = Table(
    "orders",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("order_no", String(64), nullable=False, unique=True),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False),
    Column("pickup_point", ForeignKey("pickup_points.code"), nullable=False),
    Column("paid_at", UtcMoment, nullable=False),
    Column("customer", String(500), nullable=False),
    Column("phone", String(32), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("accepted_at", UtcMoment, nullable=False),
    Index(None, "cycle_id", "pickup_point"),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
    Column("sku", ForeignKey("products.sku"), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False),
    Column("pickup_point", ForeignKey("pickup_points.code"), nullable=False),
    Index(None, "cycle_id", "pickup_point", "sku", "quantity"),
    sqlite_with_rowid=False,
)

refused_orders = Table(
    "refused_orders",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("order_no", String(64), nullable=False, index=True),
    Column("body", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("refused_at", UtcMoment, nullable=False),
    Column("times", Integer, nullable=False),
    Column("settled_at", UtcMoment),
)
