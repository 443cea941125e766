"""What of the board is in sight: narrowed by a filter or by what was typed, with the cursor on one wave."""

from cloud_api.wire.board import BoardWave
from station.kernel.ids import WaveId
from station.waves.commands.watching import BoardWatch
from station.waves.flow import picture
from station.waves.flow.picture import Clockface
from station.waves.model.view import Press, WaveRow


class Sight:
    """The rows somebody looks at; on the store thread."""

    def __init__(self, watch: BoardWatch, clockface: Clockface) -> None:
        self._watch, self._clockface = watch, clockface
        self.shown: Press | None = None
        """The filter; None: all."""
        self.search = ""
        self.cursor: WaveId | None = None

    @property
    def waves(self) -> tuple[BoardWave, ...]:
        """All of the night, whatever is shown."""
        return () if self._watch.board is None else self._watch.board.waves

    @property
    def wave(self) -> BoardWave | None:
        """Under the cursor."""
        return next((each for each in self.waves if each.id == self.cursor), None)

    def rows(self) -> tuple[WaveRow, ...]:
        """Who leaves first stands first."""
        board = self._watch.board
        if board is None:
            return ()
        reckoned = self._watch.reckoning.waves
        pairs = picture.pairs_of(board)
        night = [(wave, reckoned[WaveId(wave.id)]) for wave in picture.by_departure(board)]
        return tuple(
            picture.row_of(wave, known, self._clockface, pairs.get(wave.id, ""))
            for wave, known in night
            if picture.belongs(wave, known, self.shown) and picture.fits(wave, self.search)
        )

    def walk(self, down: int) -> None:
        """So many rows down, or up."""
        ids = [row.wave_id for row in self.rows()]
        if ids:
            at = ids.index(self.cursor) + down if self.cursor in ids else 0
            self.cursor = ids[min(max(at, 0), len(ids) - 1)]

    def keep_cursor(self) -> None:
        """On a row that is still shown; else on the first one."""
        ids = [row.wave_id for row in self.rows()]
        if self.cursor not in ids:
            self.cursor = next(iter(ids), None)

    def widen(self, to: WaveId | None = None) -> None:
        """Show all again, with the cursor on a wave if one is named."""
        self.search, self.shown = "", None
        self.cursor = self.cursor if to is None else to
