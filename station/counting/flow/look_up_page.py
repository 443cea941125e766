"""What lies where by the book, by lot and expiry; from here goods are moved, set apart or written off."""

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin
from cloud_api.wire.floor import MoveReason, StockMoved
from hardware.codes import RefusedCode, ScannedCode
from station.counting.flow.carry_page import CarryPage
from station.counting.flow.page import Room
from station.counting.model.carry import Carry, Errand, LotHere
from station.counting.model.count import TO_COUNT
from station.counting.model.goods import Goods, Seen
from station.counting.model.ruling import Ruling, ruling
from station.counting.model.shelf_life import shelf_life
from station.counting.model.verdicts import Verdict
from station.counting.model.view import Card, LotRow, MoveLine, Part, Press, Step, Typed
from station.counting.store.goods import goods_of
from station.counting.store.moves import own_moves
from station.kernel.ids import Sku
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.stock.book import LotInBin, in_bin, lots_of
from station.stock.tasks import counts

ERRANDS = {
    Press.MOVE: Errand.MOVE,
    Press.DAMAGED: Errand.DAMAGED,
    Press.EXPIRED: Errand.EXPIRED,
    Press.LOST: Errand.LOST,
}
_INTO = Message("{count} × {product} into {to}")
_OUT_OF = Message("{count} × {product} out of {bin}")
_ACROSS = Message("{count} × {product}: {bin} → {to}")
_ENDS = {
    MoveReason.DAMAGE: Message("damaged"),
    MoveReason.EXPIRED: Message("expired"),
    MoveReason.LOSS: Message("lost"),
}


class LookUpPage:
    """Shows a bin or a product. Of a bin that is to be counted no quantity is told: counts are blind."""

    def __init__(self, room: Room, carrying: CarryPage) -> None:
        self._room = room
        self._carrying = carrying
        self._bin: Bin | None = None
        self._goods: Goods | None = None
        self._chosen: str | None = None

    def found(self, found: Bin | Seen, scan: Scan | None) -> Ruling | None:
        """Show it."""
        self._chosen = None
        if isinstance(found, Bin):
            self._room.desk.here = found.path
            self._bin, self._goods = found, None
            return ruling(Verdict.BIN_SHOWN)
        self._bin, self._goods = None, found.goods
        return ruling(Verdict.PRODUCT_SHOWN)

    def wants(self) -> Typed:
        return Typed.CODE

    def typed(self, text: str) -> Ruling | None:
        return None

    def takes(self, code: ScannedCode | RefusedCode) -> bool:
        return False

    def press(self, press: Press) -> Ruling | None:
        """Something is taken out of the bin."""
        errand = ERRANDS.get(press)
        if errand is None:
            return None
        with self._room.desk.database.look() as connection:
            lot = next((each for each in self._lots(connection) if _key(each) == self._chosen), None)
        bin_code = lot.bin if lot else (self._bin.code if self._bin else None)
        if bin_code is None:
            return ruling(Verdict.NOT_OF_A_BIN)
        self._room.go(Step.CARRY)
        return self._carrying.begin(Carry(errand, bin_code, None if lot is None else lot_here(lot)))

    def choose(self, key: str) -> Ruling | None:
        self._chosen = key
        return None

    def part(self, connection: Connection) -> Part:
        rows = self._rows(connection)
        if self._chosen not in [row.key for row in rows]:
            self._chosen = None
        is_shown = self._bin is not None or self._goods is not None
        return Part(
            step=Step.LOOK_UP,
            question=self._question(),
            card=self._card(rows),
            rows=rows,
            chosen=self._chosen,
            empty=Message("The book has nothing here") if is_shown else Message("Nothing is looked at yet"),
            can=frozenset(ERRANDS) if self._bin is not None or self._chosen is not None else frozenset(),
            moves=self._moves(connection),
        )

    def _question(self) -> Message:
        if self._bin is not None:
            return Message("{bin}: this lies here by the book", bin=self._bin.code)
        if self._goods is not None:
            return Message("{product}: here it lies", product=self._goods.words)
        return Message("Scan a bin or a product")

    def _card(self, rows: tuple[LotRow, ...]) -> Card:
        if any(row.quantity is None for row in rows):
            return Card("?", Message("to be counted: the book is not shown"))
        pieces = sum(row.quantity or 0 for row in rows)
        return Card(str(pieces) if self._bin or self._goods else "–", Message("pieces by the book"))

    def _lots(self, connection: Connection) -> list[LotInBin]:
        if self._bin is not None:
            return in_bin(connection, self._bin.code)
        return lots_of(connection, self._goods.sku) if self._goods is not None else []

    def _rows(self, connection: Connection) -> tuple[LotRow, ...]:
        lots = self._lots(connection)
        blind = {(task.bin, task.sku) for task in counts(connection, TO_COUNT)}
        work = self._room.desk.work
        if work is not None:
            blind.add((work.bin, work.sku))
        goods = goods_of(connection, {lot.sku for lot in lots})
        return tuple(
            LotRow(
                key=_key(lot),
                bin=lot.bin,
                product=goods[lot.sku].words,
                lot=lot.lot,
                expiry=lot.expiry,
                life=shelf_life(lot.expiry, self._room.desk.today),
                quantity=None if blind & {(lot.bin, None), (lot.bin, lot.sku)} else lot.quantity,
                weight_g=lot.weight_g,
                by_weight=goods[lot.sku].by_weight,
            )
            for lot in lots
        )

    def _moves(self, connection: Connection) -> tuple[MoveLine, ...]:
        if self._bin is None and self._goods is None:
            return ()
        bin_code = self._bin.code if self._bin else ""
        moves = own_moves(connection, bin=bin_code, sku=self._goods.sku if self._goods else "")
        goods = goods_of(connection, {each.body.sku for each in moves})
        return tuple(
            MoveLine(self._room.clock_time(each.at), _told(each.body, goods[each.body.sku])) for each in moves
        )


def lot_here(lot: LotInBin) -> LotHere:
    """The lot as it is taken out of its bin."""
    return LotHere(Sku(lot.sku), lot.lot, lot.expiry, lot.quantity, lot.weight_g)


def _key(lot: LotInBin) -> str:
    return "\x1f".join((lot.bin, lot.sku, lot.lot, str(lot.expiry or "")))


def _told(body: StockMoved, goods: Goods) -> Message:
    to = body.to_bin or _ENDS.get(body.why, Message("out of the book"))
    words = _ACROSS if body.from_bin else _INTO
    if body.from_bin and not body.to_bin and body.why not in _ENDS:
        words = _OUT_OF
    return Message(words.text, count=body.quantity, product=goods.words, bin=body.from_bin or "", to=to)
