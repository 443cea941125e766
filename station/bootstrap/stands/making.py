"""Makes the desk of a room; the modules of rooms this PC is not for are never loaded."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from station.bootstrap.roles import (
    COUNTING,
    CRATES,
    DISPATCH,
    INBOUND,
    LOADING,
    PACKING,
    PICKING,
    SLOTTING,
    TEAM,
    WAVES,
)
from station.bootstrap.stands.stand import Site, Stand

if TYPE_CHECKING:
    from station.bootstrap.stands.slotting_ground import SlottingGround

AnyStand = Stand[Any, Any]


class StandMaker:
    """Holds what desks of several rooms share."""

    def __init__(self, site: Site, shows: Callable[[str], bool]) -> None:
        """`shows` tells whether a room is in front of the operator."""
        self._site = site
        self._shows = shows

    def make(self, room: str, site: Site) -> AnyStand:
        """The desk of a room; `site` hears what that desk does."""
        if room == PICKING:
            from station.bootstrap.stands.picking import PickingStand

            return PickingStand(site)
        if room == DISPATCH:
            from station.bootstrap.stands.dispatch import DispatchStand

            return DispatchStand(site)
        if room == LOADING:
            from station.bootstrap.stands.loading import LoadingStand

            return LoadingStand(site)
        return self._of_the_floor(room, site)

    def _of_the_floor(self, room: str, site: Site) -> AnyStand:
        if room == INBOUND:
            from station.bootstrap.stands.inbound import InboundStand

            return InboundStand(site, self._bins, lambda: self._shows(INBOUND))
        if room == SLOTTING:
            from station.bootstrap.stands.slotting import SlottingStand

            return SlottingStand(site, self._bins, lambda: self._shows(SLOTTING))
        if room == WAVES:
            from station.bootstrap.stands.waves import WavesStand

            return WavesStand(site, lambda: self._shows(WAVES))
        if room == CRATES:
            from station.bootstrap.stands.crates import CratesStand

            return CratesStand(site)
        if room == PACKING:
            from station.bootstrap.stands.packing import PackingStand

            return PackingStand(site, lambda: self._shows(PACKING))
        if room == TEAM:
            from station.bootstrap.stands.team import TeamStand

            return TeamStand(site, lambda: self._shows(TEAM))
        if room == COUNTING:
            from station.bootstrap.stands.counting import CountingStand

            return CountingStand(site, lambda: self._shows(COUNTING))
        from station.bootstrap.stands.pickup import PickupStand

        return PickupStand(site)

    @cached_property
    def _bins(self) -> "SlottingGround":
        """What the rooms that choose bins share; loaded with them."""
        from station.bootstrap.stands.slotting_ground import SlottingGround

        return SlottingGround(self._site)
