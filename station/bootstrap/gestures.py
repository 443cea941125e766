"""Carries the gestures of screens to their flows on the store thread."""

from collections.abc import Sequence

from station.bootstrap.core import StationCore
from station.kernel.ids import CrateId, JobId
from station.printing.view import ReprintReason


class PickingGestures:
    """What a person touches at the picking desk."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def take_wave(self) -> None:
        self._core.pick(lambda flow: flow.take_wave())

    def undo(self) -> None:
        self._core.pick(lambda flow: flow.undo())

    def declare_short(self) -> None:
        self._core.pick(lambda flow: flow.declare_short())

    def put_off(self) -> None:
        self._core.pick(lambda flow: flow.put_off())

    def set_hand(self, quantity: int) -> None:
        self._core.pick(lambda flow: flow.set_hand(quantity))

    def close_crate(self, crate_id: CrateId) -> None:
        self._core.pick(lambda flow: flow.close_crate(crate_id))

    def reprint(self, crate_id: CrateId, why: ReprintReason) -> None:
        self._core.pick(lambda flow: flow.reprint(crate_id, why.value))

    def return_wave(self) -> None:
        self._core.pick(lambda flow: flow.give_back())


class PrintingGestures:
    """What a person touches in the printing room."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def came_out(self, job_ids: Sequence[JobId]) -> None:
        self._core.print(lambda flow: flow.came_out(job_ids))

    def did_not_come_out(self, job_ids: Sequence[JobId]) -> None:
        self._core.print(lambda flow: flow.did_not_come_out(job_ids))

    def print_again(self, job_id: JobId, reason: ReprintReason) -> None:
        self._core.print(lambda flow: flow.print_again(job_id, reason))

    def cancel(self, job_id: JobId) -> None:
        self._core.print(lambda flow: flow.cancel(job_id))

    def search(self, text: str) -> None:
        self._core.print(lambda flow: flow.search(text))

    def select(self, job_id: JobId | None) -> None:
        self._core.print(lambda flow: flow.select(job_id))


class SyncGestures:
    """What a person touches in the sync room."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def settle(self, seq: int) -> None:
        self._core.sync(lambda flow: flow.settle(seq))

    def sync_now(self) -> None:
        self._core.sync(lambda flow: flow.sync_now())
