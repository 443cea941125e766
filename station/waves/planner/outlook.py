"""When each wave will be ready if everybody goes on as now: late waves show before their van waits."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from cloud_api.wire.board import BoardWave, WaveBoard, WaveStage
from station.kernel.ids import WaveId
from station.waves.model.night import AT_A_DESK, STILL_TO_BEGIN, Reckoned, rest_of, share_done
from station.waves.model.work import FreeDesk, Rates

_LAST = 1 << 62
_FAR_S = 10**9


def outlook(board: WaveBoard, rates: Rates) -> Mapping[WaveId, Reckoned]:
    """What is expected of every wave on the board.

    Desks end what they have, then take what is meant for them, then what is meant for nobody, as the cloud
    lends it; waves still to be released count as if they were.
    """
    ready = {wave.id: _remaining_s(wave, rates) for wave in board.waves if wave.stage in AT_A_DESK}
    ready |= _queued(board, rates)
    return {WaveId(wave.id): _reckoned(wave, board, ready.get(wave.id)) for wave in board.waves}


def free_desks(board: WaveBoard, rates: Rates) -> list[FreeDesk]:
    """Desks that can pick, by id, and when they are free: those in sight, and those at work offline."""
    busy: defaultdict[UUID, int] = defaultdict(int)
    for wave in board.waves:
        if wave.stage in AT_A_DESK and wave.station_id is not None:
            busy[wave.station_id] += _remaining_s(wave, rates)
    working = {each.station_id for each in board.desks if each.in_sight} | _heard(board)
    return [
        FreeDesk(str(each.station_id), busy[each.station_id])
        for each in board.desks
        if each.station_id in working
    ]


def _heard(board: WaveBoard) -> set[UUID]:
    """Desks whose lease still runs: they work, whether the network does or not."""
    return {
        wave.station_id
        for wave in board.waves
        if wave.stage in AT_A_DESK
        and wave.station_id is not None
        and wave.lease_until is not None
        and wave.lease_until > board.told_at
    }


def _queued(board: WaveBoard, rates: Rates) -> dict[UUID, int]:
    clock = {UUID(desk.code): desk.free_from_s for desk in free_desks(board, rates)}
    if not clock:
        return {}
    to_begin = [wave for wave in board.waves if wave.stage in STILL_TO_BEGIN]
    own = [wave for wave in to_begin if wave.desk_id in clock]
    ready: dict[UUID, int] = {}
    for wave in sorted(own, key=lambda wave: wave.desk_place or 0):
        assert wave.desk_id is not None  # it is one of the clocks
        clock[wave.desk_id] += rates.seconds(rest_of(wave))
        ready[wave.id] = clock[wave.desk_id]
    for wave in _as_lent(wave for wave in to_begin if wave.desk_id not in clock):
        soonest = min(clock, key=clock.__getitem__)
        clock[soonest] += rates.seconds(rest_of(wave))
        ready[wave.id] = clock[soonest]
    return ready


def _as_lent(waves: Iterable[BoardWave]) -> list[BoardWave]:
    """In the order in which the cloud lends them."""

    def rank(wave: BoardWave) -> tuple[float, int, int, int]:
        if wave.departs_at is None:
            return _LAST, 0, 0, wave.number
        return wave.departs_at.timestamp(), -wave.lines, -wave.pieces, wave.number

    return sorted(waves, key=rank)


def _remaining_s(wave: BoardWave, rates: Rates) -> int:
    whole = rates.seconds(rest_of(wave))
    return round(whole * (1 - share_done(wave))) if wave.stage is WaveStage.STARTED else whole


def _reckoned(wave: BoardWave, board: WaveBoard, ready_s: int | None) -> Reckoned:
    ready_at = wave.completed_at
    if ready_at is None and ready_s is not None:
        ready_at = board.told_at + timedelta(seconds=min(ready_s, _FAR_S))
    if wave.departs_at is None:
        return Reckoned(ready_at)
    # A van that should have left waits, whatever is reckoned of its wave.
    known = ready_at or board.told_at
    return Reckoned(ready_at, max(0, round((known - wave.departs_at).total_seconds())))
