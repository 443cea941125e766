"""What a person can do in the crates room besides scanning: calls the screen makes, never answers."""

from typing import Protocol

from station.crates.model.view import Press
from station.people.override import OverrideReason


class Gestures(Protocol):
    """Where the screen forwards each touch and key; answers come back as a new view."""

    def press(self, press: Press) -> None:
        """A button, or its key."""
        ...

    def choose(self, key: str) -> None:
        """This row is meant."""
        ...

    def step_row(self, step: int) -> None:
        """The first row is meant, or above zero the last one."""
        ...

    def pin(self, pin: str) -> None:
        """The supervisor typed the PIN."""
        ...

    def choose_reason(self, reason: OverrideReason) -> None:
        """The supervisor says why."""
        ...

    def cancel_override(self) -> None:
        """Nothing is let pass."""
        ...
