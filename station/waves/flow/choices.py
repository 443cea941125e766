"""Which buttons can be pressed at a moment, and which one is the next thing to do."""

from dataclasses import dataclass

from cloud_api.wire.board import BoardWave, WaveStage
from station.waves.model.view import FILTERS, Press, Step

SAYINGS = frozenset({Press.RELEASE, Press.HOLD, Press.WANT, Press.SHARE, Press.PAIRS, Press.DIVIDE})
"""What is said to the cloud, or leads there: one thing at a time."""


@dataclass(frozen=True)
class Moment:
    """What the buttons depend on."""

    step: Step
    wave: BoardWave | None
    """Under the cursor."""
    has_board: bool
    has_rows: bool
    has_group: bool
    has_division: bool
    """There is a proposal how to divide the wave."""
    is_asked: bool
    """An answer of the cloud is awaited."""


def possible(moment: Moment) -> frozenset[Press]:
    """What can be pressed now."""
    step, wave = moment.step, moment.wave
    can: set[Press] = {Press.BACK}
    if step is Step.BOARD:
        can |= {*FILTERS}
        can |= {Press.ENTER} if moment.has_rows else set()
        can |= {Press.SHARE, Press.PAIRS} if moment.has_board else set()
        can |= {Press.RELEASE} if moment.has_group else set()
    elif step in (Step.PLAN, Step.PAIRS):
        can |= set() if moment.is_asked else {Press.ENTER}
    elif step is Step.DIVIDING:
        can |= {Press.ENTER, Press.DIVIDE} if moment.has_division and not moment.is_asked else set()
    elif step is Step.WAVE and wave is not None and wave.stage is WaveStage.WAITING:
        can |= {Press.RELEASE}
    if wave is not None and wave.stage is WaveStage.STARTED and step is Step.WAVE:
        can |= {Press.WANT}
    if wave is not None and step is Step.WAVE and may_part(wave):
        can |= {Press.DIVIDE}
    if wave is not None and wave.stage is WaveStage.FREE and step in (Step.BOARD, Step.WAVE):
        can |= {Press.HOLD}
    return frozenset(can - SAYINGS if moment.is_asked else can)


def may_part(wave: BoardWave) -> bool:
    """Whether it can be divided, or its division be taken back: no desk has it."""
    is_untouched = wave.stage in (WaveStage.WAITING, WaveStage.FREE) and wave.station_id is None
    return is_untouched and (wave.part > 0 or wave.orders > 1)


def next_press(step: Step, can: frozenset[Press]) -> Press | None:
    """The one that wears the accent."""
    if step in (Step.PLAN, Step.PAIRS, Step.DIVIDING):
        return Press.ENTER
    return Press.RELEASE if Press.RELEASE in can else None
