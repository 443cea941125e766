"""The board of waves: a foreman's view of the night, from the cloud alone."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select

from cloud_api.wire.board import (
    BoardGoods,
    WaveAssignments,
    WaveBoard,
    WaveCrates,
    WaveDivision,
    WaveOrders,
    WavesChanged,
    WavesChosen,
)
from cloud_api.wire.handing import WavesWanted
from hardware.codes import RefusedCode, ScannedCode
from station.bootstrap.stands.stand import Site, Stand
from station.kernel.ids import Sku
from station.kernel.scan import Scan
from station.people.badges import BadgeHolder
from station.picking.model.look_alikes import Named, of_one_name
from station.storage import tables
from station.storage.database import Database
from station.sync.client import CloudClient
from station.waves.flow import WavesFlow
from station.waves.model.night import Limits
from station.waves.model.view import WavesView
from station.waves.model.work import LookAlikes


class BoardLines:
    """The lines to the cloud: board, search and sayings may be under way at once, each on its own session."""

    def __init__(self, new_client: Callable[[], CloudClient]) -> None:
        self._board, self._finder, self._speaker = new_client(), new_client(), new_client()

    def board(self) -> WaveBoard:
        return self._board.board()

    def board_goods(self, cycle_id: UUID) -> BoardGoods:
        return self._board.board_goods(cycle_id)

    def crates(self, *, wave_id: UUID | None = None, sscc: str | None = None) -> WaveCrates:
        client = self._board if sscc is None else self._finder
        return client.wave_crates(wave_id=wave_id, sscc=sscc)

    def release(self, told: WavesChosen) -> WavesChanged:
        return self._speaker.release_waves(told)

    def hold(self, told: WavesChosen) -> WavesChanged:
        return self._speaker.hold_waves(told)

    def wave_orders(self, wave_id: UUID) -> WaveOrders:
        return self._speaker.wave_orders(wave_id)

    def divide(self, told: WaveDivision) -> WavesChanged:
        return self._speaker.divide_wave(told)

    def rejoin(self, told: WavesChosen) -> WavesChanged:
        return self._speaker.rejoin_waves(told)

    def want(self, told: WavesWanted) -> WavesChanged:
        return self._speaker.want_waves(told)

    def assign(self, told: WaveAssignments) -> WavesChanged:
        return self._speaker.assign_waves(told)

    def close(self) -> None:
        """Calls under way end; nobody waits for them."""
        for client in (self._board, self._finder, self._speaker):
            client.close()


class WavesStand(Stand[WavesFlow, WavesView]):
    """Keeps nothing on this PC but reads names of products; asks while somebody looks."""

    def __init__(self, site: Site, is_seen: Callable[[], bool]) -> None:
        self._is_seen = is_seen
        self._cloud = BoardLines(site.new_client)
        settings = site.settings
        flow = WavesFlow(
            self._cloud,
            site.clock,
            site.identity.time_zone,
            Limits(
                settings.crate_weight_g,
                settings.crate_volume_ml,
                settings.crate_orders,
                settings.wall_places,
            ),
            site.workers.aside,
            site.workers.act,
            site.front.waves,
            lambda: _look_alikes(site.records.database),
        )
        super().__init__(flow, site.front.waves)

    def sign_in(self, holder: BadgeHolder | None) -> None:
        self.show(self.flow.sign_in(holder))

    def entered(self) -> None:
        self.show(self.flow.look())

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        self.show(self.flow.scan(code))

    def changed(self, kinds: set[str]) -> None:
        if self._is_seen():
            self.flow.look()

    def halt(self) -> None:
        """A search under way ends."""
        self.flow.stop()

    def close(self) -> None:
        self._cloud.close()


def _look_alikes(database: Database) -> LookAlikes:
    """Products of one name in several sizes, of all the cloud told of."""
    told = tables.product.c
    with database.look() as connection:
        rows = connection.execute(select(told.sku, told.name, told.spec)).all()
    return of_one_name(Named(Sku(sku), name, spec) for sku, name, spec in rows)
