"""Draws the slotting room's view: the question of the step, the figure, the bin told whole, the moves."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from station.kernel.ids import Sku
from station.kernel.messages import Message
from station.slotting.model.demand import turnover_classes
from station.slotting.model.guided import GuidedMove, MoveKind, MoveState, next_move
from station.slotting.model.known import KnownDemand
from station.slotting.model.standing import Standing
from station.slotting.model.view import BinPanel, Figure, MoveRow, PanelLot, PanelProduct, Press, Step
from station.slotting.store.codes import called
from station.stock.book import in_bin

OLD = timedelta(hours=24)
"""From this age on it is said how old what is known of orders is."""
_TAKE = {
    MoveKind.MOVE: Message("Take from {bin}: scan the bin"),
    MoveKind.ASIDE: Message("Put aside for now: scan {bin}"),
    MoveKind.HOME: Message("Fetch from aside: scan {bin}"),
}
NOTHING_ASKED = Message("")


def question(step: Step, move: GuidedMove | None, product: str | None) -> Message:
    """What do I do now?"""
    if step is Step.MOVE and move is not None:
        if move.state is MoveState.WAITING:
            return Message(_TAKE[move.kind].text, bin=move.from_bin)
        if move.state is MoveState.AT_BIN:
            return Message("Take all of it, scan one")
        return Message("Put into {bin}: scan the bin", bin=move.to_bin)
    if step is Step.ASSIGN:
        if product is None:
            return Message("Scan the product")
        return Message("Scan the bin it is picked from")
    return _QUESTIONS[step]


_QUESTIONS = {
    Step.MAP: Message("Scan a bin or a product"),
    Step.SEARCHING: Message("Looking for the moves that pay most"),
    Step.PLAN: Message("Make these moves?"),
    Step.MOVE: Message("All moves are made"),
}


def map_figure(chart_bins: int, free: int, cursor: str | None) -> Figure:
    """The bin chosen on the map, or how many there are."""
    if cursor is not None:
        return Figure(cursor, Message("chosen"))
    return Figure(str(chart_bins), Message("bins, {free} of them free", free=free))


def moves_figure(moves: Sequence[GuidedMove], step: Step, product: str) -> Figure:
    """Metres a night before the start; where to go while goods are carried."""
    move = next_move(moves)
    made = sum(each.state is MoveState.DONE for each in moves)
    if step is Step.MOVE and move is not None:
        at = move.to_bin if move.state is MoveState.IN_HAND else move.from_bin
        head = Message("Move {number} of {all}", number=move.ordinal, all=len(moves))
        under = Message("put in here") if at == move.to_bin else Message("take out here")
        return Figure(at, under, (head, product), sku=move.sku)
    if step is Step.MOVE:
        return Figure(str(made), Message("moves made"), done=True)
    return Figure(f"{total_saved_m(moves):.0f}", Message("m less to walk a night"))


def total_saved_m(moves: Sequence[GuidedMove]) -> float:
    """Of all exchanges of which a move is made or still to be made."""
    kept = {move.exchange: move.saved_m for move in moves if move.state is not MoveState.SKIPPED}
    return sum(kept.values())


def move_rows(moves: Sequence[GuidedMove], floor: Standing) -> tuple[MoveRow, ...]:
    """One row a move."""
    following = next_move(moves)
    firsts = {move.exchange: move.ordinal for move in reversed(moves)}
    return tuple(
        MoveRow(
            move.ordinal,
            move.kind,
            floor.names.get(move.sku, move.sku),
            move.from_bin,
            move.to_bin,
            move.saved_m if firsts[move.exchange] == move.ordinal else None,
            move.state,
            move is following,
        )
        for move in moves
    )


def bin_panel(
    connection: Connection, code: str | None, floor: Standing, known: KnownDemand | None
) -> BinPanel | None:
    """A bin told whole."""
    place = floor.by_code.get(code or "")
    if place is None:
        return None
    skus = floor.picked_from.get(place.code, ())
    classes = turnover_classes(known.picks) if known else {}
    lots = in_bin(connection, place.code)
    return BinPanel(
        place.code,
        place.zone,
        place.use,
        place.level,
        place.most_weight_g,
        place.volume_ml,
        tuple(
            PanelProduct(
                called(connection, sku),
                classes.get(sku),
                known.tonight[sku] if known else 0,
                known.a_night(sku) if known else 0.0,
            )
            for sku in skus
        ),
        tuple(
            PanelLot(
                floor.names.get(Sku(lot.sku), lot.sku),
                lot.lot,
                lot.expiry.isoformat() if lot.expiry else "",
                lot.quantity,
            )
            for lot in lots
        ),
        any(lot.quantity < 0 for lot in lots),
    )


def notice(known: KnownDemand | None, now: datetime) -> Message | None:
    """What is known of orders, where it is nothing or old."""
    if known is None:
        return Message("Nothing is known yet of what is ordered: it comes with the next contact to the cloud")
    if not known.demand.tours:
        return Message("No cycle was cut off yet: nobody knows what is picked together")
    age = now - known.told_at
    if age < OLD:
        return None
    hours = int(age / timedelta(hours=1))
    return Message("What is known of orders is {hours} hours old", hours=hours)


def possible(step: Step, moves: Sequence[GuidedMove], levels: int) -> frozenset[Press]:
    """What can be pressed."""
    can = {Press.MAP, Press.MOVES, Press.ASSIGN, Press.SEARCH}
    if step is Step.SEARCHING:
        return frozenset({Press.BACK})
    if step is not Step.MAP:
        can.add(Press.BACK)
    if levels > 1:
        can.add(Press.BOARD)
    if next_move(moves) is not None and step in (Step.PLAN, Step.MOVE):
        can.add(Press.START if step is Step.PLAN else Press.SKIP)
    if any(move.state is MoveState.DONE for move in moves) and step in (Step.PLAN, Step.MOVE):
        can.add(Press.UNDO)
    return frozenset(can)
