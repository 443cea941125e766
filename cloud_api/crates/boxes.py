"""Takes what stations tell of re-usable boxes: what a hand holds is there, what happened later stands."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update

from cloud_api.crates.known import counting_crate
from cloud_api.crates.steps import keep_step
from cloud_api.crates.telling import tell_boxes
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.crates import boxes
from cloud_api.storage.tables.waves import crates, waves
from cloud_api.wire.crates import BoxCondition, BoxReturned, BoxReturnUndone, BoxUsed
from cloud_api.wire.facts import FactKind


def apply_box_used(report: Report[BoxUsed]) -> str | None:
    """A box carries a crate from now on.

    A box that was out and is used again has come back; a crate that had another box has left that one.
    Told late, after something that happened later to the box, it changes nothing.
    """
    body = report.body
    crate = counting_crate(report, body.crate_id)
    if isinstance(crate, str):
        return crate
    box = _box(report, body.box)
    fault = _foreign(report, box) or _carries_other(box, crate)
    if fault is not None or (box is not None and box.changed_at > report.happened_at):
        return fault
    left = _leave_other_boxes(report, body.box)
    if box is not None and box.crate_id not in (None, crate.id):
        _crate_came_back(report, box.crate_id)
    out_since = crate.departed_at or crate.received_at
    _keep(report, body.box, box, _used(crate.id, report.happened_at, out_since))
    keep_step(report, FactKind.BOX_USED, crate.id, body.box)
    shops = dict.fromkeys(left, crate.pickup_point)
    if box is not None and box.pickup_point is not None:
        shops[body.box] = box.pickup_point
    tell_boxes(report.connection, [body.box, *left], report.now, shops)
    return None


def apply_box_returned(report: Report[BoxReturned]) -> str | None:
    """A shop gave a box back, or its warehouse has it; in a warehouse a box nobody knew is known from now on.

    A box that is back is empty, and so is its crate. The same again changes nothing but its condition.
    """
    body = report.body
    box = _box(report, body.box)
    fault = _foreign(report, box) or _not_of_shop(report, body.box, box)
    if fault is not None or (box is not None and box.changed_at > report.happened_at):
        return fault
    _keep(report, body.box, box, _returned(report, body))
    carried = None if box is None else box.crate_id
    if carried is not None:
        if report.pickup_point is None and body.condition is not BoxCondition.LOST:
            _crate_came_back(report, carried)
        keep_step(report, FactKind.BOX_RETURNED, carried, f"{body.box} {body.condition.value}")
    tell_boxes(report.connection, [body.box], report.now)
    return None


def apply_box_return_undone(report: Report[BoxReturnUndone]) -> str | None:
    """A box the shop gave back is still there; told late, it changes nothing."""
    number = report.body.box
    box = _box(report, number)
    fault = _not_of_shop(report, number, box)
    if fault is not None or box is None:
        return fault
    if box.given_back_at is None or box.changed_at > report.happened_at:
        return None
    _keep(report, number, box, {"given_back_at": None})
    keep_step(report, FactKind.BOX_RETURN_UNDONE, box.crate_id, number)
    tell_boxes(report.connection, [number], report.now)
    return None


def _box(report: Report[Any], number: str) -> Row[Any] | None:
    query = (
        select(
            boxes,
            waves.c.pickup_point,
            crates.c.sscc,
            crates.c.departed_at,
            crates.c.received_at,
            crates.c.voided_at,
        )
        .outerjoin(crates, crates.c.id == boxes.c.crate_id)
        .outerjoin(waves, waves.c.id == crates.c.wave_id)
        .where(boxes.c.number == number)
    )
    return report.connection.execute(query).first()


def _foreign(report: Report[Any], box: Row[Any] | None) -> str | None:
    if box is None or report.pickup_point is not None or box.warehouse == report.warehouse:
        return None
    return f"Box {box.number} belongs to warehouse {box.warehouse}. Send it there."


def _carries_other(box: Row[Any] | None, crate: Row[Any]) -> str | None:
    """One box carries one crate at a time; one whose crate has left is back without anybody's scan."""
    if box is None or box.crate_id in (None, crate.id) or box.returned_at or box.voided_at:
        return None
    if box.departed_at is not None or box.received_at is not None:
        return None
    return f"Box {box.number} carries crate {box.sscc}, which has not left. Take another box."


def _not_of_shop(report: Report[Any], number: str, box: Row[Any] | None) -> str | None:
    if report.pickup_point is None:
        return None
    if box is None or box.pickup_point is None:
        return f"There is no box {number} that went to a shop. Give it to the driver all the same."
    if box.pickup_point != report.pickup_point:
        return f"Box {box.number} went to shop {box.pickup_point}. Give it to the driver all the same."
    return None


def _used(crate_id: UUID, at: datetime, out_since: datetime | None) -> dict[str, Any]:
    return {
        "crate_id": crate_id,
        "condition": BoxCondition.OK.value,
        "used_at": at,
        "out_since": out_since,
        "given_back_at": None,
        "returned_at": None,
    }


def _returned(report: Report[BoxReturned], body: BoxReturned) -> dict[str, Any]:
    told: dict[str, Any] = {"condition": body.condition.value}
    if body.condition is BoxCondition.LOST:
        return told
    if report.pickup_point is not None:
        return told | {"given_back_at": report.happened_at}
    return told | {"returned_at": report.happened_at}


def _keep(report: Report[Any], number: str, box: Row[Any] | None, told: dict[str, Any]) -> None:
    told = told | {"changed_at": report.happened_at}
    if box is None:
        row = {"condition": BoxCondition.OK.value} | told
        report.connection.execute(insert(boxes).values(number=number, warehouse=report.warehouse, **row))
    else:
        report.connection.execute(update(boxes).where(boxes.c.number == number).values(**told))


def _leave_other_boxes(report: Report[BoxUsed], number: str) -> list[str]:
    """Boxes this crate was told to be in before: they stand empty in the warehouse."""
    body, own = report.body, boxes.c
    of_crate = (own.crate_id == body.crate_id, own.number != number, own.returned_at.is_(None))
    left = list(report.connection.scalars(select(own.number).where(*of_crate)))
    if left:
        free = {"returned_at": report.happened_at, "crate_id": None, "changed_at": report.happened_at}
        report.connection.execute(update(boxes).where(own.number.in_(left)).values(**free))
    return left


def _crate_came_back(report: Report[Any], crate_id: UUID) -> None:
    """What is known of it already stands."""
    at = report.happened_at
    came_back = {
        "emptied_at": func.coalesce(crates.c.emptied_at, at),
        "returned_at": func.coalesce(crates.c.returned_at, at),
    }
    report.connection.execute(update(crates).where(crates.c.id == crate_id).values(**came_back))
