"""Re-usable boxes as rows: told by the cloud, changed here until it tells them anew."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from cloud_api.wire.crates import Box, BoxCondition
from cloud_api.wire.exchange import ChangeKind
from station.storage import tables


def box_known(connection: Connection, number: str) -> Box | None:
    """A box by its number; None when nobody told of it."""
    body = connection.execute(select(tables.box.c.body).where(tables.box.c.number == number)).scalar()
    return None if body is None else Box.model_validate_json(body)


def keep_box(connection: Connection, box: Box) -> None:
    """As it is from now on. A crate is in one box at a time: another one that held it is free."""
    if box.crate_id is not None:
        others = (tables.box.c.crate_id == box.crate_id, tables.box.c.number != box.number)
        connection.execute(update(tables.box).where(*others).values(crate_id=None))
    row = {"crate_id": box.crate_id, "body": box.model_dump_json()}
    statement = insert(tables.box).values(number=box.number, **row)
    connection.execute(statement.on_conflict_do_update([tables.box.c.number], set_=row))


def boxes_out(connection: Connection) -> list[Box]:
    """Boxes shops have not given back, the longest out first."""
    bodies = connection.execute(select(tables.box.c.body)).scalars()
    told = (Box.model_validate_json(body) for body in bodies)
    out = [box for box in told if _is_out(box)]
    return sorted(out, key=lambda box: (str(box.out_since), box.number))


def _is_out(box: Box) -> bool:
    if box.out_since is None or box.condition is BoxCondition.LOST:
        return False
    return box.given_back_at is None and box.returned_at is None


def carries(connection: Connection, number: str) -> UUID | None:
    """The crate a box carries by the book."""
    crate_id: UUID | None = connection.execute(
        select(tables.box.c.crate_id).where(tables.box.c.number == number)
    ).scalar()
    return crate_id


def own_warehouse(connection: Connection) -> str:
    """The warehouse this station stands in."""
    code: str = connection.execute(select(tables.station.c.warehouse)).scalar_one()
    return code


def _box_told(connection: Connection, body: dict[str, Any], _at: datetime) -> None:
    keep_box(connection, Box.model_validate(body))


APPLY = {ChangeKind.BOX: _box_told}
"""How a warehouse station keeps what it is told of boxes."""
