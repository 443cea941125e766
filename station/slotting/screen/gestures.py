"""What a person can do in the slotting room besides scanning: calls the screen makes, never answers."""

from typing import Protocol

from station.slotting.model.view import Press


class Gestures(Protocol):
    """Where the screen forwards each touch and key; answers come back as a new view."""

    def press(self, press: Press) -> None:
        """A button, or its key."""
        ...

    def walk(self, right: int, down: int) -> None:
        """An arrow: the next bin in that direction."""
        ...

    def choose(self, bin_code: str) -> None:
        """A bin of the map was touched."""
        ...
