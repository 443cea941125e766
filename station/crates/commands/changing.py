"""Crates opened again by a supervisor, packed anew, emptied, and their labels printed again."""

from dataclasses import replace

from cloud_api.wire.base import Zone
from cloud_api.wire.crates import CrateEmptied, CrateReopened, CrateRepacked, CrateState
from cloud_api.wire.facts import FactKind, LabelReprinted
from hardware.labels import LabelKind
from station.crates.commands.desk import Desk
from station.crates.model.known import FINISHED, GONE, Known
from station.crates.model.verdicts import Ruling, Verdict
from station.crates.store import reopening
from station.crates.store.crates import keep_step
from station.crates.store.labels import change_label, label_again, queue_new_label
from station.crates.store.weighings import closed_at
from station.kernel.messages import Message
from station.people.override import Override, OverrideReason, OverrideRequest
from station.printing import queue
from station.printing.commands import copy_marks, reprint
from station.printing.serials import take_sscc
from station.printing.view import ReprintReason
from station.sync.outbox import Act

REOPEN_REASONS = (
    OverrideReason("wrong_goods", Message("Wrong goods in it")),
    OverrideReason("too_few", Message("Pieces lack")),
    OverrideReason("too_many", Message("Pieces too many")),
    OverrideReason("other", Message("Another reason")),
)
WEIGHT_REASONS = (
    OverrideReason("counted", Message("Counted: all is in it")),
    OverrideReason("catalogue_wrong", Message("The catalogue's weight is wrong")),
    OverrideReason("more_packing", Message("More packing than usual")),
    OverrideReason("other", Message("Another reason")),
)
ZONES = {
    Zone.AMBIENT: Message("Ambient"),
    Zone.CHILLED: Message("Chilled"),
    Zone.FROZEN: Message("Frozen"),
}
DAMAGED = "damaged"
SECOND = 2


def why_not_reopen(desk: Desk, known: Known) -> Ruling | None:
    """Why the crate stays closed; None when a supervisor may open it here."""
    values = {"number": known.number, "shop": known.pickup_point_name}
    stopped = _not_here(known)
    if stopped is not None:
        return stopped
    if known.state in (CrateState.PLANNED, CrateState.OPEN):
        return Ruling(Verdict.IS_OPEN, values)
    other = {"number": known.number, "desk": known.holder or Message("another desk")}
    if not known.picked_here:
        return Ruling(Verdict.OTHER_DESK, other)
    with desk.database.look() as connection:
        if reopening.is_lost(connection, known.wave_id):
            return Ruling(Verdict.OTHER_DESK, other)
        if known.is_done_here and reopening.other_wave_in_hand(connection, known.wave_id):
            return Ruling(Verdict.HAND_FULL)
        if known.is_done_here and reopening.wave_waits(connection):
            return Ruling(Verdict.WAVE_WAITS)
    return None


def reopen_request(known: Known) -> OverrideRequest:
    """What a supervisor is asked."""
    words = Message("Open crate {number} of {shop} again?", number=known.number, shop=known.pickup_point_name)
    return OverrideRequest("crate_reopened", words, REOPEN_REASONS, known.id)


def weight_request(known: Known, difference_g: int) -> OverrideRequest:
    """What a supervisor is asked when a crate does not weigh what it should."""
    words = Message(
        "Let crate {number} go with a difference of {difference} g?",
        number=known.number,
        difference=f"{difference_g:+d}",
    )
    return OverrideRequest("crate_weight_let_pass", words, WEIGHT_REASONS, known.id)


def reopen(desk: Desk, known: Known, word: Override) -> Ruling:
    """Open the crate for the picking desk of this PC, in one act with the supervisor's word."""
    stopped = why_not_reopen(desk, known)
    if stopped is not None:
        return stopped
    with desk.act() as act:
        closed = closed_at(act.connection, known.id)
        if closed is not None:
            keep_step(act.connection, known.id, closed, FactKind.CRATE_CLOSED, "")
        reopening.open_again(act.connection, known.id, known.wave_id, act.at)
        keep_step(act.connection, known.id, act.at, FactKind.CRATE_REOPENED, word.supervisor, word.reason)
        act.fact(FactKind.OVERRIDE_GIVEN, word.body())
        body = CrateReopened(
            wave_id=known.wave_id, crate_id=known.id, reason=word.reason, override_id=word.id
        )
        act.fact(FactKind.CRATE_REOPENED, body)
    return Ruling(Verdict.REOPENED, {"number": known.number})


def why_not_repack(known: Known) -> Ruling | None:
    """Why the goods stay in their crate; an open one of this desk may be packed anew as well."""
    return _not_here(known)


def repack(desk: Desk, known: Known) -> Ruling:
    """The goods go into another crate: a new label counts and is printed, the old one is void."""
    stopped = why_not_repack(known)
    if stopped is not None:
        return stopped
    with desk.act() as act:
        label = take_sscc(act.connection)
        if label is None:
            return Ruling(Verdict.NO_SERIALS)
        zone = desk.texts.say(ZONES[known.zone])
        paper = label_again(act.connection, known, label, desk.brand, zone)
        change_label(act.connection, known, label)
        queue_new_label(act.connection, known, paper, act.at)
        detail = f"{known.label} → {label}"
        keep_step(act.connection, known.id, act.at, FactKind.CRATE_REPACKED, desk.who, detail)
        body = CrateRepacked(crate_id=known.id, old_label=known.label, label=label, reason=DAMAGED)
        act.fact(FactKind.CRATE_REPACKED, body)
    return Ruling(Verdict.REPACKED)


def print_again(desk: Desk, known: Known) -> Ruling:
    """A marked copy of the label that counts; of a crate of another desk it is drawn anew."""
    if known.state is CrateState.VOID:
        return Ruling(Verdict.IS_VOID, {"number": known.number})
    marks = copy_marks(desk.texts)
    with desk.act() as act:
        if queue.originals(act.connection, known.id, LabelKind.CRATE):
            copy = reprint(
                act.connection, act.author, known.id, LabelKind.CRATE, ReprintReason.DAMAGED.value, marks
            )
        else:
            copy = SECOND
            _print_here(desk, act, known, marks(copy))
    return Ruling(Verdict.LABEL_QUEUED, {"copy": copy})


def _print_here(desk: Desk, act: Act, known: Known, mark: str) -> None:
    """Its original came out of the printer of another desk."""
    zone = desk.texts.say(ZONES[known.zone])
    paper = replace(label_again(act.connection, known, known.label, desk.brand, zone), copy_mark=mark)
    title = f"{known.pickup_point_name} {known.number}/{known.of}"
    queue.enqueue(act.connection, [queue.NewJob(title, known.id, paper, SECOND)], act.at)
    body = LabelReprinted(
        crate_id=known.id,
        sscc=known.label,
        document=LabelKind.CRATE.value,
        reason=ReprintReason.DAMAGED.value,
        copy_number=SECOND,
    )
    act.fact(FactKind.LABEL_REPRINTED, body)


def empty(desk: Desk, known: Known) -> Ruling:
    """The crate is back and empty. The same again is said once."""
    if known.state in (CrateState.PLANNED, CrateState.OPEN):
        return Ruling(Verdict.NOT_CLOSED, {"number": known.number})
    if known.state is CrateState.VOID:
        return Ruling(Verdict.IS_VOID, {"number": known.number})
    if known.state not in FINISHED - {CrateState.RECEIVED}:
        with desk.act() as act:
            keep_step(act.connection, known.id, act.at, FactKind.CRATE_EMPTIED, desk.who)
            act.fact(FactKind.CRATE_EMPTIED, CrateEmptied(crate_id=known.id))
    return Ruling(Verdict.CRATE_BACK, {"number": known.number, "shop": known.pickup_point_name})


def _not_here(known: Known) -> Ruling | None:
    values = {"number": known.number, "shop": known.pickup_point_name}
    if known.state is CrateState.VOID:
        return Ruling(Verdict.IS_VOID, values)
    if known.state in GONE:
        return Ruling(Verdict.HAS_LEFT, values)
    return Ruling(Verdict.ON_VAN, values) if known.state is CrateState.LOADED else None
