"""Re-usable boxes: which crate one carries, and that it came back."""

from cloud_api.wire.crates import Box, BoxCondition, BoxReturned, BoxUsed, CrateState
from cloud_api.wire.facts import FactKind
from station.crates.commands.desk import Desk
from station.crates.model.known import GONE, Known
from station.crates.model.verdicts import Ruling, Verdict
from station.crates.store.boxes import box_known, carries, own_warehouse
from station.crates.store.crates import crate_known, keep_step
from station.sync.outbox import Act
from station.sync.shipments import save_box

BACK = {
    BoxCondition.OK: Verdict.BOX_BACK,
    BoxCondition.DAMAGED: Verdict.BOX_DAMAGED,
    BoxCondition.LOST: Verdict.BOX_LOST,
}


def use_box(desk: Desk, number: str, known: Known) -> Ruling:
    """The box carries the crate from now on; the same pair again is said once."""
    stopped = _cannot_carry(known)
    if stopped is not None:
        return stopped
    done = Ruling(Verdict.BOX_USED, {"box": number, "number": known.number})
    if known.box == number:
        return done
    with desk.act() as act:
        if _is_busy(act, number, known):
            return Ruling(Verdict.BOX_BUSY, {"box": number})
        save_box(act.connection, _used(act, number, known))
        keep_step(act.connection, known.id, act.at, FactKind.BOX_USED, desk.who, number)
        act.fact(FactKind.BOX_USED, BoxUsed(box=number, crate_id=known.id))
    return done


def box_back(desk: Desk, number: str, condition: BoxCondition) -> Ruling:
    """A box came back, or nobody finds it any more."""
    with desk.act() as act:
        kept = box_known(act.connection, number)
        crate_id = carries(act.connection, number)
        save_box(act.connection, _returned(act, number, kept, condition))
        if crate_id is not None:
            detail = f"{number} {condition.value}"
            keep_step(act.connection, crate_id, act.at, FactKind.BOX_RETURNED, desk.who, detail)
        body = BoxReturned(box=number, condition=condition, crate_id=crate_id)
        act.fact(FactKind.BOX_RETURNED, body)
    return Ruling(BACK[condition], {"box": number})


def _cannot_carry(known: Known) -> Ruling | None:
    values = {"number": known.number, "shop": known.pickup_point_name}
    if known.state is CrateState.VOID:
        return Ruling(Verdict.IS_VOID, values)
    return Ruling(Verdict.HAS_LEFT, values) if known.state in GONE else None


def _is_busy(act: Act, number: str, known: Known) -> bool:
    """The box carries another crate that has not left."""
    crate_id = carries(act.connection, number)
    kept = box_known(act.connection, number)
    if crate_id is None or crate_id == known.id or (kept is not None and kept.returned_at is not None):
        return False
    other = crate_known(act.connection, crate_id)
    return other is not None and other.state not in GONE and other.state is not CrateState.VOID


def _used(act: Act, number: str, known: Known) -> Box:
    return Box(
        warehouse=own_warehouse(act.connection),
        number=number,
        condition=BoxCondition.OK,
        crate_id=known.id,
        label=known.label,
        pickup_point=known.pickup_point,
        pickup_point_name=known.pickup_point_name,
        used_at=act.at,
    )


def _returned(act: Act, number: str, kept: Box | None, condition: BoxCondition) -> Box:
    box = kept or Box(warehouse=own_warehouse(act.connection), number=number, condition=condition)
    told = {"condition": condition, "returned_at": act.at}
    if condition is BoxCondition.LOST:
        told = {"condition": condition}
    return box.model_copy(update=told)
