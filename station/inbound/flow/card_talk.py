"""What scans, keys and typed words mean for the goods in hand; writes nothing but the card."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from cloud_api.wire.inbound import Condition
from hardware.protocols import Reading, ReadingState
from station.inbound.commands.desk import Desk
from station.inbound.model import rules
from station.inbound.model.card import Card, Field, Why
from station.inbound.model.goods import Seen
from station.inbound.model.orders import PurchaseOrder
from station.inbound.model.reading import DateFault, read_expiry, read_pieces, read_weight_g
from station.inbound.model.rules import Ruling
from station.inbound.model.verdicts import Verdict
from station.inbound.store import bins
from station.kernel.scan import Scan

DOUBLE_READ_S = 0.07
"""A hand scanner reads no second piece within this; ten scans a second stay ten."""
NOTHING_LIES_G = 5
"""Less than this is the rest of a scale's own drift."""
LONGEST_LOT = 40
Weigh = Callable[[], Reading | None]
"""What the scale of this desk says now; None where it has none."""
_DATE_FAULTS = {DateFault.FORM: Verdict.NO_DATE, DateFault.NO_SUCH_DAY: Verdict.NO_SUCH_DAY}
_NO_WEIGHT_IN = {
    ReadingState.MOVING: Verdict.NOT_STEADY,
    ReadingState.OVERLOAD: Verdict.OVERLOADED,
    ReadingState.UNDERLOAD: Verdict.EMPTY_SCALE,
    ReadingState.STALE: Verdict.SCALE_SILENT,
}


class CardTalk:
    """The part of the conversation that is about one product in hand."""

    def __init__(self, desk: Desk, weigh: Weigh, *, has_scale: Callable[[], bool]) -> None:
        self._desk = desk
        self._weigh = weigh
        self._has_scale = has_scale
        self._last: tuple[str, float] | None = None
        self._load_g = 0
        """Grams taken from the scale last: the same once more is asked about."""
        self._same_asked = False
        self.unordered: str | None = None
        """SKU of goods nobody ordered, scanned just now: once more, and a supervisor is asked."""

    def drop(self) -> None:
        """The goods are not in hand any more."""
        self._desk.card = None
        self._last, self._load_g, self._same_asked = None, 0, False
        self.unordered = None

    def seen(self, seen: Seen, scan: Scan | None) -> Ruling | None:
        """A product was scanned or typed; None where a supervisor is to be asked whether it comes in."""
        last, self._last = self._last, None if scan is None else (scan.text, scan.at)
        if _is_double(last, scan):
            return Ruling(Verdict.REPEATED)
        card = self._desk.card
        if card is not None and card.goods.sku == seen.goods.sku:
            return self._more(card, seen)
        if card is not None:
            return Ruling(Verdict.FINISH_CARD, {"product": card.goods.called})
        return self._begin(seen)

    def _begin(self, seen: Seen) -> Ruling | None:
        order, sku = self._desk.chosen, seen.goods.sku
        if order is not None and order.line(sku) is not None:
            self.take(seen, order)
            return self._counted()
        elsewhere = next((each for each in self._desk.orders if each.line(sku)), None)
        if order is None or elsewhere is not None:
            return self._not_of(order, elsewhere, seen)
        if self.unordered == sku:
            return None
        self.unordered = sku
        return Ruling(Verdict.TAKE_UNORDERED, {"product": seen.goods.called})

    def _not_of(self, order: PurchaseOrder | None, other: PurchaseOrder | None, seen: Seen) -> Ruling:
        if order is None or other is None:
            return Ruling(Verdict.CHOOSE_ORDER)
        values = {"product": seen.goods.called, "supplier": other.supplier, "code": other.code}
        return Ruling(Verdict.OTHER_ORDER, values)

    def take(self, seen: Seen, order: PurchaseOrder | None) -> None:
        """These goods are in hand now; they go to the receiving bin of their zone unless told otherwise."""
        with self._desk.database.look() as connection:
            bin_code = bins.receiving_bin(connection, seen.goods.zone)
        self._load_g, self._same_asked, self.unordered = 0, False, None
        self._desk.card = Card(
            goods=seen.goods,
            document_id=None if order is None else order.id,
            quantity=seen.pieces,
            counted=True,
            weight_g=seen.weight_g,
            lot=seen.lot,
            expiry=seen.expiry,
            bin=bin_code,
        )

    def _more(self, card: Card, seen: Seen) -> Ruling:
        other = rules.seen_again(card, seen)
        if other is not None:
            return Ruling(other, {"quantity": card.quantity})
        quantity = card.quantity + seen.pieces if card.counted else card.quantity
        self._desk.card = replace(
            card,
            quantity=quantity,
            weight_g=card.weight_g + seen.weight_g,
            lot=card.lot or seen.lot,
            expiry=card.expiry or seen.expiry,
            over_confirmed=False,
        )
        return self._counted()

    def _counted(self) -> Ruling:
        card = self._desk.card
        assert card is not None
        fault = self._desk.shelf.judge(card.expiry)
        if fault is not None and card.word is None:
            return Ruling(fault, {"expiry": rules.told_day(card.expiry)})
        return Ruling(Verdict.COUNTED, {"quantity": card.quantity, "product": card.goods.called})

    def typed(self, card: Card, text: str) -> Ruling:
        """A word was typed into the field of the card; the field goes back to the quantity."""
        by_field = {
            Field.QUANTITY: self._type_quantity,
            Field.EXPIRY: self._type_expiry,
            Field.LOT: self._type_lot,
            Field.WEIGHT: self._type_weight,
        }
        return by_field[card.field](card, text)

    def _type_quantity(self, card: Card, text: str) -> Ruling:
        quantity = read_pieces(text)
        if quantity is None:
            return Ruling(Verdict.NO_NUMBER, {"typed": text[:20]})
        self._desk.card = replace(card, quantity=quantity, counted=False, over_confirmed=False)
        if not card.is_good:
            return rules.condition_told(self._desk.card)
        return Ruling(Verdict.QUANTITY_SET, {"quantity": quantity, "product": card.goods.called})

    def _type_expiry(self, card: Card, text: str) -> Ruling:
        day = read_expiry(text)
        if not isinstance(day, date):
            return Ruling(_DATE_FAULTS[day], {"typed": text[:20]})
        self._desk.card = replace(card, expiry=day, word=None, field=Field.QUANTITY)
        fault = self._desk.shelf.judge(day)
        return Ruling(fault or Verdict.EXPIRY_SET, {"expiry": rules.told_day(day)})

    def _type_lot(self, card: Card, text: str) -> Ruling:
        if len(text.strip()) > LONGEST_LOT:
            return Ruling(Verdict.LOT_TOO_LONG)
        self._desk.card = replace(card, lot=text.strip(), field=Field.QUANTITY)
        return Ruling(Verdict.LOT_SET, {"lot": text.strip()})

    def _type_weight(self, card: Card, text: str) -> Ruling:
        weight_g = read_weight_g(text)
        if weight_g is None:
            return Ruling(Verdict.NO_WEIGHT, {"typed": text[:20]})
        self._desk.card = replace(card, weight_g=weight_g, field=Field.QUANTITY)
        return self._weighed()

    def ask(self, field: Field) -> None:
        """What is typed next goes into this field; asked again, back to the quantity."""
        card = self._desk.card
        if card is not None:
            self._desk.card = replace(card, field=Field.QUANTITY if card.field is field else field)

    def weigh(self, card: Card) -> Ruling:
        """Add what lies on the scale; without one the weight is typed."""
        if not self._has_scale():
            self._desk.card = replace(card, field=Field.WEIGHT)
            return Ruling(Verdict.NO_SCALE)
        reading = self._weigh()
        if reading is None:
            return Ruling(Verdict.SCALE_SILENT)
        if reading.state is not ReadingState.STABLE or reading.weight_g is None:
            return Ruling(_NO_WEIGHT_IN.get(reading.state, Verdict.NOT_STEADY))
        if reading.weight_g < NOTHING_LIES_G:
            return Ruling(Verdict.EMPTY_SCALE)
        if reading.weight_g == self._load_g and not self._same_asked:
            self._same_asked = True
            return Ruling(Verdict.SAME_LOAD, {"weight": rules.told_weight(reading.weight_g)})
        self._load_g, self._same_asked = reading.weight_g, False
        self._desk.card = replace(card, weight_g=card.weight_g + reading.weight_g)
        return self._weighed()

    def _weighed(self) -> Ruling:
        """Pieces nobody told follow from what a piece is planned to weigh."""
        card = self._desk.card
        assert card is not None
        if card.goods.by_weight and card.counted and card.goods.each_g and card.quantity <= 1:
            card = replace(card, quantity=max(1, round(card.weight_g / card.goods.each_g)))
            self._desk.card = card
        values = {"weight": rules.told_weight(card.weight_g), "product": card.goods.called}
        return Ruling(Verdict.WEIGHED, values)

    def set_condition(self, card: Card, condition: Condition) -> Ruling:
        """Set apart, or refused; the same key again: good after all."""
        if card.condition is condition:
            self._desk.card = replace(card, condition=Condition.GOOD, why=None)
            return Ruling(Verdict.QUANTITY_SET, {"quantity": card.quantity, "product": card.goods.called})
        self._desk.card = replace(card, condition=condition, why=None)
        return Ruling(Verdict.WHY_WANTED)

    def set_why(self, card: Card, why: Why) -> Ruling:
        """The reason was chosen."""
        self._desk.card = replace(card, why=why)
        return rules.condition_told(self._desk.card)


def _is_double(last: tuple[str, float] | None, scan: Scan | None) -> bool:
    """Whether a scanner read the same code twice with one press."""
    if last is None or scan is None or last[0] != scan.text:
        return False
    return 0 <= scan.at - last[1] < DOUBLE_READ_S
