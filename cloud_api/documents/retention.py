"""Lets files of old documents go; what the documents say stays, so any of them can be made again."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine

from cloud_api.storage.retention import Keep, delete_in_parts
from cloud_api.storage.tables.documents import document_files

FILES_AT_ONCE = 100


def prune(engine: Engine, now: datetime, keep: Keep) -> Mapping[str, int]:
    """Files made longer ago than `keep.document_files` go; how many did."""
    old = document_files.c.made_at < now - keep.document_files
    return {"document_files": delete_in_parts(engine, document_files, old, FILES_AT_ONCE)}
