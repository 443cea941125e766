"""The published routes of a cycle, and what became of telling the cloud."""

import json

from sqlalchemy import Connection, select

from cloud_api.wire.facts import FactKind
from cloud_api.wire.routes import Route, RoutePlan
from station.dispatch.model.day_published import OutRoute, Published
from station.kernel.ids import CycleId
from station.storage import tables
from station.sync.outbox import FactState


def published(connection: Connection, cycle_id: CycleId) -> Published | None:
    """The routes that are out; None before the first publishing."""
    row = connection.execute(
        select(tables.route_plan).where(tables.route_plan.c.cycle_id == cycle_id)
    ).first()
    if row is None:
        return None
    plan = RoutePlan.model_validate_json(row.body)
    telling = _telling(connection, plan)
    state, reason = telling or (FactState.ACCEPTED, "")
    return Published(
        plan=plan,
        at=row.told_at,
        routes=_routes(connection, cycle_id),
        is_ours=telling is not None,
        is_told=state is not FactState.WAITING,
        refusal=reason if state is FactState.REFUSED else "",
    )


def _routes(connection: Connection, cycle_id: CycleId) -> dict[str, OutRoute]:
    """By van; what has left counts before what was planned since."""
    route = tables.route.c
    rows = connection.execute(
        select(route.van, route.departed_at, route.body)
        .where(route.cycle_id == cycle_id)
        .order_by(route.departed_at.is_not(None), route.number)
    )
    return {row.van: OutRoute(Route.model_validate_json(row.body), row.departed_at) for row in rows}


def _telling(connection: Connection, plan: RoutePlan) -> tuple[FactState, str] | None:
    """What the cloud said of a plan of this station; None for another station's."""
    fact = tables.fact.c
    rows = connection.execute(
        select(fact.state, fact.reason, fact.body)
        .where(fact.kind == FactKind.ROUTES_PUBLISHED.value)
        .order_by(fact.seq.desc())
    )
    for row in rows:
        if json.loads(row.body).get("plan_id") == str(plan.plan_id):
            return FactState(row.state), row.reason or ""
    return None


def route_codes(connection: Connection) -> set[str]:
    """Every route code known here, of any cycle."""
    return set(connection.execute(select(tables.route.c.code)).scalars())
