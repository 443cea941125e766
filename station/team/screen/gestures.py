"""What a person can do in the team room: calls the screen makes, never answers."""

from typing import Protocol

from station.team.model.view import Press


class Gestures(Protocol):
    """Where the screen forwards each touch and key; answers come back as a new view."""

    def press(self, press: Press) -> None:
        """A button, or its key."""
        ...

    def step(self, step: int) -> None:
        """So many rows down, or up."""
        ...
