"""A night's work of dispatch as one immutable value: stops and vans with times in the warehouse's zone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cloud_api.wire.catalogue import Datum, Van, Warehouse
from cloud_api.wire.routes import Stop
from station.dispatch.model.day_datum import to_wgs84
from station.dispatch.model.problem import OPEN_END_S, PlanStop, PlanVan
from station.dispatch.model.view_routes import MapPoint
from station.kernel.ids import CycleId, RouteId, WaveId

EARLIEST_SHIFT = time(4)
"""Without vans the night ends here: a later cut-off is for the day after."""


@dataclass(frozen=True)
class KnownVan:
    """A van of the warehouse, and whether it stays at home tonight."""

    van: Van
    is_away: bool = False

    @property
    def drives(self) -> bool:
        """It can be planned tonight."""
        return self.van.active and not self.is_away


@dataclass(frozen=True)
class CratesOfStop:
    """How far the crates of a stop are: `on_route` counts those on a van, by route."""

    crates: int = 0
    on_route: Mapping[RouteId, int] = field(default_factory=dict)

    @property
    def loaded(self) -> int:
        """On any van, or handed to the shop from it."""
        return sum(self.on_route.values())


@dataclass(frozen=True)
class DayLoad:
    """What the database holds of a cycle, before anything is made of it."""

    cycle_id: CycleId
    told_at: datetime
    """When its first stop became known here."""
    site: Warehouse | None
    stops: tuple[Stop, ...]
    vans: tuple[KnownVan, ...]
    crates: Mapping[WaveId, CratesOfStop] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
    """Codes of the vans that have left with this cycle's goods."""


@dataclass(frozen=True)
class DayStop:
    """A stop with its place and its window; seconds count from the day's origin."""

    wave_id: WaveId
    stop: Stop
    at: MapPoint | None
    early_s: int | None
    late_s: int | None
    crates: CratesOfStop

    def to_plan(self) -> PlanStop:
        """As the planner takes it."""
        return PlanStop(
            key=str(self.wave_id),
            name=self.stop.pickup_point.name,
            weight_g=self.stop.weight_g,
            volume_ml=self.stop.volume_ml,
            early_s=self.early_s or 0,
            late_s=OPEN_END_S if self.late_s is None else self.late_s,
            service_s=self.stop.pickup_point.service_s,
            has_position=self.at is not None,
        )


@dataclass(frozen=True)
class DayVan:
    """A van that drives tonight, and its shift in seconds from the day's origin."""

    van: Van
    from_s: int
    until_s: int
    has_left: bool

    def to_plan(self) -> PlanVan:
        """As the planner takes it."""
        return PlanVan(
            key=self.van.code,
            weight_g=self.van.weight_g,
            volume_ml=self.van.volume_ml,
            shift_from_s=self.from_s,
            shift_until_s=self.until_s,
            max_stops=self.van.max_stops,
            fixed_cost_fen=self.van.fixed_cost_fen,
            cost_km_fen=self.van.cost_km_fen,
            cost_hour_fen=self.van.cost_hour_fen,
        )


@dataclass(frozen=True)
class Day:
    """The stops and vans of one delivery day.

    `origin` is midnight (UTC moment) of the eve in the warehouse's zone: a shift that begins before
    midnight has a positive second too. Seconds are those that pass, so a change of the clock is right.
    """

    cycle_id: CycleId
    cycle_name: str
    date: date
    zone: ZoneInfo
    origin: datetime
    site: Warehouse | None
    depot: MapPoint | None
    stops: tuple[DayStop, ...]
    vans: tuple[DayVan, ...]
    known_vans: tuple[KnownVan, ...]

    @cached_property
    def stop_index(self) -> dict[WaveId, int]:
        """Where each stop stands among the stops."""
        return {stop.wave_id: index for index, stop in enumerate(self.stops)}

    @cached_property
    def van_index(self) -> dict[str, int]:
        """Where each van stands among the vans that drive."""
        return {van.van.code: index for index, van in enumerate(self.vans)}

    def moment(self, second: int) -> datetime:
        """A second of the day on the warehouse's clock."""
        return (self.origin + timedelta(seconds=second)).astimezone(self.zone)

    def points(self) -> tuple[MapPoint | None, ...]:
        """The depot and the stops, as the matrices have them."""
        return (self.depot, *(stop.at for stop in self.stops))


def make_day(load: DayLoad, zone: ZoneInfo) -> Day:
    """The day of a cycle; `zone` counts where the warehouse names none that exists."""
    zone = _zone_of(load.site, zone)
    vans = [known for known in load.vans if known.drives or known.van.code in load.left]
    day = delivery_date(_cut_off(load), [known.van for known in vans], zone)
    origin = _instant(day - timedelta(days=1), time(0), zone)
    return Day(
        cycle_id=load.cycle_id,
        cycle_name=load.stops[0].cycle_name if load.stops else "",
        date=day,
        zone=zone,
        origin=origin,
        site=load.site,
        depot=_point_of_site(load.site),
        stops=tuple(_day_stop(stop, load, day, zone, origin) for stop in _in_order(load.stops)),
        vans=tuple(_day_van(known.van, load, day, zone, origin) for known in vans),
        known_vans=load.vans,
    )


def delivery_date(cut_off: datetime, vans: Sequence[Van], zone: ZoneInfo) -> date:
    """The first day whose earliest shift begins after the cut-off."""
    begins = min((_clock(van.shift_from) for van in vans if not _over_midnight(van)), default=EARLIEST_SHIFT)
    local = cut_off.astimezone(zone)
    return local.date() if local.time() < begins else local.date() + timedelta(days=1)


def _cut_off(load: DayLoad) -> datetime:
    """An older cloud does not tell the cut-off; stops are told at it."""
    told = [stop.cut_off_at for stop in load.stops if stop.cut_off_at is not None]
    return min(told) if told else load.told_at


def _in_order(stops: Sequence[Stop]) -> list[Stop]:
    return sorted(stops, key=lambda stop: (stop.number, str(stop.wave_id)))


def _day_stop(stop: Stop, load: DayLoad, day: date, zone: ZoneInfo, origin: datetime) -> DayStop:
    point = stop.pickup_point
    early, late = point.receive_from, point.receive_until
    turns = early is not None and late is not None and _clock(late) <= _clock(early)
    opens = day - timedelta(days=1) if turns else day
    wave_id = WaveId(stop.wave_id)
    return DayStop(
        wave_id=wave_id,
        stop=stop,
        at=point_of(point.latitude, point.longitude, point.datum),
        early_s=None if early is None else _second(opens, early, zone, origin),
        late_s=None if late is None else _second(day, late, zone, origin),
        crates=load.crates.get(wave_id, CratesOfStop(len(stop.crates))),
    )


def _day_van(van: Van, load: DayLoad, day: date, zone: ZoneInfo, origin: datetime) -> DayVan:
    begins = day - timedelta(days=1) if _over_midnight(van) else day
    return DayVan(
        van=van,
        from_s=_second(begins, van.shift_from, zone, origin),
        until_s=_second(day, van.shift_until, zone, origin),
        has_left=van.code in load.left,
    )


def _over_midnight(van: Van) -> bool:
    return _clock(van.shift_until) <= _clock(van.shift_from)


def point_of(latitude: float | None, longitude: float | None, datum: Datum) -> MapPoint | None:
    """A position as a map takes it; None where it is not known whole."""
    if latitude is None or longitude is None:
        return None
    return MapPoint(*to_wgs84(latitude, longitude, datum))


def _point_of_site(site: Warehouse | None) -> MapPoint | None:
    return None if site is None else point_of(site.latitude, site.longitude, site.datum)


def _zone_of(site: Warehouse | None, otherwise: ZoneInfo) -> ZoneInfo:
    if site is None:
        return otherwise
    try:
        return ZoneInfo(site.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _second(day: date, clock: str, zone: ZoneInfo, origin: datetime) -> int:
    return int((_instant(day, _clock(clock), zone) - origin).total_seconds())
