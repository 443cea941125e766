"""Each import contract fails when it is broken: a violation is planted in a copy of the tree."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("station", "hardware", "cloud_api")

HARDWARE_CLOUD = "Hardware and cloud do not know each other"
NOT_THE_STATION = "Nobody imports the station"
ONLY_THE_WIRE = "The station sees only the wire types of the cloud"
WIRE = "The wire imports nothing of ours"
FLOORS = "Station floors, top to bottom; slices side by side"
IN_A_SLICE = "Inside a slice: one vocabulary, one direction"
QT = "Qt stays in screens and shell"
SCREENS = "Screens ask flows, never the database"
DRIVERS = "Drivers are reached through the catalog"
CATALOG = "Only the bootstrap picks drivers"
CLOUD = "Floors of the cloud; slices meet only through storage and wire"
CYCLES = "No cycles anywhere"

PLANTED = [
    (HARDWARE_CLOUD, "hardware/labels.py", "import cloud_api.settings"),
    (NOT_THE_STATION, "cloud_api/settings.py", "import station.kernel.ids"),
    (NOT_THE_STATION, "hardware/codes.py", "import station.kernel.ids"),
    (ONLY_THE_WIRE, "station/kernel/clock.py", "import cloud_api.settings"),
    (ONLY_THE_WIRE, "station/pickup/commands/identify.py", "import cloud_api.storage.pickup_keys"),
    (WIRE, "cloud_api/wire/base.py", "import cloud_api.storage.clock"),
    (WIRE, "cloud_api/wire/pickup.py", "import cloud_api.storage.pickup_keys"),
    # A slice beside a slice, each pair both ways.
    *(
        (FLOORS, f"station/{one}/flow.py", f"import station.{other}.model.view")
        for one in ("picking", "dispatch", "loading")
        for other in ("picking", "dispatch", "loading", "pickup")
        if one != other
    ),
    *(
        (FLOORS, "station/pickup/flow/conversation.py", f"import station.{other}.model.view")
        for other in ("picking", "dispatch", "loading")
    ),
    # A floor above.
    (FLOORS, "station/sync/inbox.py", "import station.picking.model.plan"),
    (FLOORS, "station/sync/shipments.py", "import station.dispatch.model.day"),
    (FLOORS, "station/sync/words.py", "import station.pickup.store.changes"),
    (FLOORS, "station/people/badges.py", "import station.loading.model.rules"),
    (FLOORS, "station/loading/flow.py", "import station.bootstrap.roles"),
    (FLOORS, "station/bootstrap/rooms.py", "import station.demo.scenes.scene"),
    *(
        (IN_A_SLICE, f"station/{one}/model/view.py", f"import station.{one}.{above}")
        for one in ("picking", "dispatch", "loading", "pickup")
        for above in ("store", "commands", "flow", "screen")
    ),
    *(
        (IN_A_SLICE, f"station/{one}/{module}", f"import station.{one}.flow")
        for one, module in (
            ("picking", "commands/desk.py"),
            ("dispatch", "commands/desk.py"),
            ("loading", "commands/desk.py"),
            ("pickup", "commands/desk.py"),
        )
    ),
    (IN_A_SLICE, "station/dispatch/planner/task.py", "import station.dispatch.commands.ways"),
    (IN_A_SLICE, "station/dispatch/planner/holes.py", "import station.dispatch.store.day"),
    (IN_A_SLICE, "station/dispatch/documents/sheets.py", "import station.dispatch.planner.task"),
    (IN_A_SLICE, "station/dispatch/store/day.py", "import station.dispatch.documents.sheets"),
    *(
        (QT, f"station/{module}.py", "import PySide6")
        for module in (
            *("picking/flow", "dispatch/flow", "loading/flow", "pickup/flow/conversation"),
            *("dispatch/planner/planning", "dispatch/documents/sheets", "dispatch/store/day"),
            *("dispatch/commands/planning", "dispatch/model/view", "loading/commands/scanning"),
            *("loading/store/board", "loading/model/rules", "pickup/commands/handover"),
            *("pickup/store/orders", "pickup/model/rules"),
        )
    ),
    (QT, "cloud_api/pages/drawing.py", "import PySide6"),
    *(
        (SCREENS, f"station/{one}/screen/screen.py", line)
        for one in ("picking", "dispatch", "loading", "pickup")
        for line in ("import station.storage.tables", f"import station.{one}.store", "import sqlite3")
    ),
    (DRIVERS, "station/kernel/scan.py", "import hardware.printers.driver"),
    (CATALOG, "station/printing/queue.py", "import hardware.catalog"),
    (CATALOG, "station/dispatch/documents/sheets.py", "import hardware.catalog"),
    (CLOUD, "cloud_api/orders/service.py", "import cloud_api.waves.start"),
    (CLOUD, "cloud_api/waves/facts.py", "import cloud_api.pickup.telling"),
    (CLOUD, "cloud_api/waves/facts.py", "import cloud_api.routes.rows"),
    (CLOUD, "cloud_api/routes/departure.py", "import cloud_api.pickup.telling"),
    (CLOUD, "cloud_api/pickup/facts.py", "import cloud_api.routes.loading"),
    (CLOUD, "cloud_api/pages/content.py", "import cloud_api.pickup.handovers"),
    (CLOUD, "cloud_api/pickup/api.py", "import cloud_api.pages.words"),
    (CLOUD, "cloud_api/exchange/facts.py", "import cloud_api.pickup.facts"),
    (CLOUD, "cloud_api/storage/pickup_keys.py", "import cloud_api.pickup.waiting"),
    (CLOUD, "cloud_api/storage/page_links.py", "import cloud_api.settings"),
    (CYCLES, "hardware/protocols.py", "import hardware.raster"),
    (CYCLES, "station/dispatch/planner/holes.py", "import station.dispatch.planner.planning"),
    (CYCLES, "cloud_api/routes/rows.py", "import cloud_api.routes.publishing"),
    (CYCLES, "cloud_api/pickup/handovers.py", "import cloud_api.pickup.collecting"),
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


@pytest.mark.parametrize("contract", sorted({contract for contract, _, _ in PLANTED}))
def test_planted_violations_are_named(tree: Path, contract: str) -> None:
    planted = [(file, line) for each, file, line in PLANTED if each == contract]
    before = {file: (tree / file).read_text(encoding="utf-8") for file, _ in planted}
    for file, line in planted:
        with (tree / file).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")
    try:
        report = _report(tree, contract)
    finally:
        for file, text in before.items():
            (tree / file).write_text(text, encoding="utf-8")
    assert [line for file, line in planted if not _is_named(report, file, line)] == []


def test_every_contract_is_planted(project: Path) -> None:
    named = {line.split('"')[1] for line in _contract_lines(project)}
    assert named == {contract for contract, _, _ in PLANTED}


def _contract_lines(project: Path) -> list[str]:
    text = (project / "pyproject.toml").read_text(encoding="utf-8").split("[tool.importlinter]")[1]
    return [line for line in text.splitlines() if line.startswith("name = ")]


def _is_named(report: str, file: str, line: str) -> bool:
    """Whether the report says: this module -> that module. Of a cycle it says in which package."""
    module = file.removesuffix(".py").replace("/", ".")
    if "No cycles are allowed" in report:
        return f"No cycles are allowed in {module.rpartition('.')[0]}.\n" in report
    return bool(re.search(rf"{re.escape(module)} -> {re.escape(line.split()[1])} \(l", report))


def _report(tree: Path, contract: str) -> str:
    """What import-linter reports of a contract that is broken in `tree`."""
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=tree,
        env={"PYTHONPATH": str(tree), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    assert f"{contract} BROKEN" in run.stdout
    return run.stdout.split(f"\n{contract}\n----", 1)[1].split("\n----", 1)[0]
