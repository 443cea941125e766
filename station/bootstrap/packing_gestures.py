"""Carries what is touched in the packing room to the store thread."""

from typing import TYPE_CHECKING

from station.bootstrap.core import StationCore

if TYPE_CHECKING:
    from station.packing.model.view import Press


class PackingGestures:
    """What a person touches where gift boxes are packed."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def press(self, press: "Press") -> None:
        self._core.pack(lambda flow: flow.press(press))

    def choose(self, key: str) -> None:
        self._core.pack(lambda flow: flow.choose(key))

    def step_row(self, step: int) -> None:
        self._core.pack(lambda flow: flow.step_row(step))
