"""The moves of the night as rows: after a restart they go on where the last scan left them."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from station.kernel.ids import Sku
from station.slotting.model.guided import GuidedMove, MovedLot, MoveKind, MoveState
from station.storage import tables


def keep_plan(connection: Connection, moves: Iterable[GuidedMove]) -> None:
    """These moves take the place of all there were."""
    connection.execute(delete(tables.reslot_move))
    rows = [{"ordinal": move.ordinal, **_row(move)} for move in moves]
    if rows:
        connection.execute(insert(tables.reslot_move), rows)


def keep(connection: Connection, *moves: GuidedMove) -> None:
    """How far these moves are now."""
    for move in moves:
        query = update(tables.reslot_move).where(tables.reslot_move.c.ordinal == move.ordinal)
        connection.execute(query.values(**_row(move)))


def plan(connection: Connection) -> tuple[GuidedMove, ...]:
    """All moves, in the order in which they are made."""
    rows = connection.execute(select(tables.reslot_move).order_by(tables.reslot_move.c.ordinal))
    return tuple(
        GuidedMove(
            row.ordinal,
            row.exchange,
            MoveKind(row.kind),
            Sku(row.sku),
            row.from_bin,
            row.to_bin,
            row.saved_cm / 100,
            MoveState(row.state),
            tuple(_lot(told) for told in json.loads(row.moved)),
        )
        for row in rows
    )


def _row(move: GuidedMove) -> dict[str, Any]:
    lots = [
        [lot.lot, lot.expiry.isoformat() if lot.expiry else "", lot.quantity, lot.weight_g]
        for lot in move.moved
    ]
    return {
        "exchange": move.exchange,
        "kind": move.kind.value,
        "sku": move.sku,
        "from_bin": move.from_bin,
        "to_bin": move.to_bin,
        "saved_cm": round(move.saved_m * 100),
        "state": move.state.value,
        "moved": json.dumps(lots, ensure_ascii=False),
    }


def _lot(told: list[Any]) -> MovedLot:
    lot, expiry, quantity, weight_g = told
    return MovedLot(lot, date.fromisoformat(expiry) if expiry else None, quantity, weight_g)
