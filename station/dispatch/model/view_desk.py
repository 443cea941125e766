"""Draws what stands around the routes as values: the night's load, totals, stops left, vans."""

from collections.abc import Sequence

from cloud_api.wire.routes import PackState
from station.dispatch.model.day import Day, KnownVan
from station.dispatch.model.day_published import CycleRow, Published
from station.dispatch.model.edit_night import Sheet
from station.dispatch.model.edit_words import REASONS
from station.dispatch.model.plan import Reason
from station.dispatch.model.view import (
    CycleChoice,
    DayHead,
    PlanTotals,
    PublishedHead,
    Step,
    UnservedView,
    VanView,
)
from station.dispatch.model.view_picture import late_stops
from station.kernel.ids import CycleId
from station.kernel.messages import Message

QUESTIONS = {
    Step.NO_CYCLE: Message("Nothing to deliver yet. Stops come at the cut-off"),
    Step.READY: Message("Plan the routes"),
    Step.PLANNING: Message("Planning: stop when the routes are good enough"),
    Step.DRAFT: Message("Look at the routes, move stops, then publish"),
    Step.PUBLISHED: Message("Published. Watch the loading"),
}
"""What the dispatcher does now."""


def cycle_choices(rows: Sequence[CycleRow], chosen: CycleId | None) -> tuple[CycleChoice, ...]:
    """The cycles that can be planned."""
    return tuple(
        CycleChoice(row.cycle_id, row.name, row.stops, row.cycle_id == chosen, row.version) for row in rows
    )


def day_head(day: Day) -> DayHead:
    """The night's load beside what the vans can carry."""
    stops = [stop.stop for stop in day.stops]
    return DayHead(
        cycle=day.cycle_name,
        day=day.date,
        warehouse="" if day.site is None else day.site.name,
        time_zone=day.zone.key,
        stops=len(stops),
        stops_packed=sum(stop.state is PackState.PACKED for stop in stops),
        orders=sum(stop.orders for stop in stops),
        crates=sum(stop.crates.crates for stop in day.stops),
        pieces=sum(stop.pieces for stop in stops),
        weight_g=sum(stop.weight_g for stop in stops),
        volume_ml=sum(stop.volume_ml for stop in stops),
        vans=len(day.vans),
        vans_weight_g=sum(van.van.weight_g for van in day.vans),
        vans_volume_ml=sum(van.van.volume_ml for van in day.vans),
    )


def plan_totals(sheet: Sheet) -> PlanTotals:
    """What the whole plan comes to."""
    found, day = sheet.evaluation, sheet.night.day
    driven = [route for route in found.routes if route.visits]
    visits = [visit for route in driven for visit in route.visits]
    stands_s = sum(visit.leave_s - visit.arrive_s for visit in visits)
    return PlanTotals(
        routes=len(driven),
        served=len(visits),
        unserved=found.unserved,
        metres=found.metres,
        cost_fen=found.cost_fen,
        drive_s=found.seconds - stands_s,
        wait_s=sum(visit.wait_s for visit in visits),
        late=late_stops(sheet),
        broken=len(found.violations),
        returns_at=day.moment(max(route.return_s for route in driven)) if driven else None,
    )


def unserved_stops(sheet: Sheet, before: Sheet | None) -> tuple[UnservedView, ...]:
    """The stops on no route, each with why and what to do; the heaviest first."""
    night, known = sheet.night, None if before is None else before.draft.unserved
    views = []
    for wave_id, reason in sheet.draft.unserved.items():
        here = night.stop(wave_id)
        words, remedy = REASONS[reason]
        views.append(
            UnservedView(
                wave_id=wave_id,
                code=here.stop.pickup_point.code,
                name=here.stop.pickup_point.name,
                weight_g=here.stop.weight_g,
                volume_ml=here.stop.volume_ml,
                reason=words,
                remedy=remedy,
                can_be_routed=here.at is not None and bool(night.day.vans),
                is_by_hand=reason is Reason.LEFT_OUT,
                at=here.at,
                is_new=known is not None and wave_id not in known,
            )
        )
    return tuple(sorted(views, key=lambda view: (-view.weight_g, view.code)))


def van_list(
    vans: Sequence[KnownVan], sheet: Sheet | None, published: Published | None
) -> tuple[VanView, ...]:
    """Every van of the warehouse, by code."""
    left = set() if published is None else set(published.left)
    routes = {} if sheet is None else sheet.draft.routes
    return tuple(
        VanView(
            code=known.van.code,
            plate=known.van.plate,
            driver=known.van.driver,
            phone=known.van.phone,
            weight_g=known.van.weight_g,
            volume_ml=known.van.volume_ml,
            shift_from=known.van.shift_from,
            shift_until=known.van.shift_until,
            max_stops=known.van.max_stops,
            fixed_cost_fen=known.van.fixed_cost_fen,
            cost_km_fen=known.van.cost_km_fen,
            cost_hour_fen=known.van.cost_hour_fen,
            is_active=known.van.active,
            is_away=known.is_away,
            colour=colour,
            stops=len(routes.get(known.van.code, ())),
            has_left=known.van.code in left,
        )
        for colour, known in enumerate(vans)
    )


def published_head(published: Published | None, day: Day | None) -> PublishedHead | None:
    """The version that is out."""
    if published is None or day is None:
        return None
    at = published.at.astimezone(day.zone)
    return PublishedHead(published.version, at, published.is_told, published.refusal)


def colours(vans: Sequence[KnownVan]) -> dict[str, int]:
    """Colour of each van: its place among all vans, so that one that stays at home changes none."""
    return {known.van.code: index for index, known in enumerate(vans)}
