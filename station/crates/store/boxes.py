"""Re-usable boxes as rows: told by the cloud, changed here until it tells them anew (sync.shipments)."""

from uuid import UUID

from sqlalchemy import Connection, select

from cloud_api.wire.crates import Box, BoxCondition
from station.storage import tables


def box_known(connection: Connection, number: str) -> Box | None:
    """A box by its number; None when nobody told of it."""
    body = connection.execute(select(tables.box.c.body).where(tables.box.c.number == number)).scalar()
    return None if body is None else Box.model_validate_json(body)


def boxes_out(connection: Connection) -> list[Box]:
    """Boxes that left and did not come back, at shops or with their drivers, the longest out first."""
    bodies = connection.execute(select(tables.box.c.body)).scalars()
    told = (Box.model_validate_json(body) for body in bodies)
    out = [box for box in told if _is_out(box)]
    return sorted(out, key=lambda box: (str(box.out_since), box.number))


def _is_out(box: Box) -> bool:
    if box.out_since is None or box.condition is BoxCondition.LOST:
        return False
    return box.returned_at is None


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
