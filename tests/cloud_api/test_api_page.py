"""Every line of docs/api.md is run as it stands there."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cloud_api.wire.stations import Role
from tests.cloud_api.kit import DEADLINE_S, SQLITE_ONLY, Cloud

PAGE = Path(__file__).parents[2] / "docs" / "api.md"
_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


@SQLITE_ONLY
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed here")
def test_each_line_of_the_page_does_what_it_says(cloud: Cloud) -> None:
    lines = [
        line for block in _BLOCK.findall(PAGE.read_text(encoding="utf-8")) for line in block.splitlines()
    ]
    assert len(lines) == 13
    told = {"URL": cloud.url, "CODE": cloud.code(Role.INTEGRATOR, None)}
    for line in lines:
        assert line.startswith("curl -fsS ")
        # --json is younger than the curl of some systems.
        plain = line.replace("--json ", "-H 'Content-Type: application/json' -d ")
        done = subprocess.run(
            ["bash", "-c", plain],
            env={**os.environ, **told},
            capture_output=True,
            text=True,
            timeout=DEADLINE_S,
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        answer = json.loads(done.stdout)
        if "token" in answer:
            told["TOKEN"] = answer["token"]
        if '/v1/cycles" -H' in line and answer.get("items"):
            told["CYCLE"] = answer["items"][0]["id"]
    assert [each["kind"] for each in answer["items"]] == ["purchase_order", "pick_sheet", "delivery_sheet"]
