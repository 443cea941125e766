"""The rows of each page as a table: goods in a crate, crates for the scale, boxes; and a crate's steps."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from cloud_api.wire.crates import BoxCondition
from station.crates.model.view import (
    CONDITION_WORDS,
    BoxRow,
    CountRow,
    CratesView,
    GoodsRow,
    Page,
    StepRow,
    WaitingRow,
)
from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look
from station.shell.picture_store import PictureStore
from station.shell.record_table import Cell, Column, RecordTable, Row
from station.shell.table_stack import TableStack

GOODS_COLUMNS = (
    Column(Message("Product"), 0),
    Column(Message("In it"), 110),
    Column(Message("Short"), 90),
    Column(Message("Grams"), 110),
)
COUNT_COLUMNS = (
    Column(Message("Product"), 0),
    Column(Message("Counted"), 160),
)
WAITING_COLUMNS = (
    Column(Message("Crate"), 110),
    Column(Message("Pickup point"), 0),
    Column(Message("Closed"), 130),
    Column(Message("Scale"), 260),
)
BOX_COLUMNS = (
    Column(Message("Box or crate"), 150),
    Column(Message("Pickup point"), 0),
    Column(Message("Out since"), 150),
    Column(Message("Condition"), 190),
)
STEP_COLUMNS = (
    Column(Message("When"), 120),
    Column(Message("Step"), 0),
    Column(Message("Who"), 110),
)
CONDITION_TONES = {
    BoxCondition.OK: Tone.OK,
    BoxCondition.DAMAGED: Tone.ASK,
    BoxCondition.LOST: Tone.REFUSED,
}


class Tables(TableStack):
    """Shows the table that fits the rows."""

    def __init__(
        self, texts: Texts, look: Look, on_choose: Callable[[str], None], pictures: PictureStore | None
    ) -> None:
        super().__init__(texts, look, "crates.tables", on_choose, pictures)
        self._view: CratesView | None = None
        self.goods = self.add_table("crates.goods_table", GOODS_COLUMNS)
        self.counted = self.add_table("crates.count_table", COUNT_COLUMNS)
        self.waiting = self.add_table("crates.waiting_table", WAITING_COLUMNS)
        self.boxes = self.add_table("crates.box_table", BOX_COLUMNS)

    def show_rows(self, view: CratesView) -> None:
        """Draw the rows of a page."""
        self._view = view
        self.show_table(self._fitting(view), [self._row(row) for row in view.rows], view.empty)

    def redraw(self) -> None:
        """Say it in the language of now."""
        if self._view is not None:
            self.show_rows(self._view)

    def _fitting(self, view: CratesView) -> RecordTable:
        if view.page is not Page.CRATES:
            return self.boxes
        if any(isinstance(row, CountRow) for row in view.rows):
            return self.counted
        is_crate = bool(view.steps) or any(isinstance(row, GoodsRow) for row in view.rows)
        return self.goods if is_crate else self.waiting

    def _row(self, row: GoodsRow | CountRow | WaitingRow | BoxRow) -> Row:
        if isinstance(row, GoodsRow):
            return Row(row.key, self._goods(row))
        if isinstance(row, CountRow):
            return Row(row.key, (Cell(row.called, sku=row.key), Cell(str(row.counted))))
        if isinstance(row, WaitingRow):
            return Row(row.key, self._waits(row))
        return Row(row.key, self._box(row))

    def _goods(self, row: GoodsRow) -> tuple[Cell, ...]:
        why = self._texts.say(Message("one piece fits the difference")) if row.is_suspect else ""
        return (
            Cell(row.called, why, row.is_suspect, Tone.ASK if row.is_suspect else None, sku=row.key),
            Cell(f"{row.put} / {row.planned}"),
            Cell(str(row.short) if row.short else ""),
            Cell(f"{row.weight_g}"),
        )

    def _waits(self, row: WaitingRow) -> tuple[Cell, ...]:
        if row.cancelled:
            words = Message("goods of a cancelled order")
            said = Cell(self._texts.say(words), row.cancelled, shaped=True, tone=Tone.REFUSED)
        elif row.differs_g is None:
            said = Cell(self._texts.say(Message("not weighed yet")))
        else:
            words = Message("differs by {difference} g", difference=f"{row.differs_g:+d}")
            said = Cell(self._texts.say(words), shaped=True, tone=Tone.REFUSED)
        return Cell(row.number), Cell(row.shop), Cell(row.closed_at), said

    def _box(self, row: BoxRow) -> tuple[Cell, ...]:
        words = self._texts.say(CONDITION_WORDS[row.condition])
        tone = CONDITION_TONES[row.condition]
        driver = Message("with the driver since {time}", time=row.with_driver)
        shop = Cell(row.shop, self._texts.say(driver)) if row.with_driver else Cell(row.shop)
        return Cell(row.box), shop, Cell(row.since), Cell(words, shaped=True, tone=tone)


class Steps(RecordTable):
    """The life of the crate shown, the last step on top."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__(texts, look, "crates.step_table", STEP_COLUMNS, lambda _: None)
        self._words = texts
        self._steps: tuple[StepRow, ...] = ()
        self.setSortingEnabled(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_steps(self, steps: tuple[StepRow, ...]) -> None:
        """Draw them."""
        self._steps = steps
        rows = [Row(str(place), self._cells(step)) for place, step in enumerate(steps)]
        self.show_with(rows, None)

    def say_again(self) -> None:
        """Say it in the language of now."""
        self.show_steps(self._steps)

    def _cells(self, step: StepRow) -> tuple[Cell, ...]:
        say = self._words.say
        detail = say(step.detail) if isinstance(step.detail, Message) else step.detail
        return Cell(step.at), Cell(say(step.words), detail), Cell(step.by)
