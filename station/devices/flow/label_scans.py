"""Which row of the label page a scanned code means."""

from dataclasses import dataclass

from hardware.check_digits import numbered
from hardware.codes import CodeKind, ScannedCode
from station.devices.flow.label_stock import LabelStock
from station.kernel.messages import Message


@dataclass(frozen=True)
class Picked:
    """The row a code means, empty for none, and what to say of it."""

    key: str
    words: Message


def picked(stock: LabelStock, code: ScannedCode) -> Picked:
    """The row of `stock` that bears `code`."""
    if code.kind is CodeKind.BIN:
        return _named(stock, stock.bin_numbered(numbered(code.text)), Message("This bin is not known here"))
    if code.gtin is not None:
        return _named(stock, stock.product_coded(code.gtin), Message("This product is not known here"))
    return _named(stock, stock.operator_badged(code.text), Message("This badge is not known here"))


def _named(stock: LabelStock, key: str, missing: Message) -> Picked:
    title = next((row.title for row in stock.rows if row.key == key), "")
    return Picked(key, Message("Chosen: {name}", name=title) if key else missing)
