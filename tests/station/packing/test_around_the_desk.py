"""What becomes of a packed box elsewhere: it is picked by its label, and counted as work."""

from datetime import UTC, date, datetime, timedelta

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FactKind, ItemPut
from cloud_api.wire.floor import PickFace
from cloud_api.wire.work import Caught, Task, WorkDone
from station.packing.model.verdicts import Verdict
from station.packing.model.view import Press
from station.people.telling_work import WorkTeller
from station.picking.model.verdicts import Verdict as PickingVerdict
from station.stock.fefo import pickup_day_of
from tests.station.kit import STATION, Bench, lease_of
from tests.station.packing.room import (
    CAKE,
    CODES,
    DRAGON,
    EGGS,
    LATER,
    MOON,
    RICE,
    SHANGHAI,
    SOON,
    PackingRoom,
    goods,
    verdict,
)


def test_a_packed_box_is_picked_with_one_scan_of_its_label_first_expired_first(room: PackingRoom) -> None:
    room.told(ChangeKind.PICK_FACE, PickFace(warehouse="W1", sku=MOON, bin="G-01"))
    room.wants(MOON, 2)
    room.holds("A-03", CAKE, 2, "", LATER)
    room.scan(MOON, CAKE, CAKE, MOON)
    room.holds("A-03", CAKE, 2, "L9", SOON)
    room.scan(CAKE, CAKE, MOON)
    assert [expiry for _, _, expiry, _ in room.lies("G-01")] == [SOON, LATER]
    box = next(product for product in goods() if product.sku == MOON)
    lease = lease_of([box], [{MOON: 1}], room.clock)
    label = room.labels()[-1]
    room.close()
    bench = Bench(room.file.parent, [lease], room.clock, enrolled=True)
    view = bench.take()
    picked = bench.scan(label.gtin)
    assert picked.answer is not None
    assert picked.answer.verdict is PickingVerdict.PRODUCT_OK
    bench.scan(f"00{view.crates[0].sscc}")
    bench.close()
    room.restart()
    (put,) = room.facts(FactKind.ITEM_PUT)
    assert isinstance(put, ItemPut)
    assert (put.sku, put.bin, put.expiry, put.quantity) == (MOON, "G-01", SOON, 1)
    assert room.lies("G-01") == [(MOON, "", LATER, 1)]


def test_boxes_are_lines_and_their_parts_pieces_of_an_hour_of_picking(room: PackingRoom) -> None:
    room.wants(DRAGON, 3)
    room.scan(DRAGON, RICE, "TEA")
    room.scan(RICE, RICE, EGGS, CAKE, DRAGON)
    room.pack()
    room.press(Press.UNDO, Press.UNDO)
    assert WorkTeller(room.database, room.clock, STATION, SHANGHAI).left()
    (told,) = room.facts(FactKind.WORK_DONE)
    assert isinstance(told, WorkDone)
    assert (told.task, told.lines, told.pieces, told.scans) == (Task.PICKING, 1, 9, 13)
    assert told.caught == Caught(wrong_product=1, too_many=1)


def test_what_is_packed_after_noon_is_collected_the_next_day() -> None:
    noon = datetime(2026, 6, 18, 4, tzinfo=UTC)
    assert pickup_day_of(noon, SHANGHAI) == date(2026, 6, 19)
    assert pickup_day_of(noon - timedelta(seconds=1), SHANGHAI) == date(2026, 6, 18)


def test_a_box_of_fourteen_digits_alone_cannot_be_begun(room: PackingRoom) -> None:
    box = next(product for product in goods() if product.sku == MOON)
    outer = "16901234000126"
    room.told(ChangeKind.PRODUCT, box.model_copy(update={"gtins": (outer,)}))
    room.wants(MOON, 1)
    assert verdict(room.press(Press.BEGIN)) is Verdict.NO_NUMBER
    assert CODES[MOON] not in outer
