"""Bench of the route planner: how near it comes to the best known routes, beside others by the same clock."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean, median
from typing import Any

from station.dispatch.model.evaluator import evaluate, place_cost
from station.dispatch.model.plan import Plan
from station.dispatch.model.problem import PlanStop, PlanVan, Problem
from station.dispatch.planner.matrix_files import read_matrices
from station.dispatch.planner.planning import plan
from station.dispatch.planner.vrplib_files import read_instance, read_plan
from tests.bench.routes_engines import (
    Engine,
    ortools_routing,
    ours,
    plain_pyvroom,
    plain_pyvrp,
    plain_pyvrp_twice,
)
from tests.bench.rows import percentile

DATA = Path(__file__).parents[2] / "resources" / "bench"
INSTANCES = {
    "CVRP": ("X-n101-k25.vrp", "X-n200-k36.vrp", "X-n214-k11.vrp"),
    "VRPTW": ("R104.txt", "C1_2_1.txt"),
    "HFVRP": ("X148-HVRP.vrp",),
}
BUDGETS_S = (2, 10)
ENGINES: dict[str, Engine] = {
    "our planner, 2 cores": ours,
    "plain PyVRP, 1 core": plain_pyvrp,
    "plain PyVRP, best of 2 seeds, 2 cores": plain_pyvrp_twice,
    "plain pyvroom, 2 cores": plain_pyvroom,
    "OR-Tools routing, 1 core": ortools_routing,
}
SEED = 1
PLACES = 200
Row = dict[str, Any]


def run(scratch: Path) -> list[Row]:
    """Gaps on the six instances, the day of 200 stops, and what the dispatcher waits for."""
    rows = [row for budget_s in BUDGETS_S for row in _gaps(budget_s)]
    day = reference_day()
    rows += [row for budget_s in BUDGETS_S for row in _day(day, budget_s)]
    return [*rows, *_waits(day)]


def reference_day() -> Problem:
    """200 stops with kilograms, litres and hours, ten vans, on real roads; always the same."""
    chance = random.Random(1)
    stops = tuple(_stop(chance, at) for at in range(PLACES))
    vans = tuple(
        PlanVan(f"v{at}", 3_300_000, 12_000_000, 4 * 3600, 11 * 3600, 0, 15_000, 150, 4_000)
        for at in range(10)
    )
    keys = ["depot", *(stop.key for stop in stops)]
    return Problem(stops, vans, *read_matrices(DATA / "road_matrix_201.npz", keys))


def _stop(chance: random.Random, at: int) -> PlanStop:
    """Two in five have two hours to receive in; the others until eleven."""
    early_s = chance.choice([5, 6, 7, 8]) * 3600 if chance.random() < 0.4 else 4 * 3600
    weight_g = chance.randint(60_000, 220_000)
    return PlanStop(
        key=f"p{at}",
        name=f"p{at}",
        weight_g=weight_g,
        volume_ml=weight_g * chance.randint(25, 40) // 10,
        early_s=early_s,
        late_s=early_s + 7200 if early_s > 4 * 3600 else 11 * 3600,
        service_s=chance.randint(240, 420),
    )


def _gaps(budget_s: int) -> list[Row]:
    """Mean gap of each engine on each kind; the reference of all is our planner in the same run."""
    return [
        row
        for kind, files in INSTANCES.items()
        for row in _told(f"{kind}, gap to best known at {budget_s} s", "%", _of_kind(files, budget_s))
    ]


def _of_kind(files: Sequence[str], budget_s: int) -> dict[str, list[float | None]]:
    return {
        name: [_gap(DATA / "vrp" / file, engine, budget_s) for file in files]
        for name, engine in ENGINES.items()
    }


def _gap(file: Path, engine: Engine, budget_s: int) -> float | None:
    """Percent above the best known cost; None: no answer that serves all."""
    instance = read_instance(file)
    best = evaluate(instance.problem, read_plan(file.with_suffix(".sol"), instance)).cost_units
    found = engine(instance.problem, budget_s, SEED)
    return None if found is None else 100 * (evaluate(instance.problem, found).cost_units / best - 1)


def _day(day: Problem, budget_s: int) -> list[Row]:
    """Cost of the day of 200 stops by each engine."""
    costs: dict[str, list[float | None]] = {}
    for name, engine in ENGINES.items():
        found = engine(day, budget_s, SEED)
        costs[name] = [None if found is None else evaluate(day, found).cost_fen / 100]
    return _told(f"{PLACES} stops, 10 vans, cost at {budget_s} s", "CNY", costs)


def _told(name: str, unit: str, measured: dict[str, list[float | None]]) -> list[Row]:
    """A row an engine, ours first and beside the others; the others beside ours."""
    means = {engine: _mean(values) for engine, values in measured.items()}
    first, *others = means
    return [
        _row(f"{name}: {engine}{_missed(measured[engine])}", means[engine], unit, other, means[other])
        for engine, other in [*((first, one) for one in others), *((one, first) for one in others)]
    ]


def _mean(values: Sequence[float | None]) -> float | None:
    found = [value for value in values if value is not None]
    return fmean(found) if found else None


def _missed(values: Sequence[float | None]) -> str:
    missed = sum(value is None for value in values)
    return f" ({missed} of {len(values)} without an answer)" if missed else ""


def _row(name: str, value: float | None, unit: str, beside: str, reference: float | None) -> Row:
    return {
        "name": name,
        "value": -1.0 if value is None else round(value, 3),
        "unit": unit,
        "beside": f"{beside}: {'no answer' if reference is None else f'{reference:.3f} {unit}'}",
        "ratio": round(value / reference, 3) if value is not None and reference else 0.0,
    }


def _waits(day: Problem) -> list[Row]:
    """First answer, stop, and the cost of a place while a hand drags a stop."""
    first_s, stop_s, found = _first_and_stop(day)
    drags = _drags(day, found)
    whole = _busy_s(lambda: evaluate(day, found))
    place = "200 stops: cost of a place, processor time"
    return [
        _row("200 stops: first answer after", first_s, "s", "stopped after", stop_s),
        _row("200 stops: stop until the planner has returned", stop_s, "s", "first answer after", first_s),
        _row(f"{place}, p50", median(drags) * 1e3, "ms", "whole plan", whole * 1e3),
        _row(f"{place}, worst of 2,000", max(drags) * 1e3, "ms", "p99", percentile(drags, 0.99) * 1e3),
    ]


def _first_and_stop(day: Problem) -> tuple[float, float, Plan]:
    stop = threading.Event()
    came_at: list[float] = []
    begun = time.perf_counter()

    def better(_plan: Plan, _evaluation: object) -> None:
        if not came_at:
            came_at.append(time.perf_counter())
            stop.set()

    found = plan(day, 60, SEED, better, stop)
    return came_at[0] - begun, time.perf_counter() - came_at[0], found


def _drags(day: Problem, found: Plan) -> list[float]:
    chance = random.Random(2)
    moves = []
    for _ in range(2_000):
        stop, van = chance.randrange(PLACES), chance.randrange(len(day.vans))
        spot = chance.randint(0, len(found.without(stop).routes[van]))
        moves.append((stop, van, spot))
    return [_busy_s(lambda move=move: place_cost(day, found, *move)) for move in moves]  # type: ignore[misc]  # bound at once


def _busy_s(act: Callable[[], object]) -> float:
    """Processor time: what others take of it meanwhile is not the planner's."""
    begun = time.thread_time()
    act()
    return time.thread_time() - begun
