"""Slow work beside the store thread, as flows ask for it."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from station.kernel.trouble import Trouble

T = TypeVar("T")


class Aside(Protocol):
    """Runs slow work off the store thread and brings the result back onto it."""

    def __call__(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        """Run `work` aside, then `done(result)` or `failed(trouble)` on the store thread."""
        ...
