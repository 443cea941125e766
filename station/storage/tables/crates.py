"""Tables of what becomes of crates after they are picked, and of the boxes that carry them."""

from sqlalchemy import Column, Index, Integer, String, Table, Text, Uuid

from station.storage.tables.base import Moment, metadata

crate_weighing = Table(
    "crate_weighing",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("crate_id", Uuid, nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("weight_g", Integer, nullable=False),
    Column("planned_g", Integer, nullable=False),
    Column("tolerance_g", Integer, nullable=False),
    Column("verdict", String, nullable=False),
    Column("let_pass_by", String, nullable=False),
)
"""`let_pass_by` names the supervisor who let a difference pass; empty where nobody did."""

crate_step = Table(
    "crate_step",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("crate_id", Uuid, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("by", String, nullable=False),
)
Index("ix_crate_step_crate_id", crate_step.c.crate_id)
"""Steps told by this station; `kind` is that of their fact."""

void_label = Table(
    "void_label",
    metadata,
    Column("sscc", String(18), primary_key=True),
    Column("crate_id", Uuid, nullable=False, index=True),
)
"""Labels crates had before they were packed anew, here or at another desk."""

box = Table(
    "box",
    metadata,
    Column("number", String(8), primary_key=True),
    Column("crate_id", Uuid, index=True),
    Column("body", Text, nullable=False),
)
"""`body` is a wire.crates.Box: as the cloud told it last, or as this station has changed it since."""
