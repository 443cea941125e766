"""The moves of the night as a list: what goes from where to where, and what each exchange saves."""

from PySide6.QtCore import Qt

from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look
from station.shell.record_table import Cell, Column, RecordTable, Row
from station.slotting.model.guided import MoveKind, MoveState
from station.slotting.model.view import MoveRow

COLUMNS = (
    Column(Message("Product"), 0),
    Column(Message("From → to"), 184),
    Column(Message("m a night"), 116),
)
EMPTY = Message("No moves yet. Look for those that pay most")
STATES = {
    MoveState.DONE: (Tone.OK, Message("made")),
    MoveState.SKIPPED: (Tone.INFO, Message("left out")),
    MoveState.AT_BIN: (Tone.ASK, Message("at the bin")),
    MoveState.IN_HAND: (Tone.ASK, Message("in hand")),
}
KINDS = {MoveKind.ASIDE: Message("put aside for now"), MoveKind.HOME: Message("back from aside")}


class MoveList(RecordTable):
    """Shows the rows of the view; the next move is the chosen one."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__(texts, look, "slotting.move_list", COLUMNS, lambda _: None)
        self.setSortingEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.say_when_empty(EMPTY)
        self._told = texts

    def show_moves(self, moves: tuple[MoveRow, ...]) -> None:
        """Draw these moves."""
        following = next((move.ordinal for move in moves if move.is_next), None)
        self.show_with([Row(move.ordinal, self._cells(move)) for move in moves], following)

    def _cells(self, move: MoveRow) -> tuple[Cell, ...]:
        tone, words = STATES.get(move.state, (None, None))
        notes = [self._told.say(each) for each in (KINDS.get(move.kind), words) if each is not None]
        saved = "" if move.saved_m is None else f"−{move.saved_m:.0f}"
        return (
            Cell(move.product, " · ".join(notes), shaped=tone is not None, tone=tone),
            Cell(f"{move.from_bin} → {move.to_bin}"),
            Cell(saved),
        )
