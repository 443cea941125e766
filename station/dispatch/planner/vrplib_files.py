"""Routing benchmarks as files: VRPLIB and Solomon instances become problems, plans become .sol files.

So anyone can measure the planner with instances whose best known costs are published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
import vrplib

from station.dispatch.model.evaluation import Evaluation
from station.dispatch.model.plan import Plan
from station.dispatch.model.problem import OPEN_END_S, UNITS_A_FEN, Matrix, PlanStop, PlanVan, Problem
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

FEN_KM_OF_ONE = 1_000
"""A fen a metre: the cost in fen is then the length in the file's unit, times its scale."""

_KNOWN = {
    *("name", "comment", "type", "dimension", "vehicles", "capacity", "edge_weight_type"),
    *("edge_weight_format", "node_coord_type", "node_coord", "edge_weight", "demand", "depot"),
    *("time_window", "service_time", "vehicles_fixed_cost", "vehicles_unit_distance_cost"),
    *("display_data_type", "display_data", "distance_type", "optimal_value"),
}


class Rounding(Enum):
    """How lengths of plain coordinates become integers, by the custom of each kind of instance."""

    NEAREST = ("nearest", 1)
    """CVRP: to the nearest integer."""
    TENTHS = ("tenths", 10)
    """VRPTW: cut after one decimal, counted in tenths."""
    THOUSANDTHS = ("thousandths", 1_000)
    """HFVRP as published beside the instances: to the nearest thousandth, counted in thousandths."""

    def __init__(self, word: str, scale: int) -> None:
        self.word = word
        self.scale = scale

    def of(self, lengths: Any) -> Matrix:
        """Lengths of the file as integers."""
        scaled = np.asarray(lengths, dtype=np.float64) * self.scale
        whole = np.trunc(scaled) if self is Rounding.TENTHS else np.rint(scaled)
        return whole.astype(np.int64)


@dataclass(frozen=True)
class Instance:
    """A file's problem, and what turns its plans into the file's own words."""

    name: str
    problem: Problem
    rounding: Rounding
    numbered_vans: bool
    """Vans differ: the number of a route tells the van, so empty routes are written too."""

    def cost(self, evaluation: Evaluation) -> str:
        """The cost as such files publish it: with one decimal where lengths are tenths."""
        whole = evaluation.cost_units // UNITS_A_FEN
        return f"{whole // 10}.{whole % 10}" if self.rounding is Rounding.TENTHS else str(whole)


def read_instance(path: Path, rounding: Rounding | None = None) -> Instance:
    """The CVRP, VRPTW or HFVRP of a .vrp file, or of a Solomon .txt file.

    `rounding` None: the custom of its kind. Raises Trouble if it cannot be read or asks for more than is
    planned here (several depots, backhauls, reloading, ...).
    """
    fields = _fields(path)
    try:
        _refuse_unknown(path, fields)
        return _instance(path, fields, rounding)
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise _unreadable(path, str(error)) from error


def read_plan(path: Path, instance: Instance) -> Plan:
    """The routes of a .sol file. Raises Trouble if they do not belong to the instance."""
    try:
        routes = vrplib.read_solution(path)["routes"]
        vans, stops = len(instance.problem.vans), len(instance.problem.stops)
        if len(routes) > vans or any(not 1 <= number <= stops for route in routes for number in route):
            raise ValueError(f"{instance.name} has {stops} customers and {vans} vehicles")
    except (OSError, KeyError, ValueError, IndexError) as error:
        raise _unreadable(path, str(error)) from error
    filled = [*routes, *([] for _ in range(vans - len(routes)))]
    return Plan(tuple(tuple(number - 1 for number in route) for route in filled))


def solution_text(instance: Instance, plan: Plan, evaluation: Evaluation) -> str:
    """A plan as a .sol file: a line a route, customers counted from 1, the cost last."""
    routes = plan.routes if instance.numbered_vans else tuple(route for route in plan.routes if route)
    lines = [
        f"Route #{number}: {' '.join(str(stop + 1) for stop in route)}".rstrip()
        for number, route in enumerate(routes, 1)
    ]
    return "\n".join([*lines, f"Cost {instance.cost(evaluation)}", ""])


def _fields(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
        kind = "vrplib" if "_SECTION" in text else "solomon"
        fields: dict[str, Any] = vrplib.read_instance(path, instance_format=kind)
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    # The parser trusts its file: whatever it stumbles over, the file is at fault.
    except Exception as error:
        raise _unreadable(path, str(error)) from error
    return fields


def _refuse_unknown(path: Path, fields: Mapping[str, Any]) -> None:
    unknown = sorted(field.upper() for field in fields if field not in _KNOWN)
    if unknown:
        raise Trouble(
            Message(
                "{file} asks for {fields}, which this planner does not know",
                file=path.name,
                fields=", ".join(unknown),
            ),
            Message("Give it an instance of the kind CVRP, VRPTW or HFVRP with one depot"),
            retry_helps=False,
        )
    if np.size(fields.get("depot", 0)) > 1 or np.any(np.asarray(fields.get("depot", 0)) != 0):
        raise ValueError("the only depot must be location 1")


def _instance(path: Path, fields: Mapping[str, Any], rounding: Rounding | None) -> Instance:
    mixed = (
        "vehicles_unit_distance_cost" in fields
        or "vehicles_fixed_cost" in fields
        or np.ndim(fields["capacity"]) > 0
    )
    custom = rounding or _custom(fields, mixed)
    lengths = custom.of(fields["edge_weight"])
    stops = _stops(fields, len(lengths), custom.scale)
    return Instance(
        name=str(fields.get("name", path.stem)),
        problem=Problem(stops, _vans(fields, len(stops), custom.scale), lengths, lengths),
        rounding=custom,
        numbered_vans=bool(mixed),
    )


def _custom(fields: Mapping[str, Any], mixed: bool) -> Rounding:
    if fields.get("edge_weight_type") == "EXPLICIT":
        return Rounding.NEAREST
    if mixed:
        return Rounding.THOUSANDTHS
    return Rounding.TENTHS if "time_window" in fields else Rounding.NEAREST


def _stops(fields: Mapping[str, Any], size: int, scale: int) -> tuple[PlanStop, ...]:
    demand = np.asarray(fields["demand"], dtype=np.int64)
    service = np.broadcast_to(np.asarray(fields.get("service_time", 0), dtype=np.int64) * scale, size)
    windows = _windows(fields, size, scale)
    return tuple(
        PlanStop(
            key=str(at),
            name=str(at),
            weight_g=int(demand[at]),
            volume_ml=0,
            early_s=int(windows[at][0]),
            late_s=int(windows[at][1]),
            service_s=int(service[at]),
        )
        for at in range(1, size)
    )


def _windows(fields: Mapping[str, Any], size: int, scale: int) -> Matrix:
    if "time_window" in fields:
        return np.asarray(fields["time_window"], dtype=np.int64) * scale
    return np.tile(np.asarray([0, OPEN_END_S], dtype=np.int64), (size, 1))


def _vans(fields: Mapping[str, Any], stops: int, scale: int) -> tuple[PlanVan, ...]:
    """Without a fleet in the file: as many vans as customers, which is no limit."""
    number = int(fields.get("vehicles", stops))

    def each(field: str, otherwise: int) -> Matrix:
        return np.broadcast_to(np.asarray(fields.get(field, otherwise), dtype=np.int64), number)

    capacities, fixed = each("capacity", 0), each("vehicles_fixed_cost", 0)
    unit = each("vehicles_unit_distance_cost", 1)
    opens, closes = _windows(fields, 1, scale)[0]
    return tuple(
        PlanVan(
            key=str(at + 1),
            weight_g=int(capacities[at]),
            volume_ml=0,
            shift_from_s=int(opens),
            shift_until_s=int(closes),
            fixed_cost_fen=int(fixed[at]) * scale,
            cost_km_fen=int(unit[at]) * FEN_KM_OF_ONE,
        )
        for at in range(number)
    )


def _unreadable(path: Path, why: str) -> Trouble:
    return Trouble(
        Message("{file} cannot be read: {why}", file=path.name, why=why),
        Message("Give it a CVRP, VRPTW or HFVRP instance in VRPLIB format, or a Solomon file"),
        retry_helps=False,
    )
