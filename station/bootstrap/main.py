"""Starts the station's window and keeps it until it is closed."""

import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from station.bootstrap.pace import keep_pace
from station.bootstrap.resources import Resources
from station.bootstrap.window import StationWindow
from station.kernel.clock import SystemClock
from station.kernel.messages import Message, Texts
from station.kernel.settings import Settings, read_settings
from station.kernel.trouble import Trouble
from station.shell.trouble_box import ask_again


def run(settings_file: Path | None, resources_folder: Path) -> int:
    """Show the window until it is closed; returns the exit code. Raises Trouble when it cannot start."""
    settings, trouble = read_settings(settings_file)
    app = make_app()
    window = _open(app, settings, Resources(resources_folder))
    window.start()
    keep_pace()
    if trouble is not None:
        window.trouble(trouble)
    quit_on_signals(app)
    try:
        return app.exec()
    finally:
        window.stop()


def _open(app: QApplication, settings: Settings, resources: Resources) -> StationWindow:
    """The window, as soon as what hinders it was put right; raises the Trouble when the person gives up."""
    texts = Texts(resources.texts, settings.language)
    while True:
        try:
            settings.data_folder.mkdir(parents=True, exist_ok=True)
            return StationWindow(app, settings, resources, SystemClock())
        except Trouble as trouble:
            hindrance = trouble
        except OSError as error:
            hindrance = _no_folder(settings.data_folder, error)
        if not ask_again(texts, hindrance):
            raise hindrance


def _no_folder(folder: Path, error: OSError) -> Trouble:
    return Trouble(
        Message("The folder for the station's data cannot be used: {reason}", reason=error.strerror or ""),
        Message("Check that the disk is there and may be written: {path}", path=str(folder)),
        retry_helps=True,
    )


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
