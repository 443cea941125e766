"""An operator who is not there: reads the screen's view, scans what it asks for, and errs now and then."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from enum import StrEnum

from hardware.codes import gs1_check_digit, make_sscc
from station.picking.model.view import PickingView, Step, TileState


class Mistake(StrEnum):
    """What a tired operator does wrong."""

    WRONG_PRODUCT = "wrong product"
    WRONG_CRATE = "wrong crate"
    FOREIGN_CRATE = "crate of another wave"
    MISREAD = "misread code"
    UNKNOWN = "unknown code"
    ONE_TOO_MANY = "one item too many"


class Autopilot:
    """Answers each view with the next scan."""

    def __init__(self, gtins: Mapping[str, str], mistakes: float, seed: int) -> None:
        """`gtins` maps each SKU to a GTIN of its label; `mistakes` is the share of scans that err (0–1)."""
        self._gtins = gtins
        self._share = mistakes
        self._random = random.Random(seed)  # noqa: S311 - a script, not a secret
        self.made: Counter[Mistake] = Counter()

    def next_code(self, view: PickingView) -> str | None:
        """The code to scan now, or None when the view asks for none."""
        right = right_code(view, self._gtins)
        if right is None or self._random.random() >= self._share:
            return right
        mistake = self._random.choice(list(Mistake))
        wrong = self.wrong_code(mistake, view)
        if wrong is None:
            return right
        self.made[mistake] += 1
        return wrong

    def wrong_code(self, mistake: Mistake, view: PickingView) -> str | None:
        """A code that makes this mistake now, or None where it cannot be made."""
        makers: dict[Mistake, Callable[[PickingView], str | None]] = {
            Mistake.WRONG_PRODUCT: self._another_product,
            Mistake.WRONG_CRATE: self._another_crate,
            Mistake.FOREIGN_CRATE: lambda _: make_sscc(9, "9520001", self._random.randrange(10**8)),
            Mistake.MISREAD: lambda now: _misread(right_code(now, self._gtins)),
            Mistake.UNKNOWN: lambda _: _unknown_gtin(self._random.randrange(10**9)),
            Mistake.ONE_TOO_MANY: self._one_too_many,
        }
        return makers[mistake](view)

    def _another_product(self, view: PickingView) -> str | None:
        if view.step is not Step.SCAN_PRODUCT or view.product is None:
            return None
        shown = view.product.sku
        return self._gtins[self._random.choice([sku for sku in self._gtins if sku != shown])]

    def _another_crate(self, view: PickingView) -> str | None:
        dark = [tile for tile in view.crates if tile.state is TileState.WAITING]
        return self._random.choice(dark).sscc if view.step is Step.PUT and dark else None

    def _one_too_many(self, view: PickingView) -> str | None:
        card = view.product
        if card is None or view.step is not Step.PUT or card.in_hand < card.wanted:
            return None
        return self._gtins[card.sku]


def right_code(view: PickingView, gtins: Mapping[str, str]) -> str | None:
    """What a careful operator scans now: the product shown, a lit crate, or at the end a full one."""
    if view.step is Step.SCAN_PRODUCT and view.product is not None:
        return gtins[view.product.sku]
    wanted = {Step.PUT: TileState.LIT, Step.CLOSE_CRATES: TileState.FULL}.get(view.step)
    return next((tile.sscc for tile in view.crates if tile.state is wanted), None)


def _misread(code: str | None) -> str | None:
    return f"{code[:-1]}{(int(code[-1]) + 1) % 10}" if code else None


def _unknown_gtin(number: int) -> str:
    digits = f"200{number:09d}"
    return f"{digits}{gs1_check_digit(digits)}"
