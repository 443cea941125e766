"""Proposes how a file is read: as the last one like it was, or by its headings and values."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import PurePath
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from cloud_api.imports.drafts import short_group
from cloud_api.imports.guessing import guess, plain
from cloud_api.imports.store import last_reading
from cloud_api.sheets import SheetRefusedError, Table
from cloud_api.wire.imports import ImportKind, Reading

_TITLE = plain("团购标题")
_PLACED = re.compile(
    r"下单时间[:：]\s*([0-9]{4}-[0-9]{2}-[0-9]{2})[^至到]*[至到]\s*([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8})"
)
REASON_HEADING = "原因 Reason"
GROUP_HEADING = "团 group"
"""Headings of columns our own files of refused rows have besides those of the file."""
_NOT_REMEMBERED = {"paid_at"}
"""A default that belonged to the file before."""


def without_ours(header: Iterable[str]) -> list[str]:
    """Headings of the file itself."""
    return [heading for heading in header if heading not in (REASON_HEADING, GROUP_HEADING)]


def propose(
    connection: Connection,
    tables: Sequence[Table],
    name: str,
    warehouse: str | None,
    now: datetime,
    time_zone: str = "Asia/Shanghai",
) -> tuple[Reading, Table]:
    """The reading a person is shown first, and the sheet it takes.

    Raises SheetRefusedError where neither a row nor a heading tells that it is a table at all.
    """
    table, kind, columns = guess(tables)
    if not columns and not any(each.rows for each in tables):
        raise SheetRefusedError(
            f"{name[:80]} holds no rows and no heading that is known. Look whether it is the right file."
        )
    own = without_ours(table.header)
    before = last_reading(connection, kind, lambda header: without_ours(header) == own, warehouse)
    if before is not None:
        ours = {"group": GROUP_HEADING} if GROUP_HEADING in table.header else {}
        columns, time_zone = {**before.columns, **ours}, before.time_zone
    defaults = {} if before is None else _remembered(before)
    if kind is ImportKind.ORDERS and "paid_at" not in columns:
        defaults["paid_at"] = _last_placed(tables) or _written(now, time_zone)
    if kind is ImportKind.BINS and warehouse is not None and "warehouse" not in columns:
        defaults.setdefault("warehouse", warehouse)
    by_group = kind is ImportKind.ORDERS and "group_no" in columns and "order_no" not in columns
    reading = Reading(
        sheet=table.name[:500],
        kind=kind,
        columns={field: heading[:500] for field, heading in columns.items()},
        defaults=defaults,
        time_zone=time_zone,
        group=_group(tables, name) if by_group and "group" not in columns else "",
        products={} if before is None else before.products,
        points={} if before is None else before.points,
    )
    return reading, table


def _remembered(before: Reading) -> dict[str, str]:
    """What stands for every row, as it did for the file before."""
    return {field: text for field, text in before.defaults.items() if field not in _NOT_REMEMBERED}


def _written(now: datetime, time_zone: str) -> str:
    """The moment by the clocks there, as a sheet has it."""
    return now.astimezone(ZoneInfo(time_zone)).isoformat("T", "seconds")


def _texts(tables: Sequence[Table]) -> Iterable[str]:
    """Every text of short sheets: notes stand there."""
    for table in tables:
        if len(table.rows) <= 50:
            yield from table.header
            yield from (cell for row in table.rows for cell in row.cells)


def _last_placed(tables: Sequence[Table]) -> str | None:
    """When the last order of a 快团团 export was placed: its notes say so."""
    match = next(filter(None, (_PLACED.search(text) for text in _texts(tables))), None)
    return None if match is None else match.group(2)


def _group(tables: Sequence[Table], name: str) -> str:
    """Title of the group and day of its first order, the same in each later export of it.

    A leader uses a title again and counts from 1 each time; the day keeps the orders apart.
    """
    titles = (
        row.cells[place].strip()
        for table in tables
        for place, heading in enumerate(table.header)
        if plain(heading) == _TITLE
        for row in table.rows
    )
    title = short_group(next(filter(None, titles), "") or PurePath(name).stem)[:35]
    match = next(filter(None, (_PLACED.search(text) for text in _texts(tables))), None)
    return title if match is None else f"{title}-{match.group(1).replace('-', '')}"
