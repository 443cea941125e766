"""What a person can do at the dock besides scanning: calls the screen makes, never answers."""

from pathlib import Path
from typing import Protocol

from cloud_api.wire.inbound import Condition
from station.inbound.model.card import Field, Why
from station.people.override import OverrideReason


class Gestures(Protocol):
    """Where the screen forwards each touch, key and typed word; answers come back as a new view."""

    def typed(self, text: str) -> None:
        """A word was typed and sent with Enter."""
        ...

    def confirm(self) -> None:
        """Enter on the empty field: the next thing there is to do."""
        ...

    def choose(self, key: str) -> None:
        """A row of the list was touched."""
        ...

    def step(self, step: int) -> None:
        """The row or the reason `step` places below; above it when negative."""
        ...

    def ask(self, field: Field) -> None:
        """What is typed next goes into this field."""
        ...

    def weigh(self) -> None:
        """Take what the scale shows."""
        ...

    def set_condition(self, condition: Condition) -> None:
        """The goods are damaged or refused."""
        ...

    def choose_why(self, why: Why) -> None:
        """A reason was touched."""
        ...

    def take_photo(self) -> None:
        """A photo of the goods in hand."""
        ...

    def attach_photo(self, file: Path) -> None:
        """This file is the photo."""
        ...

    def undo(self) -> None:
        """Take the last receipt back."""
        ...

    def finish(self) -> None:
        """The order is done, or opened again."""
        ...

    def show_orders(self) -> None:
        """Back to the suppliers."""
        ...

    def show_put_away(self) -> None:
        """To the goods that wait to be put away, and back."""
        ...

    def cancel(self) -> None:
        """Out of what was begun, one step."""
        ...

    def pin(self, pin: str) -> None:
        """The supervisor's PIN was typed."""
        ...

    def override(self, reason: OverrideReason) -> None:
        """The supervisor says why."""
        ...
