"""Tables of the devices of this PC: what was set up here, what prints on what, when each was last heard."""

from sqlalchemy import Column, String, Table, Text, Uuid

from station.storage.tables.base import Moment, metadata

device = Table(
    "device",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("address", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)
"""Devices people set up on this PC; those of the settings file stand beside them and are not kept here."""

label_choice = Table(
    "label_choice",
    metadata,
    Column("label_kind", String, primary_key=True),
    Column("address", Text, nullable=False),
)
"""Which label printer prints a kind of label; a kind without a row goes to the first label printer."""

device_sight = Table(
    "device_sight",
    metadata,
    Column("address", Text, primary_key=True),
    Column("seen_at", Moment, nullable=False),
)
"""When a device last gave a sign of life."""

device_setting = Table(
    "device_setting",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""Choices that belong to no one device: in-store weight layouts, the brand on labels; values are JSON."""
