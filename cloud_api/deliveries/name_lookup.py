"""Looks names of hosts up with an end to it: the system's own look-up knows no limit."""

import queue
import socket
import threading

LOOKUP_S = 5.0


def look_up(host: str, port: int, timeout_s: float = LOOKUP_S) -> list[str]:
    """The addresses of a host. Raises TimeoutError, and OSError where the name is not known.

    A look-up that is given up goes on in a thread of its own until the system ends it; deliveries to one host
    follow each other, so that they do not pile up.
    """
    found: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put([str(entry[4][0]) for entry in entries])
        except Exception as error:  # noqa: BLE001 - raised again by whoever asked
            found.put(error)

    threading.Thread(target=ask, name=f"look-up of {host}", daemon=True).start()
    try:
        answer = found.get(timeout=timeout_s)
    except queue.Empty:
        raise TimeoutError(f"the name {host} was not looked up in {timeout_s:g} s") from None
    if isinstance(answer, Exception):
        raise answer
    return answer
