"""Tables of the warehouse floor: the ledger of stock, what it adds up to, and what is counted."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Uuid,
)

from cloud_api.storage.metadata import UtcMoment, metadata

movements = Table(
    "movements",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    Column("sku", String(64), nullable=False),
    Column("lot", String(40), nullable=False),
    Column("expiry", String(10), nullable=False),
    Column("from_bin", String(64)),
    Column("to_bin", String(64)),
    Column("quantity", BigInteger, nullable=False),
    Column("weight_g", BigInteger, nullable=False),
    Column("why", String(16), nullable=False),
    Column("note", String(500), nullable=False),
    Column("ref", Uuid),
    Column("photo", String(64)),
    Column("supervisor_id", Uuid),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("operator_id", Uuid),
    Column("happened_at", UtcMoment, nullable=False),
    Column("entered_at", UtcMoment, nullable=False),
    Index(None, "warehouse", "happened_at"),
    Index(None, "warehouse", "sku", "number"),
)
"""The ledger 库存流水: rows come, and never change. `expiry` is YYYY-MM-DD, empty where there is none."""
Index("ix_movements_from_bin", movements.c.warehouse, movements.c.from_bin, movements.c.number)
Index(
    "ix_movements_to_bin",
    movements.c.warehouse,
    movements.c.to_bin,
    movements.c.number,
    sqlite_where=movements.c.to_bin.is_not(None),
    postgresql_where=movements.c.to_bin.is_not(None),
)

balances = Table(
    "balances",
    metadata,
    Column("warehouse", ForeignKey("warehouses.code"), primary_key=True),
    Column("bin", String(64), primary_key=True),
    Column("sku", String(64), primary_key=True),
    Column("lot", String(40), primary_key=True),
    Column("expiry", String(10), primary_key=True),
    Column("quantity", BigInteger, nullable=False),
    Column("weight_g", BigInteger, nullable=False),
    Index(None, "warehouse", "sku"),
)
"""What the ledger adds up to; may be below zero. A row that came to nothing stays: it was told."""

gift_boxes = Table(
    "gift_boxes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    # Stations name it; one that was never known counts for no job.
    Column("cycle_id", Uuid),
    Column("sku", ForeignKey("products.sku"), nullable=False),
    Column("body", JSON, nullable=False),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("made_at", UtcMoment, nullable=False),
    Column("undone_at", UtcMoment),
    Index(None, "cycle_id", "sku"),
)
"""Gift boxes packed at desks; `body` is the wire GiftBoxMade each was told by."""

pick_faces = Table(
    "pick_faces",
    metadata,
    Column("warehouse", ForeignKey("warehouses.code"), primary_key=True),
    Column("sku", ForeignKey("products.sku"), primary_key=True),
    Column("bin", String(64), nullable=False),
    Column("slotted_at", UtcMoment, nullable=False),
)

counts = Table(
    "counts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    Column("bin", String(64), nullable=False),
    Column("sku", String(64)),
    Column("why", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_at", UtcMoment, nullable=False),
    Column("asked_by", Uuid),
    Column("counted_at", UtcMoment),
    Column("counted_by", Uuid),
    Column("station_id", ForeignKey("stations.id")),
    Column("found", JSON),
    Column("differences", JSON),
    Column("settled_at", UtcMoment),
    Column("settled_by", Uuid),
    Column("reason", String(500), nullable=False, server_default=""),
    Index(None, "warehouse", "asked_at", "id"),
    Index(None, "warehouse", "bin", "state"),
    Index(None, "warehouse", "counted_at"),
)
"""`found` and `differences` are lists of wire.floor.CountedLot and CountDifference."""
