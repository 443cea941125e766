"""What the screen makes, never answers."""

from typing import Protocol

from station.kernel.ids import WaveId
from station.waves.model.view import Press


class Gestures(Protocol):
    """Where the screen forwards each touch and key; answers come back as a new view."""

    def look(self) -> None:
        """The board is in sight: it should be of now."""
        ...

    def press(self, press: Press) -> None:
        """A button, or its key."""
        ...

    def walk(self, down: int) -> None:
        """An arrow: so many rows down."""
        ...

    def choose(self, wave_id: WaveId) -> None:
        """A row was touched."""
        ...

    def find(self, text: str) -> None:
        """What is typed, letter by letter."""
        ...
