"""The put-wall: every crate of the wave as a tile, in the order the crates stand."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from station.kernel.ids import CrateId
from station.kernel.messages import Texts
from station.picking.model.view import CrateTile
from station.picking.screen.crate_actions import CrateActions
from station.picking.screen.crate_tile import HALO_PX, CrateTileButton, TileMemory
from station.picking.screen.gestures import Gestures
from station.shell.look import Look

BEST_SHAPE = 1.6
"""Width of a tile to its height at which number and quantity stand side by side with little air."""
WALL_SHAPE = 2.0
"""Width of the wall to its height, taken as fixed: a crate must not change its place when a notice opens."""
TALLEST_SHARE = 0.6
"""Most of the wall's height one tile takes: two or three crates do not grow into posters."""
ACTIONS_TALLEST_PX = 136


def columns(count: int) -> int:
    """How many columns give `count` tiles (at least 1) the shape nearest to BEST_SHAPE."""

    def misshape(across: int) -> float:
        down = -(-count // across)
        shape = WALL_SHAPE / across / min(1 / down, TALLEST_SHARE)
        return max(shape / BEST_SHAPE, BEST_SHAPE / shape) + 0.2 * (across * down - count)

    return min(range(1, count + 1), key=misshape)


class PutWall(QWidget):
    """Shows the crates and opens a row of actions at a touched one; tiles are made once and kept."""

    def __init__(self, texts: Texts, look: Look, gestures: Gestures) -> None:
        super().__init__()
        self.setObjectName("picking.wall")
        self._texts = texts
        self._look = look
        self._memory = TileMemory()
        self._tiles: list[CrateTileButton] = []
        self._shown = 0
        self._chosen: CrateId | None = None
        self.crate_row = CrateActions(self, texts, look, gestures, self.put_away)

    def show_crates(self, crates: tuple[CrateTile, ...], *, asking: bool) -> None:
        """Draw `crates`; `asking` when full crates are to be closed now."""
        self._grow_to(len(crates))
        for place, tile in enumerate(crates):
            self._tiles[place].show_tile(tile, asking=asking, chosen=tile.crate_id == self._chosen)
        if len(crates) != self._shown:
            self._shown = len(crates)
            self._arrange()

    def tiles(self) -> list[CrateTileButton]:
        """The tiles in use, in the order they stand."""
        return self._tiles[: self._shown]

    def redraw(self) -> None:
        """Paint every tile again, in the look and language of now."""
        for tile in self._tiles:
            tile.redraw()

    def put_away(self) -> None:
        """Close the row of actions, if it is open."""
        if self._chosen is not None:
            self._chosen = None
            self.crate_row.hide()
            self._mark_chosen()

    def step(self, by: int) -> None:
        """Open the row of the crate `by` places on, around the wall: what a touch does, by the arrows."""
        tiles = self.tiles()
        if not tiles or not self.isVisible():
            return
        crates = [button.tile.crate_id for button in tiles if button.tile is not None]
        at = crates.index(self._chosen) + by if self._chosen in crates else (0 if by > 0 else -1)
        self._touch(tiles[at % len(tiles)])

    def _grow_to(self, count: int) -> None:
        while len(self._tiles) < count:
            tile = CrateTileButton(self, len(self._tiles) + 1, self._texts, self._look, self._memory)
            tile.clicked.connect(lambda _checked=False, touched=tile: self._touch(touched))
            self._tiles.append(tile)

    def _touch(self, touched: CrateTileButton) -> None:
        assert touched.tile is not None, "a tile that shows no crate is hidden"
        if touched.tile.crate_id == self._chosen:
            self.put_away()
            return
        self._chosen = touched.tile.crate_id
        self._mark_chosen()
        self.crate_row.setGeometry(self._beside(touched.geometry()))
        self.crate_row.open_for(touched.tile)

    def _mark_chosen(self) -> None:
        for button in self.tiles():
            if button.tile is not None:
                button.show_tile(
                    button.tile, asking=button.asking, chosen=button.tile.crate_id == self._chosen
                )

    def _beside(self, tile: QRect) -> QRect:
        """Over the row below the touched tile, or over the row above it where the wall ends."""
        height = min(tile.height(), ACTIONS_TALLEST_PX) - 2 * HALO_PX
        height = max(height, CrateActions.LEAST_HEIGHT_PX)
        below = tile.bottom() + 1 + HALO_PX
        top = below if below + height <= self.height() else tile.top() - HALO_PX - height
        return QRect(HALO_PX, max(0, top), self.width() - 2 * HALO_PX, height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self.put_away()
        self._arrange()

    def _arrange(self) -> None:
        across = columns(max(self._shown, 1))
        down = -(-max(self._shown, 1) // across)
        width = self.width() // across
        height = min(self.height() // down, round(self.height() * TALLEST_SHARE))
        for place, tile in enumerate(self._tiles):
            tile.setVisible(place < self._shown)
            row, column = divmod(place, across)
            tile.setGeometry(column * width, row * height, width, height)
