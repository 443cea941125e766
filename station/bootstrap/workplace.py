"""An enrolled station at work: its desk, its sync and its printing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from cloud_api.wire.exchange import ChangeKind
from hardware.codes import warm_up
from hardware.labels import Label
from hardware.protocols import DeviceStatus, LabelPrinter, RasterLabel
from station.bootstrap.front import Front
from station.bootstrap.identity import Identity
from station.bootstrap.pace import tidy
from station.bootstrap.threads import Workers
from station.kernel.clock import Clock, CorrectedClock
from station.kernel.ids import Sku
from station.kernel.messages import Texts
from station.kernel.settings import Settings
from station.picking.commands.desk import Desk
from station.picking.flow import PickingFlow
from station.picking.model.plan import CrateLimits, CratePlan, ItemSize, OrderToPack
from station.printing.commands import copy_marks
from station.printing.flow import PrintingFlow
from station.printing.worker import PrintWorker
from station.storage.database import Records
from station.sync.client import CloudClient
from station.sync.clock_offset import load_offset
from station.sync.engine import SyncEngine, SyncState
from station.sync.flow import SyncFlow
from station.sync.lending import CloudLender


class Workplace:
    """Wires one desk; flows are touched on the store thread only."""

    def __init__(
        self,
        identity: Identity,
        token: str,
        settings: Settings,
        texts: Texts,
        records: Records,
        workers: Workers,
        clock: Clock,
        front: Front,
        printer: LabelPrinter,
        new_painter: Callable[[], Callable[[Label], RasterLabel]],
    ) -> None:
        """Built on the store thread. Raises Trouble when the cloud's address may not be used."""
        self._front = front
        self._records = records
        self._workers = workers
        self._token = token
        self._identity = identity
        self._allow_plain_http = settings.allow_plain_http
        with records.database.look() as connection:
            offset = load_offset(connection)
        self._clock = CorrectedClock(clock, offset)
        self._engine = self._sync_engine(clock, offset)
        self._lender = CloudLender(self._client(), records, self._engine.hurry)
        self._worker = self._print_worker(printer, new_painter())
        self._desk = Desk(
            records.database, self._clock, identity.id, texts, identity.brand, identity.time_zone
        )
        self.picking = self._picking_flow(settings)
        self.printing = self._printing_flow(texts, new_painter())
        self.syncing = self._sync_flow()

    def open(self) -> None:
        """Show what there is; on the store thread."""
        self._front.picking(self.picking.open())
        self.printing.open()
        self.syncing.open()

    def start(self) -> None:
        """Begin to print and to sync; never on the store thread, which both need."""
        self._worker.start()
        self._engine.start()
        # The reader of GS1 codes costs a tenth of a second to load: not with the first crate.
        warm_up()

    def stop(self) -> None:
        """End printing and syncing; never on the store thread, which both need."""
        self._engine.stop()
        self._worker.stop()
        self._lender.close()

    def wake(self) -> None:
        """An act may have queued a fact to send or a label to print."""
        self._engine.wake()
        self._worker.wake()

    def _client(self) -> CloudClient:
        return CloudClient(self._identity.cloud_url, self._token, allow_plain_http=self._allow_plain_http)

    def _sync_engine(self, clock: Clock, offset: timedelta) -> SyncEngine:
        # A client of its own: a session of requests serves one thread.
        return SyncEngine(
            self._client(),
            self._records,
            clock,
            on_state=self._synced,
            on_changes=lambda kinds: self._do(lambda: self._changed(kinds)),
            on_bug=self._front.bug,
            offset=offset,
        )

    def _print_worker(self, printer: LabelPrinter, draw: Callable[[Label], RasterLabel]) -> PrintWorker:
        return PrintWorker(
            printer,
            draw,
            self._records,
            self._clock,
            on_jobs=lambda: self._do(self._jobs_changed),
            on_status=self._printer_said,
            on_bug=self._front.bug,
        )

    def _picking_flow(self, settings: Settings) -> PickingFlow:
        limits = CrateLimits(settings.crate_weight_g, settings.crate_volume_ml, settings.crate_orders)
        return PickingFlow(
            self._desk,
            self._lender,
            crate_planner(limits, settings.plan_seconds),
            self._workers.aside,
            self._front.picking,
            self.wake,
        )

    def _printing_flow(self, texts: Texts, draw: Callable[[Label], RasterLabel]) -> PrintingFlow:
        return PrintingFlow(
            self._records.database,
            self._desk.author,
            self._identity.time_zone,
            copy_marks(texts),
            draw,
            self._front.printing,
            self.wake,
        )

    def _sync_flow(self) -> SyncFlow:
        return SyncFlow(
            self._records.database,
            self._clock,
            self._identity.time_zone,
            self._identity.name,
            self._identity.cloud_url,
            self._front.sync,
            self._engine.hurry,
        )

    def _do(self, work: Callable[[], None]) -> None:
        """Do `work` on the store thread, without waiting; what goes wrong in it is told."""
        self._workers.act(work)

    def _synced(self, state: SyncState) -> None:
        self._clock.offset = state.clock_offset
        self._front.sync_state(state)
        self._do(lambda: self.syncing.state_changed(state))

    def _changed(self, kinds: set[str]) -> None:
        """On the store thread: the sync applied changes."""
        if kinds & {"lease", ChangeKind.LEASE_LOST.value}:
            self.picking.lease_changed()
        self.syncing.changes_applied()

    def _jobs_changed(self) -> None:
        """On the store thread: the print queue moved."""
        self.picking.labels_changed()
        self.printing.jobs_changed()

    def _printer_said(self, status: DeviceStatus) -> None:
        self._front.device(status)
        self._do(lambda: self.printing.printer_changed(status))


def crate_planner(
    limits: CrateLimits, budget_s: float
) -> Callable[[Sequence[OrderToPack], Mapping[Sku, ItemSize]], CratePlan]:
    """The crate planner with this station's limits."""

    def plan(orders: Sequence[OrderToPack], items: Mapping[Sku, ItemSize]) -> CratePlan:
        # The solver costs half a second to import: only when the first wave is planned.
        from station.picking.planner import plan_crates

        planned = plan_crates(orders, items, limits, budget_s=budget_s)
        tidy()  # the operator waits for the plan anyway
        return planned

    return plan
