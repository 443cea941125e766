"""Each import contract fails when it is broken: a violation is planted in a copy of the tree."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("station", "hardware", "cloud_api")

PLANTED = [
    ("Hardware and cloud do not know each other", "hardware/labels.py", "import cloud_api.settings"),
    ("Nobody imports the station", "cloud_api/settings.py", "import station.kernel.ids"),
    (
        "The station sees only the wire types of the cloud",
        "station/kernel/clock.py",
        "import cloud_api.settings",
    ),
    ("The wire imports nothing of ours", "cloud_api/wire/base.py", "import cloud_api.storage.clock"),
    (
        "Station floors, top to bottom; slices side by side",
        "station/sync/inbox.py",
        "import station.picking.model.plan",
    ),
    (
        "Inside a slice: one vocabulary, one direction",
        "station/picking/model/plan.py",
        "import station.picking.flow",
    ),
    ("Qt stays in screens and shell", "station/picking/flow.py", "import PySide6.QtCore"),
    (
        "Screens ask flows, never the database",
        "station/picking/screen/screen.py",
        "import station.storage.tables",
    ),
    (
        "Drivers are reached through the catalog",
        "station/kernel/scan.py",
        "import hardware.printers.zpl",
    ),
    ("Only the bootstrap picks drivers", "station/printing/queue.py", "import hardware.catalog"),
    (
        "Floors of the cloud; slices meet only through storage and wire",
        "cloud_api/orders/service.py",
        "import cloud_api.waves.service",
    ),
    ("No cycles anywhere", "hardware/protocols.py", "import hardware.raster"),
]


@pytest.fixture(scope="module")
def tree(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the packages and of the contracts."""
    copy = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(
            project / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "*.po")
        )
    shutil.copy(project / "pyproject.toml", copy)
    return copy


@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_violation_is_named(tree: Path, contract: str, file: str, line: str) -> None:
    path = tree / file
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    try:
        broken = _broken(tree)
    finally:
        path.write_text(before, encoding="utf-8")
    assert contract in broken


def test_every_contract_is_planted(project: Path) -> None:
    named = {line.split('"')[1] for line in _contract_lines(project)}
    assert named == {contract for contract, _, _ in PLANTED}


def _contract_lines(project: Path) -> list[str]:
    text = (project / "pyproject.toml").read_text(encoding="utf-8").split("[tool.importlinter]")[1]
    return [line for line in text.splitlines() if line.startswith("name = ")]


def _broken(tree: Path) -> set[str]:
    """The contracts import-linter reports as broken in `tree`."""
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    return {line.split(" BROKEN")[0].strip() for line in run.stdout.splitlines() if " BROKEN" in line}
