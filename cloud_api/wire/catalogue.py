"""Master data: what is sold, where it lies, who hands it out, who works with it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Code, Message, ScanRule, Text, Zone

Gtin = Annotated[str, Field(pattern=r"^\d{14}$")]
"""A GTIN filled up to 14 digits."""

BadgeCode = Annotated[str, Field(pattern=r"^77\d{8}$")]
"""Operator badge: 77, seven digits, one GS1 modulo-10 check digit."""


class Warehouse(Message):
    """A central or grid warehouse; every shop, bin and station belongs to one."""

    code: Code
    name: Text
    time_zone: str = "Asia/Shanghai"


class Product(Message):
    """A product 商品 as a picker needs it."""

    sku: Code
    name: Text
    spec: Text = ""
    gtins: tuple[Gtin, ...]
    zone: Zone
    weight_g: Annotated[int, Field(ge=1, le=1_000_000)]
    volume_ml: Annotated[int, Field(ge=1, le=1_000_000)]
    bin: Code
    path: Annotated[int, Field(ge=0)]
    """Position of the bin along the pick path."""
    scan_rule: ScanRule = ScanRule.EACH


class PickupPoint(Message):
    """A pickup point 自提点."""

    code: Code
    name: Text
    warehouse: Code
    address: Text = ""
    phone: Text = ""
    latitude: float | None = None
    longitude: float | None = None
    datum: Literal["WGS-84", "GCJ-02"] = "WGS-84"
    route: Text | None = None
    """The route that serves it tonight, where known."""


class Operator(Message):
    """An operator 操作员 with a badge."""

    id: UUID
    name: Text
    badge: BadgeCode
    warehouse: Code
    active: bool = True


class Catalogue(Message):
    """Rows to create or to replace, each by its business key."""

    warehouses: tuple[Warehouse, ...] = ()
    products: tuple[Product, ...] = ()
    pickup_points: tuple[PickupPoint, ...] = ()
    operators: tuple[Operator, ...] = ()
