"""Runs the service on a socket, and tells whoever started it where it listens."""

import gc
import json
import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine

from cloud_api.app import create_app
from cloud_api.http.metrics import PATH as METRICS_PATH
from cloud_api.imports.checking import go_on
from cloud_api.imports.retention import prune as prune_imports
from cloud_api.jobs.background import Background
from cloud_api.jobs.promises import Promises
from cloud_api.jobs.work import ImportDuties, duties_of
from cloud_api.jobs.worker import Duties
from cloud_api.settings import Settings
from cloud_api.storage.clock import system_clock
from cloud_api.storage.hooks import Hooks

_BACKLOG = 512
_ASK_TIMEOUT_S = 10
_GRACE_S = 6
_JOBS_GRACE_S = 3.0
"""Together under ten seconds, after which systemd and docker kill."""


class PortTakenError(Exception):
    """The address cannot be listened on; the message says what to do."""


class ReadyFileError(Exception):
    """The ready file cannot be written; the message says what to do."""


class StreamEndingServer(uvicorn.Server):
    """Lets listeners of live streams go when it is to stop; it would wait for them in vain."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then everything."""
        app = self.config.app
        if isinstance(app, FastAPI):
            app.state.live.end_all()
        await super().shutdown(sockets)


class _TellingServer(StreamEndingServer):
    """Tells its base URL once it answers, so that another process can wait for it; then jobs begin."""

    def __init__(
        self, config: uvicorn.Config, base_url: str, ready_file: Path | None, jobs: "_ServedJobs"
    ) -> None:
        super().__init__(config)
        self._base_url = base_url
        self._ready_file = ready_file
        self._jobs = jobs

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if not self.started:
            return
        # What stands by now stays to the end: to look through it again and again would halt every request.
        gc.freeze()
        sys.stdout.write(json.dumps({"listening_on": self._base_url}) + "\n")
        sys.stdout.flush()
        if self._ready_file is not None:
            _write_whole(self._ready_file, self._base_url + "\n")
        self._jobs.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let jobs come to an end while requests do."""
        self._jobs.background.wind_down()
        await super().shutdown(sockets)


@dataclass(frozen=True)
class _ServedJobs:
    """The jobs of a served application."""

    background: Background
    duties: Duties | None

    def start(self) -> None:
        """Begin them."""
        self.background.start(self.duties)


def serve(settings: Settings, engine: Engine, ready_file: Path | None, *, with_worker: bool) -> bool:
    """Serve until SIGTERM or SIGINT; requests under way are answered first, jobs end between steps.

    Prints `{"listening_on": URL}` as one line and writes the URL to `ready_file`. Answers False when a step
    of a job is still under way: leave the process, the next worker does it again. Raises PortTakenError, and
    ReadyFileError before anything is served.
    """
    if ready_file is not None:
        _try_writing(ready_file)
    listening = listen(settings.host, settings.port)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    promises, stopping = Promises(engine), threading.Event()
    app = create_app(settings, engine, enqueue=promises.enqueue)
    background = Background(engine, system_clock, promises, stopping, settings.worker_name)
    hooks: Hooks = app.state.context.hooks
    duties: Duties | None = None
    if with_worker:
        duties = duties_of(settings, engine, system_clock, hooks, stopping, import_duties())
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        # Whom to believe is said in the settings (http.limits), not by whoever calls from loopback.
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_S,
        server_header=False,
    )
    with listening:
        jobs = _ServedJobs(background, duties)
        try:
            with suppress(KeyboardInterrupt):  # uvicorn raises anew the signal that ended it
                _TellingServer(config, base_url(listening), ready_file, jobs).run(sockets=[listening])
        finally:
            ended = background.stop(_JOBS_GRACE_S)
    return ended


def import_duties() -> ImportDuties:
    """What a worker does for imports."""
    return ImportDuties(go_on, prune_imports)


def ask_metrics(settings: Settings) -> str | None:
    """The metrics of a service that runs at these settings' host and port; None when it does not answer."""
    import requests  # here, because a service that starts need not wait for it

    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    headers = {}
    if settings.metrics_token is not None:
        headers["Authorization"] = f"Bearer {settings.metrics_token.get_secret_value()}"
    with requests.Session() as session:
        session.trust_env = False
        try:
            answer = session.get(
                f"http://{host}:{settings.port}{METRICS_PATH}", headers=headers, timeout=_ASK_TIMEOUT_S
            )
        except requests.RequestException:
            return None
    return answer.text if answer.ok else None


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
