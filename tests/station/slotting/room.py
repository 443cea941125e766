"""A slotting desk on a real database file: aisles, goods, what was ordered; slow work when a test says so."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import insert, select

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, BinUse, Product, Unit
from cloud_api.wire.exchange import Change, ChangeKind, ChangePage
from cloud_api.wire.facts import FACT_BODIES, FactKind
from cloud_api.wire.floor import PickFaceTold, StockLine, stock_key
from cloud_api.wire.slotting import DemandNight, DemandTour, SlottingDemand
from hardware.codes import gs1_check_digit, make_badge, make_bin_code, read_code
from station.bootstrap.appliers import appliers_of
from station.bootstrap.roles import LOADING, SLOTTING
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId, StationId
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.slotting.commands.demand import DemandDesk
from station.slotting.commands.desk import Desk
from station.slotting.flow import SlottingFlow
from station.slotting.model.verdicts import Verdict
from station.slotting.model.view import Press, SlottingView
from station.stock import applying
from station.stock.book import everything, pick_face
from station.storage import tables
from station.storage.database import Database
from station.sync import inbox

STATION = StationId(UUID("01900000-0000-7000-8000-000000000041"))
LI = BadgeHolder(OperatorId(UUID("01900000-0000-7000-8000-0000000000d1")), "李娜", make_badge(41))
NAMES = {"PEACH": "水蜜桃", "MILK": "鲜牛奶", "RICE": "大米", "TEA": "茶叶", "SALT": "精盐", "ICE": "冰淇淋"}
T = TypeVar("T")


def gtin(number: int) -> str:
    digits = f"690{number:09d}"
    return f"{digits}{gs1_check_digit(digits)}"


CASE = gtin(90)


def bins(bays: int = 4) -> list[Bin]:
    """Ambient aisles A and B with two boards, frozen aisle F; a reserve and a dock at their ends."""
    found: list[Bin] = []

    def add(code: str, aisle: str, x_cm: int, y_cm: int, **other: Any) -> None:
        number = len(found) + 1
        given = {"zone": Zone.AMBIENT, "path": number, **other}
        found.append(
            Bin(warehouse="W1", code=code, number=number, aisle=aisle, x_cm=x_cm, y_cm=y_cm, **given)
        )

    for bay in range(1, bays + 1):
        for level in (0, 1):
            add(f"A-{bay:02}-{level}", "A", 200, 200 + 100 * bay, level=level)
    for bay in range(bays, 0, -1):
        for level in (0, 1):
            add(f"B-{bay:02}-{level}", "B", 500, 200 + 100 * bay, level=level)
    for bay in range(1, bays + 1):
        add(f"F-{bay:02}-0", "F", 800, 200 + 100 * bay, zone=Zone.FROZEN)
    add("R-01", "B", 500, 200 + 100 * (bays + 1), use=BinUse.RESERVE)
    add("D-01", "A", 200, 200, use=BinUse.RECEIVING)
    return found


def products() -> list[Product]:
    """Five ambient goods and one frozen."""
    return [
        Product(
            sku=sku,
            name=name,
            spec="",
            gtins=(gtin(70 + number).zfill(14),),
            zone=Zone.FROZEN if sku == "ICE" else Zone.AMBIENT,
            weight_g=500,
            volume_ml=500,
            bin="X-99",
            path=0,
            units=(Unit(name="箱", pieces=12, gtin=CASE),) if sku == "MILK" else (),
        )
        for number, (sku, name) in enumerate(NAMES.items())
    ]


CODES = {product.sku: product.gtins[0][1:] for product in products()}
FACES = {"PEACH": "B-01-0", "MILK": "B-02-0", "RICE": "A-01-0", "TEA": "A-02-0", "ICE": "F-04-0"}
"""The fast movers far away, the slow ones near: there is something to gain."""


def demand(*nights: Sequence[Iterable[str]], told_at: Any = None) -> SlottingDemand:
    """Tours told as lists of SKUs, the newest night first."""
    skus = tuple(NAMES)
    return SlottingDemand(
        warehouse="W1",
        told_at=told_at or SettableClock().now(),
        skus=skus,
        nights=tuple(
            DemandNight(
                cycle_id=UUID(int=number),
                name=f"团 {number}",
                cut_off_at=SettableClock().now(),
                tours=tuple(
                    DemandTour(
                        pickup_point=f"P{place}",
                        skus=tuple(skus.index(sku) for sku in tour),
                        lines=tuple(1 for _ in tour),
                    )
                    for place, tour in enumerate(map(list, tours), 1)
                ),
            )
            for number, tours in enumerate(nights, 1)
        ),
    )


FAST = demand([["PEACH", "MILK", "ICE"]] * 8 + [["PEACH", "RICE"]], [["PEACH", "MILK"]] * 6)


class Room:
    """A slotting desk with what the cloud told it."""

    def __init__(self, folder: Path, *, bare: bool = False) -> None:
        """`bare`: no bins and goods yet."""
        self.file = folder / "station.db"
        self.clock = SettableClock()
        self.shown: list[SlottingView] = []
        self.waiting: list[Callable[[], None]] = []
        self.answers: list[SlottingDemand | Trouble] = []
        self.asked: list[int] = []
        self.acts = 0
        self._cursor = 0
        self._open()
        self._enrol()
        if not bare:
            self.tell(*((ChangeKind.BIN, each) for each in bins()))
            self.tell(*((ChangeKind.PRODUCT, each) for each in products()))
            self.slotted(FACES)

    def _open(self) -> None:
        self.database = Database(self.file)
        self.demand = DemandDesk(self.database, self.clock, self.aside, self._ask, self._told)
        desk = Desk(self.database, self.clock, STATION, LI)
        self.flow = SlottingFlow(
            desk, lambda: self.demand.known, self.aside, self.post, self.shown.append, self._acted
        )
        self.demand.open()
        self.work()

    def _enrol(self) -> None:
        with self.database.act() as connection:
            connection.execute(
                insert(tables.station).values(
                    id=STATION,
                    name="货位 1",
                    role="warehouse",
                    warehouse="W1",
                    warehouse_name="一号仓",
                    time_zone="Asia/Shanghai",
                    brand="优邻站",
                    cloud_url="http://127.0.0.1:1",
                    enrolled_at=self.clock.now(),
                )
            )

    def aside(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        def run() -> None:
            try:
                result = work()
            except Trouble as trouble:
                failed(trouble)
            else:
                done(result)

        self.waiting.append(run)

    def post(self, act: Callable[[], None]) -> None:
        act()

    def work(self) -> None:
        """Let what runs aside end."""
        while self.waiting:
            self.waiting.pop(0)()

    def _ask(self, nights: int) -> SlottingDemand:
        self.asked.append(nights)
        answer = self.answers.pop(0)
        if isinstance(answer, Trouble):
            raise answer
        return answer

    def _told(self) -> None:
        self.flow.demand_told(is_seen=True)

    def _acted(self) -> None:
        self.acts += 1

    def know(self, told: SlottingDemand = FAST) -> None:
        """The cloud tells what was ordered."""
        self.answers.append(told)
        self.demand.cut_off()
        self.demand.connected()
        self.work()

    def tell(self, *changes: tuple[ChangeKind, Any]) -> None:
        """The cloud tells changes."""
        rows = []
        for kind, body in changes:
            self._cursor += 1
            rows.append(Change(cursor=self._cursor, kind=kind, body=body.model_dump(mode="json")))
        page = ChangePage(changes=rows, next_cursor=self._cursor, more=False, now=self.clock.now())
        with self.database.act() as connection:
            kinds = inbox.apply_page(connection, page, self.clock.now(), appliers_of((SLOTTING, LOADING)))
            kinds |= applying.stock_told(connection, None)
        self.flow.changes_applied(kinds, is_seen=False)

    def slotted(self, faces: dict[str, str]) -> None:
        """The bins products are picked from."""
        self.tell(
            *(
                (ChangeKind.PICK_FACE, PickFaceTold(warehouse="W1", sku=sku, bin=code))
                for sku, code in faces.items()
            )
        )

    def holds(
        self, bin: str, sku: str, quantity: int, lot: str = "", expiry: date | None = None, weight_g: int = 0
    ) -> None:
        """The book has so much of a lot."""
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
        self.tell((ChangeKind.STOCK, line))

    def scan(self, text: str) -> SlottingView:
        self.clock.advance(1)
        return self.flow.scan(Scan(text, self.clock.monotonic(), "scanner"), read_code(text, ()))

    def bin(self, code: str) -> SlottingView:
        return self.scan(make_bin_code(next(each.number for each in bins() if each.code == code)))

    def product(self, sku: str) -> SlottingView:
        return self.scan(CODES[sku])

    def press(self, *presses: Press) -> SlottingView:
        for press in presses:
            view = self.flow.press(press)
        return view

    def plan(self) -> SlottingView:
        """Look for moves until they are found."""
        self.press(Press.SEARCH)
        self.work()
        return self.flow.view()

    def face(self, sku: str) -> str | None:
        with self.database.look() as connection:
            return pick_face(connection, sku)

    def book(self) -> dict[tuple[str, str, str], int]:
        """Pieces by bin, product and lot."""
        with self.database.look() as connection:
            return {(each.bin, each.sku, each.lot): each.quantity for each in everything(connection)}

    def facts(self) -> list[tuple[FactKind, Any]]:
        with self.database.look() as connection:
            rows = connection.execute(select(tables.fact).order_by(tables.fact.c.seq)).all()
        kinds = [FactKind(row.kind) for row in rows]
        return [
            (kind, FACT_BODIES[kind].model_validate_json(row.body))
            for kind, row in zip(kinds, rows, strict=True)
        ]

    def restart(self) -> SlottingView:
        """The power went and came back."""
        self.database.close()
        self.waiting.clear()
        self._open()
        return self.flow.open()

    def close(self) -> None:
        self.database.close()


def verdict(view: SlottingView) -> Verdict | None:
    return view.answer.verdict if view.answer else None


def said(message: Message | str | None) -> str:
    """The English of a message; a field without a value would show here."""
    if message is None or isinstance(message, str):
        return message or ""
    values = {name: said(v) if isinstance(v, Message) else v for name, v in message.values.items()}
    return message.text.format(**values) if values else message.text
