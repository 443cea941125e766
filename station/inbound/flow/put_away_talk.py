"""What scans, keys and typed words mean for goods that wait to be put away."""

from cloud_api.wire.catalogue import Bin
from station.inbound.commands.desk import Desk
from station.inbound.commands.putting_away import put_away
from station.inbound.model.goods import Seen
from station.inbound.model.put_away import Waiting
from station.inbound.model.reading import read_pieces
from station.inbound.model.rules import Ruling
from station.inbound.model.verdicts import Verdict
from station.inbound.store import bins


class PutAwayTalk:
    """The part of the conversation that is about the list of goods at the dock."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._key: str | None = None
        self._typed: int | None = None
        self.is_on = False

    @property
    def picked(self) -> Waiting | None:
        """The lot that is carried now."""
        return next((each for each in self._desk.waiting if each.key == self._key), None)

    @property
    def part(self) -> int:
        """Pieces of it that go to the next bin."""
        picked = self.picked
        if picked is None:
            return 0
        return picked.part if self._typed is None else min(self._typed, picked.quantity)

    def toggle(self) -> None:
        """To the list, and back."""
        self.is_on = not self.is_on
        self.select(None)

    def end(self) -> None:
        """Another thing is done from now on."""
        self.is_on = False
        self.select(None)

    def back(self) -> None:
        """Out of a picked lot, then out of the list."""
        if self._key is None:
            self.is_on = False
        self.select(None)

    def select(self, key: str | None) -> None:
        """This lot is carried now; None: none is."""
        self._key, self._typed = key, None

    def seen(self, seen: Seen) -> Ruling:
        """A product was scanned: its lot that waits is picked, the one the code tells where it tells one."""
        lots = [each for each in self._desk.waiting if each.goods.sku == seen.goods.sku]
        told = [each for each in lots if not seen.lot or each.lot == seen.lot]
        told = [each for each in told if seen.expiry is None or each.expiry == seen.expiry]
        if not told:
            return Ruling(Verdict.NOT_IN_LIST, {"product": seen.goods.called})
        self.select(told[0].key)
        return Ruling(Verdict.COUNTED, {"quantity": self.part, "product": seen.goods.called})

    def bin(self, target: Bin | None) -> Ruling:
        """A bin was scanned: what is carried stands there now."""
        if target is None:
            return Ruling(Verdict.UNKNOWN_BIN)
        picked = self.picked
        if picked is None:
            meant = [each for each in self._desk.waiting if each.proposed == target.code]
            if len(meant) != 1:
                return Ruling(Verdict.SCAN_GOODS_FIRST)
            picked = meant[0]
            self.select(picked.key)
        ruling = put_away(self._desk, picked, self.part, target)
        if ruling.verdict in (Verdict.PUT_AWAY, Verdict.PUT_ELSEWHERE):
            self.select(None)
        return ruling

    def typed(self, text: str) -> Ruling:
        """A number of pieces, or the code of a bin."""
        with self._desk.database.look() as connection:
            target = bins.bin_coded(connection, text)
        if target is not None:
            return self.bin(target)
        picked, quantity = self.picked, read_pieces(text)
        if picked is None:
            return Ruling(Verdict.SCAN_GOODS_FIRST)
        if quantity is None:
            return Ruling(Verdict.NO_NUMBER, {"typed": text[:20]})
        self._typed = quantity
        return Ruling(Verdict.COUNTED, {"quantity": self.part, "product": picked.goods.called})

    def confirm(self) -> Ruling:
        """Enter: the first lot is picked; a bin is confirmed by its label only."""
        if self.picked is not None:
            return Ruling(Verdict.BIN_WANTED)
        first = next(iter(self._desk.waiting), None)
        if first is None:
            return Ruling(Verdict.NOT_NOW)
        self.select(first.key)
        return Ruling(Verdict.COUNTED, {"quantity": self.part, "product": first.goods.called})
