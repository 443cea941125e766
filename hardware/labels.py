"""Labels as data: what stands on them, in millimetres; nobody here knows a printer."""

from dataclasses import dataclass
from enum import StrEnum

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


Label = CrateLabel | ClosingSlip
