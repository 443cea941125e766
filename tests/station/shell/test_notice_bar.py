"""Troubles say what happened and what to do, once, and go when they are dismissed, retried or over."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from station.kernel.messages import Message, Texts
from station.kernel.trouble import Trouble
from station.shell.look import Look
from station.shell.notice_bar import NoticeBar

DISK_FULL = Trouble(
    Message("The disk is full: nothing was recorded for this act"),
    Message("Free some space on the disk, then do it again"),
    retry_helps=True,
)


def other(number: int) -> Trouble:
    return Trouble(
        Message("The font {file} cannot be loaded", file=number),
        Message("Characters may look wrong. Install the program again"),
        retry_helps=False,
    )


@pytest.fixture
def bar(texts: Texts, look: Look, qtbot: QtBot) -> NoticeBar:
    made = NoticeBar(texts, look)
    qtbot.addWidget(made)
    return made


def words(bar: NoticeBar) -> list[str]:
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisibleTo(bar)]


def button(bar: NoticeBar, ending: str) -> QAbstractButton | None:
    found = [b for b in bar.findChildren(QAbstractButton) if b.objectName().endswith(ending)]
    return found[-1] if found else None


def test_it_is_out_of_sight_until_there_is_trouble(bar: NoticeBar) -> None:
    assert bar.isHidden()
    bar.tell(DISK_FULL)
    assert not bar.isHidden()


def test_it_says_what_happened_and_what_to_do_in_the_language_of_now(bar: NoticeBar, texts: Texts) -> None:
    bar.tell(DISK_FULL)
    assert words(bar) == ["磁盘已满：这一步没有记录", "请先腾出磁盘空间，再重做一次"]
    texts.use("en")
    assert words(bar) == [DISK_FULL.what.text, DISK_FULL.remedy.text]


def test_retry_is_offered_only_where_it_helps(bar: NoticeBar) -> None:
    tried: list[str] = []
    bar.tell(other(1), lambda: tried.append("no"))
    assert button(bar, "_retry") is None
    bar.tell(DISK_FULL, lambda: tried.append("yes"))
    retry = button(bar, "_retry")
    assert retry is not None
    retry.click()
    assert tried == ["yes"]
    assert [notice.what for notice in bar.notices] == [other(1).what]


def test_the_same_trouble_is_told_once(bar: NoticeBar, qtbot: QtBot) -> None:
    for _ in range(5):
        bar.tell(DISK_FULL)
    bar.tell(other(1))
    bar.tell(other(2))
    assert len(bar.notices) == 3


def test_dismissing_makes_room_for_the_next(bar: NoticeBar, qtbot: QtBot) -> None:
    for number in range(4):
        bar.tell(other(number))
    shown = [b.objectName() for b in bar.findChildren(QAbstractButton)]
    assert len(shown) == 2
    first = bar.findChild(QAbstractButton, "notice_1_dismiss")
    assert isinstance(first, QAbstractButton)
    first.click()
    assert [notice.what.values["file"] for notice in bar.notices] == [1, 2, 3]
    assert bar.findChild(QAbstractButton, "notice_3_dismiss") is not None


def test_trouble_that_is_over_is_withdrawn(bar: NoticeBar) -> None:
    bar.tell(DISK_FULL)
    bar.withdraw_trouble(other(9))
    assert [notice.what for notice in bar.notices] == [DISK_FULL.what]
    bar.withdraw_trouble(DISK_FULL)
    assert not bar.notices
    assert bar.isHidden()


def test_a_crash_names_the_report_and_says_that_the_work_is_saved(bar: NoticeBar) -> None:
    bar.tell_crash(Path("C:/reports/crash-1.txt"))
    told = " ".join(words(bar))
    assert "crash-1.txt" in told
    assert "已经保存" in told
    assert "Traceback" not in told
