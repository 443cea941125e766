"""What a scan at the dock means: a paper, a product, a bin."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin
from hardware.check_digits import numbered
from hardware.codes import CodeKind, Refusal, RefusedCode, ScannedCode
from station.inbound.commands.desk import Desk
from station.inbound.flow.card_talk import CardTalk
from station.inbound.flow.picture import called
from station.inbound.flow.put_away_talk import PutAwayTalk
from station.inbound.model import rules
from station.inbound.model.goods import Seen
from station.inbound.model.rules import Ruling
from station.inbound.model.verdicts import Verdict
from station.inbound.store import bins, goods
from station.kernel.scan import Scan

T = TypeVar("T")


class ScanTalk:
    """Decides by what is chosen and in hand; recording and choosing are the conversation's."""

    def __init__(
        self,
        desk: Desk,
        card: CardTalk,
        put_away: PutAwayTalk,
        choose: Callable[[str], Ruling],
        record: Callable[[], Ruling],
        unordered: Callable[[Seen], None],
    ) -> None:
        """`unordered` asks a supervisor about goods nobody ordered."""
        self._desk = desk
        self._card = card
        self._put_away = put_away
        self._choose = choose
        self._record = record
        self._unordered = unordered
        self.begun_at = desk.clock.now()
        """When the goods in hand were taken up: photos taken since may be of them."""

    def look(self, read: Callable[[Connection], T]) -> T:
        """What the database says now."""
        with self._desk.database.look() as connection:
            return read(connection)

    def scanned(self, scan: Scan, code: ScannedCode | RefusedCode) -> Ruling | None:
        """What a scan comes to; None where a supervisor is asked instead."""
        if isinstance(code, RefusedCode):
            if code.why is Refusal.BAD_CHECK_DIGIT:
                return Ruling(Verdict.BAD_CHECK_DIGIT)
            return Ruling(Verdict.UNKNOWN_CODE, {"code": code.text[:40]})
        if code.document is not None:
            return self._paper(code.document)
        if code.bin is not None:
            number = numbered(code.bin)
            return self.bin(self.look(lambda connection: bins.bin_numbered(connection, number)))
        if code.gtin is not None or code.plu is not None:
            return self.product(self.look(lambda c: goods.seen_by(c, code)), code.text, scan)
        if code.kind in (CodeKind.DIGITS, CodeKind.TEXT):
            return Ruling(Verdict.UNKNOWN_CODE, {"code": code.text[:40]})
        return Ruling(Verdict.NOT_HERE)

    def _paper(self, code: str) -> Ruling:
        order = next((each for each in self._desk.orders if code in each.codes), None)
        if order is None:
            return Ruling(Verdict.UNKNOWN_PAPER, {"code": code})
        if self._desk.card is not None:
            return Ruling(Verdict.FINISH_CARD, {"product": self._desk.card.goods.called})
        return self._choose(str(order.id))

    def product(self, seen: Seen | None, text: str, scan: Scan | None) -> Ruling | None:
        """A product is to be received or put away, by its scan or by hand; None as for `scanned`."""
        if seen is None:
            return Ruling(Verdict.UNKNOWN_PRODUCT, {"code": text[:40]})
        if self._put_away.is_on:
            return self._put_away.seen(seen)
        order = self._desk.chosen
        if order is None and self._desk.card is None:
            return self._only_order(seen, scan)
        if order is not None and order.closed_at is not None:
            return Ruling(Verdict.ORDER_CLOSED, {"supplier": called(order.supplier)})
        if self._desk.card is None:
            self.begun_at = self._desk.clock.now()
        ruling = self._card.seen(seen, scan)
        if ruling is None:
            self._unordered(seen)
        return ruling

    def _only_order(self, seen: Seen, scan: Scan | None) -> Ruling | None:
        """A product only one open order waits for says which supplier is here."""
        of_it = [each for each in self._desk.orders if each.line(seen.goods.sku) and not each.closed_at]
        if len(of_it) != 1:
            return Ruling(Verdict.CHOOSE_ORDER)
        self._choose(str(of_it[0].id))
        return self.product(seen, "", scan)

    def bin(self, target: Bin | None) -> Ruling:
        """The bin the goods go to; None for a label of no bin here."""
        if self._put_away.is_on:
            return self._put_away.bin(target)
        card = self._desk.card
        if card is None:
            return Ruling(Verdict.UNKNOWN_BIN) if target is None else Ruling(Verdict.SCAN_GOODS_FIRST)
        fault = rules.fits(target, card.goods)
        if fault is not None or target is None:
            return fault or Ruling(Verdict.UNKNOWN_BIN)
        self._desk.card = replace(card, bin=target.code)
        return self._record()

    def bin_called(self, code: str) -> Bin | None:
        """The bin whose name was typed."""
        return self.look(lambda connection: bins.bin_coded(connection, code.upper()))

    def typed(self, text: str) -> Ruling | None:
        """A product named by hand: its number, its SKU; None as for `scanned`."""
        return self.product(self.look(lambda connection: goods.seen_as(connection, text)), text, None)
