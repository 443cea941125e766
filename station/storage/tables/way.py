"""Tables of the way to the customer: vans, stops, routes, loading, receiving, handing over."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, Uuid

from station.storage.tables.base import Moment, metadata

warehouse_site = Table(
    "warehouse_site",
    metadata,
    Column("code", String, primary_key=True),
    Column("body", Text, nullable=False),
)

van = Table(
    "van",
    metadata,
    Column("code", String, primary_key=True),
    Column("body", Text, nullable=False),
    Column("away", Boolean, nullable=False, server_default="0"),
    Column("unsent", Boolean, nullable=False, server_default="0"),
)

stop = Table(
    "stop",
    metadata,
    Column("wave_id", Uuid, primary_key=True),
    Column("cycle_id", Uuid, nullable=False, index=True),
    Column("pickup_point", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("told_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
)

stop_crate = Table(
    "stop_crate",
    metadata,
    Column("crate_id", Uuid, primary_key=True),
    Column("wave_id", Uuid, ForeignKey("stop.wave_id"), nullable=False, index=True),
    Column("sscc", String(18), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("zone", String, nullable=False),
    Column("weight_g", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("route_id", Uuid, index=True),
    Column("moved", String),
    Column("moved_at", Moment),
    Column("moved_by", String, nullable=False, server_default=""),
    Column("weighed", String),
    Column("cancelled", Text, nullable=False, server_default="[]"),
)

route_plan = Table(
    "route_plan",
    metadata,
    Column("cycle_id", Uuid, primary_key=True),
    Column("plan_id", Uuid, nullable=False),
    Column("version", Integer, nullable=False),
    Column("told_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
)

route = Table(
    "route",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cycle_id", Uuid, nullable=False, index=True),
    Column("code", String(10), nullable=False, unique=True),
    Column("number", Integer, nullable=False),
    Column("van", String, nullable=False),
    Column("departed_at", Moment),
    Column("departed_by", String, nullable=False, server_default=""),
    Column("body", Text, nullable=False),
)

route_draft = Table(
    "route_draft",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("cycle_id", Uuid, nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("act", String, nullable=False),
    Column("body", Text, nullable=False),
)

load_scan = Table(
    "load_scan",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("route_id", Uuid, index=True),
    Column("operator_id", Uuid),
    Column("at", Moment, nullable=False),
    Column("code", Text, nullable=False),
    Column("device", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("tone", String, nullable=False),
    Column("values", Text, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("wave_id", Uuid, primary_key=True),
    Column("cycle_id", Uuid, nullable=False, index=True),
    Column("state", String, nullable=False),
    Column("told_at", Moment, nullable=False),
    Column("completed_at", Moment),
    Column("body", Text, nullable=False),
)

delivery_crate = Table(
    "delivery_crate",
    metadata,
    Column("crate_id", Uuid, primary_key=True),
    Column("wave_id", Uuid, nullable=False, index=True),
    Column("sscc", String(18), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("zone", String, nullable=False),
    Column("left_behind", Boolean, nullable=False),
    Column("received_at", Moment),
    Column("received_by", String, nullable=False, server_default=""),
    Column("moved_at", Moment),
    Column("declared_missing_at", Moment),
    Column("emptied_at", Moment),
)

surplus_crate = Table(
    "surplus_crate",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("wave_id", Uuid, index=True),
    Column("sscc", String(18), nullable=False),
    Column("pickup_point", String),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
)

pickup_order = Table(
    "pickup_order",
    metadata,
    Column("order_id", Uuid, primary_key=True),
    Column("order_no", String, nullable=False, index=True),
    Column("wave_id", Uuid, nullable=False, index=True),
    Column("customer", String, nullable=False),
    Column("phone", String, nullable=False),
    Column("phone_tail", String(4), nullable=False),
    Column("customer_mac", String(64), nullable=False),
    Column("code_mac", String(64), nullable=False),
    Column("qr_mac", String(64), nullable=False),
    Column("done", Boolean, nullable=False, server_default="0", index=True),
    Column("missing", Text, nullable=False),
)
Index("ix_pickup_order_code_mac_done", pickup_order.c.code_mac, pickup_order.c.done)
Index("ix_pickup_order_qr_mac", pickup_order.c.qr_mac)
Index("ix_pickup_order_phone_tail_done", pickup_order.c.phone_tail, pickup_order.c.done)
Index("ix_pickup_order_customer_mac_done", pickup_order.c.customer_mac, pickup_order.c.done)

pickup_line = Table(
    "pickup_line",
    metadata,
    Column("order_id", Uuid, ForeignKey("pickup_order.order_id"), primary_key=True),
    Column("sku", String, primary_key=True),
    Column("crate_id", Uuid, primary_key=True),
    Column("name", String, nullable=False),
    Column("spec", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("quantity", Integer, nullable=False),
)

pickup_parcel = Table(
    "pickup_parcel",
    metadata,
    Column("code", String(22), primary_key=True),
    Column("order_id", Uuid, nullable=False, index=True),
    Column("crate_id", Uuid, nullable=False),
    Column("place", Integer, nullable=False),
)
"""Bags as their labels name them, with whose they are."""

collection = Table(
    "collection",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("order_id", Uuid, nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("means", String, nullable=False),
    Column("operator_name", String, nullable=False),
    Column("station_id", Uuid, nullable=False),
    Column("station_name", String, nullable=False),
    Column("undone_at", Moment),
    Column("undone_reason", Text),
)

collection_line = Table(
    "collection_line",
    metadata,
    Column("collection_id", Uuid, ForeignKey("collection.id"), primary_key=True),
    Column("sku", String, primary_key=True),
    Column("quantity", Integer, nullable=False),
)

code_miss = Table(
    "code_miss",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("means", String, nullable=False),
    Column("cleared", Boolean, nullable=False, server_default="0"),
)

pickup_scan = Table(
    "pickup_scan",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("desk", String, nullable=False),
    Column("operator_id", Uuid),
    Column("at", Moment, nullable=False),
    Column("shown", Text, nullable=False),
    Column("device", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("tone", String, nullable=False),
    Column("values", Text, nullable=False),
)
