"""The rules of taking goods of a cancelled order out of an open crate: the product first, then its crate."""

from dataclasses import dataclass

from station.kernel.ids import Sku
from station.picking.model.cancelled import CancelledLine
from station.picking.model.parcels import Bag, bag_name
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


@dataclass(frozen=True)
class BagOut:
    """The bag of a cancelled order that is to come out whole, with all that lies in it."""

    crate: Crate
    bag: Bag
    lines: tuple[CancelledLine, ...]

    @property
    def name(self) -> str:
        """How the bag is called."""
        return bag_name(self.crate.number, self.bag)

    @property
    def pieces(self) -> int:
        """Pieces in it."""
        return sum(line.quantity for line in self.lines)


def bag_out(work: WaveWork) -> BagOut | None:
    """The bag that is to come out now; None where nothing has to, or where the crate holds no bags."""
    line = next_line(work)
    if line is None:
        return None
    crate = work.crate(line.crate_id)
    bag = crate.bag_of(line.order_id)
    if bag is None:
        return None
    held = (line.crate_id, line.order_id)
    lines = tuple(each for each in work.cancelled if (each.crate_id, each.order_id) == held)
    return BagOut(crate, bag, lines)


def goods(work: WaveWork, out: BagOut) -> tuple[str, ...]:
    """What lies in a bag, and where each goes."""
    told = ((line.quantity, work.products[line.sku]) for line in out.lines)
    return tuple(f"{quantity} × {called(product)} → {product.bin}" for quantity, product in told)


def bag_shown(work: WaveWork, out: BagOut, code: str | None) -> Ruling:
    """Something was scanned while a bag is to come out: only the code on its own label says that it is."""
    wanted = {"crate": out.crate.number, "bag": out.name}
    if code is None:
        return Ruling(Verdict.TAKE_OUT_BAG, wanted)
    found = work.parcel(code)
    if found is None:
        return Ruling(Verdict.FOREIGN_BAG)
    crate, bag = found
    if bag is not out.bag:
        values = {"bag": bag_name(crate.number, bag), "wanted": out.name, "crate": out.crate.number}
        return Ruling(Verdict.TAKE_OUT_OTHER_BAG, values)
    return Ruling(Verdict.BAG_TAKEN_OUT, {"bag": out.name, "goods": ", ".join(goods(work, out))})


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
