"""The three documents 单据 of a cut-off and their revision slips 变更单, as they are kept, drawn and told."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Message, Moment, Text, Zone
from cloud_api.wire.catalogue import Goods, PickupPoint, Supplier, Unit

WITHOUT_SUPPLIER = "-"
"""Recipient of the purchase order of all products that name no supplier."""

DocumentCode = Annotated[str, Field(pattern=r"^74[0-9]{8}$")]
"""Scannable number of a document: 74, seven digits, one GS1 modulo-10 check digit."""


class DocumentKind(StrEnum):
    """What a document is for."""

    PURCHASE_ORDER = "purchase_order"
    """采购指令单, for one supplier."""
    PICK_SHEET = "pick_sheet"
    """分拣任务单, for one pickup point."""
    DELIVERY_SHEET = "delivery_sheet"
    """配送任务单, for one pickup point."""


class FileFormat(StrEnum):
    """How a document may be had; also the end of its file's name."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


class DocumentHead(Message):
    """What every document bears."""

    id: UUID
    number: int
    code: DocumentCode
    kind: DocumentKind
    recipient: str
    """Code of the supplier (WITHOUT_SUPPLIER where none is named) or of the pickup point."""
    revision: Annotated[int, Field(ge=0)]
    """0: as it was at the cut-off; n: the n-th revision slip."""
    brand: str
    cycle_id: UUID
    cycle_name: Text
    cut_off_at: Moment
    """When the cycle was frozen."""
    made_at: Moment
    warehouse: str
    warehouse_name: Text
    warehouse_address: Text = ""
    time_zone: str
    """Of the warehouse: documents show its wall clock."""


class DocumentLine(Message):
    """A product as a document names it."""

    sku: str
    name: Text
    spec: Text = ""
    zone: Zone
    goods: Goods = Goods.PIECE
    quantity: int
    """Pieces."""


class PurchaseLine(DocumentLine):
    """Pieces of one product to be brought, also told in cases."""

    gtin: str | None = None
    unit: Unit | None = None
    """The largest way it comes packed; None where it comes in pieces only."""
    cases: int = 0
    """Whole ones of `unit`."""
    loose: int = 0
    """Pieces beside the whole cases."""
    weight_g: int
    volume_ml: int
    cost_fen: int
    """Of a piece; 0: not told."""
    amount_fen: int


class PurchaseOrder(Message):
    """采购指令单: what one supplier is to bring to the warehouse."""

    form: Literal["purchase_order"] = "purchase_order"
    head: DocumentHead
    supplier: Supplier
    lines: tuple[PurchaseLine, ...]
    pieces: int
    weight_g: int
    volume_ml: int
    amount_fen: int
    """Of the products that have a price."""
    unpriced: int = 0
    """How many products have none: with any, `amount_fen` is not the whole sum."""


class PickLine(DocumentLine):
    """Pieces of one product to be taken from its bin for one pickup point."""

    gtin: str | None = None
    bin: str
    orders: int
    """How many orders they are for."""
    weight_g: int
    volume_ml: int


class PickGroup(Message):
    """Products of one category, in the order of the way through the bins."""

    category: str
    """"" where products name none."""
    lines: tuple[PickLine, ...]
    pieces: int


class ZoneShare(Message):
    """What of a pickup point's goods is of one temperature zone."""

    zone: Zone
    pieces: int
    weight_g: int
    volume_ml: int


class PickSheet(Message):
    """分拣任务单: what is picked for one pickup point, by category and bin."""

    form: Literal["pick_sheet"] = "pick_sheet"
    head: DocumentHead
    pickup_point: PickupPoint
    wave: int | None = None
    """Number of the wave within the cycle."""
    groups: tuple[PickGroup, ...]
    zones: tuple[ZoneShare, ...]
    orders: int
    lines: int
    pieces: int
    weight_g: int
    volume_ml: int


class DeliveryLine(DocumentLine):
    """Pieces of one product of an order; of weight goods also what was paid for."""

    weight_g: Annotated[int, Field(ge=0, examples=[1_000])] = 0
    """Of weight goods, all pieces together, as ordered; what a scale said stands on the closing slip."""


class DeliveryOrder(Message):
    """One order as the shop that hands it out sees it; name and phone are masked."""

    order_id: UUID
    order_no: str
    customer: str
    phone: str
    address: str = ""
    lines: tuple[DeliveryLine, ...]
    pieces: int


class DeliverySheet(Message):
    """配送任务单: where goods go, whom to ask for there, and every order."""

    form: Literal["delivery_sheet"] = "delivery_sheet"
    head: DocumentHead
    pickup_point: PickupPoint
    wave: int | None = None
    orders: tuple[DeliveryOrder, ...]
    zones: tuple[ZoneShare, ...]
    lines: int
    pieces: int
    weight_g: int
    volume_ml: int


class ChangedProduct(Message):
    """Pieces of one product before and after."""

    sku: str
    name: Text
    spec: Text = ""
    zone: Zone
    before: int
    after: int


class ChangedOrder(Message):
    """One change of one order, as far as it concerns the document's recipient."""

    order_no: str
    kind: str
    """What happened: cancelled, resumed, moved, address_changed, shortened, substituted, restored."""
    reason: str
    made_by: str
    made_at: Moment
    in_crates: bool = False
    """Its goods lie in crates already and are to be taken out."""
    moved_from: str = ""
    """Pickup point, of an order that came from there."""
    moved_to: str = ""
    """Pickup point, of an order that went there."""
    customer: str = ""
    phone: str = ""
    address_before: str = ""
    address_after: str = ""
    products: tuple[ChangedProduct, ...]


class RevisionSlip(Message):
    """变更单: what of an earlier document does not hold any more."""

    form: Literal["revision_slip"] = "revision_slip"
    head: DocumentHead
    base_code: DocumentCode | None = None
    """Of the document it changes; None where its recipient had none."""
    recipient_name: Text
    products: tuple[ChangedProduct, ...]
    """Sums before and after all changes of this slip."""
    changes: tuple[ChangedOrder, ...]


DocumentContent = Annotated[
    PurchaseOrder | PickSheet | DeliverySheet | RevisionSlip, Field(discriminator="form")
]
"""What a document says; never changed once it was written."""


class DocumentSummary(Message):
    """A line of the list of documents."""

    id: UUID
    number: int
    code: DocumentCode
    cycle_id: UUID
    kind: DocumentKind
    recipient: str
    recipient_name: Text
    revision: int
    made_at: Moment
    orders: int | None
    """Orders in it; None of a purchase order, which adds products up."""
    lines: int
    pieces: int
    ready: bool
    """Whether its content is written; until then it cannot be opened."""
    files: dict[FileFormat, str]
    """Path of each file by its format; none before the document is ready."""


class DocumentsPage(Message):
    """Documents by number; `next` is the `after` of the next page."""

    items: list[DocumentSummary]
    next: str | None = None


class DocumentsProgress(Message):
    """How far the background is with the documents of a cycle."""

    cycle_id: UUID
    documents: int
    written: int
    """Those whose content is there."""
    drawn: int
    """Those whose PDF lies ready."""
    slips: int
    """Revision slips among them."""
    changes_without_slip: int
    """Changes of orders that wait for their slip."""
    done: bool
    """All are written and drawn, and no change waits. A PDF not yet drawn is drawn when asked for."""
