"""Bodies of the facts a station reports; version 1 of each."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from cloud_api.wire import crates, floor, gift_boxes, handing, inbound, work
from cloud_api.wire.base import Code, Message, Text, Zone
from cloud_api.wire.pickup import CollectedLine, Means
from cloud_api.wire.routes import RoutePlan

Sscc = Annotated[str, Field(pattern=r"^[0-9]{18}$")]
Count = Annotated[int, Field(ge=0)]
Quantity = Annotated[int, Field(ge=1)]


class FactKind(StrEnum):
    """Kinds of fact; the class of each body stands beside it."""

    WAVE_STARTED = "WaveStarted"
    ITEM_PUT = "ItemPut"
    PUT_UNDONE = "PutUndone"
    PRODUCT_SHORT = "ProductShort"
    PRODUCT_SUBSTITUTED = "ProductSubstituted"
    SUBSTITUTION_UNDONE = "SubstitutionUndone"
    ORDER_INTERCEPTED = "OrderIntercepted"
    CRATE_CLOSED = "CrateClosed"
    WAVE_COMPLETED = "WaveCompleted"
    WAVE_HANDED_OVER = "WaveHandedOver"
    """handing.WaveHandedOver"""
    LABEL_REPRINTED = "LabelReprinted"
    ROUTES_PUBLISHED = "RoutesPublished"
    """routes.RoutePlan"""
    CRATE_LOADED = "CrateLoaded"
    CRATE_UNLOADED = "CrateUnloaded"
    VAN_DEPARTED = "VanDeparted"
    CRATE_RECEIVED = "CrateReceived"
    RECEIPT_UNDONE = "ReceiptUndone"
    RECEIPT_COMPLETED = "ReceiptCompleted"
    ORDER_COLLECTED = "OrderCollected"
    COLLECTION_UNDONE = "CollectionUndone"
    OVERRIDE_GIVEN = "OverrideGiven"
    """floor.OverrideGiven"""
    STOCK_MOVED = "StockMoved"
    """floor.StockMoved"""
    PRODUCT_SLOTTED = "ProductSlotted"
    """floor.ProductSlotted"""
    COUNT_ASKED = "CountAsked"
    """floor.CountAsked"""
    COUNT_TAKEN = "CountTaken"
    """floor.CountTaken"""
    COUNT_SETTLED = "CountSettled"
    """floor.CountSettled"""
    GOODS_RECEIVED = "GoodsReceived"
    """inbound.GoodsReceived"""
    GOODS_RECEIPT_UNDONE = "GoodsReceiptUndone"
    """inbound.GoodsReceiptUndone"""
    PURCHASE_CLOSED = "PurchaseClosed"
    """inbound.PurchaseClosed"""
    PURCHASE_REOPENED = "PurchaseReopened"
    """inbound.PurchaseReopened"""
    WORK_DONE = "WorkDone"
    """work.WorkDone"""
    CRATE_WEIGHED = "CrateWeighed"
    """crates.CrateWeighed"""
    CRATE_REOPENED = "CrateReopened"
    """crates.CrateReopened"""
    CRATE_REPACKED = "CrateRepacked"
    """crates.CrateRepacked"""
    CRATE_EMPTIED = "CrateEmptied"
    """crates.CrateEmptied"""
    BOX_USED = "BoxUsed"
    """crates.BoxUsed"""
    BOX_RETURNED = "BoxReturned"
    """crates.BoxReturned"""
    CRATE_EMPTYING_UNDONE = "CrateEmptyingUndone"
    """crates.CrateEmptyingUndone"""
    BOX_RETURN_UNDONE = "BoxReturnUndone"
    """crates.BoxReturnUndone"""
    GIFT_BOX_MADE = "GiftBoxMade"
    """gift_boxes.GiftBoxMade"""
    GIFT_BOX_UNDONE = "GiftBoxUndone"
    """gift_boxes.GiftBoxUndone"""


class PlannedLine(Message):
    """So many pieces of a product for one order in one crate."""

    order_id: UUID
    sku: Code
    quantity: Quantity


class PlannedParcel(Message):
    """Whose parcel 包裹 stands at which place of a crate; its code is 73, the crate's SSCC and the place."""

    order_id: UUID
    place: Annotated[int, Field(ge=1, le=99, examples=[1])]


class PlannedCrate(Message):
    """A crate of a started wave and what is meant for it."""

    crate_id: UUID
    sscc: Sscc
    number: Annotated[int, Field(ge=1)]
    zone: Zone
    lines: tuple[PlannedLine, ...]
    parcels: tuple[PlannedParcel, ...] = ()
    """A bag for each of its orders, where the pickup point wants parcels."""


class WaveStarted(Message):
    """The crate plan 装箱方案 the desk works by."""

    wave_id: UUID
    lease_id: UUID
    crates: tuple[PlannedCrate, ...]


class ItemPut(Message):
    """Pieces of a product were put into a crate; from which bin and of which lot, where the desk knows it."""

    wave_id: UUID
    crate_id: UUID
    put_id: UUID
    sku: Code
    quantity: Quantity
    bin: Code | None = None
    lot: floor.LotText = ""
    expiry: date | None = None
    weight_g: floor.Grams = 0
    """What a scale or an in-store code said of weight goods; 0: not weighed."""
    order_id: UUID | None = None
    """Into whose parcel they were put; None where the crate has no parcels."""


class PutUndone(Message):
    """A put was taken back whole."""

    wave_id: UUID
    crate_id: UUID
    put_id: UUID


class Missing(Message):
    """Pieces a crate will not get."""

    crate_id: UUID
    quantity: Quantity


class ProductShort(Message):
    """The rest of a product is not to be had; declared once for the whole wave."""

    wave_id: UUID
    sku: Code
    missing: tuple[Missing, ...]


class SubstitutedLine(Message):
    """Pieces of one order in one crate that another product stands in for."""

    crate_id: UUID
    order_id: UUID
    quantity: Quantity


class ProductSubstituted(Message):
    """Another product stands in for the rest of one that is short; declared once for the whole wave.

    From now on the crates want `instead`; the orders are the desk's choice, who paid first comes first.
    """

    substitution_id: UUID
    wave_id: UUID
    sku: Code
    instead: Code
    lines: Annotated[tuple[SubstitutedLine, ...], Field(min_length=1, max_length=10_000)]


class SubstitutionUndone(Message):
    """A substitution was taken back before anything of it was put."""

    substitution_id: UUID
    wave_id: UUID


class InterceptedLine(Message):
    """Pieces of a cancelled order that a crate is no longer to hold."""

    crate_id: UUID
    sku: Code
    quantity: Quantity
    short_back: Count = 0
    """So many pieces that were declared short of this product in this crate nobody misses any more."""


class OrderIntercepted(Message):
    """A cancelled order leaves the plan of its wave: what was put of these pieces is out of the crates again.

    Told piece by piece: what still lies in a crate stays planned for it until somebody took it out.
    """

    wave_id: UUID
    order_id: UUID
    lines: Annotated[tuple[InterceptedLine, ...], Field(min_length=1, max_length=10_000)]


class CrateClosed(Message):
    """A crate is closed with its closing slip."""

    wave_id: UUID
    crate_id: UUID
    orders: Count
    pieces: Count
    weight_g: Count


class WaveCompleted(Message):
    """Every crate of the wave is closed; `verdicts` counts what was scanned on the way."""

    wave_id: UUID
    crates: Count
    pieces: Count
    short_pieces: Count
    verdicts: dict[str, int]


class LabelReprinted(Message):
    """A crate label or closing slip was printed again, and why."""

    crate_id: UUID
    sscc: Sscc
    document: str
    reason: str
    copy_number: Annotated[int, Field(ge=2)]


class CrateLoaded(Message):
    """A crate was scanned on to the van of a route."""

    route_id: UUID
    crate_id: UUID


class CrateUnloaded(Message):
    """A crate was taken off its van before it left."""

    route_id: UUID
    crate_id: UUID


class VanDeparted(Message):
    """A van left with the crates scanned on to it; what is missing was let pass by a supervisor."""

    route_id: UUID
    loaded: tuple[UUID, ...]
    missing: tuple[UUID, ...] = ()
    supervisor_id: UUID | None = None
    reason: Text = ""
    """Wanted when crates are missing."""


class CrateReceived(Message):
    """A crate was scanned off the van at its shop."""

    crate_id: UUID


class ReceiptUndone(Message):
    """A crate was scanned off by mistake: it is not here."""

    crate_id: UUID


class SurplusCrate(Message):
    """A crate that came and does not belong here."""

    sscc: Sscc
    pickup_point: Code | None = None
    """Whose it is, where the label told."""


class ReceiptCompleted(Message):
    """The van is empty: what was received, what is missing, what was too much."""

    wave_id: UUID
    received: tuple[UUID, ...]
    missing: tuple[UUID, ...] = ()
    surplus: tuple[SurplusCrate, ...] = ()


class LeftLine(Message):
    """Pieces that were here and did not go with the customer."""

    sku: Code
    quantity: Quantity
    why: Literal["not_found", "refused"]
    """Refused by the customer, or not found in its crate."""


class OrderCollected(Message):
    """Lines of an order were handed over."""

    collection_id: UUID
    order_id: UUID
    lines: Annotated[tuple[CollectedLine, ...], Field(min_length=1, max_length=200)]
    means: Means
    left: Annotated[tuple[LeftLine, ...], Field(max_length=200)] = ()
    """Lines that stay at the shop, not collected."""


class CollectionUndone(Message):
    """A handover was taken back whole, and why."""

    collection_id: UUID
    order_id: UUID
    reason: Text


FACT_BODIES: dict[FactKind, type[Message]] = {
    FactKind.WAVE_STARTED: WaveStarted,
    FactKind.ITEM_PUT: ItemPut,
    FactKind.PUT_UNDONE: PutUndone,
    FactKind.PRODUCT_SHORT: ProductShort,
    FactKind.PRODUCT_SUBSTITUTED: ProductSubstituted,
    FactKind.SUBSTITUTION_UNDONE: SubstitutionUndone,
    FactKind.ORDER_INTERCEPTED: OrderIntercepted,
    FactKind.CRATE_CLOSED: CrateClosed,
    FactKind.WAVE_COMPLETED: WaveCompleted,
    FactKind.WAVE_HANDED_OVER: handing.WaveHandedOver,
    FactKind.LABEL_REPRINTED: LabelReprinted,
    FactKind.ROUTES_PUBLISHED: RoutePlan,
    FactKind.CRATE_LOADED: CrateLoaded,
    FactKind.CRATE_UNLOADED: CrateUnloaded,
    FactKind.VAN_DEPARTED: VanDeparted,
    FactKind.CRATE_RECEIVED: CrateReceived,
    FactKind.RECEIPT_UNDONE: ReceiptUndone,
    FactKind.RECEIPT_COMPLETED: ReceiptCompleted,
    FactKind.ORDER_COLLECTED: OrderCollected,
    FactKind.COLLECTION_UNDONE: CollectionUndone,
    FactKind.OVERRIDE_GIVEN: floor.OverrideGiven,
    FactKind.STOCK_MOVED: floor.StockMoved,
    FactKind.PRODUCT_SLOTTED: floor.ProductSlotted,
    FactKind.COUNT_ASKED: floor.CountAsked,
    FactKind.COUNT_TAKEN: floor.CountTaken,
    FactKind.COUNT_SETTLED: floor.CountSettled,
    FactKind.GOODS_RECEIVED: inbound.GoodsReceived,
    FactKind.GOODS_RECEIPT_UNDONE: inbound.GoodsReceiptUndone,
    FactKind.PURCHASE_CLOSED: inbound.PurchaseClosed,
    FactKind.PURCHASE_REOPENED: inbound.PurchaseReopened,
    FactKind.WORK_DONE: work.WorkDone,
    FactKind.CRATE_WEIGHED: crates.CrateWeighed,
    FactKind.CRATE_REOPENED: crates.CrateReopened,
    FactKind.CRATE_REPACKED: crates.CrateRepacked,
    FactKind.CRATE_EMPTIED: crates.CrateEmptied,
    FactKind.BOX_USED: crates.BoxUsed,
    FactKind.BOX_RETURNED: crates.BoxReturned,
    FactKind.CRATE_EMPTYING_UNDONE: crates.CrateEmptyingUndone,
    FactKind.BOX_RETURN_UNDONE: crates.BoxReturnUndone,
    FactKind.GIFT_BOX_MADE: gift_boxes.GiftBoxMade,
    FactKind.GIFT_BOX_UNDONE: gift_boxes.GiftBoxUndone,
}
