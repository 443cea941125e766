"""Lists re-usable boxes, and those each pickup point has not given back."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Connection

from cloud_api.crates.telling import box_of, box_rows
from cloud_api.storage.tables.crates import boxes
from cloud_api.wire.crates import Box, BoxesOut, BoxPage


def list_boxes(connection: Connection, warehouse: str | None, after: str | None, limit: int) -> BoxPage:
    """Boxes by number."""
    query = box_rows().order_by(boxes.c.number).limit(limit + 1)
    if warehouse is not None:
        query = query.where(boxes.c.warehouse == warehouse)
    if after is not None:
        query = query.where(boxes.c.number > after)
    rows = connection.execute(query).all()
    more = rows[limit - 1].number if len(rows) > limit else None
    return BoxPage(items=tuple(box_of(row) for row in rows[:limit]), next=more)


def boxes_out(connection: Connection, warehouse: str | None) -> tuple[BoxesOut, ...]:
    """Boxes that went to pickup points and were neither given back nor returned; longest out first.

    One that was told lost is no longer asked for.
    """
    out = box_rows().where(
        boxes.c.out_since.is_not(None),
        boxes.c.given_back_at.is_(None),
        boxes.c.returned_at.is_(None),
        boxes.c.condition != "lost",
    )
    if warehouse is not None:
        out = out.where(boxes.c.warehouse == warehouse)
    shops: defaultdict[tuple[str, str], list[tuple[datetime, Box]]] = defaultdict(list)
    for row in connection.execute(out.order_by(boxes.c.out_since, boxes.c.number)):
        if row.pickup_point is not None:
            shops[row.pickup_point, row.pickup_point_name].append((row.out_since, box_of(row)))
    told = (
        BoxesOut(
            pickup_point=code,
            pickup_point_name=name,
            out_since=mine[0][0],
            boxes=tuple(box for _, box in mine),
        )
        for (code, name), mine in shops.items()
    )
    return tuple(sorted(told, key=lambda each: (each.out_since, each.pickup_point)))
