"""What goes back with the driver: the boxes scanned now on top, below them those the shop still has."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.kernel.messages import Message, Texts, Tone
from station.pickup.model.empties import BoxRow, EmptiesCard
from station.shell.look import Look
from station.shell.record_table import Cell, Column, Row
from station.shell.table_stack import still_table

COLUMNS = (
    Column(Message("Box"), 170),
    Column(Message("Came with"), 0),
    Column(Message("Here since"), 190),
    Column(Message("Where it is"), 260),
)


class EmptiesPage(QWidget):
    """One table: nothing to press, for each box is scanned."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("pickup.empties")
        self._texts = texts
        self._card: EmptiesCard | None = None
        self._table = still_table(texts, look, "pickup.empties_table", COLUMNS)
        self._table.say_when_empty(Message("This shop has no box of the warehouse"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._table)

    def show_card(self, card: EmptiesCard) -> None:
        """Draw `card`."""
        self._card = card
        rows = [Row(each.box, self._cells(each)) for each in (*card.given, *card.here)]
        self._table.show_with(rows, None)

    def redraw(self) -> None:
        """Say it in the language of now."""
        if self._card is not None:
            self.show_card(self._card)

    def _cells(self, row: BoxRow) -> tuple[Cell, ...]:
        say = self._texts.say
        came = "" if row.crate is None else say(Message("Crate {crate}", crate=row.crate))
        if row.given_at is None:
            where = Cell(say(Message("still here")), shaped=True, tone=Tone.ASK)
        else:
            given = Message("with the driver, {at}", at=f"{row.given_at:%H:%M}")
            where = Cell(say(given), shaped=True, tone=Tone.OK)
        since = "" if row.since is None else f"{row.since:%m-%d %H:%M}"
        return Cell(row.box), Cell(came, row.cycle), Cell(since), where
