"""Rows of a file that were refused, or that a check says would be, each as it came with the reason."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from cloud_api.sheets import Row
from cloud_api.storage.tables.imports import import_refusals
from cloud_api.wire.imports import ImportRefusal

_LONGEST_KEY = 64
Refused = Sequence[tuple[str, str, Row]]
"""Key, reason and row, for each row of the file."""


def keep_refusals(connection: Connection, file_id: UUID, refused: Refused) -> None:
    """Each row with its reason, in the transaction that judged it or took the others in."""
    if not refused:
        return
    rows = [
        {
            "file_id": file_id,
            "row": row.number,
            "key": key[:_LONGEST_KEY],
            "reason": reason,
            "cells": list(row.cells),
        }
        for key, reason, row in refused
    ]
    connection.execute(insert(import_refusals), rows)


def forget_refusals(connection: Connection, file_id: UUID) -> None:
    """What was refused, or would have been, is judged anew."""
    connection.execute(delete(import_refusals).where(import_refusals.c.file_id == file_id))


def list_refusals(connection: Connection, file_id: UUID, limit: int, after: int) -> list[ImportRefusal]:
    """Refused rows behind row `after`, in the order of the file."""
    query = (
        select(import_refusals)
        .where(import_refusals.c.file_id == file_id, import_refusals.c.row > after)
        .order_by(import_refusals.c.row)
        .limit(limit)
    )
    return [
        ImportRefusal(row=row.row, key=row.key, reason=row.reason, cells=row.cells)
        for row in connection.execute(query)
    ]
