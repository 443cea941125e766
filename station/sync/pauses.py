"""How long the sync waits between its rounds: a network that is down is asked more and more rarely."""

import random

POLL_S = 5.0
POLL_LISTENING_S = 30.0
"""While the cloud can say that there are changes, a poll only makes sure."""
FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 15.0


class Pauses:
    """Counts rounds that failed one after the other, and keeps what the cloud asked for."""

    def __init__(self) -> None:
        self.failures = 0
        self.left_alone_s = 0.0
        """So long the cloud asked to be left alone."""

    def forget(self) -> None:
        """The last round did well, or a person asks: the next failure is the first again."""
        self.failures = 0

    def failed(self) -> None:
        """One more round failed."""
        self.failures += 1

    def next_s(self, *, listens: bool) -> float:
        """Seconds until the next round: the poll, or twice as long after each failure, with jitter.

        Never less than the cloud asked for, and the jitter comes on top: all desks were told the same.
        """
        if not self.failures:
            return POLL_LISTENING_S if listens else POLL_S
        longest = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2.0 ** min(self.failures - 1, 10))
        return self.left_alone_s + longest * random.uniform(0.5, 1.0)  # noqa: S311 - jitter, not a secret
