"""A network between stations and cloud that cuts, repeats, delays and reorders requests, as it is told."""

import contextlib
import re
import socket
import threading
from collections import Counter
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from random import Random
from urllib.parse import urlsplit

POLL_S = 0.05
TIMEOUT_S = 20.0
LONGEST_DELAY_S = 0.06
STREAM = b"/v1/changes/stream"


class Mischief(StrEnum):
    """What happens to one request."""

    CUT_BEFORE = "the connection breaks before the request is through"
    CUT_WITHIN = "half of the request arrives"
    LOSE_ANSWER = "the request is answered, and the answer lost"
    CUT_ANSWER = "half of the answer arrives"
    TWICE = "the request arrives twice"
    LATE = "the request arrives after later ones, and its answer is lost"
    SLOW = "the request takes its time"


class BadNetwork:
    """A TCP proxy in front of one HTTP server; use it as a context manager."""

    def __init__(self, target_url: str, *, share: float = 0.0, seed: int = 1) -> None:
        """`share` (0–1) of the requests come to harm, drawn by `seed`."""
        self._target = _address(target_url)
        self._random = Random(seed)
        self._turn = threading.Lock()
        self._ended = threading.Event()
        self._late: list[bytes] = []
        self._to_come: list[Mischief] = []
        self._planned: tuple[bytes, Mischief] | None = None
        self._threads: list[threading.Thread] = []
        self.share = share
        self.is_cut = False
        """While True nothing passes."""
        self.done: Counter[Mischief] = Counter()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(POLL_S)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._start(self._accept)

    def __enter__(self) -> "BadNetwork":
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in list(self._threads):
            thread.join(TIMEOUT_S)
        self._listener.close()

    def harm_next(self, path: str, harm: Mischief) -> None:
        """Do `harm` to the next request for `path`."""
        self._planned = (path.encode(), harm)

    def lead_to(self, target_url: str) -> None:
        """From now on somebody else answers."""
        self._target = _address(target_url)

    def calm_down(self) -> None:
        """No more harm; what is still on its way arrives now."""
        self.share = 0.0
        self._deliver_late()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="bad network", daemon=True)
        self._threads = [*(each for each in self._threads if each.is_alive()), thread]
        thread.start()

    def _accept(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(TimeoutError):
                self._start(partial(self._serve, self._listener.accept()[0]))

    def _serve(self, client: socket.socket) -> None:
        """One request a connection: whoever asks must connect anew."""
        client.settimeout(TIMEOUT_S)
        with client, contextlib.suppress(OSError):
            request = None if self.is_cut else _read_request(client)
            if request is None or self.is_cut:
                return
            if STREAM in request.split(b"\r\n", 1)[0]:
                self._stream(request, client)
            else:
                client.sendall(self._pass_on(request))

    def _stream(self, request: bytes, client: socket.socket) -> None:
        """What has no end is passed on as it comes, until one side goes or the network does."""
        with socket.create_connection(self._target, TIMEOUT_S) as server:
            server.sendall(request)
            server.settimeout(POLL_S)
            while not (self.is_cut or self._ended.is_set()):
                with contextlib.suppress(TimeoutError):
                    piece = server.recv(65536)
                    if not piece:
                        return
                    client.sendall(piece)

    def _pass_on(self, request: bytes) -> bytes:
        """What comes back to the client; nothing is a broken connection."""
        harm = self._harm_for(request)
        if harm is Mischief.CUT_BEFORE:
            return b""
        if harm is Mischief.LATE:
            with self._turn:
                self._late.append(request)
            return b""
        if harm is Mischief.CUT_WITHIN:
            with socket.create_connection(self._target, TIMEOUT_S) as server:
                server.sendall(request[: len(request) // 2])
            return b""
        if harm is Mischief.SLOW:
            self._ended.wait(self._random.uniform(0, LONGEST_DELAY_S))
        if harm is Mischief.TWICE:
            self._forward(request)
        answer = self._forward(request)
        self._deliver_late()
        if harm is Mischief.LOSE_ANSWER:
            return b""
        return answer[: len(answer) // 2] if harm is Mischief.CUT_ANSWER else answer

    def _harm_for(self, request: bytes) -> Mischief | None:
        with self._turn:
            if self._planned is not None and self._planned[0] in request.split(b"\r\n", 1)[0]:
                harm, self._planned = self._planned[1], None
                return harm
            if self._random.random() >= self.share:
                return None
            if not self._to_come:
                self._to_come = self._random.sample(list(Mischief), len(Mischief))
            harm = self._to_come.pop()
            self.done[harm] += 1
            return harm

    def _deliver_late(self) -> None:
        with self._turn:
            late, self._late = self._late, []
        for request in late:
            self._forward(request)

    def _forward(self, request: bytes) -> bytes:
        with socket.create_connection(self._target, TIMEOUT_S) as server:
            server.sendall(request)
            return b"".join(iter(lambda: server.recv(65536), b""))


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


def _read_request(client: socket.socket) -> bytes | None:
    """A whole request, changed to close its connection behind it; None when the client goes."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = client.recv(65536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?mi)^content-length: *(\d+)", head)
    missing = int(length.group(1)) - len(body) if length else 0
    while missing > 0:
        more = client.recv(missing)
        if not more:
            return None
        body += more
        missing -= len(more)
    head = re.sub(rb"(?mi)^connection: [^\r]*", b"Connection: close", head)
    return head + b"\r\n\r\n" + body
