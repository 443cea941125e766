"""A day to plan as JSON anyone can write, its routes as JSON anyone can read (docs/plan-routes.md)."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cloud_api.wire.catalogue import Datum, Latitude, Longitude
from station.dispatch.model.evaluation import Evaluation, RouteEvaluation, Violation, Visit
from station.dispatch.model.plan import Plan
from station.dispatch.model.problem import OPEN_END_S, Locks, PlanStop, PlanVan, Problem
from station.dispatch.planner.matrix_files import from_tables, holes, read_matrices
from station.dispatch.planner.places import Place
from station.dispatch.planner.road_server import BLOCK, TIMEOUT_S, ways_between
from station.dispatch.planner.travel import Matrices, estimate
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

Key = Annotated[str, Field(min_length=1, max_length=100)]
Hour = Annotated[str, Field(pattern=r"^([0-3]?\d|4[0-7]):[0-5]\d$")]
"""Hours and minutes since the day's midnight; "26:30" is half past two in the night after."""
Amount = Annotated[int, Field(ge=0, le=10**9)]
Fen = Annotated[int, Field(ge=0, le=10**7)]


class _Part(BaseModel):
    """A misspelt field is refused: silently ignored, it would plan another day than the one meant."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class DayPlace(_Part):
    """Somewhere; its position may be missing, where the ways come from tables."""

    key: Key
    name: str = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    datum: Datum = Datum.WGS_84

    @property
    def place(self) -> Place | None:
        """Its position, where it is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Place(self.latitude, self.longitude, self.datum)


class DayStop(DayPlace):
    """A stop: what it takes, when its shop receives, the van it must go with."""

    weight_g: Amount = 0
    volume_ml: Amount = 0
    receive_from: Hour | None = None
    receive_until: Hour | None = None
    service_s: Annotated[int, Field(ge=0, le=86_400)] = 300
    van: Key | None = None


class DayVan(_Part):
    """A van, its shift and its costs."""

    key: Key
    weight_g: Amount
    volume_ml: Amount = 10**9
    shift_from: Hour = "04:00"
    shift_until: Hour = "11:00"
    max_stops: Annotated[int, Field(ge=0, le=10_000)] = 0
    fixed_cost_fen: Fen = 0
    cost_km_fen: Fen = 150
    cost_hour_fen: Fen = 4_000


class DayWays(_Part):
    """Where metres and seconds come from: a file, tables in place, a road server; else they are estimated."""

    file: str | None = None
    metres: list[list[float | None]] | None = None
    seconds: list[list[float | None]] | None = None
    osrm: str | None = None
    table_size: Annotated[int, Field(ge=2)] = BLOCK
    timeout_s: Annotated[float, Field(gt=0, le=600)] = TIMEOUT_S
    slower_percent: Annotated[int, Field(ge=0, le=1_000)] = 0

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.metres is None) != (self.seconds is None):
            raise ValueError("metres and seconds belong together")
        if sum(source is not None for source in (self.file, self.metres, self.osrm)) > 1:
            raise ValueError("file, metres with seconds, and osrm exclude each other")
        return self

    @property
    def from_tables(self) -> bool:
        """Whether the ways are known without positions."""
        return self.file is not None or self.metres is not None


class DayFile(_Part):
    """The whole file."""

    depot: DayPlace
    stops: Annotated[tuple[DayStop, ...], Field(max_length=2_000)]
    vans: Annotated[tuple[DayVan, ...], Field(max_length=500)]
    ways: DayWays = DayWays()

    @model_validator(mode="after")
    def _keys(self) -> Self:
        for what, keys in (
            ("stops", [self.depot.key, *(stop.key for stop in self.stops)]),
            ("vans", [van.key for van in self.vans]),
        ):
            if twice := sorted({key for key in keys if keys.count(key) > 1}):
                raise ValueError(f"{what}: the key {twice[0]!r} is used twice")
        known = {van.key for van in self.vans}
        for stop in self.stops:
            if stop.van is not None and stop.van not in known:
                raise ValueError(f"stop {stop.key!r}: there is no van {stop.van!r}")
        return self


@dataclass(frozen=True, eq=False)
class Day:
    """A day read: its problem and what its file pins."""

    problem: Problem
    locks: Locks


def read_day(path: Path, tell: Callable[[Message], None]) -> Day:
    """The day of a JSON file; what is guessed or missing is told. Raises Trouble naming what is at fault."""
    day = _checked(path)
    problem = Problem(
        stops=tuple(_stop(stop, day.ways.from_tables) for stop in day.stops),
        vans=tuple(_van(van) for van in day.vans),
        **dict(zip(("metres", "seconds"), _ways(path, day, tell), strict=True)),
    )
    van_at = {van.key: at for at, van in enumerate(day.vans)}
    pins = tuple((at, van_at[stop.van]) for at, stop in enumerate(day.stops) if stop.van is not None)
    return Day(problem, Locks(stops=pins))


def routes_json(
    day: Day, plan: Plan, evaluation: Evaluation, why: Callable[[Plan], Iterable[dict[str, Any]]]
) -> dict[str, Any]:
    """A plan for programs; `why` says the unserved stops."""
    return {
        "feasible": evaluation.feasible,
        "cost_fen": evaluation.cost_fen,
        "metres": evaluation.metres,
        "seconds": evaluation.seconds,
        "routes": [_route(day.problem, route) for route in evaluation.routes if route.visits],
        "unserved": list(why(plan)),
        "violations": [_violation(day.problem, violation) for violation in evaluation.violations],
    }


def clock(seconds: int) -> str:
    """Seconds since midnight as "HH:MM"; the minute that has begun."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


def _checked(path: Path) -> DayFile:
    try:
        return DayFile.model_validate(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise _bad(path, Message("{why}", why=error.strerror or str(error))) from error
    except json.JSONDecodeError as error:
        why = Message(
            "line {line}, column {column}: {why}", line=error.lineno, column=error.colno, why=error.msg
        )
        raise _bad(path, why) from error
    except ValidationError as error:
        raise _bad(path, _first_fault(error)) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise _bad(path, Message("it is no text in UTF-8")) from error


def _first_fault(error: ValidationError) -> Message:
    """The first fault, with its place as a path: stops[3].weight_g."""
    fault = error.errors()[0]
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"]).lstrip(".")
    said = fault["msg"].removeprefix("Value error, ")
    if not place:
        return Message("{why}", why=said)
    return Message("{place}: {why}", place=place, why=said)


def _bad(path: Path, why: Message) -> Trouble:
    return Trouble(
        Message("{file} is no day to plan: {why}", file=path.name, why=why),
        Message("Put the place right; docs/plan-routes.md describes the file"),
        retry_helps=False,
    )


def _ways(path: Path, day: DayFile, tell: Callable[[Message], None]) -> Matrices:
    keys = [day.depot.key, *(stop.key for stop in day.stops)]
    places = [day.depot.place, *(stop.place for stop in day.stops)]
    ways = day.ways
    if not ways.from_tables and day.depot.place is None:
        raise _bad(path, Message("depot: it has no position"))
    if ways.file is not None:
        matrices = read_matrices(path.parent / ways.file, keys)
    elif ways.metres is not None:
        matrices = _tables(path, ways, keys)
    elif ways.osrm is not None:
        matrices = ways_between(ways.osrm, places, tell, block=ways.table_size, timeout_s=ways.timeout_s)
    else:
        tell(Message("The ways are estimated from straight lines"))
        return estimate(places, ways.slower_percent)
    _tell_holes(matrices, keys, places, ways, tell)
    return matrices


def _tables(path: Path, ways: DayWays, keys: Sequence[str]) -> Matrices:
    try:
        return from_tables({"metres": ways.metres, "seconds": ways.seconds}, keys)
    except ValueError as error:
        raise _bad(path, Message("{place}: {why}", place="ways", why=str(error))) from error


def _tell_holes(
    matrices: Matrices,
    keys: Sequence[str],
    places: Sequence[Place | None],
    ways: DayWays,
    tell: Callable[[Message], None],
) -> None:
    """Places without a position have no ways from a road server: that is said with the stop."""
    lost = {key for key, place in zip(keys, places, strict=True) if place is None}
    names = [name for name in holes(matrices, keys) if ways.from_tables or name not in lost]
    if names and (ways.from_tables or not lost):
        shown = ", ".join(names[:5])
        tell(Message("Ways are missing for {count} places: {places}", count=len(names), places=shown))


def _stop(stop: DayStop, from_tables: bool) -> PlanStop:
    return PlanStop(
        key=stop.key,
        name=stop.name or stop.key,
        weight_g=stop.weight_g,
        volume_ml=stop.volume_ml,
        early_s=_seconds(stop.receive_from, 0),
        late_s=_seconds(stop.receive_until, OPEN_END_S),
        service_s=stop.service_s,
        has_position=from_tables or stop.place is not None,
    )


def _van(van: DayVan) -> PlanVan:
    return PlanVan(
        key=van.key,
        weight_g=van.weight_g,
        volume_ml=van.volume_ml,
        shift_from_s=_seconds(van.shift_from, 0),
        shift_until_s=_seconds(van.shift_until, OPEN_END_S),
        max_stops=van.max_stops,
        fixed_cost_fen=van.fixed_cost_fen,
        cost_km_fen=van.cost_km_fen,
        cost_hour_fen=van.cost_hour_fen,
    )


def _seconds(hour: str | None, otherwise: int) -> int:
    if hour is None:
        return otherwise
    hours, minutes = hour.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _route(problem: Problem, route: RouteEvaluation) -> dict[str, Any]:
    return {
        "van": problem.vans[route.van].key,
        "depart": clock(route.depart_s),
        "depart_s": route.depart_s,
        "return": clock(route.return_s),
        "return_s": route.return_s,
        "metres": route.metres,
        "weight_g": route.weight_g,
        "volume_ml": route.volume_ml,
        "stops": [_visit(problem, visit) for visit in route.visits],
    }


def _visit(problem: Problem, visit: Visit) -> dict[str, Any]:
    stop = problem.stops[visit.stop]
    return {
        "key": stop.key,
        "name": stop.name,
        "metres_before": visit.metres_before,
        "arrive": clock(visit.arrive_s),
        "arrive_s": visit.arrive_s,
        "wait_s": visit.wait_s,
        "leave": clock(visit.leave_s),
        "leave_s": visit.leave_s,
    }


def _violation(problem: Problem, violation: Violation) -> dict[str, Any]:
    return {
        "fault": violation.fault.value,
        "van": None if violation.van is None else problem.vans[violation.van].key,
        "stop": None if violation.stop is None else problem.stops[violation.stop].key,
        "by": violation.by,
    }
