"""Sharing waves over desks so that no van waits and everybody is done early."""

from collections.abc import Callable, Iterable, Sequence

from station.kernel.ids import WaveId
from station.kernel.messages import Message
from station.waves.model.answers import LateWave, Share, Sharing, SharingMethod
from station.waves.model.work import FreeDesk, Rates, WaveLoad
from station.waves.planner.desk_solver import DeskTask, find_better
from station.waves.planner.rules import by_priority
from station.waves.planner.splitting import Job, jobs_of


def share_waves(
    waves: Iterable[WaveLoad],
    desks: Sequence[FreeDesk],
    rates: Rates,
    *,
    budget_s: float = 5.0,
    seed: int = 0,
    go_on: Callable[[], bool] = lambda: True,
) -> Sharing:
    """Every wave at a desk, or in shares at several when it is too big for the time until its van leaves.

    First the least lateness of the latest wave, then the earliest finish. Desks work in the order of
    departure. `budget_s` bounds the seconds of the search; 0 means the rule alone. The same input with the
    same seed gives the same sharing, unless the clock ends the search. `go_on` is asked a few times a second
    on a thread of its own; once it says no, the best sharing so far is answered.
    Raises ValueError when there are waves and no desk.
    """
    ranked = by_priority(waves)
    if not desks:
        if ranked:
            raise ValueError("There is no desk to share waves over.")
        return Sharing((), 0, (), SharingMethod.OPTIMAL)
    soonest_s = min(desk.free_from_s for desk in desks)
    jobs = [job for wave in ranked for job in jobs_of(wave, rates, soonest_s, len(desks))]
    free_from_s = [desk.free_from_s for desk in desks]
    known = _by_rule(jobs, free_from_s)
    fast = _timed(jobs, known, desks)
    task = DeskTask(jobs, free_from_s, known, _latest_s(fast, ranked), _finish_s(fast, desks))
    better, proved = find_better(task, budget_s=budget_s, seed=seed, go_on=go_on)
    shares = fast if better is None else _timed(jobs, better, desks)
    method = SharingMethod.FEASIBLE if better is not None else SharingMethod.FALLBACK
    return Sharing(
        shares,
        _finish_s(shares, desks),
        _late(shares, ranked),
        SharingMethod.OPTIMAL if proved or not jobs else method,
        _divided(jobs, rates),
    )


def _by_rule(jobs: Sequence[Job], free_from_s: Sequence[int]) -> list[int]:
    """In the order of priority each to the desk that is free first; shares of a wave to different desks."""
    free = list(free_from_s)
    chosen: list[int] = []
    has: dict[WaveId, set[int]] = {}
    for job in jobs:
        others = has.setdefault(job.wave.wave_id, set())
        desk = min((desk for desk in range(len(free)) if desk not in others), key=free.__getitem__)
        others.add(desk)
        free[desk] += job.seconds
        chosen.append(desk)
    return chosen


def _timed(jobs: Sequence[Job], chosen: Sequence[int], desks: Sequence[FreeDesk]) -> tuple[Share, ...]:
    """When each desk does what: its jobs one after the other, by priority."""
    clock = [desk.free_from_s for desk in desks]
    shares: list[Share] = []
    for job, desk in zip(jobs, chosen, strict=True):
        begins_s = clock[desk]
        clock[desk] += job.seconds
        shares.append(Share(job.wave.wave_id, desks[desk].code, begins_s, clock[desk], job.parts))
    return tuple(shares)


def _finish_s(shares: Sequence[Share], desks: Sequence[FreeDesk]) -> int:
    return max([*(share.ends_s for share in shares), *(desk.free_from_s for desk in desks)])


def _lateness_s(shares: Iterable[Share], waves: Iterable[WaveLoad]) -> dict[WaveId, int]:
    """By how much each wave with a departure misses it; 0 or less: it does not."""
    ready: dict[WaveId, int] = {}
    for share in shares:
        ready[share.wave_id] = max(ready.get(share.wave_id, share.ends_s), share.ends_s)
    return {
        wave.wave_id: ready[wave.wave_id] - wave.departs_s for wave in waves if wave.departs_s is not None
    }


def _latest_s(shares: Iterable[Share], waves: Iterable[WaveLoad]) -> int:
    return max([0, *_lateness_s(shares, waves).values()])


def _late(shares: Iterable[Share], waves: Sequence[WaveLoad]) -> tuple[LateWave, ...]:
    titles = {wave.wave_id: wave.title for wave in waves}
    return tuple(
        LateWave(
            wave_id,
            late_s,
            Message(
                "Wave {wave} will be ready {minutes} min after its van leaves",
                wave=titles[wave_id],
                minutes=-(-late_s // 60),
            ),
        )
        for wave_id, late_s in _lateness_s(shares, waves).items()
        if late_s > 0
    )


def _divided(jobs: Iterable[Job], rates: Rates) -> tuple[Message, ...]:
    shares: dict[WaveId, list[Job]] = {}
    for job in jobs:
        shares.setdefault(job.wave.wave_id, []).append(job)
    return tuple(
        Message(
            "Wave {wave} is shared by {desks} desks: one alone would take {minutes} min",
            wave=found[0].wave.title,
            desks=len(found),
            minutes=-(-rates.seconds(found[0].wave.parts) // 60),
        )
        for found in shares.values()
        if len(found) > 1
    )
