"""Routes under the dispatcher's hand: each change gives a new draft, each stop is always in one place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from station.dispatch.model.plan import Reason
from station.kernel.ids import WaveId


@dataclass(frozen=True)
class Draft:
    """Routes by van code, stops by wave, so that it outlives the day it was planned for.

    A stop is on one route or among the unserved, never on both, never twice.
    """

    routes: Mapping[str, tuple[WaveId, ...]] = field(default_factory=dict)
    unserved: Mapping[WaveId, Reason] = field(default_factory=dict)
    locked_stops: frozenset[WaveId] = frozenset()
    """Stay with the van they are on."""
    locked_vans: frozenset[str] = frozenset()
    """Keep their route, order and all."""

    def van_of(self, wave_id: WaveId) -> str | None:
        """The van a stop is on."""
        return next((van for van, stops in self.routes.items() if wave_id in stops), None)

    def knows(self, wave_id: WaveId) -> bool:
        """Whether it places that stop anywhere."""
        return wave_id in self.unserved or self.van_of(wave_id) is not None

    def served(self) -> int:
        """How many stops are on routes."""
        return sum(map(len, self.routes.values()))

    def slot_of(self, wave_id: WaveId, van: str, position: int) -> int:
        """Where a drop lands, counted in the route without the stop.

        `position` counts as people do, in the route as it is shown: the stop goes before number
        `position`; 1 is the first, one more than there are stops is the last.
        """
        shown = self.routes.get(van, ())
        slot = max(1, min(position, len(shown) + 1)) - 1
        return slot - 1 if wave_id in shown[:slot] else slot

    def placed(self, wave_id: WaveId, van: str, slot: int) -> "Draft":
        """The stop at `slot` of a van's route, counted without it; on another van it loses its lock."""
        bare = self._without(wave_id)
        stops = bare.routes.get(van, ())
        routes = {**bare.routes, van: (*stops[:slot], wave_id, *stops[slot:])}
        kept = self.locked_stops if self.van_of(wave_id) == van else self.locked_stops - {wave_id}
        return replace(bare, routes=routes, locked_stops=kept)

    def swapped(self, one: WaveId, other: WaveId) -> "Draft":
        """Two stops change places."""
        turned = {one: other, other: one}
        routes = {
            van: tuple(turned.get(wave_id, wave_id) for wave_id in stops)
            for van, stops in self.routes.items()
        }
        return replace(self, routes=routes)

    def taken_off(self, wave_id: WaveId, reason: Reason = Reason.LEFT_OUT) -> "Draft":
        """The stop on no route."""
        bare = self._without(wave_id)
        return replace(
            bare,
            unserved={**bare.unserved, wave_id: reason},
            locked_stops=self.locked_stops - {wave_id},
        )

    def with_stop_lock(self, wave_id: WaveId, *, locked: bool) -> "Draft":
        """The stop is held to its van, or let go."""
        stops = self.locked_stops | {wave_id} if locked else self.locked_stops - {wave_id}
        return replace(self, locked_stops=stops)

    def with_route_lock(self, van: str, *, locked: bool) -> "Draft":
        """The route stays as it is, or may change."""
        vans = self.locked_vans | {van} if locked else self.locked_vans - {van}
        return replace(self, locked_vans=vans)

    def fitted(
        self,
        stops: Iterable[WaveId],
        vans: Iterable[str],
        fixed: Mapping[str, tuple[WaveId, ...]],
    ) -> "Draft":
        """The draft for the stops and vans there are now; nothing is dropped without a word.

        What came new, or stood on a van that does not drive any more, is not planned. `fixed` are the
        routes of the vans that have left: they are what they are.
        """
        known, gone = list(dict.fromkeys(stops)), {wave for route in fixed.values() for wave in route}
        free = set(known) - gone
        routes: dict[str, tuple[WaveId, ...]] = {
            van: tuple(wave for wave in self.routes.get(van, ()) if wave in free) for van in vans
        }
        routes |= {van: route for van, route in fixed.items() if van in routes}
        served = {wave for route in routes.values() for wave in route}
        return Draft(
            routes=routes,
            unserved={
                wave: self.unserved.get(wave, Reason.NOT_PLANNED) for wave in known if wave not in served
            },
            locked_stops=frozenset(self.locked_stops & served - gone),
            locked_vans=frozenset(self.locked_vans & routes.keys() - fixed.keys()),
        )

    def _without(self, wave_id: WaveId) -> "Draft":
        return replace(
            self,
            routes={van: tuple(one for one in stops if one != wave_id) for van, stops in self.routes.items()},
            unserved={one: reason for one, reason in self.unserved.items() if one != wave_id},
        )
