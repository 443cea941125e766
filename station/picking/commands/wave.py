"""A wave's beginning at a desk: lent by the cloud, planned into crates, started, or given back."""

from collections.abc import Sequence
from datetime import datetime

from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind
from cloud_api.wire.waves import Lease, LeaseRequest, SerialBlock, Wave
from hardware.codes import make_sscc
from station.kernel.ids import CrateId, OrderId, Sku, Sscc, WaveId, new_uuid
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.picking.commands import parcels
from station.picking.commands.desk import Desk
from station.picking.documents import crate_label, crate_title
from station.picking.model.plan import CratePlan, ItemSize, OrderToPack
from station.picking.model.rules import Ruling
from station.picking.model.verdicts import Verdict
from station.picking.model.work import WaveWork, first_number
from station.picking.store import handing, waves
from station.picking.store import work as rows
from station.printing import queue
from station.sync.outbox import Act


def lease_request(desk: Desk, wave_id: WaveId | None = None) -> LeaseRequest:
    """What the desk asks the cloud for: the next wave or this one, and serials if it runs low."""
    with desk.database.act() as connection:
        return LeaseRequest(
            lease_id=waves.asked_lease(connection),
            serials_held=waves.serials_held(connection),
            wave_id=wave_id,
        )


def ask_anew(desk: Desk) -> None:
    """The cloud refused what was asked for: the next request is another one."""
    with desk.database.act() as connection:
        waves.forget_asked_lease(connection)


def beside_request(desk: Desk) -> LeaseRequest | None:
    """What the desk asks for as well: the wave to be picked together with the one it has just got."""
    stored = desk.held()
    if stored.beside_id is None or desk.work is not None or desk.beside is not None:
        return None
    request = lease_request(desk, stored.beside_id)
    pieces = sum(line.quantity for order in stored.wave.orders for line in order.lines)
    return request.model_copy(update={"serials_held": max(0, request.serials_held - pieces)})


def keep_lease(desk: Desk, lease: Lease) -> None:
    """Keep a lent wave, with all another desk has done of it: from here on it survives a restart."""
    with desk.act() as act:
        is_new = waves.save_lease(act.connection, lease, act.at)
        if is_new and lease.picked is not None:
            handing.save_picked(act.connection, lease.wave.id, lease.picked, act.at)
    resume(desk)


def resume(desk: Desk) -> None:
    """Find the wave this desk was at, and the one beside it, as the last commit left them."""
    with desk.database.look() as connection:
        desk.wave = waves.active_wave(connection)
        desk.beside = waves.wave_beside(connection, desk.wave) if desk.wave else None
        started = desk.wave is not None and desk.wave.state is waves.WaveState.STARTED
        desk.work = rows.load_work(connection, desk.waves()) if started else None
    desk.gtins = waves.gtins_of([each.wave for each in desk.waves()])
    desk.plus = waves.plus_of([each.wave for each in desk.waves()])
    desk.just_used = desk.last_product = desk.short_asked = desk.lot_insisted = None
    desk.damaged = desk.offered = None
    desk.exchanges.clear()
    desk.let_pass.clear()
    desk.packed.clear()


def go_on(desk: Desk) -> None:
    """One of two waves is packed or gone: the other one goes on where it is."""
    put_off = desk.working().put_off
    resume(desk)
    if desk.work is not None:
        desk.work.put_off.extend(sku for sku in put_off if sku in desk.work.products)


def leases_changed(desk: Desk) -> Ruling | None:
    """Read the leases anew; the wave beside the first one leaves the wall where it is another desk's now."""
    with desk.database.look() as connection:
        desk.wave, *others = [waves.stored_wave(connection, WaveId(each.wave.id)) for each in desk.waves()]
    desk.beside = next(iter(others), None)
    if desk.beside is None or not desk.beside.lease.is_lost or desk.work is None:
        return None
    lost = desk.beside.wave
    crates = ", ".join(str(crate.number) for crate in desk.work.crates_of(WaveId(lost.id)))
    go_on(desk)
    values = {"wave": lost.title, "shop": lost.pickup_point.name, "crates": crates}
    return Ruling(Verdict.BESIDE_LOST, values)


def is_other(desk: Desk) -> bool:
    """Whether the rows on the disk tell of another wave, or of crates in another state, than the desk has."""
    with desk.database.look() as connection:
        active = waves.active_wave(connection)
        if active is None:
            return False
        beside = waves.wave_beside(connection, active)
        here = [WaveId(each.wave.id) for each in (active, beside) if each is not None]
        kept = rows.crate_states(connection, here)
    known = {crate.id: (crate.sscc, crate.state) for crate in desk.work.crates} if desk.work else {}
    return kept != known


def find_left(desk: Desk) -> None:
    """A wave may have been left for one whose crate was opened again: with that one done, it goes on."""
    if desk.work is None or not desk.work.is_complete():
        return
    with desk.database.look() as connection:
        left = waves.active_wave(connection)
    if left is not None:
        resume(desk)


def extend(desk: Desk, until: datetime) -> None:
    """The cloud lends the wave longer."""
    with desk.database.act() as connection:
        waves.extend_lease(connection, WaveId(desk.held().wave.id), until)
    resume(desk)


def lose(desk: Desk) -> None:
    """The cloud no longer counts the wave as ours."""
    with desk.database.act() as connection:
        waves.lose_lease(connection, WaveId(desk.held().wave.id))
    resume(desk)


def to_pack(wave: Wave) -> tuple[list[OrderToPack], dict[Sku, ItemSize]]:
    """The wave as the crate planner takes it."""
    orders = [
        OrderToPack(OrderId(order.order_id), tuple((Sku(line.sku), line.quantity) for line in order.lines))
        for order in wave.orders
    ]
    items = {
        Sku(product.sku): ItemSize(product.zone, product.weight_g, product.volume_ml)
        for product in wave.products
    }
    return orders, items


def start_waves(desk: Desk, plans: Sequence[CratePlan]) -> Ruling:
    """Give the planned crates their numbers, queue their labels, tell the cloud: one act; resume() follows.

    `plans` has one for each wave of the desk; a wave beside the first one is left out where it was lost.
    Raises Trouble when the station has too few crate numbers left, or the wave was lost meanwhile.
    """
    with desk.act() as act:
        started = [
            _start(act, stored, plan, part=stored.wave.part or place)
            for place, (stored, plan) in enumerate(zip(desk.waves(), plans, strict=True))
            if not waves.stored_wave(act.connection, WaveId(stored.wave.id)).lease.is_lost
        ]
        if not started or started[0][0] is not desk.wave:
            raise _lost_meanwhile()
        work = rows.load_work(act.connection, [stored for stored, _ in started])
        queue.enqueue(act.connection, _labels(desk, act, work), act.at)
    return _ready(work)


def _start(
    act: Act, stored: waves.StoredWave, plan: CratePlan, part: int
) -> tuple[waves.StoredWave, list[rows.NewCrate]]:
    wave, wave_id = stored.wave, WaveId(stored.wave.id)
    plan = parcels.in_small_crates(plan) if wave.pickup_point.parcels else plan
    serials = waves.take_serials(act.connection, len(plan.crates))
    if len(serials) < len(plan.crates):
        raise _too_few_serials()
    crates = _numbered(plan, serials, wave, part)
    rows.insert_crates(act.connection, wave_id, crates)
    waves.set_wave_state(act.connection, wave_id, waves.WaveState.STARTED, act.at)
    act.fact(FactKind.WAVE_STARTED, _started(wave, stored.lease, crates))
    return stored, crates


def _ready(work: WaveWork) -> Ruling:
    bags = sum(len(crate.bags) for crate in work.crates)
    values = {"crates": len(work.crates), "bags": bags}
    if len(work.wave_ids) > 1:
        points = " + ".join(dict.fromkeys(crate.point for crate in work.crates))
        return Ruling(Verdict.WAVES_READY, {**values, "points": points})
    return Ruling(Verdict.WAVE_READY_BAGS if bags else Verdict.WAVE_READY, values)


def give_back(desk: Desk) -> Ruling:
    """Record that this desk works no longer on its wave: it went back to the cloud, or to another station."""
    stored = desk.held()
    wave_id = WaveId(stored.wave.id)
    with desk.act() as act:
        waves.set_wave_state(act.connection, wave_id, waves.WaveState.RETURNED, act.at)
        if desk.work is not None:
            gone = [crate.id for crate in desk.work.crates_of(wave_id)]
            queue.cancel_for(act.connection, gone, act.at)
    resume(desk)
    return Ruling(Verdict.WAVE_RETURNED, {"wave": stored.wave.title})


def _numbered(plan: CratePlan, serials: Sequence[SerialBlock], wave: Wave, part: int) -> list[rows.NewCrate]:
    crates = []
    first = first_number(part, len(plan.crates))
    for number, (planned, serial) in enumerate(zip(plan.crates, serials, strict=True), start=first):
        sscc = Sscc(make_sscc(serial.extension_digit, serial.company_prefix, serial.first))
        bags = parcels.placed(wave, planned, sscc) if wave.pickup_point.parcels else ()
        crate_id = CrateId(new_uuid())
        crates.append(rows.NewCrate(crate_id, sscc, number, planned.zone, planned.lines, bags))
    return crates


def _started(wave: Wave, lease: waves.LeaseTerms, crates: Sequence[rows.NewCrate]) -> facts.WaveStarted:
    return facts.WaveStarted(
        wave_id=wave.id,
        lease_id=lease.id,
        crates=tuple(
            facts.PlannedCrate(
                crate_id=crate.id,
                sscc=crate.sscc,
                number=crate.number,
                zone=crate.zone,
                lines=tuple(
                    facts.PlannedLine(order_id=line.order_id, sku=line.sku, quantity=line.quantity)
                    for line in crate.lines
                ),
                parcels=tuple(
                    facts.PlannedParcel(order_id=bag.order_id, place=bag.place) for bag in crate.bags
                ),
            )
            for crate in crates
        ),
    )


def _labels(desk: Desk, act: Act, work: WaveWork) -> list[queue.NewJob]:
    head, jobs = desk.letterhead(act.at), []
    for crate in work.crates:
        wave = desk.wave_of(crate)
        title, label = crate_title(wave, work, crate), crate_label(head, wave, work, crate)
        jobs += [queue.NewJob(title, crate.id, label), *parcels.label_jobs(head, wave, work, crate)]
    return jobs


def _lost_meanwhile() -> Trouble:
    return Trouble(
        Message("This wave went to another desk meanwhile"),
        Message("Leave it and take the next one"),
        retry_helps=False,
    )


def _too_few_serials() -> Trouble:
    return Trouble(
        Message("This station has no crate numbers left"),
        Message("Give the wave back and take it again while the cloud can be reached"),
        retry_helps=False,
    )
