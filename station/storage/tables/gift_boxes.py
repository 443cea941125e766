"""Tables of the desk that packs gift boxes: what is wanted, the boxes made here, each scan."""

from sqlalchemy import Column, Integer, String, Table, Text, Uuid

from station.storage.tables.base import Moment, metadata

gift_box_job = Table(
    "gift_box_job",
    metadata,
    Column("cycle_id", Uuid, primary_key=True),
    Column("sku", String, primary_key=True),
    Column("told_at", Moment, nullable=False),
    Column("missing", String),
    Column("body", Text, nullable=False),
    Column("news", Text),
)
"""`body` is a wire GiftBoxJob as it was told last, empty before; `news` one of a page whose last is still to
come. `missing` is the part that was not to be found when this desk left the job."""

gift_box = Table(
    "gift_box",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("cycle_id", Uuid, nullable=False),
    Column("sku", String, nullable=False),
    Column("label", Integer),
    Column("copies", Integer, nullable=False),
    Column("operator_id", Uuid),
    Column("made_at", Moment, index=True),
    Column("made_seq", Integer, index=True),
    Column("undone_at", Moment),
    Column("undone_seq", Integer, index=True),
    Column("body", Text, nullable=False),
)
"""A box without `made_at` is under work. `label` is the place of its newest label in the print queue and
`copies` how many were queued; `body` is the wire GiftBoxMade it was told by, empty before."""

gift_box_scan = Table(
    "gift_box_scan",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("box_id", Uuid, index=True),
    Column("operator_id", Uuid),
    Column("at", Moment, nullable=False, index=True),
    Column("verdict", String, nullable=False),
    Column("sku", String),
    Column("quantity", Integer, nullable=False),
    Column("parts", Text, nullable=False),
    Column("undone_at", Moment),
)
"""Each scan of the desk with its answer; `sku`, `quantity` and `parts` (a list of wire BoxPart) tell of what
went into the box: None, 0 and an empty list for any other scan."""
