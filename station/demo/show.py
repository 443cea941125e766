"""The demonstration: on a display one clicks, without one an operator who is not there picks some waves."""

import argparse
import json
import os
import shutil
import sys
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from station.bootstrap.main import make_app, quit_on_signals
from station.bootstrap.resources import Resources
from station.bootstrap.window import StationWindow
from station.demo.panel import WIDTH_PX, DemoPanel
from station.demo.player import Player
from station.demo.stage import Stage, set_stage
from station.kernel.clock import SystemClock
from station.shell.sounds import RecordingSounds

DEFAULT_FOLDER = Path("build") / "demo"
WINDOW_SIZE = (1366, 768)
DESK_NAME = "工位 1"


def show(options: argparse.Namespace, resources_folder: Path) -> int:
    """Run the demonstration; returns the exit code."""
    folder = (options.folder or DEFAULT_FOLDER).resolve()
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    resources = Resources(resources_folder)
    stage = set_stage(
        folder,
        resources,
        orders=options.orders,
        pickup_points=options.pickup_points,
        seed=options.seed,
    )
    try:
        if options.no_window or not _has_display():
            return _by_itself(stage, resources, options)
        return _in_a_window(stage, resources)
    finally:
        stage.cloud.stop()


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _in_a_window(stage: Stage, resources: Resources) -> int:
    app = make_app()
    window = _open(app, stage, resources, silent=False)
    window.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, DemoPanel(window, stage))
    window.window.resize(_room_for_the_panel(window.window))
    quit_on_signals(app)
    try:
        return app.exec()
    finally:
        window.stop()


def _room_for_the_panel(window: QWidget) -> QSize:
    """The window's size with the panel beside it, as far as the screen has room."""
    wanted = QSize(WINDOW_SIZE[0] + WIDTH_PX, WINDOW_SIZE[1])
    return wanted.boundedTo(window.screen().availableSize())


def _by_itself(stage: Stage, resources: Resources, options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_app()
    window = _open(app, stage, resources, silent=True)
    player = Player(app, window, stage, resources.folder, waves=options.waves, seed=options.seed)
    quit_on_signals(app)
    try:
        app.exec()
    finally:
        window.stop()
    report = player.finish()
    report.write()
    words = json.dumps(report.as_json(), ensure_ascii=False) if options.json else report.as_table()
    sys.stdout.write(words + "\n")
    return 0 if player.done else 1


def _open(app: QApplication, stage: Stage, resources: Resources, *, silent: bool) -> StationWindow:
    sounds = RecordingSounds() if silent else None
    window = StationWindow(app, stage.settings, resources, SystemClock(), sounds)
    window.window.resize(*WINDOW_SIZE)
    window.start()
    window.core.enrol(stage.cloud.url, stage.enrol_code(), DESK_NAME)
    return window
