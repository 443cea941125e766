"""Boxes and crates that go back empty, as rows: told by the cloud, changed here until told anew."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, or_, select, update

from cloud_api.wire.crates import Box, BoxCondition
from station.pickup.model.empties import BoxRow
from station.storage import tables


@dataclass(frozen=True)
class EmptyCrate:
    """A crate the shop received, and since when it is empty."""

    id: UUID
    number: int
    received_at: datetime | None
    emptied_at: datetime | None


def find_box(connection: Connection, number: str) -> Box | None:
    """A box by its number; None where the cloud told nothing of it."""
    body = connection.execute(select(tables.box.c.body).where(tables.box.c.number == number)).scalar()
    return None if body is None else Box.model_validate_json(body)


def boxes_here(connection: Connection, shop: str) -> list[BoxRow]:
    """Boxes whose crates came to the shop and that nobody gave back, the one that is here longest first."""
    box, crate, told = tables.box, tables.delivery_crate, tables.delivery
    since = func.coalesce(crate.c.received_at, func.json_extract(box.c.body, "$.out_since"))
    came = or_(
        crate.c.received_at.is_not(None),
        crate.c.crate_id.is_(None) & func.json_extract(box.c.body, "$.out_since").is_not(None),
    )
    query = (
        select(
            box.c.number,
            box.c.body,
            crate.c.number.label("crate"),
            crate.c.received_at,
            func.json_extract(told.c.body, "$.cycle_name").label("cycle"),
        )
        .outerjoin(crate, crate.c.crate_id == box.c.crate_id)
        .outerjoin(told, told.c.wave_id == crate.c.wave_id)
        .where(
            func.json_extract(box.c.body, "$.pickup_point") == shop,
            func.json_extract(box.c.body, "$.given_back_at").is_(None),
            func.json_extract(box.c.body, "$.returned_at").is_(None),
            func.json_extract(box.c.body, "$.condition") != BoxCondition.LOST.value,
            came,
        )
        .order_by(since, box.c.number)
    )
    return [
        BoxRow(row.number, row.crate, row.cycle or "", row.received_at or _out_since(row.body))
        for row in connection.execute(query)
    ]


def crate_of(connection: Connection, crate_id: UUID | None) -> EmptyCrate | None:
    """A crate of a delivery to this shop."""
    crate = tables.delivery_crate.c
    query = select(crate.crate_id, crate.number, crate.received_at, crate.emptied_at)
    row = connection.execute(query.where(crate.crate_id == crate_id)).first()
    return None if row is None else EmptyCrate(*row)


def set_emptied(connection: Connection, crate_id: UUID, at: datetime | None) -> None:
    """The crate is empty since then; None: it is not."""
    crate = tables.delivery_crate
    connection.execute(update(crate).where(crate.c.crate_id == crate_id).values(emptied_at=at))


def _out_since(body: str) -> datetime | None:
    return Box.model_validate_json(body).out_since
