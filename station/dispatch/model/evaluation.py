"""What a plan comes to: times, loads, cost and each rule it breaks, as values to draw and to compare."""

from dataclasses import dataclass
from enum import StrEnum

from station.dispatch.model.problem import UNITS_A_FEN


class Fault(StrEnum):
    """A rule a plan breaks; `by` of the violation counts in the unit named here."""

    OVERWEIGHT = "overweight"
    """Grams beyond what the van carries."""
    OVER_VOLUME = "over_volume"
    """Millilitres beyond what the van carries."""
    TOO_MANY_STOPS = "too_many_stops"
    """Stops beyond the van's most."""
    LATE = "late"
    """Seconds after the shop's window closed."""
    OVERTIME = "overtime"
    """Seconds the van is back after its shift."""
    NO_WAY = "no_way"
    """Legs the matrix has no way for; they count as 0 metres in 0 seconds."""
    TWICE = "twice"
    """Further times that stop is on a route or named as unserved."""
    FORGOTTEN = "forgotten"
    """The stop (1) is on no route and not named."""


@dataclass(frozen=True)
class Violation:
    """One broken rule: of a van, at a stop where one is to blame, by how much."""

    fault: Fault
    van: int | None
    stop: int | None
    by: int


@dataclass(frozen=True)
class Visit:
    """A van at a stop; seconds count from the day's midnight."""

    stop: int
    metres_before: int
    """From the place before."""
    arrive_s: int
    wait_s: int
    """Until the window opens."""
    leave_s: int


@dataclass(frozen=True)
class RouteEvaluation:
    """What one van does. An empty route stands still: no metres, no cost."""

    van: int
    visits: tuple[Visit, ...]
    depart_s: int
    """As late as the van may leave without being back later or anywhere too late."""
    return_s: int
    metres: int
    weight_g: int
    volume_ml: int
    cost_units: int
    violations: tuple[Violation, ...]

    @property
    def seconds(self) -> int:
        """From departure to return."""
        return self.return_s - self.depart_s

    @property
    def feasible(self) -> bool:
        """Whether no rule is broken."""
        return not self.violations


@dataclass(frozen=True)
class Evaluation:
    """What the whole plan comes to; `routes` in the order of the vans."""

    routes: tuple[RouteEvaluation, ...]
    unserved: int
    metres: int
    seconds: int
    """Sum over the vans, from departure to return."""
    cost_units: int
    """1/18000 fen, exact."""
    violations: tuple[Violation, ...]

    @property
    def feasible(self) -> bool:
        """Whether no rule is broken; stops that are named as unserved break none."""
        return not self.violations

    @property
    def cost_fen(self) -> int:
        """The cost for people, rounded to the nearest fen (halves up)."""
        return (2 * self.cost_units + UNITS_A_FEN) // (2 * UNITS_A_FEN)

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """Smaller is better: rules broken, then stops unserved, then cost, then metres."""
        return len(self.violations), self.unserved, self.cost_units, self.metres


@dataclass(frozen=True)
class Difference:
    """What putting a stop somewhere changes, before it is done."""

    cost_units: int
    metres: int
    seconds: int
    target: RouteEvaluation
    """The van's route as it would become."""
    source: RouteEvaluation | None
    """The route it would leave, as that would become; None: it comes from no other route."""
    new_violations: tuple[Violation, ...]
    """Rules broken then on these routes that are kept, or broken by less, now."""

    @property
    def feasible(self) -> bool:
        """Whether the routes it touches break no rule afterwards."""
        return self.target.feasible and (self.source is None or self.source.feasible)

    @property
    def cost_fen(self) -> int:
        """The change for people, rounded to the nearest fen (halves up)."""
        return (2 * self.cost_units + UNITS_A_FEN) // (2 * UNITS_A_FEN)
