"""The moves of a night out of the floor as it stands: found, put in order, with a bin aside for rings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from cloud_api.wire.catalogue import Bin, BinUse
from station.kernel.ids import Sku
from station.kernel.messages import Message
from station.slotting.model.demand import Demand
from station.slotting.model.guided import GuidedMove, MoveKind, NightPlan
from station.slotting.model.results import Exchange
from station.slotting.model.slots import SlotProduct, SlotRules
from station.slotting.model.standing import Standing
from station.slotting.planner.reslotting import MoveRules, reslot


class _Told:
    """Hands the progress on and remembers whether somebody ended the search."""

    def __init__(self, go_on: Callable[[float], bool]) -> None:
        self._go_on = go_on
        self.stopped = False

    def __call__(self, share: float) -> bool:
        self.stopped = self.stopped or not self._go_on(share)
        return not self.stopped


def plan_night(
    floor: Standing,
    demand: Demand,
    *,
    move_rules: MoveRules | None = None,
    rules: SlotRules | None = None,
    go_on: Callable[[float], bool] = lambda _: True,
) -> NightPlan:
    """The few moves that pay most, from the floor as it stands.

    `go_on` hears the share of the search that is done and says whether to go on.
    """
    told = _Told(go_on)
    found = reslot(
        _loads(floor),
        _open_bins(floor),
        floor.faces,
        demand,
        move_rules=move_rules,
        rules=rules,
        go_on=told,
    )
    moves, problems = _in_order(found.exchanges, floor)
    return NightPlan(
        moves, found.before_m, found.after_m, (*problems, *found.problems), is_cut_short=told.stopped
    )


def _loads(floor: Standing) -> Iterable[SlotProduct]:
    """Each product as all of it that lies in its bin now."""
    for sku, code in floor.faces.items():
        product = floor.products.get(sku)
        if product is not None:
            yield replace(product, pieces=max(1, floor.lying(code, sku)))


def _open_bins(floor: Standing) -> list[Bin]:
    """All but those in which something lies that is not picked from there."""
    return [
        place
        for place in floor.bins
        if all(floor.faces.get(sku) == place.code for sku in floor.holds.get(place.code, ()))
    ]


def _in_order(
    exchanges: Sequence[Exchange], floor: Standing
) -> tuple[tuple[GuidedMove, ...], tuple[Message, ...]]:
    busy = {code for each in exchanges for move in each.moves for code in (move.from_bin, move.to_bin)}
    moves: list[GuidedMove] = []
    problems: list[Message] = []
    for number, exchange in enumerate(exchanges, 1):
        steps = _steps(exchange, number, floor, busy)
        if steps is None:
            words = Message(
                "{product} stays: no bin is free to put goods aside while bins are exchanged",
                product=floor.names.get(exchange.moves[-1].sku, exchange.moves[-1].sku),
            )
            problems.append(words)
            continue
        moves += [replace(step, ordinal=len(moves) + place) for place, step in enumerate(steps, 1)]
    return tuple(moves), tuple(problems)


def _steps(exchange: Exchange, number: int, floor: Standing, busy: set[str]) -> list[GuidedMove] | None:
    """The moves of an exchange; None where a bin aside is wanted and there is none."""

    def step(kind: MoveKind, sku: Sku, from_bin: str, to_bin: str) -> GuidedMove:
        return GuidedMove(0, number, kind, sku, from_bin, to_bin, exchange.saved_m)

    plain = [step(MoveKind.MOVE, each.sku, each.from_bin, each.to_bin) for each in exchange.moves]
    if not exchange.needs_aside:
        return plain
    last = plain[-1]
    aside = _aside(floor, last, busy)
    if aside is None:
        return None
    busy.add(aside)
    home = step(MoveKind.HOME, last.sku, aside, last.to_bin)
    return [step(MoveKind.ASIDE, last.sku, last.from_bin, aside), *plain[:-1], home]


def _aside(floor: Standing, move: GuidedMove, busy: set[str]) -> str | None:
    """The nearest bin along the path that is free and takes the goods; pick bins before others."""
    here, product = floor.by_code[move.from_bin], floor.products[move.sku]
    pieces = max(1, floor.lying(move.from_bin, move.sku))
    found = [
        (use is not BinUse.PICK, abs(place.path - here.path), place.code)
        for use in (BinUse.PICK, BinUse.RESERVE, BinUse.RECEIVING)
        for place, room in floor.nearest(product, use, here.path, SlotRules(heavy_level=30))
        if room >= pieces and place.code not in busy and floor.is_free(place.code)
    ]
    return min(found)[2] if found else None
