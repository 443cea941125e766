"""Tables of cycles and orders; lines repeat cycle and point so that one index answers every total."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    true,
)

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
    # How often orders were changed after the cut-off: the same number, the same orders and lines.
    Column("amended", Integer, nullable=False, server_default="0"),
    Column("stops_told_at", UtcMoment),
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
    Column("address", String(500), nullable=False, server_default=""),
    Column("cancelled_at", UtcMoment),
    Column("cancelled_under", Uuid),
    # Which part of a divided wave it is picked with.
    Column("part_id", ForeignKey("waves.id"), index=True),
    Index(None, "cycle_id", "pickup_point", "cancelled_at"),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
    Column("sku", ForeignKey("products.sku"), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False),
    Column("pickup_point", ForeignKey("pickup_points.code"), nullable=False),
    Column("live", Boolean, nullable=False, server_default=true()),
    sqlite_with_rowid=False,
)
LIVE = order_lines.c.live.is_(true())
"""Still to be picked. In these words and no others, or SQLite does not see that the index answers it."""
# What is still to be picked, and nothing else: no total has to look at a cancelled line. `live` stands in it
# for SQLite, which would else read each row to see it, eight times as long.
Index(
    "ix_order_lines_live",
    order_lines.c.cycle_id,
    order_lines.c.pickup_point,
    order_lines.c.sku,
    order_lines.c.quantity,
    order_lines.c.live,
    sqlite_where=LIVE,
    postgresql_where=LIVE,
    # So that orders are counted by zone without reading rows; SQLite has the key in every index.
    postgresql_include=["order_id"],
)

line_prices = Table(
    "line_prices",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True),
    Column("sku", ForeignKey("products.sku"), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("paid_fen", BigInteger, nullable=False),
    Column("nominal_g", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""What was paid for lines whose price the shop told, for so many pieces of the weight promised then."""

amendments = Table(
    "amendments",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("cycle_id", ForeignKey("cycles.id"), nullable=False),
    Column("order_id", ForeignKey("orders.id"), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("pickup_point", ForeignKey("pickup_points.code"), nullable=False),
    Column("body", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("made_at", UtcMoment, nullable=False),
    Column("slipped_at", UtcMoment),
)
_WITHOUT_SLIP = amendments.c.slipped_at.is_(None)
Index(
    "ix_amendments_without_slip",
    amendments.c.cycle_id,
    sqlite_where=_WITHOUT_SLIP,
    postgresql_where=_WITHOUT_SLIP,
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("caller_id", Uuid, primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("request_hash", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_at", UtcMoment, nullable=False, index=True),
)

refused_orders = Table(
    "refused_orders",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("order_no", String(64), nullable=False, index=True),
    Column("pickup_point", String(64)),
    Column("body", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("refused_at", UtcMoment, nullable=False),
    Column("times", Integer, nullable=False),
    Column("settled_at", UtcMoment),
    Column("settled_by", String(200)),
    Column("note", Text),
)
_ORDER_OPEN = refused_orders.c.settled_at.is_(None)
Index(
    "ix_refused_orders_open",
    refused_orders.c.refused_at,
    refused_orders.c.digest,
    sqlite_where=_ORDER_OPEN,
    postgresql_where=_ORDER_OPEN,
)

refused_amendments = Table(
    "refused_amendments",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("order_no", String(64), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("refused_at", UtcMoment, nullable=False),
    Column("times", Integer, nullable=False),
    Column("settled_at", UtcMoment),
    Column("settled_by", String(200)),
    Column("note", Text),
)
_AMENDMENT_OPEN = refused_amendments.c.settled_at.is_(None)
Index(
    "ix_refused_amendments_open",
    refused_amendments.c.refused_at,
    refused_amendments.c.digest,
    sqlite_where=_AMENDMENT_OPEN,
    postgresql_where=_AMENDMENT_OPEN,
)
