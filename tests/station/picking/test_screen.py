"""Each step drawn says what to do; each gesture is forwarded once; a scanner's keys press nothing."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.kernel.clock import SettableClock
from station.kernel.messages import Texts, Tone
from station.picking.model.view import PickingView
from station.picking.screen.head_strip import HeadStrip
from station.picking.screen.put_wall import PutWall
from station.picking.screen.screen import PickingScreen
from station.picking.screen.verdict_banner import VerdictBanner
from station.printing.view import ReprintReason
from station.shell.look import Look
from station.shell.theme import DARK, LIGHT, Tokens, contrast, tone_look
from tests.station.picking import sample_views as sample
from tests.station.picking.screen_kit import RecordedGestures, named, share_of, text, tile, words

ROOM_OF_1366 = (1366 - 112, 768 - 64)
"""What the window's rail and strip leave of the smallest screen a desk has."""

STEPS: list[Callable[[], PickingView]] = [
    sample.no_wave,
    sample.no_waves_left,
    sample.offline,
    sample.failed,
    sample.taking,
    sample.planning,
    sample.first_product,
    sample.scan_product,
    sample.wrong_product,
    sample.put,
    sample.confirm_short,
    sample.close_crates,
    sample.lease_over,
    sample.lease_lost,
    sample.info,
    sample.done,
]


class PaintedBoxes(QObject):
    """Notes which parts of a widget are painted from now on."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.boxes: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.boxes.append(event.rect())
        return False


@pytest.fixture
def texts(resources: Path) -> Texts:
    return Texts(resources / "texts", "en")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(sample.NOW)


@pytest.fixture
def gestures() -> RecordedGestures:
    return RecordedGestures()


@pytest.fixture
def screen(
    texts: Texts, look: Look, gestures: RecordedGestures, clock: SettableClock, qtbot: QtBot
) -> PickingScreen:
    made = PickingScreen(texts, look, gestures, clock)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    return made


def button(screen: PickingScreen, name: str) -> QAbstractButton:
    return named(screen, QAbstractButton, name)


def test_without_a_wave_one_button_and_how(screen: PickingScreen) -> None:
    screen.show_view(sample.no_wave())
    assert words(screen, "picking.start.question") == "Take the next wave"
    assert words(screen, "picking.start.how") == "or scan your badge again"
    assert button(screen, "picking.take_wave").text() == "Take it  F9"
    assert not named(screen, QWidget, "picking.start.busy").isVisible()
    assert not named(screen, QWidget, "picking.start.notice").isVisible()


@pytest.mark.parametrize(
    ("view", "starts"),
    [
        (sample.no_waves_left, "No wave is waiting"),
        (sample.offline, "No network: a new wave cannot be taken"),
        (sample.failed, "The cloud's answer makes no sense"),
    ],
)
def test_empty_offline_and_error_say_what_is_wrong(
    screen: PickingScreen, view: Callable[[], PickingView], starts: str
) -> None:
    screen.show_view(view())
    assert named(screen, QWidget, "picking.start.notice").isVisible()
    assert words(screen, "picking.start.notice").startswith(starts)
    screen.show_view(sample.no_wave())
    assert not named(screen, QWidget, "picking.start.notice").isVisible()


def test_waiting_shows_work_and_a_way_to_stop(screen: PickingScreen, gestures: RecordedGestures) -> None:
    screen.show_view(sample.taking())
    assert words(screen, "picking.start.question") == "Asking the cloud for a wave"
    assert named(screen, QWidget, "picking.start.busy").isVisible()
    assert not button(screen, "picking.take_wave").isVisible()
    screen.show_view(sample.planning())
    button(screen, "picking.start.give_back").click()
    assert gestures.made == [("return_wave",)]


def test_the_product_now(screen: PickingScreen) -> None:
    screen.show_view(sample.scan_product())
    assert text(screen, "picking.product.bin").text() == "A-03-12"
    assert text(screen, "picking.product.name").text() == "金龙鱼 东北大米"
    assert text(screen, "picking.product.spec").text() == "5kg"
    assert text(screen, "picking.product.wanted").text() == "6"
    assert text(screen, "picking.product.hand").text() == "", "an empty hand is not worth a number"
    assert text(screen, "picking.product.next").text() == "Next: C-11-02  蒙牛纯牛奶 250ml×16"
    assert "Go to bin A-03-12" in words(screen, "picking.banner")


def test_the_wanted_number_is_the_largest_type(screen: PickingScreen) -> None:
    screen.show_view(sample.scan_product())
    assert 96 <= text(screen, "picking.product.wanted").fitted().size_px <= 160
    assert text(screen, "picking.product.bin").fitted().size_px >= 64


def test_a_long_name_is_whole_and_its_specification_too(screen: PickingScreen) -> None:
    screen.show_view(sample.put_many(30))
    name = text(screen, "picking.product.name").fitted()
    assert "".join(name.lines).replace(" ", "") == sample.LONG.name.replace(" ", "")
    assert text(screen, "picking.product.spec").fitted().lines[0].startswith("480g×3袋")


def test_lit_tiles_wear_the_accent_and_their_quantity(screen: PickingScreen) -> None:
    screen.show_view(sample.put())
    for place, quantity in ((3, 2), (8, 4), (11, 1)):
        assert words(screen, f"picking.wall.tile_{place}").endswith(f"+{quantity}")
        assert share_of(tile(screen, place).grab().toImage(), LIGHT.accent) > 0.5
    assert share_of(tile(screen, 7).grab().toImage(), LIGHT.accent) == 0


def test_tiles_tell_state_zone_and_label(screen: PickingScreen) -> None:
    screen.show_view(sample.put())
    assert words(screen, "picking.wall.tile_2") == "Crate 2 · ambient · Closed · 23/23"
    assert words(screen, "picking.wall.tile_5") == "Crate 5 · ambient · Full · 12/12"
    assert words(screen, "picking.wall.tile_4").endswith("Label?")
    assert words(screen, "picking.wall.tile_6").endswith("No label")
    assert words(screen, "picking.wall.tile_12").endswith("Is printing")


def test_full_crates_call_once_everything_is_put(screen: PickingScreen) -> None:
    screen.show_view(sample.put())
    assert share_of(tile(screen, 5).grab().toImage(), LIGHT.accent) == 0
    screen.show_view(sample.close_crates())
    assert share_of(tile(screen, 5).grab().toImage(), LIGHT.accent) > 0.4
    assert share_of(tile(screen, 2).grab().toImage(), LIGHT.accent) == 0
    assert text(screen, "picking.closing.open").text() == "7"
    assert text(screen, "picking.closing.short").text() == "Short in this wave: 4 pcs"


@pytest.mark.parametrize("count", [3, 12, 24, 30])
def test_the_whole_wall_fits_without_scrolling(screen: PickingScreen, count: int) -> None:
    screen.show_view(sample.put_many(count))
    QApplication.processEvents()
    wall = named(screen, PutWall, "picking.wall")
    tiles = [shown for shown in wall.tiles() if shown.isVisible()]
    assert len(tiles) == count
    whole = QRect(wall.rect())
    assert all(whole.contains(shown.geometry()) for shown in tiles)
    corners = [shown.geometry() for shown in tiles]
    assert not any(one.intersects(other) for one in corners for other in corners if one is not other)
    assert min(shown.height() for shown in tiles) >= 60
    assert screen.minimumSizeHint().height() <= ROOM_OF_1366[1]


def test_tiles_are_kept_from_scan_to_scan(screen: PickingScreen) -> None:
    screen.show_view(sample.put())
    before = named(screen, PutWall, "picking.wall").tiles()
    places = [kept.geometry() for kept in before]
    screen.show_view(sample.lease_lost())
    QApplication.processEvents()
    after = named(screen, PutWall, "picking.wall").tiles()
    assert before == after
    columns = {place.left() for place in places}
    assert {kept.geometry().left() for kept in after} == columns, "a crate never changes its column"


def test_a_verdict_takes_the_card_and_then_rests(screen: PickingScreen, qtbot: QtBot) -> None:
    screen.show_view(sample.wrong_product())
    banner = named(screen, VerdictBanner, "picking.banner")
    look = tone_look(LIGHT, Tone.REFUSED)
    assert banner.flashing
    assert share_of(banner.grab().toImage(), look.fill) > 0.5
    assert share_of(named(screen, QWidget, "picking.product").grab().toImage(), look.fill) > 0.5
    qtbot.waitUntil(lambda: not banner.flashing, timeout=3_000)
    assert share_of(banner.grab().toImage(), look.fill) == 0
    assert share_of(banner.grab().toImage(), look.soft) > 0.2
    assert "This is 金龙鱼 东北大米 10kg. Wanted now: 金龙鱼 东北大米 5kg" in words(screen, "picking.banner")


def test_the_same_answer_again_is_a_redraw_and_a_new_one_flashes(screen: PickingScreen, qtbot: QtBot) -> None:
    banner = named(screen, VerdictBanner, "picking.banner")
    view = sample.put()
    screen.show_view(view)
    qtbot.waitUntil(lambda: not banner.flashing, timeout=3_000)
    screen.show_view(replace(view, serial=view.serial + 1))
    assert not banner.flashing
    assert view.answer is not None
    screen.show_view(replace(view, answer=replace(view.answer)))
    assert banner.flashing


def test_the_last_five_scans_newest_first(screen: PickingScreen) -> None:
    screen.show_view(replace(sample.scan_product(), recent=(*sample.RECENT, *sample.RECENT)))
    lines = words(screen, "picking.recent").splitlines()
    assert len(lines) == 5
    assert lines[0] == "Crate 3: 2 put"
    screen.show_view(sample.first_product())
    assert words(screen, "picking.recent") == "Your last five scans stand here"


def test_the_head_counts_down(screen: PickingScreen, clock: SettableClock) -> None:
    screen.show_view(sample.scan_product())
    head = words(screen, "picking.head")
    assert head.startswith("望京西园四区 好邻居便利店 · Wave 12  ·  6月19日 端午")
    assert head.endswith("86 / 214 pcs · 1 / 12 crates closed · 42 min left")
    clock.advance(60 * 36)
    named(screen, HeadStrip, "picking.head").show_wave(sample.WAVE, clock.now())
    assert words(screen, "picking.head").endswith("6 min left")


def test_a_put_paints_the_progress_and_not_the_words_beside_it(
    screen: PickingScreen, clock: SettableClock, qtbot: QtBot
) -> None:
    screen.show_view(sample.scan_product())
    head = named(screen, HeadStrip, "picking.head")
    QApplication.processEvents()
    painted = PaintedBoxes(head)
    for wave, whole in ((replace(sample.WAVE, put=87), False), (replace(sample.WAVE, number=13), True)):
        head.show_wave(wave, clock.now())
        qtbot.waitUntil(lambda: bool(painted.boxes))
        assert (painted.boxes.pop().width() == head.width()) is whole


@pytest.mark.parametrize(
    ("view", "notice"),
    [
        (sample.lease_over, "The time for this wave is over"),
        (sample.lease_lost, "工位 2 has taken this wave over"),
    ],
)
def test_an_ended_or_lost_lease_is_a_notice(
    screen: PickingScreen, view: Callable[[], PickingView], notice: str
) -> None:
    screen.show_view(sample.put())
    assert not named(screen, QWidget, "picking.notice").isVisible()
    screen.show_view(view())
    assert named(screen, QWidget, "picking.notice").isVisible()
    assert words(screen, "picking.notice").startswith(notice)


def test_a_lease_that_runs_out_while_nothing_happens_is_told(
    screen: PickingScreen, clock: SettableClock
) -> None:
    screen.show_view(sample.put())
    clock.advance(timedelta(minutes=43).total_seconds())
    screen.tick()
    assert words(screen, "picking.notice").startswith("The time for this wave is over")


def test_the_summary(screen: PickingScreen) -> None:
    screen.show_view(sample.done())
    figures = words(screen, "picking.done.figures")
    assert figures == "12 crates · 57 orders · 210 pieces · 38 minutes · 3 mistakes caught · 4 pieces short"
    assert "Wave 12 is done: 12 crates, 210 pieces" in words(screen, "picking.done.banner")


@pytest.mark.parametrize(
    ("name", "gesture"),
    [
        ("picking.undo", ("undo",)),
        ("picking.short", ("declare_short",)),
        ("picking.later", ("put_off",)),
    ],
)
def test_buttons_forward_once(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot, name: str, gesture: tuple[str]
) -> None:
    screen.show_view(sample.scan_product())
    QTest.mouseClick(button(screen, name), Qt.MouseButton.LeftButton)
    assert gestures.made == [gesture]


@pytest.mark.parametrize(
    ("key", "view", "gesture"),
    [
        (Qt.Key.Key_F8, sample.scan_product, ("undo",)),
        (Qt.Key.Key_F6, sample.scan_product, ("declare_short",)),
        (Qt.Key.Key_F7, sample.scan_product, ("put_off",)),
        (Qt.Key.Key_F9, sample.no_wave, ("take_wave",)),
        (Qt.Key.Key_F9, sample.done, ("take_wave",)),
    ],
)
def test_function_keys_forward_once(
    screen: PickingScreen,
    gestures: RecordedGestures,
    qtbot: QtBot,
    key: Qt.Key,
    view: Callable[[], PickingView],
    gesture: tuple[str],
) -> None:
    screen.show_view(view())
    screen.activateWindow()
    qtbot.waitActive(screen)
    QTest.keyClick(screen, key)
    assert gestures.made == [gesture]


def test_what_cannot_be_done_now_does_nothing(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot
) -> None:
    screen.show_view(sample.put())
    assert not button(screen, "picking.short").isEnabled()
    assert not button(screen, "picking.later").isEnabled()
    for key in (Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F9):
        QTest.keyClick(screen, key)
    assert gestures.made == []


def test_the_stepper_says_how_many_are_in_hand(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot
) -> None:
    screen.show_view(sample.put())
    for name in ("picking.hand_fewer", "picking.hand_more"):
        QTest.mouseClick(button(screen, name), Qt.MouseButton.LeftButton)
    assert gestures.made == [("set_hand", 6), ("set_hand", 8)]
    screen.show_view(sample.scan_product())
    assert not button(screen, "picking.hand_more").isVisible()


def test_the_stepper_stays_between_one_and_what_is_wanted(screen: PickingScreen) -> None:
    screen.show_view(replace(sample.put(), product=replace(sample.MILK, in_hand=1)))
    assert not button(screen, "picking.hand_fewer").isEnabled()
    screen.show_view(replace(sample.put(), product=replace(sample.MILK, in_hand=sample.MILK.wanted)))
    assert not button(screen, "picking.hand_more").isEnabled()


def test_a_touched_tile_opens_its_row_and_a_scan_puts_it_away(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot
) -> None:
    view = sample.put()
    screen.show_view(view)
    row = named(screen, QWidget, "picking.crate_actions")
    QTest.mouseClick(tile(screen, 6), Qt.MouseButton.LeftButton)
    assert row.isVisible()
    assert not row.geometry().intersects(tile(screen, 6).geometry().adjusted(5, 5, -5, -5))
    assert view.answer is not None
    screen.show_view(replace(view, answer=replace(view.answer)))
    assert not row.isVisible()
    assert gestures.made == []


@pytest.mark.parametrize("reason", list(ReprintReason))
def test_a_reprint_says_why(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot, reason: ReprintReason
) -> None:
    view = sample.put()
    screen.show_view(view)
    QTest.mouseClick(tile(screen, 6), Qt.MouseButton.LeftButton)
    QTest.mouseClick(
        button(screen, f"picking.crate_actions.reprint_{reason.value}"), Qt.MouseButton.LeftButton
    )
    assert gestures.made == [("reprint", view.crates[5].crate_id, reason)]
    assert not named(screen, QWidget, "picking.crate_actions").isVisible()


def test_a_crate_is_closed_by_touch_but_never_twice(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot
) -> None:
    view = sample.put()
    screen.show_view(view)
    close = button(screen, "picking.crate_actions.close")
    QTest.mouseClick(tile(screen, 5), Qt.MouseButton.LeftButton)
    assert close.text() == "Close crate 5"
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert gestures.made == [("close_crate", view.crates[4].crate_id)]
    QTest.mouseClick(tile(screen, 2), Qt.MouseButton.LeftButton)
    assert not close.isEnabled(), "crate 2 is closed already"


@pytest.mark.parametrize("view", STEPS)
def test_a_scanner_in_keyboard_mode_presses_nothing(
    screen: PickingScreen, gestures: RecordedGestures, qtbot: QtBot, view: Callable[[], PickingView]
) -> None:
    screen.show_view(view())
    target = QApplication.focusWidget() or screen
    assert target.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    QTest.keyClicks(target, "6901234567892 uslt")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Return):
        QTest.keyClick(QApplication.focusWidget() or screen, key)
    assert gestures.made == []


def test_no_button_takes_the_focus(screen: PickingScreen) -> None:
    screen.show_view(sample.put())
    takers = [
        taker.objectName()
        for taker in screen.findChildren(QAbstractButton)
        if taker.focusPolicy() is not Qt.FocusPolicy.NoFocus
    ]
    assert takers == []


def test_everything_a_person_uses_has_a_name_of_its_own(screen: PickingScreen) -> None:
    screen.show_view(sample.put_many(30))
    names = [used.objectName() for used in screen.findChildren(QAbstractButton)]
    assert all(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("view", STEPS)
def test_the_language_changes_while_it_runs(
    screen: PickingScreen, texts: Texts, view: Callable[[], PickingView]
) -> None:
    def said() -> set[str]:
        return {shown.accessibleName() for shown in screen.findChildren(QWidget) if shown.isVisible()} - {""}

    screen.show_view(view())
    english = said()
    texts.use("zh_CN")
    chinese = said()
    assert english != chinese
    texts.use("en")
    assert said() == english


def test_the_look_changes_while_it_runs(screen: PickingScreen, look: Look) -> None:
    screen.show_view(sample.put())
    look.use("dark")
    assert share_of(tile(screen, 7).grab().toImage(), DARK.card) > 0.5
    assert share_of(tile(screen, 3).grab().toImage(), DARK.accent) > 0.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_what_is_read_from_afar_has_contrast(tokens: Tokens) -> None:
    assert contrast(tokens.accent, tokens.on_accent) >= 7
    assert contrast(tokens.card, tokens.ink) >= 7
    for tone in Tone:
        look = tone_look(tokens, tone)
        assert contrast(look.fill, look.on_fill) >= 7
        assert contrast(look.soft, look.words) >= 4.5


def test_how_long_a_view_takes(screen: PickingScreen, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, not judged: a busy machine must not fail the suite."""
    views = [sample.put_step(turn) for turn in range(24)]
    screen.show_view(views[0])
    QApplication.processEvents()
    spent_ms = []
    for view in views[1:]:
        begun = time.perf_counter()
        screen.show_view(view)
        QApplication.processEvents()
        spent_ms.append((time.perf_counter() - begun) * 1e3)
    spent_ms.sort()
    with capsys.disabled():
        print(f"\nshow_view to painted: median {spent_ms[11]:.1f} ms, worst {spent_ms[-1]:.1f} ms")
    assert words(screen, "picking.recent").startswith("Crate 24: 1 put")
