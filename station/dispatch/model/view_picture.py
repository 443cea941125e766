"""Draws the routes of a draft as values: stops with their times, bars of the Gantt, what has changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from station.dispatch.model.day import DayVan
from station.dispatch.model.day_published import Published
from station.dispatch.model.edit_night import Sheet
from station.dispatch.model.edit_words import broken_rule, fen
from station.dispatch.model.evaluation import Fault, RouteEvaluation, Visit
from station.dispatch.model.view_routes import (
    BrokenRule,
    Gauge,
    LoadingView,
    LoadState,
    MapPoint,
    RouteView,
    Span,
    SpanKind,
    StopView,
    TimeAxis,
)
from station.kernel.ids import RouteId, WaveId
from station.kernel.messages import Message

SHIFTED_S = 300
"""A time that moves by less is not worth a mark."""


@dataclass(frozen=True)
class Mark:
    """Where a stop stood in the plan the numbers are compared with."""

    van: str
    arrive_s: int


def marks_of(sheet: Sheet) -> dict[WaveId, Mark]:
    """The marks of every stop on a route."""
    day = sheet.night.day
    return {
        day.stops[visit.stop].wave_id: Mark(van.van.code, visit.arrive_s)
        for van, route in zip(day.vans, sheet.evaluation.routes, strict=True)
        for visit in route.visits
    }


@dataclass(frozen=True)
class Picture:
    """Draws one sheet. `marks` of None: there is nothing to compare with."""

    sheet: Sheet
    published: Published | None = None
    marks: Mapping[WaveId, Mark] | None = None
    colours: Mapping[str, int] = field(default_factory=dict)

    def routes(self) -> tuple[RouteView, ...]:
        """A route for each van that drives."""
        vans = self.sheet.night.day.vans
        return tuple(
            self._route(van, route) for van, route in zip(vans, self.sheet.evaluation.routes, strict=True)
        )

    def axis(self) -> TimeAxis | None:
        """Whole hours around every shift and every route."""
        day = self.sheet.night.day
        routes = [route for route in self.sheet.evaluation.routes if route.visits]
        begins = [van.from_s for van in day.vans] + [route.depart_s for route in routes]
        ends = [van.until_s for van in day.vans] + [route.return_s for route in routes]
        if not begins:
            return None
        first, last = day.moment(min(begins)), day.moment(max(ends) + 3599)
        return TimeAxis(_whole_hour(first), _whole_hour(last))

    def _route(self, van: DayVan, route: RouteEvaluation) -> RouteView:
        day, code = self.sheet.night.day, van.van.code
        out = None if self.published is None else self.published.routes.get(code)
        broken = tuple(broken_rule(day, each) for each in route.violations)
        stops = tuple(self._stop(van, position, visit, broken) for position, visit in self._numbered(route))
        return RouteView(
            van=code,
            plate=van.van.plate,
            driver=van.van.driver,
            phone=van.van.phone,
            colour=self.colours.get(code, 0),
            number=None if out is None else out.route.number,
            code=None if out is None else out.route.code,
            route_id=None if out is None else RouteId(out.route.route_id),
            is_locked=code in self.sheet.draft.locked_vans,
            is_changed=self._is_changed(code, stops),
            departs_at=day.moment(route.depart_s),
            returns_at=day.moment(route.return_s),
            shift_from=day.moment(van.from_s),
            shift_until=day.moment(van.until_s),
            metres=route.metres,
            cost_fen=fen(route.cost_units),
            drive_s=_drive_s(route),
            wait_s=sum(visit.wait_s for visit in route.visits),
            weight=Gauge(route.weight_g, van.van.weight_g),
            volume=Gauge(route.volume_ml, van.van.volume_ml),
            stop_count=Gauge(len(route.visits), van.van.max_stops),
            stops=stops,
            spans=tuple(self._spans(route)),
            path=self._path(route),
            broken=broken,
            loading=self._loading(code, route),
        )

    def _numbered(self, route: RouteEvaluation) -> Iterator[tuple[int, Visit]]:
        return enumerate(route.visits, start=1)

    def _stop(self, van: DayVan, position: int, visit: Visit, broken: tuple[BrokenRule, ...]) -> StopView:
        night, draft = self.sheet.night, self.sheet.draft
        here = night.day.stops[visit.stop]
        point, at = here.stop.pickup_point, here.at
        moment = night.day.moment
        was = self._was(van.van.code, here.wave_id, visit.arrive_s)
        serve_s = visit.arrive_s + visit.wait_s
        return StopView(
            wave_id=here.wave_id,
            position=position,
            code=point.code,
            name=point.name,
            address=point.address,
            contact=point.contact,
            phone=point.phone,
            at=at,
            arrives_at=moment(visit.arrive_s),
            serves_at=moment(serve_s),
            leaves_at=moment(visit.leave_s),
            wait_s=visit.wait_s,
            window_from=None if here.early_s is None else moment(here.early_s),
            window_until=None if here.late_s is None else moment(here.late_s),
            metres_before=visit.metres_before,
            weight_g=here.stop.weight_g,
            volume_ml=here.stop.volume_ml,
            orders=here.stop.orders,
            crates=here.crates.crates,
            crates_loaded=here.crates.loaded,
            zones=here.stop.zones,
            state=here.stop.state,
            is_locked=here.wave_id in draft.locked_stops or van.van.code in draft.locked_vans,
            is_late=here.late_s is not None and serve_s > here.late_s,
            is_changed=was is not None,
            was=was,
            broken=next((rule for rule in broken if rule.wave_id == here.wave_id), None),
        )

    def _was(self, van: str, wave_id: WaveId, arrive_s: int) -> Message | None:
        """Where and when it stood before, if that is another place."""
        if self.marks is None:
            return None
        mark = self.marks.get(wave_id)
        if mark is None:
            return Message("Was on no route")
        at = self.sheet.night.day.moment(mark.arrive_s).strftime("%H:%M")
        if mark.van != van:
            return Message("Was on van {van}, {at}", van=mark.van, at=at)
        return Message("Was {at}", at=at) if abs(mark.arrive_s - arrive_s) >= SHIFTED_S else None

    def _is_changed(self, van: str, stops: tuple[StopView, ...]) -> bool:
        if self.marks is None:
            return False
        stood = {wave for wave, mark in self.marks.items() if mark.van == van}
        return any(stop.is_changed for stop in stops) or stood != {stop.wave_id for stop in stops}

    def _spans(self, route: RouteEvaluation) -> Iterator[Span]:
        day, now = self.sheet.night.day, route.depart_s
        for visit in route.visits:
            here = day.stops[visit.stop]
            serve_s = visit.arrive_s + visit.wait_s
            late = here.late_s is not None and serve_s > here.late_s
            yield Span(SpanKind.DRIVE, day.moment(now), day.moment(visit.arrive_s), here.wave_id)
            if visit.wait_s:
                yield Span(SpanKind.WAIT, day.moment(visit.arrive_s), day.moment(serve_s), here.wave_id)
            yield Span(SpanKind.SERVE, day.moment(serve_s), day.moment(visit.leave_s), here.wave_id, late)
            now = visit.leave_s
        if route.visits:
            yield Span(SpanKind.DRIVE, day.moment(now), day.moment(route.return_s))

    def _path(self, route: RouteEvaluation) -> tuple[MapPoint, ...]:
        day = self.sheet.night.day
        if not route.visits or day.depot is None:
            return ()
        between = (day.stops[visit.stop].at for visit in route.visits)
        return (day.depot, *(point for point in between if point is not None), day.depot)

    def _loading(self, van: str, route: RouteEvaluation) -> LoadingView:
        """Crates of the stops on this route; only those on the van of this very route count."""
        out = None if self.published is None else self.published.routes.get(van)
        if out is None:
            return LoadingView(LoadState.NOT_PUBLISHED, 0, 0)
        counts = [self.sheet.night.day.stops[visit.stop].crates for visit in route.visits]
        crates = sum(count.crates for count in counts)
        loaded = sum(count.on_route.get(RouteId(out.route.route_id), 0) for count in counts)
        if out.departed_at is not None:
            at = out.departed_at.astimezone(self.sheet.night.day.zone)
            return LoadingView(LoadState.DEPARTED, loaded, crates, at, crates - loaded)
        state = LoadState.LOADING if loaded else LoadState.WAITING
        return LoadingView(LoadState.LOADED if crates and loaded == crates else state, loaded, crates)


def late_stops(sheet: Sheet) -> int:
    """Stops reached after their window."""
    return sum(each.fault is Fault.LATE for each in sheet.evaluation.violations)


def _whole_hour(moment: datetime) -> datetime:
    return moment - timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)


def _drive_s(route: RouteEvaluation) -> int:
    stands = sum(visit.leave_s - visit.arrive_s for visit in route.visits)
    return route.seconds - stands
