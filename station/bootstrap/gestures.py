"""Carries the gestures of screens to their flows on the store thread."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from station.bootstrap.core import StationCore
from station.kernel.ids import CrateId, CycleId, JobId, RouteId, WaveId
from station.printing.view import ReprintReason

if TYPE_CHECKING:
    from cloud_api.wire.inbound import Condition
    from station.counting.model.view import Press
    from station.crates.model.view import Press as CratesPress
    from station.dispatch.model.edit_van import VanForm
    from station.inbound.model.card import Field, Why
    from station.people.override import OverrideReason
    from station.pickup.model.view import Left, LineKey
    from station.slotting.model.view import Press as SlottingPress


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

    def ask_supervisor(self) -> None:
        self._core.pick(lambda flow: flow.ask_supervisor())

    def pin(self, pin: str) -> None:
        self._core.pick(lambda flow: flow.supervise(lambda talk: talk.pin(pin)))

    def override(self, reason: "OverrideReason") -> None:
        self._core.pick(lambda flow: flow.supervise(lambda talk: talk.choose(reason)))

    def cancel_override(self) -> None:
        self._core.pick(lambda flow: flow.supervise(lambda talk: talk.cancel()))

    def confirm_taken_out(self) -> None:
        self._core.pick(lambda flow: flow.confirm_taken_out())

    def declare_damaged(self) -> None:
        self._core.pick(lambda flow: flow.declare_damaged())

    def weigh(self) -> None:
        self._core.pick(lambda flow: flow.weigh())

    def substitute(self) -> None:
        self._core.pick(lambda flow: flow.substitute())

    def put_off(self) -> None:
        self._core.pick(lambda flow: flow.put_off())

    def turn_large(self) -> None:
        self._core.pick(lambda flow: flow.turn_large())

    def set_hand(self, quantity: int) -> None:
        self._core.pick(lambda flow: flow.set_hand(quantity))

    def close_crate(self, crate_id: CrateId) -> None:
        self._core.pick(lambda flow: flow.close_crate(crate_id))

    def reprint(self, crate_id: CrateId, why: ReprintReason) -> None:
        self._core.pick(lambda flow: flow.reprint(crate_id, why.value))

    def return_wave(self) -> None:
        self._core.pick(lambda flow: flow.give_back())

    def hand_over(self) -> None:
        self._core.pick(lambda flow: flow.hand_over())


class DispatchGestures:
    """What the dispatcher does."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def choose_cycle(self, cycle_id: CycleId) -> None:
        self._core.dispatch(lambda flow: flow.choose_cycle(cycle_id))

    def plan(self) -> None:
        self._core.dispatch(lambda flow: flow.plan())

    def stop_planning(self) -> None:
        self._core.dispatch(lambda flow: flow.stop_planning())

    def move(self, wave_id: WaveId, van: str, position: int) -> None:
        self._core.dispatch(lambda flow: flow.move(wave_id, van, position))

    def take_off(self, wave_id: WaveId) -> None:
        self._core.dispatch(lambda flow: flow.take_off(wave_id))

    def lock_stop(self, wave_id: WaveId, *, locked: bool) -> None:
        self._core.dispatch(lambda flow: flow.lock_stop(wave_id, locked=locked))

    def lock_route(self, van: str, *, locked: bool) -> None:
        self._core.dispatch(lambda flow: flow.lock_route(van, locked=locked))

    def undo(self) -> None:
        self._core.dispatch(lambda flow: flow.undo())

    def redo(self) -> None:
        self._core.dispatch(lambda flow: flow.redo())

    def publish(self) -> None:
        self._core.dispatch(lambda flow: flow.publish())

    def save_van(self, form: "VanForm") -> None:
        self._core.dispatch(lambda flow: flow.save_van(form))

    def send_van_away(self, code: str, *, away: bool) -> None:
        self._core.dispatch(lambda flow: flow.send_van_away(code, away=away))

    def import_vans(self, file: Path) -> None:
        self._core.dispatch(lambda flow: flow.import_vans(file))

    def save_sheets(self, folder: Path, van: str | None) -> None:
        self._core.dispatch(lambda flow: flow.save_sheets(folder, van))

    def print_sheets(self, van: str | None) -> None:
        self._core.dispatch(lambda flow: flow.print_sheets(van))


class LoadingGestures:
    """What a person touches at the loading dock."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def choose_route(self, route_id: RouteId) -> None:
        self._core.load(lambda flow: flow.choose_route(route_id))

    def step_route(self, step: int) -> None:
        self._core.load(lambda flow: flow.step_route(step))

    def undo(self) -> None:
        self._core.load(lambda flow: flow.undo())

    def take_off(self) -> None:
        self._core.load(lambda flow: flow.take_off())

    def depart(self) -> None:
        self._core.load(lambda flow: flow.depart())

    def ask_supervisor(self) -> None:
        self._core.load(lambda flow: flow.ask_supervisor())

    def pin(self, pin: str) -> None:
        self._core.load(lambda flow: flow.pin(pin))

    def choose_reason(self, reason: "OverrideReason") -> None:
        self._core.load(lambda flow: flow.choose_reason(reason))

    def cancel(self) -> None:
        self._core.load(lambda flow: flow.cancel())


class CountingGestures:
    """What a person touches and types in the stock room."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def press(self, press: "Press") -> None:
        self._core.count(lambda flow: flow.press(press))

    def choose(self, key: str) -> None:
        self._core.count(lambda flow: flow.choose(key))

    def step_row(self, step: int) -> None:
        self._core.count(lambda flow: flow.step_row(step))

    def typed(self, text: str) -> None:
        self._core.count(lambda flow: flow.typed(text))

    def pin(self, pin: str) -> None:
        self._core.count(lambda flow: flow.pin(pin))

    def choose_reason(self, reason: "OverrideReason") -> None:
        self._core.count(lambda flow: flow.choose_reason(reason))

    def cancel_override(self) -> None:
        self._core.count(lambda flow: flow.cancel_override())


class CratesGestures:
    """What a person touches in the crates room."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def press(self, press: "CratesPress") -> None:
        self._core.crate(lambda flow: flow.press(press))

    def choose(self, key: str) -> None:
        self._core.crate(lambda flow: flow.choose(key))

    def step_row(self, step: int) -> None:
        self._core.crate(lambda flow: flow.step_row(step))

    def pin(self, pin: str) -> None:
        self._core.crate(lambda flow: flow.pin(pin))

    def choose_reason(self, reason: "OverrideReason") -> None:
        self._core.crate(lambda flow: flow.choose_reason(reason))

    def cancel_override(self) -> None:
        self._core.crate(lambda flow: flow.cancel_override())


class InboundGestures:
    """What a person touches and types where goods come in."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def typed(self, text: str) -> None:
        self._core.receive(lambda flow: flow.typed(text))

    def confirm(self) -> None:
        self._core.receive(lambda flow: flow.confirm())

    def choose(self, key: str) -> None:
        self._core.receive(lambda flow: flow.choose(key))

    def step(self, step: int) -> None:
        self._core.receive(lambda flow: flow.step(step))

    def ask(self, field: "Field") -> None:
        self._core.receive(lambda flow: flow.ask(field))

    def weigh(self) -> None:
        self._core.receive(lambda flow: flow.weigh())

    def set_condition(self, condition: "Condition") -> None:
        self._core.receive(lambda flow: flow.set_condition(condition))

    def choose_why(self, why: "Why") -> None:
        self._core.receive(lambda flow: flow.choose_why(why))

    def take_photo(self) -> None:
        self._core.receive(lambda flow: flow.take_photo())

    def attach_photo(self, file: Path) -> None:
        self._core.receive(lambda flow: flow.attach_photo(file))

    def undo(self) -> None:
        self._core.receive(lambda flow: flow.undo())

    def finish(self) -> None:
        self._core.receive(lambda flow: flow.finish())

    def show_orders(self) -> None:
        self._core.receive(lambda flow: flow.show_orders())

    def show_put_away(self) -> None:
        self._core.receive(lambda flow: flow.show_put_away())

    def cancel(self) -> None:
        self._core.receive(lambda flow: flow.cancel())

    def pin(self, pin: str) -> None:
        self._core.receive(lambda flow: flow.pin(pin))

    def override(self, reason: "OverrideReason") -> None:
        self._core.receive(lambda flow: flow.override(reason))


class SlottingGestures:
    """What a person touches in the slotting room."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def press(self, press: "SlottingPress") -> None:
        self._core.slot(lambda flow: flow.press(press))

    def walk(self, right: int, down: int) -> None:
        self._core.slot(lambda flow: flow.walk(right, down))

    def choose(self, bin_code: str) -> None:
        self._core.slot(lambda flow: flow.choose(bin_code))


class PickupGestures:
    """What a person touches and types at the shop's desk."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def typed(self, text: str) -> None:
        self._core.hand_over(lambda flow: flow.typed(text))

    def search(self, text: str) -> None:
        self._core.hand_over(lambda flow: flow.search(text))

    def choose(self, key: str) -> None:
        self._core.hand_over(lambda flow: flow.choose(key))

    def leave(self, line: "LineKey", why: "Left") -> None:
        self._core.hand_over(lambda flow: flow.leave(line, why))

    def take(self, line: "LineKey") -> None:
        self._core.hand_over(lambda flow: flow.take(line))

    def confirm(self, serial: int) -> None:
        self._core.hand_over(lambda flow: flow.confirm(serial))

    def put_away(self) -> None:
        self._core.hand_over(lambda flow: flow.put_away())

    def print_slip(self) -> None:
        self._core.hand_over(lambda flow: flow.print_slip())

    def undo_handover(self, reason: str) -> None:
        self._core.hand_over(lambda flow: flow.undo_handover(reason))

    def receive(self, wave_id: WaveId | None = None) -> None:
        self._core.hand_over(lambda flow: flow.receive(wave_id))

    def undo_receipt(self) -> None:
        self._core.hand_over(lambda flow: flow.undo_receipt())

    def complete_receipt(self) -> None:
        self._core.hand_over(lambda flow: flow.complete_receipt())

    def give_empties(self) -> None:
        self._core.hand_over(lambda flow: flow.give_empties())

    def undo_empty(self) -> None:
        self._core.hand_over(lambda flow: flow.undo_empty())


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

    def enrol_again(self) -> None:
        self._core.enrol_again()

    def sync_now(self) -> None:
        self._core.sync(lambda flow: flow.sync_now())
