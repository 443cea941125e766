"""Every page of the stock room in the middle of its work, as the flow shows it."""

from collections.abc import Iterator
from datetime import date

from cloud_api.wire.floor import CountDifference, CountReason, CountState
from station.counting.model.view import CountingView, Press
from tests.station.counting.floor import CHEN, LI, MILK, PEACH, PIN, RICE, Floor


def every_page(floor: Floor) -> Iterator[CountingView]:
    """Empty, tasks, a count, its question, looked up, carried, a supervisor asked, differences."""
    yield floor.sign_in()
    yield from counting(floor)
    yield from looking_up(floor)
    yield from deciding(floor)


def counting(floor: Floor) -> Iterator[CountingView]:
    floor.asked("A-03", why=CountReason.BELOW_ZERO)
    floor.asked("R-01", state=CountState.REJECTED, counted_by=CHEN.id)
    yield floor.flow.view()
    floor.scan_bin("A-03")
    yield floor.scans(PEACH, RICE)
    floor.weighs(2480)
    yield floor.press(Press.WEIGH)
    yield floor.press(Press.EXPIRY)
    floor.flow.typed("261231")
    yield floor.press(Press.DONE)
    yield floor.press(Press.DONE)


def looking_up(floor: Floor) -> Iterator[CountingView]:
    floor.holds("A-02", MILK, 5, "L3", date(2026, 9, 1))
    floor.holds("A-02", MILK, 2, "L1", date(2026, 6, 18))
    floor.holds("A-02", RICE, 4, weight_g=2_000)
    floor.press(Press.LOOK_UP)
    yield floor.scan_bin("A-02")
    floor.press(Press.DAMAGED)
    yield floor.scans(MILK)
    yield floor.flow.step_row(1)
    floor.press(Press.BACK, Press.LOST)
    floor.scans(RICE)
    yield floor.press(Press.CONFIRM)
    yield from supervisor(floor)
    floor.press(Press.BACK)


def supervisor(floor: Floor) -> Iterator[CountingView]:
    """Badge, PIN, reasons, and nothing let pass."""
    yield floor.scan(CHEN.badge)
    floor.flow.pin(PIN)
    floor.waiting.pop(0)()
    yield floor.flow.view()
    floor.flow.cancel_override()


def deciding(floor: Floor) -> Iterator[CountingView]:
    found = (
        CountDifference(sku=PEACH, book=10, found=8),
        CountDifference(sku=RICE, book=4, found=4, book_weight_g=2_000, found_weight_g=1_750),
    )
    floor.asked("A-02", state=CountState.TAKEN, counted_by=LI.id, differences=found)
    floor.sign_in(CHEN)
    yield floor.press(Press.DIFFERENCES)
    for press in (Press.APPROVE, Press.AGAIN):
        yield floor.press(press)
        yield from supervisor(floor)
