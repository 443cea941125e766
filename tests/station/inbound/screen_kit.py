"""Gestures of the dock that are written down."""

from pathlib import Path

from cloud_api.wire.inbound import Condition
from station.inbound.model.card import Field, Why
from station.people.override import OverrideReason


class RecordedGestures:
    """Writes down every gesture the screen forwards."""

    def __init__(self) -> None:
        self.made: list[tuple[object, ...]] = []

    def typed(self, text: str) -> None:
        self.made.append(("typed", text))

    def confirm(self) -> None:
        self.made.append(("confirm",))

    def choose(self, key: str) -> None:
        self.made.append(("choose", key))

    def step(self, step: int) -> None:
        self.made.append(("step", step))

    def ask(self, field: Field) -> None:
        self.made.append(("ask", field))

    def weigh(self) -> None:
        self.made.append(("weigh",))

    def set_condition(self, condition: Condition) -> None:
        self.made.append(("set_condition", condition))

    def choose_why(self, why: Why) -> None:
        self.made.append(("choose_why", why))

    def take_photo(self) -> None:
        self.made.append(("take_photo",))

    def attach_photo(self, file: Path) -> None:
        self.made.append(("attach_photo", file))

    def undo(self) -> None:
        self.made.append(("undo",))

    def finish(self) -> None:
        self.made.append(("finish",))

    def show_orders(self) -> None:
        self.made.append(("show_orders",))

    def show_put_away(self) -> None:
        self.made.append(("show_put_away",))

    def cancel(self) -> None:
        self.made.append(("cancel",))

    def pin(self, pin: str) -> None:
        self.made.append(("pin", pin))

    def override(self, reason: OverrideReason) -> None:
        self.made.append(("override", reason))
