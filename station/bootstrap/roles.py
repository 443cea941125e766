"""Which rooms a station has, by what it was enrolled for."""

from collections.abc import Collection

from cloud_api.wire.stations import Role
from station.kernel.messages import Message

(
    PICKING,
    LOADING,
    DISPATCH,
    PICKUP,
    PRINTING,
    SYNC,
    DEVICES,
    COUNTING,
    INBOUND,
    SLOTTING,
    WAVES,
    CRATES,
    TEAM,
    PACKING,
) = (
    "picking",
    "loading",
    "dispatch",
    "pickup",
    "printing",
    "sync",
    "devices",
    "counting",
    "inbound",
    "slotting",
    "waves",
    "crates",
    "team",
    "packing",
)
"""Ids of the rooms."""

TITLES = {
    PICKING: (Message("Picking"), "picking"),
    INBOUND: (Message("Receiving"), "inbound"),
    DISPATCH: (Message("Dispatch"), "dispatch"),
    LOADING: (Message("Loading"), "crate"),
    PICKUP: (Message("Pickup"), "pickup"),
    PRINTING: (Message("Printing"), "print"),
    SYNC: (Message("Cloud"), "sync"),
    DEVICES: (Message("Devices"), "devices"),
    COUNTING: (Message("Stock"), "counting"),
    SLOTTING: (Message("Bins"), "slotting"),
    WAVES: (Message("Waves"), "waves"),
    CRATES: (Message("Crates"), "crates"),
    PACKING: (Message("Gift boxes"), "packing"),
    TEAM: (Message("Team"), "team"),
}
"""Title and icon of each room."""

ASIDE = frozenset({PRINTING, SYNC, DEVICES})
"""Rooms that serve the work of the others."""

_ROOMS = {
    PICKING: {Role.WAREHOUSE},
    INBOUND: {Role.WAREHOUSE},
    COUNTING: {Role.WAREHOUSE},
    SLOTTING: {Role.WAREHOUSE},
    CRATES: {Role.WAREHOUSE},
    PACKING: {Role.WAREHOUSE},
    DISPATCH: {Role.DISPATCH},
    LOADING: {Role.WAREHOUSE, Role.DISPATCH},
    PICKUP: {Role.PICKUP},
    WAVES: {Role.WAREHOUSE, Role.DISPATCH},
    TEAM: {Role.WAREHOUSE, Role.DISPATCH},
    PRINTING: {Role.WAREHOUSE},
    SYNC: set(Role),
    DEVICES: set(Role),
}


def rooms_of(roles: Collection[Role]) -> tuple[str, ...]:
    """The rooms of a station with these roles, in the order of the rail: those aside stand last."""
    return tuple(room for room, wanted in _ROOMS.items() if wanted & set(roles))
