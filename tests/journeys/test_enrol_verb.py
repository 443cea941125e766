"""`python -m station enrol` without a code: it shows one, and waits until a manager has decided."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.journeys.kit import FedCloud, fed_cloud, rows, small_day
from tests.journeys.station_window import station_env

CODE = re.compile(r"[A-Z]{4}-[A-Z]{4}")
DEADLINE_S = 30.0

Decide = Callable[[str, dict[str, Any]], None]


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path_factory.mktemp("cloud"), small_day(points=1, orders_a_point=1)) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def decide(cloud: FedCloud) -> Decide:
    """Somebody at the cloud types the code a PC shows."""
    told = {"code": cloud.service.enrol_code("integrator"), "name": "IT"}
    token = requests.post(f"{cloud.url}/v1/enrolment", json=told, timeout=DEADLINE_S).json()["token"]

    def decide(code: str, decision: dict[str, Any]) -> None:
        answer = requests.post(
            f"{cloud.url}/v1/device-authorization/{code}/decision",
            json=decision,
            headers={"Authorization": f"Bearer {token}"},
            timeout=DEADLINE_S,
        )
        assert answer.ok, answer.text

    return decide


class EnrolVerb:
    """The verb as a process, and the code and the address it shows."""

    def __init__(self, cloud: FedCloud, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "station", "enrol", "--cloud", cloud.url, "--name", "工位 8"],
            env=station_env(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        shown: list[str] = []
        while not CODE.fullmatch((shown or [""])[-1]):
            line = self._process.stdout.readline()
            assert line, self._process.communicate(timeout=DEADLINE_S)[1]
            shown.append(line.strip())
        self.code, self.qr = shown[-1], "\n".join(shown[:-1])
        self.address = self._process.stdout.readline().strip()

    def end(self) -> tuple[int, str, str]:
        """Its exit code, what it said last, and its errors."""
        out, errors = self._process.communicate(timeout=DEADLINE_S)
        return self._process.returncode, out.strip(), errors

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


@contextmanager
def enrolling(cloud: FedCloud, folder: Path) -> Iterator[EnrolVerb]:
    verb = EnrolVerb(cloud, folder)
    try:
        yield verb
    finally:
        verb.close()


def test_a_pc_without_a_code_shows_one_and_is_let_in_or_not(
    cloud: FedCloud, decide: Decide, tmp_path: Path
) -> None:
    with enrolling(cloud, tmp_path / "in") as let_in, enrolling(cloud, tmp_path / "out") as kept_out:
        assert let_in.code != kept_out.code
        assert let_in.address == f"{cloud.url}/console/device"
        assert "█" in let_in.qr
        decide(let_in.code, {"allow": True, "roles": ["warehouse"], "warehouse": "W1"})
        decide(kept_out.code, {"allow": False})
        done, said, errors = let_in.end()
        refused, _, why = kept_out.end()
    assert (done, errors) == (0, "")
    assert said.startswith("工位 8: ")
    assert said.endswith(cloud.url)
    (station,) = rows(tmp_path / "in" / "station.db", "SELECT name FROM station")
    assert station["name"] == "工位 8"
    assert refused == 1
    assert "本工位的接入被拒绝" in why
    assert "Traceback" not in why
    assert rows(tmp_path / "out" / "station.db", "SELECT name FROM station") == []
