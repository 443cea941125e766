"""Master data: what is sold, where it lies, who hands it out, who works with it."""

from enum import StrEnum
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from cloud_api.wire.base import ClockTime, Code, Exact, Message, ScanRule, Text, Zone
from cloud_api.wire.work import Task

GTIN_DIGITS = 14


def _filled_up(gtin: str) -> str:
    """GTIN-8, -12 and -13 are the same numbers with zeros in front (GS1 General Specifications, 3.3)."""
    return gtin.zfill(GTIN_DIGITS)


Gtin = Annotated[str, Field(pattern=r"^([0-9]{8}|[0-9]{12,14})$"), AfterValidator(_filled_up)]
"""A GTIN of 8, 12, 13 or 14 digits, kept filled up to 14."""

BadgeCode = Annotated[str, Field(pattern=r"^77[0-9]{8}$")]
"""Operator badge: 77, seven digits, one GS1 modulo-10 check digit."""


Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
"""Degrees."""
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
"""Degrees."""


class Datum(StrEnum):
    """What a position is measured against; China's maps shift theirs."""

    WGS_84 = "WGS-84"
    GCJ_02 = "GCJ-02"


class Warehouse(Exact):
    """A central or grid warehouse; every shop, bin, van and station belongs to one."""

    code: Code
    name: Text
    time_zone: str = "Asia/Shanghai"
    address: Text = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    datum: Datum = Datum.WGS_84


class Goods(StrEnum):
    """How a product is counted."""

    PIECE = "piece"
    WEIGHT = "weight"
    """称重: ordered in pieces, charged by what the scale says."""


class Unit(Exact):
    """A way a product comes packed 箱规, with its own bar code: a case of 12."""

    name: Text
    pieces: Annotated[int, Field(ge=1, le=100_000)]
    gtin: Gtin | None = None


class Supplier(Exact):
    """Who sells the company what its shoppers order 供应商."""

    code: Code
    name: Text
    contact: Text = ""
    phone: Text = ""
    address: Text = ""
    active: bool = True


def _without_zeros(plu: str) -> str:
    """Scales fill the number up to the places their layout has: 00123 and 123 are one product."""
    return plu.lstrip("0") or "0"


Plu = Annotated[str, Field(pattern=r"^[0-9]{1,13}$"), AfterValidator(_without_zeros)]
"""A product's number on a shop's scale, kept without zeros in front."""
MAX_SUBSTITUTES = 10

MAX_COMPONENTS = 20


class Component(Exact):
    """What of another product goes into one gift box 礼盒."""

    sku: Code
    quantity: Annotated[int, Field(ge=1, le=100)]


PictureHash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of a picture's bytes, in hex."""


class Product(Exact):
    """A product 商品 as a picker and a buyer need it."""

    sku: Code
    name: Text
    spec: Text = ""
    gtins: tuple[Gtin, ...] = ()
    zone: Zone
    weight_g: Annotated[int, Field(ge=1, le=1_000_000)]
    volume_ml: Annotated[int, Field(ge=1, le=1_000_000)]
    bin: Code
    path: Annotated[int, Field(ge=0)]
    """Position of the bin along the pick path."""
    scan_rule: ScanRule = ScanRule.EACH
    goods: Goods = Goods.PIECE
    category: Text = ""
    """What pick sheets group it under."""
    supplier: Code | None = None
    units: tuple[Unit, ...] = ()
    cost_fen: Annotated[int, Field(ge=0, le=100_000_000)] = 0
    """What the supplier is paid for a piece; 0: not told."""
    active: bool = True
    """False: no new order takes it."""
    plu: Plu | None = None
    """Its number on scales that print in-store codes; unique among products in use."""
    weight_tolerance_percent: Annotated[int | None, Field(ge=0, le=100)] = None
    """Of weight goods: how far a portion may be from `weight_g`; None: as the desk is set."""
    substitutes: Annotated[tuple[Code, ...], Field(max_length=MAX_SUBSTITUTES)] = ()
    """SKUs that may stand in 替代 where it is short, the best first; of the same zone."""
    components: Annotated[tuple[Component, ...], Field(max_length=MAX_COMPONENTS)] = ()
    """Of a gift box the warehouse packs itself: what goes into one. Empty: it comes as it is sold."""
    picture: PictureHash | None = None
    """What its pack looks like, by hash. Told by the service; what is sent here is passed over."""


class Turnover(StrEnum):
    """How often people go to a bin or for a product 动销: A is walked to most."""

    A = "A"
    B = "B"
    C = "C"


class BinUse(StrEnum):
    """What a bin is for."""

    PICK = "pick"
    """拣货位: products are picked from it."""
    RESERVE = "reserve"
    """存储位: holds what refills pick bins."""
    RECEIVING = "receiving"
    """收货暂存: goods stand here between receipt and putting away."""
    BLOCKED = "blocked"
    """Damaged, expired or counted goods nobody may pick."""


BIN_NUMBERS = 100_000_000
"""A bin's label has room for eight digits."""

FloorCm = Annotated[int, Field(ge=0, le=100_000)]
"""Centimetres on the warehouse's floor, from its south-western corner."""


BinKey = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=129, pattern=r"^[^\x00:]*[^\s\x00:]:[^\x00]*[^\s\x00]$"
    ),
]
"""A bin by one text: the code of its warehouse, a colon, its own code, such as W1:A-03-12."""


class Bin(Exact):
    """A bin 库位 of a warehouse: where it is, what it takes, what its label says."""

    warehouse: Code
    code: Code
    """As it is painted on the shelf, such as A-03-12; unique in its warehouse."""
    number: Annotated[int, Field(ge=0, lt=BIN_NUMBERS)] = 0
    """What its label's digits say; unique in the company. 0: the cloud gives one."""
    zone: Zone
    use: BinUse = BinUse.PICK
    aisle: Text = ""
    level: Annotated[int, Field(ge=0, le=30)] = 0
    """Shelf board from the floor up; 0 stands on the floor."""
    x_cm: FloorCm = 0
    y_cm: FloorCm = 0
    path: Annotated[int, Field(ge=0)] = 0
    """Position along the pick path."""
    most_weight_g: Annotated[int, Field(ge=0, le=100_000_000)] = 0
    """Most it carries; 0 is no limit."""
    volume_ml: Annotated[int, Field(ge=0, le=1_000_000_000)] = 0
    """Room in it; 0 is no limit."""
    turnover: Turnover = Turnover.C
    active: bool = True

    @property
    def key(self) -> str:
        """Names it within the company, as a BinKey; made of other fields, so it is not told on the wire."""
        return f"{self.warehouse}:{self.code}"


class PickupPoint(Exact):
    """A pickup point 自提点."""

    code: Code
    name: Text
    warehouse: Code
    address: Text = ""
    phone: Text = ""
    contact: Text = ""
    """Whom the driver asks for."""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    datum: Datum = Datum.WGS_84
    receive_from: ClockTime | None = None
    """From when on it takes deliveries; None: at any time."""
    receive_until: ClockTime | None = None
    service_s: Annotated[int, Field(ge=0, le=4 * 3600)] = 300
    """Seconds a van stands there."""
    most_crates: Annotated[int, Field(ge=0, le=10_000)] = 0
    """Most crates it has room for; 0 is no limit."""
    parcels: bool = False
    """Each order comes as a parcel of its own: a bag with a label within its crate."""
    active: bool = True
    """False: no new order goes there."""
    route: Text | None = None
    """The route that serves it tonight, where known."""


class Van(Exact):
    """A van 车辆 with what it may carry and when it may drive."""

    code: Code
    plate: Text
    warehouse: Code
    driver: Text = ""
    phone: Text = ""
    weight_g: Annotated[int, Field(ge=1, le=100_000_000)]
    """Most it carries."""
    volume_ml: Annotated[int, Field(ge=1, le=1_000_000_000)]
    shift_from: ClockTime = "04:00"
    shift_until: ClockTime = "11:00"
    max_stops: Annotated[int, Field(ge=0, le=500)] = 0
    """Most stops of a route; 0 is no limit."""
    fixed_cost_fen: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    """What a day with this van costs before it moves."""
    cost_km_fen: Annotated[int, Field(ge=0, le=1_000_000)] = 150
    cost_hour_fen: Annotated[int, Field(ge=0, le=1_000_000)] = 4_000
    active: bool = True


def _in_order(skills: tuple[Task, ...]) -> tuple[Task, ...]:
    """Each once, as they are listed in Task: rows that mean the same are the same."""
    return tuple(task for task in Task if task in skills)


Skills = Annotated[tuple[Task, ...], Field(max_length=32), AfterValidator(_in_order)]


class Operator(Exact):
    """An operator 操作员 with a badge; of a warehouse, or of a pickup point when that is named."""

    id: UUID
    name: Text
    badge: BadgeCode
    warehouse: Code
    pickup_point: Code | None = None
    supervisor: bool = False
    """May let pass what the rules stop, with a reason."""
    manager: bool = False
    """May sign in at the console, with badge and PIN."""
    skills: Skills = ()
    """The tasks the operator was shown how to do; none named: all of them."""
    active: bool = True


class Catalogue(Message):
    """Rows to create or to replace, each by its business key."""

    warehouses: tuple[Warehouse, ...] = ()
    suppliers: tuple[Supplier, ...] = ()
    products: tuple[Product, ...] = ()
    pickup_points: tuple[PickupPoint, ...] = ()
    operators: tuple[Operator, ...] = ()
    vans: tuple[Van, ...] = ()
    bins: tuple[Bin, ...] = ()


class RowVerdict(StrEnum):
    """What became of one row of master data."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    """It was there just so: a success."""
    REFUSED = "refused"


class RowResult(Message):
    """The answer for one row; `reason` says what to put right when it was refused."""

    key: str
    """SKU, code or operator id; empty where the row told none."""
    verdict: RowVerdict
    reason: str | None = None
    warnings: tuple[str, ...] = ()
    """What was kept as told and may still be a slip."""


class PictureKept(Message):
    """The picture of a product as it is kept: turned upright, made small, without what the camera noted."""

    sku: Code
    verdict: RowVerdict
    picture: PictureHash
    bytes: Annotated[int, Field(examples=[18_204])]


class PictureResult(Message):
    """What became of one file of many; `reason` says what to put right when it was refused."""

    file: str
    sku: str | None = None
    verdict: RowVerdict
    reason: str | None = None


class PicturesKept(Message):
    """What became of each file, in the order they stand."""

    results: list[PictureResult]


class RemovalOutcome(StrEnum):
    """What taking a row away came to."""

    DELETED = "deleted"
    """Nothing ever referred to it."""
    DEACTIVATED = "deactivated"
    """History refers to it: it stays, out of use."""


class Removal(Message):
    """What was done with a row, and what refers to it."""

    key: str
    outcome: RemovalOutcome
    referred_by: list[str]


M = TypeVar("M", bound=Message)


class Kept(Message, Generic[M]):
    """A row as it is kept now, and whether that is new."""

    verdict: RowVerdict
    warnings: tuple[str, ...] = ()
    row: M


class RowPage(Message, Generic[M]):
    """Rows by their keys; `next` is what to send as `after` for those behind, None at the end."""

    items: list[M]
    next: str | None = None
