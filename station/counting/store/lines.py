"""What was counted so far, as rows: a count that is half done outlives the program."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, update

from station.counting.model.count import Entry
from station.counting.model.goods import Seen
from station.kernel.ids import OperatorId, ScanId, Sku
from station.stock.moving import written
from station.storage import tables
from station.sync.outbox import Author


@dataclass(frozen=True)
class Begun:
    """A count somebody began at this desk."""

    count_id: UUID
    operator_id: OperatorId | None


def was_counted(connection: Connection, scan_id: ScanId) -> bool:
    """Whether this very scan is an entry already."""
    line = tables.count_line.c
    return connection.execute(select(line.id).where(line.scan_id == scan_id)).first() is not None


def add(connection: Connection, count_id: UUID, scan_id: ScanId | None, author: Author, seen: Seen) -> Entry:
    """Keep one more entry."""
    row = {
        "count_id": count_id,
        "scan_id": scan_id,
        "operator_id": author.operator_id,
        "at": author.at,
        "sku": seen.goods.sku,
        "lot": seen.lot,
        "expiry": written(seen.expiry),
        "quantity": seen.pieces,
        "weight_g": seen.weight_g,
    }
    made = connection.execute(insert(tables.count_line).values(row))
    key = made.inserted_primary_key
    assert key is not None
    return Entry(int(key[0]), seen.goods.sku, seen.lot, seen.expiry, seen.pieces, seen.weight_g)


def change(connection: Connection, entry: Entry) -> None:
    """An entry says something else now."""
    told = {
        "lot": entry.lot,
        "expiry": written(entry.expiry),
        "quantity": entry.quantity,
        "weight_g": entry.weight_g,
    }
    connection.execute(update(tables.count_line).where(tables.count_line.c.id == entry.id).values(told))


def drop(connection: Connection, entry_id: int) -> None:
    """An entry was a slip."""
    connection.execute(delete(tables.count_line).where(tables.count_line.c.id == entry_id))


def drop_all(connection: Connection, count_id: UUID) -> None:
    """The count is told, or not needed any more."""
    connection.execute(delete(tables.count_line).where(tables.count_line.c.count_id == count_id))


def entries(connection: Connection, count_id: UUID) -> tuple[Entry, ...]:
    """The entries of a count, oldest first."""
    line = tables.count_line.c
    query = select(tables.count_line).where(line.count_id == count_id).order_by(line.id)
    return tuple(
        Entry(
            row.id,
            Sku(row.sku),
            row.lot,
            date.fromisoformat(row.expiry) if row.expiry else None,
            row.quantity,
            row.weight_g,
        )
        for row in connection.execute(query)
    )


def begun(connection: Connection) -> list[Begun]:
    """Counts with entries; the one worked at last comes first."""
    line = tables.count_line.c
    last = func.max(line.id)
    query = select(line.count_id, line.operator_id, last).group_by(line.count_id).order_by(last.desc())
    return [Begun(row.count_id, row.operator_id) for row in connection.execute(query)]


def pieces(connection: Connection) -> dict[UUID, int]:
    """Pieces counted so far, by count."""
    line = tables.count_line.c
    rows = connection.execute(select(line.count_id, func.sum(line.quantity)).group_by(line.count_id))
    return {row[0]: row[1] for row in rows}
