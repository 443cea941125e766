"""A crates room beside a picking desk, on one real database: a scale, a cloud that answers or does not."""

from pathlib import Path
from typing import Any

from sqlalchemy import insert

from cloud_api.wire.crates import CrateLife
from cloud_api.wire.facts import FACT_BODIES, FactKind
from hardware.codes import make_box_code, read_code
from hardware.protocols import Reading, ReadingState
from station.crates.commands.desk import Desk
from station.crates.flow.conversation import CratesFlow
from station.crates.model.view import CratesView, Press
from station.crates.model.weight_check import Tolerance
from station.kernel.ids import CrateId, Sscc
from station.kernel.messages import Message
from station.kernel.scan import Scan
from station.kernel.settings import WeighWish
from station.kernel.trouble import Trouble
from station.people.badges import BadgeHolder
from station.storage import tables
from station.sync import outbox
from tests.station.kit import (
    PICKER,
    STATION,
    SUPERVISOR,
    SUPERVISOR_PIN,
    Bench,
    at_once,
    english,
    gtin,
    lease_of,
    product,
)

TARE_G = 600
TOLERANCE = Tolerance(15, 1.0)


class Silence(Trouble):
    """No network."""

    def __init__(self) -> None:
        super().__init__(Message("The cloud cannot be reached"), Message("Wait"), retry_helps=True)


class Refusal(Trouble):
    """The cloud says no, as its client tells it."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(Message("The cloud refused"), Message("Ask"), retry_helps=False)
        self.status, self.detail = status, detail


class CratesRoom:
    """The room with one wave picked whole beside it: two crates, of S1 ×3 and S2 ×2."""

    def __init__(self, folder: Path, waves: int = 1) -> None:
        products = [product(1, weight_g=500), product(2, weight_g=120)]
        self.bench = Bench(folder)
        orders = [{"S1": 3, "S2": 2}, {"S1": 1}]
        self.bench.lender.leases = [
            lease_of(products, orders, self.bench.clock, number) for number in range(1, waves + 1)
        ]
        self.reading: Reading | None = None
        self.lives: dict[str, CrateLife] = {}
        self.trouble: Trouble | None = Silence()
        self.shown: list[CratesView] = []
        self.desk = Desk(
            self.bench.desk.database,
            self.bench.clock,
            STATION,
            "工位 1",
            self.bench.desk.time_zone,
            english(),
            "优邻站",
            lambda: self.reading,
            TOLERANCE,
        )
        self.flow = CratesFlow(
            self.desk,
            WeighWish.ASKED,
            self._ask,
            at_once,
            self.bench._talk,
            self.shown.append,
            self._acted,
        )
        with self.desk.database.act() as connection:
            row = {"id": SUPERVISOR.id, "name": SUPERVISOR.name, "badge": SUPERVISOR.badge}
            connection.execute(insert(tables.operator).values(**row, active=True, supervisor=True))
        self.flow.sign_in(BadgeHolder(PICKER.id, PICKER.name, PICKER.badge, supervisor=False))

    def _ask(self, label: str) -> CrateLife | None:
        if self.trouble is not None:
            raise self.trouble
        return self.lives.get(label)

    def _acted(self) -> None:
        """As the workplace does it: the picking desk of the PC hears of each act here."""
        self.bench.flow.crates_changed()

    def pick_wave(self) -> None:
        """Pick the next wave whole."""
        view = self.bench.take()
        while view.step.value != "wave_done":
            work = self.bench.desk.working()
            current = work.current()
            if current is None:
                view = self.bench.scan(next(c.sscc for c in work.crates if c.state.value == "open"))
            elif work.hand.quantity < work.wanted(current.sku):
                view = self.bench.scan(gtin(int(current.sku[1:])))
            else:
                view = self.bench.scan(work.lit()[0][0].sscc)

    def crate(self, number: int) -> tuple[CrateId, Sscc]:
        crate = next(each for each in self.bench.desk.working().crates if each.number == number)
        return crate.id, crate.sscc

    def scan(self, text: str) -> CratesView:
        self.bench.clock.advance(2)
        return self.flow.scan(Scan(text, self.bench.clock.monotonic(), "test"), read_code(text))

    def box(self, number: int) -> CratesView:
        return self.scan(make_box_code(number))

    def press(self, press: Press) -> CratesView:
        self.bench.clock.advance(2)
        return self.flow.press(press)

    def on_scale(self, weight_g: int, state: ReadingState = ReadingState.STABLE) -> None:
        self.reading = Reading(state, weight_g, self.bench.clock.monotonic())

    def keep_tare(self) -> None:
        self.on_scale(TARE_G)
        self.press(Press.TARE)

    def supervise(self, reason: str) -> CratesView:
        """A supervisor comes with badge and PIN and says why."""
        self.scan(SUPERVISOR.badge)
        view = self.flow.pin(SUPERVISOR_PIN)
        assert view.override is not None, view
        chosen = next(each for each in view.override.reasons if each.code == reason)
        return self.flow.choose_reason(chosen)

    def facts(self) -> list[tuple[str, Any]]:
        """Kinds and checked bodies of all that was told, oldest first."""
        with self.desk.database.look() as connection:
            told = outbox.waiting(connection, 1_000)
        return [(fact.kind, FACT_BODIES[FactKind(fact.kind)].model_validate(fact.body)) for fact in told]

    def words(self, view: CratesView) -> str:
        assert view.answer is not None, view
        return english().say(view.answer.words)

    def close(self) -> None:
        self.bench.close()
