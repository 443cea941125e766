"""A picker with a body: does what the screen says, errs now and then, and weighs what was closed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from hardware.codes import gs1_check_digit, make_sscc
from station.bootstrap.stands.picking import TAKES_A_WAVE
from station.crates.model.weight_check import Content, Tolerance, WeightCheck, WeightVerdict, check
from station.demo.autopilot import right_code
from station.kernel.messages import Tone
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView, Step, TileState
from tests.floor.goods import Goods, Slip
from tests.floor.mistakes import SCANNED, SILENT, Mistake
from tests.journeys.kit import rows
from tests.station.recovery.desk import HeadlessDesk

TARE_G = 1_900
PIECE_SPREAD_PER_CENT = 1.0
TOLERANCE = Tolerance(15, PIECE_SPREAD_PER_CENT)
SWING_G = 400
SHORT_SHARE = 0.002
AS_TOLD = (Verdict.PUT_OK, Verdict.PRODUCT_DONE)
CLOSED = (Verdict.CRATE_CLOSED, Verdict.WAVE_DONE)
Tell = Callable[[dict[str, Any]], None]


@dataclass(frozen=True)
class Assortment:
    """What the picker reads off shelves and labels."""

    gtins: Mapping[str, str]
    grams: Mapping[str, int]
    names: Mapping[str, str]
    """SKU of each product by its name and spec."""


@dataclass
class Picker:
    """Picks waves at one desk until the cloud has none; tells of mistakes, and of the crates it touched."""

    desk: HeadlessDesk
    file: Path
    """The desk's database: what its screens show of the time before a crash."""
    assortment: Assortment
    share: float
    """Of acts that go wrong, 0 to 1."""
    random: Random
    tell: Tell
    counts_all: bool = False
    """Each piece of a weighed crate is scanned once more, else only those too light for the scale."""
    goods: Goods = field(default_factory=Goods)

    def work(self) -> None:
        """Until no wave is free."""
        self._look_after_a_crash()
        view = self.desk.rest()
        while True:
            if view.step in TAKES_A_WAVE:
                view = self.desk.take_wave()
                if view.step not in (Step.SCAN_PRODUCT, Step.PUT, Step.CLOSE_CRATES):
                    if view.notice is None or view.notice.tone is Tone.INFO:
                        return
                    continue
            view = self._act(view)

    def _act(self, view: PickingView) -> PickingView:
        if view.can_short and self.random.random() < SHORT_SHARE:
            self.desk.press(lambda flow: flow.declare_short())
            return self.desk.press(lambda flow: flow.declare_short())
        if self.random.random() < self.share:
            mistake = self.random.choice(SCANNED)
            code = self._wrong_code(mistake, view)
            if code is not None:
                return self._err(view, mistake, code)
        code = right_code(view, self.assortment.gtins)
        assert code is not None, f"the desk asks for nothing: {view}"
        after = self.desk.scan(code)
        self._move(view, after, code)
        return after

    def _err(self, before: PickingView, mistake: Mistake, code: str) -> PickingView:
        """Scan what is wrong: whatever the desk counts must stay as it is."""
        after = self.desk.scan(code)
        assert after.answer is not None
        caught = after.answer.tone is not Tone.OK and _counted(before) == _counted(after)
        self.tell({"mistake": mistake, "found": "scan" if caught else None, "by": after.answer.verdict})
        return after

    # The body

    def _move(self, view: PickingView, after: PickingView, code: str) -> None:
        """The goods follow the desk's answer, as a careful hand does; sometimes the hand slips."""
        assert after.answer is not None
        if after.answer.verdict in CLOSED:
            self._weigh(code)
        elif after.answer.verdict in AS_TOLD:
            assert view.product is not None
            before = next(tile.put for tile in view.crates if tile.sscc == code)
            quantity = next(tile.put for tile in after.crates if tile.sscc == code) - before
            self._lay(code, view.product.sku, quantity)
            open_crates = [tile.sscc for tile in after.crates if tile.state is not TileState.CLOSED]
            if self.random.random() < self.share:
                self._slip(code, view.product.sku, [sscc for sscc in open_crates if sscc != code])

    def _lay(self, sscc: str, sku: str, quantity: int) -> None:
        self.goods.told_of(sscc)[sku] += quantity
        self.goods.lay(sscc, sku, *(self._piece(sku) for _ in range(quantity)))
        self.tell(self.goods.as_json([sscc]))

    def _slip(self, sscc: str, sku: str, beside: list[str]) -> None:
        kind, goods = self.random.choice(SILENT), self.goods
        last_g = goods.pieces[sscc][sku][-1]
        if kind is Mistake.SKIPPED_SCAN:
            goods.slip(Slip(kind, sscc, sku, self._piece(sku)))
        elif kind is Mistake.ONE_TOO_FEW:
            goods.slip(Slip(kind, sscc, sku, last_g))
        elif kind is Mistake.SWAPPED:
            other = self.random.choice([each for each in self.assortment.gtins if each != sku])
            goods.slip(Slip(kind, sscc, sku, last_g, other, self._piece(other)))
        elif beside:
            goods.slip(Slip(kind, sscc, sku, last_g, self.random.choice(beside)))
        else:
            return
        self.tell(goods.as_json(goods.slips[-1].crates))

    def _piece(self, sku: str) -> int:
        """A piece off the shelf: no two weigh the same."""
        nominal = self.assortment.grams[sku]
        return max(1, round(self.random.gauss(nominal, nominal * PIECE_SPREAD_PER_CENT / 100)))

    # The scale

    def _weigh(self, sscc: str) -> None:
        """Weigh a closed crate; a difference is weighed again, then the crate is gone through."""
        found = self._read(sscc)
        if self.random.random() < self.share:
            swung = self._read(sscc, self._swing_g(found))
            seen = swung.verdict is not WeightVerdict.AS_PLANNED
            self.tell({"mistake": Mistake.SCALE_JUMPS, "found": "scale" if seen else None})
        self.goods.weighed.add(sscc)
        slips = [slip for slip in self.goods.slips if sscc in slip.crates]
        fits = found.verdict is WeightVerdict.AS_PLANNED
        scanned = self.assortment.gtins if self.counts_all else found.too_light_to_tell
        if fits and not self._miscounted(sscc, scanned):
            self._tell_unseen(slips)
        else:
            self._go_through(sscc, slips, "count" if fits else "scale")
        self.tell(self.goods.as_json([sscc]))

    def _go_through(self, sscc: str, slips: Collection[Slip], finder: str) -> None:
        """Hold the crate against its list; it is right then."""
        if not slips:
            self.tell({"false_alarm": sscc})
        for slip in slips:
            rest = self.goods.set_right(slip, sscc)
            if rest is None:
                self.tell({"mistake": slip.kind, "found": finder})
            else:
                self._tell_unseen([rest])

    def _tell_unseen(self, slips: Collection[Slip]) -> None:
        """All crates these touched have passed."""
        for slip in slips:
            if slip.crates <= self.goods.weighed:
                self.tell({"mistake": slip.kind, "found": None})

    def _swing_g(self, found: WeightCheck) -> int:
        """Away from the plan: a swing that evens a mistake out would hide both by chance."""
        swing_g = found.tolerance_g + SWING_G
        if found.verdict is WeightVerdict.AS_PLANNED:
            return self.random.choice((-swing_g, swing_g))
        return swing_g if found.difference_g > 0 else -swing_g

    def _miscounted(self, sscc: str, skus: Collection[str]) -> bool:
        """Scan the pieces of these products once more; the weight is as planned."""
        if not skus:
            return False
        lying, told = self.goods.counted(sscc), self.goods.told_of(sscc)
        self.tell({"counted": sum(lying[sku] for sku in skus)})
        return any(lying[sku] != told[sku] for sku in skus)

    def _read(self, sscc: str, off_g: int = 0) -> WeightCheck:
        grams = self.assortment.grams
        goods = [Content(sku, count, grams[sku]) for sku, count in self.goods.told_of(sscc).items()]
        return check(goods, self.goods.grams(sscc) + TARE_G + off_g, TARE_G, TOLERANCE)

    def _look_after_a_crash(self) -> None:
        """The crash hid an answer: what the desk counted and did not say is laid into its crate."""
        told = "SELECT c.sscc, p.sku, sum(p.quantity) quantity FROM put p JOIN crate c ON c.id = p.crate_id"
        for row in rows(self.file, f"{told} WHERE p.undone_at IS NULL GROUP BY c.sscc, p.sku"):
            missed = row["quantity"] - self.goods.told_of(row["sscc"])[row["sku"]]
            if missed:
                self._lay(row["sscc"], row["sku"], missed)
        for row in rows(self.file, "SELECT sscc FROM crate WHERE state = 'closed'"):
            if row["sscc"] not in self.goods.weighed:
                self._weigh(row["sscc"])

    # Wrong codes

    def _wrong_code(self, mistake: Mistake, view: PickingView) -> str | None:
        """A code that makes this mistake now; None where it cannot be made."""
        makers: dict[Mistake, Callable[[PickingView], str | None]] = {
            Mistake.WRONG_PRODUCT: self._another_product,
            Mistake.LOOK_ALIKE: self._look_alike,
            Mistake.WRONG_LOT: self._old_lot,
            Mistake.ONE_TOO_MANY: self._one_too_many,
            Mistake.WRONG_CRATE: self._dark_crate,
            Mistake.FOREIGN_CRATE: lambda _: make_sscc(9, "9520001", self.random.randrange(10**8)),
            Mistake.CLOSED_TOO_EARLY: self._open_crate,
            Mistake.MISREAD: lambda now: _misread(right_code(now, self.assortment.gtins)),
            Mistake.UNKNOWN: lambda _: _unknown(self.random.randrange(10**9)),
        }
        return makers[mistake](view)

    def _another_product(self, view: PickingView) -> str | None:
        if view.step is not Step.SCAN_PRODUCT or view.product is None:
            return None
        gtins, right = self.assortment.gtins, self.assortment.gtins[view.product.sku]
        return self.random.choice([gtin for gtin in gtins.values() if gtin != right])

    def _look_alike(self, view: PickingView) -> str | None:
        if view.step is not Step.SCAN_PRODUCT or view.product is None:
            return None
        named = (self.assortment.names.get(name) for name in view.product.look_alikes)
        skus = [sku for sku in named if sku is not None and sku != view.product.sku]
        return self.assortment.gtins[self.random.choice(skus)] if skus else None

    def _old_lot(self, view: PickingView) -> str | None:
        if view.step is not Step.SCAN_PRODUCT or view.product is None:
            return None
        return f"]C101{self.assortment.gtins[view.product.sku].zfill(14)}1720010110OLD"

    def _one_too_many(self, view: PickingView) -> str | None:
        card = view.product
        if card is None or view.step is not Step.PUT or card.in_hand < card.wanted:
            return None
        return self.assortment.gtins[card.sku]

    def _dark_crate(self, view: PickingView) -> str | None:
        dark = [tile.sscc for tile in view.crates if tile.state is TileState.WAITING]
        return self.random.choice(dark) if view.step is Step.PUT and dark else None

    def _open_crate(self, view: PickingView) -> str | None:
        waiting = [tile.sscc for tile in view.crates if tile.state is TileState.WAITING]
        return self.random.choice(waiting) if view.step is Step.SCAN_PRODUCT and waiting else None


def _counted(view: PickingView) -> object:
    """What the desk counts: pieces in the hand and in each crate, and crates that are closed."""
    hand = view.product.in_hand if view.product else 0
    return hand, [(tile.sscc, tile.put, tile.state is TileState.CLOSED) for tile in view.crates]


def _misread(code: str | None) -> str | None:
    return f"{code[:-1]}{(int(code[-1]) + 1) % 10}" if code else None


def _unknown(number: int) -> str:
    digits = f"200{number:09d}"
    return f"{digits}{gs1_check_digit(digits)}"
