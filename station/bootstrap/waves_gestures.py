"""Carries what a foreman does at the board of waves to its flow on the store thread."""

from typing import TYPE_CHECKING

from station.bootstrap.core import StationCore
from station.kernel.ids import WaveId

if TYPE_CHECKING:
    from station.waves.model.view import Press


class WavesGestures:
    """What a foreman does at the board of waves."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def look(self) -> None:
        self._core.steer(lambda flow: flow.look())

    def press(self, press: "Press") -> None:
        self._core.steer(lambda flow: flow.press(press))

    def walk(self, down: int) -> None:
        self._core.steer(lambda flow: flow.walk(down))

    def choose(self, wave_id: WaveId) -> None:
        self._core.steer(lambda flow: flow.choose(wave_id))

    def find(self, text: str) -> None:
        self._core.steer(lambda flow: flow.find(text))
