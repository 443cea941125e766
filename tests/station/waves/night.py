"""A foreman's board over a cloud of a test: what it tells is set, what is said to it is written down."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from cloud_api.wire.base import Zone
from cloud_api.wire.board import (
    BoardCrate,
    BoardDesk,
    BoardGoods,
    BoardWave,
    OrderGoods,
    WaveAssignments,
    WaveBoard,
    WaveCrates,
    WaveDivision,
    WaveGoods,
    WaveLeft,
    WaveOrders,
    WavesChanged,
    WavesChosen,
    WaveStage,
)
from cloud_api.wire.handing import WavesWanted
from cloud_api.wire.orders import OrderLine
from hardware.codes import make_badge, read_code
from station.kernel.clock import SettableClock
from station.kernel.ids import OperatorId
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.waves.commands.cloud import BoardCloud
from station.waves.flow import WavesFlow
from station.waves.model.night import Limits
from station.waves.model.view import Press, WavesView

LI = BadgeHolder(OperatorId(UUID("01976b1e-5f00-7000-8000-00000000000a")), "李师傅", make_badge(41))
CYCLE = UUID(int=900)
NOW = SettableClock().now()
ZONE = ZoneInfo("Asia/Shanghai")
LIMITS = Limits(15_000, 45_000, 0, 12)
NAMES = (
    "三元梅园",
    "望京花园",
    "金台里",
    "双井街",
    "团结湖",
    "酒仙桥",
    "潘家园",
    "十里堡",
    "甜水园",
    "左家庄",
)
SILENT = Trouble(Message("The cloud cannot be reached"), Message("Work on"), retry_helps=True)
T = TypeVar("T")


def desk(number: int, *, in_sight: bool = True) -> BoardDesk:
    return BoardDesk(station_id=UUID(int=500 + number), name=f"A-{number:02}", in_sight=in_sight)


def wave(number: int, stage: WaveStage = WaveStage.FREE, *, lines: int = 100, **other: Any) -> BoardWave:
    """A wave with a name of its own; `leaves` is the minutes until its van leaves, `by` its desk."""
    leaves, by, meant = other.pop("leaves", None), other.pop("by", None), other.pop("meant", None)
    if leaves is not None:
        other |= {"departs_at": NOW + timedelta(minutes=leaves), "van": "V1", "route_code": "750010001"}
    if by is not None:
        holder = desk(by)
        other |= {"station_id": holder.station_id, "station_name": holder.name}
        other = {"lease_until": NOW + timedelta(minutes=20), "taken_at": NOW, **other}
    if meant is not None:
        other |= {
            "desk_id": desk(meant[0]).station_id,
            "desk_name": desk(meant[0]).name,
            "desk_place": meant[1],
        }
    return BoardWave(
        id=UUID(int=number),
        number=number,
        pickup_point=f"P{number:03}",
        pickup_point_name=f"{NAMES[number % len(NAMES)]}{number}",
        stage=stage,
        orders=other.pop("orders", 40),
        lines=lines,
        pieces=lines * 2,
        **other,
    )


def board(waves: Iterable[BoardWave], desks: int = 2, *, by_people: bool = True) -> WaveBoard:
    return WaveBoard(
        warehouse="W1",
        cycle_id=CYCLE,
        cycle_name="6月18日 晚",
        told_at=NOW,
        by_people=by_people,
        waves=tuple(waves),
        desks=tuple(desk(number) for number in range(1, desks + 1)),
    )


def a_night() -> list[BoardWave]:
    """Packed, under way, late, meant, waiting."""
    begun = NOW - timedelta(minutes=40)
    ended = NOW - timedelta(minutes=10)
    return [
        wave(1, WaveStage.COMPLETED, leaves=60, by=1, taken_at=begun, completed_at=ended, pieces_put=200),
        wave(
            2, WaveStage.STARTED, leaves=60, by=1, taken_at=ended, pieces_put=120, crates=8, crates_closed=3
        ),
        wave(3, WaveStage.STARTED, leaves=5, by=2, taken_at=ended, pieces_put=20, crates=6, short_pieces=2),
        wave(4, leaves=60, meant=(1, 0)),
        wave(5, leaves=120),
        *(wave(number, WaveStage.WAITING, leaves=120) for number in range(6, 12)),
    ]


Said = WavesChosen | WaveAssignments | WavesWanted | WaveDivision


@dataclass
class ToldCloud(BoardCloud):
    """Tells a board and writes down what is said."""

    told: WaveBoard
    said: list[tuple[str, Said]] = field(default_factory=list)
    trouble: Trouble | None = None
    left: tuple[WaveLeft, ...] = ()

    def board(self) -> WaveBoard:
        self._may_fail()
        return self.told

    def board_goods(self, cycle_id: UUID) -> BoardGoods:
        waves = tuple(
            WaveGoods(wave_id=each.id, skus=(each.number % 3, 3), weight_g=20_000, volume_ml=9_000)
            for each in self.told.waves
        )
        return BoardGoods(cycle_id=cycle_id, skus=("PEACH", "MILK", "RICE", "TEA"), waves=waves)

    def crates(self, *, wave_id: UUID | None = None, sscc: str | None = None) -> WaveCrates:
        self._may_fail()
        found = wave_id or next((each.id for each in self.told.waves if each.crates), UUID(int=0))
        of = next((each for each in self.told.waves if each.id == found), None)
        crates = tuple(
            BoardCrate(
                crate_id=UUID(int=7_000 + number),
                number=number,
                sscc=f"09520001{number:09}0",
                zone=Zone.AMBIENT,
                pieces=25,
                pieces_put=25 if number <= of.crates_closed else 15,
                short_pieces=0,
                closed_at=NOW if number <= of.crates_closed else None,
            )
            for number in range(1, (of.crates if of else 0) + 1)
            if of is not None
        )
        return WaveCrates(wave_id=found, crates=crates)

    def release(self, told: WavesChosen) -> WavesChanged:
        return self._done("release", told, told.wave_ids)

    def hold(self, told: WavesChosen) -> WavesChanged:
        return self._done("hold", told, told.wave_ids)

    def assign(self, told: WaveAssignments) -> WavesChanged:
        return self._done("assign", told, tuple(each.wave_id for each in told.assignments))

    def wave_orders(self, wave_id: UUID) -> WaveOrders:
        self._may_fail()
        wave = next(each for each in self.told.waves if each.id == wave_id)
        skus = ("PEACH", "MILK", "RICE", "TEA")
        return WaveOrders(
            wave_id=wave_id,
            orders=tuple(
                OrderGoods(
                    order_id=UUID(int=8_000 + place),
                    lines=(OrderLine(sku=skus[place % len(skus)], quantity=1 + place % 2),),
                )
                for place in range(wave.orders)
            ),
        )

    def divide(self, told: WaveDivision) -> WavesChanged:
        return self._done("divide", told, (told.wave_id,))

    def rejoin(self, told: WavesChosen) -> WavesChanged:
        return self._done("rejoin", told, told.wave_ids)

    def want(self, told: WavesWanted) -> WavesChanged:
        return self._done("want", told, told.wave_ids)

    def _done(self, what: str, told: Said, waves: tuple[UUID, ...]) -> WavesChanged:
        self._may_fail()
        self.said.append((what, told))
        stayed = {each.wave_id for each in self.left}
        return WavesChanged(done=tuple(each for each in waves if each not in stayed), left=self.left)

    def _may_fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble


class Foreman:
    """A board with somebody before it; slow work ends when the test says so."""

    def __init__(self, cloud: BoardCloud) -> None:
        self.clock = SettableClock()
        self.shown: list[WavesView] = []
        self.waiting: list[Callable[[], None]] = []
        self.flow = WavesFlow(
            cloud, self.clock, ZONE, LIMITS, self.aside, lambda act: act(), self.shown.append, dict
        )
        self.flow.sign_in(LI)

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

    def work(self) -> WavesView:
        """Let what runs aside end."""
        while self.waiting:
            self.waiting.pop(0)()
        return self.flow.view()

    def look(self) -> WavesView:
        self.flow.look()
        return self.work()

    def press(self, *presses: Press) -> WavesView:
        """Press keys, each when the one before has come to its end; the last view that was shown."""
        for press in presses:
            self.shown.append(self.flow.press(press))
            self.work()
        return self.shown[-1]

    def scan(self, text: str) -> WavesView:
        self.shown.append(self.flow.scan(read_code(text, ())))
        self.work()
        return self.shown[-1]


def said(message: Message | str | None) -> str:
    """The English of a message; a field without a value would show here."""
    if message is None or isinstance(message, str):
        return message or ""
    values = {name: said(v) if isinstance(v, Message) else v for name, v in message.values.items()}
    return message.text.format(**values) if values else message.text
