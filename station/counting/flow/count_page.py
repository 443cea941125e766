"""A bin is counted: scans add up, the last entry can be set right, and the book is never shown."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin
from hardware.codes import CodeKind, RefusedCode, ScannedCode
from station.counting.commands import counting
from station.counting.commands.desk import Desk
from station.counting.flow.page import Room
from station.counting.model.count import Lot, Work, summed
from station.counting.model.goods import Goods, Seen
from station.counting.model.ruling import Ruling, ruling
from station.counting.model.shelf_life import shelf_life
from station.counting.model.verdicts import Verdict
from station.counting.model.view import Card, LotRow, Part, Press, Step, Typed
from station.counting.store.goods import goods_of
from station.kernel.messages import Message
from station.kernel.scan import Scan

_SET: Mapping[Typed, Callable[[Desk, str], Ruling]] = {
    Typed.PIECES: counting.set_pieces,
    Typed.GRAMS: counting.set_grams,
    Typed.EXPIRY: counting.set_expiry,
    Typed.LOT: counting.set_lot,
}
_ASKED = {
    Press.GRAMS: (Typed.GRAMS, Verdict.TYPE_WEIGHT),
    Press.EXPIRY: (Typed.EXPIRY, Verdict.TYPE_EXPIRY),
    Press.LOT: (Typed.LOT, Verdict.TYPE_LOT),
}
_WHILE_ASKED = frozenset({Press.DONE, Press.BACK, Press.UNDO})
_LOT_KINDS = (CodeKind.TEXT, CodeKind.DIGITS)
LONGEST_NUMBER = 7
"""Digits; what is longer is a bar code typed by hand."""


class CountPage:
    """One count; `confirming` while it is asked whether that is all."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._typed = Typed.PIECES
        self.confirming = False

    def enter(self) -> None:
        """A count was taken up."""
        self._typed = Typed.PIECES
        self.confirming = False

    def found(self, found: Bin | Seen, scan: Scan | None) -> Ruling | None:
        """A product counts; the bin's own label is the hand on the Done button."""
        work = self._room.desk.work
        if work is None:
            return ruling(Verdict.NOT_NOW)
        if isinstance(found, Bin):
            if found.code == work.bin:
                return self._done()
            return ruling(Verdict.OTHER_BIN, other=found.code, bin=work.bin)
        self.enter()
        return self._after(counting.count(self._room.desk, scan.id if scan else None, found))

    def wants(self) -> Typed:
        return self._typed

    def typed(self, text: str) -> Ruling | None:
        """A number, a day or a lot for the last entry."""
        wanted = self._typed
        self.enter()
        ruled = _SET[wanted](self._room.desk, text)
        if ruled.verdict in (Verdict.BAD_NUMBER, Verdict.BAD_DAY, Verdict.BAD_LOT):
            self._typed = wanted
        return ruled

    def takes(self, code: ScannedCode | RefusedCode) -> bool:
        """A lot's own code has no meaning of its own."""
        if self._typed is not Typed.LOT:
            return False
        return isinstance(code, RefusedCode) or code.kind in _LOT_KINDS

    def press(self, press: Press) -> Ruling | None:
        if press is Press.DONE:
            return self._done()
        if press in _ASKED:
            return self._ask(press)
        self.confirming = False
        if press is Press.UNDO:
            return counting.undo(self._room.desk)
        return counting.weigh(self._room.desk) if press is Press.WEIGH else None

    def back(self) -> bool:
        """One step back; False where that leaves the count."""
        if self.confirming or self._typed is not Typed.PIECES:
            self.enter()
            return True
        self._room.desk.work = None
        return False

    def choose(self, key: str) -> Ruling | None:
        return None

    def part(self, connection: Connection) -> Part:
        work = self._room.desk.work
        assert work is not None, "a bin is being counted"
        skus = {entry.sku for entry in work.entries} | ({work.sku} if work.sku else set())
        goods = goods_of(connection, skus)
        last = goods[work.last.sku] if work.last else None
        return Part(
            step=Step.CONFIRM if self.confirming else Step.COUNT,
            question=self._question(work, goods),
            card=_card(work, goods),
            rows=self._rows(work, goods),
            empty=Message("Nothing is counted yet"),
            typed=self._typed,
            can=_can(work, last) & _WHILE_ASKED if self.confirming else _can(work, last),
            next=_next(work, last, confirming=self.confirming),
        )

    def _question(self, work: Work, goods: Mapping[str, Goods]) -> Message:
        if self.confirming:
            return Message("Is this all that lies in {bin}?", bin=work.bin)
        if work.sku:
            return Message(
                "Scan each piece of {product} in {bin}", product=goods[work.sku].words, bin=work.bin
            )
        return Message("Scan each piece in {bin}", bin=work.bin)

    def _done(self) -> Ruling:
        if self.confirming:
            return self._after(counting.tell(self._room.desk))
        ruled = counting.ready(self._room.desk)
        self.confirming = ruled.verdict is not Verdict.WEIGHT_WANTED
        return ruled

    def _ask(self, press: Press) -> Ruling:
        """What is typed next is something else."""
        work = self._room.desk.work
        if work is None or work.last is None:
            return ruling(Verdict.NOT_NOW)
        self.confirming = False
        self._typed, verdict = _ASKED[press]
        with self._room.desk.database.look() as connection:
            return ruling(verdict, product=goods_of(connection, [work.last.sku])[work.last.sku].words)

    def _after(self, ruled: Ruling) -> Ruling:
        """A count that is told, or not needed any more, gives way to the list."""
        if self._room.desk.work is None:
            self.enter()
            self._room.go(Step.TASKS)
        return ruled

    def _rows(self, work: Work, goods: Mapping[str, Goods]) -> tuple[LotRow, ...]:
        last = work.last
        mark = None if last is None else (last.sku, last.lot, last.expiry)
        rows = [
            _row(work, lot, goods[lot.sku], self._room.desk, is_last=(lot.sku, lot.lot, lot.expiry) == mark)
            for lot in summed(work.entries)
        ]
        return tuple(sorted(rows, key=lambda row: not row.is_last))


def _row(work: Work, lot: Lot, goods: Goods, desk: Desk, *, is_last: bool) -> LotRow:
    return LotRow(
        key="\x1f".join((lot.sku, lot.lot, str(lot.expiry or ""))),
        bin=work.bin,
        product=goods.words,
        lot=lot.lot,
        expiry=lot.expiry,
        life=shelf_life(lot.expiry, desk.today),
        quantity=lot.quantity,
        weight_g=lot.weight_g,
        by_weight=goods.by_weight,
        is_last=is_last,
    )


def _card(work: Work, goods: Mapping[str, Goods]) -> Card:
    """The pieces of the product in hand."""
    last = work.last
    if last is None:
        return Card("0", Message("pieces counted"), (work.bin,))
    pieces = counting.pieces_of(work, last.sku)
    return Card(str(pieces), Message("pieces counted"), (work.bin, goods[last.sku].words))


def _can(work: Work, last: Goods | None) -> frozenset[Press]:
    can = {Press.DONE, Press.BACK}
    if work.entries:
        can |= {Press.UNDO, Press.EXPIRY, Press.LOT}
    if last is not None and last.by_weight:
        can |= {Press.WEIGH, Press.GRAMS}
    return frozenset(can)


def _next(work: Work, last: Goods | None, *, confirming: bool) -> Press | None:
    entry = work.last
    if last is not None and entry is not None and last.by_weight and not entry.weight_g:
        return Press.WEIGH
    return Press.DONE if confirming else None
