"""The picking desk of a warehouse PC."""

from collections.abc import Callable, Mapping, Sequence

from cloud_api.wire.exchange import ChangeKind
from hardware.codes import RefusedCode, ScannedCode
from hardware.protocols import Reading
from station.bootstrap.equipment import CatalogEquipment
from station.bootstrap.pace import tidy
from station.bootstrap.stands.stand import OPENED_CRATES, Site, Stand
from station.devices.model.device import DeviceKind, DeviceSpec
from station.kernel.ids import Sku
from station.kernel.scan import Scan
from station.people.badges import BadgeHolder
from station.picking.commands.desk import Desk, Picker
from station.picking.flow import PickingFlow
from station.picking.model.plan import CrateLimits, CratePlan, ItemSize, OrderToPack
from station.picking.model.view import PickingView, Step
from station.sync.engine import SyncState
from station.sync.lending import CloudLender

TAKES_A_WAVE = (Step.NO_WAVE, Step.UNPLANNED, Step.WAVE_DONE)
LEASE_NEWS = frozenset({"lease", ChangeKind.LEASE_LOST.value, ChangeKind.WAVE_WANTED.value})


class PickingStand(Stand[PickingFlow, PickingView]):
    """Takes waves from the cloud, so it holds a lender besides its flow."""

    def __init__(self, site: Site) -> None:
        limits = site.settings
        identity = site.identity
        self._lender = CloudLender(site.new_client(), site.records, site.hurry)
        self.desk = Desk(
            site.records.database, site.clock, identity.id, site.texts, identity.brand, identity.time_zone
        )
        self.desk.margin_days = limits.pick_margin_days
        self.desk.tolerance_percent = limits.weight_tolerance_percent
        self.desk.has_scale, self.desk.scale = scale_of(site.equipment)
        flow = PickingFlow(
            self.desk,
            self._lender,
            crate_planner(
                CrateLimits(limits.crate_weight_g, limits.crate_volume_ml, limits.crate_orders),
                limits.plan_seconds,
            ),
            site.workers.aside,
            site.front.picking,
            site.after_act,
            site.supervisors.talk,
        )
        super().__init__(flow, site.front.picking)

    def sign_in(self, holder: BadgeHolder | None) -> None:
        picker = None if holder is None else Picker(holder.id, holder.name, holder.badge)
        self.show(self.flow.sign_in(picker))

    def own_badge(self) -> None:
        """The badge of who works here takes the next wave."""
        if self.flow.view().step in TAKES_A_WAVE:
            self.show(self.flow.take_wave())

    def wants_badge(self) -> bool:
        return self.flow.wants_badge

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        self.show(self.flow.scan(scan, code))

    def changed(self, kinds: set[str]) -> None:
        if kinds & LEASE_NEWS:
            self.flow.lease_changed()
        if OPENED_CRATES in kinds:
            self.flow.crates_changed()
        if ChangeKind.WAVE_CHANGED.value in kinds:
            self.flow.orders_changed()

    def synced(self, state: SyncState) -> None:
        self.flow.facts_answered()

    def scale_told(self) -> None:
        self.flow.scale_told()

    def close(self) -> None:
        self._lender.close()


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


def scale_of(equipment: CatalogEquipment) -> tuple[Callable[[], bool], Callable[[], Reading | None]]:
    """Whether this PC has a scale, and what the first one that answers says."""

    def scales() -> list[DeviceSpec]:
        return [each.spec for each in equipment.health() if each.spec.kind is DeviceKind.SCALE]

    def reading() -> Reading | None:
        return next((told for spec in scales() if (told := equipment.weigh(spec)) is not None), None)

    return lambda: bool(scales()), reading
