"""What an operator at the window does next, worked out from the station's file instead of her eyes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from hardware.codes import gs1_check_digit, make_sscc
from tests.journeys.kit import count, rows, until
from tests.journeys.station_window import StationWindow

COLD_LAST = ("ambient", "chilled", "frozen")
"""The way goes through the stores in this order."""
LAYOUT = "28PPPPPWWWWWC"
"""Of the labels of the shop's scale."""
SHOWN_FOR_S = 1.5
"""Within this the same crate again counts as a slip of the trigger (see commands/scanning.py)."""


@dataclass(frozen=True)
class Need:
    """What one crate still gets of the product to pick now."""

    sscc: str
    pieces: int


class PickingHand:
    """Picks a wave, or two in one walk; a crate is scanned by what was decoded from its printed label."""

    def __init__(self, window: StationWindow, labels: Mapping[str, str]) -> None:
        """`labels` maps the SSCC of each crate to the text a scanner reads from its label."""
        self._window = window
        self._labels = labels
        self.weighed_g: list[int] = []
        """Grams of the portions put, in their order."""
        bodies = [row["body"] for row in rows(window.file, "SELECT body FROM wave WHERE state = 'started'")]
        waves = [json.loads(body) for body in bodies]
        self._wave_ids = [UUID(wave["id"]).hex for wave in waves]
        self._these = f"IN ({', '.join('?' * len(waves))})"
        products = {product["sku"]: product for wave in waves for product in wave["products"]}
        self._products = sorted(
            products.values(), key=lambda each: (COLD_LAST.index(each["zone"]), each["path"])
        )

    def product_to_pick(self) -> Mapping[str, str] | None:
        """The next product along the path."""
        return next((product for product in self._products if self.needs(product["sku"])), None)

    def needs(self, sku: str) -> list[Need]:
        """Crates that still want of this product."""
        query = (
            "SELECT c.sscc, s.planned - s.put - s.short pieces FROM slot s JOIN crate c ON c.id = s.crate_id "
            f"WHERE c.wave_id {self._these} AND s.sku = ? AND pieces > 0 ORDER BY c.number"
        )
        found = rows(self._window.file, query, *self._wave_ids, sku)
        return [Need(row["sscc"], row["pieces"]) for row in found]

    def open_crates(self) -> list[str]:
        """SSCCs of crates that are not closed."""
        query = f"SELECT sscc FROM crate WHERE wave_id {self._these} AND state = 'open' ORDER BY number"
        return [row["sscc"] for row in rows(self._window.file, query, *self._wave_ids)]

    def is_done(self) -> bool:
        """Whether the wave, or both in one walk, are completed at this desk."""
        query = f"SELECT count(*) FROM wave WHERE id {self._these} AND state <> 'completed'"
        return not count(self._window.file, query, *self._wave_ids)

    def pick_all(self) -> None:
        """Every product into its crates."""
        while product := self.product_to_pick():
            self.pick(product)

    def pick(self, product: Mapping[str, str]) -> None:
        """One product into all its crates, each piece or once by its rule."""
        needs = self.needs(product["sku"])
        if product.get("plu"):
            self._weigh_all(product, needs)
            return
        if product["scan_rule"] == "once":
            assert self._window.scan(self.code(product)) == "product_ok"
        for need in needs:
            for _ in range(1 if product["scan_rule"] == "once" else need.pieces):
                if product["scan_rule"] == "each":
                    assert self._window.scan(self.code(product)) == "product_ok"
                verdict = self._window.scan(self._labels[need.sscc])
                assert verdict in ("put_ok", "product_done")

    def _weigh_all(self, product: Mapping[str, str], needs: list[Need]) -> None:
        """Portions with labels of a shop's scale, each another gram; one that is far too heavy is refused."""
        target_g = int(product["weight_g"])
        assert self._window.scan(_weight_label(product["plu"], 2 * target_g)) == "too_heavy"
        for need in needs:
            for _ in range(need.pieces):
                weight_g = target_g + len(self.weighed_g) - 2
                assert self._window.scan(_weight_label(product["plu"], weight_g)) == "weighed"
                self._window.picture("3b-weighed")
                assert self._window.scan(self._labels[need.sscc]) in ("put_ok", "product_done")
                self.weighed_g.append(weight_g)

    def close_all(self) -> None:
        """Scan each full crate once more; the very last scan ends the wave."""
        for sscc in self.open_crates():
            verdict = self.close(sscc)
            assert verdict in ("crate_closed", "wave_done")
        assert self.is_done()

    def close(self, sscc: str) -> str:
        """Scan a full crate until it counts: right after a put it is taken for a slip of the trigger."""
        return until(f"the closing of crate {sscc}", lambda: self._unless_repeated(sscc))

    def err(self) -> dict[str, str]:
        """Every mistake an operator can make with a scanner now; what was answered to each."""
        product = self.product_to_pick()
        assert product is not None
        others = [other for other in self._products if other["sku"] != product["sku"]]
        code, needs = self.code(product), self.needs(product["sku"])
        answers = {
            "wrong product": self._window.scan(self.code(others[0])),
            "unknown product": self._window.scan(_with_check_digit("200000000001")),
            "misread product": self._window.scan(_misread(code)),
            "crate before product": self._window.scan(self._labels[needs[0].sscc]),
        }
        assert self._window.scan(code) == "product_ok"
        stranger = next(sscc for sscc in self.open_crates() if sscc not in {need.sscc for need in needs})
        answers |= {
            "wrong crate": self._window.scan(self._labels[stranger]),
            "crate of another wave": self._window.scan(make_sscc(9, "9520001", 4711)),
            "another product in hand": self._window.scan(self.code(others[0])),
        }
        assert self._window.scan(self._labels[needs[0].sscc]) in ("put_ok", "product_done")
        return answers

    @staticmethod
    def code(product: Mapping[str, str]) -> str:
        """The 13 digits on the pack."""
        return product["gtins"][0][1:]

    def _unless_repeated(self, sscc: str) -> str:
        verdict = self._window.scan(self._labels[sscc])
        return "" if verdict == "repeated" else verdict


def _weight_label(plu: str, weight_g: int) -> str:
    return _with_check_digit(f"28{int(plu):05d}{weight_g:05d}")


def _with_check_digit(digits: str) -> str:
    return f"{digits}{gs1_check_digit(digits)}"


def _misread(code: str) -> str:
    return f"{code[:-1]}{(int(code[-1]) + 1) % 10}"
