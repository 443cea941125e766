"""How fast the desks really work tonight, from what they have put until now."""

from collections.abc import Iterator
from datetime import datetime

from cloud_api.wire.board import BoardWave, WaveBoard, WaveStage
from station.waves.model.night import Pace, share_done
from station.waves.model.work import Rates

PUBLISHED_LINES_AN_HOUR = 260
"""What is published for put-to-light walls: 260 lines an hour."""
LEAST_LINES = 50
"""Fewer say more of the first minutes than of the night."""


def pace_of(board: WaveBoard) -> Pace:
    """Lines an hour of one desk, from packed waves and those under way."""
    worked = [each for wave in board.waves for each in _worked(wave, board.told_at)]
    lines, seconds = sum(each[0] for each in worked), sum(each[1] for each in worked)
    if lines < LEAST_LINES or seconds <= 0:
        return _pace(PUBLISHED_LINES_AN_HOUR, is_measured=False)
    return _pace(lines * 3_600 / seconds, is_measured=True)


def _pace(lines_an_hour: float, *, is_measured: bool) -> Pace:
    return Pace(Rates(line_s=3_600 / lines_an_hour, piece_s=0), round(lines_an_hour), is_measured)


def _worked(wave: BoardWave, now: datetime) -> Iterator[tuple[float, float]]:
    """Lines done and seconds taken. A desk whose lease ran out is not heard: what it did is not known.

    Of a wave two desks picked nobody knows how long the first one took.
    """
    if wave.taken_at is None or wave.handed_by is not None:
        return
    if wave.completed_at is not None:
        yield wave.lines, (wave.completed_at - wave.taken_at).total_seconds()
    elif wave.stage is WaveStage.STARTED and wave.pieces_put and (wave.lease_until or now) > now:
        yield wave.lines * share_done(wave), (now - wave.taken_at).total_seconds()
