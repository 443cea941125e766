"""Asks for a count where the book has less than nothing: somebody picked what it did not have."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, func, insert, or_, select

from cloud_api.storage.key_lists import among
from cloud_api.storage.tables.floor import balances, counts, movements
from cloud_api.wire.floor import CountReason, CountState

OPEN = (CountState.ASKED, CountState.REJECTED, CountState.TAKEN)
"""States in which somebody still has to do something about a count."""


def ask_counts(
    connection: Connection, warehouse: str, bin_codes: Collection[str], now: datetime
) -> list[UUID]:
    """Ask for one count of each product these bins have less than nothing of, unless one is open; their ids.

    An id follows from the last movement there: a cloud that was restored and hears of it again asks for the
    same count.
    """
    rows = [
        {
            "id": _count_id(connection, warehouse, bin_code, sku),
            "warehouse": warehouse,
            "bin": bin_code,
            "sku": sku,
            "why": str(CountReason.BELOW_ZERO),
            "state": str(CountState.ASKED),
            "asked_at": now,
        }
        for bin_code, sku in _lacking(connection, warehouse, bin_codes)
    ]
    if rows:
        connection.execute(insert(counts), rows)
    return [row["id"] for row in rows if isinstance(row["id"], UUID)]


def _lacking(connection: Connection, warehouse: str, bin_codes: Collection[str]) -> list[tuple[str, str]]:
    """Bins and products below zero that no open count looks at."""
    below = select(balances.c.bin, balances.c.sku).where(
        balances.c.warehouse == warehouse,
        among(connection, balances.c.bin, bin_codes),
        or_(balances.c.quantity < 0, balances.c.weight_g < 0),
    )
    wanted = {(row.bin, row.sku) for row in connection.execute(below)}
    if not wanted:
        return []
    being_counted = select(counts.c.bin, counts.c.sku).where(
        counts.c.warehouse == warehouse,
        among(connection, counts.c.bin, bin_codes),
        counts.c.state.in_([str(state) for state in OPEN]),
    )
    covered = {(row.bin, row.sku) for row in connection.execute(being_counted)}
    return sorted(each for each in wanted if each not in covered and (each[0], None) not in covered)


def _count_id(connection: Connection, warehouse: str, bin_code: str, sku: str) -> UUID:
    here = (movements.c.warehouse == warehouse, movements.c.sku == sku)
    touched = or_(movements.c.from_bin == bin_code, movements.c.to_bin == bin_code)
    last = select(movements.c.id).where(*here, touched).order_by(movements.c.number.desc()).limit(1)
    before = select(func.count()).where(
        counts.c.warehouse == warehouse, counts.c.bin == bin_code, counts.c.sku == sku
    )
    straw: UUID = connection.execute(last).scalar_one()
    return uuid5(straw, f"{bin_code}\x1f{sku}\x1f{connection.scalar(before)}")
