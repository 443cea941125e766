"""Ends a conversation that lasts too long: a receiver that drips a byte at a time outlives every timeout."""

import contextlib
import socket
import threading
from collections.abc import Iterator


class Deadline:
    """Whether the time was up before the block ended."""

    def __init__(self, connected: socket.socket) -> None:
        self._connected = connected
        self.passed = False

    def pass_by(self) -> None:
        """The time is up: whoever waits on the connection waits no more."""
        self.passed = True
        with contextlib.suppress(OSError):
            self._connected.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def deadline(connected: socket.socket, seconds: float) -> Iterator[Deadline]:
    """Shut the connection down under whoever waits on it when the block lasts longer.

    What then goes wrong in the block is raised as TimeoutError.
    """
    # A socket of its own on the same connection: TLS wraps the first one and keeps state beside it.
    with socket.fromfd(connected.fileno(), connected.family, connected.type) as twin:
        ending = Deadline(twin)
        timer = threading.Timer(seconds, ending.pass_by)
        timer.daemon = True
        timer.start()
        try:
            yield ending
        except Exception as error:
            if ending.passed:
                raise TimeoutError from error
            raise
        finally:
            timer.cancel()
            timer.join()
