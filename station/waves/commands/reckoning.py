"""All that is worked out of a new board, aside: two hundred waves must not hold up a scan."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cloud_api.wire.board import WaveBoard
from station.kernel.ids import WaveId
from station.waves.commands.proposing import Night, next_group
from station.waves.model.night import Goods, Limits, Pace, Reckoned
from station.waves.model.work import Rates
from station.waves.planner.outlook import outlook
from station.waves.planner.pace import PUBLISHED_LINES_AN_HOUR, pace_of

_UNKNOWN = Pace(Rates(3_600 / PUBLISHED_LINES_AN_HOUR, 0), PUBLISHED_LINES_AN_HOUR, is_measured=False)


@dataclass(frozen=True)
class Reckoning:
    """What a board comes to."""

    pace: Pace = _UNKNOWN
    waves: Mapping[WaveId, Reckoned] = field(default_factory=dict)
    group: tuple[WaveId, ...] = ()
    """The waves to release next."""


def reckon(board: WaveBoard, goods: Goods, limits: Limits) -> Reckoning:
    """Tonight's speed, when each wave will be ready, and whom to release next."""
    pace = pace_of(board)
    group = next_group(Night(board, goods, limits, pace))
    return Reckoning(pace, outlook(board, pace.rates), group)
