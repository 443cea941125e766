"""What a person can do at the picking desk besides scanning: calls the screen makes, never answers."""

from typing import Protocol

from station.kernel.ids import CrateId
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

    def put_off(self) -> None:
        """Come back to this product later."""
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

    def return_wave(self) -> None:
        """Give the wave back untouched."""
        ...
