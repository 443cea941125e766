"""What a person can do at the pickup desk besides scanning: calls the screen makes, never answers."""

from typing import Protocol

from station.kernel.ids import WaveId
from station.pickup.model.view import Left, LineKey


class PickupGestures(Protocol):
    """Where the screen forwards each touch and key; answers come back as a new view."""

    def typed(self, text: str) -> None:
        """Digits or words were typed into the field and Enter pressed."""
        ...

    def search(self, text: str) -> None:
        """Look for waiting customers; an empty text shows all."""
        ...

    def choose(self, key: str) -> None:
        """Serve the customer of a row."""
        ...

    def leave(self, line: LineKey, why: Left) -> None:
        """A line that is here does not go with the customer."""
        ...

    def take(self, line: LineKey) -> None:
        """A line that was left goes with the customer after all."""
        ...

    def confirm(self, serial: int) -> None:
        """The customer has the ticked goods; `serial` is that of the view on show."""
        ...

    def put_away(self) -> None:
        """Nobody is served now."""
        ...

    def print_slip(self) -> None:
        """Print the slip of the handover on show."""
        ...

    def undo_handover(self, reason: str) -> None:
        """Take back the handover on show; `reason` is one of UndoReason, or words."""
        ...

    def receive(self, wave_id: WaveId | None = None) -> None:
        """Show the receipt of a delivery, by default of the one that comes next."""
        ...

    def undo_receipt(self) -> None:
        """Take this desk's last scan off the van back."""
        ...

    def complete_receipt(self) -> None:
        """The van is empty."""
        ...

    def give_empties(self) -> None:
        """The driver takes empty boxes back."""
        ...

    def undo_empty(self) -> None:
        """Take the last scan of empties back."""
        ...
