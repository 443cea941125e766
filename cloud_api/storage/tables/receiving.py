"""Tables of what comes in against purchase orders, and of the photos people took of goods."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, Uuid

from cloud_api.storage.metadata import UtcMoment, metadata

goods_receipts = Table(
    "goods_receipts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    Column("document_id", ForeignKey("documents.id")),
    Column("sku", ForeignKey("products.sku"), nullable=False),
    Column("lot", String(40), nullable=False),
    Column("expiry", String(10), nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("weight_g", BigInteger, nullable=False),
    Column("condition", String(16), nullable=False),
    Column("reason", String(500), nullable=False),
    Column("photo", String(64)),
    Column("bin", String(64)),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("operator_id", Uuid),
    Column("happened_at", UtcMoment, nullable=False),
    Column("undone_at", UtcMoment),
    Index(None, "document_id", "sku"),
    Index(None, "warehouse", "happened_at"),
    Index(None, "photo"),
)
"""Goods that came in; `expiry` is YYYY-MM-DD, empty where there is none. `document_id` is the first paper of
the supplier in its cycle, whichever of them was scanned."""

purchases = Table(
    "purchases",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("closed_at", UtcMoment),
    Column("changed_at", UtcMoment, nullable=False),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("station_name", String(200), nullable=False),
    Column("settled_at", UtcMoment),
    Index(None, "settled_at"),
)
"""Purchase orders somebody closed or reopened; until `settled_at` what follows from that is still to do."""

purchase_gaps = Table(
    "purchase_gaps",
    metadata,
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
    Column("sku", ForeignKey("products.sku"), primary_key=True),
    Column("ordered", BigInteger, nullable=False),
    Column("came", BigInteger, nullable=False),
    Column("shortage_id", ForeignKey("shortages.id")),
    Column("missing", BigInteger, nullable=False),
    Column("orders", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("shared_at", UtcMoment, nullable=False),
    Column("withdrawn_at", UtcMoment),
)
"""What lacked when a purchase order was closed, and what became of it. `ordered` is as it was then: the
shortage makes a slip of its own that asks the supplier for less."""

photos = Table(
    "photos",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("media_type", String(16), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("warehouse", String(64)),
    Column("pickup_point", String(64)),
    Column("station_id", Uuid, nullable=False),
    Column("sent_at", UtcMoment, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index(None, "sent_at"),
)
"""Photos by the SHA-256 of their bytes; who may see one follows from who sent it first."""
