"""The rules of taking goods of a cancelled order out of an open crate: the product first, then its crate."""

from station.kernel.ids import Sku
from station.picking.model.cancelled import CancelledLine
from station.picking.model.rules import Ruling, called
from station.picking.model.verdicts import Verdict
from station.picking.model.work import Crate, CrateState, WaveWork


def next_line(work: WaveWork) -> CancelledLine | None:
    """What is to come out now; None while something is in the hand, or nothing has to come out."""
    if work.hand.quantity or not work.cancelled:
        return None
    return next(iter(open_lines(work)), None)


def open_lines(work: WaveWork) -> list[CancelledLine]:
    """All that has to come out of crates that are still open."""
    opened = {crate.id for crate in work.crates if crate.state is CrateState.OPEN}
    return [line for line in work.cancelled if line.crate_id in opened]


def in_closed_crates(work: WaveWork, order_no: str) -> list[int]:
    """Numbers of the closed crates that hold goods of a cancelled order."""
    held = {line.crate_id for line in work.cancelled if line.order_no == order_no}
    return [crate.number for crate in work.crates if crate.id in held and crate.state is CrateState.CLOSED]


def product_shown(work: WaveWork, line: CancelledLine, sku: Sku | None, name: str) -> Ruling:
    """A product was scanned while `line` is to come out; `name` says what it is when it is another one."""
    number = work.crate(line.crate_id).number
    product = called(work.products[line.sku])
    if sku == line.sku:
        return Ruling(Verdict.TAKE_OUT_NOW, {"quantity": line.quantity, "crate": number})
    return Ruling(Verdict.TAKE_OUT_OTHER, {"scanned": name, "crate": number, "product": product})


def crate_shown(work: WaveWork, line: CancelledLine, crate: Crate | None, *, product_seen: bool) -> Ruling:
    """A crate was scanned; TAKEN_OUT says that the pieces are out of it."""
    if crate is None:
        return Ruling(Verdict.FOREIGN_CRATE)
    wanted = work.crate(line.crate_id)
    product = work.products[line.sku]
    if crate.id != wanted.id:
        return Ruling(Verdict.TAKE_OUT_ELSEWHERE, {"crate": crate.number, "wanted": wanted.number})
    if not product_seen:
        return Ruling(Verdict.TAKE_OUT_PRODUCT_FIRST, {"crate": crate.number, "product": called(product)})
    values = {
        "quantity": line.quantity,
        "product": called(product),
        "crate": crate.number,
        "bin": product.bin,
    }
    return Ruling(Verdict.TAKEN_OUT, values)
