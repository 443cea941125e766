"""The rules at the dock: what a scan means for the van being loaded, decided without touching anything."""

from dataclasses import dataclass, field

from cloud_api.wire.crates import Weighed
from station.kernel.ids import CrateId
from station.loading.model.board import Board, LoadCrate, LoadRoute
from station.loading.model.verdicts import Verdict

Values = dict[str, str | int]


@dataclass(frozen=True)
class Ruling:
    """A verdict with the values its words need, and the one change that follows from it, if any."""

    verdict: Verdict
    values: Values = field(default_factory=dict)
    load: LoadCrate | None = None
    """A crate that goes on the van of the chosen route; off any other it was booked on."""
    take_off: LoadCrate | None = None
    """A crate that comes off the van of the chosen route."""


@dataclass(frozen=True)
class Stranger:
    """A crate the station knows, of no route of tonight."""

    number: int
    shop: str
    cycle: str
    tonight: bool
    """Whether it was packed for tonight."""


def crate_scanned(
    board: Board,
    chosen: LoadRoute | None,
    crate: LoadCrate,
    *,
    taking_off: bool,
    just_used: CrateId | None,
    to_be_weighed: bool = False,
    let_pass: bool = False,
) -> Ruling:
    """A crate of tonight was scanned; `to_be_weighed` says that none goes on before the scale agreed.

    `let_pass` says that goods of cancelled orders may stay in it.
    `just_used` is the crate of the last scan when that was a moment ago: a scanner that reads its label
    twice must neither be scolded nor turn back what the first reading did.
    """
    if crate.id == just_used:
        return Ruling(Verdict.REPEATED)
    if chosen is not None and chosen.departed_at is not None:
        return Ruling(Verdict.ROUTE_LEFT, _route(chosen))
    if crate.gone:
        return Ruling(Verdict.LEFT_ALREADY, _crate(board, crate))
    if taking_off and chosen is not None:
        return _off(board, chosen, crate)
    ruling = _on(board, chosen, crate)
    if ruling.load is not None and crate.cancelled and not let_pass:
        return Ruling(Verdict.HOLDS_CANCELLED, _crate(board, crate) | {"order": crate.cancelled[0]})
    if to_be_weighed and ruling.load is not None and crate.weighed is not Weighed.OK:
        verdict = Verdict.NOT_WEIGHED if crate.weighed is None else Verdict.WEIGHT_DIFFERS
        return Ruling(verdict, _crate(board, crate))
    return ruling


def stranger_scanned(stranger: Stranger | None) -> Ruling:
    """A crate of no route of tonight was scanned; None is one the station never heard of."""
    if stranger is None:
        return Ruling(Verdict.UNKNOWN_CRATE)
    if stranger.tonight:
        return Ruling(Verdict.NO_ROUTE, {"crate": stranger.number, "shop": stranger.shop})
    return Ruling(Verdict.OTHER_CYCLE, {"cycle": stranger.cycle, "shop": stranger.shop})


def route_chosen(route: LoadRoute) -> Ruling:
    """A route is to be loaded, or looked at when it has left."""
    verdict = Verdict.ROUTE_CHOSEN if route.departed_at is None else Verdict.ROUTE_LEFT
    return Ruling(verdict, _route(route))


def may_depart(board: Board, chosen: LoadRoute | None) -> Ruling | None:
    """Why the van cannot leave whoever says so; None when it can."""
    if chosen is None:
        return Ruling(Verdict.NOT_NOW)
    if chosen.departed_at is not None:
        return Ruling(Verdict.ROUTE_LEFT, _route(chosen))
    strays = board.strays(chosen)
    return _stray(board, strays[0]) if strays else None


def departed(route: LoadRoute, loaded: int) -> Ruling:
    """The van left."""
    return Ruling(Verdict.DEPARTED, _route(route) | {"crates": loaded})


def undone(board: Board, crate: LoadCrate) -> Ruling:
    """The last load is taken back."""
    return Ruling(Verdict.UNDONE, _crate(board, crate), take_off=crate)


def _off(board: Board, chosen: LoadRoute, crate: LoadCrate) -> Ruling:
    if crate.on != chosen.id:
        return Ruling(Verdict.NOT_ON_VAN, _crate(board, crate))
    return Ruling(Verdict.TAKEN_OFF, _crate(board, crate), take_off=crate)


def _on(board: Board, chosen: LoadRoute | None, crate: LoadCrate) -> Ruling:
    right, values = board.route_of(crate.wave_id), _crate(board, crate)
    if chosen is not None and crate.on == chosen.id:
        return Ruling(Verdict.ALREADY_ON, values) if right is chosen else _stray(board, crate)
    if right is None:
        return Ruling(Verdict.NO_ROUTE, values)
    if right.departed_at is not None:
        return Ruling(Verdict.LEFT_WITHOUT_IT, values | _route(right))
    if right is not chosen:
        verdict = Verdict.CHOOSE_ROUTE if chosen is None else Verdict.WRONG_VAN
        return Ruling(verdict, values | _route(right))
    if not crate.closed:
        return Ruling(Verdict.NOT_CLOSED, values)
    return _load(board, right, crate)


def _load(board: Board, route: LoadRoute, crate: LoadCrate) -> Ruling:
    """The crate belongs on this van: what is said depends on what is still missing behind it."""
    stop = board.stop_of(crate.wave_id)
    assert stop is not None, "a crate of a route belongs to one of its stops"
    left = route.left(stop) - 1
    others = [each for each in route.in_loading_order if each is not stop and not route.is_done(each)]
    values = _crate(board, crate) | _route(route) | {"stop": stop.ordinal, "left": left}
    if not left and not others:
        crates = sum(1 for _ in route.crates())
        return Ruling(Verdict.ALL_LOADED, values | {"crates": crates}, load=crate)
    if crate.on is not None:
        return Ruling(Verdict.MOVED_OVER, values, load=crate)
    ahead = others[0] if others else stop
    values |= {"next": ahead.ordinal, "next_shop": ahead.name}
    if ahead.ordinal > stop.ordinal:
        return Ruling(Verdict.LOADED_BEHIND, values, load=crate)
    return Ruling(Verdict.LOADED if left else Verdict.STOP_LOADED, values, load=crate)


def _stray(board: Board, crate: LoadCrate) -> Ruling:
    right = board.route_of(crate.wave_id)
    values = _crate(board, crate)
    return (
        Ruling(Verdict.NO_ROUTE, values) if right is None else Ruling(Verdict.STRAY, values | _route(right))
    )


def _crate(board: Board, crate: LoadCrate) -> Values:
    """How a crate is named; its id goes along for the log of scans."""
    stop = board.stop_of(crate.wave_id)
    return {"crate": crate.number, "shop": stop.name if stop else "", "crate_id": str(crate.id)}


def _route(route: LoadRoute) -> Values:
    left_at = route.departed_at.isoformat() if route.departed_at else ""
    return {"route": route.number, "van": route.plate, "left_at": left_at}
