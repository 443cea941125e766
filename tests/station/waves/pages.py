"""The board of waves in each of its steps, in the middle of a night."""

from collections.abc import Iterator

from station.waves.model.view import Press, WavesView
from tests.station.waves.night import Foreman, ToldCloud, a_night, board, said


def every_step() -> Iterator[WavesView]:
    """Nothing yet, the board, a wave, the search, the plan, the pairs."""
    foreman = Foreman(ToldCloud(board(a_night())))
    yield foreman.flow.open()
    yield foreman.look()
    foreman.flow.walk(1)
    yield foreman.press(Press.ENTER)
    foreman.press(Press.BACK)
    foreman.flow.choose(
        next(row.wave_id for row in foreman.flow.view().rows if said(row.state) == "to begin")
    )
    foreman.press(Press.ENTER)
    yield foreman.press(Press.DIVIDE)
    foreman.press(Press.BACK)
    yield foreman.flow.press(Press.SHARE)
    yield foreman.work()
    foreman.press(Press.BACK)
    yield foreman.press(Press.PAIRS)
