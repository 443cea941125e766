"""First expired, first out at the put-wall; nothing that expires too soon; the book follows each put."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update

from cloud_api.wire.base import ScanRule
from cloud_api.wire.floor import CountAsked, CountReason, CountState
from station.kernel.clock import SettableClock
from station.kernel.ids import new_uuid
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView
from station.stock import book, tasks
from station.stock.fefo import pickup_day_of
from station.storage import tables
from tests.station.kit import Bench, gtin, lease_of, product

YOGURT = product(1).model_copy(update={"name": "三元酸牛奶", "bin": "C-01-01"})
RICE = product(2, rule=ScanRule.ONCE).model_copy(update={"name": "东北大米", "bin": "C-01-02"})
WANTED, CRATES = 3, 2
DAY = date(2026, 6, 19)
"""The kit's clock stands at two in the morning of this day in Beijing."""
SOON, LATER = DAY + timedelta(days=1), DAY + timedelta(days=9)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    clock = SettableClock()
    orders = [{"S1": WANTED, "S2": WANTED}] * CRATES
    made = Bench(tmp_path, [lease_of([YOGURT, RICE], orders, clock)], clock)
    with made.desk.database.act() as connection:
        for number, code in enumerate(("C-01-01", "C-01-02", "R-01"), start=1):
            row = {
                "code": code,
                "number": number,
                "zone": "ambient",
                "use": "reserve" if code.startswith("R") else "pick",
                "aisle": "C",
                "level": 0,
                "x_cm": 0,
                "y_cm": 0,
                "path": number,
                "most_weight_g": 0,
                "volume_ml": 0,
                "turnover": "A",
                "active": True,
            }
            connection.execute(insert(tables.bin_place).values(**row))
    yield made
    made.close()


def lie(bench: Bench, bin_code: str, sku: str, lot: str, expiry: date | None, quantity: int) -> None:
    row = {
        "bin": bin_code,
        "sku": sku,
        "lot": lot,
        "expiry": expiry.isoformat() if expiry else "",
        "quantity": quantity,
        "weight_g": 0,
    }
    with bench.desk.database.act() as connection:
        connection.execute(insert(tables.stock).values(**row))


def pack(number: int, lot: str, expiry: date) -> str:
    """A pack's GS1 code with its lot and its expiry."""
    return f"]C101{gtin(number).zfill(14)}17{expiry:%y%m%d}10{lot}"


def lots(bench: Bench, sku: str = "S1") -> dict[tuple[str, str], int]:
    with bench.desk.database.look() as connection:
        return {(each.bin, each.lot): each.quantity for each in book.lots_of(connection, sku)}


def verdict(view: PickingView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def put_into(bench: Bench, number: int) -> PickingView:
    tile = next(tile for tile in bench.flow.view().crates if tile.number == number)
    return bench.scan(f"00{tile.sscc}")


def kinds(bench: Bench) -> list[str]:
    with bench.desk.database.look() as connection:
        rows = connection.execute(select(tables.fact.c.kind).order_by(tables.fact.c.seq))
        return [kind for kind in rows.scalars() if kind != "WaveStarted"]


def test_what_is_picked_at_night_is_collected_the_next_morning(bench: Bench) -> None:
    zone = bench.desk.time_zone
    evening = bench.clock.now().replace(hour=13)
    assert pickup_day_of(evening, zone) == pickup_day_of(evening + timedelta(hours=8), zone) == DAY


def test_a_pack_that_expires_too_soon_is_refused_with_its_date(bench: Bench) -> None:
    bench.take()
    view = bench.scan(pack(1, "L1", DAY))
    assert verdict(view) is Verdict.LOT_EXPIRES
    assert view.answer is not None
    assert view.answer.words.values["expiry"] == str(DAY)
    assert view.product is not None
    assert view.product.in_hand == 0


def test_without_a_book_a_good_pack_is_taken_and_no_book_is_begun(bench: Bench) -> None:
    bench.take()
    assert verdict(bench.scan(pack(1, "L1", LATER))) is Verdict.PRODUCT_OK
    put_into(bench, 1)
    assert (lots(bench), kinds(bench)) == ({}, ["ItemPut"])


def test_a_later_lot_is_asked_back_once(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "OLD", SOON, 5)
    lie(bench, "C-01-01", "S1", "NEW", LATER, 5)
    bench.take()
    asked = bench.scan(pack(1, "NEW", LATER))
    assert verdict(asked) is Verdict.EARLIER_LOT_FIRST
    assert asked.answer is not None
    assert asked.answer.words.values == {"first": str(SOON), "bin": "C-01-01"}
    assert verdict(bench.scan(pack(1, "NEW", LATER))) is Verdict.PRODUCT_OK
    put_into(bench, 1)
    assert lots(bench) == {("C-01-01", "OLD"): 5, ("C-01-01", "NEW"): 4}


def test_another_lot_waits_until_the_hand_is_empty(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "A", LATER, 5)
    bench.take()
    assert verdict(bench.scan(pack(1, "A", LATER))) is Verdict.PRODUCT_OK
    assert verdict(bench.scan(pack(1, "B", LATER))) is Verdict.OTHER_LOT
    put_into(bench, 1)
    assert verdict(bench.scan(pack(1, "B", LATER))) is Verdict.PRODUCT_OK


def test_a_plain_code_takes_what_expires_first(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "NEW", LATER, 5)
    lie(bench, "C-01-01", "S1", "OLD", SOON, 1)
    lie(bench, "R-01", "S1", "RESERVE", SOON, 50)
    bench.take()
    bench.scan(gtin(1))
    put_into(bench, 1)
    assert lots(bench) == {("C-01-01", "NEW"): 5, ("R-01", "RESERVE"): 50}


def test_where_all_expire_too_soon_none_is_taken(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "OLD", DAY, 5)
    bench.take()
    assert verdict(bench.scan(gtin(1))) is Verdict.LOT_EXPIRES
    assert verdict(bench.scan(pack(1, "FRESH", LATER))) is Verdict.PRODUCT_OK


def test_a_put_of_two_lots_moves_both_and_undo_brings_both_back(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "X", LATER, 100)
    lie(bench, "C-01-02", "S2", "OLD", SOON, 2)
    lie(bench, "C-01-02", "S2", "NEW", LATER, 9)
    before = lots(bench, "S2")
    bench.take()
    bench.flow.put_off()
    bench.scan(gtin(2))
    put_into(bench, 1)
    assert lots(bench, "S2") == {("C-01-02", "NEW"): 8}
    assert kinds(bench) == ["ItemPut", "StockMoved", "StockMoved"]
    bench.restart()
    bench.flow.undo()
    assert lots(bench, "S2") == before
    assert kinds(bench)[3:] == ["PutUndone", "StockMoved", "StockMoved"]


def test_what_the_book_does_not_have_is_picked_all_the_same(bench: Bench) -> None:
    lie(bench, "C-01-02", "S2", "OLD", SOON, 1)
    bench.take()
    bench.flow.put_off()
    bench.scan(gtin(2))
    assert verdict(put_into(bench, 1)) is Verdict.PUT_OK
    assert lots(bench, "S2") == {("C-01-02", ""): -2}


def test_an_undone_put_of_one_lot_is_back_in_its_bin_after_a_crash(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "OLD", SOON, 5)
    bench.take()
    bench.scan(pack(1, "OLD", SOON))
    put_into(bench, 1)
    view = bench.restart()
    assert lots(bench) == {("C-01-01", "OLD"): 4}
    bench.flow.undo()
    assert lots(bench) == {("C-01-01", "OLD"): 5}
    assert view.product is not None
    assert verdict(bench.scan(pack(1, "NEW", LATER))) is Verdict.OTHER_LOT


def test_the_put_tells_the_cloud_bin_lot_and_expiry(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "OLD", SOON, 5)
    bench.take()
    bench.scan(gtin(1))
    put_into(bench, 1)
    with bench.desk.database.look() as connection:
        body = connection.execute(
            select(tables.fact.c.body).where(tables.fact.c.kind == "ItemPut")
        ).scalar_one()
    told = json.loads(body)
    assert (told["bin"], told["lot"], told["expiry"]) == ("C-01-01", "OLD", str(SOON))
    assert UUID(told["put_id"])


def test_the_card_leads_to_the_lot_that_expires_first(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "NEW", LATER, 5)
    lie(bench, "C-01-02", "S1", "OLD", SOON, 1)
    view = bench.take()
    card = view.product
    assert card is not None
    assert (card.bin, card.lot, card.expiry) == ("C-01-02", "OLD", SOON)
    assert view.question.values == {"bin": "C-01-02"}
    bench.scan(gtin(1))
    after = put_into(bench, 1).product
    assert after is not None
    assert (after.bin, after.lot, after.expiry) == ("C-01-01", "NEW", LATER)


def short(bench: Bench) -> None:
    bench.flow.declare_short()
    assert verdict(bench.flow.declare_short()) is Verdict.SHORT_DECLARED


def test_a_short_product_asks_for_one_count_of_its_bin(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "OLD", SOON, 5)
    lie(bench, "C-01-02", "S2", "OLD", SOON, 5)
    bench.take()
    with bench.desk.act() as act:
        asked = CountAsked(count_id=new_uuid(), bin="C-01-02", sku="S2", why=CountReason.ROUND)
        tasks.ask_count(act.connection, act.author, asked)
    short(bench)
    short(bench)
    with bench.desk.database.look() as connection:
        told = [(task.bin, task.sku, task.why) for task in tasks.counts(connection, [CountState.ASKED])]
    assert told == [("C-01-02", "S2", CountReason.ROUND), ("C-01-01", "S1", CountReason.SHORT)]


def test_without_a_book_a_short_product_asks_for_nothing(bench: Bench) -> None:
    bench.take()
    short(bench)
    assert kinds(bench) == ["ProductShort"]


def bins(bench: Bench) -> dict[str, int]:
    with bench.desk.database.look() as connection:
        found: dict[str, int] = {}
        for each in book.lots_of(connection, "S1"):
            found[each.bin] = found.get(each.bin, 0) + each.quantity
        return found


def test_a_damaged_piece_leaves_the_hand_and_its_bin(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "OLD", SOON, 5)
    with bench.desk.database.act() as connection:
        connection.execute(
            update(tables.bin_place).where(tables.bin_place.c.code == "R-01").values(use="blocked")
        )
    bench.take()
    assert verdict(bench.flow.declare_damaged()) is Verdict.SCAN_DAMAGED
    bench.scan(gtin(1))
    view = bench.flow.declare_damaged()
    assert verdict(view) is Verdict.DAMAGED
    assert view.product is not None
    assert (view.product.in_hand, view.product.wanted, bins(bench)) == (0, 6, {"C-01-01": 4, "R-01": 1})


def test_a_piece_that_was_not_damaged_comes_back_into_the_hand(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "OLD", SOON, 5)
    bench.take()
    bench.scan(gtin(1))
    bench.scan(gtin(1))
    bench.flow.declare_damaged()
    assert bins(bench) == {"C-01-01": 4}
    view = bench.flow.undo()
    assert (verdict(view), bins(bench)) == (Verdict.NOT_DAMAGED, {"C-01-01": 5})
    assert view.product is not None
    assert view.product.in_hand == 2


def test_once_the_next_piece_is_scanned_undo_means_that_one(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "OLD", SOON, 5)
    bench.take()
    bench.scan(gtin(1))
    bench.flow.declare_damaged()
    bench.scan(gtin(1))
    assert verdict(bench.flow.undo()) is Verdict.HAND_EMPTIED
    assert bins(bench) == {"C-01-01": 4}


def test_without_a_book_a_damaged_piece_only_leaves_the_hand(bench: Bench) -> None:
    bench.take()
    bench.scan(gtin(1))
    assert verdict(bench.flow.declare_damaged()) is Verdict.DAMAGED
    assert kinds(bench) == []
