"""Takes a published plan: the whole of a cycle's routes, in place of the version before."""

from sqlalchemy import delete, insert, select, update

from cloud_api.routes.checking import plan_fault
from cloud_api.routes.reloading import follow_plan, loaded_crates
from cloud_api.routes.rows import TellShops
from cloud_api.storage.changes import NewChange, write_changes
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.routes import route_plans, route_stops, routes
from cloud_api.storage.tables.waves import IS_WHOLE, waves
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.routes import Route, RoutePlan


def apply_routes_published(report: Report[RoutePlan], tell: TellShops) -> str | None:
    """Store the plan and tell the warehouse and its shops, or answer why it is refused."""
    reason = plan_fault(report)
    if reason is not None:
        return reason
    loaded = loaded_crates(report.connection, report.body.cycle_id)
    _store_plan(report)
    _replace_routes(report)
    told = NewChange(ChangeKind.ROUTES, report.body.model_dump(mode="json"), report.warehouse)
    write_changes(report.connection, [told, *follow_plan(report, loaded)], report.now)
    of_cycle = select(waves.c.id).where(waves.c.cycle_id == report.body.cycle_id, IS_WHOLE)
    wave_ids = list(report.connection.scalars(of_cycle.order_by(waves.c.number)))
    tell(report.connection, wave_ids, report.now)
    return None


def _store_plan(report: Report[RoutePlan]) -> None:
    plan = report.body
    report.connection.execute(
        insert(route_plans).values(
            id=plan.plan_id,
            cycle_id=plan.cycle_id,
            version=plan.version,
            station_id=report.station_id,
            published_at=report.happened_at,
            body=plan.model_dump(mode="json"),
        )
    )


def _replace_routes(report: Report[RoutePlan]) -> None:
    """Routes that stand keep their id and how far they came; those that left stay as they left."""
    plan, connection = report.body, report.connection
    standing = [route.route_id for route in plan.routes]
    connection.execute(
        update(routes)
        .where(
            routes.c.cycle_id == plan.cycle_id, routes.c.replaced_at.is_(None), routes.c.id.not_in(standing)
        )
        .values(replaced_at=report.happened_at)
    )
    departed = select(routes.c.id).where(
        routes.c.cycle_id == plan.cycle_id, routes.c.departed_at.is_not(None)
    )
    gone = set(connection.scalars(departed))
    connection.execute(delete(route_stops).where(route_stops.c.route_id.in_(set(standing) - gone)))
    for route in plan.routes:
        if route.route_id not in gone:
            _store_route(report, route)


def _store_route(report: Report[RoutePlan], route: Route) -> None:
    values = {
        "plan_id": report.body.plan_id,
        "number": route.number,
        "code": route.code,
        "van": route.van,
        "departs_at": route.departs_at,
        "metres": route.metres,
        "replaced_at": None,
    }
    row = conflict_insert(report.connection, routes).values(
        id=route.route_id, cycle_id=report.body.cycle_id, **values
    )
    report.connection.execute(row.on_conflict_do_update(index_elements=[routes.c.id], set_=values))
    report.connection.execute(
        insert(route_stops),
        [
            {
                "route_id": route.route_id,
                "position": position,
                "wave_id": stop.wave_id,
                "arrives_at": stop.arrives_at,
                "leaves_at": stop.leaves_at,
            }
            for position, stop in enumerate(route.stops, start=1)
        ],
    )
