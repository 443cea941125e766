"""Carries the gestures of the devices room to its flow on the store thread."""

from hardware.labels import LabelKind
from station.bootstrap.core import StationCore
from station.devices.model.device import DeviceKind, FoundDevice
from station.devices.model.view import Test
from station.devices.model.ways import FieldName, Way


class DeviceGestures:
    """What a person touches in the devices room."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def choose(self, key: str) -> None:
        self._core.devices(lambda flow: flow.choose(key))

    def ask(self, key: str) -> None:
        self._core.devices(lambda flow: flow.ask(key))

    def try_out(self, key: str, test: Test) -> None:
        self._core.devices(lambda flow: flow.try_out(key, test))

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

    def save_layouts(self) -> None:
        self._core.devices(lambda flow: flow.save_layouts())
