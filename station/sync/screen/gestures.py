"""What a person can do in the sync room: calls the screen makes; answers come back as a new view."""

from typing import Protocol


class SyncGestures(Protocol):
    """Where the screen forwards each press."""

    def settle(self, seq: int) -> None:
        """This refused record was put right by hand."""
        ...

    def enrol_again(self) -> None:
        """The cloud shut this station out: ask to be let in again."""
        ...

    def sync_now(self) -> None:
        """Ask the cloud at once."""
        ...
