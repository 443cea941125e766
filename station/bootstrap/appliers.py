"""What the changes the cloud tells are written by, put together from the rooms of a PC."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from station.bootstrap.roles import DISPATCH, INBOUND, LOADING, PACKING, PICKUP
from station.stock import applying as stock_changes
from station.stock.applying import stock_told
from station.sync import shipments
from station.sync.inbox import Apply, AtEnd, nothing_at_end

OF_A_WAREHOUSE = frozenset({LOADING, DISPATCH})
"""Rooms of which each station that is told of a warehouse's floor has one."""


def appliers_of(rooms: Iterable[str]) -> Mapping[str, Apply]:
    """What the changes of these rooms are written by; one kind may concern two of them."""
    rooms = set(rooms)
    maps: list[Mapping[Any, Apply]] = []
    if rooms & OF_A_WAREHOUSE:
        maps += [shipments.appliers(), stock_changes.APPLY]
    if INBOUND in rooms:
        from station.inbound.store.orders import APPLY as PURCHASES

        maps.append(PURCHASES)
    if PACKING in rooms:
        from station.packing.store.jobs import APPLY as GIFT_BOXES

        maps.append(GIFT_BOXES)
    if PICKUP in rooms:
        from station.pickup.store.changes import APPLY

        maps.append(APPLY)
    kinds = {str(kind) for each in maps for kind in each}
    return {kind: _each([each[kind] for each in maps if kind in each]) for kind in kinds}


def at_end_of(rooms: Iterable[str]) -> AtEnd:
    """What is done behind the last page of changes, by the rooms there are."""
    rooms = set(rooms)
    if not rooms & OF_A_WAREHOUSE:
        return nothing_at_end
    at_ends: list[AtEnd] = [stock_told]
    if INBOUND in rooms:
        from station.inbound.store.orders import purchases_told

        at_ends.append(purchases_told)
    if PACKING in rooms:
        from station.packing.store.jobs import boxes_told

        at_ends.append(boxes_told)
    return lambda connection, seq: {kind for told in at_ends for kind in told(connection, seq)}


def _each(appliers: list[Apply]) -> Apply:
    def apply(connection: Connection, body: dict[str, Any], at: datetime) -> None:
        unreadable: list[KeyError | ValueError] = []
        for one in appliers:
            try:
                one(connection, body, at)
            except (KeyError, ValueError) as error:
                unreadable.append(error)  # a crate may be known to one room of this PC only
        if unreadable:
            raise unreadable[0]

    return apply
