"""Tables of files people brought, so that a refused row stays visible and a file is never taken twice."""

from sqlalchemy import JSON, Column, ForeignKey, Integer, LargeBinary, String, Table, Text, Uuid

from cloud_api.storage.metadata import UtcMoment, metadata

import_files = Table(
    "import_files",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String(255), nullable=False),
    Column("content", String(32), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("data", LargeBinary, nullable=False),
    Column("header", JSON, nullable=False),
    Column("reading", JSON, nullable=False),
    Column("warehouse", ForeignKey("warehouses.code")),
    Column("uploaded_by", String(200), nullable=False),
    Column("uploaded_at", UtcMoment, nullable=False, index=True),
    Column("started_at", UtcMoment),
    Column("done_at", UtcMoment),
    Column("checking", Uuid),
    Column("checked_at", UtcMoment),
    Column("found", JSON),
    Column("fault", Text),
    Column("rows", Integer),
    Column("rows_done", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("repeated", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
)

"""`checking`: the check of the rows that goes on; one that was overtaken finds another here and stops.
`found`: what checks found so far, before anything is taken in. `rows`: none until the whole file was read."""

import_refusals = Table(
    "import_refusals",
    metadata,
    Column("file_id", ForeignKey("import_files.id"), primary_key=True),
    Column("row", Integer, primary_key=True, autoincrement=False),
    Column("key", String(64), nullable=False),
    Column("reason", Text, nullable=False),
    Column("cells", JSON, nullable=False),
)
