"""Goods are taken out of a bin: what, how many, and where to or why."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin
from hardware.codes import RefusedCode, ScannedCode
from station.counting.commands import carrying, counting
from station.counting.flow.page import Room
from station.counting.model.carry import Carry, DamageReason, Errand, LotHere, lots_like, weight_of
from station.counting.model.goods import MOST_COUNTED, MOST_COUNTED_G, Goods, Seen
from station.counting.model.ruling import Ruling, ruling
from station.counting.model.shelf_life import shelf_life
from station.counting.model.verdicts import Verdict
from station.counting.model.view import Card, ChoiceRow, LotRow, Part, Press, Rows, Step, Typed
from station.counting.store.goods import goods_of
from station.kernel.ids import Sku, new_uuid
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.people.override import Override, OverrideReason, OverrideRequest
from station.stock.book import in_bin

DAMAGE_WORDS = {
    DamageReason.BROKEN: Message("Broken"),
    DamageReason.LEAKING: Message("Leaking"),
    DamageReason.SPOILED: Message("Spoiled"),
    DamageReason.PACK_TORN: Message("Pack torn"),
    DamageReason.OTHER: Message("Another reason"),
}
LOSS_REASONS = (
    OverrideReason("not_found", Message("Searched for, not found")),
    OverrideReason("taken", Message("Taken by somebody")),
    OverrideReason("book_wrong", Message("The book was wrong")),
    OverrideReason("other", Message("Another reason")),
)
_UNDER = {
    Errand.MOVE: Message("pieces to move"),
    Errand.DAMAGED: Message("pieces damaged"),
    Errand.EXPIRED: Message("pieces expired"),
    Errand.LOST: Message("pieces lost"),
}


class CarryPage:
    """One errand at a time; nothing is written before the end is told."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._carry = Carry(Errand.MOVE, "")
        self._choices: list[LotHere] = []
        self._pending: Seen | None = None
        self._typed = Typed.PIECES

    def begin(self, carry: Carry) -> Ruling:
        """Take something out of a bin."""
        self._carry, self._choices, self._pending = carry, [], None
        self._typed = Typed.PIECES
        return self._ask()

    def found(self, found: Bin | Seen, scan: Scan | None) -> Ruling | None:
        """A product adds up; a bin is where it all goes."""
        if isinstance(found, Seen):
            return self._seen(found)
        carry = self._carry
        if carry.errand is not Errand.MOVE or not carry.is_ready:
            return self._ask()
        return self._ended(carrying.move_to(self._room.desk, carry, found))

    def wants(self) -> Typed:
        return self._typed

    def typed(self, text: str) -> Ruling | None:
        """How many pieces, or grams."""
        is_grams = self._typed is Typed.GRAMS
        most = MOST_COUNTED_G if is_grams else MOST_COUNTED
        if self._carry.lot is None:
            return self._ask()
        digits = text.strip()
        if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(most)) and int(digits)):
            return ruling(Verdict.BAD_NUMBER, typed=text[:20])
        if is_grams:
            self._carry = replace(self._carry, told_g=int(digits))
        else:
            self._carry = replace(self._carry, quantity=int(digits))
        self._typed = Typed.PIECES
        return self._ask()

    def takes(self, code: ScannedCode | RefusedCode) -> bool:
        return False

    def press(self, press: Press) -> Ruling | None:
        if press is Press.CONFIRM:
            return self._confirm()
        if press is Press.GRAMS:
            self._typed = Typed.GRAMS
            return ruling(Verdict.TYPE_WEIGHT, product=self._goods().words)
        if press is Press.WEIGH:
            grams = counting.weighed_g(self._room.desk)
            if isinstance(grams, Ruling):
                return grams
            self._carry = replace(self._carry, told_g=grams)
            return ruling(Verdict.WEIGHT_SET, product=self._goods().words, weight=grams)
        return None

    def choose(self, key: str) -> Ruling | None:
        """Which lot, or why."""
        if self._choices:
            lot = next((each for each in self._choices if _key(each) == key), None)
            return None if lot is None else self._take(lot)
        if self._carry.errand is Errand.DAMAGED and key in set(DamageReason):
            self._carry = replace(self._carry, reason=DamageReason(key))
        return None

    def part(self, connection: Connection) -> Part:
        carry = self._carry
        skus = {lot.sku for lot in self._choices} | ({carry.lot.sku} if carry.lot else set())
        goods = goods_of(connection, skus)
        here = goods[carry.lot.sku] if carry.lot else None
        return Part(
            step=Step.CARRY,
            question=self._question(here),
            card=Card(str(carry.quantity), _UNDER[carry.errand], _head(carry, here)),
            rows=self._rows(goods),
            chosen=carry.reason.value if carry.reason and not self._choices else None,
            empty=Message("Scan the product that leaves {bin}", bin=carry.bin),
            typed=self._typed,
            can=self._can(here),
            next=None if carry.errand is Errand.MOVE else Press.CONFIRM,
        )

    def _seen(self, seen: Seen) -> Ruling:
        carry = self._carry
        if carry.lot is not None:
            if carry.lot.sku != seen.goods.sku or not lots_like([carry.lot], seen.lot, seen.expiry):
                return ruling(Verdict.OTHER_PRODUCT, product=self._goods().words)
            return self._add(seen)
        with self._room.desk.database.look() as connection:
            here = [
                LotHere(Sku(lot.sku), lot.lot, lot.expiry, lot.quantity, lot.weight_g)
                for lot in in_bin(connection, carry.bin)
                if lot.sku == seen.goods.sku
            ]
        self._pending = seen
        like = lots_like(here, seen.lot, seen.expiry)
        if len(like) > 1:
            self._choices = like
            return ruling(Verdict.WHICH_LOT, product=seen.goods.words)
        return self._take(like[0] if like else LotHere(seen.goods.sku, seen.lot, seen.expiry))

    def _take(self, lot: LotHere) -> Ruling:
        """It is this lot; what was scanned to find it counts."""
        self._carry = replace(self._carry, lot=lot)
        self._choices = []
        pending, self._pending = self._pending, None
        return self._ask() if pending is None else self._add(pending)

    def _add(self, seen: Seen) -> Ruling:
        carry = self._carry
        told_g = carry.told_g
        if seen.weight_g:
            told_g = (told_g or 0) + seen.weight_g
        self._carry = replace(carry, quantity=carry.quantity + seen.pieces, told_g=told_g)
        return self._ask()

    def _ask(self) -> Ruling:
        """What is still to be told."""
        carry = self._carry
        if self._choices and self._pending is not None:
            return ruling(Verdict.WHICH_LOT, product=self._pending.goods.words)
        if carry.lot is None:
            return ruling(Verdict.WHAT_PRODUCT, bin=carry.bin)
        words = self._goods().words
        if carry.quantity == 0:
            return ruling(Verdict.HOW_MANY, product=words, count=0)
        if carry.errand is Errand.MOVE:
            return ruling(Verdict.WHERE_TO, product=words, count=carry.quantity)
        if carry.errand is Errand.DAMAGED and carry.reason is None:
            return ruling(Verdict.WHY, product=words, count=carry.quantity)
        return ruling(Verdict.HOW_MANY, product=words, count=carry.quantity)

    def _confirm(self) -> Ruling:
        carry = self._carry
        if not carry.is_ready or carry.errand is Errand.MOVE:
            return self._ask()
        if carry.errand is not Errand.LOST:
            return self._ended(carrying.set_apart(self._room.desk, carry))
        movement_id = new_uuid()
        question = Message(
            "{count} of {product} in {bin} are lost",
            count=carry.quantity,
            product=self._goods().words,
            bin=carry.bin,
        )

        def granted(override: Override) -> Ruling:
            return self._ended(carrying.write_off(self._room.desk, carry, movement_id, override))

        request = OverrideRequest("stock_written_off", question, LOSS_REASONS, movement_id)
        self._room.ask_supervisor(request, granted)
        return ruling(Verdict.SUPERVISOR_WANTED)

    def _ended(self, ruled: Ruling) -> Ruling:
        if ruled.verdict in (Verdict.MOVED, Verdict.SET_APART, Verdict.WRITTEN_OFF):
            self._room.go(Step.LOOK_UP)
        return ruled

    def _goods(self) -> Goods:
        lot = self._carry.lot
        if lot is None:
            return Goods(Sku(""), "")
        with self._room.desk.database.look() as connection:
            return goods_of(connection, [lot.sku])[lot.sku]

    def _question(self, goods: Goods | None) -> Message:
        carry = self._carry
        if self._choices:
            return Message("Which lot is in your hand?")
        if goods is None:
            return Message("Scan the product that leaves {bin}", bin=carry.bin)
        if not carry.quantity:
            return Message("How many leave {bin}?", bin=carry.bin)
        if carry.errand is Errand.MOVE:
            return Message("Scan the bin they go to")
        if carry.errand is Errand.DAMAGED and carry.reason is None:
            return Message("Why are they not to be sold?")
        return Message("Are these all? Then confirm")

    def _rows(self, goods: Mapping[str, Goods]) -> Rows:
        if self._choices:
            return tuple(
                self._lot_row(lot, goods[lot.sku], lot.quantity, lot.weight_g) for lot in self._choices
            )
        carry = self._carry
        if carry.errand is Errand.DAMAGED and carry.lot is not None and carry.quantity:
            return tuple(ChoiceRow(reason.value, words) for reason, words in DAMAGE_WORDS.items())
        if carry.lot is None:
            return ()
        return (self._lot_row(carry.lot, goods[carry.lot.sku], carry.quantity, weight_of(carry)),)

    def _lot_row(self, lot: LotHere, goods: Goods, quantity: int, weight_g: int) -> LotRow:
        life = shelf_life(lot.expiry, self._room.desk.today)
        return LotRow(
            key=_key(lot),
            bin=self._carry.bin,
            product=goods.words,
            lot=lot.lot,
            expiry=lot.expiry,
            life=life,
            quantity=quantity,
            weight_g=weight_g,
            by_weight=goods.by_weight,
        )

    def _can(self, goods: Goods | None) -> frozenset[Press]:
        can = {Press.BACK}
        if self._carry.errand is not Errand.MOVE and self._carry.is_ready:
            can.add(Press.CONFIRM)
        if goods is not None and goods.by_weight:
            can |= {Press.WEIGH, Press.GRAMS}
        return frozenset(can)


def _key(lot: LotHere) -> str:
    return "\x1f".join((lot.sku, lot.lot, str(lot.expiry or "")))


def _head(carry: Carry, goods: Goods | None) -> tuple[Message | str, ...]:
    return (carry.bin, goods.words) if goods is not None else (carry.bin,)
