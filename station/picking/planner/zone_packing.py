"""One zone of a wave into crates: rule, then bound, then the searches that are still worth their time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from station.kernel.ids import Sku
from station.picking.model.plan import CrateLimits, ItemSize, PlanMethod
from station.picking.planner.bounds import crates_at_least
from station.picking.planner.crate_model import Task
from station.picking.planner.parts import Packing, Part, ZoneWork
from station.picking.planner.regroup import regroup
from station.picking.planner.rule import pack_by_rule, split_by_rule
from station.picking.planner.solver import Answer, find_fewer
from station.picking.planner.squeeze import squeeze

SPLIT_SHARE, FEWER_SHARE = 0.4, 0.75
"""Shares of the budget at which the division of large orders, and the search for fewer crates, must end."""

SQUEEZE_EXCHANGES_A_PART = 500
"""Found by then or not at all, on measured waves; a quarter of a second for 200 parts."""

REGROUP_EXCHANGES_A_PART = 1_500
"""Twice as many saved no more touches on measured waves, half as many cost 1 %."""

EFFORT_A_SECOND = 0.15
"""CP-SAT's deterministic time for a second of budget: it ends before the clock does, import included."""


@dataclass(frozen=True)
class Budget:
    """How long the operator waits: from `started_s` of the monotonic clock, for `budget_s` seconds."""

    started_s: float
    budget_s: float
    seed: int

    def until(self, share: float) -> float:
        """The time of the monotonic clock at which this share of the budget is used up."""
        return self.started_s + share * self.budget_s


@dataclass(frozen=True)
class _Split:
    """A large part in parts that fit crates, and the number of them no division can go below."""

    parts: Sequence[Part]
    at_least: int


def pack_zone(
    work: ZoneWork, items: Mapping[Sku, ItemSize], limits: CrateLimits, budget: Budget
) -> tuple[Packing, PlanMethod]:
    """Crates for what fits crates in this zone, and how good their number is known to be."""
    splits = [_split(part, items, limits, budget) for part in work.large]
    fast = pack_by_rule([*work.whole, *(part for split in splits for part in split.parts)], limits)
    large = [(part, len(split.parts)) for part, split in zip(work.large, splits, strict=True)]
    task = Task(work.whole, large, items, limits)
    at_least = crates_at_least(
        task.kinds().values(), len(work.whole) + sum(split.at_least for split in splits), limits
    )
    packing, method = _fewest(task, fast, at_least, budget)
    if budget.budget_s > 0:
        exchanges = REGROUP_EXCHANGES_A_PART * sum(map(len, packing))
        packing = regroup(packing, limits, exchanges=exchanges, deadline=budget.until(1), seed=budget.seed)
    return packing, method


def _fewest(task: Task, fast: Packing, at_least: int, budget: Budget) -> tuple[Packing, PlanMethod]:
    packing = _squeezed(fast, at_least, task.limits, budget) if budget.budget_s > 0 else fast
    answer, packing = _search(task, packing, at_least, budget, FEWER_SHARE)
    if answer in (Answer.FEWEST, Answer.NONE_FEWER):
        return packing, PlanMethod.OPTIMAL
    return packing, PlanMethod.FEASIBLE if len(packing) < len(fast) else PlanMethod.FALLBACK


def _squeezed(packing: Packing, at_least: int, limits: CrateLimits, budget: Budget) -> Packing:
    deadline = budget.until(FEWER_SHARE)
    exchanges = SQUEEZE_EXCHANGES_A_PART * sum(map(len, packing))
    while len(packing) > at_least:
        fewer = squeeze(packing, limits, exchanges=exchanges, deadline=deadline, seed=budget.seed)
        if fewer is None:
            break
        packing = fewer
    return packing


def _split(part: Part, items: Mapping[Sku, ItemSize], limits: CrateLimits, budget: Budget) -> _Split:
    by_rule = [[division] for division in split_by_rule(part, items, limits)]
    at_least = crates_at_least(part.pieces(items), 0, limits)
    task = Task([], [(part, len(by_rule))], items, limits)
    answer, packing = _search(task, by_rule, at_least, budget, SPLIT_SHARE)
    parts = [division for crate in packing for division in crate]
    return _Split(parts, len(parts) if answer in (Answer.FEWEST, Answer.NONE_FEWER) else at_least)


def _search(
    task: Task, packing: Packing, at_least: int, budget: Budget, share: float
) -> tuple[Answer, Packing]:
    if len(packing) <= at_least:
        return Answer.NONE_FEWER, packing
    if budget.budget_s <= 0:
        return Answer.UNKNOWN, packing
    effort = EFFORT_A_SECOND * budget.budget_s
    return find_fewer(task, packing, at_least, effort=effort, deadline=budget.until(share), seed=budget.seed)
