"""The row of a list the arrows stand on, for hands that have neither mouse nor touch."""

from collections.abc import Sequence

from station.pickup.screen.tap_row import TapRow


class RowChoice:
    """Marks one row at a time; pressing it is the same as a tap."""

    def __init__(self) -> None:
        self._row: TapRow | None = None

    def step(self, rows: Sequence[TapRow], by: int) -> TapRow | None:
        """Mark the row `by` places on in `rows`, around the circle; returns it, None where there is none."""
        if not rows:
            return None
        at = rows.index(self._row) + by if self._row in rows else (0 if by > 0 else -1)
        row = rows[at % len(rows)]
        self.forget()
        self._row = row
        row.mark(marked=True)
        return row

    def press(self) -> None:
        """Do what a tap on the marked row does."""
        row = self._row
        if row is not None and row.isVisible():
            self.forget()
            row.click()

    def forget(self) -> bool:
        """Mark no row; returns whether one was marked."""
        row, self._row = self._row, None
        if row is not None:
            row.mark(marked=False)
        return row is not None
