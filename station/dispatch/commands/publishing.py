"""The routes go out: checked, numbered, kept here and told to the cloud in one act."""

import secrets
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from cloud_api.wire.facts import FactKind
from cloud_api.wire.routes import Route, RoutePlan, RouteStop, UnservedStop
from hardware.check_digits import make_route_code
from station.dispatch.commands.desk import DispatchDesk
from station.dispatch.model.day_published import Published
from station.dispatch.model.edit import Draft
from station.dispatch.model.edit_night import Sheet
from station.dispatch.model.edit_rules import Ruling
from station.dispatch.model.edit_words import ASKED_ONLY, REASONS, broken_rule
from station.dispatch.model.evaluation import RouteEvaluation, Violation, Visit
from station.dispatch.model.plan import Reason
from station.dispatch.model.verdicts import Verdict
from station.dispatch.store.published import published, route_codes
from station.dispatch.store.vans import unsent_vans
from station.kernel.ids import WaveId, new_uuid
from station.sync.outbox import append_fact
from station.sync.shipments import plan_version, save_plan

ROUTE_NUMBERS = 10_000_000
"""Seven digits."""


def publish(desk: DispatchDesk, sheet: Sheet, *, late_is_fine: bool) -> Ruling:
    """Publish the routes as they lie here, or say why not. `late_is_fine`: the dispatcher was asked."""
    refused = _refusal(desk, sheet, late_is_fine)
    if refused is not None:
        return refused
    with desk.act() as (connection, author):
        plan = _plan(desk, connection, sheet)
        save_plan(connection, plan, author.at)
        append_fact(connection, author, FactKind.ROUTES_PUBLISHED, plan)
        desk.published = published(connection, sheet.night.day.cycle_id)
    return Ruling(Verdict.PUBLISHED, {"version": plan.version, "routes": len(plan.routes)})


def differs(sheet: Sheet, out: Published | None) -> bool:
    """What lies here is not what is out."""
    if out is None:
        return True
    return _on_routes(sheet.draft) != _on_routes(sheet.night.fit(out.draft()))


def unplanned(sheet: Sheet, out: Published | None) -> list[WaveId]:
    """Stops nobody has decided on: they came after the planning."""
    known = {} if out is None else out.unserved
    return [
        wave
        for wave, reason in sheet.draft.unserved.items()
        if reason is Reason.NOT_PLANNED and wave not in known
    ]


def _refusal(desk: DispatchDesk, sheet: Sheet, late_is_fine: bool) -> Ruling | None:
    if desk.dispatcher is None:
        return Ruling(Verdict.SIGN_IN_FIRST)
    if not sheet.draft.served():
        return Ruling(Verdict.NOTHING_TO_PUBLISH)
    if desk.published is not None and not differs(sheet, desk.published) and not desk.published.refusal:
        return Ruling(Verdict.NOTHING_NEW, {"version": desk.published.version})
    left_over = unplanned(sheet, desk.published)
    if left_over:
        return Ruling(Verdict.DAY_CHANGED, {"stops": len(left_over)})
    return _broken(sheet, late_is_fine) or _van_unsent(desk, sheet)


def _broken(sheet: Sheet, late_is_fine: bool) -> Ruling | None:
    """Rules broken by what can still be changed."""
    day = sheet.night.day
    open_rules = [each for each in sheet.evaluation.violations if not _has_left(sheet, each)]
    hard = next((each for each in open_rules if each.fault not in ASKED_ONLY), None)
    if hard is not None:
        return Ruling(Verdict.BREAKS_RULE, {"problem": broken_rule(day, hard).words})
    if open_rules and not late_is_fine:
        return Ruling(Verdict.CONFIRM_WINDOWS, {"late": len(open_rules)})
    return None


def _has_left(sheet: Sheet, violation: Violation) -> bool:
    van = violation.van
    return van is not None and sheet.night.has_left(sheet.night.day.vans[van].van.code)


def _van_unsent(desk: DispatchDesk, sheet: Sheet) -> Ruling | None:
    """The cloud refuses routes of a van it does not know."""
    with desk.database.look() as connection:
        unsent = {van.code for van in unsent_vans(connection)}
    van = next((van for van, stops in sheet.draft.routes.items() if stops and van in unsent), None)
    return None if van is None else Ruling(Verdict.VAN_NOT_SENT, {"van": van})


def _plan(desk: DispatchDesk, connection: Connection, sheet: Sheet) -> RoutePlan:
    cycle_id = sheet.night.day.cycle_id
    return RoutePlan(
        plan_id=new_uuid(),
        cycle_id=cycle_id,
        version=plan_version(connection, cycle_id) + 1,
        routes=tuple(_routes(desk, connection, sheet)),
        unserved=tuple(_unserved(desk, sheet)),
    )


def _routes(desk: DispatchDesk, connection: Connection, sheet: Sheet) -> Iterable[Route]:
    """A van keeps number and code of its route: sheets and loaded crates stay good. What left stays so."""
    out = {} if desk.published is None else desk.published.routes
    codes = route_codes(connection)
    number = max((each.route.number for each in out.values()), default=0)
    for van, route in zip(sheet.night.day.vans, sheet.evaluation.routes, strict=True):
        known = out.get(van.van.code)
        if known is not None and known.departed_at is not None:
            yield known.route
        elif route.visits and known is not None:
            old = known.route
            yield _route(sheet, route, route_id=old.route_id, number=old.number, code=old.code)
        elif route.visits:
            number += 1
            yield _route(sheet, route, route_id=new_uuid(), number=number, code=_fresh_code(codes))


def _route(sheet: Sheet, route: RouteEvaluation, **identity: Any) -> Route:
    day = sheet.night.day
    return Route(
        van=day.vans[route.van].van.code,
        departs_at=day.moment(route.depart_s),
        returns_at=day.moment(route.return_s),
        metres=route.metres,
        stops=tuple(_route_stop(sheet, visit) for visit in route.visits),
        **identity,
    )


def _route_stop(sheet: Sheet, visit: Visit) -> RouteStop:
    day = sheet.night.day
    here = day.stops[visit.stop].stop
    return RouteStop(
        wave_id=here.wave_id,
        pickup_point=here.pickup_point.code,
        arrives_at=day.moment(visit.arrive_s),
        leaves_at=day.moment(visit.leave_s),
        metres_before=visit.metres_before,
        weight_g=here.weight_g,
        volume_ml=here.volume_ml,
    )


def _unserved(desk: DispatchDesk, sheet: Sheet) -> Iterable[UnservedStop]:
    told = {} if desk.published is None else desk.published.unserved
    for wave_id, reason in sheet.draft.unserved.items():
        words = desk.texts.say(REASONS[reason][0])
        if reason is Reason.NOT_PLANNED:
            words = told.get(wave_id, words)
        code = sheet.night.stop(wave_id).stop.pickup_point.code
        yield UnservedStop(wave_id=wave_id, pickup_point=code, reason=words)


def _fresh_code(taken: set[str]) -> str:
    """A code no route here has had."""
    code = make_route_code(secrets.randbelow(ROUTE_NUMBERS))
    while code in taken:
        code = make_route_code(secrets.randbelow(ROUTE_NUMBERS))
    taken.add(code)
    return code


def _on_routes(draft: Draft) -> tuple[object, ...]:
    """What matters to drivers: who goes where in which order, and who is left."""
    return {van: stops for van, stops in draft.routes.items() if stops}, set(draft.unserved)
