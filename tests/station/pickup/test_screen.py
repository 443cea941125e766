"""Each step says what to do, each gesture is forwarded once, digits reach the field, scans press nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hardware.codes import ScannedCode, make_pickup_qr, read_code
from station.kernel.clock import SettableClock
from station.kernel.messages import Texts, Tone
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Left, PickupView, Step
from station.pickup.screen.screen import PickupScreen
from station.shell.burst import Burst, Mode
from station.shell.look import Look
from station.shell.scan_guard import wants_text
from station.shell.theme import LIGHT, tone_look
from station.shell.wedge import Wedge
from tests.station.pickup import sample_views as sample
from tests.station.pickup.screen_kit import (
    ROOM_OF_1366,
    ROOM_OF_1920,
    Recorded,
    named,
    points,
    press,
    scanner_types,
    words,
)

ONE_OF_EACH = [
    sample.day,
    sample.receiving,
    sample.choose,
    sample.customer,
    sample.nothing_ticked,
    sample.not_here,
    sample.handed,
    sample.already,
]


@pytest.fixture
def texts(resources: Path) -> Texts:
    return Texts(resources / "texts", "en")


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock(sample.NOW)


@pytest.fixture
def gestures() -> Recorded:
    return Recorded()


@pytest.fixture
def screen(texts: Texts, look: Look, gestures: Recorded, clock: SettableClock, qtbot: QtBot) -> PickupScreen:
    made = PickupScreen(texts, look, gestures, clock)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.entry.hasFocus)
    return made


@pytest.fixture
def wedge(screen: PickupScreen) -> Iterator[tuple[Wedge, list[str]]]:
    """The window's own reader of a keyboard-wedge scanner, and the codes it read."""
    read: list[str] = []
    burst = Burst(Mode.HOLD, lambda text: isinstance(read_code(text), ScannedCode))
    made = Wedge(burst, lambda text, _at: read.append(text), read.append)
    made.start()
    yield made, read
    made.stop()


def shown(screen: PickupScreen, clock: SettableClock, view: PickupView) -> None:
    """Show `view`, and let pass the moment in which a press is still meant for what stood there before."""
    screen.show_view(view)
    clock.advance(1)


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


def test_rows_and_buttons_forward_each_gesture_once(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    shown(screen, clock, sample.day())
    press(screen, "pickup.delivery_2")
    press(screen, "pickup.customer_3")
    press(screen, "pickup.receive")
    shown(screen, clock, sample.receiving())
    press(screen, "pickup.undo")
    press(screen, "pickup.complete")
    press(screen, "pickup.put_away")
    shown(screen, clock, sample.choose())
    press(screen, "pickup.choice_4")
    shown(screen, clock, sample.customer())
    press(screen, "pickup.confirm")
    assert gestures.made == [
        ("receive", sample.DAY.deliveries[1].wave_id),
        ("choose", "customer 2"),
        ("receive",),
        ("undo_receipt",),
        ("complete_receipt",),
        ("put_away",),
        ("choose", "customer 3"),
        ("confirm", 41),
    ]


def test_keys_forward_the_same_gestures(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    shown(screen, clock, sample.day())
    QTest.keyClick(screen.entry, Qt.Key.Key_F6)
    shown(screen, clock, sample.receiving())
    for key in (Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_Escape):
        QTest.keyClick(screen.entry, key)
    shown(screen, clock, sample.customer())
    QTest.keyClick(screen.entry, Qt.Key.Key_F9)
    assert gestures.made == [
        ("receive",),
        ("undo_receipt",),
        ("complete_receipt",),
        ("put_away",),
        ("confirm", 41),
    ]


def test_a_line_is_left_by_touch_and_taken_again(screen: PickupScreen, gestures: Recorded) -> None:
    view = sample.customer()
    assert view.customer is not None
    milk = view.customer.places[1].lines[0].key
    screen.show_view(view)
    assert not named(screen, QAbstractButton, "pickup.leave_not_found").isEnabled()
    press(screen, "pickup.line_3")
    press(screen, "pickup.leave_not_found")
    press(screen, "pickup.leave_refused")
    screen.show_view(sample.line_left())
    press(screen, "pickup.line_3")
    assert gestures.made == [
        ("leave", milk, Left.NOT_FOUND),
        ("leave", milk, Left.REFUSED),
        ("take", milk),
    ]


def test_a_line_is_left_by_keys_alone(screen: PickupScreen, gestures: Recorded) -> None:
    view = sample.customer()
    assert view.customer is not None
    first, last = view.customer.places[0].lines[0].key, view.customer.places[2].lines[0].key
    screen.show_view(view)
    QTest.keyClick(screen.entry, Qt.Key.Key_F6)
    QTest.keyClick(screen.entry, Qt.Key.Key_Down)
    QTest.keyClick(screen.entry, Qt.Key.Key_F6)
    QTest.keyClick(screen.entry, Qt.Key.Key_Up)
    QTest.keyClick(screen.entry, Qt.Key.Key_F7)
    QTest.keyClick(screen.entry, Qt.Key.Key_Escape)
    QTest.keyClick(screen.entry, Qt.Key.Key_F7)
    assert gestures.made == [("leave", first, Left.NOT_FOUND), ("leave", last, Left.REFUSED)]


def test_a_handover_is_taken_back_with_a_reason(
    screen: PickupScreen, gestures: Recorded, qtbot: QtBot
) -> None:
    screen.show_view(sample.handed())
    reason = named(screen, QAbstractButton, "pickup.undo_wrong_goods")
    assert not reason.isVisible()
    press(screen, "pickup.undo")
    press(screen, "pickup.undo_wrong_goods")
    field = named(screen, QLineEdit, "pickup.undo_words")
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "box 12 leaked")
    QTest.keyClick(field, Qt.Key.Key_Return)
    press(screen, "pickup.undo_in_words")
    told = ("undo_handover", "box 12 leaked")
    assert gestures.made == [("undo_handover", "wrong_goods"), told, told]
    screen.show_view(sample.handed_partly())
    assert not reason.isVisible(), "another handover is not taken back by the old question"


@pytest.mark.parametrize("make", ONE_OF_EACH, ids=lambda make: make.__name__)
def test_digits_reach_the_field_on_every_step(
    screen: PickupScreen, gestures: Recorded, make: Callable[[], PickupView]
) -> None:
    screen.show_view(make())
    QTest.keyClicks(screen, "483920")
    assert screen.entry.text() == "483920"
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    assert gestures.made == [("typed", "483920")]


def test_digits_typed_at_a_button_of_the_frame_reach_the_field(
    texts: Texts, look: Look, gestures: Recorded, clock: SettableClock, qtbot: QtBot
) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    row = QHBoxLayout(frame)
    button, screen = QPushButton("sign out"), PickupScreen(texts, look, gestures, clock)
    row.addWidget(button)
    row.addWidget(screen)
    frame.resize(*ROOM_OF_1920)
    frame.show()
    qtbot.waitExposed(frame)
    frame.activateWindow()
    shown(screen, clock, sample.customer())
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    QTest.keyClick(button, Qt.Key.Key_4)
    qtbot.waitUntil(screen.entry.hasFocus)
    QTest.keyClicks(screen.entry, "711")
    assert screen.entry.text() == "4711"
    button.setFocus()
    screen.hide()
    QTest.keyClick(button, Qt.Key.Key_5)
    assert screen.entry.text() == "4711", "a page out of sight takes no keys"


def test_no_input_method_gets_between_the_digits(screen: PickupScreen) -> None:
    wanted = Qt.InputMethodQuery.ImEnabled
    assert screen.entry.inputMethodQuery(wanted) is False
    assert wants_text(screen.entry), "but the wedge knows that a person may type here"


def test_half_a_code_stays_and_an_answered_one_goes(screen: PickupScreen, clock: SettableClock) -> None:
    shown(screen, clock, sample.day())
    QTest.keyClicks(screen.entry, "471")
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    screen.show_view(sample.half_code())
    assert screen.entry.text() == "471"
    QTest.keyClicks(screen.entry, "1")
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    screen.show_view(sample.choose())
    assert screen.entry.text() == ""


def test_what_is_typed_on_behind_a_code_is_kept(screen: PickupScreen, clock: SettableClock) -> None:
    shown(screen, clock, sample.day())
    QTest.keyClicks(screen.entry, "471100")
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    QTest.keyClicks(screen.entry, "12")
    screen.show_view(sample.unknown_code())
    assert screen.entry.text() == "12"


def test_news_from_the_sync_leaves_a_half_typed_code_alone(
    screen: PickupScreen, clock: SettableClock
) -> None:
    view = sample.customer()
    shown(screen, clock, view)
    QTest.keyClicks(screen.entry, "4839")
    screen.show_view(replace(view, serial=42))
    assert screen.entry.text() == "4839"
    screen.show_view(sample.choose())
    assert screen.entry.text() == "", "a scan has answered: the digits were for what stood there before"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("make", ONE_OF_EACH, ids=lambda make: make.__name__)
def test_enter_on_the_empty_field_confirms_only_goods_on_the_counter(
    screen: PickupScreen,
    clock: SettableClock,
    gestures: Recorded,
    qtbot: QtBot,
    make: Callable[[], PickupView],
    key: Qt.Key,
) -> None:
    view = make()
    shown(screen, clock, view)
    QTest.keyClick(screen.entry, key)
    qtbot.waitUntil(lambda: not screen.entry._space.isActive(), timeout=3000)
    confirms = view.step is Step.CUSTOMER and view.customer is not None and view.customer.can_confirm
    assert gestures.made == ([("confirm", 41)] if confirms else [])


def test_an_enter_too_soon_is_not_a_yes(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    screen.show_view(sample.customer())
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    assert gestures.made == [], "it was meant for the page before"
    clock.advance(1)
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    assert gestures.made == [("confirm", 41)], "two at once are one"


def test_a_space_that_begins_a_word_is_not_a_yes(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded, qtbot: QtBot
) -> None:
    shown(screen, clock, sample.customer())
    QTest.keyClicks(screen.entry, " 4")
    assert not screen.entry._space.isActive()
    QTest.keyClick(screen.entry, Qt.Key.Key_Backspace)
    assert gestures.made == []


@pytest.mark.parametrize("make", ONE_OF_EACH, ids=lambda make: make.__name__)
def test_a_good_scan_presses_nothing_and_leaves_no_digit(
    screen: PickupScreen,
    clock: SettableClock,
    gestures: Recorded,
    wedge: tuple[Wedge, list[str]],
    make: Callable[[], PickupView],
) -> None:
    shown(screen, clock, make())
    code = make_pickup_qr(12_345_678_901_234_567)
    scanner_types(wedge[0], screen, code)
    assert wedge[1] == [code]
    assert gestures.made == []
    assert screen.entry.text() == ""


@pytest.mark.parametrize("make", [sample.choose, sample.customer, sample.receiving])
def test_a_misread_scan_is_an_input_and_never_a_yes(
    screen: PickupScreen,
    clock: SettableClock,
    gestures: Recorded,
    wedge: tuple[Wedge, list[str]],
    make: Callable[[], PickupView],
) -> None:
    shown(screen, clock, make())
    torn = make_pickup_qr(12_345_678_901_234_567)[:11]
    scanner_types(wedge[0], screen, torn)
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)  # the line feed of a scanner that sends CR LF
    assert ("confirm", 41) not in gestures.made
    assert gestures.made[0] == ("typed", torn)
    assert {each[0] for each in gestures.made} == {"typed"}


def test_a_digit_alone_chooses_its_row(screen: PickupScreen, gestures: Recorded, qtbot: QtBot) -> None:
    screen.show_view(sample.choose())
    QTest.keyClick(screen.entry, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: bool(gestures.made), timeout=3000)
    assert gestures.made == [("choose", "customer 2")]
    assert screen.entry.text() == ""


def test_enter_behind_a_digit_chooses_at_once(screen: PickupScreen, gestures: Recorded) -> None:
    screen.show_view(sample.choose_two())
    QTest.keyClick(screen.entry, Qt.Key.Key_2)
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    QTest.keyClick(screen.entry, Qt.Key.Key_7)
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    assert gestures.made == [("choose", "customer 1"), ("typed", "7")]


def test_the_digits_of_a_code_choose_nobody(screen: PickupScreen, gestures: Recorded) -> None:
    screen.show_view(sample.choose())
    QTest.keyClicks(screen.entry, "3")
    assert screen._alone.isActive()
    QTest.keyClicks(screen.entry, "90021")
    assert not screen._alone.isActive()
    QTest.keyClick(screen.entry, Qt.Key.Key_Return)
    assert gestures.made == [("typed", "390021")]


def test_the_list_is_filtered_as_one_types(screen: PickupScreen, gestures: Recorded, qtbot: QtBot) -> None:
    screen.show_view(sample.day())
    field = screen.day.search
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "47")
    qtbot.waitUntil(lambda: gestures.made == [("search", "47")], timeout=3000)
    found = replace(sample.DAY, search="47", more=False)
    screen.show_view(sample.view(Step.DAY, day=found))
    assert field.hasFocus(), "one may type on"
    assert field.text() == "47"
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(screen.entry.hasFocus)
    QTest.keyClick(screen.entry, Qt.Key.Key_Escape)
    assert gestures.made[-1] == ("search", "")
    screen.show_view(sample.day())
    assert field.text() == ""


def test_escape_goes_back_one_thing_at_a_time(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    shown(screen, clock, sample.handed())
    press(screen, "pickup.undo")
    QTest.keyClicks(screen.entry, "47")
    QTest.keyClick(screen.entry, Qt.Key.Key_Escape)
    assert screen.entry.text() == ""
    QTest.keyClick(screen.entry, Qt.Key.Key_Escape)
    assert not named(screen, QAbstractButton, "pickup.undo_wrong_goods").isVisible()
    assert gestures.made == []
    QTest.keyClick(screen.entry, Qt.Key.Key_Escape)
    assert gestures.made == [("put_away",)]


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
