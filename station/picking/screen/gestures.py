"""What a person can do at the picking desk besides scanning: calls the screen makes, never answers."""

from typing import Protocol

from station.kernel.ids import CrateId
from station.people.override import OverrideReason
from station.printing.view import ReprintReason


class Gestures(Protocol):
    """Where the screen forwards each touch and function key; answers come back as a new view."""

    def take_wave(self) -> None:
        """Ask for the next wave."""
        ...

    def undo(self) -> None:
        """Take the last put back into the hand."""
        ...

    def declare_short(self) -> None:
        """The bin does not hold what is wanted."""
        ...

    def declare_damaged(self) -> None:
        """The piece scanned last is not fit to be sold."""
        ...

    def ask_supervisor(self) -> None:
        """A supervisor shall let pass what was refused now."""
        ...

    def pin(self, pin: str) -> None:
        """The supervisor's PIN was typed."""
        ...

    def override(self, reason: OverrideReason) -> None:
        """The supervisor says why."""
        ...

    def cancel_override(self) -> None:
        """No supervisor is asked any more."""
        ...

    def confirm_taken_out(self) -> None:
        """What a cancelled order had in the crate shown is out of it."""
        ...

    def weigh(self) -> None:
        """What lies on the scale is the weight of the portion in hand."""
        ...

    def substitute(self) -> None:
        """What was offered stands in for the product that is short."""
        ...

    def put_off(self) -> None:
        """Come back to this product later."""
        ...

    def turn_large(self) -> None:
        """Large figures, or the whole desk again."""
        ...

    def set_hand(self, quantity: int) -> None:
        """Say how many pieces are in hand (at least 1)."""
        ...

    def close_crate(self, crate_id: CrateId) -> None:
        """Close this crate by touch instead of a scan."""
        ...

    def reprint(self, crate_id: CrateId, why: ReprintReason) -> None:
        """Print this crate's label again."""
        ...

    def hand_over(self) -> None:
        """Another desk shall go on with the wave."""
        ...

    def return_wave(self) -> None:
        """Give the wave back untouched."""
        ...
