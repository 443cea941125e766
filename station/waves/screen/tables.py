"""Tables of the room: the crates of a wave, who would pick what, and which two waves follow each other."""

from PySide6.QtCore import Qt

from station.kernel.messages import Message, Texts, Tone
from station.shell.look import Look
from station.shell.record_table import Cell, Column, RecordTable, Row
from station.waves.model.view import CrateRow, DivisionView, PairRow, PlanView

_CRATES = (
    Column(Message("Crate"), 110),
    Column(Message("Label"), 0),
    Column(Message("Pieces"), 150),
    Column(Message("Short"), 110),
    Column(Message("State"), 200),
)
_PLAN = (
    Column(Message("Desk"), 220),
    Column(Message("Waves"), 0),
    Column(Message("Done at"), 130),
    Column(Message("Late"), 150),
)
_PAIRS = (
    Column(Message("First"), 0),
    Column(Message("Then"), 0),
    Column(Message("Products in common"), 220),
    Column(Message("Desk"), 200),
)
_PARTS = (
    Column(Message("Part"), 0),
    Column(Message("Orders"), 150),
    Column(Message("Products"), 150),
    Column(Message("Pieces"), 150),
    Column(Message("Picked in"), 180),
)
NOT_STARTED = Message("Not begun: its crates are planned when a desk takes it")
ASKED = Message("The crates are asked for")


class CrateTable(RecordTable):
    """The crates of one wave."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__(texts, look, "waves.crates", _CRATES, lambda _: None)
        _calm(self)
        self._said = texts

    def show_crates(self, crates: tuple[CrateRow, ...] | None) -> None:
        """Draw these; None while they are asked for."""
        self.say_when_empty(ASKED if crates is None else NOT_STARTED)
        self.show_rows([Row(each.number, self._cells(each)) for each in crates or ()])

    def _cells(self, crate: CrateRow) -> tuple[Cell, ...]:
        state = Message("closed") if crate.is_closed else Message("open")
        return (
            Cell(str(crate.number)),
            Cell(f"…{crate.label}"),
            Cell(f"{crate.pieces_put}/{crate.pieces}"),
            Cell(str(crate.short_pieces) if crate.short_pieces else ""),
            Cell(self._said.say(state), shaped=True, tone=Tone.OK if crate.is_closed else None),
        )


class PlanTable(RecordTable):
    """Who would pick what, desk by desk."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__(texts, look, "waves.plan", _PLAN, lambda _: None)
        _calm(self)
        self._said = texts

    def show_plan(self, plan: PlanView) -> None:
        """Draw this proposal."""
        rows = []
        for desk in plan.desks:
            late = self._said.say(Message("{count} late", count=desk.late)) if desk.late else ""
            rows.append(
                Row(
                    desk.desk,
                    (
                        Cell(desk.desk),
                        Cell(" → ".join(desk.waves) or "–"),
                        Cell(desk.finish if desk.waves else ""),
                        Cell(late, shaped=bool(late), tone=Tone.REFUSED if late else None),
                    ),
                )
            )
        self.show_rows(rows)


class PairTable(RecordTable):
    """Which two waves follow each other at one desk."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__(texts, look, "waves.pair_list", _PAIRS, lambda _: None)
        _calm(self)

    def show_pairs(self, pairs: tuple[PairRow, ...]) -> None:
        """Draw these pairs."""
        rows = [
            Row(
                pair.one,
                (
                    Cell(f"{pair.one} {pair.one_point}"),
                    Cell(f"{pair.other} {pair.other_point}"),
                    Cell(str(pair.shared_products)),
                    Cell(pair.desk),
                ),
            )
            for pair in pairs
        ]
        self.show_rows(rows)


class PartTable(RecordTable):
    """What each desk would pick of a wave that is to be divided."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__(texts, look, "waves.parts", _PARTS, lambda _: None)
        _calm(self)
        self._said = texts

    def show_parts(self, division: DivisionView) -> None:
        """Draw these parts."""
        rows = []
        for part in division.parts:
            minutes = self._said.say(Message("{minutes} min", minutes=part.minutes))
            figures = (str(part.orders), str(part.products), str(part.pieces), minutes)
            rows.append(Row(part.title, (Cell(part.title), *map(Cell, figures))))
        self.show_rows(rows)


def _calm(table: RecordTable) -> None:
    """Nothing is chosen in it and nothing sorted."""
    table.setSortingEnabled(False)
    table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    table.setSelectionMode(RecordTable.SelectionMode.NoSelection)
