"""Carries what is touched in the team room, and before rooms that are shut, to the store thread."""

from typing import TYPE_CHECKING

from station.bootstrap.core import StationCore

if TYPE_CHECKING:
    from station.people.override import OverrideReason
    from station.team.model.view import Press


class TeamGestures:
    """What a person touches in the team room."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def press(self, press: "Press") -> None:
        self._core.team(lambda flow: flow.press(press))

    def step(self, step: int) -> None:
        self._core.team(lambda flow: flow.step(step))


class DoorGestures:
    """What a person touches before a room whose task they were not shown."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def ask(self) -> None:
        self._core.at_door(lambda talk: talk.ask())

    def pin(self, pin: str) -> None:
        self._core.at_door(lambda talk: talk.pin(pin))

    def choose_reason(self, reason: "OverrideReason") -> None:
        self._core.at_door(lambda talk: talk.choose(reason))

    def cancel(self) -> None:
        self._core.at_door(lambda talk: talk.cancel())
