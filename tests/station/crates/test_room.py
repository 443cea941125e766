"""The crates room on a real database beside a picking desk: each act, what it tells, and what stops it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from cloud_api.wire.base import Zone
from cloud_api.wire.crates import (
    Box,
    BoxCondition,
    CrateContent,
    CrateLife,
    CrateState,
    CrateStep,
    CrateWeighed,
    Weighed,
)
from cloud_api.wire.routes import CrateMove, CrateMoved
from hardware.codes import make_sscc
from hardware.labels import ClosingSlip, CrateLabel, LabelKind
from hardware.protocols import ReadingState
from station.crates.model.verdicts import Verdict
from station.crates.model.view import BoxRow, CountRow, CratesView, GoodsRow, Page, Press, WaitingRow
from station.crates.model.weight_check import Tolerance
from station.crates.store.boxes import box_known
from station.kernel.ids import new_uuid
from station.kernel.settings import CountWish
from station.picking.model.verdicts import Verdict as Picking
from station.printing import queue
from station.storage import tables
from station.sync import shipments
from tests.station.crates.room import TARE_G, CratesRoom, Refusal
from tests.station.dispatch.night_kit import STATION as DISPATCH
from tests.station.dispatch.night_kit import crate_id, stop
from tests.station.kit import gtin

GOODS_G = 3 * 500 + 2 * 120


@pytest.fixture
def room(tmp_path: Path) -> Iterator[CratesRoom]:
    made = CratesRoom(tmp_path, waves=2)
    made.pick_wave()
    yield made
    made.close()


def verdict(view: CratesView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def told(room: CratesRoom, *kinds: str) -> list[str]:
    return [kind for kind, _ in room.facts() if kind in kinds]


def weighings(room: CratesRoom) -> list[CrateWeighed]:
    return [body for _, body in room.facts() if isinstance(body, CrateWeighed)]


def tell_stop(room: CratesRoom, number: int = 5, crates: int = 2) -> str:
    """The cloud tells of a wave another desk packed; the label of its first crate."""
    body = stop(number, crates=crates).model_dump(mode="json")
    with room.desk.database.act() as connection:
        shipments.keep_stop(connection, body, room.bench.clock.now())
    return str(stop(number, crates=crates).crates[0].sscc)


def life_of(room: CratesRoom, label: str, **other: object) -> CrateLife:
    now = room.bench.clock.now()
    told: dict[str, object] = {
        "crate_id": crate_id(5, 1),
        "label": label,
        "void_labels": (),
        "is_asked_by_void_label": False,
        "state": CrateState.CLOSED,
        "warehouse": "W1",
        "wave_id": new_uuid(),
        "wave_number": 5,
        "cycle_name": "6月18日 晚",
        "pickup_point": "P005",
        "pickup_point_name": "店5",
        "number": 1,
        "of": 2,
        "zone": Zone.AMBIENT,
        "station_name": "工位 7",
        "weight_g": 1_000,
        "box": None,
        "contents": (
            CrateContent(
                sku="S1", name="商品1", spec="500g", planned=2, put=2, short=0, weight_g=500, weighed_g=0
            ),
        ),
        "weighings": (),
        "steps": (CrateStep(at=now, kind="CrateClosed", station_name="工位 7", operator="李雷"),),
    }
    return CrateLife.model_validate(told | other)


def test_a_crate_that_weighs_what_was_planned_passes(room: CratesRoom) -> None:
    room.keep_tare()
    view = room.flow.view()
    assert [row.number for row in view.rows if isinstance(row, WaitingRow)] == ["1/2", "2/2"]
    room.scan(room.crate(1)[1])
    room.on_scale(TARE_G + GOODS_G + 12)
    assert verdict(room.press(Press.WEIGH)) is Verdict.WEIGHED
    kind, body = room.facts()[-1]
    assert (kind, body.verdict, body.planned_g) == ("CrateWeighed", Weighed.OK, TARE_G + GOODS_G)
    view = room.press(Press.BACK)
    assert [row.number for row in view.rows if isinstance(row, WaitingRow)] == ["2/2"]


def test_a_silent_mistake_shows_as_grams_and_names_its_product(room: CratesRoom) -> None:
    room.keep_tare()
    room.scan(room.crate(1)[1])
    room.on_scale(TARE_G + GOODS_G - 500)
    view = room.press(Press.WEIGH)
    assert room.words(view) == "500 g too light: perhaps one lacks of 商品1 500g"
    assert [row.key for row in view.rows if isinstance(row, GoodsRow) and row.is_suspect] == ["S1"]
    room.on_scale(TARE_G + GOODS_G + 118)
    assert room.words(room.press(Press.ENTER)) == "118 g too heavy: perhaps one too many of 商品2 120g"
    room.on_scale(TARE_G + GOODS_G + 4_000)
    assert verdict(room.press(Press.ENTER)) is Verdict.TOO_HEAVY
    room.on_scale(TARE_G + GOODS_G)
    view = room.press(Press.ENTER)
    assert (verdict(view), Press.ALLOW in view.can) == (Verdict.WEIGHED, False)


def keep_codes(room: CratesRoom, *products: int) -> None:
    """The catalogue tells the codes of these products."""
    with room.desk.database.act() as connection:
        codes = [{"gtin": f"0{gtin(number)}", "sku": f"S{number}"} for number in products]
        connection.execute(insert(tables.product_gtin), codes)


def count_all(room: CratesRoom, *pieces: int) -> CratesView:
    """Weigh the crate, which is as heavy as planned, and scan these pieces out of it."""
    room.on_scale(TARE_G + GOODS_G)
    view = room.press(Press.WEIGH)
    assert verdict(view) is Verdict.COUNT_ALL
    for number in pieces:
        view = room.scan(gtin(number))
    return view


def test_a_product_as_heavy_as_the_right_one_shows_where_every_piece_is_scanned(room: CratesRoom) -> None:
    room.desk.counts = CountWish.ALL
    keep_codes(room, 1, 2, 3)
    room.keep_tare()
    room.scan(room.crate(1)[1])
    view = count_all(room, 1, 2, 1, 2)
    assert [(row.key, row.counted) for row in view.rows if isinstance(row, CountRow)] == [
        ("S1", 2),
        ("S2", 2),
    ]
    assert verdict(room.scan(gtin(3))) is Verdict.NOT_OF_CRATE, "put in the stead of a 商品1"
    view = room.press(Press.ENTER)
    assert verdict(view) is Verdict.MISCOUNTED
    assert [row.key for row in view.rows if isinstance(row, GoodsRow) and row.is_suspect] == ["S1"]
    count_all(room, 1, 2, 1, 2, 1)
    assert verdict(room.press(Press.ENTER)) is Verdict.WEIGHED
    assert [body.verdict for body in weighings(room)] == [Weighed.DIFFERS, Weighed.OK]


def test_what_bears_no_code_is_left_to_the_scale(room: CratesRoom) -> None:
    room.desk.counts = CountWish.ALL
    keep_codes(room, 2)
    room.keep_tare()
    room.scan(room.crate(1)[1])
    count_all(room, 2, 2)
    assert verdict(room.press(Press.ENTER)) is Verdict.WEIGHED


def test_what_is_too_light_for_the_scale_is_counted_piece_by_piece(room: CratesRoom) -> None:
    room.desk.counts = CountWish.LIGHT
    room.desk.tolerance = Tolerance(130, 1.0)
    keep_codes(room, 1, 2, 3)
    room.keep_tare()
    room.scan(room.crate(1)[1])
    room.on_scale(TARE_G + GOODS_G - 120)
    view = room.press(Press.WEIGH)
    assert (verdict(view), told(room, "CrateWeighed")) == (Verdict.COUNT_LIGHT, [])
    assert view.rows == (CountRow("S2", "商品2 120g", 0),)
    assert verdict(room.scan(gtin(1))) is Verdict.SCALE_VOUCHES
    assert verdict(room.scan(gtin(3))) is Verdict.NOT_OF_CRATE
    assert verdict(room.scan(gtin(2))) is Verdict.PIECE_COUNTED
    view = room.press(Press.ENTER)
    assert room.words(view) == "Not as many as planned: 商品2 120g. Look into the crate, then Enter"
    assert [row.key for row in view.rows if isinstance(row, GoodsRow) and row.is_suspect] == ["S2"]
    assert Press.ALLOW in view.can
    (body,) = weighings(room)
    assert (body.verdict, body.miscounted) == (Weighed.DIFFERS, ("S2",))
    room.on_scale(TARE_G + GOODS_G)
    room.press(Press.ENTER)
    room.scan(gtin(2))
    view = room.scan(gtin(2))
    assert view.rows == (CountRow("S2", "商品2 120g", 2),)
    assert verdict(room.press(Press.ENTER)) is Verdict.WEIGHED
    assert [body.verdict for body in weighings(room)] == [Weighed.DIFFERS, Weighed.OK]


@pytest.mark.parametrize(
    ("state", "grams", "said"),
    [
        (ReadingState.MOVING, 1_234, Verdict.JUMPS),
        (ReadingState.OVERLOAD, None, Verdict.OVERLOADED),
        (ReadingState.UNDERLOAD, None, Verdict.EMPTY_SCALE),
        (ReadingState.STALE, None, Verdict.NO_SCALE),
        (ReadingState.STABLE, 0, Verdict.EMPTY_SCALE),
    ],
)
def test_a_scale_that_jumps_or_is_silent_is_not_believed(
    room: CratesRoom, state: ReadingState, grams: int | None, said: Verdict
) -> None:
    room.keep_tare()
    room.scan(room.crate(1)[1])
    room.on_scale(grams or 0, state)
    assert verdict(room.press(Press.WEIGH)) is said
    room.reading = None
    assert verdict(room.press(Press.WEIGH)) is Verdict.NO_SCALE
    assert not told(room, "CrateWeighed")


def test_without_an_empty_crate_weighed_nothing_is_judged(room: CratesRoom) -> None:
    room.on_scale(TARE_G + GOODS_G)
    room.scan(room.crate(1)[1])
    assert verdict(room.press(Press.WEIGH)) is Verdict.NO_TARE
    room.press(Press.BACK)
    room.box(7)
    room.on_scale(1_900)
    assert verdict(room.press(Press.TARE)) is Verdict.TARE_KEPT
    room.scan(room.crate(1)[1])
    room.on_scale(1_900 + GOODS_G)
    assert verdict(room.press(Press.WEIGH)) is Verdict.WEIGHED


def test_a_supervisor_lets_a_difference_pass(room: CratesRoom) -> None:
    room.keep_tare()
    room.scan(room.crate(1)[1])
    room.on_scale(TARE_G + GOODS_G + 300)
    room.press(Press.WEIGH)
    view = room.press(Press.ALLOW)
    assert (view.override is not None, room.flow.wants_badge) == (True, True)
    room.supervise("counted")
    (word_kind, word), (kind, body) = room.facts()[-2:]
    assert (word_kind, kind, body.override_id) == ("OverrideGiven", "CrateWeighed", word.override_id)
    assert (word.action, word.ref) == ("crate_weight_let_pass", room.crate(1)[0])
    view = room.press(Press.BACK)
    assert [row.number for row in view.rows if isinstance(row, WaitingRow)] == ["2/2"]


def test_a_crate_opened_again_is_put_right_and_closed_with_a_new_slip(room: CratesRoom) -> None:
    crate, label = room.crate(1)
    room.scan(label)
    room.press(Press.REOPEN)
    room.supervise("too_few")
    picking = room.bench.flow
    assert [each.state.value for each in room.bench.desk.working().crates] == ["open", "closed"]
    undone = picking.undo()
    assert undone.answer is not None
    assert undone.answer.verdict is Picking.UNDONE
    assert picking.undo().answer is not None
    assert picking.view().product is not None
    sku = room.bench.desk.working().current()
    assert sku is not None
    while room.bench.desk.working().hand.quantity < room.bench.desk.working().wanted(sku.sku):
        room.bench.scan(gtin(int(sku.sku[1:])))
    room.bench.scan(label)
    done = room.bench.scan(label)
    assert done.answer is not None
    assert done.answer.verdict is Picking.WAVE_DONE
    kinds = [kind for kind, _ in room.facts()]
    assert kinds[kinds.index("OverrideGiven") :] == [
        "OverrideGiven",
        "CrateReopened",
        "PutUndone",
        "ItemPut",
        "CrateClosed",
        "WaveCompleted",
    ]
    with room.desk.database.look() as connection:
        slips = queue.originals(connection, crate, LabelKind.SLIP)
    assert [slip.copy_mark for _, slip in slips if isinstance(slip, ClosingSlip)] == ["Copy 2"]
    view = room.scan(label)
    assert [str(step.words.text) for step in view.steps][:3] == ["Closed", "Opened again", "Closed"]


def test_the_wave_under_work_is_left_for_the_one_opened_again_and_goes_on_after_it(room: CratesRoom) -> None:
    label = room.crate(1)[1]
    room.bench.take()
    room.bench.scan(gtin(1))
    room.scan(label)
    assert verdict(room.press(Press.REOPEN)) is Verdict.HAND_FULL
    room.bench.flow.undo()
    room.press(Press.REOPEN)
    room.supervise("other")
    assert room.bench.desk.working().title == "1"
    room.bench.scan(label)
    room.bench.flow.take_wave()
    assert room.bench.desk.working().title == "2"


def test_a_crate_of_another_desk_or_on_its_way_is_not_opened(room: CratesRoom) -> None:
    label = tell_stop(room)
    room.trouble, room.lives[label] = None, life_of(room, label)
    room.scan(label)
    view = room.press(Press.REOPEN)
    assert room.words(view) == "Crate 1 was picked at 工位 7. It is opened again there"
    crate, own = room.crate(1)
    with room.desk.database.act() as connection:
        wave_id = room.bench.desk.working().wave_id
        body = stop(1, crates=1)
        mine = body.crates[0].model_copy(update={"crate_id": crate, "sscc": own})
        told_stop = body.model_copy(update={"wave_id": wave_id, "crates": (mine,)})
        shipments.keep_stop(connection, told_stop.model_dump(mode="json"), room.bench.clock.now())
    for move, said in ((CrateMove.LOADED, Verdict.ON_VAN), (CrateMove.RECEIVED, Verdict.HAS_LEFT)):
        moved = CrateMoved(
            crate_id=crate,
            sscc=own,
            wave_id=wave_id,
            move=move,
            route_id=None,
            at=room.bench.clock.now() + timedelta(minutes=len(move)),
            station_id=DISPATCH,
            station_name="装车台",
        )
        with room.desk.database.act() as connection:
            shipments.move_crate(connection, moved.model_dump(mode="json"), room.bench.clock.now())
        room.scan(own)
        assert verdict(room.press(Press.REOPEN)) is said
        assert verdict(room.press(Press.REPACK)) is said
    assert not told(room, "CrateReopened", "CrateRepacked")


def test_goods_of_a_damaged_crate_get_another_label_and_the_old_one_is_void(room: CratesRoom) -> None:
    crate, label = room.crate(1)
    room.scan(label)
    assert verdict(room.press(Press.REPACK)) is Verdict.CONFIRM_REPACK
    room.press(Press.BACK)
    assert room.flow.view().steps
    room.press(Press.REPACK)
    assert verdict(room.press(Press.ENTER)) is Verdict.REPACKED
    kind, body = room.facts()[-1]
    assert (kind, body.crate_id, body.old_label) == ("CrateRepacked", crate, label)
    with room.desk.database.look() as connection:
        label_now = select(tables.crate.c.sscc).where(tables.crate.c.id == crate)
        assert connection.execute(label_now).scalar() == body.label
        ((job, paper),) = queue.originals(connection, crate, LabelKind.CRATE)
    assert isinstance(paper, CrateLabel)
    assert (paper.sscc, paper.copy_mark, job.copy_number) == (body.label, "", 1)
    assert room.words(room.scan(label)).endswith(body.label[-6:])
    assert verdict(room.press(Press.REPRINT)) is Verdict.LABEL_QUEUED
    assert room.facts()[-1][1].sscc == body.label


def test_without_crate_numbers_nothing_is_packed_anew(room: CratesRoom) -> None:
    block = tables.serial_block
    with room.desk.database.act() as connection:
        connection.execute(update(block).values(next=block.c.last + 1))
    room.scan(room.crate(1)[1])
    room.press(Press.REPACK)
    assert verdict(room.press(Press.ENTER)) is Verdict.NO_SERIALS
    assert not told(room, "CrateRepacked")


def test_labels_are_told_apart_in_words(room: CratesRoom) -> None:
    stranger = str(make_sscc(0, "9520001", 999_999))
    assert verdict(room.scan(stranger)) is Verdict.LOOKING
    assert verdict(room.shown[-1]) is Verdict.UNKNOWN_OFFLINE
    room.trouble = None
    room.scan(stranger)
    assert verdict(room.shown[-1]) is Verdict.UNKNOWN
    room.trouble = Refusal(409, "Crate … belongs to warehouse W2.")
    room.scan(stranger)
    assert "W2" in room.words(room.shown[-1])
    room.trouble = None
    old = life_of(room, stranger, cycle_name="6月11日 晚", state=CrateState.RECEIVED)
    room.lives[stranger] = old
    room.scan(stranger)
    assert "6月11日 晚" in room.words(room.shown[-1])
    assert verdict(room.scan(gtin(1))) is Verdict.NO_CRATE
    assert verdict(room.scan(stranger[:-1] + str((int(stranger[-1]) + 1) % 10))) is Verdict.UNREADABLE


def test_a_box_is_paired_from_either_side_and_carries_one_crate(room: CratesRoom) -> None:
    (first, label), (second, other) = room.crate(1), room.crate(2)
    room.box(12)
    assert verdict(room.scan(label)) is Verdict.BOX_USED
    room.scan(other)
    assert verdict(room.box(12)) is Verdict.BOX_BUSY
    assert verdict(room.box(13)) is Verdict.BOX_USED
    assert [(body.box, body.crate_id) for kind, body in room.facts() if kind == "BoxUsed"] == [
        ("00000012", first),
        ("00000013", second),
    ]


def test_boxes_come_back_in_a_run_and_the_missing_ones_stand_by_shop(room: CratesRoom) -> None:
    since = datetime(2026, 6, 12, 1, tzinfo=UTC)
    with room.desk.database.act() as connection:
        for number in (21, 22, 23):
            box = Box(
                warehouse="W1",
                number=f"{number:08d}",
                condition=BoxCondition.OK,
                crate_id=new_uuid(),
                pickup_point=f"P{number % 2}",
                pickup_point_name=f"店{number % 2}",
                used_at=since,
                out_since=since + timedelta(hours=number),
            )
            shipments.keep_box(connection, box.model_dump(mode="json"), since)
            if number == 23:
                box = box.model_copy(update={"given_back_at": since + timedelta(hours=30)})
                shipments.keep_box(connection, box.model_dump(mode="json"), since)
    view = room.press(Press.MISSING)
    rows = [(row.shop, row.box, row.with_driver) for row in view.rows if isinstance(row, BoxRow)]
    assert rows == [
        ("店1", "00000021", ""),
        ("店1", "00000023", "06-13 15:00"),
        ("店0", "00000022", ""),
    ]
    room.press(Press.RETURNS)
    assert verdict(room.box(21)) is Verdict.BOX_BACK
    assert verdict(room.box(21)) is Verdict.BOX_COUNTED
    room.press(Press.DAMAGED)
    assert verdict(room.box(22)) is Verdict.BOX_DAMAGED
    room.press(Press.LOST)
    view = room.box(23)
    assert (verdict(view), view.card.figure, view.page) == (Verdict.BOX_LOST, "3", Page.RETURNS)
    room.press(Press.SOUND)
    assert verdict(room.scan(room.crate(1)[1])) is Verdict.CRATE_BACK
    assert told(room, "BoxReturned", "CrateEmptied") == ["BoxReturned"] * 3 + ["CrateEmptied"]
    assert room.press(Press.MISSING).rows == ()
    with room.desk.database.look() as connection:
        lost = box_known(connection, "00000023")
    assert lost is not None
    assert (lost.condition, lost.returned_at) == (BoxCondition.LOST, None)


def test_a_crate_of_another_desk_shows_what_the_cloud_tells_and_is_weighed_by_it(room: CratesRoom) -> None:
    label = tell_stop(room)
    room.keep_tare()
    view = room.scan(label)
    assert view.rows == ()
    room.on_scale(TARE_G + 1_000)
    assert verdict(room.press(Press.WEIGH)) is Verdict.NO_CONTENTS
    room.trouble, room.lives[label] = None, life_of(room, label)
    room.scan(label)
    assert [row.called for row in room.flow.view().rows if isinstance(row, GoodsRow)] == ["商品1 500g"]
    assert verdict(room.press(Press.WEIGH)) is Verdict.WEIGHED
    with room.desk.database.look() as connection:
        kept = connection.execute(select(tables.crate_weighing.c.verdict)).scalars().all()
    assert kept == ["ok"]
