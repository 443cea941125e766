"""Differences are decided by a supervisor's badge, PIN and reason; never by who counted."""

from uuid import UUID

from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import CountDifference, CountState
from station.counting.model.verdicts import Verdict
from station.counting.model.view import DifferenceRow, Press
from station.people.override import OverrideStep
from tests.station.counting.floor import CHEN, LI, MILK, PEACH, RICE, ZHOU, Floor, verdict

FOUND = (
    CountDifference(sku=PEACH, book=10, found=8),
    CountDifference(sku=MILK, lot="L1", book=0, found=3),
    CountDifference(sku=RICE, book=4, found=4, book_weight_g=2_000, found_weight_g=1_750),
)


def taken(floor: Floor, by: UUID = LI.id) -> UUID:
    """A count of A-01 by somebody, with three differences; a supervisor looks at it."""
    count_id = floor.asked("A-01", state=CountState.TAKEN, counted_by=by, differences=FOUND)
    floor.sign_in(CHEN)
    floor.press(Press.DIFFERENCES)
    return count_id


def test_book_and_found_stand_side_by_side_with_their_value(floor: Floor) -> None:
    taken(floor)
    view = floor.flow.view()
    rows = [row for row in view.part.rows if isinstance(row, DifferenceRow)]
    assert [(row.product, row.lot, row.book, row.found, row.weight_g, row.value_fen) for row in rows] == [
        ("水蜜桃 4个装", "", 10, 8, 0, -700),
        ("鲜牛奶", "L1", 0, 3, 0, None),
        ("散装大米", "", 4, 4, -250, -200),
    ]
    assert {row.counted_by for row in rows} == {"李娜"}
    assert view.differences == 1


def test_approved_it_is_told_with_the_supervisors_word(floor: Floor) -> None:
    count_id = taken(floor)
    assert verdict(floor.press(Press.APPROVE)) is Verdict.SUPERVISOR_WANTED
    assert floor.facts() == []
    assert verdict(floor.agree(ZHOU, reason=1)) is Verdict.APPROVED
    given, settled = floor.facts()
    assert (given.action, given.reason, given.ref) == ("count_approved", "seen_myself", count_id)
    assert (settled.count_id, settled.approved, settled.supervisor_id) == (count_id, True, ZHOU.id)
    assert (settled.reason, floor.flow.view().part.rows) == ("seen_myself", ())


def test_not_believed_somebody_else_counts_again(floor: Floor) -> None:
    count_id = taken(floor)
    floor.press(Press.AGAIN)
    assert verdict(floor.agree()) is Verdict.COUNT_AGAIN
    settled = floor.facts(FactKind.COUNT_SETTLED)[0]
    assert (settled.count_id, settled.approved, settled.reason) == (count_id, False, "looks_wrong")
    floor.sign_in(LI)
    assert floor.flow.view().part.rows == (), "not by who counted before"
    assert verdict(floor.scan_bin("A-01")) is Verdict.COUNTED_BEFORE


def test_who_counted_does_not_approve_it(floor: Floor) -> None:
    taken(floor, by=CHEN.id)
    floor.press(Press.APPROVE)
    view = floor.agree(CHEN)
    assert floor.words(view) == "陈主管 counted A-01: another supervisor decides"
    assert floor.facts() == []
    floor.press(Press.APPROVE)
    assert verdict(floor.agree(ZHOU)) is Verdict.APPROVED


def test_an_operators_badge_is_no_supervisors(floor: Floor) -> None:
    taken(floor)
    floor.press(Press.APPROVE)
    override = floor.scan(LI.badge).override
    assert override is not None
    assert override.step is OverrideStep.BADGE
    assert floor.facts() == []


def test_the_bins_label_chooses_its_difference(floor: Floor) -> None:
    first = taken(floor)
    floor.asked("A-02", state=CountState.TAKEN, counted_by=LI.id, differences=FOUND[:1])
    assert (floor.flow.view().part.chosen or "").startswith(str(first))
    view = floor.scan_bin("A-02")
    assert [row.bin for row in view.part.rows if isinstance(row, DifferenceRow) and row.chosen] == ["A-02"]
    floor.flow.step_row(-1)
    assert (floor.flow.view().part.chosen or "").startswith(str(first))


def test_a_count_settled_at_another_desk_meanwhile_stays_settled(floor: Floor) -> None:
    count_id = taken(floor)
    floor.press(Press.APPROVE)
    floor.asked("A-01", state=CountState.APPROVED, counted_by=LI.id, count_id=count_id)
    assert verdict(floor.agree(ZHOU)) is Verdict.NOT_NOW
    assert floor.facts() == []


def test_a_supervisor_who_leaves_takes_the_question_along(floor: Floor) -> None:
    taken(floor)
    floor.press(Press.APPROVE)
    view = floor.sign_in(LI)
    assert (view.override, floor.flow.wants_badge) == (None, False)
