"""Tables of the warehouse floor: its bins."""

from sqlalchemy import Boolean, Column, Integer, String, Table

from station.storage.tables.base import metadata

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
