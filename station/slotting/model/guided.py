"""The moves of a night as they are made: one after the other, with their scans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from station.kernel.ids import Sku
from station.kernel.messages import Message


class MoveState(StrEnum):
    """How far a move is; each scan brings it on."""

    WAITING = "waiting"
    AT_BIN = "at_bin"
    """The bin it is taken from was scanned."""
    IN_HAND = "in_hand"
    """The product was scanned: it is carried."""
    DONE = "done"
    SKIPPED = "skipped"


class MoveKind(StrEnum):
    """What a move is for."""

    MOVE = "move"
    ASIDE = "aside"
    """Out of the way, so that another product can go there."""
    HOME = "home"
    """From where it was put aside to its own new bin."""


@dataclass(frozen=True)
class MovedLot:
    """So much of a lot that was carried."""

    lot: str
    expiry: date | None
    quantity: int
    weight_g: int


@dataclass(frozen=True)
class GuidedMove:
    """A product's goods go to another bin; moves of one exchange belong together."""

    ordinal: int
    exchange: int
    kind: MoveKind
    sku: Sku
    from_bin: str
    to_bin: str
    saved_m: float
    """Metres a night, of the whole exchange."""
    state: MoveState = MoveState.WAITING
    moved: tuple[MovedLot, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made."""
        return self.state not in (MoveState.DONE, MoveState.SKIPPED)


@dataclass(frozen=True)
class NightPlan:
    """Moves in the order in which they are made, and metres a night before and after all of them."""

    moves: tuple[GuidedMove, ...]
    before_m: float
    after_m: float
    problems: tuple[Message, ...] = ()
    is_cut_short: bool = False
    """The search was ended before it was through; what it had found is told."""


def next_move(moves: Sequence[GuidedMove]) -> GuidedMove | None:
    """The first that is still to be made."""
    return next((move for move in moves if move.is_open), None)


def last_made(moves: Sequence[GuidedMove]) -> GuidedMove | None:
    """The one that was made last."""
    return next((move for move in reversed(moves) if move.state is MoveState.DONE), None)


def is_half_way(moves: Sequence[GuidedMove]) -> bool:
    """Whether goods are under way: in hand, or put aside while the rest of their exchange waits."""
    if any(move.state in (MoveState.AT_BIN, MoveState.IN_HAND) for move in moves):
        return True
    made = {move.exchange for move in moves if move.state is MoveState.DONE}
    return any(move.is_open and move.exchange in made for move in moves)


def left_out(moves: Sequence[GuidedMove], at: GuidedMove) -> list[GuidedMove]:
    """What the moves of an exchange become when `at` is skipped, only those that change.

    What follows in the exchange cannot be made either: its bins are not left. Goods that were put aside
    go to the bin that is free then; when they are to go home themselves, they stay where they are.
    """
    rest = [move for move in moves if move.exchange == at.exchange and move.ordinal >= at.ordinal]
    home = next((move for move in rest if move.kind is MoveKind.HOME), None)
    if at.kind in (MoveKind.ASIDE, MoveKind.HOME) or home is None:
        return [_with_state(move, MoveState.SKIPPED) for move in rest]
    free = at.to_bin
    skipped = [_with_state(move, MoveState.SKIPPED) for move in rest if move is not home]
    return [*skipped, _to(home, free)]


def _with_state(move: GuidedMove, state: MoveState) -> GuidedMove:
    return GuidedMove(
        move.ordinal, move.exchange, move.kind, move.sku, move.from_bin, move.to_bin, move.saved_m, state
    )


def _to(move: GuidedMove, to_bin: str) -> GuidedMove:
    return GuidedMove(
        move.ordinal, move.exchange, move.kind, move.sku, move.from_bin, to_bin, move.saved_m, move.state
    )
