"""A cut-off cycle and its documents, made by calling the slices themselves."""

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import zxingcpp
from pypdf import PdfReader
from sqlalchemy import Connection, Engine, Row, select

from cloud_api.catalogue.service import put_catalogue
from cloud_api.cycles.cut_off import cut_off
from cloud_api.cycles.service import open_cycle
from cloud_api.documents.contents import keep_as_cut_off
from cloud_api.documents.cut_off import write_documents
from cloud_api.documents.filling import fill_documents
from cloud_api.documents.heads import Content, unpack
from cloud_api.documents.press import Press
from cloud_api.documents.slips import make_slips
from cloud_api.http.callers import Caller
from cloud_api.orders.amending import amend_orders
from cloud_api.orders.service import take_orders
from cloud_api.storage.hooks import Enqueue, Hooks, Job, leave_to_sweep
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.catalogue import Catalogue
from cloud_api.wire.cycles import NewCycle
from cloud_api.wire.documents import (
    DeliverySheet,
    DocumentKind,
    PickSheet,
    PurchaseOrder,
    RevisionSlip,
)
from cloud_api.wire.stations import Role
from tests.cloud_api.kit import CUT_OFF, SetClock, catalogue, new_cycle, order, product

BRAND = "优邻站"


def goods() -> dict[str, Any]:
    """The catalogue of the kit with suppliers, categories, cases and prices."""
    told = catalogue()
    told["suppliers"] = [
        {
            "code": "FARM",
            "name": "新发地果蔬",
            "contact": "刘经理",
            "phone": "13900001111",
            "address": "丰台区",
        },
        {"code": "DAIRY", "name": "草原乳业"},
    ]
    told["products"] = [
        product(
            "PEACH",
            name="水蜜桃",
            supplier="FARM",
            category="水果",
            path=30,
            bin="C-03-1",
            units=[{"name": "箱", "pieces": 12}],
            cost_fen=350,
        ),
        product(
            "MILK", name="纯牛奶", supplier="DAIRY", category="乳品", zone="chilled", path=20, bin="B-02-1"
        ),
        product(
            "ICE", name="冰淇淋", supplier="DAIRY", category="乳品", zone="frozen", path=40, bin="D-01-1"
        ),
        product("RICE", name="大米", category="粮油", path=10, bin="A-01-1", cost_fen=1200),
    ]
    told["pickup_points"][0] |= {
        "name": "望京店",
        "address": "望京西园三区 312 号",
        "contact": "王店长",
        "phone": "010-64700001",
        "latitude": 39.99612,
        "longitude": 116.47345,
        "datum": "GCJ-02",
        "receive_from": "06:30",
        "receive_until": "10:30",
    }
    return told


@dataclass
class Heard:
    """What hooks were called with."""

    jobs: list[tuple[Job, str]] = field(default_factory=list)
    documents: list[UUID] = field(default_factory=list)

    def enqueue(self, _connection: Connection, job: Job, key: str) -> None:
        self.jobs.append((job, key))

    def on_documents(self, _connection: Connection, ids: Collection[UUID], _now: datetime) -> None:
        self.documents += ids

    def hooks(self) -> Hooks:
        return paper_hooks(self.enqueue, self)


def paper_hooks(enqueue: Enqueue = leave_to_sweep, heard: Heard | None = None) -> Hooks:
    """The documents slice wired as the service does, and a listener in the place of deliveries."""

    def frozen(connection: Connection, cycle_id: UUID, now: datetime) -> None:
        write_documents(enqueue, connection, cycle_id, now)

    def amending(connection: Connection, cycle_id: UUID, points: Collection[str]) -> None:
        keep_as_cut_off(BRAND, connection, cycle_id, points)

    told = () if heard is None else (heard.on_documents,)
    return Hooks(enqueue=enqueue, on_frozen=(frozen,), before_amendment=(amending,), on_documents=told)


@dataclass
class Papers:
    """A cycle with its orders, and what is done with its documents."""

    engine: Engine
    clock: SetClock
    cycle_id: UUID
    press: Press
    heard: Heard = field(default_factory=Heard)

    def take(self, *orders: dict[str, Any]) -> None:
        results = take_orders(self.engine, list(orders), self.clock)
        refused = [result.reason for result in results if result.verdict != "accepted"]
        assert not refused, refused

    def cut(self) -> None:
        self.clock.now = CUT_OFF
        with writing(self.engine) as connection:
            assert cut_off(connection, self.cycle_id, self.clock(), self.heard.hooks()) is not None

    def fill(self) -> None:
        fill_documents(self.engine, self.cycle_id, self.clock, self.heard.hooks(), BRAND, self.press)

    def amend(self, *rows: dict[str, Any]) -> None:
        caller = Caller(new_uuid(), "商城", frozenset({Role.INTEGRATOR}), None)
        with writing(self.engine) as connection:
            results = amend_orders(connection, list(rows), caller, self.heard.hooks(), self.clock())
        refused = [result.reason for result in results if result.verdict != "accepted"]
        assert not refused, refused

    def slips(self) -> list[UUID]:
        return make_slips(self.engine, self.cycle_id, self.clock, self.heard.hooks(), BRAND, self.press)

    def rows(self) -> Sequence[Row[Any]]:
        with reading(self.engine) as connection:
            query = select(documents).where(documents.c.cycle_id == self.cycle_id)
            return connection.execute(query.order_by(documents.c.number)).all()

    def content(self, kind: DocumentKind, recipient: str, revision: int = 0) -> Content:
        for row in self.rows():
            if (row.kind, row.recipient, row.revision) == (kind, recipient, revision):
                return unpack(row.content)
        raise AssertionError(f"no {kind} {revision} of {recipient}")

    def purchase_order(self, supplier: str) -> PurchaseOrder:
        content = self.content(DocumentKind.PURCHASE_ORDER, supplier)
        assert isinstance(content, PurchaseOrder)
        return content

    def pick_sheet(self, point: str) -> PickSheet:
        content = self.content(DocumentKind.PICK_SHEET, point)
        assert isinstance(content, PickSheet)
        return content

    def delivery_sheet(self, point: str) -> DeliverySheet:
        content = self.content(DocumentKind.DELIVERY_SHEET, point)
        assert isinstance(content, DeliverySheet)
        return content

    def slip(self, kind: DocumentKind, recipient: str, revision: int = 1) -> RevisionSlip:
        content = self.content(kind, recipient, revision)
        assert isinstance(content, RevisionSlip)
        return content


def open_papers(engine: Engine, clock: SetClock, press: Press, told: dict[str, Any] | None = None) -> Papers:
    """A catalogue and an open cycle of W1."""
    with writing(engine) as connection:
        put_catalogue(connection, Catalogue.model_validate(told or goods()), clock())
        cycle, _ = open_cycle(connection, NewCycle.model_validate(new_cycle()), clock())
    return Papers(engine, clock, cycle.id, press)


def three_orders() -> list[dict[str, Any]]:
    """A and B at P1, C at P2."""
    return [
        order("A", "P1", PEACH=14, MILK=1),
        order("B", "P1", RICE=3, PEACH=1),
        order("C", "P2", PEACH=10, ICE=2),
    ]


def text_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def read_codes(image: Any) -> set[str]:
    """What an independent reader finds on a picture of a page."""
    return {found.text for found in zxingcpp.read_barcodes(image)}
