"""The two doors: sign-in by badge, enrolment by code."""

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from station.kernel.messages import Message, Texts, Tone
from station.shell.badge_picture import BadgePicture
from station.shell.code_card import ShownCode
from station.shell.enrol_page import EnrolGestures, EnrolPage, EnrolRequest, EnrolStep, EnrolView
from station.shell.look import Look
from station.shell.sign_in import BADGE_TELLINGS, BadgeVerdict, SignInPage
from station.shell.theme import LOOKS
from station.shell.tone_card import ToneCard


@pytest.fixture
def badges() -> list[str]:
    return []


@pytest.fixture
def sign_in(texts: Texts, look: Look, badges: list[str], qtbot: QtBot) -> SignInPage:
    page = SignInPage(texts, look, badges.append)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def result(page: SignInPage) -> ToneCard:
    found = page.findChild(ToneCard, "sign_in_result")
    assert isinstance(found, ToneCard)
    return found


def test_a_badge_can_be_typed(sign_in: SignInPage, badges: list[str]) -> None:
    QTest.keyClicks(sign_in.badge_entry, " 10086 ")
    QTest.keyClick(sign_in.badge_entry, Qt.Key.Key_Return)
    enter = sign_in.findChild(QAbstractButton, "badge_enter")
    assert isinstance(enter, QAbstractButton)
    sign_in.badge_entry.setText("2048")
    enter.click()
    assert badges == ["10086", "2048"]


def test_an_empty_entry_asks_nobody(sign_in: SignInPage, badges: list[str]) -> None:
    sign_in.badge_entry.setText("   ")
    QTest.keyClick(sign_in.badge_entry, Qt.Key.Key_Return)
    assert badges == []


@pytest.mark.parametrize("verdict", BadgeVerdict)
def test_each_verdict_has_words_and_makes_ready_for_the_next_badge(
    sign_in: SignInPage, texts: Texts, verdict: BadgeVerdict, qtbot: QtBot
) -> None:
    sign_in.badge_entry.setText("1")
    sign_in.badge_entry.setFocus()
    sign_in.show_verdict(verdict, "王小明")
    told = texts.say(Message(BADGE_TELLINGS[verdict].words, name="王小明"))
    assert result(sign_in).words() == told
    assert "{" not in told
    assert result(sign_in).tone is BADGE_TELLINGS[verdict].tone
    assert sign_in.badge_entry.text() == ""
    qtbot.waitUntil(sign_in.hasFocus)


def test_unknown_and_inactive_are_told_apart() -> None:
    assert BADGE_TELLINGS[BadgeVerdict.UNKNOWN].words != BADGE_TELLINGS[BadgeVerdict.INACTIVE].words


def test_clear_forgets_the_last_badge(sign_in: SignInPage) -> None:
    sign_in.show_verdict(BadgeVerdict.UNKNOWN)
    sign_in.clear()
    assert result(sign_in).tone is None
    assert result(sign_in).words() == ""


def test_the_badge_picture_moves_only_in_sight(sign_in: SignInPage) -> None:
    picture = sign_in.findChild(BadgePicture)
    assert isinstance(picture, BadgePicture)
    assert picture.moving
    sign_in.hide()
    assert not picture.moving


@pytest.fixture
def requests() -> list[EnrolRequest]:
    return []


@pytest.fixture
def asked() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def left() -> list[bool]:
    return []


@pytest.fixture
def enrol(
    texts: Texts,
    look: Look,
    requests: list[EnrolRequest],
    asked: list[tuple[str, str]],
    left: list[bool],
    qtbot: QtBot,
) -> EnrolPage:
    gestures = EnrolGestures(
        requests.append, lambda url, name: asked.append((url, name)), lambda: left.append(True)
    )
    page = EnrolPage(texts, look, gestures)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def fill(page: EnrolPage, code: str = "1234 5678") -> None:
    QTest.keyClicks(page.cloud_url, " https://cloud.example.cn ")
    QTest.keyClicks(page.code, code)
    page.desk_name.setText("一号工位")


def test_what_was_filled_in_is_forwarded_once(enrol: EnrolPage, requests: list[EnrolRequest]) -> None:
    fill(enrol)
    enrol.enrol.click()
    assert requests == [EnrolRequest("https://cloud.example.cn", "12345678", "一号工位")]
    enrol.show_view(EnrolView(EnrolStep.WORKING))
    enrol.enrol.click()
    QTest.keyClick(enrol.desk_name, Qt.Key.Key_Return)
    assert len(requests) == 1


@pytest.mark.parametrize("code", ["", "1234567", "1234 567", "123456789", "abcdefgh"])
def test_without_eight_digits_nothing_is_sent(
    enrol: EnrolPage, requests: list[EnrolRequest], code: str
) -> None:
    fill(enrol, code)
    assert not enrol.enrol.isEnabled()
    QTest.keyClick(enrol.code, Qt.Key.Key_Return)
    assert requests == []


def test_work_in_progress_is_shown_and_fields_are_shut(enrol: EnrolPage) -> None:
    enrol.show_view(EnrolView(EnrolStep.WORKING, "https://cloud.example.cn", "A-01"))
    assert enrol.progress.isVisible()
    assert not enrol.code.isEnabled()
    assert enrol.cloud_url.text() == "https://cloud.example.cn"


def test_an_error_keeps_what_was_typed(enrol: EnrolPage, texts: Texts) -> None:
    fill(enrol)
    enrol.show_view(EnrolView(EnrolStep.WORKING))
    words = Message("The cloud refused: {detail}", detail="used")
    enrol.show_view(EnrolView(EnrolStep.ASK, tone=Tone.REFUSED, message=words))
    assert not enrol.progress.isVisible()
    assert enrol.result.words() == texts.say(words)
    assert enrol.code.text() == "1234 5678"
    assert enrol.enrol.isEnabled()


SHOWN = ShownCode(
    "BCDF-GHJK",
    "https://cloud.example.cn/console/device",
    "https://cloud.example.cn/console/device?code=BCDF-GHJK",
    "19:15",
)


def test_a_code_is_asked_for_with_the_keyboard_alone(enrol: EnrolPage, asked: list[tuple[str, str]]) -> None:
    QTest.keyClick(enrol, Qt.Key.Key_F9)
    assert asked == []
    enrol.cloud_url.setFocus()
    QTest.keyClicks(enrol.cloud_url, "https://cloud.example.cn")
    QTest.keyClick(enrol.cloud_url, Qt.Key.Key_Tab)
    assert enrol.desk_name.hasFocus()
    QTest.keyClicks(enrol.desk_name, "A-01")
    QTest.keyClick(enrol.desk_name, Qt.Key.Key_Return)
    assert asked == [("https://cloud.example.cn", "A-01")]
    enrol.show_view(EnrolView(EnrolStep.SHOWING, shown=SHOWN))
    QTest.keyClick(enrol, Qt.Key.Key_F9)
    assert len(asked) == 2


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_the_code_on_the_screen_can_be_read_by_eye_and_by_phone(
    enrol: EnrolPage, look: Look, name: str, tmp_path: Path
) -> None:
    look.use(name)
    enrol.show_view(EnrolView(EnrolStep.SHOWING, shown=SHOWN))
    assert enrol.card.code.text() == "BCDF-GHJK"
    assert "19:15" in enrol.card.hint.text()
    file = tmp_path / "qr.png"
    enrol.card.qr.grab().save(str(file))
    image = Image.open(file)
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [SHOWN.link]
    enrol.show_view(EnrolView(EnrolStep.ASK))
    assert enrol.card.code.text() == ""


def test_an_issued_code_can_be_typed_while_another_one_is_shown(
    enrol: EnrolPage, requests: list[EnrolRequest]
) -> None:
    fill(enrol)
    enrol.show_view(EnrolView(EnrolStep.SHOWING, shown=SHOWN))
    assert not enrol.cloud_url.isEnabled()
    QTest.keyClick(enrol.code, Qt.Key.Key_Return)
    assert [request.code for request in requests] == ["12345678"]


def test_only_a_desk_that_works_already_can_leave(enrol: EnrolPage, left: list[bool]) -> None:
    QTest.keyClick(enrol, Qt.Key.Key_Escape)
    assert left == []
    assert not enrol.leave.isVisible()
    enrol.show_view(EnrolView(EnrolStep.ASK, may_leave=True))
    QTest.keyClick(enrol, Qt.Key.Key_Escape)
    enrol.leave.click()
    assert left == [True, True]
