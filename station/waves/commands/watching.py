"""Keeps the newest board: asked for while somebody looks, kept while there is no network."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from cloud_api.wire.board import WaveBoard, WaveCrates
from station.kernel.aside import Aside
from station.kernel.clock import Clock
from station.kernel.trouble import Trouble
from station.waves.commands.cloud import BoardCloud
from station.waves.commands.reckoning import Reckoning, reckon
from station.waves.model.night import NO_GOODS, Goods, Limits

Fetched = tuple[WaveBoard, Goods, WaveCrates | None, Reckoning]


class BoardWatch:
    """The board as it was told last; on the store thread but for the asking."""

    def __init__(
        self, cloud: BoardCloud, clock: Clock, aside: Aside, limits: Limits, changed: Callable[[], None]
    ) -> None:
        """`changed` hears that there is a newer board, or that none came."""
        self._cloud = cloud
        self._clock = clock
        self._aside = aside
        self._limits = limits
        self._changed = changed
        self._is_asking = False
        self._wanted: tuple[UUID | None] | None = None
        """What was asked for while an answer was awaited."""
        self._goods_of: UUID | None = None
        self.board: WaveBoard | None = None
        self.goods = NO_GOODS
        self.reckoning = Reckoning()
        self.crates: WaveCrates | None = None
        """Of the wave that is told whole."""
        self.told_at: datetime | None = None
        """When the board came, by the clock of this PC."""
        self.trouble: Trouble | None = None
        """Why no newer one came."""

    @property
    def age(self) -> timedelta:
        """How old the board is."""
        return timedelta() if self.told_at is None else self._clock.now() - self.told_at

    def look(self, wave_id: UUID | None = None) -> None:
        """Ask for the board, and the crates of one wave; while an answer is awaited, once more behind it."""
        if self._is_asking:
            self._wanted = (wave_id,)
            return
        self._is_asking = True
        known = self._goods_of, self.goods
        self._aside(lambda: self._fetch(known, wave_id), self._take, self._not_told)

    def _fetch(self, known: tuple[UUID | None, Goods], wave_id: UUID | None) -> Fetched:
        board = self._cloud.board()
        cycle_id, goods = known
        has_news = any(wave.lines and wave.id not in goods.of_wave for wave in board.waves)
        if board.cycle_id is not None and (board.cycle_id != cycle_id or has_news):
            goods = Goods.read(self._cloud.board_goods(board.cycle_id))
        crates = None if wave_id is None else self._cloud.crates(wave_id=wave_id)
        return board, goods, crates, reckon(board, goods, self._limits)

    def _take(self, fetched: Fetched) -> None:
        board, self.goods, crates, self.reckoning = fetched
        self.board, self._goods_of = board, board.cycle_id
        self.crates = crates or self.crates
        self.told_at, self.trouble = self._clock.now(), None
        self._ended()

    def _not_told(self, trouble: Trouble) -> None:
        self.trouble = trouble
        self._ended()

    def _ended(self) -> None:
        self._is_asking = False
        self._changed()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.look(*wanted)
