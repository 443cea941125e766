"""A wave half picked is handed over to another desk, or comes from one."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from cloud_api.wire.facts import FactKind
from cloud_api.wire.handing import WaveHandedOver
from cloud_api.wire.waves import Lease
from station.kernel.ids import WaveId
from station.picking.commands import intercepting, wave
from station.picking.commands.desk import Desk
from station.picking.model import taking_out
from station.picking.model.rules import Ruling, called
from station.picking.model.verdicts import Verdict
from station.picking.model.view import HandedOver, HandingState
from station.picking.model.work import Crate, CrateState, WaveWork
from station.picking.store import handing as rows
from station.picking.store.waves import StoredWave
from station.sync.outbox import FactState

_STATES = {
    FactState.WAITING: HandingState.WAITING,
    FactState.ACCEPTED: HandingState.TOLD,
    FactState.REFUSED: HandingState.REFUSED,
}


def hand_over(desk: Desk, *, confirmed: bool) -> Ruling:
    """Leave the wave under work to another desk; asked back until it is confirmed."""
    stopped = _why_not(desk)
    if stopped is not None:
        return stopped
    work = desk.working()
    if not confirmed:
        return Ruling(Verdict.CONFIRM_HAND_OVER, {"wave": work.title, "crates": len(work.crates)})
    return _hand_over(desk, desk.waves())


def as_asked(desk: Desk) -> Ruling | None:
    """Somebody asks for a wave: it goes as soon as nothing is in the hand; None until then."""
    wanted = [each for each in desk.waves() if each.wanted_by is not None]
    if not wanted or desk.work is None or _why_not(desk) is not None:
        return None
    by = wanted[0].wanted_by
    ruling = _hand_over(desk, wanted)
    return Ruling(Verdict.HANDED_AS_ASKED, {**ruling.values, "name": by}) if by else ruling


def can_hand_over(desk: Desk) -> bool:
    """Whether the wave under work may go to another desk now, or once the hand is empty."""
    work, stored = desk.work, desk.wave
    return work is not None and stored is not None and not work.is_complete() and not stored.lease.is_lost


def taken_over(desk: Desk, lease: Lease) -> Ruling:
    """What the operator hears of a wave another desk began; orders cancelled meanwhile are acted on."""
    told = _cancelled_closed(desk)
    if told is not None:
        return told
    work = desk.working()
    values = {"wave": work.title, "crates": len(work.crates), "put": _put(work.crates), "pieces": work.pieces}
    came_from = lease.picked.handed_by if lease.picked is not None else ""
    return Ruling(Verdict.TAKEN_OVER, {**values, "desk": came_from})


def answered(desk: Desk) -> Ruling | None:
    """What the cloud said of hand-overs becomes true here: nobody's wave is a wave nobody picks.

    A wave whose hand-over was refused comes back, also beside another one that was taken since: with that
    one done it goes on.
    """
    with desk.database.look() as connection:
        if not rows.is_answered(connection):
            return None
    with desk.act() as act:
        gone = rows.leave_after_all(act.connection, act.at)
        back = rows.come_back(act.connection)
    is_idle = desk.work is None or desk.work.is_complete()
    if is_idle or any(each.wave.id in gone for each in desk.waves()):
        wave.resume(desk)
    if back is None:
        return None
    told = _cancelled_closed(desk) if is_idle else None
    return told or Ruling(Verdict.CAME_BACK, {"wave": back.title, "reason": back.reason})


def left(desk: Desk) -> HandedOver | None:
    """The wave this desk handed over last, as far as people have to know of it."""
    with desk.database.look() as connection:
        told = rows.left_wave(connection)
    return None if told is None else HandedOver(told.number, _STATES[told.told], told.reason)


def _cancelled_closed(desk: Desk) -> Ruling | None:
    """Orders cancelled meanwhile are acted on; told at once is only one whose crate is closed."""
    told = intercepting.settle(desk)
    return told if told is not None and told.verdict is Verdict.ORDER_CANCELLED_CLOSED else None


def _why_not(desk: Desk) -> Ruling | None:
    if not can_hand_over(desk):
        return Ruling(Verdict.NOT_NOW)
    work = desk.working()
    hand, line = work.hand, taking_out.next_line(work)
    if hand.sku is not None:
        product = called(work.products[hand.sku])
        return Ruling(Verdict.HAND_NOT_EMPTY, {"quantity": hand.quantity, "product": product})
    if line is not None and intercepting.is_scanned(desk):
        return Ruling(Verdict.TAKE_OUT_FIRST, {"crate": work.crate(line.crate_id).number})
    with desk.database.look() as connection:
        refused = sum(rows.records_refused(connection, wave_id) for wave_id in work.wave_ids)
    return Ruling(Verdict.RECORDS_REFUSED, {"count": refused}) if refused else None


def _hand_over(desk: Desk, leaving: Sequence[StoredWave]) -> Ruling:
    """Some or all of the waves under work leave this desk, each with a fact of its own."""
    work = desk.working()
    with desk.act() as act:
        for stored in leaving:
            wave_id = WaveId(stored.wave.id)
            seq = act.fact(FactKind.WAVE_HANDED_OVER, _as_it_is(work, wave_id, stored.lease.id))
            rows.hand_over(act.connection, wave_id, seq, act.at)
    wave.go_on(desk)
    return Ruling(Verdict.HANDED_OVER, {"wave": " + ".join(each.wave.title for each in leaving)})


def _as_it_is(work: WaveWork, wave_id: WaveId, lease_id: UUID) -> WaveHandedOver:
    crates = work.crates_of(wave_id)
    return WaveHandedOver(
        wave_id=wave_id,
        lease_id=lease_id,
        crates=len(crates),
        crates_closed=sum(crate.state is CrateState.CLOSED for crate in crates),
        pieces=_put(crates),
        short_pieces=sum(slot.short for crate in crates for slot in crate.slots.values()),
    )


def _put(crates: Iterable[Crate]) -> int:
    return sum(crate.put for crate in crates)
