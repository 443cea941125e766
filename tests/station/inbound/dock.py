"""A dock on a real database file: bins, products, purchase orders as the cloud tells them, and a scale."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy import insert, select

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, BinUse, Operator, Product, Unit
from cloud_api.wire.catalogue import Goods as GoodsKind
from cloud_api.wire.exchange import Change, ChangeKind, ChangePage
from cloud_api.wire.facts import FACT_BODIES, FactKind
from cloud_api.wire.floor import StockLine, stock_key
from cloud_api.wire.inbound import Purchase, ReceivedLine
from hardware.codes import (
    gs1_check_digit,
    make_badge,
    make_bin_code,
    make_document_code,
    read_code,
)
from hardware.in_store import WeightLayout
from hardware.protocols import Reading, ReadingState
from station.inbound.commands.desk import Desk
from station.inbound.flow import Paths, ReceivingFlow
from station.inbound.model.verdicts import Verdict
from station.inbound.model.view import ReceivingView
from station.inbound.store import orders as order_rows
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, StationId
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.people.override import OverrideTalk
from station.people.pins import PinDesk
from station.stock import applying
from station.stock.book import in_bin
from station.storage import tables
from station.storage.database import Database
from station.sync import inbox, shipments
from station.sync.answers import CloudRefused

T = TypeVar("T")
STATION = StationId(UUID("01900000-0000-7000-8000-000000000021"))
WORKER = BadgeHolder(OperatorId(UUID("01900000-0000-7000-8000-0000000000bb")), "刘洋", make_badge(41))
CHIEF = make_badge(42)
CHIEF_ID = OperatorId(UUID("01900000-0000-7000-8000-0000000000cc"))
PIN = "704916"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
LAYOUTS = (WeightLayout("28PPPPPWWWWWC"),)
FRUIT, DAIRY = UUID(int=0xF1), UUID(int=0xDA)
APPLY: Mapping[str, inbox.Apply] = {
    **{str(kind): apply for kind, apply in shipments.appliers().items()},
    **applying.APPLY,
    **order_rows.APPLY,
}
TODAY = date(2026, 6, 19)
"""At the warehouse: its clock stands at 02:00."""


def gtin(number: int) -> str:
    digits = f"690{number:09d}"
    return f"{digits}{gs1_check_digit(digits)}"


PEACH, MILK, FISH, GRAPE = gtin(1), gtin(2), gtin(3), gtin(4)
PEACH_CASE = gtin(101)
UNKNOWN = gtin(999)


def product(sku: str, code: str, name: str, **other: Any) -> Product:
    given: dict[str, Any] = {
        "sku": sku,
        "name": name,
        "spec": "500g",
        "gtins": (code,),
        "zone": Zone.AMBIENT,
        "weight_g": 500,
        "volume_ml": 900,
        "bin": "A-01",
        "path": 1,
        **other,
    }
    return Product.model_validate(given)


PRODUCTS = (
    product("PEACH", PEACH, "平谷鲜桃", units=(Unit(name="箱", pieces=12, gtin=PEACH_CASE),)),
    product("MILK", MILK, "鲜牛奶", zone=Zone.CHILLED, bin="C-01"),
    product("10023", FISH, "三文鱼段", zone=Zone.FROZEN, goods=GoodsKind.WEIGHT, spec="约400g", weight_g=400),
    product("GRAPE", GRAPE, "巨峰葡萄"),
)
BINS = (
    ("A-01", 11, Zone.AMBIENT, BinUse.PICK),
    ("C-01", 12, Zone.CHILLED, BinUse.PICK),
    ("D-01", 21, Zone.AMBIENT, BinUse.RECEIVING),
    ("D-02", 22, Zone.CHILLED, BinUse.RECEIVING),
    ("D-03", 23, Zone.FROZEN, BinUse.RECEIVING),
    ("X-01", 31, Zone.AMBIENT, BinUse.BLOCKED),
)


def purchase(
    document_id: UUID, supplier: str, number: int, *lines: tuple[str, int], **other: Any
) -> Purchase:
    """A purchase order; lines are SKU and pieces."""
    given: dict[str, Any] = {
        "document_id": document_id,
        "number": number,
        "code": make_document_code(number),
        "supplier": f"S{number}",
        "supplier_name": supplier,
        "cycle_id": UUID(int=1),
        "cycle_name": "端午团",
        "lines": tuple(ReceivedLine(sku=sku, ordered=ordered) for sku, ordered in lines),
        **other,
    }
    return Purchase.model_validate(given)


class Door:
    """The cloud as it compares PINs."""

    def supervisor(self, badge: str, pin: str) -> OperatorId:
        if (badge, pin) != (CHIEF, PIN):
            raise CloudRefused(409, "Badge and PIN do not fit.")
        return CHIEF_ID


class Dock:
    """A desk with its flow on a real database file; `restart` is what a crash leaves behind."""

    def __init__(
        self,
        folder: Path,
        *,
        watched: Path | None = None,
        station_id: str = str(STATION),
        bare: bool = False,
    ) -> None:
        """`bare`: the cloud itself tells bins, products and people."""
        self.folder = folder
        self.path = folder / "station.db"
        self.watched = watched
        self.station_id = StationId(UUID(station_id))
        self.clock = SettableClock()
        self.shown: list[ReceivingView] = []
        self.acts = 0
        self.at = 0.0
        self.cursor = 0
        self.reading: Reading | None = None
        self.has_scale = True
        self._aside: list[Callable[[], None]] = []
        self._open()
        self._enrol()
        if not bare:
            self._furnish()

    def _open(self) -> None:
        self.database = Database(self.path)
        self.desk = Desk(self.database, self.clock, self.station_id, ZoneInfo("Asia/Shanghai"), 1)
        self.flow = ReceivingFlow(
            self.desk,
            self._talk,
            self._run_aside,
            Paths(self.folder / "photos", self.watched),
            lambda: self.reading,
            lambda: self.has_scale,
            self.shown.append,
            self._acted,
        )
        self.desk.operator = WORKER

    def _talk(self, changed: Callable[[], None]) -> OverrideTalk:
        pins = PinDesk(Door(), lambda: b"secret", CHEAP)
        return OverrideTalk(self.database, pins, self.clock, self._run_aside, changed)

    def _run_aside(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        def run() -> None:
            try:
                result = work()
            except Trouble as trouble:
                failed(trouble)
            else:
                done(result)

        self._aside.append(run)

    def wait(self) -> ReceivingView:
        """Let what runs aside end."""
        while self._aside:
            self._aside.pop(0)()
        return self.shown[-1]

    def _acted(self) -> None:
        self.acts += 1

    def _enrol(self) -> None:
        with self.database.act() as connection:
            connection.execute(
                insert(tables.station).values(
                    id=self.station_id,
                    name="收货台 1",
                    role="warehouse",
                    warehouse="W1",
                    warehouse_name="一号仓",
                    time_zone="Asia/Shanghai",
                    brand="优邻站",
                    cloud_url="http://127.0.0.1:1",
                    enrolled_at=self.clock.now(),
                )
            )

    def _furnish(self) -> None:
        people = [(WORKER.id, "刘洋", WORKER.badge, False), (CHIEF_ID, "陈主管", CHIEF, True)]
        told: list[tuple[ChangeKind, Any]] = [
            (ChangeKind.OPERATOR, Operator(id=i, name=n, badge=b, warehouse="W1", supervisor=s))
            for i, n, b, s in people
        ]
        told += [(ChangeKind.PRODUCT, each) for each in PRODUCTS]
        for code, number, zone, use in BINS:
            told.append((ChangeKind.BIN, Bin(warehouse="W1", code=code, number=number, zone=zone, use=use)))
        self.tell(*told)

    def tell(self, *changes: tuple[ChangeKind, Any], expected_seq: int | None = None) -> ReceivingView:
        """The cloud tells changes, with the number of the next fact of ours it expects."""
        expected = self.next_seq() if expected_seq is None else expected_seq
        with self.database.act() as connection:
            rows = []
            for kind, body in changes:
                self.cursor += 1
                rows.append(Change(cursor=self.cursor, kind=kind, body=body.model_dump(mode="json")))
            page = ChangePage(changes=rows, next_cursor=self.cursor, more=False, now=self.clock.now())
            kinds = inbox.apply_page(connection, page, self.clock.now(), APPLY)
            kinds |= applying.stock_told(connection, expected)
            kinds |= order_rows.purchases_told(connection, expected)
        self.flow.changes_applied(kinds)
        return self.flow.view()

    def tell_orders(self) -> ReceivingView:
        """Two suppliers: fruit (10 peaches, 3 grapes), and dairy and fish (6 and 4)."""
        fruit = purchase(FRUIT, "平谷果园", 1, ("PEACH", 10), ("GRAPE", 3))
        dairy = purchase(DAIRY, "光明乳业", 2, ("MILK", 6), ("10023", 4))
        return self.tell((ChangeKind.PURCHASE, fruit), (ChangeKind.PURCHASE, dairy))

    def next_seq(self) -> int:
        with self.database.look() as connection:
            return max(connection.scalars(select(tables.fact.c.seq)), default=0) + 1

    def scan(self, text: str, after_s: float = 1.0) -> ReceivingView:
        self.at += after_s
        return self.flow.scan(Scan(text, self.at, "scanner"), read_code(text, LAYOUTS))

    def paper(self, number: int = 1) -> ReceivingView:
        return self.scan(make_document_code(number))

    def bin(self, number: int) -> ReceivingView:
        return self.scan(make_bin_code(number))

    def receive(self, code: str = PEACH, quantity: int = 1) -> ReceivingView:
        """Scan a product, type the number, Enter."""
        self.scan(code)
        self.flow.typed(str(quantity))
        return self.flow.confirm()

    def weighs(self, weight_g: int | None, state: ReadingState = ReadingState.STABLE) -> None:
        self.reading = Reading(state, weight_g, self.at)

    def let_pass(self) -> ReceivingView:
        """The supervisor's badge, PIN and the first reason."""
        self.scan(CHIEF)
        self.flow.pin(PIN)
        self.wait()
        asked = self.flow.view().override
        assert asked is not None, self.flow.view()
        return self.flow.override(asked.reasons[0])

    def facts(self) -> list[tuple[FactKind, Any]]:
        """All facts in the outbox, with their bodies."""
        with self.database.look() as connection:
            rows = connection.execute(select(tables.fact).order_by(tables.fact.c.seq)).all()
        kinds = [FactKind(row.kind) for row in rows]
        return [
            (kind, FACT_BODIES[kind].model_validate_json(row.body))
            for kind, row in zip(kinds, rows, strict=True)
        ]

    def book(self, bin_code: str) -> dict[tuple[str, str], tuple[int, int]]:
        """Pieces and grams by product and lot in a bin."""
        with self.database.look() as connection:
            return {(e.sku, e.lot): (e.quantity, e.weight_g) for e in in_bin(connection, bin_code)}

    def verdict(self) -> Verdict | None:
        answer = self.flow.view().answer
        return answer.verdict if answer else None

    def restart(self) -> ReceivingView:
        self.database.close()
        self._open()
        return self.flow.open()

    def close(self) -> None:
        self.database.close()


def stock_line(bin_code: str, sku: str, quantity: int) -> StockLine:
    """A balance as the cloud tells it."""
    key = stock_key(bin_code, sku, "", None)
    return StockLine(key=key, warehouse="W1", bin=bin_code, sku=sku, quantity=quantity)


def said(message: Message) -> str:
    """The English of a message, with its values filled in."""
    values = {k: said(v) if isinstance(v, Message) else v for k, v in message.values.items()}
    return message.text.format(**values)
