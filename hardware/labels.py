"""Labels as data: what stands on them, in millimetres; nobody here knows a printer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, get_args

CRATE_LABEL_MM = (100, 150)


class LabelKind(StrEnum):
    """What is printed on labels; each kind has a template and may have a printer of its own."""

    CRATE = "crate_label"
    SLIP = "closing_slip"
    PARCEL = "parcel"
    """One order inside a crate."""
    SHELF = "shelf"
    BIN = "bin"
    PRODUCT = "product"
    GIFT_BOX = "gift_box"
    """One box the warehouse packed itself from other products."""
    BADGE = "badge"
    OPERATOR_SHEET = "operator_sheet"
    """What one operator needs at hand: name, badge code, the desk's own command codes."""


SLIP_ROWS = 10
"""Orders on one closing slip; who has more prints several."""


class ZoneMark(StrEnum):
    """Temperature zone as it is drawn: symbol and pattern, readable without colour."""

    AMBIENT = "ambient"
    CHILLED = "chilled"
    FROZEN = "frozen"


@dataclass(frozen=True)
class CrateLabel:
    """What a crate label 集货箱标签 says; every text is ready to print.

    `number`/`total` is crate 3 of 7 of its pickup point. `sscc` has 18 digits.
    `facts` are short lines such as "12 单 · 8.4 kg", `copy_mark` is set on a reprint.
    """

    kind: ClassVar[LabelKind] = LabelKind.CRATE
    brand: str
    pickup_point: str
    pickup_code: str
    address: str
    number: int
    total: int
    zone: ZoneMark
    zone_text: str
    route: str
    facts: tuple[str, ...]
    cycle: str
    sscc: str
    copy_mark: str = ""


@dataclass(frozen=True)
class SlipRow:
    """One order of a closing slip."""

    order_no: str
    pieces: str
    note: str = ""


@dataclass(frozen=True)
class ClosingSlip:
    """What goes into a closed crate: its orders, pieces and weight, on the same paper as the label."""

    kind: ClassVar[LabelKind] = LabelKind.SLIP
    brand: str
    title: str
    pickup_point: str
    crate: str
    zone: ZoneMark
    zone_text: str
    columns: tuple[str, str, str]
    rows: tuple[SlipRow, ...]
    more: str
    """Says how many rows follow on the next slip, or is empty."""
    totals: tuple[str, ...]
    printed: str
    """When and by whom."""
    sscc: str
    copy_mark: str = ""


@dataclass(frozen=True)
class ParcelLabel:
    """What stands on the bag of one order inside a crate 订单包裹标签; names of shoppers come masked.

    `parcel` says where it stands: "3-2" is the second bag in crate 3. `code` is what a scanner reads, made by
    make_parcel_code; never the customer's pickup code, which would let whoever holds the bag collect it.
    """

    kind: ClassVar[LabelKind] = LabelKind.PARCEL
    brand: str
    pickup_point: str
    order_no: str
    customer: str
    phone_tail: str
    parcel: str
    crate: str
    zone: ZoneMark
    zone_text: str
    facts: tuple[str, ...]
    cycle: str
    code: str
    copy_mark: str = ""


@dataclass(frozen=True)
class ShelfLabel:
    """The name of a shelf 货架, to be read from across the room; `code` may be empty."""

    kind: ClassVar[LabelKind] = LabelKind.SHELF
    brand: str
    place: str
    """The shop or the room it stands in."""
    name: str
    zone: ZoneMark
    zone_text: str
    facts: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class BinLabel:
    """The name of a bin 库位 and what lies in it; `product` and `code` may be empty."""

    kind: ClassVar[LabelKind] = LabelKind.BIN
    brand: str
    name: str
    zone: ZoneMark
    zone_text: str
    product: str
    facts: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class ProductLabel:
    """A pack of ours that has no code of its maker, or an unreadable one.

    `gtin` has 8, 12, 13 or 14 digits with a right check digit, or is empty.
    """

    kind: ClassVar[LabelKind] = LabelKind.PRODUCT
    brand: str
    name: str
    spec: str
    sku: str
    price: str
    facts: tuple[str, ...]
    """Such as lot and expiry."""
    gtin: str


@dataclass(frozen=True)
class GiftBoxLabel:
    """One gift box 礼盒: what is in it, until when it is good, when it was packed.

    `gtin` has 13 digits with a right check digit: pickers scan it.
    """

    kind: ClassVar[LabelKind] = LabelKind.GIFT_BOX
    brand: str
    name: str
    contents: tuple[str, ...]
    """A text for each part, such as "2 × 绿豆糕"."""
    expiry: str
    """In words; empty where no part tells any."""
    packed: str
    """When, to the second, and by whom."""
    gtin: str


@dataclass(frozen=True)
class BadgeLabel:
    """An operator's badge 工牌; `badge` has the ten digits of `make_badge`."""

    kind: ClassVar[LabelKind] = LabelKind.BADGE
    brand: str
    name: str
    role: str
    place: str
    badge: str


@dataclass(frozen=True)
class CommandCode:
    """One thing a scan can ask for: in words, and as the code that asks for it."""

    words: str
    code: str


@dataclass(frozen=True)
class OperatorSheet:
    """What one operator keeps at hand: name, badge, and the codes of the desk's commands."""

    kind: ClassVar[LabelKind] = LabelKind.OPERATOR_SHEET
    brand: str
    title: str
    name: str
    role: str
    place: str
    badge: str
    commands: tuple[CommandCode, ...]
    hint: str
    printed: str
    """When and by whom."""


Label = (
    CrateLabel
    | ClosingSlip
    | ParcelLabel
    | ShelfLabel
    | BinLabel
    | ProductLabel
    | GiftBoxLabel
    | BadgeLabel
    | OperatorSheet
)


def label_types() -> dict[LabelKind, type[Label]]:
    """The type of each kind, for whoever stores labels and reads them back."""
    return {each.kind: each for each in get_args(Label)}
