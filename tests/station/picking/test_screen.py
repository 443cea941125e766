"""Each step drawn says what to do; each gesture is forwarded once; a scanner's keys press nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station.kernel.clock import SettableClock
from station.kernel.messages import Tone
from station.picking.model.verdicts import Verdict
from station.picking.model.view import HandingState, PickingView
from station.picking.screen.head_strip import HeadStrip
from station.picking.screen.put_wall import PutWall
from station.picking.screen.screen import PickingScreen
from station.picking.screen.verdict_banner import VerdictBanner
from station.shell.theme import LIGHT, tone_look
from tests.station.picking import sample_views as sample
from tests.station.picking.screen_kit import (
    ROOM_OF_1366,
    RecordedGestures,
    button,
    named,
    share_of,
    text,
    tile,
    words,
)


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


@pytest.mark.parametrize(
    ("view", "told"),
    [
        (sample.left(HandingState.WAITING), "Wave 12 waits for the network. Keep its crates here"),
        (sample.left(HandingState.TOLD), "Another desk may take wave 12 now, with its crates"),
        (
            sample.left(HandingState.REFUSED, "two pieces more"),
            "The cloud refused to hand wave 12 over. Keep its crates, ask the lead: two pieces more",
        ),
    ],
)
def test_a_wave_that_was_left_is_told_of_until_another_is_taken(
    screen: PickingScreen, view: PickingView, told: str
) -> None:
    screen.show_view(sample.no_wave())
    assert not named(screen, QWidget, "picking.start.left").isVisible()
    screen.show_view(view)
    assert named(screen, QWidget, "picking.start.left").isVisible()
    assert words(screen, "picking.start.left") == told
    # With an answer and a notice beside it all three are seen.
    crowded = replace(view, answer=sample.answer(Verdict.NO_WAVE), notice=sample.offline().notice)
    screen.show_view(crowded)
    cards = [named(screen, QWidget, f"picking.start.{name}") for name in ("left", "answer", "notice")]
    shown = [card for card in cards if card.isVisible()]
    assert len(shown) == (2 if view.left and view.left.state is HandingState.TOLD else 3)
    assert all(card.geometry().bottom() < screen.height() for card in shown)


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
    for wave, whole in ((replace(sample.WAVE, put=87), False), (replace(sample.WAVE, title="13"), True)):
        head.show_wave(wave, clock.now())
        qtbot.waitUntil(lambda: bool(painted.boxes))
        assert (painted.boxes.pop().width() == head.width()) is whole


@pytest.mark.parametrize(
    ("view", "notice"),
    [
        (sample.lease_over, "The time for this wave is over"),
        (sample.lease_lost, "工位 2 has taken this wave over"),
        (sample.wanted, "陈主管 asks for this wave"),
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


def test_a_look_alike_is_warned_of_before_the_scan(screen: PickingScreen) -> None:
    quiet = sample.scan_product()
    screen.show_view(quiet)
    assert words(screen, "picking.product.look_alike") == ""
    assert quiet.product is not None
    alike = replace(quiet.product, look_alikes=("金龙鱼 东北大米 10kg", "金龙鱼 东北大米 20kg"))
    screen.show_view(replace(quiet, product=alike))
    assert words(screen, "picking.product.look_alike") == "Not 金龙鱼 东北大米 10kg!"
    strip = named(screen, QWidget, "picking.product.look_alike").geometry()
    spec = named(screen, QWidget, "picking.product.spec").geometry()
    wanted = named(screen, QWidget, "picking.product.wanted_words").geometry()
    assert spec.bottom() <= strip.top() < strip.bottom() <= wanted.top()
