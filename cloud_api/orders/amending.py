"""Changes accepted orders, one or many in a transaction, and tells whoever worked from the old state."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import Connection, bindparam, func, insert, select, update

from cloud_api.http.callers import Caller
from cloud_api.http.problems import explain
from cloud_api.orders.changing import Change, Same, StandingOrder, Surroundings, decide
from cloud_api.orders.refusals import Refusal, keep_refused_amendments, settle_refused_amendments
from cloud_api.orders.rows import told_order_no
from cloud_api.orders.standing import find_parts, find_points, find_waves, hold_orders
from cloud_api.storage.amendments import NewAmendment, recount_waves, write_amendments
from cloud_api.storage.audit import note_act
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.gift_boxes import gift_job_news
from cloud_api.storage.hooks import Hooks, Job
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.stops import stop_news
from cloud_api.storage.tables.orders import cycles, order_lines, orders
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.wave_parts import complete_emptied
from cloud_api.wire.amendments import AmendmentResult, WantedAmendment
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.orders import OrderVerdict
from cloud_api.wire.waves import OrderNews, WaveChanged

NO_SUCH_ORDER = "There is no order {}. GET /v1/orders lists those accepted, GET /v1/orders/refused others."


@dataclass(frozen=True)
class _Made:
    """A change of a batch with the reason its sender gave."""

    change: Change
    reason: str


def amend_orders(
    connection: Connection, rows: Sequence[Any], caller: Caller, hooks: Hooks, now: datetime
) -> list[AmendmentResult]:
    """Make changes in their order within an open transaction; a verdict a row.

    `rows` are as they were sent (wire.amendments.WantedAmendment). Those refused are kept.
    """
    read = [_read(row) for row in rows]
    wanted = [row for row in read if isinstance(row, WantedAmendment)]
    standing = hold_orders(connection, {row.order_no for row in wanted})
    around = _surroundings(connection, wanted, standing, now)
    results: list[AmendmentResult] = []
    made: list[_Made] = []
    for raw, row in zip(rows, read, strict=True):
        if isinstance(row, str):
            results.append(_result(told_order_no(raw), _told_kind(raw), row))
            continue
        order = standing.get(row.order_no)
        outcome: Change | Same | str = NO_SUCH_ORDER.format(row.order_no)
        if order is not None and caller.may_see(order.warehouse):
            outcome = decide(order, row, around)
        if isinstance(outcome, Change):
            standing[row.order_no] = outcome.after
            made.append(_Made(outcome, row.reason))
        results.append(_result(row.order_no, str(row.kind), outcome))
    _keep_outcomes(connection, rows, results, now)
    _carry_out(connection, made, caller, hooks, now)
    return results


def _read(row: Any) -> WantedAmendment | str:
    try:
        return WantedAmendment.model_validate(row)
    except ValidationError as error:
        return f"{explain(error)}. Correct the change and send it again."


def _told_kind(row: Any) -> str:
    """The kind of a row in whatever state, fit to be stored."""
    told = row.get("kind") if isinstance(row, dict) else None
    return told_order_no({"order_no": told})[:32]


def _surroundings(
    connection: Connection,
    wanted: Sequence[WantedAmendment],
    standing: dict[str, StandingOrder],
    now: datetime,
) -> Surroundings:
    codes = {row.pickup_point for row in wanted if row.pickup_point is not None}
    keys = {(order.cycle_id, order.pickup_point) for order in standing.values() if order.frozen}
    keys |= {
        (standing[row.order_no].cycle_id, row.pickup_point)
        for row in wanted
        if row.pickup_point is not None and row.order_no in standing
    }
    return Surroundings(
        find_waves(connection, keys), find_points(connection, codes), now, find_parts(connection, keys)
    )


def _result(order_no: str, kind: str, outcome: Change | Same | str) -> AmendmentResult:
    if isinstance(outcome, str):
        return AmendmentResult(order_no=order_no, kind=kind, verdict=OrderVerdict.REFUSED, reason=outcome)
    if isinstance(outcome, Same):
        return AmendmentResult(order_no=order_no, kind=kind, verdict=OrderVerdict.REPEATED)
    slip = outcome.before.frozen
    return AmendmentResult(order_no=order_no, kind=kind, verdict=OrderVerdict.ACCEPTED, slip=slip)


def _keep_outcomes(
    connection: Connection, rows: Sequence[Any], results: Sequence[AmendmentResult], now: datetime
) -> None:
    done = {
        (result.order_no, result.kind): place
        for place, result in enumerate(results)
        if result.verdict is not OrderVerdict.REFUSED
    }
    if done:
        settle_refused_amendments(connection, done, now)
    refusals = [
        (
            result.kind,
            Refusal(row, result.reason or "", settled=done.get((result.order_no, result.kind), -1) > place),
        )
        for place, (row, result) in enumerate(zip(rows, results, strict=True))
        if result.verdict is OrderVerdict.REFUSED
    ]
    keep_refused_amendments(connection, refusals, now)


def _carry_out(
    connection: Connection, made: Sequence[_Made], caller: Caller, hooks: Hooks, now: datetime
) -> None:
    if not made:
        return
    points: defaultdict[UUID, set[str]] = defaultdict(set)
    for each in made:
        if each.change.before.frozen:
            sides = {each.change.before.pickup_point, each.change.after.pickup_point}
            points[each.change.before.cycle_id] |= sides
    for cycle_id in sorted(points):
        hooks.amending(connection, cycle_id, sorted(points[cycle_id]))
    _write_orders(connection, made)
    news = [
        new for cycle_id in sorted(points) for new in _complete_waves(connection, cycle_id, points[cycle_id])
    ]
    for cycle_id in sorted(points):
        complete_emptied(connection, cycle_id, points[cycle_id], hooks, now)
    news += _desk_news(connection, made)
    write_amendments(connection, [_amendment(each, caller, now) for each in made])
    for cycle_id in sorted(points):
        hooks.enqueue(connection, Job.MAKE_SLIPS, str(cycle_id))
    _note(connection, made, caller, now)
    for cycle_id in sorted(points):
        of_points = waves.c.pickup_point.in_(sorted(points[cycle_id]))
        news += [
            *gift_job_news(connection, cycle_id),
            *stop_news(connection, (waves.c.cycle_id == cycle_id) & of_points),
        ]
    write_changes(connection, news, now)


def _desk_news(connection: Connection, made: Sequence[_Made]) -> list[NewChange]:
    """For desks that hold waves of orders cancelled here: their goods stay out of crates, or come out."""
    at_desks = [each.change.after for each in made if each.change.after.cancelled_under is not None]
    found = find_waves(connection, {(order.cycle_id, order.pickup_point) for order in at_desks})
    return [
        NewChange(
            ChangeKind.WAVE_CHANGED,
            WaveChanged(
                wave_id=order.part_id or found[order.cycle_id, order.pickup_point].id,
                order_id=order.id,
                order_no=order.order_no,
                kind=OrderNews.CANCELLED,
            ).model_dump(mode="json"),
            order.warehouse,
        )
        for order in at_desks
    ]


def _amendment(each: _Made, caller: Caller, now: datetime) -> NewAmendment:
    change = each.change
    return NewAmendment(
        cycle_id=change.before.cycle_id,
        order_id=change.before.id,
        kind=change.kind,
        body=change.body(),
        reason=each.reason,
        made_by=caller.name,
        made_at=now,
        needs_slip=change.before.frozen,
    )


def _write_orders(connection: Connection, made: Sequence[_Made]) -> None:
    """Write how each order stands in the end; the rows are held since they were read."""
    last = {each.change.after.id: each.change.after for each in made}
    changed = [last[order_id] for order_id in sorted(last)]
    heads = (
        update(orders)
        .where(orders.c.id == bindparam("of"))
        .values(
            cancelled_at=bindparam("new_cancelled_at"),
            cancelled_under=bindparam("new_cancelled_under"),
            pickup_point=bindparam("new_point"),
            part_id=bindparam("new_part"),
            address=bindparam("new_address"),
        )
    )
    connection.execute(
        heads,
        [
            {
                "of": order.id,
                "new_cancelled_at": order.cancelled_at,
                "new_cancelled_under": order.cancelled_under,
                "new_point": order.pickup_point,
                "new_part": order.part_id,
                "new_address": order.address,
            }
            for order in changed
        ],
    )
    of_order = update(order_lines).where(order_lines.c.order_id == bindparam("of"))
    connection.execute(
        of_order.values(live=False, pickup_point=bindparam("new_point")),
        [{"of": order.id, "new_point": order.pickup_point} for order in changed],
    )
    live = [{"of": order.id, "of_sku": sku} for order in changed for sku in sorted(order.lines)]
    if live:
        one_line = of_order.where(order_lines.c.sku == bindparam("of_sku"))
        connection.execute(one_line.values(live=True), live)


def _complete_waves(connection: Connection, cycle_id: UUID, points: set[str]) -> list[NewChange]:
    """Make waves for points that have orders only now, and count all of these points anew."""
    known = set(connection.scalars(select(waves.c.pickup_point).where(waves.c.cycle_id == cycle_id)))
    query = (
        select(orders.c.pickup_point)
        .where(orders.c.cycle_id == cycle_id, orders.c.cancelled_at.is_(None))
        .where(orders.c.pickup_point.in_(sorted(points - known)))
        .distinct()
    )
    missing = sorted(connection.scalars(query))
    if missing:
        _make_waves(connection, cycle_id, missing)
    recount_waves(connection, cycle_id, points)
    return [_waves_ready(connection, cycle_id, len(missing))] if missing else []


def _make_waves(connection: Connection, cycle_id: UUID, points: Sequence[str]) -> None:
    """The number after the last one, so that those on papers already stay."""
    cycle = connection.execute(select(cycles).where(cycles.c.id == cycle_id)).one()
    last = connection.scalar(select(func.max(waves.c.number)).where(waves.c.cycle_id == cycle_id)) or 0
    rows = [
        {
            "id": new_uuid(),
            "cycle_id": cycle_id,
            "warehouse": cycle.warehouse,
            "number": number,
            "pickup_point": point,
            "orders": 0,
            "lines": 0,
            "pieces": 0,
        }
        for number, point in enumerate(points, start=last + 1)
    ]
    connection.execute(insert(waves), rows)


def _waves_ready(connection: Connection, cycle_id: UUID, made: int) -> NewChange:
    cycle = connection.execute(select(cycles).where(cycles.c.id == cycle_id)).one()
    body = {"cycle_id": str(cycle_id), "cycle_name": cycle.name, "waves": made}
    return NewChange(ChangeKind.WAVES_READY, body, cycle.warehouse)


def _note(connection: Connection, made: Sequence[_Made], caller: Caller, now: datetime) -> None:
    """One row for a batch; the amendments themselves name each order."""
    first = made[0].change
    about = f"order {first.before.order_no}" if len(made) == 1 else f"{len(made)} orders"
    kinds = sorted({str(each.change.kind) for each in made})
    detail = {"kinds": kinds, "orders": [each.change.before.order_no for each in made]}
    note_act(connection, caller.actor, "amend orders", about, now, detail)
