"""What a person can do on the pages of labels: calls the screen makes; answers come back as a new view."""

from pathlib import Path
from typing import Protocol

from hardware.labels import LabelKind


class LabelGestures(Protocol):
    """Where the pages forward each press and entry."""

    def labels_seen(self) -> None:
        """The page that prints labels came in sight: scans choose rows."""
        ...

    def labels_gone(self) -> None:
        """It went out of sight."""
        ...

    def labels_kind(self, kind: LabelKind) -> None:
        """Print such labels."""
        ...

    def labels_search(self, text: str) -> None:
        """Show only what holds this."""
        ...

    def labels_look(self, key: str) -> None:
        """Show how this one will look."""
        ...

    def labels_toggle(self, keys: frozenset[str]) -> None:
        """Tick these, or take their ticks away where all have one."""
        ...

    def labels_tick_found(self) -> None:
        """Tick all that is shown."""
        ...

    def labels_tick_none(self) -> None:
        """Take all ticks away."""
        ...

    def labels_copies(self, copies: int) -> None:
        """So many of each."""
        ...

    def labels_room(self, room: str) -> None:
        """Operator sheets for this room."""
        ...

    def labels_range(self, first: str, last: str) -> None:
        """Bins from one to the other, or a series of shelves."""
        ...

    def labels_forget(self) -> None:
        """The shelves named here are not wanted."""
        ...

    def labels_print(self) -> None:
        """Print what is ticked."""
        ...

    def labels_cancel(self) -> None:
        """What waits is not needed."""
        ...

    def labels_settle(self, came_out: bool) -> None:
        """What was sent is there, or is not."""
        ...

    def brand_seen(self) -> None:
        """The page of brand and templates came in sight."""
        ...

    def brand_gone(self) -> None:
        """It went out of sight."""
        ...

    def brand_write(self, text: str) -> None:
        """Call the brand so."""
        ...

    def brand_logo(self, file: Path) -> None:
        """Take this picture for the logo."""
        ...

    def brand_no_logo(self) -> None:
        """No logo."""
        ...

    def brand_save(self) -> None:
        """Labels bear this brand from now on."""
        ...
