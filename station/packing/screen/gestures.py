"""What a person can do in the packing room besides scanning: calls the screen makes, never answers."""

from typing import Protocol

from station.packing.model.view import Press


class Gestures(Protocol):
    """Where the screen forwards each touch and key; answers come back as a new view."""

    def press(self, press: Press) -> None:
        """A button, or its key."""
        ...

    def choose(self, key: str) -> None:
        """This row is meant."""
        ...

    def step_row(self, step: int) -> None:
        """The row `step` below the chosen one is meant; above it when negative."""
        ...
