"""What a person can do in the printing room: calls the screen makes; answers come back as a new view."""

from collections.abc import Sequence
from typing import Protocol

from station.kernel.ids import JobId
from station.printing.view import ReprintReason


class PrintingGestures(Protocol):
    """Where the screen forwards each press and choice."""

    def came_out(self, job_ids: Sequence[JobId]) -> None:
        """These unknown labels are there."""
        ...

    def did_not_come_out(self, job_ids: Sequence[JobId]) -> None:
        """These unknown labels are not there: print marked copies."""
        ...

    def print_again(self, job_id: JobId, reason: ReprintReason) -> None:
        """This label is gone or damaged."""
        ...

    def cancel(self, job_id: JobId) -> None:
        """This label is not needed."""
        ...

    def search(self, text: str) -> None:
        """Show only labels whose title holds `text`."""
        ...

    def select(self, job_id: JobId | None) -> None:
        """Look at this label."""
        ...
