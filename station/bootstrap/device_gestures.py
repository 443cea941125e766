"""Carries the gestures of the devices room to its flow on the store thread."""

from collections.abc import Callable

from hardware.labels import LabelKind
from hardware.protocols import ScaleOrder
from station.bootstrap.core import StationCore
from station.bootstrap.label_gestures import LabelPageGestures
from station.bootstrap.scanner_keys import strokes_of
from station.devices.flow.scanner_guide import ScannerGuide
from station.devices.model.device import DeviceKind, FoundDevice
from station.devices.model.view import Test
from station.devices.model.ways import FieldName, Way
from station.shell.burst import KeyRecord
from station.shell.key_tap import KeyTap


class DeviceGestures(LabelPageGestures):
    """What a person touches in the devices room."""

    def __init__(self, core: StationCore, show_keys: Callable[[KeyTap | None], None]) -> None:
        """`show_keys` lets a tap have the keys of scanners, on the Qt thread."""
        super().__init__(core)
        self._show_keys = show_keys

    def choose(self, key: str) -> None:
        self._core.devices(lambda flow: flow.choose(key))

    def ask(self, key: str) -> None:
        self._core.devices(lambda flow: flow.ask(key))

    def try_out(self, key: str, test: Test) -> None:
        self._core.devices(lambda flow: flow.try_out(key, test))

    def order_scale(self, order: ScaleOrder) -> None:
        self._core.devices(lambda flow: flow.scale.order(order))

    def begin_add(self, kind: DeviceKind) -> None:
        self._core.devices(lambda flow: flow.form.begin_add(kind))

    def begin_change(self, key: str) -> None:
        self._core.devices(lambda flow: flow.form.begin_change(key))

    def remove(self, key: str) -> None:
        self._core.devices(lambda flow: flow.remove(key))

    def undo(self) -> None:
        self._core.devices(lambda flow: flow.undo())

    def search(self) -> None:
        self._core.devices(lambda flow: flow.form.search())

    def pick_found(self, found: FoundDevice) -> None:
        self._core.devices(lambda flow: flow.form.pick_found(found))

    def set_way(self, way: Way) -> None:
        self._core.devices(lambda flow: flow.form.set_way(way))

    def set_field(self, name: FieldName, value: str) -> None:
        self._core.devices(lambda flow: flow.form.set_field(name, value))

    def set_name(self, name: str) -> None:
        self._core.devices(lambda flow: flow.form.set_name(name))

    def check(self) -> None:
        self._core.devices(lambda flow: flow.form.check())

    def save(self) -> None:
        self._core.devices(lambda flow: flow.save())

    def cancel(self) -> None:
        self._core.devices(lambda flow: flow.form.cancel())

    def choose_printer(self, kind: LabelKind, address: str) -> None:
        self._core.devices(lambda flow: flow.choose_printer(kind, address))

    def edit_layouts(self, layouts: tuple[str, ...]) -> None:
        self._core.devices(lambda flow: flow.edit_layouts(layouts))

    def try_code(self, code: str) -> None:
        self._core.devices(lambda flow: flow.try_code(code))

    def guide_begin(self) -> None:
        self._core.devices(lambda flow: flow.guide.begin())

    def guide_next(self) -> None:
        self._core.devices(lambda flow: flow.guide.act(ScannerGuide.next_code))

    def guide_back(self) -> None:
        self._core.devices(lambda flow: flow.guide.act(ScannerGuide.previous_code))

    def guide_silent(self) -> None:
        self._core.devices(lambda flow: flow.guide.act(ScannerGuide.nothing_came))

    def guide_again(self) -> None:
        self._core.devices(lambda flow: flow.guide.act(ScannerGuide.start_again))

    def guide_save(self) -> None:
        self._core.devices(lambda flow: flow.guide.act(ScannerGuide.save))

    def guide_print(self) -> None:
        self._core.devices(lambda flow: flow.guide.print_sheet())

    def guide_close(self) -> None:
        self._core.devices(lambda flow: flow.guide.end())

    def guide_seen(self) -> None:
        self._show_keys(KeyTap(self._scanned))

    def guide_gone(self) -> None:
        self._show_keys(None)

    def _scanned(self, records: tuple[KeyRecord, ...]) -> None:
        strokes = strokes_of(records)
        self._core.devices(lambda flow: flow.guide.keys(strokes))

    def save_layouts(self) -> None:
        self._core.devices(lambda flow: flow.save_layouts())
