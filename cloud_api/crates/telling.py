"""Tells the stations of a warehouse what is known of its re-usable boxes, each whole."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.tables.catalogue import pickup_points
from cloud_api.storage.tables.crates import boxes
from cloud_api.storage.tables.waves import crates, waves
from cloud_api.wire.crates import Box, BoxCondition
from cloud_api.wire.exchange import ChangeKind

NOWHERE: Mapping[str, str] = MappingProxyType({})


def tell_boxes(
    connection: Connection, numbers: Collection[str], now: datetime, left: Mapping[str, str] = NOWHERE
) -> None:
    """Write a change BOX for each of them, as the last act of a transaction.

    Their warehouse hears of it and the shop they go to; `left` names by box the shop it was at before, which
    is not to look for it any more.
    """
    if not numbers:
        return
    rows = connection.execute(box_rows().where(boxes.c.number.in_(numbers)).order_by(boxes.c.number))
    news: list[NewChange] = []
    for row in rows:
        body = box_of(row).model_dump(mode="json")
        shops = {row.pickup_point, left.get(row.number)} - {None}
        hearers = (None, *sorted(shops))
        news += [NewChange(ChangeKind.BOX, body, row.warehouse, hearer) for hearer in hearers]
    write_changes(connection, news, now)


def box_rows() -> Select[Any]:
    """Boxes with where their crates go; a box without a crate has no place."""
    return (
        select(
            boxes,
            crates.c.sscc.label("label"),
            waves.c.pickup_point,
            pickup_points.c.name.label("pickup_point_name"),
        )
        .outerjoin(crates, crates.c.id == boxes.c.crate_id)
        .outerjoin(waves, waves.c.id == crates.c.wave_id)
        .outerjoin(pickup_points, pickup_points.c.code == waves.c.pickup_point)
    )


def box_of(row: Row[Any]) -> Box:
    """A row of box_rows as it is told."""
    return Box(
        warehouse=row.warehouse,
        number=row.number,
        condition=BoxCondition(row.condition),
        crate_id=row.crate_id,
        label=row.label,
        pickup_point=row.pickup_point,
        pickup_point_name=row.pickup_point_name or "",
        used_at=row.used_at,
        out_since=row.out_since,
        given_back_at=row.given_back_at,
        returned_at=row.returned_at,
    )
