"""Tonight's routes with their crates, as the desk knows them now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from cloud_api.wire.base import Zone
from cloud_api.wire.crates import Weighed
from cloud_api.wire.routes import PackState
from station.kernel.ids import CrateId, CycleId, RouteId, Sscc, WaveId


@dataclass
class LoadCrate:
    """A crate that is to go on a van."""

    id: CrateId
    sscc: Sscc
    wave_id: WaveId
    number: int
    zone: Zone
    closed: bool
    on: RouteId | None = None
    """The route on whose van it was scanned."""
    gone: bool = False
    """Its van left with it, or its shop has scanned it."""
    weighed: Weighed | None = None
    """What the scale said of it since it was closed."""
    cancelled: tuple[str, ...] = ()
    """Numbers of cancelled orders whose goods are to come out of it."""


@dataclass(frozen=True)
class LoadStop:
    """A stop of a route; `ordinal` counts from 1 in the order the van drives."""

    wave_id: WaveId
    ordinal: int
    code: str
    name: str
    arrives_at: datetime
    packing: PackState
    crates: tuple[LoadCrate, ...]
    bags: int = 0
    """In its crates, where each order has a bag of its own."""

    @property
    def crates_known(self) -> bool:
        """Whether its wave was started: before that nobody knows how many crates come."""
        return self.packing is not PackState.WAITING


@dataclass
class LoadRoute:
    """The way of one van, and how far it is loaded."""

    id: RouteId
    cycle_id: CycleId
    code: str
    number: int
    plate: str
    driver: str
    departs_at: datetime
    stops: tuple[LoadStop, ...]
    departed_at: datetime | None = None
    departed_by: str = ""

    @property
    def in_loading_order(self) -> tuple[LoadStop, ...]:
        """Last stop first: what comes out first stands at the door."""
        return self.stops[::-1]

    def crates(self, stop: LoadStop | None = None) -> Iterator[LoadCrate]:
        """Its crates (or those of one of its stops), without those another van took away."""
        for each in self.stops if stop is None else (stop,):
            for crate in each.crates:
                if not crate.gone or self.has(crate):
                    yield crate

    def has(self, crate: LoadCrate) -> bool:
        """Whether the crate stands on this van."""
        # Ids are slow to compare, and most crates of a board stand on no van: asked 10,000 times a scan.
        on = crate.on
        return on is not None and (on is self.id or on == self.id)

    def left(self, stop: LoadStop | None = None) -> int:
        """How many known crates of it, or of one of its stops, are not on the van."""
        return sum(not self.has(crate) for crate in self.crates(stop))

    def tally(self) -> tuple[int, int]:
        """How many of its known crates are on the van, and how many there are."""
        on = [self.has(crate) for crate in self.crates()]
        return sum(on), len(on)

    def is_done(self, stop: LoadStop) -> bool:
        """Whether everything of `stop` is on."""
        return stop.crates_known and not self.left(stop)

    def is_complete(self) -> bool:
        """Whether everything of all stops is on."""
        return all(self.is_done(stop) for stop in self.stops)

    def next_stop(self) -> LoadStop | None:
        """The stop to load now: the first in loading order that is not done."""
        return next((stop for stop in self.in_loading_order if not self.is_done(stop)), None)


@dataclass
class Board:
    """All routes of tonight, the open ones by departure and then those that left."""

    routes: tuple[LoadRoute, ...] = ()
    crates: Mapping[Sscc, LoadCrate] = field(default_factory=dict)

    def route(self, route_id: RouteId | None) -> LoadRoute | None:
        """A route by its id."""
        return next((route for route in self.routes if route.id == route_id), None)

    def route_by_code(self, code: str) -> LoadRoute | None:
        """A route by the code on its sheet (ten digits)."""
        return next((route for route in self.routes if route.code == code), None)

    def route_of(self, wave_id: WaveId) -> LoadRoute | None:
        """The route that serves the stop of a wave; one that can still take crates goes first."""
        serving = [route for route in self.routes if any(stop.wave_id == wave_id for stop in route.stops)]
        return min(serving, key=lambda route: route.departed_at is not None, default=None)

    def stop_of(self, wave_id: WaveId) -> LoadStop | None:
        """The stop of a wave on the route that serves it."""
        route = self.route_of(wave_id)
        return None if route is None else next(stop for stop in route.stops if stop.wave_id == wave_id)

    def crate(self, crate_id: CrateId) -> LoadCrate | None:
        """A crate by its id."""
        return self._by_id.get(crate_id)

    @cached_property
    def _by_id(self) -> Mapping[CrateId, LoadCrate]:
        return {crate.id: crate for crate in self.crates.values()}

    def strays(self, route: LoadRoute) -> list[LoadCrate]:
        """Crates on the van of `route` that go with another one since the routes were planned anew."""
        return [
            crate
            for crate in self.crates.values()
            if route.has(crate) and self.route_of(crate.wave_id) is not route
        ]
