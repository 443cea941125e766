"""Works out what a foreman may say next: the next group, who picks what, which two go together."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from cloud_api.wire.board import BoardWave, WaveBoard, WaveStage
from station.kernel.ids import WaveId
from station.waves.model.answers import Sharing
from station.waves.model.night import STILL_TO_BEGIN, Goods, Limits, Pace, load_of
from station.waves.model.proposals import DeskQueue, PairAtDesk, SharedOut
from station.waves.model.work import LookAlikes, WaveLoad
from station.waves.planner import first_group, free_desks, pair_small_waves, share_waves

GROUP_A_DESK = 2
"""A desk has one wave in hand and knows of the next."""
BUDGET_S = 5.0


@dataclass(frozen=True)
class Night:
    """All that is known when something is proposed; it does not change while it is worked on."""

    board: WaveBoard
    goods: Goods
    limits: Limits
    pace: Pace


def next_group(night: Night) -> tuple[WaveId, ...]:
    """The waves to release next: they leave together and share products; none when no wave waits."""
    waiting = [_load(night, wave) for wave in night.board.waves if wave.stage is WaveStage.WAITING]
    size = GROUP_A_DESK * max(1, sum(desk.in_sight for desk in night.board.desks))
    group = first_group(waiting, size)
    return () if group is None else group.waves


def share_out(night: Night, go_on: Callable[[], bool], budget_s: float = BUDGET_S) -> SharedOut:
    """Waves that are not begun, whole, over the desks that can pick. There must be such a desk.

    `go_on` is asked a few times a second; when it says no the best until then is answered.
    """
    to_share = _to_begin(night.board)
    desks = free_desks(night.board, night.pace.rates)
    loads = [_load(night, wave) for wave in to_share]
    sharing = share_waves(loads, desks, night.pace.rates, budget_s=budget_s, go_on=go_on)
    queues = tuple(_queue(UUID(desk.code), sharing) for desk in desks)
    return SharedOut(
        queues, sharing.finish_s, tuple(each.words for each in sharing.late), was_stopped=not go_on()
    )


def find_pairs(night: Night, look_alikes: LookAlikes) -> tuple[PairAtDesk, ...]:
    """Small pickup points that leave together and fit one put wall; each pair where least is to do."""
    whole = [
        wave for wave in _to_begin(night.board) if wave.stage is not WaveStage.HALF_PICKED and not wave.part
    ]
    to_begin = {WaveId(wave.id): wave for wave in whole}
    loads = [_load(night, wave) for wave in to_begin.values()]
    desks = [UUID(desk.code) for desk in free_desks(night.board, night.pace.rates)]
    if not desks:
        return ()
    lines = Counter(dict.fromkeys(desks, 0))
    place = Counter(dict.fromkeys(desks, 0))
    for wave in to_begin.values():
        if wave.desk_id is not None and wave.desk_id in lines:
            lines[wave.desk_id] += wave.lines
            place[wave.desk_id] = max(place[wave.desk_id], (wave.desk_place or 0) + 1)
    found: list[PairAtDesk] = []
    for pair in pair_small_waves(loads, night.limits.wall_places, look_alikes):
        desk = min(desks, key=lines.__getitem__)
        found.append(PairAtDesk(pair.one, pair.other, pair.shared_products, desk, place[desk]))
        place[desk] += 2
        lines[desk] += to_begin[pair.one].lines + to_begin[pair.other].lines
    return tuple(found)


def _to_begin(board: WaveBoard) -> list[BoardWave]:
    return [wave for wave in board.waves if wave.stage in STILL_TO_BEGIN]


def _load(night: Night, wave: BoardWave) -> WaveLoad:
    return load_of(wave, night.board, night.goods, night.limits)


def _queue(desk: UUID, sharing: Sharing) -> DeskQueue:
    shares = [share for share in sharing.shares if share.desk == str(desk)]
    late = {each.wave_id for each in sharing.late}
    waves = tuple(share.wave_id for share in shares)
    return DeskQueue(desk, waves, max((share.ends_s for share in shares), default=0), _count(waves, late))


def _count(waves: Iterable[WaveId], late: set[WaveId]) -> int:
    return sum(wave in late for wave in waves)
