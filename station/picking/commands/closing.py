"""Closing crates and with the last of them the wave; labels that are printed again."""

from cloud_api.wire import facts
from cloud_api.wire.facts import FactKind
from hardware.labels import LabelKind
from station.kernel.ids import CrateId, WaveId
from station.picking.commands import parcels, wave
from station.picking.commands.desk import Desk
from station.picking.documents import closing_slips, crate_label, crate_title
from station.picking.model import rules
from station.picking.model.rules import Ruling
from station.picking.model.verdicts import Verdict
from station.picking.model.work import Crate, CrateState
from station.picking.store import scans, waves
from station.picking.store import work as rows
from station.printing import queue
from station.printing.commands import copy_marks
from station.printing.commands import reprint as reprint_document
from station.sync.outbox import Act

SECOND = 2
"""Number of a copy whose original was printed elsewhere."""


def close_crate(desk: Desk, crate_id: CrateId) -> Ruling:
    """Close a crate by a tap instead of a scan."""
    ruling = rules.crate_closed(desk.working().crate(crate_id), desk.working().cancelled)
    if ruling.close is None:
        return ruling
    with desk.act() as act:
        return close(desk, act, ruling)


def close(desk: Desk, act: Act, ruling: Ruling) -> Ruling:
    """Close the crate of the ruling inside an act under way; the last crate completes the wave."""
    work, crate = desk.working(), ruling.close
    assert crate is not None
    rows.close_crate(act.connection, crate.id, act.at)
    body = facts.CrateClosed(
        wave_id=crate.wave_id,
        crate_id=crate.id,
        orders=crate.orders,
        pieces=crate.put,
        weight_g=work.weight_g(crate),
    )
    act.fact(FactKind.CRATE_CLOSED, body)
    queue.enqueue(act.connection, _slip_jobs(desk, act, crate), act.at)
    act.then(lambda: work.apply_close(crate.id))
    others = [other for other in work.crates_of(crate.wave_id) if other.id != crate.id]
    if any(other.state is CrateState.OPEN for other in others):
        return ruling
    return _complete(desk, act, crate.wave_id)


def reprint(desk: Desk, crate_id: CrateId, reason: str) -> Ruling:
    """Print a crate's label again, marked as a copy and recorded with its reason."""
    crate = desk.working().crate(crate_id)
    marks = copy_marks(desk.texts)
    with desk.act() as act:
        if queue.originals(act.connection, crate_id, LabelKind.CRATE):
            copy = reprint_document(act.connection, act.author, crate_id, LabelKind.CRATE, reason, marks)
        else:
            copy = _print_here(desk, act, crate, reason)
    return Ruling(Verdict.LABEL_QUEUED, {"crate": crate.number, "copy": copy})


def _print_here(desk: Desk, act: Act, crate: Crate, reason: str) -> int:
    """Its original came out of the printer of the desk that handed the wave over."""
    of, work = desk.wave_of(crate), desk.working()
    label = crate_label(desk.letterhead(act.at), of, work, crate, SECOND)
    job = queue.NewJob(crate_title(of, work, crate), crate.id, label, SECOND)
    bags = parcels.label_jobs(desk.letterhead(act.at), of, work, crate, SECOND)
    queue.enqueue(act.connection, [job, *bags], act.at)
    body = facts.LabelReprinted(
        crate_id=crate.id,
        sscc=crate.sscc,
        document=LabelKind.CRATE.value,
        reason=reason,
        copy_number=SECOND,
    )
    act.fact(FactKind.LABEL_REPRINTED, body)
    return SECOND


def _slip_jobs(desk: Desk, act: Act, crate: Crate) -> list[queue.NewJob]:
    of, work = desk.wave_of(crate), desk.working()
    lines = rows.crate_lines(act.connection, crate.id)
    copy = queue.next_copy(act.connection, crate.id, LabelKind.SLIP)
    if crate.was_reopened:  # its first slip may have come out at the desk that handed the wave over
        copy = max(copy, SECOND)
    if copy > 1:  # it was opened again: what its slip said before counts no more
        queue.supersede(act.connection, crate.id, LabelKind.SLIP, act.at)
    slips = closing_slips(desk.letterhead(act.at), of, work, crate, lines, copy)
    return [queue.NewJob(crate_title(of, work, crate), crate.id, slip, copy) for slip in slips]


def _complete(desk: Desk, act: Act, wave_id: WaveId) -> Ruling:
    """The wave is packed; one picked together with it goes on with what is in the hand."""
    work, stored = desk.working(), desk.waves()
    crates, pieces = work.crates_of(wave_id), sum(crate.put for crate in work.crates_of(wave_id))
    waves.set_wave_state(act.connection, wave_id, waves.WaveState.COMPLETED, act.at)
    body = facts.WaveCompleted(
        wave_id=wave_id,
        crates=len(crates),
        pieces=pieces,
        short_pieces=sum(slot.short for crate in crates for slot in crate.slots.values()),
        verdicts=scans.verdict_counts(act.connection, wave_id),
    )
    act.fact(FactKind.WAVE_COMPLETED, body)
    others = [each for each in work.wave_ids if each != wave_id]
    if others:
        rows.set_hand(act.connection, [*others, wave_id], work.hand)
        act.then(lambda: wave.go_on(desk))
        act.then(lambda: desk.packed.update({str(crate.sscc): crate.number for crate in crates}))
    title = next(each.wave.title for each in stored if each.wave.id == wave_id)
    return Ruling(Verdict.WAVE_DONE, {"wave": title, "crates": len(crates), "pieces": pieces})
