"""The last net under bugs: one report on disk, plain words on the screen, and the program goes on."""

import platform
import re
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from station.kernel.clock import Clock
from station.kernel.trouble import Trouble

_REPORTS_KEPT = 20


class CrashGuard:
    """Owns the exception hooks while it is installed; Trouble goes to the notices instead.

    Each place in the code is reported once a run: a bug in a paint event would else fill the disk.
    """

    def __init__(
        self,
        folder: Path,
        version: str,
        clock: Clock,
        on_crash: Callable[[Path], None],
        on_trouble: Callable[[Trouble], None],
    ) -> None:
        """`folder` gets the reports; both callbacks may be called from any thread and must not wait."""
        self._folder = folder
        self._version = version
        self._clock = clock
        self._on_crash = on_crash
        self._on_trouble = on_trouble
        self._reported: set[str] = set()
        self._lock = threading.Lock()
        self._busy = threading.local()
        self._before = (sys.excepthook, threading.excepthook)

    def install(self) -> None:
        """Take over sys.excepthook and threading.excepthook."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self.catch
        threading.excepthook = self._catch_of_thread

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Deal with an exception nobody caught; never raises, and never deals with one of its own."""
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        if getattr(self._busy, "catching", False):
            return
        self._busy.catching = True
        try:
            self._deal_with(error, threading.current_thread().name)
        except Exception as second:  # noqa: BLE001 - the net itself tore: standard error is all that is left
            _tell_stderr(second)
        finally:
            self._busy.catching = False

    def _catch_of_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.catch(args.exc_type, args.exc_value, args.exc_traceback)

    def _deal_with(self, error: Exception, thread: str) -> None:
        if isinstance(error, Trouble):
            self._on_trouble(error)
            return
        _tell_stderr(error)
        with self._lock:
            place = _place(error)
            if place in self._reported:
                return
            self._reported.add(place)
            report = self._write(error, thread)
        self._on_crash(report)

    def _write(self, error: Exception, thread: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        moment = self._clock.now()
        number = len(self._reported)
        report = self._folder / f"crash-{moment:%Y%m%dT%H%M%SZ}-{number}.txt"
        lines = [
            f"version: {self._version}",
            f"time: {moment:%Y-%m-%dT%H:%M:%SZ}",
            f"platform: {platform.platform()}, Python {platform.python_version()}",
            f"thread: {thread}",
            "",
            without_personal_data("".join(traceback.format_exception(error))),
        ]
        report.write_text("\n".join(lines), "utf-8")
        for old in sorted(self._folder.glob("crash-*.txt"))[:-_REPORTS_KEPT]:
            old.unlink()
        return report


def without_personal_data(text: str) -> str:
    """`text` without what can name a person: home folders, Chinese words, long numbers, mail addresses."""
    text = text.replace(str(Path.home()), "~")
    text = re.sub(r"(?i)([/\\](?:users|home)[/\\])[^/\\\s\"']+", r"\1~", text)
    text = re.sub(r"[\w.+-]+@[\w-]+\.[\w.]+", "<mail>", text)
    text = re.sub(r"[\u3400-\u9fff]+", "<words>", text)
    return re.sub(r"\d{5,}", "<number>", text)


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(error).__qualname__} {last.filename}:{last.lineno}" if last else type(error).__qualname__


def _tell_stderr(error: Exception) -> None:
    """Also to standard error, for who runs it in a terminal; a windowed program has none."""
    if sys.stderr is not None:
        traceback.print_exception(error, file=sys.stderr)
