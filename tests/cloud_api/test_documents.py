"""Documents of a cut-off: written with it, filled once, equal to the orders, never changed afterwards."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, select, update

from cloud_api.cycles.cut_off import cut_off_due
from cloud_api.documents.cut_off import write_documents
from cloud_api.documents.files import document_file
from cloud_api.documents.filling import fill_documents
from cloud_api.documents.numbering import document_code, read_code
from cloud_api.documents.press import Press
from cloud_api.documents.retention import prune
from cloud_api.documents.sheets_of_points import PointGoods
from cloud_api.storage.hooks import Job, leave_to_sweep
from cloud_api.storage.metadata import metadata
from cloud_api.storage.retention import Keep
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.documents import document_files, documents
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.base import Zone
from cloud_api.wire.documents import DocumentKind, FileFormat
from tests.cloud_api.documents_kit import BRAND, Papers, open_papers, paper_hooks, three_orders
from tests.cloud_api.kit import CUT_OFF, EVENING, SetClock, order
from tests.cloud_api.together import all_at_once

ORDER, PICK, DELIVERY = DocumentKind.PURCHASE_ORDER, DocumentKind.PICK_SHEET, DocumentKind.DELIVERY_SHEET


@pytest.fixture
def papers(engine: Engine, clock: SetClock, press: Press) -> Papers:
    return open_papers(engine, clock, press)


@pytest.fixture
def cut(papers: Papers) -> Papers:
    papers.take(*three_orders())
    papers.cut()
    return papers


def test_a_cut_off_writes_a_row_for_each_document(cut: Papers) -> None:
    told = [(row.number, row.kind, row.recipient, row.orders, row.lines, row.pieces) for row in cut.rows()]
    assert told == [
        (1, ORDER, "-", 0, 1, 3),
        (2, ORDER, "DAIRY", 0, 2, 3),
        (3, ORDER, "FARM", 0, 1, 25),
        (4, PICK, "P1", 2, 4, 19),
        (5, PICK, "P2", 1, 2, 12),
        (6, DELIVERY, "P1", 2, 4, 19),
        (7, DELIVERY, "P2", 1, 2, 12),
    ]
    assert {(row.revision, row.made_at, row.content) for row in cut.rows()} == {(0, CUT_OFF, None)}
    assert cut.heard.jobs == [(Job.FILL_DOCUMENTS, str(cut.cycle_id))]


def test_an_empty_cycle_has_no_documents(papers: Papers) -> None:
    papers.cut()
    papers.fill()
    assert (papers.rows(), papers.heard.jobs, papers.heard.documents) == ([], [], [])


def test_two_workers_cut_off_once(open_database: Callable[[], Engine], clock: SetClock, press: Press) -> None:
    papers = open_papers(open_database(), clock, press)
    papers.take(*three_orders())
    engines = [open_database() for _ in range(4)]
    all_at_once([lambda each=each: cut_off_due(each, CUT_OFF, paper_hooks()) for each in engines])
    assert [row.number for row in papers.rows()] == [1, 2, 3, 4, 5, 6, 7]


def test_cycles_cut_off_together_share_one_sequence(
    open_database: Callable[[], Engine], clock: SetClock, press: Press
) -> None:
    engine = open_database()
    papers = open_papers(engine, clock, press)
    papers.take(*three_orders())
    papers.cut()

    def again(each: Engine) -> None:
        with writing(each) as connection:
            connection.execute(update(documents).values(cycle_id=documents.c.cycle_id))
            write_documents(leave_to_sweep, connection, papers.cycle_id, clock())

    with pytest.raises(Exception, match=r"(?i)unique"):
        again(engine)
    assert len(papers.rows()) == 7


def test_a_purchase_order_tells_pieces_and_cases(cut: Papers) -> None:
    cut.fill()
    farm = cut.purchase_order("FARM")
    assert (farm.supplier.name, farm.supplier.contact, farm.supplier.phone) == (
        "新发地果蔬",
        "刘经理",
        "13900001111",
    )
    (peach,) = farm.lines
    assert (peach.sku, peach.name, peach.spec, peach.quantity) == ("PEACH", "水蜜桃", "500 g", 25)
    assert peach.unit is not None
    assert (peach.unit.name, peach.cases, peach.loose) == ("箱", 2, 1)
    assert (peach.weight_g, peach.cost_fen, peach.amount_fen, farm.amount_fen) == (13_000, 350, 8_750, 8_750)
    assert [(line.sku, line.zone) for line in cut.purchase_order("DAIRY").lines] == [
        ("MILK", Zone.CHILLED),
        ("ICE", Zone.FROZEN),
    ]
    nobody = cut.purchase_order("-")
    assert [bought.unpriced for bought in (nobody, farm)] == [
        sum(not line.cost_fen for line in bought.lines) for bought in (nobody, farm)
    ]
    assert (nobody.supplier.name, [line.sku for line in nobody.lines]) == ("未指定供应商", ["RICE"])
    assert (nobody.lines[0].unit, nobody.lines[0].cases, nobody.lines[0].loose) == (None, 0, 3)


def test_a_pick_sheet_follows_the_way_through_the_bins(cut: Papers) -> None:
    cut.fill()
    sheet = cut.pick_sheet("P1")
    told = [
        (group.category, [(line.bin, line.sku, line.quantity, line.orders) for line in group.lines])
        for group in sheet.groups
    ]
    assert told == [
        ("粮油", [("A-01-1", "RICE", 3, 1)]),
        ("乳品", [("B-02-1", "MILK", 1, 1)]),
        ("水果", [("C-03-1", "PEACH", 15, 2)]),
    ]
    assert (sheet.wave, sheet.orders, sheet.lines, sheet.pieces) == (1, 2, 3, 19)
    assert (sheet.weight_g, sheet.volume_ml) == (19 * 520, 19 * 900)
    assert [(share.zone, share.pieces) for share in sheet.zones] == [(Zone.AMBIENT, 18), (Zone.CHILLED, 1)]


def test_a_delivery_sheet_masks_who_ordered(cut: Papers) -> None:
    cut.fill()
    sheet = cut.delivery_sheet("P1")
    point = sheet.pickup_point
    assert (point.address, point.contact, point.datum, point.receive_until) == (
        "望京西园三区 312 号",
        "王店长",
        "GCJ-02",
        "10:30",
    )
    told = [(o.order_no, o.customer, o.phone, [(g.sku, g.quantity) for g in o.lines]) for o in sheet.orders]
    assert told == [
        ("A", "王**", "138****0000", [("MILK", 1), ("PEACH", 14)]),
        ("B", "王**", "138****0000", [("RICE", 3), ("PEACH", 1)]),
    ]


def test_heads_say_whose_document_it_is(cut: Papers) -> None:
    cut.fill()
    head = cut.pick_sheet("P2").head
    assert (head.brand, head.cycle_name, head.cut_off_at) == (BRAND, "端午团", CUT_OFF)
    assert (head.warehouse_name, head.time_zone) == ("朝阳仓", "Asia/Shanghai")
    assert (head.number, head.code, read_code(head.code)) == (5, document_code(5), 5)


def test_filling_tells_who_sends_them_and_draws_each_once(cut: Papers) -> None:
    steps: list[tuple[int, int]] = []
    fill_documents(
        cut.engine,
        cut.cycle_id,
        cut.clock,
        cut.heard.hooks(),
        BRAND,
        cut.press,
        lambda done, of: steps.append((done, of)),
    )
    assert cut.heard.documents == [row.id for row in cut.rows()]
    assert (steps[0], steps[-1]) == ((0, 14), (14, 14))
    assert steps == sorted(steps)
    before = cut.rows()
    with reading(cut.engine) as connection:
        pdfs = connection.execute(select(document_files).order_by(document_files.c.document_id)).all()
    cut.fill()
    with reading(cut.engine) as connection:
        again = connection.execute(select(document_files).order_by(document_files.c.document_id)).all()
    assert len(pdfs) == 7
    assert (cut.rows(), again) == (before, pdfs)


def test_two_workers_fill_once(open_database: Callable[[], Engine], clock: SetClock, press: Press) -> None:
    papers = open_papers(open_database(), clock, press)
    papers.take(*three_orders())
    papers.cut()
    engines = [open_database() for _ in range(3)]
    all_at_once(
        [
            lambda each=each: fill_documents(each, papers.cycle_id, clock, papers.heard.hooks(), BRAND, press)
            for each in engines
        ]
    )
    assert all(row.content for row in papers.rows())
    with reading(engines[0]) as connection:
        assert connection.scalar(select(func.count()).select_from(document_files)) == 7


_FILL_AND_DIE = """
import os, sys
from datetime import UTC, datetime
from uuid import UUID
from cloud_api.documents.filling import fill_documents
from cloud_api.documents.press import Press
from cloud_api.storage.engine import open_engine
from tests.cloud_api.documents_kit import BRAND, paper_hooks
database, cycle_id, last = sys.argv[1], UUID(sys.argv[2]), int(sys.argv[3])
def step(done, of):
    if done >= last:
        os.kill(os.getpid(), 9)
clock = lambda: datetime.now(UTC)
fill_documents(open_engine(database), cycle_id, clock, paper_hooks(), BRAND, Press(), step)
"""


@pytest.mark.parametrize("last", [2, 8])
def test_a_worker_killed_in_the_middle_leaves_the_rest_to_the_next(
    database: str, papers: Papers, last: int
) -> None:
    """After some contents; after all PDFs, before it told anybody."""
    papers.take(*three_orders())
    papers.cut()
    words = [sys.executable, "-c", _FILL_AND_DIE, database, str(papers.cycle_id), str(last)]
    killed = subprocess.run(words, capture_output=True, timeout=60, check=False)
    assert killed.returncode == -9, killed.stderr
    written = {row.id: row.content for row in papers.rows() if row.content}
    assert written
    papers.fill()
    assert all(row.content for row in papers.rows())
    assert {row.id: row.content for row in papers.rows() if row.id in written} == written
    assert papers.heard.documents == [row.id for row in papers.rows()]


def test_documents_stay_as_they_were_though_everything_changes(cut: Papers) -> None:
    cut.fill()
    before = {row.id: row.content for row in cut.rows()}
    with writing(cut.engine) as connection:
        connection.execute(update(products).values(name="别的", bin="Z-99-9", path=1, cost_fen=1))
    cut.amend({"order_no": "A", "kind": "cancellation", "reason": "不要了"})
    cut.fill()
    assert {row.id: row.content for row in cut.rows()} == before


def test_sheets_are_written_before_their_orders_change(cut: Papers) -> None:
    """The job comes late: what it finds written it leaves."""
    cut.amend({"order_no": "A", "kind": "cancellation", "reason": "不要了"})
    written = {(row.kind, row.recipient) for row in cut.rows() if row.content}
    assert written == {(PICK, "P1"), (DELIVERY, "P1")}
    cut.fill()
    assert [each.order_no for each in cut.delivery_sheet("P1").orders] == ["A", "B"]
    assert (cut.pick_sheet("P1").pieces, cut.purchase_order("FARM").pieces) == (19, 25)


def test_a_change_between_reading_and_writing_wins_by_being_first(
    cut: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job has read the orders of P1; before it writes, one of them is cancelled."""
    read = PointGoods.read
    done: list[bool] = []

    def read_then_amend(*told: Any) -> PointGoods:
        found = read(*told)
        if told[2] == "P1" and not done:
            done.append(True)
            monkeypatch.setattr(PointGoods, "read", read)
            all_at_once([lambda: cut.amend({"order_no": "A", "kind": "cancellation"})])
        return found

    monkeypatch.setattr(PointGoods, "read", read_then_amend)
    cut.fill()
    assert done
    assert [each.order_no for each in cut.delivery_sheet("P1").orders] == ["A", "B"]


def test_orders_cancelled_before_the_cut_off_are_on_no_document(papers: Papers) -> None:
    papers.take(*three_orders())
    papers.amend({"order_no": "A", "kind": "cancellation"}, {"order_no": "C", "kind": "cancellation"})
    papers.cut()
    papers.fill()
    assert [each.order_no for each in papers.delivery_sheet("P1").orders] == ["B"]
    assert {row.recipient for row in papers.rows()} == {"-", "FARM", "P1"}
    assert papers.purchase_order("FARM").pieces == 1


_ORDERS = st.lists(
    st.tuples(
        st.sampled_from(["P1", "P2", "P3"]),
        st.dictionaries(
            st.sampled_from(["PEACH", "MILK", "RICE", "ICE"]), st.integers(1, 999), min_size=1, max_size=4
        ),
        st.booleans(),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=_ORDERS)
def test_documents_always_equal_the_orders(
    papers: Papers, sent: list[tuple[str, dict[str, int], bool]]
) -> None:
    _clear(papers)
    papers.take(*(order(str(place), point, **lines) for place, (point, lines, _) in enumerate(sent)))
    gone = [{"order_no": str(place), "kind": "cancellation"} for place, each in enumerate(sent) if each[2]]
    papers.amend(*gone)
    papers.cut()
    papers.fill()
    standing = [(str(place), point, lines) for place, (point, lines, off) in enumerate(sent) if not off]
    at_points: Counter[tuple[str, str]] = Counter()
    for _, point, lines in standing:
        at_points.update({(point, sku): quantity for sku, quantity in lines.items()})
    bought: Counter[str] = Counter()
    for (_, sku), quantity in at_points.items():
        bought[sku] += quantity
    rows = papers.rows()
    suppliers = [row.recipient for row in rows if row.kind == ORDER]
    points = [row.recipient for row in rows if row.kind == PICK]
    assert bought == Counter(
        {line.sku: line.quantity for each in suppliers for line in papers.purchase_order(each).lines}
    )
    assert at_points == Counter(
        {
            (each, line.sku): line.quantity
            for each in points
            for group in papers.pick_sheet(each).groups
            for line in group.lines
        }
    )
    delivered = [
        (told.order_no, each, {line.sku: line.quantity for line in told.lines})
        for each in points
        for told in papers.delivery_sheet(each).orders
    ]
    assert sorted(delivered) == sorted(standing)
    for row in rows:
        if row.kind == PICK:
            assert row.pieces == papers.pick_sheet(row.recipient).pieces
            assert row.orders == len(papers.delivery_sheet(row.recipient).orders)


def _clear(papers: Papers) -> None:
    """A night like new: hypothesis runs many in one database."""
    keep = {"cycles", "warehouses", "products", "pickup_points", "suppliers", "alembic_version"}
    with writing(papers.engine) as connection:
        for table in reversed(metadata.sorted_tables):
            if table.name not in keep:
                connection.execute(delete(table))
        connection.execute(update(cycles).values(frozen_at=None))
    papers.clock.now = EVENING


def test_old_files_go_and_come_again(cut: Papers) -> None:
    cut.fill()
    row = cut.rows()[0]
    assert prune(cut.engine, cut.clock() + timedelta(days=29), Keep()) == {"document_files": 0}
    assert prune(cut.engine, cut.clock() + timedelta(days=31), Keep()) == {"document_files": 7}
    again = document_file(cut.engine, cut.press, row.id, FileFormat.PDF, cut.clock())
    assert again is not None
    assert again.startswith(b"%PDF")
