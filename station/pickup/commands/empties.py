"""Empties: crates whose goods are out, boxes the driver takes back; each told once, undone if wrong."""

from datetime import datetime

from cloud_api.wire.crates import (
    Box,
    BoxReturned,
    BoxReturnUndone,
    CrateEmptied,
    CrateEmptyingUndone,
)
from cloud_api.wire.facts import FactKind
from station.kernel.ids import CrateId
from station.pickup.commands.desk import Desk
from station.pickup.commands.receiving import crate_scanned
from station.pickup.model.empties import BoxRow, EmptiesRun, Gone
from station.pickup.model.rules import Ruling
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Step
from station.pickup.store import crates, empties
from station.pickup.store.empties import EmptyCrate
from station.sync.outbox import Act
from station.sync.shipments import save_box


def begin(desk: Desk) -> None:
    """The driver waits for the empties; a run that is an hour old is over."""
    if desk.empties.is_over(desk.clock.now()):
        desk.empties = EmptiesRun()
    desk.go(Step.EMPTIES)


def box_scanned(desk: Desk, act: Act, number: str) -> Ruling:
    """A box was scanned: while empties are given back it goes, at any other moment it is only told apart."""
    if desk.step is not Step.EMPTIES:
        return Ruling(Verdict.BOX_SCANNED, {"box": number})
    box = empties.find_box(act.connection, number)
    if box is None or box.pickup_point is None:
        return Ruling(Verdict.BOX_UNKNOWN, {"box": number})
    if box.pickup_point != desk.pickup_point:
        return Ruling(Verdict.BOX_OF_SHOP, {"box": number, "shop": box.pickup_point_name or box.pickup_point})
    if box.given_back_at is not None:
        return Ruling(Verdict.BOX_GIVEN_ALREADY, {"box": number, "at": desk.moments().say(box.given_back_at)})
    crate = empties.crate_of(act.connection, box.crate_id)
    if crate is not None and crate.received_at is None:
        return Ruling(Verdict.BOX_FULL, {"box": number, "crate": crate.number})
    return _give(desk, act, box, crate)


def empty_scanned(desk: Desk, act: Act, sscc: str, scanned_at: float) -> Ruling:
    """A crate was scanned while empties go back: one that is here is empty now, others are received."""
    known = crates.crate_by_sscc(act.connection, sscc)
    if known is None or known.received_at is None:
        return crate_scanned(desk, act, sscc, scanned_at)
    crate = empties.crate_of(act.connection, known.id)
    assert crate is not None, "it was found by its label"
    if crate.emptied_at is not None:
        return Ruling(Verdict.EMPTIED_ALREADY, {"crate": crate.number})
    _empty(act, crate)
    _note(desk, act, Gone(act.at, None, CrateId(crate.id), crate.number))
    return Ruling(Verdict.CRATE_EMPTIED, {"crate": crate.number})


def undo_empty(desk: Desk) -> Ruling:
    """Take the last scan of this run back: the box is here still, the crate is not empty."""
    if not desk.empties.gone:
        return Ruling(Verdict.NOTHING_TO_UNDO)
    last = desk.empties.gone[-1]
    with desk.act() as act:
        if last.box is not None:
            _take_back(act, last.box.box)
        if last.crate is not None and last.crate_id is not None:
            empties.set_emptied(act.connection, last.crate_id, None)
            body = CrateEmptyingUndone(crate_id=last.crate_id)
            act.fact(FactKind.CRATE_EMPTYING_UNDONE, body)
        act.then(lambda: _forget(desk, last))
    if last.box is not None:
        return Ruling(Verdict.BOX_NOT_GIVEN, {"box": last.box.box})
    return Ruling(Verdict.NOT_EMPTIED, {"crate": last.crate})


def _give(desk: Desk, act: Act, box: Box, crate: EmptyCrate | None) -> Ruling:
    """The driver has the box; what came in it is out of it then."""
    emptied = crate is not None and crate.emptied_at is None
    if crate is not None and emptied:
        _empty(act, crate)
    save_box(act.connection, box.model_copy(update={"given_back_at": act.at}))
    act.fact(FactKind.BOX_RETURNED, BoxReturned(box=box.number, crate_id=box.crate_id))
    number = crate.number if crate else None
    row = BoxRow(box.number, number, "", crate.received_at if crate else box.out_since, act.at)
    _note(desk, act, Gone(act.at, row, CrateId(crate.id) if crate else None, number if emptied else None))
    left = len(empties.boxes_here(act.connection, desk.pickup_point))
    if not left:
        return Ruling(Verdict.LAST_BOX_GIVEN, {"box": box.number})
    return Ruling(Verdict.BOX_GIVEN, {"box": box.number, "left": left})


def _empty(act: Act, crate: EmptyCrate) -> None:
    empties.set_emptied(act.connection, crate.id, act.at)
    act.fact(FactKind.CRATE_EMPTIED, CrateEmptied(crate_id=crate.id))


def _take_back(act: Act, number: str) -> None:
    box = empties.find_box(act.connection, number)
    if box is not None:
        save_box(act.connection, box.model_copy(update={"given_back_at": None}))
    act.fact(FactKind.BOX_RETURN_UNDONE, BoxReturnUndone(box=number))


def _note(desk: Desk, act: Act, gone: Gone) -> None:
    """Count it in the run of this driver, once it is on the disk."""

    def apply(at: datetime = act.at) -> None:
        if desk.empties.is_over(at):
            desk.empties = EmptiesRun()
        desk.empties.gone.append(gone)

    act.then(apply)


def _forget(desk: Desk, last: Gone) -> None:
    desk.empties.gone.remove(last)
