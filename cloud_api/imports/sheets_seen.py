"""Looks into the first rows of a file, which tell how it is read and who should read the rest."""

from collections.abc import Sequence

from cloud_api.sheets import Glanced, SheetRefusedError, glance_at
from cloud_api.wire.imports import SheetRead

AT_ONCE_ROWS = 2_000
"""Larger files are judged and taken in by the worker, in the background."""
_TITLES = 20
"""Rows that may stand above those of a table."""


def first_look(data: bytes, name: str) -> Glanced:
    """As much of a file as a request has time for. Raises SheetRefusedError."""
    return glance_at(data, name, AT_ONCE_ROWS + _TITLES)


def sheets_of(glanced: Glanced) -> list[SheetRead]:
    """Its sheets; how many rows each has only where the whole file was looked at."""
    return [
        SheetRead(
            name=table.name,
            header=list(table.header),
            rows=len(table.rows) if glanced.is_whole else None,
        )
        for table in glanced.tables
    ]


def is_large(sheets: Sequence[SheetRead]) -> bool:
    """Whether reading these sheets takes longer than a request should."""
    rows = [sheet.rows for sheet in sheets]
    return any(each is None for each in rows) or sum(each or 0 for each in rows) > AT_ONCE_ROWS


def sheet_of(sheets: Sequence[SheetRead], name: str) -> SheetRead:
    """The sheet of this name. Raises SheetRefusedError."""
    found = next((sheet for sheet in sheets if sheet.name == name), None)
    if found is None:
        names = ", ".join(sheet.name for sheet in sheets)
        raise SheetRefusedError(f"The file has no sheet {name[:60]}; it has {names[:200]}.")
    return found
