"""A real receiver of webhooks on loopback, in all the moods receivers have."""

import socket
import ssl
import struct
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.cloud_api.kit import DEADLINE_S


@dataclass(frozen=True)
class Posted:
    """A request a sink got."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Sink:
    """A webhook receiver; each path answers its moods in turn, then 204."""

    url: str = ""
    moods: dict[str, deque[Any]] = field(default_factory=lambda: defaultdict(deque))
    posted: list[Posted] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    """Ends those that answer slowly."""
    most_at_once: int = 0
    under_way: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ids(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.posted]


class _Quiet(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True

    def handle_error(self, *_told: Any) -> None:
        """A caller that gives up is what these tests are about."""


def _answering(sink: Sink, pause: Callable[[], None] | None) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            with sink.lock:
                sink.posted.append(Posted(self.path, headers, body))
                sink.under_way += 1
                sink.most_at_once = max(sink.most_at_once, sink.under_way)
                mood = sink.moods[self.path].popleft() if sink.moods[self.path] else 204
            if pause is not None:
                pause()
            with sink.lock:
                sink.under_way -= 1
            _answer(self, sink, mood)

        def log_message(self, *_told: Any) -> None:
            pass

    return Answering


@contextmanager
def webhook_sink(
    certificate: ssl.SSLContext | None = None,
    pause: Callable[[], None] | None = None,
    host: str = "127.0.0.1",
) -> Iterator[Sink]:
    """A receiver of webhooks on loopback until the block ends; `pause` is what each answer waits for."""
    sink = Sink()

    server = _Quiet((host, 0), _answering(sink, pause))
    if certificate is not None:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    sink.url = f"{'http' if certificate is None else 'https'}://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield sink
    finally:
        sink.let_go.set()
        server.shutdown()
        thread.join(DEADLINE_S)
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, sink: Sink, mood: Any) -> None:
    if mood == "slow":
        sink.let_go.wait(DEADLINE_S)
        return
    if mood == "drip":
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not sink.let_go.wait(0.05):
            handler.wfile.write(b"X-Drip: 1\r\n")
        return
    if mood == "reset":
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.connection.close()
        return
    if mood == "nonsense":
        handler.wfile.write(b"this is no HTTP\r\n\r\n")
        return
    status, headers = mood if isinstance(mood, tuple) else (mood, {})
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
