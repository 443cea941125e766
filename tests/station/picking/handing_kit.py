"""Desks on real database files with a real cloud over loopback, worked by hand one after the other."""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, update

from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import migrate
from cloud_api.storage.tables.waves import crates, puts, shorts
from cloud_api.wire.base import ScanRule
from cloud_api.wire.catalogue import Goods
from cloud_api.wire.exchange import ChangePage
from cloud_api.wire.waves import Lease, LeaseRenewal, LeaseRequest
from station.kernel.ids import StationId, WaveId
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView, Step, TileState
from station.picking.model.work import WaveWork
from station.storage import tables
from station.sync import inbox, outbox
from station.sync.client import CloudClient
from tests.cloud_api.kit import DeskKit, SetClock, Shop, open_shop, order, pickup_point, running
from tests.station.kit import PICKER, Bench, gtin, product

SKUS = ("S1", "S2", "S3", "S4")
PUTS = (Verdict.PUT_OK, Verdict.PRODUCT_DONE)
Held = Counter[tuple[str, str]]
"""Pieces by label of a crate and product."""


class Line:
    """The way to the cloud, which may be cut."""

    def __init__(self, desk: "CloudDesk", client: CloudClient) -> None:
        self._desk = desk
        self.client = client
        self.is_cut = False

    def lease(self, request: LeaseRequest) -> Lease | None:
        self._look()
        if self._desk.send_before_lease:
            self._desk.send()
        return self.client.lease(request)

    def renew(self, wave_id: Any, lease_id: Any) -> LeaseRenewal:
        self._look()
        return self.client.renew(wave_id, lease_id)

    def give_back(self, wave_id: Any, lease_id: Any) -> None:
        self._look()
        self.client.give_back(wave_id, lease_id)

    def _look(self) -> None:
        if self.is_cut:
            raise Trouble(Message("No network"), Message("Go on"), retry_helps=True)


class CloudDesk(Bench):
    """A Bench whose waves come from the cloud; its operator puts what the desk says into real crates."""

    def __init__(self, folder: Path, kit: DeskKit) -> None:
        self._kit = kit
        self.crates: Held = Counter()
        self.send_before_lease = True
        super().__init__(folder)
        self.line = Line(self, CloudClient(kit.cloud.url, kit.token))
        with self.desk.database.act() as connection:
            connection.execute(update(tables.station).values(id=kit.station_id))
        self.reopen()

    def reopen(self) -> PickingView:
        """As after a crash: what is on the disk counts."""
        view = self.restart()
        self.desk.station_id = StationId(self._kit.station_id)
        self.desk.picker = PICKER
        self.flow._taking._lender = self.line
        return view

    def close(self) -> None:
        super().close()

    def end(self) -> None:
        """The day is over."""
        self.close()
        self.line.client.close()

    def send(self) -> None:
        """All facts that wait go up."""
        assert not self.line.is_cut
        while True:
            with self.desk.database.act() as connection:
                facts = outbox.waiting(connection, 100)
            if not facts:
                break
            answer = self.line.client.push(facts)
            with self.desk.database.act() as connection:
                outbox.record_answers(connection, answer.results)
        self.flow.facts_answered()

    def pull(self) -> None:
        """All changes come down."""
        with self.desk.database.act() as connection:
            after = inbox.cursor(connection)
            told = self._kit.call("GET", "/v1/changes", params={"after": after, "limit": 1000}).json()
            kinds = inbox.apply_page(connection, ChangePage.model_validate(told), self.clock.now())
        if "wave_wanted" in kinds:
            self.flow.lease_changed()
        if "wave_changed" in kinds:
            self.flow.orders_changed()

    def take(self, wave_id: WaveId | None = None) -> PickingView:
        self.flow.take_wave(wave_id)
        return self.flow.view()

    def put(self, code: str) -> PickingView:
        """Scan, and do with the goods what the answer says."""
        hand = self.desk.work.hand.sku if self.desk.work is not None else None
        lit = {tile.sscc: tile.quantity for tile in self.flow.view().crates if tile.state is TileState.LIT}
        view = self.scan(code)
        assert view.answer is not None
        told = view.answer.verdict
        if told in PUTS:
            assert view.answer.words.values["quantity"] == lit[code]
        if told in PUTS or (told is Verdict.HANDED_AS_ASKED and code in lit):
            self.crates[code, str(hand)] += lit[code]
        return view

    def undo(self) -> PickingView:
        """Undo, and take out what the answer says."""
        work = self.desk.work
        view = self.flow.undo()
        assert view.answer is not None
        if view.answer.verdict is Verdict.UNDONE:
            told = view.answer.words.values
            sku = next(sku for sku in SKUS if f"商品{sku[1:]} " in str(told["product"]))
            self.crates[self._label(work, int(told["crate"])), sku] -= int(told["quantity"])
        return view

    def hand_over(self) -> PickingView:
        """Asked back once."""
        view = self.flow.hand_over()
        assert view.answer is not None
        return self.flow.hand_over() if view.answer.verdict is Verdict.CONFIRM_HAND_OVER else view

    def facts(self) -> list[tuple[str, str]]:
        """Kind and state of each fact."""
        with self.desk.database.look() as connection:
            rows = connection.execute(select(tables.fact).order_by(tables.fact.c.seq)).all()
        return [(row.kind, row.state) for row in rows]

    def printed(self) -> int:
        """Labels and slips queued here."""
        with self.desk.database.look() as connection:
            return len(connection.execute(select(tables.print_job.c.id)).all())

    def _label(self, work: WaveWork | None, number: int) -> str:
        assert work is not None
        return next(crate.sscc for crate in work.crates if crate.number == number)


class Warehouse:
    """A cloud with waves, and desks at work."""

    def __init__(self, folder: Path, engine: Engine, shop: Shop) -> None:
        self._folder = folder
        self._engine = engine
        self.shop = shop
        self.desks: list[CloudDesk] = []

    def desk(self) -> CloudDesk:
        """One more desk."""
        number = len(self.desks) + 1
        made = CloudDesk(self._folder / f"desk{number}", self.shop.cloud.desk(f"工位 {number}"))
        self.desks.append(made)
        return made

    def in_crates(self) -> Held:
        """What the cloud has in crates that count."""
        return self._held(
            select(crates.c.sscc, puts.c.sku, puts.c.quantity).where(puts.c.undone_at.is_(None))
        )

    def forget_puts(self, *, forgotten: bool) -> None:
        """All puts are undone in the cloud, as no desk has told; or stand again."""
        with self._engine.begin() as connection:
            connection.execute(update(puts).values(undone_at=SetClock()() if forgotten else None))

    def short(self) -> Held:
        """What the cloud knows to be short."""
        return self._held(select(crates.c.sscc, shorts.c.sku, shorts.c.quantity), shorts)

    def _held(self, query: Any, of: Any = puts) -> Held:
        joined = query.join(of, of.c.crate_id == crates.c.id).where(crates.c.voided_at.is_(None))
        held: Held = Counter()
        with self._engine.connect() as connection:
            for label, sku, pieces in connection.execute(joined):
                held[label, sku] += pieces
        return held


def new_database(folder: Path) -> Path:
    """A file of the cloud without anything in it, to be copied."""
    folder.mkdir(exist_ok=True)
    file = folder / "cloud.db"
    engine = open_engine(str(file))
    migrate(engine)
    engine.dispose()
    return file


@contextmanager
def warehouse(
    folder: Path, new_cloud: Path, waves: Sequence[Sequence[Mapping[str, int]]]
) -> Iterator[Warehouse]:
    """A warehouse with these waves, each a list of orders that map products to pieces."""
    engine = open_engine(str(shutil.copy(new_cloud, folder / "cloud.db")))
    with running(engine, SetClock()) as cloud:
        shop = open_shop(cloud)
        rules = {3: ScanRule.ONCE}
        goods = [product(number, rule=rules.get(number, ScanRule.EACH)) for number in range(1, 5)]
        goods[0] = goods[0].model_copy(update={"substitutes": ("S2",), "goods": Goods.PIECE})
        told = {
            "products": [each.model_dump(mode="json") for each in goods],
            "pickup_points": [pickup_point(f"H{number}") for number in range(1, len(waves) + 1)],
        }
        answer = shop.call("PUT", "/v1/catalogue", json=told)
        assert answer.status_code == 200, answer.text
        shop.send(
            *(
                order(f"{number}-{place}", f"H{number}", **wanted)
                for number, orders in enumerate(waves, start=1)
                for place, wanted in enumerate(orders, start=1)
            )
        )
        shop.cut_off()
        made = Warehouse(folder, engine, shop)
        try:
            yield made
        finally:
            for desk in made.desks:
                desk.end()
    engine.dispose()


def right_code(view: PickingView) -> str | None:
    """The code the desk asks for."""
    if view.step is Step.SCAN_PRODUCT and view.product is not None:
        return gtin(int(view.product.sku[1:]))
    wanted = TileState.LIT if view.step is Step.PUT else TileState.FULL
    return next((tile.sscc for tile in view.crates if tile.state is wanted), None)
