"""A station's database with bins, and what the cloud tells of stock."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from cloud_api.wire import facts, floor
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.floor import MoveReason, StockMoved, stock_key
from station.kernel.ids import OperatorId, StationId, new_uuid
from station.stock.applying import APPLY, stock_told
from station.storage import tables
from station.sync.outbox import Author

NOW = datetime(2026, 6, 18, 18, 0, tzinfo=UTC)
AUTHOR = Author(StationId(UUID(int=1)), OperatorId(UUID(int=2)), NOW)


def furnish(connection: Connection) -> None:
    """A station of W1 with two pick bins, the second nearer on the path, and a reserve."""
    connection.execute(
        insert(tables.station).values(
            id=AUTHOR.station_id,
            name="工位 1",
            role="warehouse",
            warehouse="W1",
            warehouse_name="一号仓",
            time_zone="Asia/Shanghai",
            brand="优邻站",
            cloud_url="http://127.0.0.1:1",
            enrolled_at=NOW,
        )
    )
    for number, (code, path, use) in enumerate(
        (("A-01", 20, "pick"), ("A-02", 10, "pick"), ("R-01", 1, "reserve")), 101
    ):
        row = {"code": code, "number": number, "path": path, "use": use, "zone": "ambient", "aisle": "A"}
        rest = dict.fromkeys(("level", "x_cm", "y_cm", "most_weight_g", "volume_ml"), 0)
        connection.execute(insert(tables.bin_place).values(**row, **rest, turnover="A", active=True))


def told(
    bin_code: str, quantity: int, lot: str = "", expiry: date | None = None, **other: Any
) -> dict[str, Any]:
    """The body of a change STOCK, of peaches unless told otherwise."""
    line = {"bin": bin_code, "sku": "PEACH", "lot": lot, "expiry": expiry, "quantity": quantity, **other}
    key = stock_key(bin_code, line["sku"], lot, expiry)
    return floor.StockLine.model_validate({**line, "key": key, "warehouse": "W1"}).model_dump(mode="json")


def tell(connection: Connection, bodies: Iterable[dict[str, Any]], kind: str = ChangeKind.STOCK) -> None:
    """Changes as the inbox applies them."""
    for body in bodies:
        APPLY[kind](connection, body, NOW)


def tell_all(connection: Connection, *bodies: dict[str, Any], expected_seq: int = 1) -> set[str]:
    """Balances, and the last page behind them."""
    tell(connection, bodies)
    return stock_told(connection, expected_seq)


def move(**other: Any) -> StockMoved:
    """Peaches that moved."""
    given = {"movement_id": new_uuid(), "sku": "PEACH", "why": MoveReason.RESLOT, "quantity": 1, **other}
    return StockMoved.model_validate(given)


def put(**other: Any) -> facts.ItemPut:
    """Peaches put into a crate."""
    ids = {name: new_uuid() for name in ("wave_id", "crate_id", "put_id")}
    return facts.ItemPut.model_validate({**ids, "sku": "PEACH", "quantity": 1, "bin": "A-01", **other})
