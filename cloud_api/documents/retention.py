"""Lets files of old documents go; what the documents say stays, so any of them can be made again."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, delete, select, tuple_

from cloud_api.storage.retention import Keep
from cloud_api.storage.tables.documents import document_files
from cloud_api.storage.transaction import writing

FILES_AT_ONCE = 100


def prune(engine: Engine, now: datetime, keep: Keep) -> Mapping[str, int]:
    """Files made longer ago than `keep.document_files` go; how many did."""
    key = tuple_(document_files.c.document_id, document_files.c.format)
    old = select(document_files.c.document_id, document_files.c.format).where(
        document_files.c.made_at < now - keep.document_files
    )
    gone = 0
    while True:
        with writing(engine) as connection:
            went = connection.execute(
                delete(document_files).where(key.in_(old.limit(FILES_AT_ONCE)))
            ).rowcount
        gone += went
        if went < FILES_AT_ONCE:
            return {"document_files": gone}
