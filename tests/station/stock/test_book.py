"""A desk's book: what was told last and what was done since, exact between any two pages."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from cloud_api.wire import floor, inbound
from cloud_api.wire.catalogue import BinUse
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FactKind
from station.kernel.ids import new_uuid
from station.stock import moving
from station.stock.applying import KEPT_FACTS, stock_told
from station.stock.book import in_bin, lots_of, pick_face, place
from station.storage import tables
from station.storage.database import Database
from station.sync import inbox, outbox
from tests.station.stock.kit import AUTHOR, furnish, move, put, tell, tell_all, told

SOON, LATER = date(2026, 6, 25), date(2026, 7, 9)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """A furnished station within one act."""
    database = Database(tmp_path / "station.db")
    with database.act() as within:
        furnish(within)
        yield within
    database.close()


def _pieces(connection: Connection, bin_code: str = "A-01") -> dict[str, int]:
    return {lot.lot: lot.quantity for lot in in_bin(connection, bin_code)}


def test_lots_come_by_expiry_then_path_and_those_without_last(connection: Connection) -> None:
    tell_all(
        connection,
        told("A-01", 5),
        told("A-01", 4, "L2", LATER),
        told("A-02", 3, "L2", LATER),
        told("R-01", 2, "L1", SOON),
        told("X-99", 1, "L2", LATER),
        told("A-02", 9, sku="MILK"),
    )
    lots = [(lot.bin, lot.lot, lot.expiry, lot.quantity) for lot in lots_of(connection, "PEACH")]
    assert lots == [
        ("R-01", "L1", SOON, 2),
        ("A-02", "L2", LATER, 3),
        ("A-01", "L2", LATER, 4),
        ("X-99", "L2", LATER, 1),
        ("A-01", "", None, 5),
    ]
    picked_from = lots_of(connection, "PEACH", [BinUse.PICK])
    assert {lot.bin for lot in picked_from} == {"A-01", "A-02"}
    assert [(lot.sku, lot.quantity) for lot in in_bin(connection, "A-02")] == [("MILK", 9), ("PEACH", 3)]


def test_own_acts_show_at_once_and_until_the_told_book_holds_them(connection: Connection) -> None:
    tell_all(connection, told("A-01", 10))
    moving.move(connection, AUTHOR, move(quantity=4, from_bin="A-01", to_bin="A-02"))
    assert (_pieces(connection), _pieces(connection, "A-02")) == ({"": 6}, {"": 4})
    tell(connection, [told("A-01", 6)])
    assert _pieces(connection) == {"": 6}, "a page that is not the last one changes nothing yet"
    tell(connection, [told("A-02", 4)])
    assert stock_told(connection, 2) == {"stock"}
    assert (_pieces(connection), _pieces(connection, "A-02")) == ({"": 6}, {"": 4})
    assert stock_told(connection, 2) == set()


def test_a_fact_the_cloud_refused_shows_no_more_once_the_cloud_has_it(connection: Connection) -> None:
    tell_all(connection, told("A-01", 10))
    moving.move(connection, AUTHOR, move(quantity=4, from_bin="A-01", to_bin="A-02"))
    assert stock_told(connection, 2) == {"stock"}
    assert (_pieces(connection), _pieces(connection, "A-02")) == ({"": 10}, {})


def test_a_cloud_that_forgot_facts_gets_them_back_and_the_book_is_right_all_along(
    connection: Connection,
) -> None:
    tell_all(connection, told("A-01", 10))
    moving.move(connection, AUTHOR, move(quantity=4, from_bin="A-01", to_bin="A-02"))
    tell_all(connection, told("A-01", 6), told("A-02", 4), told("R-01", 1), expected_seq=2)
    inbox.rewind(connection)
    tell_all(connection, told("A-01", 10), expected_seq=1)
    assert (_pieces(connection), _pieces(connection, "A-02")) == ({"": 6}, {"": 4})
    assert _pieces(connection, "R-01") == {}, "the cloud never had it"


def test_what_was_told_before_a_rewind_is_not_taken_with_what_is_told_after(connection: Connection) -> None:
    tell(connection, [told("A-01", 3), told("A-02", 7)])
    inbox.rewind(connection)
    tell_all(connection, told("A-01", 5))
    assert (_pieces(connection), _pieces(connection, "A-02")) == ({"": 5}, {})


def test_a_cloud_that_does_not_say_what_it_has_takes_nothing_off(connection: Connection) -> None:
    moving.move(connection, AUTHOR, move(quantity=4, to_bin="A-02", why="receipt"))
    tell(connection, [told("A-01", 1)])
    assert stock_told(connection, None) == {"stock"}
    assert (_pieces(connection), _pieces(connection, "A-02")) == ({"": 1}, {"": 4})


def test_puts_and_receipts_change_the_book_and_undone_they_do_not(connection: Connection) -> None:
    lot = {"lot": "L1", "expiry": LATER}
    tell_all(connection, told("A-01", 10, "L1", LATER, weight_g=5_000))
    picked, elsewhere = put(quantity=3, weight_g=1_500, **lot), put(bin=None)
    moving.note_put(connection, _fact(connection), picked)
    moving.note_put(connection, _fact(connection), elsewhere)
    (left,) = in_bin(connection, "A-01")
    assert (left.quantity, left.weight_g) == (7, 3_500)
    moving.note_put_undone(connection, _fact(connection), picked)
    moving.note_put_undone(connection, _fact(connection), elsewhere)
    receipt = inbound.GoodsReceived(
        receipt_id=new_uuid(), document_id=None, sku="PEACH", quantity=6, bin="R-01", lot="L9"
    )
    broken = receipt.model_copy(update={"condition": inbound.Condition.DAMAGED})
    moving.note_receipt(connection, _fact(connection), receipt)
    moving.note_receipt(connection, _fact(connection), broken)
    assert (_pieces(connection), _pieces(connection, "R-01")) == ({"L1": 10}, {"L9": 6})
    moving.note_receipt_undone(connection, _fact(connection), receipt)
    assert _pieces(connection, "R-01") == {}


def _fact(connection: Connection) -> int:
    return outbox.append_fact(connection, AUTHOR, FactKind.STOCK_MOVED, move(to_bin="A-01"))


def test_movements_of_long_ago_go(connection: Connection) -> None:
    moving.move(connection, AUTHOR, move(quantity=4, from_bin="A-01", to_bin="A-02"))
    stock_told(connection, KEPT_FACTS + 1)
    assert connection.execute(select(func.count()).select_from(tables.stock_move)).scalar() == 2
    stock_told(connection, KEPT_FACTS + 2)
    assert connection.execute(select(func.count()).select_from(tables.stock_move)).scalar() == 0


def test_a_move_is_a_fact_and_below_zero_is_no_wall(connection: Connection) -> None:
    moving.move(connection, AUTHOR, move(quantity=4, from_bin="A-01", why="damage"))
    assert _pieces(connection) == {"": -4}
    (fact,) = outbox.waiting(connection, 5)
    assert (fact.kind, fact.body["quantity"], fact.seq) == ("StockMoved", 4, 1)


def test_a_bin_is_found_by_its_code_and_by_the_number_on_its_label(connection: Connection) -> None:
    for asked in ("A-02", "102", "00000102", 102):
        found = place(connection, asked)
        assert found is not None
        assert (found.warehouse, found.code, found.use) == ("W1", "A-02", BinUse.PICK)
    assert [place(connection, asked) for asked in ("A-09", "109", "②", "")] == [None] * 4


def test_pick_faces_are_told_or_own(connection: Connection) -> None:
    assert pick_face(connection, "PEACH") is None
    tell(connection, [{"sku": "PEACH", "bin": "A-01"}], ChangeKind.PICK_FACE)
    assert pick_face(connection, "PEACH") == "A-01"
    moving.slot(connection, AUTHOR, floor.ProductSlotted(sku="PEACH", bin="A-02", from_bin="A-01"))
    assert pick_face(connection, "PEACH") == "A-02"
    (fact,) = outbox.waiting(connection, 5)
    assert fact.kind == "ProductSlotted"
