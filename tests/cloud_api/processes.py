"""The service and its workers as processes that can be told to stop, or killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from tests.cloud_api.kit import DEADLINE_S


@dataclass
class Process:
    """A verb of the command line that runs until told to stop."""

    popen: subprocess.Popen[str]
    told: dict[str, Any]
    """The line it printed once it was ready."""
    log: Path

    @property
    def url(self) -> str:
        return str(self.told["listening_on"])

    def get(self, path: str, token: str | None = None, **rest: Any) -> requests.Response:
        return self.call("GET", path, token, **rest)

    def call(self, method: str, path: str, token: str | None = None, **rest: Any) -> requests.Response:
        headers = {**rest.pop("headers", {})} | (
            {} if token is None else {"Authorization": f"Bearer {token}"}
        )
        return requests.request(method, self.url + path, headers=headers, timeout=DEADLINE_S, **rest)

    def kill(self) -> None:
        """As the power cut does: no time to end anything."""
        self.popen.kill()
        self.popen.wait(DEADLINE_S)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop; its exit code."""
        self.popen.send_signal(number)
        return self.popen.wait(DEADLINE_S)

    def lines(self) -> list[str]:
        """What it logged so far."""
        return self.log.read_text(encoding="utf-8").splitlines()


@contextmanager
def process(
    folder: Path, verb: str, *words: str, settings: Mapping[str, str] | None = None
) -> Iterator[Process]:
    """Start a verb and wait until it is ready; killed at the end when it still runs."""
    log = folder / f"{verb}-{len(list(folder.glob('*.log')))}.log"
    command = [sys.executable, "-m", "cloud_api", verb, *words]
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, **{f"YOULIN_CLOUD_{name}": value for name, value in (settings or {}).items()}},
        ) as popen,
    ):
        try:
            assert popen.stdout is not None
            line = popen.stdout.readline()
            assert line, log.read_text(encoding="utf-8")
            yield Process(popen, json.loads(line), log)
        finally:
            popen.kill()


@contextmanager
def serving(folder: Path, database: str, *words: str, **settings: str) -> Iterator[Process]:
    """`serve` on a free port."""
    with process(
        folder, "serve", "--database", database, "--port", "0", *words, settings=settings
    ) as running:
        yield running


@contextmanager
def working_process(folder: Path, database: str, *words: str, **settings: str) -> Iterator[Process]:
    """`worker` on a database."""
    with process(folder, "worker", "--database", database, *words, settings=settings) as running:
        yield running
