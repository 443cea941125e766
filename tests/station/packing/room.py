"""A packing desk on a real database file: two gift boxes, their parts, and what the cloud tells of them."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from cloud_api.wire.base import ScanRule, Zone
from cloud_api.wire.catalogue import Bin, Component, Product
from cloud_api.wire.exchange import Change, ChangeKind, ChangePage
from cloud_api.wire.facts import FACT_BODIES, FactKind
from cloud_api.wire.floor import PickFace, StockLine, stock_key
from cloud_api.wire.gift_boxes import GiftBoxJob
from hardware.codes import read_code
from station.bootstrap.appliers import appliers_of, at_end_of
from station.bootstrap.roles import LOADING, PACKING
from station.kernel.clock import SettableClock
from station.kernel.ids import Sku
from station.kernel.scan import Scan
from station.packing.commands.desk import Desk
from station.packing.flow import PackingFlow
from station.packing.model.verdicts import Verdict
from station.packing.model.view import PackingView, Press
from station.people.badges import BadgeHolder
from station.printing import queue
from station.stock import book
from station.storage import tables
from station.storage.database import Database
from station.sync import inbox
from tests.station.kit import PICKER, STATION, english, gtin

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 6, 19)
"""The clock stands at two in the morning of this day in Beijing: what is packed now is collected today."""
SOON, LATER = DAY + timedelta(days=3), DAY + timedelta(days=30)
DRAGON, MOON = Sku("BOX-1"), Sku("BOX-2")
RICE, EGGS, CAKE = Sku("RICE"), Sku("EGGS"), Sku("CAKE")
CODES = {DRAGON: gtin(91), MOON: gtin(92), RICE: gtin(1), EGGS: gtin(2), CAKE: gtin(3), "TEA": gtin(4)}
ROOMS = (PACKING, LOADING)
CYCLE = UUID("01900000-0000-7000-8000-0000000000c1")
LI = BadgeHolder(PICKER.id, "李娜", PICKER.badge)


def goods() -> tuple[Product, ...]:
    """Rice dumplings ×2, eggs counted once ×6 and a cake make the dragon box; two cakes the moon box."""

    def one(sku: str, name: str, **other: Any) -> Product:
        told: dict[str, Any] = {
            "sku": sku,
            "name": name,
            "gtins": (CODES[sku].zfill(14),),
            "zone": Zone.AMBIENT,
            "weight_g": 200,
            "volume_ml": 200,
            "bin": "A-01",
            "path": 100,
        }
        return Product(**(told | other))

    return (
        one(RICE, "鲜肉粽", spec="100g×2"),
        one(EGGS, "海鸭蛋", spec="1枚", scan_rule=ScanRule.ONCE, bin="A-02"),
        one(CAKE, "绿豆糕", spec="240g", bin="A-03"),
        one("TEA", "龙井茶", spec="50g", bin="A-04"),
        one(DRAGON, "端午礼盒", spec="6件装", bin="G-01", components=dragon_parts()),
        one(MOON, "绿豆糕礼盒", bin="G-02", components=(Component(sku=CAKE, quantity=2),)),
    )


def dragon_parts() -> tuple[Component, ...]:
    wanted = {RICE: 2, EGGS: 6, CAKE: 1}
    return tuple(Component(sku=sku, quantity=quantity) for sku, quantity in wanted.items())


class PackingRoom:
    """A packing desk with what the cloud told it."""

    def __init__(self, folder: Path, *, has_book: bool = True, founded: Path | None = None) -> None:
        """`founded` is the file of a room nobody worked in yet: it is quicker copied than told anew."""
        self.file = folder / "station.db"
        self.clock = SettableClock()
        self.shown: list[PackingView] = []
        self.acts = 0
        self.texts = english()
        if founded is not None:
            shutil.copyfile(founded, self.file)
        self._open()
        if founded is None:
            self._found(has_book=has_book)
        with self.database.look() as connection:
            self._cursor = inbox.cursor(connection)
        self.flow.sign_in(LI)

    def _found(self, *, has_book: bool) -> None:
        self._cursor = 0
        with self.database.act() as connection:
            connection.execute(insert(tables.station).values(**self._station()))
        for product in goods():
            self.told(ChangeKind.PRODUCT, product)
        if has_book:
            self._fill_bins()

    def _open(self) -> None:
        self.database = Database(self.file)
        self.desk = Desk(self.database, self.clock, STATION, self.texts, "优邻站", SHANGHAI)
        self.flow = PackingFlow(self.desk, self.shown.append, self._acted)

    def _acted(self) -> None:
        self.acts += 1

    def _station(self) -> dict[str, Any]:
        return {
            "id": STATION,
            "name": "礼盒台",
            "role": "warehouse",
            "warehouse": "W1",
            "warehouse_name": "一号仓",
            "time_zone": "Asia/Shanghai",
            "brand": "优邻站",
            "cloud_url": "http://127.0.0.1:1",
            "enrolled_at": self.clock.now(),
        }

    def _fill_bins(self) -> None:
        for number, sku in enumerate((RICE, EGGS, CAKE, DRAGON), start=1):
            code = "G-01" if sku == DRAGON else f"A-0{number}"
            place = Bin(warehouse="W1", code=code, number=number, zone=Zone.AMBIENT, path=number)
            self.told(ChangeKind.BIN, place)
            self.told(ChangeKind.PICK_FACE, PickFace(warehouse="W1", sku=sku, bin=code))
        moon = Bin(warehouse="W1", code="G-02", number=5, zone=Zone.AMBIENT, path=5)
        self.told(ChangeKind.BIN, moon)
        self.holds("A-01", RICE, 5, "L1", SOON)
        self.holds("A-02", EGGS, 60, "", LATER)
        self.holds("A-03", CAKE, 20, "", LATER)

    def holds(self, bin: str, sku: str, quantity: int, lot: str = "", expiry: date | None = None) -> None:
        """The cloud tells what its book has of a lot."""
        line = StockLine(
            key=stock_key(bin, sku, lot, expiry),
            warehouse="W1",
            bin=bin,
            sku=sku,
            lot=lot,
            expiry=expiry,
            quantity=quantity,
            weight_g=0,
        )
        self.told(ChangeKind.STOCK, line)

    def told(
        self, kind: ChangeKind, body: Any, expected_seq: int | None = None, *, last: bool = True
    ) -> None:
        """One change of the cloud, and the end of its page unless more are to come."""
        self._cursor += 1
        change = Change(cursor=self._cursor, kind=kind, body=body.model_dump(mode="json"))
        page = ChangePage(changes=[change], next_cursor=self._cursor, more=not last, now=self.clock.now())
        with self.database.act() as connection:
            inbox.apply_page(connection, page, self.clock.now(), appliers_of(ROOMS))
            if last:
                at_end_of(ROOMS)(connection, expected_seq)

    def wants(
        self, sku: str = DRAGON, wanted: int = 2, made: int = 0, cycle_id: UUID = CYCLE, **other: Any
    ) -> None:
        """The cloud tells how many boxes the orders of a cycle want."""
        job = GiftBoxJob(
            warehouse="W1",
            cycle_id=cycle_id,
            cycle_name="06-18 端午团",
            sku=sku,
            wanted=wanted,
            made=made,
        )
        self.told(ChangeKind.GIFT_BOX, job, **other)
        self.flow.changes_applied({str(ChangeKind.GIFT_BOX)})

    def scan(self, *codes: str) -> PackingView:
        """What a scanner reads: a SKU stands for its product's code."""
        for code in codes:
            self.clock.advance(2)
            text = CODES.get(code, code)
            view = self._said(self.flow.scan(Scan(text, self.clock.monotonic(), "test"), read_code(text)))
        return view

    def press(self, *presses: Press) -> PackingView:
        for press in presses:
            self.clock.advance(2)
            view = self._said(self.flow.press(press))
        return view

    def pack(self, boxes: int = 1) -> PackingView:
        """So many dragon boxes, whole."""
        for _ in range(boxes):
            view = self.scan(RICE, RICE, EGGS, CAKE, DRAGON)
        return view

    def facts(self, kind: FactKind | None = None) -> list[Any]:
        """Bodies of the facts written so far."""
        fact = tables.fact
        with self.database.look() as connection:
            rows = connection.execute(select(fact.c.kind, fact.c.body).order_by(fact.c.seq)).all()
        return [
            FACT_BODIES[FactKind(row.kind)].model_validate_json(row.body)
            for row in rows
            if kind in (None, FactKind(row.kind))
        ]

    def labels(self) -> list[Any]:
        """Labels in the print queue, oldest first."""
        with self.database.look() as connection:
            jobs = queue.recent(connection)[::-1]
            return [queue.label_of(connection, job.id) for job in jobs]

    def lies(self, bin: str) -> list[tuple[str, str, date | None, int]]:
        """What this desk's book has in a bin."""
        with self.database.look() as connection:
            return [(lot.sku, lot.lot, lot.expiry, lot.quantity) for lot in book.in_bin(connection, bin)]

    def restart(self) -> PackingView:
        """The power went and came back."""
        self.database.close()
        self._open()
        self.flow.sign_in(LI)
        return self.flow.open()

    def _said(self, view: PackingView) -> PackingView:
        """Words whose fields are missing would only show at the desk."""
        told = [view.question, view.card.under, *(line.words for line in view.recent)]
        for words in told:
            self.texts.say(words)
        return view

    def words(self, view: PackingView) -> str:
        return self.texts.say(view.answer.words) if view.answer else ""

    def close(self) -> None:
        self.database.close()


def verdict(view: PackingView) -> Verdict | None:
    return view.answer.verdict if view.answer else None


def figures(view: PackingView) -> dict[str, str]:
    """What stands beside each row."""
    return {item.key if ":" not in item.key else item.sku: item.figure for item in view.items}
