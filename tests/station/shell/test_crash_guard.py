"""A bug leaves one report without personal data; trouble goes to the notices; the net stays whole."""

import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.kernel.clock import SettableClock
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.shell.crash_guard import CrashGuard, without_personal_data

CLOCK = SettableClock(datetime(2026, 6, 18, 18, 0, tzinfo=UTC))


class Screen:
    """What the person was told."""

    def __init__(self) -> None:
        self.reports: list[Path] = []
        self.troubles: list[Trouble] = []


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def guard(tmp_path: Path, screen: Screen) -> Iterator[CrashGuard]:
    made = CrashGuard(tmp_path / "crashes", "0.1.0", CLOCK, screen.reports.append, screen.troubles.append)
    made.install()
    yield made
    made.remove()


def throw(error: BaseException) -> None:
    """As Python does with an exception nobody caught."""
    try:
        raise error
    except BaseException:  # noqa: BLE001 - stands in for the interpreter, which catches all
        sys.excepthook(*sys.exc_info())


def test_a_bug_leaves_one_report_and_plain_words(
    guard: CrashGuard, screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    throw(ZeroDivisionError("planted"))
    assert "planted" in capsys.readouterr().err
    (report,) = screen.reports
    text = report.read_text("utf-8")
    for wanted in (
        "version: 0.1.0",
        "2026-06-18T18:00:00Z",
        "ZeroDivisionError: planted",
        "MainThread",
        "Python 3",
    ):
        assert wanted in text


def test_a_bug_in_a_thread_names_the_thread(guard: CrashGuard, screen: Screen) -> None:
    def fail() -> None:
        raise ValueError("in the thread")

    thread = threading.Thread(target=fail, name="store")
    thread.start()
    thread.join(10)
    assert "thread: store" in screen.reports[0].read_text("utf-8")


def test_trouble_goes_to_the_notices_and_leaves_no_report(
    guard: CrashGuard, screen: Screen, tmp_path: Path
) -> None:
    trouble = Trouble(Message("No network"), Message("Work on"), retry_helps=True)
    throw(trouble)
    assert screen.troubles == [trouble]
    assert screen.reports == []
    assert not (tmp_path / "crashes").exists()


def test_the_same_bug_again_is_not_reported_again(guard: CrashGuard, screen: Screen) -> None:
    for _ in range(50):
        throw(KeyError("same place"))
    assert len(screen.reports) == 1


def test_reports_name_nobody(guard: CrashGuard, screen: Screen) -> None:
    throw(ValueError(f"王小明 13812345678 in {Path.home()}/orders wang@example.cn"))
    text = screen.reports[0].read_text("utf-8")
    for secret in ("王小明", "13812345678", str(Path.home()) + "/", "wang@example.cn"):
        assert secret not in text


@pytest.mark.parametrize(
    "path", [r"C:\Users\wang.xm\AppData\x.py", "C:/Users/wang.xm/x.py", "/home/wang.xm/x.py"]
)
def test_home_folders_of_any_system_are_hidden(path: str) -> None:
    assert "wang" not in without_personal_data(path)
    assert without_personal_data(path).endswith("x.py")


def test_a_screen_that_fails_does_not_make_it_go_round(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[Path] = []

    def broken(report: Path) -> None:
        calls.append(report)
        throw(ValueError("the screen is broken, too"))
        raise RuntimeError("and raises")

    guard = CrashGuard(tmp_path, "0.1.0", CLOCK, broken, lambda _trouble: None)
    guard.install()
    try:
        throw(KeyError("first"))
    finally:
        guard.remove()
    assert len(calls) == 1
    assert "and raises" in capsys.readouterr().err


def test_a_full_disk_is_told_on_standard_error_only(
    tmp_path: Path, screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "a file, not a folder"
    blocked.write_text("")
    guard = CrashGuard(blocked, "0.1.0", CLOCK, screen.reports.append, screen.troubles.append)
    guard.install()
    try:
        throw(KeyError("bug"))
    finally:
        guard.remove()
    assert screen.reports == []
    assert "FileExistsError" in capsys.readouterr().err


def test_old_reports_make_room(guard: CrashGuard, screen: Screen, tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    folder.mkdir()
    for number in range(30):
        (folder / f"crash-2025{number:04}.txt").write_text("old")
    throw(KeyError("new"))
    left = sorted(folder.iterdir())
    assert len(left) == 20
    assert screen.reports[0] in left


def test_ctrl_c_ends_the_program_as_ever(
    guard: CrashGuard, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[object] = []
    hook: Callable[..., None] = lambda kind, _error, _trace: ended.append(kind)  # noqa: E731 - typed in place
    monkeypatch.setattr(sys, "__excepthook__", hook)
    throw(KeyboardInterrupt())
    assert ended == [KeyboardInterrupt]
    assert screen.reports == []


def test_the_hooks_are_given_back(tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook)
    guard = CrashGuard(tmp_path, "0", CLOCK, lambda _report: None, lambda _trouble: None)
    guard.install()
    assert sys.excepthook != before[0]
    guard.remove()
    assert (sys.excepthook, threading.excepthook) == before
