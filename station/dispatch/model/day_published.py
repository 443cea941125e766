"""What is out: the cycles that can be planned and the routes that were published for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cloud_api.wire.routes import Route, RoutePlan
from station.dispatch.model.edit import Draft
from station.dispatch.model.plan import Reason
from station.kernel.ids import CycleId, WaveId


@dataclass(frozen=True)
class CycleRow:
    """A cycle with stops."""

    cycle_id: CycleId
    name: str
    stops: int
    version: int
    """Of its published routes; 0: none."""


@dataclass(frozen=True)
class OutRoute:
    """A published route, and when its van left."""

    route: Route
    departed_at: datetime | None

    @property
    def waves(self) -> tuple[WaveId, ...]:
        """Its stops in order."""
        return tuple(WaveId(stop.wave_id) for stop in self.route.stops)


@dataclass(frozen=True)
class Published:
    """The routes that are out for a cycle."""

    plan: RoutePlan
    at: datetime
    routes: Mapping[str, OutRoute]
    """By van."""
    is_ours: bool = True
    """This station published it."""
    is_told: bool = True
    """False while the cloud has not answered for what this station published."""
    refusal: str = ""

    @property
    def version(self) -> int:
        """Counts up with each publishing."""
        return self.plan.version

    @property
    def left(self) -> dict[str, tuple[WaveId, ...]]:
        """Stops of the vans that are on their way."""
        return {van: out.waves for van, out in self.routes.items() if out.departed_at is not None}

    @property
    def unserved(self) -> dict[WaveId, str]:
        """Stops that were published without a route, each with the reason as it was told."""
        return {WaveId(stop.wave_id): stop.reason for stop in self.plan.unserved}

    def draft(self) -> Draft:
        """As the dispatcher would go on from it; why a stop is left out is told in words only."""
        return Draft(
            routes={van: out.waves for van, out in self.routes.items()},
            unserved=dict.fromkeys(self.unserved, Reason.NOT_PLANNED),
        )
