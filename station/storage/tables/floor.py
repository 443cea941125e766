"""Tables of the warehouse floor: its bins, what lies in them, what comes in and what is counted."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table, Text, Uuid

from station.storage.tables.base import Moment, metadata

bin_place = Table(
    "bin",
    metadata,
    Column("code", String, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("zone", String, nullable=False),
    Column("use", String, nullable=False),
    Column("aisle", String, nullable=False),
    Column("level", Integer, nullable=False),
    Column("x_cm", Integer, nullable=False),
    Column("y_cm", Integer, nullable=False),
    Column("path", Integer, nullable=False),
    Column("most_weight_g", Integer, nullable=False),
    Column("volume_ml", Integer, nullable=False),
    Column("turnover", String, nullable=False),
    Column("active", Boolean, nullable=False),
)
"""As wire.catalogue.Bin; `bin` is a word of Python."""

pick_face = Table(
    "pick_face",
    metadata,
    Column("sku", String, primary_key=True),
    Column("bin", String, nullable=False, index=True),
)

stock = Table(
    "stock",
    metadata,
    Column("bin", String, primary_key=True),
    Column("sku", String, primary_key=True),
    Column("lot", String, primary_key=True),
    Column("expiry", String(10), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("weight_g", Integer, nullable=False),
)
"""The cloud's book as it was told last; `expiry` is YYYY-MM-DD, empty where there is none."""
Index("ix_stock_sku", stock.c.sku)

stock_news = Table(
    "stock_news",
    metadata,
    Column("bin", String, primary_key=True),
    Column("sku", String, primary_key=True),
    Column("lot", String, primary_key=True),
    Column("expiry", String(10), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("weight_g", Integer, nullable=False),
    Column("rewinds", Integer, nullable=False),
)
"""Balances told by pages whose last one is still to come: with it they take their place in `stock`."""

stock_move = Table(
    "stock_move",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("side", Integer, primary_key=True),
    Column("bin", String, nullable=False),
    Column("sku", String, nullable=False),
    Column("lot", String, nullable=False),
    Column("expiry", String(10), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("weight_g", Integer, nullable=False),
)
"""What own facts (`seq`) added to a bin or took from it; the told book holds those it was told with."""
Index("ix_stock_move_place", stock_move.c.sku, stock_move.c.bin)

purchase = Table(
    "purchase",
    metadata,
    Column("document_id", Uuid, primary_key=True),
    Column("code", String, nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("supplier_name", String, nullable=False),
    Column("closed_at", Moment),
    Column("own_seq", Integer),
    Column("body", Text, nullable=False),
    Column("news", Text),
)
"""`body` is a wire.inbound.Purchase as it was told last; `news` one of a page whose last is still to come.
`closed_at` is what own fact `own_seq` made of it meanwhile."""

goods_receipt = Table(
    "goods_receipt",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("document_id", Uuid, index=True),
    Column("sku", String, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("weight_g", Integer, nullable=False),
    Column("lot", String, nullable=False),
    Column("expiry", String(10), nullable=False),
    Column("condition", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("photo", String(64)),
    Column("bin", String),
    Column("operator_id", Uuid),
    Column("at", Moment, nullable=False),
    Column("undone_at", Moment),
    Column("undone_seq", Integer),
)
"""Receipts of this desk."""

photo = Table(
    "photo",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("path", Text, nullable=False),
    Column("taken_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("refused", Text),
)
"""Photos of goods in the data folder; `refused` is why the cloud does not want one."""

count_task = Table(
    "count_task",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("bin", String, nullable=False),
    Column("sku", String),
    Column("state", String, nullable=False, index=True),
    Column("asked_at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Column("own_seq", Integer),
)
"""`body` is a wire.floor.CountTask as told last; `state` is what own fact `own_seq` made of it meanwhile."""

count_line = Table(
    "count_line",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("count_id", Uuid, nullable=False, index=True),
    Column("scan_id", Uuid, unique=True),
    Column("operator_id", Uuid),
    Column("at", Moment, nullable=False),
    Column("sku", String, nullable=False),
    Column("lot", String, nullable=False),
    Column("expiry", String(10), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("weight_g", Integer, nullable=False),
)
"""What was counted of a count that is not taken yet, a row a scan."""

slotting_demand = Table(
    "slotting_demand",
    metadata,
    Column("name", String, primary_key=True),
    Column("told_at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""What was walked for on past nights, as the cloud told it last: a wire SlottingDemand, packed by zlib."""

reslot_move = Table(
    "reslot_move",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("exchange", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("sku", String, nullable=False),
    Column("from_bin", String, nullable=False),
    Column("to_bin", String, nullable=False),
    Column("saved_cm", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("moved", Text, nullable=False),
)
"""The re-slotting of this desk, move by move, with the lots carried: it goes on where it was left."""

pin_proof = Table(
    "pin_proof",
    metadata,
    Column("operator_id", Uuid, primary_key=True),
    Column("hash", String, nullable=False),
    Column("proved_at", Moment, nullable=False),
)

pin_miss = Table(
    "pin_miss",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operator_id", Uuid, nullable=False, index=True),
    Column("at", Moment, nullable=False),
)
