"""Tables of what becomes of crates: weighings, void labels, steps of their lives, re-usable boxes."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Uuid

from cloud_api.storage.metadata import UtcMoment, metadata

crate_weighings = Table(
    "crate_weighings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("crate_id", ForeignKey("crates.id"), nullable=False, index=True),
    Column("weight_g", BigInteger, nullable=False),
    Column("planned_g", BigInteger, nullable=False),
    Column("tolerance_g", BigInteger, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("override_id", Uuid),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("operator_id", Uuid),
    Column("weighed_at", UtcMoment, nullable=False),
)
"""The id is that of the fact."""

crate_labels = Table(
    "crate_labels",
    metadata,
    Column("sscc", String(18), primary_key=True),
    Column("crate_id", ForeignKey("crates.id"), nullable=False, index=True),
    Column("voided_at", UtcMoment, nullable=False),
)
"""Labels crates had before they were packed anew; the label that counts stands with the crate."""

crate_steps = Table(
    "crate_steps",
    metadata,
    Column("fact_id", Uuid, primary_key=True),
    Column("crate_id", ForeignKey("crates.id"), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("station_id", ForeignKey("stations.id"), nullable=False),
    Column("operator_id", Uuid),
    Column("happened_at", UtcMoment, nullable=False, index=True),
    Column("detail", String(500), nullable=False, server_default=""),
    Index(None, "crate_id", "happened_at"),
)
"""What facts told of a crate, whatever was told later: rows are never changed."""

boxes = Table(
    "boxes",
    metadata,
    Column("number", String(8), primary_key=True),
    Column("warehouse", ForeignKey("warehouses.code"), nullable=False),
    Column("condition", String(16), nullable=False),
    Column("crate_id", ForeignKey("crates.id"), index=True),
    Column("used_at", UtcMoment),
    Column("out_since", UtcMoment),
    Column("given_back_at", UtcMoment),
    Column("returned_at", UtcMoment),
    Column("changed_at", UtcMoment, nullable=False),
    Index(None, "warehouse", "number"),
)
"""`crate_id` is what a box carries or carried last; `changed_at` when the newest told thing happened."""
