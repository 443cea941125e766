"""How the board is shown: routes, stops and what is missing, as parts of a view."""

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from station.kernel.ids import CrateId, RouteId
from station.kernel.messages import Message
from station.loading.model.board import Board, LoadCrate, LoadRoute, LoadStop
from station.loading.model.view import CrateTile, MissingCrate, RouteCard, RouteRow, Step, StopCard, TileState


def clock_time(at: datetime | None, zone: ZoneInfo) -> str:
    """Time of day such as 05:40; empty for no moment."""
    return at.astimezone(zone).strftime("%H:%M") if at else ""


def question(step: Step, route: LoadRoute | None, *, taking_off: bool) -> Message:
    """What do I do now, in the fewest words."""
    if taking_off:
        return Message("Scan the crate that comes off")
    if step is Step.LOADING and route is not None:
        stop = route.next_stop()
        if stop is not None:
            return Message("Now stop {stop}: {shop}", stop=stop.ordinal, shop=stop.name)
    return _QUESTIONS[step]


_QUESTIONS = {
    Step.NO_ROUTES: Message("No routes tonight yet"),
    Step.ALL_DEPARTED: Message("All vans have left"),
    Step.CHOOSE: Message("Scan a route sheet"),
    Step.LOADING: Message("Scan the crates"),
    Step.COMPLETE: Message("Everything is on. Depart"),
    Step.CONFIRM: Message("Does it leave now?"),
    Step.SUPERVISOR: Message("A supervisor says whether that may be"),
    Step.DEPARTED: Message("Scan the next route sheet"),
}


def rows(board: Board, chosen: RouteId | None, zone: ZoneInfo) -> tuple[RouteRow, ...]:
    """Tonight's routes as they are listed."""
    return tuple(
        RouteRow(
            route_id=route.id,
            number=route.number,
            plate=route.plate,
            driver=route.driver,
            on=on,
            crates=crates,
            stops_waiting=_stops_waiting(route),
            departs=clock_time(route.departs_at, zone),
            departs_at=route.departs_at,
            departed=clock_time(route.departed_at, zone),
            chosen=route.id == chosen,
        )
        for route in board.routes
        for on, crates in (route.tally(),)
    )


def card(route: LoadRoute, zone: ZoneInfo, latest: CrateId | None) -> RouteCard:
    """The chosen route; `latest` is the crate of the scan just answered."""
    following, (on, crates) = route.next_stop(), route.tally()
    return RouteCard(
        route_id=route.id,
        number=route.number,
        plate=route.plate,
        driver=route.driver,
        departs=clock_time(route.departs_at, zone),
        departs_at=route.departs_at,
        departed=clock_time(route.departed_at, zone),
        departed_by=route.departed_by,
        on=on,
        crates=crates,
        left=crates - on,
        stops_waiting=_stops_waiting(route),
        stops=tuple(
            _stop_card(route, stop, zone, latest, is_next=stop is following and not route.departed_at)
            for stop in route.in_loading_order
        ),
    )


def missing(route: LoadRoute) -> tuple[MissingCrate, ...]:
    """What the van would leave without, in loading order."""
    found = []
    for stop in route.in_loading_order:
        if not stop.crates_known:
            found.append(MissingCrate(stop.ordinal, stop.name, 0, None, packing=True))
        found += [
            MissingCrate(stop.ordinal, stop.name, crate.number, crate.zone, packing=not crate.closed)
            for crate in route.crates(stop)
            if not route.has(crate)
        ]
    return tuple(found)


def to_come_down(route: LoadRoute, crates: Collection[LoadCrate]) -> tuple[MissingCrate, ...]:
    """These crates of the van, in loading order."""
    return tuple(
        MissingCrate(stop.ordinal, stop.name, crate.number, crate.zone, packing=False)
        for stop in route.in_loading_order
        for crate in stop.crates
        if crate in crates
    )


def _stop_card(
    route: LoadRoute, stop: LoadStop, zone: ZoneInfo, latest: CrateId | None, *, is_next: bool
) -> StopCard:
    crates = list(route.crates(stop))
    return StopCard(
        ordinal=stop.ordinal,
        code=stop.code,
        name=stop.name,
        arrives=clock_time(stop.arrives_at, zone),
        on=sum(route.has(crate) for crate in crates),
        crates=tuple(_tile(route, crate, latest) for crate in crates),
        crates_known=stop.crates_known,
        is_next=is_next,
        bags=stop.bags,
    )


def _tile(route: LoadRoute, crate: LoadCrate, latest: CrateId | None) -> CrateTile:
    state = TileState.WAITING if crate.closed else TileState.PACKING
    return CrateTile(
        crate.id,
        crate.number,
        crate.zone,
        TileState.ON if route.has(crate) else state,
        latest=crate.id == latest,
    )


def _stops_waiting(route: LoadRoute) -> int:
    return sum(not stop.crates_known for stop in route.stops)
