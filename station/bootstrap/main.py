"""Starts the station's window and keeps it until it is closed."""

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from station.bootstrap.core import Resources
from station.bootstrap.window import StationWindow
from station.kernel.clock import SystemClock
from station.kernel.settings import read_settings


def run(settings_file: Path | None, resources_folder: Path) -> int:
    """Show the window until it is closed; returns the exit code. Raises Trouble when it cannot start."""
    settings, trouble = read_settings(settings_file)
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    app = make_app()
    window = StationWindow(app, settings, Resources(resources_folder), SystemClock())
    window.start()
    if trouble is not None:
        window.trouble(trouble)
    quit_on_signals(app)
    try:
        return app.exec()
    finally:
        window.stop()


def make_app() -> QApplication:
    """The Qt application of this process."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("YoulinStation")
    app.setApplicationDisplayName("优邻站")
    return app


def quit_on_signals(app: QApplication) -> None:
    """Let Ctrl-C and a service manager end the program in order."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: app.quit())
    # Python sees a signal only between two of its own instructions: an idle event loop has none.
    ticker = QTimer(app)
    ticker.timeout.connect(lambda: None)
    ticker.start(200)
