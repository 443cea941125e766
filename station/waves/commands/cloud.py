"""What the board asks of the cloud, so that tests and the window may bring their own."""

from typing import Protocol
from uuid import UUID

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


class BoardCloud(Protocol):
    """Each call may take seconds and raises Trouble. One that reads and one that writes may run at once."""

    def board(self) -> WaveBoard:
        """All waves of the newest night."""
        ...

    def board_goods(self, cycle_id: UUID) -> BoardGoods:
        """Products of all waves of a night."""
        ...

    def crates(self, *, wave_id: UUID | None = None, sscc: str | None = None) -> WaveCrates:
        """The crates of a wave, or of the wave of a crate."""
        ...

    def release(self, told: WavesChosen) -> WavesChanged:
        """Let desks take waves."""
        ...

    def hold(self, told: WavesChosen) -> WavesChanged:
        """Take a release back."""
        ...

    def want(self, told: WavesWanted) -> WavesChanged:
        """Ask desks to hand waves over, or to keep them."""
        ...

    def wave_orders(self, wave_id: UUID) -> WaveOrders:
        """The standing orders of a wave."""
        ...

    def divide(self, told: WaveDivision) -> WavesChanged:
        """Part a wave for several desks."""
        ...

    def rejoin(self, told: WavesChosen) -> WavesChanged:
        """Make divided waves whole."""
        ...

    def assign(self, told: WaveAssignments) -> WavesChanged:
        """Say which desk waves are meant for."""
        ...
