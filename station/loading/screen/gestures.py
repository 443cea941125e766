"""What a person can do at the loading desk besides scanning: calls the screen makes, never answers."""

from typing import Protocol

from station.kernel.ids import RouteId
from station.people.override import OverrideReason


class Gestures(Protocol):
    """Where the screen forwards each touch and key; answers come back as a new view."""

    def choose_route(self, route_id: RouteId) -> None:
        """Load (or look at) this route."""
        ...

    def step_route(self, step: int) -> None:
        """The route `step` places below the chosen one in the list; above it when negative."""
        ...

    def undo(self) -> None:
        """Take the last load back."""
        ...

    def take_off(self) -> None:
        """The next crate scanned comes off the van; pressed again, it does not."""
        ...

    def depart(self) -> None:
        """The van leaves: asks first."""
        ...

    def ask_supervisor(self) -> None:
        """A supervisor is asked about the crate just refused."""
        ...

    def pin(self, pin: str) -> None:
        """The supervisor typed the PIN."""
        ...

    def choose_reason(self, reason: OverrideReason) -> None:
        """The supervisor says why the van leaves incomplete."""
        ...

    def cancel(self) -> None:
        """Neither departure nor taking off: go on loading."""
        ...
