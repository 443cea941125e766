"""Tables of master data."""

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, String, Table, Uuid

from cloud_api.storage.metadata import metadata

warehouses = Table(
    "warehouses",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name", String(500), nullable=False),
    Column("time_zone", String(64), nullable=False),
)

products = Table(
    "products",
    metadata,
    Column("sku", String(64), primary_key=True),
    Column("name", String(500), nullable=False),
    Column("spec", String(500), nullable=False),
    Column("gtins", JSON, nullable=False),
    Column("zone", String(16), nullable=False),
    Column("weight_g", Integer, nullable=False),
    Column("volume_ml", Integer, nullable=False),
    Column("bin", String(64), nullable=False),
    Column("path", Integer, nullable=False),
    Column("scan_rule", String(16), nullable=False),
)

pickup_points = Table(
    "pickup_points",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name", String(500), nullable=False),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False, index=True),
    Column("address", String(500), nullable=False),
    Column("phone", String(500), nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("datum", String(16), nullable=False),
    Column("route", String(500)),
)

operators = Table(
    "operators",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String(500), nullable=False),
    Column("badge", String(16), nullable=False, unique=True),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    Column("active", Boolean, nullable=False),
)
