"""Revision slips: numbered, one for each paper a change makes wrong, made once whoever makes them."""

import subprocess
import sys
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, Engine, select

from cloud_api.documents.press import Press
from cloud_api.documents.slips import make_slips, write_slips
from cloud_api.storage.amendments import (
    AmendmentBody,
    AmendmentKind,
    NewAmendment,
    OrderSide,
    write_amendments,
)
from cloud_api.storage.hooks import Hooks, Job
from cloud_api.storage.tables.orders import amendments, orders
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.documents import DocumentKind, RevisionSlip
from cloud_api.wire.orders import OrderLine
from tests.cloud_api.documents_kit import BRAND, Papers, open_papers, paper_hooks, three_orders
from tests.cloud_api.kit import SetClock
from tests.cloud_api.together import all_at_once

ORDER, PICK, DELIVERY = DocumentKind.PURCHASE_ORDER, DocumentKind.PICK_SHEET, DocumentKind.DELIVERY_SHEET
CANCEL_A = {"order_no": "A", "kind": "cancellation", "reason": "顾客不要了"}
RESUME_A = {"order_no": "A", "kind": "resumption", "reason": "又要了"}


@pytest.fixture
def papers(engine: Engine, clock: SetClock, press: Press) -> Papers:
    return filled(engine, clock, press)


def filled(engine: Engine, clock: SetClock, press: Press) -> Papers:
    made = open_papers(engine, clock, press)
    made.take(*three_orders())
    made.cut()
    made.fill()
    made.heard.documents.clear()
    return made


def made_slips(papers: Papers) -> list[tuple[str, str, int]]:
    return [(row.kind, row.recipient, row.revision) for row in papers.rows() if row.revision]


def sums(slip: RevisionSlip) -> dict[str, tuple[int, int]]:
    return {each.sku: (each.before, each.after) for each in slip.products}


def test_a_cancellation_reaches_its_suppliers_and_both_papers_of_its_point(papers: Papers) -> None:
    papers.amend(CANCEL_A)
    assert papers.heard.jobs[-1] == (Job.MAKE_SLIPS, str(papers.cycle_id))
    made = papers.slips()
    assert made_slips(papers) == [
        (ORDER, "DAIRY", 1),
        (ORDER, "FARM", 1),
        (PICK, "P1", 1),
        (DELIVERY, "P1", 1),
    ]
    assert papers.heard.documents == made == [row.id for row in papers.rows() if row.revision]
    farm = papers.slip(ORDER, "FARM")
    assert (sums(farm), farm.base_code, farm.recipient_name) == (
        {"PEACH": (25, 11)},
        papers.purchase_order("FARM").head.code,
        "新发地果蔬",
    )
    assert sums(papers.slip(PICK, "P1")) == {"MILK": (1, 0), "PEACH": (15, 1)}
    (change,) = papers.slip(DELIVERY, "P1").changes
    told = (change.order_no, change.kind, change.reason, change.made_by, change.customer, change.phone)
    assert told == ("A", "cancelled", "顾客不要了", "商城", "王**", "138****0000")
    assert {each.sku: (each.before, each.after) for each in change.products} == {
        "MILK": (1, 0),
        "PEACH": (14, 0),
    }


def test_suppliers_learn_nothing_of_customers(papers: Papers) -> None:
    papers.amend(CANCEL_A)
    papers.slips()
    (change,) = papers.slip(ORDER, "FARM").changes
    assert (change.customer, change.phone, change.address_after, change.moved_to) == ("", "", "", "")
    assert [each.sku for each in change.products] == ["PEACH"]


def test_slips_are_made_once(papers: Papers) -> None:
    papers.amend(CANCEL_A)
    assert len(papers.slips()) == 4
    assert papers.slips() == []
    with reading(papers.engine) as connection:
        assert connection.scalar(select(amendments.c.slipped_at)) == papers.clock()


def test_the_next_slip_counts_from_the_last_one(papers: Papers) -> None:
    papers.amend(CANCEL_A)
    papers.slips()
    papers.amend({"order_no": "B", "kind": "cancellation"})
    papers.slips()
    assert sums(papers.slip(ORDER, "FARM", 2)) == {"PEACH": (11, 10)}
    assert sums(papers.slip(PICK, "P1", 2)) == {"RICE": (3, 0), "PEACH": (1, 0)}
    papers.amend(RESUME_A)
    papers.slips()
    assert sums(papers.slip(ORDER, "FARM", 3)) == {"PEACH": (10, 24)}
    assert sums(papers.slip(DELIVERY, "P1", 3)) == {"MILK": (0, 1), "PEACH": (0, 14)}


def test_what_was_cancelled_and_resumed_in_between_costs_no_supplier_a_slip(papers: Papers) -> None:
    papers.amend(CANCEL_A)
    papers.amend(RESUME_A)
    papers.slips()
    assert made_slips(papers) == [(PICK, "P1", 1), (DELIVERY, "P1", 1)]
    slip = papers.slip(PICK, "P1")
    assert (sums(slip), [change.kind for change in slip.changes]) == ({}, ["cancelled", "resumed"])


def test_a_move_concerns_the_papers_of_both_points_and_no_supplier(papers: Papers) -> None:
    papers.amend({"order_no": "A", "kind": "pickup_point", "pickup_point": "P2", "reason": "搬家"})
    papers.slips()
    assert made_slips(papers) == [(PICK, "P1", 1), (PICK, "P2", 1), (DELIVERY, "P1", 1), (DELIVERY, "P2", 1)]
    assert sums(papers.slip(PICK, "P1")) == {"MILK": (1, 0), "PEACH": (15, 1)}
    assert sums(papers.slip(PICK, "P2")) == {"MILK": (0, 1), "PEACH": (10, 24)}
    (left,), (came,) = papers.slip(DELIVERY, "P1").changes, papers.slip(DELIVERY, "P2").changes
    assert (left.moved_from, left.moved_to, came.moved_from, came.moved_to) == ("", "P2", "P1", "")


def test_a_move_to_a_point_without_papers_begins_them(papers: Papers) -> None:
    papers.amend({"order_no": "A", "kind": "pickup_point", "pickup_point": "P3"})
    papers.slips()
    slip = papers.slip(PICK, "P3")
    assert (slip.base_code, slip.head.revision, sums(slip)) == (
        None,
        1,
        {"MILK": (0, 1), "PEACH": (0, 14)},
    )


def test_another_address_concerns_the_delivery_sheet_only(papers: Papers) -> None:
    papers.amend({"order_no": "B", "kind": "address", "address": "3 号楼 501"})
    papers.slips()
    assert made_slips(papers) == [(DELIVERY, "P1", 1)]
    (change,) = papers.slip(DELIVERY, "P1").changes
    assert (change.address_before, change.address_after, change.products) == ("", "3 号楼 501", ())


def test_a_substitute_reaches_both_suppliers(papers: Papers) -> None:
    """Goods of a product nobody ordered before are asked for from who sells it now."""
    body = AmendmentBody(
        order_no="C",
        before=_side(PEACH=10, ICE=2),
        after=_side(PEACH=8, ICE=2, MILK=2),
    )
    _amend(papers, AmendmentKind.SUBSTITUTED, body)
    papers.slips()
    assert sums(papers.slip(ORDER, "FARM")) == {"PEACH": (25, 23)}
    assert sums(papers.slip(ORDER, "DAIRY")) == {"MILK": (1, 3)}
    assert sums(papers.slip(PICK, "P2")) == {"MILK": (0, 2), "PEACH": (10, 8)}


def test_goods_in_crates_are_said_to_be_taken_out(papers: Papers) -> None:
    body = AmendmentBody(
        order_no="C",
        before=_side(PEACH=10, ICE=2),
        after=OrderSide(pickup_point="P2", lines=()),
        in_crates=True,
    )
    _amend(papers, AmendmentKind.CANCELLED, body)
    papers.slips()
    assert [change.in_crates for change in papers.slip(PICK, "P2").changes] == [True]
    assert [change.in_crates for change in papers.slip(ORDER, "FARM").changes] == [False]


def _side(**pieces: int) -> OrderSide:
    lines = tuple(OrderLine(sku=sku, quantity=quantity) for sku, quantity in pieces.items())
    return OrderSide(pickup_point="P2", lines=lines)


def _amend(papers: Papers, kind: AmendmentKind, body: AmendmentBody) -> None:
    with writing(papers.engine) as connection:
        order_id = connection.execute(
            select(orders.c.id).where(orders.c.order_no == body.order_no)
        ).scalar_one()
        row = NewAmendment(
            papers.cycle_id, order_id, kind, body, "", "李师傅", papers.clock(), needs_slip=True
        )
        papers.heard.hooks().amending(connection, papers.cycle_id, ["P2"])
        write_amendments(connection, [row])


def test_slips_stand_beside_documents_that_are_not_filled_yet(
    engine: Engine, clock: SetClock, press: Press
) -> None:
    papers = open_papers(engine, clock, press)
    papers.take(*three_orders())
    papers.cut()
    papers.amend(CANCEL_A)
    papers.slips()
    assert sums(papers.slip(ORDER, "FARM")) == {"PEACH": (25, 11)}
    papers.fill()
    assert papers.purchase_order("FARM").pieces == 25
    assert sums(papers.slip(PICK, "P1")) == {"MILK": (1, 0), "PEACH": (15, 1)}


def test_two_workers_make_slips_once(
    open_database: Callable[[], Engine], clock: SetClock, press: Press
) -> None:
    papers = filled(open_database(), clock, press)
    papers.amend(CANCEL_A, {"order_no": "C", "kind": "pickup_point", "pickup_point": "P3"})
    engines = [open_database() for _ in range(4)]
    made = all_at_once(
        [
            lambda each=each: make_slips(each, papers.cycle_id, clock, papers.heard.hooks(), BRAND, press)
            for each in engines
        ]
    )
    assert sorted(len(each) for each in made) == [0, 0, 0, 8]
    assert len(made_slips(papers)) == 8


def test_slips_come_with_their_deliveries_or_not_at_all(papers: Papers) -> None:
    """Whoever queues the deliveries fails: nothing is numbered, nothing marked."""

    def fails(_connection: Connection, _ids: Collection[UUID], _now: datetime) -> None:
        raise RuntimeError("no room")

    papers.amend(CANCEL_A)
    with pytest.raises(RuntimeError, match="no room"), writing(papers.engine) as connection:
        write_slips(connection, papers.cycle_id, papers.clock(), Hooks(on_documents=(fails,)), BRAND)
    assert made_slips(papers) == []
    assert len(papers.slips()) == 4


_SLIP_AND_DIE = """
import os, sys
from datetime import UTC, datetime
from uuid import UUID
from cloud_api.documents.slips import write_slips
from cloud_api.storage.engine import open_engine
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.transaction import writing
with writing(open_engine(sys.argv[1])) as connection:
    write_slips(connection, UUID(sys.argv[2]), datetime.now(UTC), Hooks(), "x")
    os.kill(os.getpid(), 9)
"""


def test_a_worker_killed_before_its_commit_leaves_no_slip(database: str, papers: Papers) -> None:
    papers.amend(CANCEL_A)
    words = [sys.executable, "-c", _SLIP_AND_DIE, database, str(papers.cycle_id)]
    killed: Any = subprocess.run(words, capture_output=True, timeout=60, check=False)
    assert killed.returncode == -9, killed.stderr
    assert made_slips(papers) == []
    assert len(papers.slips()) == 4
    assert [row.number for row in papers.rows()] == list(range(1, 12))


def test_nothing_changed_makes_no_slip(papers: Papers) -> None:
    assert make_slips(papers.engine, papers.cycle_id, papers.clock, paper_hooks(), BRAND, papers.press) == []
