"""Each step says what to do, and what holds on all of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from station.kernel.clock import SettableClock
from station.kernel.messages import Texts, Tone
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import PickupView
from station.pickup.screen.screen import PickupScreen
from station.shell.look import Look
from station.shell.theme import LIGHT, tone_look
from tests.station.pickup import sample_views as sample
from tests.station.pickup.screen_kit import (
    ROOM_OF_1366,
    ROOM_OF_1920,
    named,
    points,
    words,
)


def share_of(screen: PickupScreen, colour: str) -> float:
    """The part of the card's pixels that have exactly this colour."""
    picture = screen.card.grab().toImage()
    wanted = QColor(colour).rgb()
    every = points(picture)
    return sum(picture.pixel(at.toPoint()) == wanted for at in every) / len(every)


def test_until_the_desk_speaks_it_says_that_it_reads(screen: PickupScreen) -> None:
    assert words(screen, "pickup.starting").startswith("Reading the shop's day…")
    assert not screen.card.isVisible()


@pytest.mark.parametrize("room", [ROOM_OF_1366, ROOM_OF_1920])
def test_every_step_fits_the_room(screen: PickupScreen, room: tuple[int, int]) -> None:
    screen.resize(*room)
    for make in sample.ALL:
        screen.show_view(make())
        least = screen.minimumSizeHint()
        assert least.width() <= room[0], make.__name__
        assert least.height() <= room[1], make.__name__
        assert (screen.width(), screen.height()) == room, make.__name__


def test_the_card_asks_the_question_and_tells_the_verdict(screen: PickupScreen, texts: Texts) -> None:
    for view in [make() for make in sample.ALL]:
        screen.show_view(view)
        assert texts.say(view.question) in words(screen, "pickup.card")
        if view.answer is not None:
            assert words(screen, "pickup.card").endswith(texts.say(view.answer.words))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (sample.day, "188 · of 216 waiting orders are here · collected today: 37"),
        (sample.receiving, "2 · crates still to come · 6月18日 晚团  ·  京A·OI003 · 12 of 14 crates"),
        (sample.all_received, "0 · all crates are here"),
        (sample.foreign_crates, "3 · crates that are not expected here"),
        (sample.choose, "4711 · 5 customers"),
        (sample.customer, "4711 · 王**  138****4711 · orders 1  ·  pieces 9  ·  crates 3"),
        (sample.handed_partly, "4711 · 王**  138****4711 · more of this customer waits: orders 1"),
    ],
)
def test_the_number_that_matters_comes_first(
    screen: PickupScreen, make: Callable[[], PickupView], said: str
) -> None:
    screen.show_view(make())
    assert words(screen, "pickup.card").startswith(said)


def test_the_tail_of_the_phone_is_read_from_afar(screen: PickupScreen) -> None:
    screen.show_view(sample.customer())
    screen.card.rest()
    picture = screen.card.grab().toImage()
    ink = QColor(LIGHT.ink).rgb()
    rows = [y for y in range(picture.height()) for x in range(20, 320) if picture.pixel(x, y) == ink]
    assert max(rows) - min(rows) >= 69, "digits of a type of at least 96 px"


@pytest.mark.parametrize(
    ("make", "tone"),
    [(sample.customer, Tone.OK), (sample.unknown_code, Tone.REFUSED), (sample.choose, Tone.ASK)],
)
def test_the_card_wears_the_verdict_and_comes_to_rest(
    screen: PickupScreen, qtbot: QtBot, make: Callable[[], PickupView], tone: Tone
) -> None:
    view, fill = make(), tone_look(LIGHT, tone).fill
    screen.show_view(view)
    assert share_of(screen, fill) > 0.6
    qtbot.waitUntil(lambda: not screen.card.flashing, timeout=3000)
    assert share_of(screen, fill) < 0.05
    screen.show_view(replace(view, serial=42))
    assert not screen.card.flashing, "the same answer is not told twice"


def test_the_day_lists_deliveries_and_who_waits(screen: PickupScreen) -> None:
    screen.show_view(sample.day())
    assert words(screen, "pickup.delivery_1") == (
        "6月18日 晚团 · on its way, here about 10:50  ·  京A·OI003 · 12 of 14 crates · "
        "0 of 212 orders collected"
    )
    assert words(screen, "pickup.delivery_2").split(" · ")[1].startswith("received 11:42")
    assert words(screen, "pickup.customer_3") == "张** · 132****4702 · …A30014 · Pieces: 5 · partly here"


def test_an_empty_day_says_what_will_come(screen: PickupScreen) -> None:
    screen.show_view(sample.day_empty())
    assert words(screen, "pickup.deliveries_empty").startswith("Nothing is announced yet")
    assert words(screen, "pickup.customers_empty").startswith("Nobody waits")
    assert words(screen, "pickup.recent") == "Your last five scans stand here"
    screen.show_view(sample.nobody_found())
    assert words(screen, "pickup.customers_empty").startswith("Nobody found")


def test_receiving_names_what_is_missing_and_where_the_last_one_goes(screen: PickupScreen) -> None:
    screen.show_view(sample.receiving())
    assert words(screen, "pickup.receipt_notes") == "Still to come: 7, 13"
    assert words(screen, "pickup.put_place") == "Crate 12 · Put it into the freezer at once"
    tiles = words(screen, "pickup.crates").splitlines()
    assert tiles[6] == "7 ambient to come"
    assert tiles[11] == "12 frozen here"
    assert named(screen, QAbstractButton, "pickup.complete").text() == "Complete  F9"


def test_crates_that_do_not_belong_here_are_listed_with_what_to_do(screen: PickupScreen) -> None:
    screen.show_view(sample.complete_asked())
    notes = words(screen, "pickup.receipt_notes").splitlines()
    assert notes[1] == "Left behind by the van, comes later: 4"
    assert notes[2] == "Crate …0317  10:42 · 果园环岛店: give it back to the driver"
    assert notes[4].endswith("It belongs here after all: scan it again")
    assert named(screen, QAbstractButton, "pickup.complete").text() == "Complete without 2 crates  F9"


def test_places_stand_in_walking_order_with_their_lines(screen: PickupScreen) -> None:
    screen.show_view(sample.customer())
    assert words(screen, "pickup.places").splitlines() == [
        "1: Crate 3 ambient ×3",
        "2: Crate 9 chilled ×3",
        "3: Crate 13 frozen ×3",
    ]
    assert words(screen, "pickup.line_3") == "纯牛奶 250ml × 12 盒 · ×1"
    screen.show_view(sample.line_left())
    assert words(screen, "pickup.line_3").endswith("stays here: not found")
    assert words(screen, "pickup.confirm") == "Confirm handover · Pieces: 8  ·  Enter"


def test_many_crates_stand_closer_together_not_out_of_sight(screen: PickupScreen, qtbot: QtBot) -> None:
    screen.show_view(sample.many_places())
    last = named(screen, QAbstractButton, "pickup.line_12")
    board = named(screen, QWidget, "pickup.places_scroll")

    def all_in_sight() -> bool:
        bottom = last.mapTo(screen, last.rect().bottomLeft()).y()
        return bottom <= board.mapTo(screen, board.rect().bottomLeft()).y()

    qtbot.waitUntil(all_in_sight, timeout=3000)
    assert last.height() >= 48


def test_what_is_not_here_is_told_with_its_reason(screen: PickupScreen) -> None:
    screen.show_view(sample.not_here())
    assert words(screen, "pickup.absent").splitlines() == [
        "Not here",
        "速冻三鲜水饺 1kg ×3 · on its way, expected about 10:50",
        "鲜活大闸蟹 4只 / 约600g ×1 · could not be packed, settled with a refund",
        "嘎啦苹果 500g ×2 · crate 4 was left behind by the van",
    ]
    assert not named(screen, QAbstractButton, "pickup.confirm").isVisible()


def test_used_already_tells_who_when_and_where(screen: PickupScreen) -> None:
    screen.show_view(sample.already())
    assert words(screen, "pickup.handovers").startswith("06-19 10:42   李店长 at 柜台1 · Order …030117")
    assert named(screen, QAbstractButton, "pickup.undo").isEnabled()
    screen.show_view(sample.already_late())
    assert not named(screen, QAbstractButton, "pickup.undo").isEnabled()


def test_the_lock_counts_down_by_the_clock_and_goes(screen: PickupScreen, clock: SettableClock) -> None:
    screen.show_view(sample.locked())
    assert words(screen, "pickup.lock").startswith("1:27 · Typing codes is locked")
    clock.advance(28)
    screen.tick()
    assert words(screen, "pickup.lock").startswith("0:59")
    clock.advance(59)
    screen.tick()
    assert not screen.lock.isVisible()


def test_the_lock_is_counted_by_the_clock_of_the_views(screen: PickupScreen, clock: SettableClock) -> None:
    clock.advance(-3600)
    view = sample.locked()
    assert view.lock is not None
    screen.show_view(replace(view, at=view.lock.until - timedelta(seconds=30)))
    assert words(screen, "pickup.lock").startswith("0:30")


def test_a_notice_stands_over_the_work(screen: PickupScreen) -> None:
    screen.show_view(sample.noticed())
    notice = named(screen, QWidget, "pickup.notice")
    assert notice.isVisible()
    assert "was handed over twice" in notice.accessibleName()
    screen.show_view(sample.customer())
    assert not notice.isVisible()


def test_the_last_inputs_stand_newest_first(screen: PickupScreen) -> None:
    screen.show_view(sample.day())
    lines = words(screen, "pickup.recent").splitlines()
    assert len(lines) == 5
    assert lines[0] == "••••42  9 pieces out of 3 crates. Fetch them, then confirm"


def test_a_view_builds_no_widgets_it_had_before(screen: PickupScreen) -> None:
    for make in sample.ALL:
        screen.show_view(make())
    before = set(screen.findChildren(QWidget))
    for make in sample.ALL:
        screen.show_view(make())
    assert set(screen.findChildren(QWidget)) == before


def test_names_are_unique_and_targets_are_large(screen: PickupScreen) -> None:
    for make in sample.ALL:
        screen.show_view(make())
        for each in screen.findChildren(QAbstractButton):
            if each.isVisible() and not isinstance(each.parent(), QLineEdit):
                assert each.objectName().startswith("pickup."), each
                assert each.height() >= 48, each.objectName()
                assert each.focusPolicy() is Qt.FocusPolicy.NoFocus
    names = [widget.objectName() for widget in screen.findChildren(QWidget)]
    ours = [name for name in names if name.startswith("pickup")]
    assert len(ours) == len(set(ours))


def test_a_switch_of_look_or_language_says_it_all_again(
    screen: PickupScreen, look: Look, texts: Texts
) -> None:
    screen.show_view(sample.customer())
    screen.card.rest()
    look.use("dark")
    assert share_of(screen, LIGHT.card) < 0.02
    before = words(screen, "pickup.places")
    texts.use("zh_CN")
    screen.grab()
    texts.use("en")
    assert words(screen, "pickup.places") == before


def test_not_recorded_is_told_in_red_with_the_remedy(screen: PickupScreen) -> None:
    view = sample.not_recorded()
    assert view.answer is not None
    assert view.answer.verdict is Verdict.NOT_RECORDED
    screen.show_view(view)
    assert words(screen, "pickup.card").endswith("Free some space on the disk, then do it again")
