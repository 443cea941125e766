"""Tables of master data."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    true,
)

from cloud_api.storage.metadata import metadata

warehouses = Table(
    "warehouses",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name", String(500), nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("address", String(500), nullable=False, server_default=""),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("datum", String(16), nullable=False, server_default="WGS-84"),
)

suppliers = Table(
    "suppliers",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("name", String(500), nullable=False),
    Column("contact", String(500), nullable=False),
    Column("phone", String(500), nullable=False),
    Column("address", String(500), nullable=False),
    Column("active", Boolean, nullable=False),
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
    Column("goods", String(16), nullable=False, server_default="piece"),
    Column("category", String(500), nullable=False, server_default=""),
    Column("supplier", ForeignKey("suppliers.code"), index=True),
    Column("units", JSON, nullable=False, server_default="[]"),
    Column("cost_fen", Integer, nullable=False, server_default="0"),
    Column("active", Boolean, nullable=False, server_default=true()),
    Column("plu", String(13)),
    Column("weight_tolerance_percent", Integer),
    Column("substitutes", JSON, nullable=False, server_default="[]"),
    Column("components", JSON, nullable=False, server_default="[]"),
    Column("picture", String(64)),
)
"""`picture` is the hash of a row of `photos`, which is kept as long as a product names it."""

bins = Table(
    "bins",
    metadata,
    Column("key", String(129), primary_key=True),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    Column("code", String(64), nullable=False),
    Column("number", Integer, nullable=False, unique=True),
    Column("zone", String(16), nullable=False),
    Column("use", String(16), nullable=False),
    Column("aisle", String(500), nullable=False),
    Column("level", Integer, nullable=False),
    Column("x_cm", Integer, nullable=False),
    Column("y_cm", Integer, nullable=False),
    Column("path", Integer, nullable=False),
    Column("most_weight_g", Integer, nullable=False),
    Column("volume_ml", Integer, nullable=False),
    Column("turnover", String(1), nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("warehouse", "code"),
)
"""`key` is warehouse:code, so that one text names a bin within the company."""

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
    Column("contact", String(500), nullable=False, server_default=""),
    Column("receive_from", String(5)),
    Column("receive_until", String(5)),
    Column("service_s", Integer, nullable=False, server_default="300"),
    Column("most_crates", Integer, nullable=False, server_default="0"),
    Column("parcels", Boolean, nullable=False, server_default=false()),
    Column("active", Boolean, nullable=False, server_default=true()),
)

vans = Table(
    "vans",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("plate", String(500), nullable=False),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False, index=True),
    Column("driver", String(500), nullable=False),
    Column("phone", String(500), nullable=False),
    Column("weight_g", Integer, nullable=False),
    Column("volume_ml", Integer, nullable=False),
    Column("shift_from", String(5), nullable=False),
    Column("shift_until", String(5), nullable=False),
    Column("max_stops", Integer, nullable=False),
    Column("fixed_cost_fen", Integer, nullable=False),
    Column("cost_km_fen", Integer, nullable=False),
    Column("cost_hour_fen", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
)

operators = Table(
    "operators",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String(500), nullable=False),
    Column("badge", String(16), nullable=False, unique=True),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("pickup_point", ForeignKey("pickup_points.code")),
    Column("supervisor", Boolean, nullable=False, server_default=false()),
    Column("manager", Boolean, nullable=False, server_default=false()),
    Column("skills", JSON, nullable=False, server_default="[]"),
    Column("pin_hash", Text),
)
