"""What the cloud of a release tells stations: one change of each kind."""

from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Bin, BinUse, Operator, PickupPoint, Product, Turnover, Van, Warehouse
from cloud_api.wire.crates import Box, BoxCondition
from cloud_api.wire.exchange import Change, ChangeKind, ChangePage
from cloud_api.wire.floor import (
    CountDifference,
    CountReason,
    CountState,
    CountTask,
    PickFaceTold,
    StockLine,
    stock_key,
)
from cloud_api.wire.gift_boxes import GiftBoxJob
from cloud_api.wire.handing import WaveWanted
from cloud_api.wire.inbound import Purchase, ReceivedLine
from cloud_api.wire.pickup import (
    CollectedLine,
    Collection,
    CollectionGone,
    Delivery,
    Means,
    OrderParcel,
    PickupOrder,
    ShopKey,
)
from cloud_api.wire.routes import CrateMove, CrateMoved, RouteDeparted, RoutePlan, Stop
from cloud_api.wire.stations import Enrolled, Role
from hardware.codes import make_badge, make_parcel_code, make_sscc
from station.kernel.ids import new_uuid
from tests.golden.stations import CRATES, WAITING
from tests.station.dispatch import night_kit
from tests.station.kit import product
from tests.station.loading.dock import Dock
from tests.station.pickup.kit import KEY, MORNING, SHOP, delivery, uid

BODIES: dict[str, type[BaseModel]] = {
    ChangeKind.PRODUCT: Product,
    ChangeKind.PICKUP_POINT: PickupPoint,
    ChangeKind.OPERATOR: Operator,
    ChangeKind.WAREHOUSE: Warehouse,
    ChangeKind.VAN: Van,
    ChangeKind.BIN: Bin,
    ChangeKind.PICK_FACE: PickFaceTold,
    ChangeKind.STOCK: StockLine,
    ChangeKind.PURCHASE: Purchase,
    ChangeKind.COUNT: CountTask,
    ChangeKind.GIFT_BOX: GiftBoxJob,
    ChangeKind.STOP: Stop,
    ChangeKind.ROUTES: RoutePlan,
    ChangeKind.ROUTE_DEPARTED: RouteDeparted,
    ChangeKind.CRATE_MOVED: CrateMoved,
    ChangeKind.DELIVERY: Delivery,
    ChangeKind.PICKUP_ORDER: PickupOrder,
    ChangeKind.COLLECTED: Collection,
    ChangeKind.COLLECTION_UNDONE: CollectionGone,
}
"""The body of each kind; what is not here is a notice with plain values."""
STATION = uid("another station")


def page(folder: Path) -> ChangePage:
    """Changes of all kinds, in an order a cloud would tell them."""
    told = [*_catalogue(), *_floor(), *_night(folder), *_morning()]
    changes = [Change(cursor=cursor, kind=kind, body=body) for cursor, (kind, body) in enumerate(told, 1)]
    return ChangePage(
        changes=changes,
        next_cursor=len(changes),
        more=False,
        now=MORNING,
        last_cursor=len(changes),
        expected_seq=1,
    )


def enrolled() -> Enrolled:
    """What a PC is told that is a warehouse desk, a dispatch desk and a till at once."""
    return Enrolled(
        station_id=STATION,
        token="not a token",
        roles=(Role.WAREHOUSE, Role.DISPATCH, Role.PICKUP),
        pickup_point=SHOP,
        pickup_point_name="三元梅园",
        warehouse="W1",
        warehouse_name="一号仓",
        time_zone="Asia/Shanghai",
        brand="优邻站",
    )


def shop_key() -> ShopKey:
    """The key a till compares codes with."""
    return ShopKey(pickup_point=SHOP, key=KEY.hex())


def _catalogue() -> list[tuple[str, dict[str, object]]]:
    supervisor = Operator(id=new_uuid(), name="陈主管", badge=make_badge(31), warehouse="W1", supervisor=True)
    shop = PickupPoint(
        code=SHOP,
        name="三元梅园",
        warehouse="W1",
        contact="店长",
        receive_from="06:00",
        receive_until="10:00",
        parcels=True,
    )
    place = Bin(
        warehouse="W1",
        code="A-01-2",
        number=17,
        zone=Zone.CHILLED,
        use=BinUse.PICK,
        aisle="A",
        level=2,
        x_cm=250,
        y_cm=180,
        path=12,
        most_weight_g=150_000,
        volume_ml=240_000,
        turnover=Turnover.A,
    )
    return [
        _told(ChangeKind.WAREHOUSE, night_kit.SITE),
        _told(ChangeKind.BIN, place),
        _told(ChangeKind.PRODUCT, product(1)),
        _told(ChangeKind.PICKUP_POINT, shop),
        _told(ChangeKind.OPERATOR, supervisor),
    ]


def _floor() -> list[tuple[str, dict[str, object]]]:
    expiry = date(2026, 7, 1)
    line = StockLine(
        key=stock_key("A-01-2", "S1", "L0617", expiry),
        warehouse="W1",
        bin="A-01-2",
        sku="S1",
        lot="L0617",
        expiry=expiry,
        quantity=23,
    )
    purchase = Purchase(
        document_id=uid("purchase"),
        number=12,
        code="7400000012",
        supplier="FARM",
        supplier_name="平谷果园",
        cycle_id=uid("cycle"),
        cycle_name="端午团",
        lines=(ReceivedLine(sku="S1", ordered=40, good=24, damaged=1),),
    )
    task = CountTask(
        count_id=uid("count"),
        bin="A-01-2",
        sku="S1",
        why=CountReason.SHORT,
        state=CountState.TAKEN,
        asked_at=MORNING,
        counted_by=uid("picker"),
        differences=(CountDifference(sku="S1", lot="L0617", expiry=expiry, book=24, found=23),),
    )
    return [
        _told(ChangeKind.PICK_FACE, PickFaceTold(warehouse="W1", sku="S1", bin="A-01-2")),
        _told(ChangeKind.STOCK, line),
        _told(ChangeKind.PURCHASE, purchase),
        _told(ChangeKind.COUNT, task),
        _told(
            ChangeKind.GIFT_BOX,
            GiftBoxJob(warehouse="W1", cycle_id=uid("cycle"), cycle_name="端午", sku="S2", wanted=3, made=1),
        ),
    ]


def _box() -> Box:
    """One that is with its shop."""
    return Box(
        warehouse="W1",
        number="00000077",
        condition=BoxCondition.OK,
        crate_id=uid("crate"),
        label=make_sscc(0, "9520001", 1),
        pickup_point="P001",
        pickup_point_name="三元梅园",
        used_at=MORNING - timedelta(hours=8),
        out_since=MORNING,
    )


def _night(folder: Path) -> list[tuple[str, dict[str, object]]]:
    dock = Dock(folder)
    dock.close()
    stop, route = dock.shops[0][0].stop, dock.routes[0]
    plan = RoutePlan(plan_id=new_uuid(), cycle_id=dock.cycle_id, version=1, routes=tuple(dock.routes))
    moved = CrateMoved(
        crate_id=stop.crates[0].crate_id,
        sscc=stop.crates[0].sscc,
        wave_id=stop.wave_id,
        move=CrateMove.LOADED,
        route_id=route.route_id,
        at=MORNING - timedelta(hours=5),
        station_id=STATION,
        station_name="月台 2",
    )
    departed = RouteDeparted(
        route_id=route.route_id,
        cycle_id=dock.cycle_id,
        at=MORNING - timedelta(hours=4),
        missing=(stop.crates[1].crate_id,),
        station_id=STATION,
        station_name="月台 2",
    )
    ready = {"cycle_id": str(dock.cycle_id), "cycle_name": stop.cycle_name, "waves": 5}
    lost = {name: str(uid(name)) for name in ("wave_id", "lease_id", "station_id")} | {"taken_by": "工位 2"}
    cancelled = {
        "wave_id": str(uid("wave")),
        "order_id": str(uid("cancelled order")),
        "order_no": "GG-20260618-7",
    }
    cancelled |= {"kind": "cancelled"}
    wanted = WaveWanted(wave_id=uid("wave"), lease_id=uid("lease_id"), asked_by="陈主管")
    settled = {"station_id": str(STATION), "fact_id": str(uid("fact_id")), "kind": "ItemPut"}
    settled |= {"how": "by_hand", "by": "李师傅", "note": "已取出一件"}
    return [
        (ChangeKind.WAVES_READY, dict(ready)),
        (ChangeKind.LEASE_LOST, dict(lost)),
        (ChangeKind.WAVE_CHANGED, dict(cancelled)),
        _told(ChangeKind.WAVE_WANTED, wanted),
        (ChangeKind.FACT_SETTLED, dict(settled)),
        _told(ChangeKind.BOX, _box()),
        _told(ChangeKind.VAN, night_kit.van(1)),
        *(_told(ChangeKind.STOP, shop.stop) for shops in dock.shops for shop in shops),
        _told(ChangeKind.ROUTES, plan),
        _told(ChangeKind.CRATE_MOVED, moved),
        _told(ChangeKind.ROUTE_DEPARTED, departed),
    ]


def _morning() -> list[tuple[str, dict[str, object]]]:
    collection = Collection(
        collection_id=uid("collection"),
        order_id=WAITING.id,
        lines=(CollectedLine(sku="S1", quantity=1),),
        means=Means.CODE,
        at=MORNING,
        operator_name="小赵",
        station_id=STATION,
        station_name="柜台 2",
    )
    gone = CollectionGone(
        collection_id=collection.collection_id,
        order_id=WAITING.id,
        reason="wrong_customer",
        at=MORNING,
        station_id=STATION,
        station_name="柜台 2",
    )
    crate = CRATES[0]
    bag = OrderParcel(code=make_parcel_code(crate.sscc, 1), crate_id=crate.id, place=1)
    return [
        _told(ChangeKind.DELIVERY, delivery(CRATES, orders=2)),
        _told(ChangeKind.PICKUP_ORDER, WAITING.change().model_copy(update={"parcels": (bag,)})),
        _told(ChangeKind.COLLECTED, collection),
        _told(ChangeKind.COLLECTION_UNDONE, gone),
        (ChangeKind.SHOP_KEY, {"pickup_point": SHOP}),
    ]


def _told(kind: ChangeKind, body: BaseModel) -> tuple[str, dict[str, object]]:
    return kind, body.model_dump(mode="json")
