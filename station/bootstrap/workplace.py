"""An enrolled station at work: its desk, its sync and its printing."""

from collections.abc import Callable, Mapping, Sequence

from hardware.labels import Label
from hardware.protocols import LabelPrinter, RasterLabel
from station.bootstrap.front import Front
from station.bootstrap.identity import Identity
from station.bootstrap.threads import Workers
from station.kernel.clock import Clock, CorrectedClock
from station.kernel.ids import JobId, Sku
from station.kernel.messages import Message, Texts
from station.kernel.settings import Settings
from station.kernel.trouble import Trouble
from station.picking.commands.desk import Desk
from station.picking.flow import PickingFlow
from station.picking.model.plan import CrateLimits, CratePlan, ItemSize, OrderToPack
from station.printing.flow import PrintingFlow
from station.printing.worker import PrintWorker
from station.storage.database import Records
from station.sync.client import CloudClient
from station.sync.engine import SyncEngine, SyncState
from station.sync.flow import SyncFlow


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
        draw: Callable[[Label], RasterLabel],
    ) -> None:
        """Built on the store thread. Raises Trouble when the cloud's address may not be used."""
        self._front = front
        self._workers = workers
        self._clock = CorrectedClock(clock)
        self._lender = CloudClient(identity.cloud_url, token, allow_plain_http=settings.allow_plain_http)
        self._sync = SyncEngine(
            CloudClient(identity.cloud_url, token, allow_plain_http=settings.allow_plain_http),
            records,
            clock,
            on_state=self._synced,
            on_changes=self._changed,
            on_bug=front.bug,
        )
        self._printing = PrintWorker(
            printer,
            draw,
            records,
            self._clock,
            on_jobs=self._printed,
            on_status=self._printer_said,
        )
        desk = Desk(
            records.database, self._clock, identity.id, texts, identity.brand, identity.time_zone
        )
        limits = CrateLimits(settings.crate_weight_g, settings.crate_volume_ml, settings.crate_orders)
        self.picking = PickingFlow(
            desk,
            self._lender,
            crate_planner(limits, settings.plan_seconds),
            workers.aside,
            front.picking,
            self.wake,
        )


def crate_planner(
    limits: CrateLimits, budget_s: float
) -> Callable[[Sequence[OrderToPack], Mapping[Sku, ItemSize]], CratePlan]:
    """The crate planner with this station's limits."""

    def plan(orders: Sequence[OrderToPack], items: Mapping[Sku, ItemSize]) -> CratePlan:
        # The solver costs half a second to import: only when the first wave is planned.
        from station.picking.planner import plan_crates

        return plan_crates(orders, items, limits, budget_s=budget_s)

    return plan
