"""The rows of each page as a table: bins to count, lots, differences, answers to choose from."""

from collections.abc import Callable
from datetime import date

from station.counting.model.shelf_life import ShelfLife
from station.counting.model.view import (
    WHY_WORDS,
    ChoiceRow,
    DifferenceRow,
    LotRow,
    Part,
    Step,
    TaskRow,
)
from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look
from station.shell.record_table import Cell, Column, RecordTable, Row
from station.shell.table_stack import TableStack

TASK_COLUMNS = (
    Column(Message("Bin"), 150),
    Column(Message("Product"), 0),
    Column(Message("Why"), 320),
    Column(Message("Begun"), 90),
    Column(Message("Asked"), 90),
)
LOT_COLUMNS = (
    Column(Message("Bin"), 130),
    Column(Message("Product"), 0),
    Column(Message("Lot"), 150),
    Column(Message("Expires"), 190),
    Column(Message("Pieces"), 130),
)
DIFFERENCE_COLUMNS = (
    Column(Message("Bin"), 130),
    Column(Message("Product"), 0),
    Column(Message("Book"), 90),
    Column(Message("Found"), 90),
    Column(Message("Difference"), 150),
    Column(Message("Value"), 130),
    Column(Message("Counted by"), 140),
)
CHOICE_COLUMNS = (Column(Message("Why"), 0),)
LIFE = {
    ShelfLife.SOON: (Tone.ASK, Message("ends soon: not to be picked")),
    ShelfLife.EXPIRED: (Tone.REFUSED, Message("expired: take it out")),
}
"""Colour, shape and word."""


class Tables(TableStack):
    """Shows the table that fits the rows; the arrows of the page and a tap choose."""

    def __init__(self, texts: Texts, look: Look, on_choose: Callable[[str], None]) -> None:
        super().__init__(texts, look, "counting.tables", on_choose)
        self._part: Part | None = None
        self.tasks = self.add_table("counting.task_table", TASK_COLUMNS)
        self.lots = self.add_table("counting.lot_table", LOT_COLUMNS)
        self.differences = self.add_table("counting.difference_table", DIFFERENCE_COLUMNS)
        self.choices = self.add_table("counting.choice_table", CHOICE_COLUMNS)

    def show_part(self, part: Part) -> None:
        """Draw the rows of a page."""
        self._part = part
        rows = [self._row(row) for row in part.rows]
        self.show_table(self._fitting(part), rows, part.empty, part.chosen)

    def redraw(self) -> None:
        """Say it in the language of now."""
        if self._part is not None:
            self.show_part(self._part)

    def _fitting(self, part: Part) -> RecordTable:
        first = part.rows[0] if part.rows else None
        if isinstance(first, ChoiceRow):
            return self.choices
        if isinstance(first, TaskRow) or (first is None and part.step is Step.TASKS):
            return self.tasks
        if isinstance(first, DifferenceRow) or (first is None and part.step is Step.DIFFERENCES):
            return self.differences
        return self.lots

    def _row(self, row: TaskRow | LotRow | DifferenceRow | ChoiceRow) -> Row:
        if isinstance(row, TaskRow):
            return Row(row.key, self._task(row))
        if isinstance(row, LotRow):
            return Row(row.key, self._lot(row))
        if isinstance(row, DifferenceRow):
            return Row(row.key, self._difference(row))
        return Row(row.key, (Cell(self._texts.say(row.words), row.note),))

    def _task(self, row: TaskRow) -> tuple[Cell, ...]:
        say = self._texts.say
        again = say(Message("once more, by somebody else")) if row.again else ""
        return (
            Cell(row.bin),
            Cell(row.product or say(Message("all that lies there"))),
            Cell(say(WHY_WORDS[row.why]), again, shaped=row.again, tone=Tone.ASK if row.again else None),
            Cell(str(row.begun) if row.begun else ""),
            Cell(row.asked),
        )

    def _lot(self, row: LotRow) -> tuple[Cell, ...]:
        return (
            Cell(row.bin),
            Cell(row.product, shaped=row.is_last, tone=Tone.INFO if row.is_last else None),
            Cell(row.lot or "–"),
            self._expiry(row.expiry, row.life),
            self._pieces(row),
        )

    def _pieces(self, row: LotRow) -> Cell:
        if row.quantity is None:
            return Cell("?")
        if not row.by_weight:
            return Cell(str(row.quantity))
        if row.quantity and not row.weight_g:
            return Cell(str(row.quantity), self._texts.say(Message("to be weighed")), True, Tone.ASK)
        return Cell(str(row.quantity), f"{row.weight_g} g")

    def _expiry(self, expiry: date | None, life: ShelfLife) -> Cell:
        if expiry is None:
            return Cell("–")
        if life not in LIFE:
            return Cell(expiry.isoformat())
        tone, words = LIFE[life]
        return Cell(expiry.isoformat(), self._texts.say(words), shaped=True, tone=tone)

    def _difference(self, row: DifferenceRow) -> tuple[Cell, ...]:
        more = row.found - row.book
        lot = " · ".join(part for part in (row.lot, str(row.expiry or "")) if part)
        weight = f"{row.weight_g:+d} g" if row.weight_g else ""
        value = "–" if row.value_fen is None else f"{row.value_fen / 100:+.2f} ¥"
        tone = Tone.REFUSED if (more, row.weight_g) < (0, 0) else Tone.ASK
        return (
            Cell(row.bin),
            Cell(row.product, lot),
            Cell(str(row.book)),
            Cell(str(row.found)),
            Cell(f"{more:+d}", weight, shaped=True, tone=tone),
            Cell(value),
            Cell(row.counted_by),
        )
