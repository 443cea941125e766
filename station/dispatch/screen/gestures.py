"""What a dispatcher can do: calls the screen makes; answers come back as a new view."""

from pathlib import Path
from typing import Protocol

from station.dispatch.model.edit_van import VanForm
from station.kernel.ids import CycleId, WaveId


class DispatchGestures(Protocol):
    """Where the screen forwards each touch, drop and key."""

    def choose_cycle(self, cycle_id: CycleId) -> None:
        """Look at this cycle."""
        ...

    def plan(self) -> None:
        """Search for the best routes; locked stops stay."""
        ...

    def stop_planning(self) -> None:
        """Keep the best routes found so far."""
        ...

    def move(self, wave_id: WaveId, van: str, position: int) -> None:
        """Put a stop before the one that is now number `position` of the van."""
        ...

    def take_off(self, wave_id: WaveId) -> None:
        """Take a stop off its route."""
        ...

    def lock_stop(self, wave_id: WaveId, *, locked: bool) -> None:
        """Keep a stop on its van, or let it go."""
        ...

    def lock_route(self, van: str, *, locked: bool) -> None:
        """Keep a whole route as it is, or let it go."""
        ...

    def undo(self) -> None:
        """Take the last change back."""
        ...

    def redo(self) -> None:
        """Do what was taken back again."""
        ...

    def publish(self) -> None:
        """Tell everyone the routes."""
        ...

    def save_van(self, form: VanForm) -> None:
        """Add a van, or change the one of this code."""
        ...

    def send_van_away(self, code: str, *, away: bool) -> None:
        """This van does not drive tonight, or does again."""
        ...

    def import_vans(self, file: Path) -> None:
        """Take vans over from a CSV file."""
        ...

    def save_sheets(self, folder: Path, van: str | None) -> None:
        """Write the route sheets as PDF: of one van, or of all."""
        ...

    def print_sheets(self, van: str | None) -> None:
        """Print the route sheets: of one van, or of all."""
        ...
