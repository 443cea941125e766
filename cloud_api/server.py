"""Runs the service on a socket, and tells whoever started it where it listens."""

import json
import os
import signal
import socket
import sys
from pathlib import Path

import uvicorn
from sqlalchemy import Engine

from cloud_api.app import create_app
from cloud_api.settings import Settings

_BACKLOG = 512
_GRACE_S = 10


class PortTakenError(Exception):
    """The address cannot be listened on; the message says what to do."""


class ReadyFileError(Exception):
    """The ready file cannot be written; the message says what to do."""


class _TellingServer(uvicorn.Server):
    """Tells its base URL once it answers, so that another process can wait for it."""

    def __init__(self, config: uvicorn.Config, base_url: str, ready_file: Path | None) -> None:
        super().__init__(config)
        self._base_url = base_url
        self._ready_file = ready_file

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if not self.started:
            return
        sys.stdout.write(json.dumps({"listening_on": self._base_url}) + "\n")
        sys.stdout.flush()
        if self._ready_file is not None:
            _write_whole(self._ready_file, self._base_url + "\n")


def serve(settings: Settings, engine: Engine, ready_file: Path | None) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are answered first.

    Prints `{"listening_on": URL}` as one line and writes the URL to `ready_file`. Raises PortTakenError,
    and ReadyFileError before anything is served.
    """
    if ready_file is not None:
        _try_writing(ready_file)
    listening = listen(settings.host, settings.port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config = uvicorn.Config(
        create_app(settings, engine),
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_GRACE_S,
        server_header=False,
    )
    with listening:
        _TellingServer(config, base_url(listening), ready_file).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one. Raises PortTakenError.

    The protocol is named because asyncio turns Nagle's delay off only then: 40 ms a request.
    """
    listening: socket.socket | None = None
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except UnicodeError as error:
        raise PortTakenError(
            f"Cannot listen on {host}: that is no name or address of a computer. Correct --host."
        ) from error
    except OSError as error:
        if listening is not None:
            listening.close()
        raise PortTakenError(
            f"Cannot listen on {host} port {port}: {error.strerror or error}. "
            "Stop the other program or name another port with --port (0 takes any free one)."
        ) from error
    return listening


def base_url(listening: socket.socket) -> str:
    """The URL a client on this machine reaches the socket by."""
    host, port = listening.getsockname()[:2]
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _try_writing(path: Path) -> None:
    """Find out while nobody waits in vain; whoever does wait must not read the URL of last time."""
    try:
        partial = _partial(path)
        partial.touch()
        partial.unlink()
        path.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise ReadyFileError(
            f"The ready file {path} cannot be written: {getattr(error, 'strerror', None) or error}. "
            "Make its folder first, or name another file with --ready-file."
        ) from error


def _partial(path: Path) -> Path:
    return path.with_name(path.name + ".part")


def _write_whole(path: Path, text: str) -> None:
    """A reader sees the whole text or no file."""
    partial = _partial(path)
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
