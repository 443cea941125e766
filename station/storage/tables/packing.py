"""Tables of the station itself, its facts, and what a picking desk works with."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, Uuid

from station.storage.tables.base import Moment, metadata

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
    Column("body", Text, nullable=True),
    Column("plu", String, nullable=True, index=True),
    Column("picture", String(64), nullable=True),
)
"""`body` is a wire.catalogue.Product; None for those told before it was kept. `picture` is the hash in it."""

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
    Column("skills", String, nullable=False, server_default=""),
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
    Column("hand_lot", String, nullable=True),
    Column("hand_expiry", String(10), nullable=True),
    Column("hand_weight_g", Integer, nullable=True),
    Column("wanted_by", String, nullable=True),
    Column("handed_seq", Integer, nullable=True),
    Column("came_from", String, nullable=True),
    Column("beside_id", Uuid, nullable=True),
)
"""`hand_lot` is None where no code told a lot; `hand_expiry` is YYYY-MM-DD, empty for none.

`hand_weight_g` is 0 while a portion waits for the scale, None where the product is not weighed.
`wanted_by` asked for it to be handed over, `handed_seq` is the fact that told so, `came_from` names the desk
that handed it over to this one. `beside_id` is the wave that is picked together with it where both are here;
what is in the hand stands with the one that names the other.
"""

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
    Column("reopened_at", Moment),
)

crate_line = Table(
    "crate_line",
    metadata,
    Column("crate_id", Uuid, ForeignKey("crate.id"), primary_key=True),
    Column("order_id", Uuid, primary_key=True),
    Column("sku", String, primary_key=True),
    Column("quantity", Integer, nullable=False),
)

parcel = Table(
    "parcel",
    metadata,
    Column("crate_id", Uuid, ForeignKey("crate.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("order_id", Uuid, nullable=False),
    Column("code", String(22), nullable=False, unique=True),
)
"""Whose bag stands at which place of a crate, where its pickup point wants parcels."""

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
    Column("lot", String, nullable=True),
    Column("expiry", String(10), nullable=True),
    Column("weight_g", Integer, nullable=False, server_default="0"),
    Column("handed", Boolean, nullable=False, server_default="0"),
    Column("order_id", Uuid, nullable=True),
)
"""`handed`: another desk made it, and handed the wave over; `order_id`: whose bag it went into, if any."""

put_taken = Table(
    "put_taken",
    metadata,
    Column("put_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("bin", String, nullable=False),
    Column("lot", String, nullable=False),
    Column("expiry", String(10), nullable=False),
    Column("quantity", Integer, nullable=False),
)
"""Out of which bins and lots the pieces of a put came."""

order_news = Table(
    "order_news",
    metadata,
    Column("wave_id", Uuid, primary_key=True),
    Column("order_id", Uuid, primary_key=True),
    Column("order_no", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("told_at", Moment, nullable=False),
    Column("heard_at", Moment, nullable=True),
)
"""Orders that became others while a desk had their wave; of a wave that may not be here (yet)."""

scan = Table(
    "scan",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("wave_id", Uuid, index=True),
    Column("operator_id", Uuid),
    Column("at", Moment, nullable=False, index=True),
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
    Column("crate_id", Uuid, nullable=True, index=True),
    Column("copy_number", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("printer", String, nullable=True),
    Column("state", String, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
