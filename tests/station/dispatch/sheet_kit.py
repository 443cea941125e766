"""Routes, stops and vans for tests and benches of the route sheets."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Datum, PickupPoint, Van, Warehouse
from cloud_api.wire.routes import PackState, Route, RouteStop, Stop, StopCrate
from hardware.check_digits import gs1_check_digit, make_sscc
from station.dispatch.documents.content import Letterhead
from station.kernel.messages import Texts

RESOURCES = Path(__file__).parents[3] / "resources"
FONTS = RESOURCES / "fonts"
CYCLE = UUID("01900000-0000-7000-8000-00000000c001")
DEPARTURE = datetime(2026, 6, 18, 20, 40, tzinfo=UTC)
"""04:40 of the next day in Beijing."""
NAMES = (
    "望京花园东区店",
    "花家地西里 2 区",
    "朝阳公园路便利",
    "团结湖北三条",
    "十里堡甲 3 号院",
    "双井富力城 B 座",
)
VANS = tuple(
    Van(
        code=f"V{number:02d}",
        plate=f"京A·{21304 + 37 * number}",
        warehouse="W1",
        driver="张建国",
        phone="138 0013 8000",
        weight_g=1_500_000,
        volume_ml=9_000_000,
    )
    for number in range(1, 11)
)
Shops = Sequence[Stop]


def texts(language: str = "en") -> Texts:
    """The catalogue of a language."""
    return Texts(RESOURCES / "texts", language)


def letterhead(language: str = "en") -> Letterhead:
    """Printed in the night of the Dragon Boat Festival."""
    warehouse = Warehouse(code="W1", name="朝阳仓", address="北京市朝阳区金盏东路 12 号")
    return Letterhead(texts(language), "优邻站", warehouse, DEPARTURE - timedelta(minutes=50), "李梅")


def wave_id(number: int) -> UUID:
    """The wave of stop `number`."""
    return UUID(int=(0x01900000_0000_7000_8000 << 48) + number)


def crates(number: int, count: int, *, closed: bool = True) -> tuple[StopCrate, ...]:
    """`count` crates of stop `number` over the three temperature zones."""
    zones = itertools.cycle((Zone.AMBIENT, Zone.AMBIENT, Zone.CHILLED, Zone.FROZEN))
    return tuple(
        StopCrate(
            crate_id=UUID(int=(number << 32) + each),
            sscc=make_sscc(0, "9520001", number * 1000 + each),
            number=each,
            zone=zone,
            pieces=12,
            weight_g=8_400,
            closed=closed,
        )
        for each, zone in zip(range(1, count + 1), zones, strict=False)
    )


def point(number: int, **changed: object) -> PickupPoint:
    """The shop of stop `number`."""
    name = NAMES[number % len(NAMES)]
    return PickupPoint(
        code=f"P{number:03d}",
        name=f"优邻·{name}",
        warehouse="W1",
        address=f"北京市朝阳区望京街道阜通东大街 {number} 号院 3 号楼底商 102",
        phone=f"139 1100 {number:04d}",
        contact="王姐",
        latitude=39.9 + number / 500,
        longitude=116.4 + number / 700,
        datum=Datum.GCJ_02 if number % 2 else Datum.WGS_84,
        receive_from="05:00",
        receive_until="08:30",
    ).model_copy(update=changed)


def stop(number: int, packed: tuple[StopCrate, ...] | None = None, **changed: object) -> Stop:
    """Stop `number` with four crates, or those given; `changed` are fields of its shop."""
    mine = crates(number, 4) if packed is None else packed
    return Stop(
        wave_id=wave_id(number),
        number=number,
        cycle_id=CYCLE,
        cycle_name="端午 6 月 18 日",
        pickup_point=point(number, **changed),
        orders=25,
        pieces=48,
        weight_g=33_600,
        volume_ml=120_000,
        zones=(Zone.AMBIENT, Zone.CHILLED, Zone.FROZEN),
        state=PackState.PACKED if mine else PackState.WAITING,
        crates=mine,
    )


def route_code(number: int) -> str:
    """The code of route `number`."""
    body = f"75{1_000_003 * number % 10_000_000:07d}"
    return f"{body}{gs1_check_digit(body)}"


def route(number: int, shops: Shops) -> Route:
    """Route `number` through `shops`, a quarter of an hour a stop."""
    arrivals = [DEPARTURE + timedelta(minutes=15 * (index + 1)) for index in range(len(shops))]
    return Route(
        route_id=UUID(int=(7 << 64) + number),
        number=number,
        code=route_code(number),
        van=VANS[number % len(VANS)].code,
        departs_at=DEPARTURE,
        returns_at=arrivals[-1] + timedelta(minutes=30),
        metres=3_200 * (len(shops) + 1),
        stops=tuple(
            RouteStop(
                wave_id=shop.wave_id,
                pickup_point=shop.pickup_point.code,
                arrives_at=at,
                leaves_at=at + timedelta(minutes=5),
                metres_before=3_200,
                weight_g=shop.weight_g,
                volume_ml=shop.volume_ml,
            )
            for shop, at in zip(shops, arrivals, strict=True)
        ),
    )
