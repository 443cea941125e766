"""Schemathesis over the whole OpenAPI document with all checks, as each kind of caller, on both databases.

YOULIN_SCHEMATHESIS=long tries all phases with many more cases everywhere (see docs/api.md).
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cloud_api.documents.press import Press
from tests.cloud_api.example_world import World, fill
from tests.cloud_api.kit import Cloud

LONG = os.environ.get("YOULIN_SCHEMATHESIS") == "long"
_SEED = "1"
_DEADLINE_S = 3_600 if LONG else 600
_ALL_PHASES = "examples,coverage,fuzzing,stateful"
_TRIES = (
    ("sqlite", "integrator", "examples,fuzzing,stateful"),
    ("postgresql", "integrator", "examples,coverage,fuzzing"),
    ("sqlite", "manager", "examples,fuzzing"),
    ("postgresql", "desk", "examples,fuzzing"),
)
"""Database, caller and phases. Coverage takes most of the time: PostgreSQL is the one that forgives less."""
_LONG_TRIES = tuple(
    (database, who, _ALL_PHASES)
    for database in ("sqlite", "postgresql")
    for who in ("integrator", "manager", "desk")
)
# Methods an address has not are all refused in one place, so one of them is tried.
# 409: what fits and does not go together with what is kept. 410: a cursor that is not kept any more.
# 412: If-Match of another row. RFC 6749 (5.2) wants 400 for a code that is not allowed yet.
_CONFIG = """\
hooks = "hooks.py"
max-stream-events = 1
request-timeout = 60

[phases.coverage]
unexpected-methods = ["PATCH"]

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 410, 412, 429]

[[operations]]
include-name = "POST /v1/token"

[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", 400]
"""


# Schemathesis sends bytes of the kinds it knows only.
_HOOKS = """\
import schemathesis


@schemathesis.serializer("application/zip")
def as_it_is(_context, value):
    return value if isinstance(value, bytes) else str(value).encode()
"""


@pytest.mark.timeout(_DEADLINE_S)
@pytest.mark.parametrize(
    ("database", "who", "phases"),
    [
        pytest.param(*each, marks=[pytest.mark.postgresql] if each[0] == "postgresql" else [])
        for each in (_LONG_TRIES if LONG else _TRIES)
    ],
    indirect=["database"],
)
def test_schemathesis_finds_nothing(
    cloud: Cloud, press: Press, tmp_path: Path, who: str, phases: str
) -> None:
    """The integrator may do most; as the others what they alone may do counts."""
    world = fill(cloud, press)
    tokens = {"integrator": world.integrator, "manager": world.manager, "desk": world.desk.token}
    (tmp_path / "schemathesis.toml").write_text(_CONFIG, encoding="utf-8")
    (tmp_path / "hooks.py").write_text(_HOOKS, encoding="utf-8")
    (tmp_path / "openapi.json").write_text(json.dumps(_with_ids(world)), encoding="utf-8")
    examples = "60" if LONG else "2"
    done = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("st")), "run", "openapi.json", "--url", cloud.url),
            *("--header", f"Authorization: Bearer {tokens[who]}", "--checks", "all"),
            *("--seed", _SEED, "--max-examples", examples, "--phases", phases),
            *("--continue-on-failure", "--no-color"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=_DEADLINE_S,
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    cases = re.search(r"([0-9]+) generated, ([0-9]+) passed", done.stdout)
    assert cases is not None, done.stdout[-2_000:]
    assert int(cases[1]) == int(cases[2]) > 400


def _with_ids(world: World) -> dict[str, Any]:
    """The document as it is served, with ids this very service gave as the examples of paths."""
    told: dict[str, Any] = world.cloud.call("GET", "/openapi.json").json()
    for path, methods in told["paths"].items():
        for operation in methods.values():
            for parameter in operation.get("parameters", ()):
                name = parameter["name"]
                name = "amendment_digest" if name == "digest" and "amendments" in path else name
                if parameter["in"] == "path" and name in world.values:
                    parameter["schema"].pop("examples", None)
                    parameter["example"] = world.values[name]
    return told
