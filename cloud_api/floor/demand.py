"""What a warehouse's desks walked for on its last nights, counted from the lines themselves."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, select

from cloud_api.storage.tables.orders import LIVE, cycles, order_lines
from cloud_api.wire.slotting import DemandNight, DemandTour, SlottingDemand


def demand_of(connection: Connection, warehouse: str, nights: int, now: datetime) -> SlottingDemand:
    """The last `nights` cycles of a warehouse after their cut-off, the newest first, a tour a pickup point.

    Counts lines still to be picked or picked; those withdrawn since the cut-off were not walked for.
    """
    places: dict[str, int] = {}
    told = [_night(connection, row, places) for row in _last_cycles(connection, warehouse, nights)]
    # Not validated once more: the rows are our own, and there may be a million numbers.
    return SlottingDemand.model_construct(
        warehouse=warehouse, told_at=now, skus=tuple(places), nights=tuple(told)
    )


def _night(connection: Connection, cycle: Row[Any], places: dict[str, int]) -> DemandNight:
    """One cycle; `places` numbers the products that were met so far."""
    rows = connection.execute(_picks(cycle.id))
    return DemandNight.model_construct(
        cycle_id=cycle.id,
        name=cycle.name,
        cut_off_at=cycle.cut_off_at,
        tours=tuple(_tour(point, picked, places) for point, picked in groupby(rows, itemgetter(0))),
    )


def _last_cycles(connection: Connection, warehouse: str, nights: int) -> list[Row[Any]]:
    query = (
        select(cycles.c.id, cycles.c.name, cycles.c.cut_off_at)
        .where(cycles.c.warehouse == warehouse, cycles.c.frozen_at.is_not(None))
        .order_by(cycles.c.cut_off_at.desc(), cycles.c.id.desc())
        .limit(nights)
    )
    return list(connection.execute(query))


def _picks(cycle_id: UUID) -> Any:
    """Pickup point, product, lines; in the order of the index that answers it."""
    key = (order_lines.c.pickup_point, order_lines.c.sku)
    return (
        select(*key, func.count())
        .where(order_lines.c.cycle_id == cycle_id, LIVE)
        .group_by(*key)
        .order_by(*key)
    )


def _tour(point: str, picked: Iterable[Any], places: dict[str, int]) -> DemandTour:
    found, lines = [], []
    for _, sku, count in picked:
        found.append(places.setdefault(sku, len(places)))
        lines.append(count)
    return DemandTour.model_construct(pickup_point=point, skus=tuple(found), lines=tuple(lines))
