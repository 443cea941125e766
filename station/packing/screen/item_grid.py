"""Where the rows of a list stand to be read at two metres: few are large, many share columns."""

from dataclasses import dataclass

GAP_PX = 6
LEAST_ROW_PX, MOST_ROW_PX = 48, 180
_ONE_COLUMN, _TWO_COLUMNS = 3, 8


@dataclass(frozen=True)
class ItemGrid:
    """A page of rows: how many columns and rows it has, and the place of the first of them in the list."""

    columns: int
    rows: int
    first: int
    pages: int
    row_px: float

    @property
    def capacity(self) -> int:
        """Rows of the list on one page."""
        return self.columns * self.rows

    @property
    def page(self) -> int:
        """The number of this page, from 1."""
        return self.first // self.capacity + 1

    def place(self, number: int) -> tuple[int, int]:
        """Column and row of the `number`-th row of the list; the list runs down the columns."""
        return divmod(number - self.first, self.rows)


def item_grid(count: int, height_px: int, chosen: int) -> ItemGrid:
    """The page with the `chosen` of `count` rows, in a list `height_px` high."""
    columns = 1 if count <= _ONE_COLUMN else 2 if count <= _TWO_COLUMNS else 3
    most = max(1, (height_px + GAP_PX) // (LEAST_ROW_PX + GAP_PX))
    rows = min(most, max(1, -(-count // columns)))
    capacity = columns * rows
    row_px = min(MOST_ROW_PX, (height_px + GAP_PX) / rows - GAP_PX)
    return ItemGrid(columns, rows, chosen // capacity * capacity, max(1, -(-count // capacity)), row_px)
