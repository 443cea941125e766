"""All tables of a station's database, as the newest migration leaves them."""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.engine import Dialect

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


class Moment(TypeDecorator[datetime]):
    """A UTC moment as ISO text with microseconds: sorts as text, reads without guessing."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


station = Table(
    "station",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("warehouse", String, nullable=False),
    Column("warehouse_name", String, nullable=False),
    Column("time_zone", String, nullable=False),
    Column("brand", String, nullable=False),
    Column("cloud_url", String, nullable=False),
    Column("enrolled_at", Moment, nullable=False),
    Column("lease_asked", Uuid),
    Column("roles", String, nullable=False, server_default="warehouse"),
    Column("pickup_point", String),
    Column("pickup_point_name", String, nullable=False, server_default=""),
)

fact = Table(
    "fact",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("operator_id", Uuid),
    Column("happened_at", Moment, nullable=False),
    Column("kind", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("state", String, nullable=False),
    Column("reason", Text),
)
Index("ix_fact_state_seq", fact.c.state, fact.c.seq)

inbox = Table(
    "inbox",
    metadata,
    Column("name", String, primary_key=True),
    Column("cursor", Integer, nullable=False),
)

product = Table(
    "product",
    metadata,
    Column("sku", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("spec", String, nullable=False),
)

product_gtin = Table(
    "product_gtin",
    metadata,
    Column("gtin", String(14), primary_key=True),
    Column("sku", String, nullable=False, index=True),
)

pickup_point = Table(
    "pickup_point",
    metadata,
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("body", Text, nullable=False),
)

operator = Table(
    "operator",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String, nullable=False),
    Column("badge", String, nullable=False, index=True),
    Column("active", Boolean, nullable=False),
    Column("supervisor", Boolean, nullable=False, server_default="0"),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", String, nullable=False),
    Column("body", Text, nullable=False),
)

serial_block = Table(
    "serial_block",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("extension_digit", Integer, nullable=False),
    Column("company_prefix", String, nullable=False),
    Column("next", Integer, nullable=False),
    Column("last", Integer, nullable=False),
)

wave = Table(
    "wave",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("lease_id", Uuid, nullable=False),
    Column("lease_until", Moment, nullable=False),
    Column("lost_to", String),
    Column("number", Integer, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("body", Text, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("hand_sku", String),
    Column("hand_quantity", Integer, nullable=False),
    Column("hand_fresh", Integer, nullable=False),
)

crate = Table(
    "crate",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("wave_id", Uuid, ForeignKey("wave.id"), nullable=False, index=True),
    Column("sscc", String(18), nullable=False, unique=True),
    Column("number", Integer, nullable=False),
    Column("zone", String, nullable=False),
    Column("state", String, nullable=False),
    Column("closed_at", Moment),
)

crate_line = Table(
    "crate_line",
    metadata,
    Column("crate_id", Uuid, ForeignKey("crate.id"), primary_key=True),
    Column("order_id", Uuid, primary_key=True),
    Column("sku", String, primary_key=True),
    Column("quantity", Integer, nullable=False),
)

slot = Table(
    "slot",
    metadata,
    Column("crate_id", Uuid, ForeignKey("crate.id"), primary_key=True),
    Column("sku", String, primary_key=True),
    Column("planned", Integer, nullable=False),
    Column("put", Integer, nullable=False),
    Column("short", Integer, nullable=False),
)

put = Table(
    "put",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("wave_id", Uuid, ForeignKey("wave.id"), nullable=False, index=True),
    Column("crate_id", Uuid, ForeignKey("crate.id"), nullable=False),
    Column("sku", String, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("fresh", Integer, nullable=False),
    Column("scan_id", Uuid, nullable=False, unique=True),
    Column("undone_at", Moment),
)

scan = Table(
    "scan",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("wave_id", Uuid, index=True),
    Column("operator_id", Uuid),
    Column("at", Moment, nullable=False),
    Column("code", Text, nullable=False),
    Column("device", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("tone", String, nullable=False),
    Column("values", Text, nullable=False),
)

print_job = Table(
    "print_job",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("document", String, nullable=False),
    Column("title", String, nullable=False),
    Column("crate_id", Uuid, nullable=False, index=True),
    Column("copy_number", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

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
