"""A small floor: bins, goods and people as the cloud tells them, and a stock desk on a real database file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from argon2 import PasswordHasher
from sqlalchemy import insert, select

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, BinUse, Goods, Operator, Product, Unit
from cloud_api.wire.exchange import Change, ChangeKind, ChangePage
from cloud_api.wire.facts import FACT_BODIES, FactKind
from cloud_api.wire.floor import CountReason, CountState, CountTask, StockLine, stock_key
from hardware.codes import make_badge, make_bin_code, read_code
from hardware.in_store import WeightLayout
from hardware.protocols import Reading, ReadingState
from station.bootstrap.appliers import appliers_of
from station.bootstrap.roles import COUNTING, LOADING
from station.counting.commands.desk import Desk
from station.counting.flow.conversation import CountingFlow
from station.counting.model.verdicts import Verdict
from station.counting.model.view import CountingView, Press
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, StationId, new_uuid
from station.kernel.messages import Texts
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.people.override import OverrideTalk
from station.people.pins import PinDesk
from station.stock import applying
from station.storage import tables
from station.storage.database import Database
from station.sync import inbox
from tests.station.kit import RESOURCES, gtin

STATION = StationId(UUID("01900000-0000-7000-8000-000000000031"))
SHANGHAI = ZoneInfo("Asia/Shanghai")
LI = BadgeHolder(OperatorId(UUID("01900000-0000-7000-8000-0000000000d1")), "李娜", make_badge(41))
WANG = BadgeHolder(OperatorId(UUID("01900000-0000-7000-8000-0000000000d2")), "王芳", make_badge(42))
CHEN = BadgeHolder(OperatorId(UUID("01900000-0000-7000-8000-0000000000d3")), "陈主管", make_badge(43), True)
ZHOU = BadgeHolder(OperatorId(UUID("01900000-0000-7000-8000-0000000000d4")), "周主管", make_badge(44), True)
PEOPLE = (LI, WANG, CHEN, ZHOU)
PIN, CHEAP = "704916", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
LAYOUT = WeightLayout("28PPPPPWWWWWC")
PEACH, MILK, RICE, FISH = "PEACH", "MILK", "RICE", "10021"
CASE = gtin(90)
T = TypeVar("T")


def bins() -> tuple[Bin, ...]:
    """Six bins along the path; X-01 blocked and ambient, C-01 chilled without a blocked one."""

    def one(number: int, code: str, use: BinUse = BinUse.PICK, zone: Zone = Zone.AMBIENT) -> Bin:
        return Bin(warehouse="W1", code=code, number=number, zone=zone, use=use, path=100 * number)

    return (
        one(1, "A-01"),
        one(2, "A-02"),
        one(3, "A-03"),
        one(4, "R-01", BinUse.RESERVE),
        one(5, "X-01", BinUse.BLOCKED),
        one(6, "C-01", zone=Zone.CHILLED),
    )


def goods() -> tuple[Product, ...]:
    """Peaches and milk by the piece, rice and fish by weight; a case of twelve milks."""

    def one(number: int, sku: str, name: str, **other: Any) -> Product:
        told: dict[str, Any] = {
            "sku": sku,
            "name": name,
            "spec": "",
            "gtins": (gtin(number).zfill(14),),
            "zone": Zone.AMBIENT,
            "weight_g": 500,
            "volume_ml": 500,
            "bin": "A-01",
            "path": 100,
            "cost_fen": 350,
        }
        return Product(**(told | other))

    return (
        one(71, PEACH, "水蜜桃", spec="4个装"),
        one(72, MILK, "鲜牛奶", cost_fen=0, units=(Unit(name="箱", pieces=12, gtin=CASE),)),
        one(73, RICE, "散装大米", goods=Goods.WEIGHT, cost_fen=400),
        one(74, FISH, "活鲈鱼", goods=Goods.WEIGHT),
    )


CODES: Mapping[str, str] = {PEACH: gtin(71), MILK: gtin(72), RICE: gtin(73), FISH: gtin(74)}


class Door:
    """The cloud: knows the PIN of both supervisors."""

    def supervisor(self, badge: str, pin: str) -> OperatorId:
        holder = next(each for each in PEOPLE if each.badge == badge)
        assert pin == PIN
        assert holder.supervisor
        return holder.id


class Floor:
    """A stock desk with what the cloud told it; slow work is done when a test says so."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "station.db"
        self.clock = SettableClock()
        self.reading: Reading | None = None
        self.shown: list[CountingView] = []
        self.waiting: list[Callable[[], None]] = []
        self.acts = 0
        self._cursor = 0
        self._texts = Texts(RESOURCES / "texts", "en")
        self._open()
        self._found()

    def _open(self) -> None:
        self.database = Database(self.file)
        self.desk = Desk(self.database, self.clock, STATION, SHANGHAI, lambda: self.reading)
        self.flow = CountingFlow(self.desk, self._talk, self.shown.append, self._acted)

    def _talk(self, changed: Callable[[], None]) -> OverrideTalk:
        pins = PinDesk(Door(), lambda: b"of the key store", CHEAP)
        return OverrideTalk(self.database, pins, self.clock, self._aside, changed)

    def _aside(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        self.waiting.append(lambda: done(work()))

    def _acted(self) -> None:
        self.acts += 1

    def _found(self) -> None:
        with self.database.act() as connection:
            connection.execute(
                insert(tables.station).values(
                    id=STATION,
                    name="库存",
                    role="warehouse",
                    warehouse="W1",
                    warehouse_name="一号仓",
                    time_zone="Asia/Shanghai",
                    brand="优邻站",
                    cloud_url="http://127.0.0.1:1",
                    enrolled_at=self.clock.now(),
                )
            )
        for bin in bins():
            self.told(ChangeKind.BIN, bin)
        for product in goods():
            self.told(ChangeKind.PRODUCT, product)
        for person in PEOPLE:
            self.told(
                ChangeKind.OPERATOR,
                Operator(
                    id=person.id,
                    name=person.name,
                    badge=person.badge,
                    warehouse="W1",
                    supervisor=person.supervisor,
                ),
            )

    def told(self, kind: ChangeKind, body: Any) -> None:
        """One change of the cloud, and the end of its page."""
        self._cursor += 1
        change = Change(cursor=self._cursor, kind=kind, body=body.model_dump(mode="json"))
        page = ChangePage(changes=[change], next_cursor=self._cursor, more=False, now=self.clock.now())
        with self.database.act() as connection:
            inbox.apply_page(connection, page, self.clock.now(), appliers_of((COUNTING, LOADING)))
            applying.stock_told(connection, None)

    def holds(
        self, bin: str, sku: str, quantity: int, lot: str = "", expiry: date | None = None, weight_g: int = 0
    ) -> None:
        """The cloud tells what its book has of a lot."""
        line = StockLine(
            key=stock_key(bin, sku, lot, expiry),
            warehouse="W1",
            bin=bin,
            sku=sku,
            lot=lot,
            expiry=expiry,
            quantity=quantity,
            weight_g=weight_g,
        )
        self.told(ChangeKind.STOCK, line)

    def asked(
        self,
        bin: str,
        sku: str | None = None,
        why: CountReason = CountReason.ROUND,
        state: CountState = CountState.ASKED,
        **other: Any,
    ) -> UUID:
        """The cloud tells of a count."""
        count_id: UUID = other.pop("count_id", None) or new_uuid()
        task = CountTask(
            count_id=count_id, bin=bin, sku=sku, why=why, state=state, asked_at=self.clock.now(), **other
        )
        self.told(ChangeKind.COUNT, task)
        self.flow.changes_applied({str(ChangeKind.COUNT)})
        return count_id

    def sign_in(self, holder: BadgeHolder | None = LI) -> CountingView:
        return self.flow.sign_in(holder)

    def scan(self, text: str) -> CountingView:
        """What a scanner reads; the same layouts as a shop would set."""
        self.clock.advance(2)
        code = read_code(text, (LAYOUT,))
        return self._said(self.flow.scan(Scan(text, self.clock.monotonic(), "scanner"), code))

    def scan_bin(self, code: str) -> CountingView:
        return self.scan(make_bin_code(next(bin.number for bin in bins() if bin.code == code)))

    def scans(self, *codes: str) -> CountingView:
        for code in codes:
            view = self.scan(CODES.get(code, code))
        return view

    def press(self, *presses: Press) -> CountingView:
        for press in presses:
            view = self._said(self.flow.press(press))
        return view

    def weighs(self, grams: int | None, state: ReadingState = ReadingState.STABLE) -> None:
        self.reading = Reading(state, grams, 0.0)

    def agree(self, holder: BadgeHolder = CHEN, reason: int = 0) -> CountingView:
        """A supervisor's badge, PIN and reason."""
        assert self.flow.wants_badge
        self.scan(holder.badge)
        self.flow.pin(PIN)
        while self.waiting:
            self.waiting.pop(0)()
        asked = self.flow.view().override
        assert asked is not None
        return self.flow.choose_reason(asked.reasons[reason])

    def facts(self, kind: FactKind | None = None) -> list[Any]:
        """Bodies of the facts written so far."""
        fact = tables.fact
        query = select(fact.c.kind, fact.c.body).order_by(fact.c.seq)
        with self.database.look() as connection:
            rows = connection.execute(query).all()
        return [
            FACT_BODIES[FactKind(row.kind)].model_validate_json(row.body)
            for row in rows
            if kind in (None, FactKind(row.kind))
        ]

    def restart(self, holder: BadgeHolder | None = LI) -> CountingView:
        """The power went and came back."""
        self.database.close()
        self._open()
        self.flow.open()
        return self.flow.sign_in(holder)

    def _said(self, view: CountingView) -> CountingView:
        """Words whose fields are missing would only show at the desk."""
        for words in (view.part.question, view.part.card.under, *(line.words for line in view.recent)):
            self._texts.say(words)
        return view

    def words(self, view: CountingView) -> str:
        return self._texts.say(view.answer.words) if view.answer else ""

    def close(self) -> None:
        self.database.close()


def verdict(view: CountingView) -> Verdict | None:
    return view.answer.verdict if view.answer else None


def counted(view: CountingView) -> list[tuple[Any, ...]]:
    """Product, lot, pieces and grams of the rows."""
    rows: Sequence[Any] = view.part.rows
    return sorted((row.product, row.lot, row.quantity, row.weight_g) for row in rows)
