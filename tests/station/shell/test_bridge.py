"""Functions posted by any thread run on the Qt thread, in order, and never after the end."""

import threading
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from station.shell.bridge import Bridge


def in_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()


def test_jobs_of_a_worker_run_on_the_qt_thread_in_order(qtbot: QtBot) -> None:
    bridge = Bridge()
    done: list[tuple[int, bool]] = []

    def work() -> None:
        for number in range(500):
            bridge.post(lambda number=number: done.append((number, QThread.isMainThread())))  # type: ignore[misc]  # a default binds the loop's value

    in_thread(work)
    assert done == []
    qtbot.waitUntil(lambda: len(done) == 500)
    assert done == [(number, True) for number in range(500)]


def test_each_of_several_threads_keeps_its_order(qtbot: QtBot) -> None:
    bridge = Bridge()
    done: list[tuple[int, int]] = []
    start = threading.Barrier(4)

    def job(who: int, number: int) -> Callable[[], None]:
        return lambda: done.append((who, number))

    def work(who: int) -> None:
        start.wait(10)
        for number in range(100):
            bridge.post(job(who, number))

    threads = [threading.Thread(target=work, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(done) == 400)
    for thread in threads:
        thread.join(10)
    for who in range(4):
        assert [number for owner, number in done if owner == who] == list(range(100))


def test_a_job_posted_by_a_job_waits_for_its_turn(qtbot: QtBot) -> None:
    bridge = Bridge()
    done: list[str] = []

    def first() -> None:
        bridge.post(lambda: done.append("third"))
        done.append("first")

    bridge.post(first)
    bridge.post(lambda: done.append("second"))
    qtbot.waitUntil(lambda: len(done) == 3)
    assert done == ["first", "second", "third"]


def test_a_job_for_a_destroyed_receiver_is_dropped(qtbot: QtBot) -> None:
    bridge = Bridge()
    done: list[str] = []
    receiver = QObject()
    bridge.post(lambda: done.append(receiver.objectName()), receiver)
    bridge.post(lambda: done.append("after"))
    shiboken6.delete(receiver)
    qtbot.waitUntil(lambda: "after" in done)
    late: list[str] = []
    bridge.post(lambda: late.append(receiver.objectName()), receiver)
    bridge.post(lambda: late.append("end"))
    qtbot.waitUntil(lambda: "end" in late)
    assert late == ["end"]


def test_after_close_nothing_runs_and_nobody_fails(qtbot: QtBot) -> None:
    bridge, other = Bridge(), Bridge()
    done: list[str] = []
    bridge.post(lambda: done.append("waiting"))
    bridge.close()
    in_thread(lambda: bridge.post(lambda: done.append("late")))
    other.post(lambda: done.append("other"))
    qtbot.waitUntil(lambda: bool(done))
    assert done == ["other"]


def test_posting_to_a_destroyed_bridge_is_no_error(qtbot: QtBot) -> None:
    bridge = Bridge()
    shiboken6.delete(bridge)
    in_thread(lambda: bridge.post(lambda: None))


def test_a_bridge_born_off_the_qt_thread_fails_at_once(qtbot: QtBot) -> None:
    """It would run its jobs on the thread it was born on."""
    caught: list[BaseException] = []

    def work() -> None:
        try:
            Bridge()
        except AssertionError as error:
            caught.append(error)

    in_thread(work)
    assert len(caught) == 1


def test_a_bug_in_one_job_is_reported_and_the_next_runs(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bridge = Bridge()
    caught: list[object] = []
    done: list[str] = []
    monkeypatch.setattr("sys.excepthook", lambda _kind, error, _trace: caught.append(error))
    bug = ValueError("planted")

    def fail() -> None:
        raise bug

    bridge.post(fail)
    bridge.post(lambda: done.append("next"))
    qtbot.waitUntil(lambda: done == ["next"])
    assert caught == [bug]
