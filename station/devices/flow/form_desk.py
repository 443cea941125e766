"""Gestures on the form of a device: begin, look around, fill in, check."""

from collections.abc import Callable
from typing import TypeVar

from station.devices.flow.form import DeviceForm, Draft
from station.devices.flow.lines import spec_of, suggested_name
from station.devices.model.device import DeviceKind, DeviceSpec, Equipment, FoundDevice
from station.devices.model.view import DevicesView, FormPart
from station.devices.model.ways import FieldName, Way
from station.kernel.aside import Aside
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

T = TypeVar("T")
SET_BY_IT = Message("IT set this device in the settings file: only there can it be changed")
"""Said where the room may not change something."""


class FormDesk:
    """The one form that may be open; gestures return the view of the room after them."""

    def __init__(
        self,
        equipment: Equipment,
        specs: Callable[[], tuple[DeviceSpec, ...]],
        say: Callable[[Message], str],
        aside: Aside,
        view: Callable[[], DevicesView],
        *,
        on_windows: bool,
    ) -> None:
        """`aside` shows the view once slow work is done."""
        self._equipment = equipment
        self._specs = specs
        self._say = say
        self._aside = aside
        self._view = view
        self._on_windows = on_windows
        self._form: DeviceForm | None = None

    def begin_add(self, kind: DeviceKind) -> DevicesView:
        """Set one more device up."""
        name = self._say(suggested_name(kind, self._specs()))
        self._form = DeviceForm.new(kind, name, self._equipment.check, on_windows=self._on_windows)
        return self.search()

    def begin_change(self, key: str) -> DevicesView:
        """Change a device that was set up here; nothing for one that is fixed or gone."""
        spec = spec_of(self._specs(), key)
        if spec is None or spec.is_fixed:
            return self._view()
        self._form = DeviceForm.of(spec, self._equipment.check, on_windows=self._on_windows)
        return self.search()

    def search(self) -> DevicesView:
        """Look what this PC sees that may be such a device."""
        form = self._form
        if form is None:
            return self._view()
        form.is_searching = True

        def found(devices: tuple[FoundDevice, ...]) -> None:
            form.found, form.is_searching = devices, False

        def failed(_: Trouble) -> None:
            form.is_searching = False

        kind = form.draft.kind
        self._aside(lambda: self._equipment.found(kind), found, failed)
        return self._view()

    def pick_found(self, found: FoundDevice) -> DevicesView:
        """Take what was found."""
        return self._fill_in(lambda form: form.pick(found))

    def set_way(self, way: Way) -> DevicesView:
        """Reach it so."""
        return self._fill_in(lambda form: form.set_way(way))

    def set_field(self, name: FieldName, value: str) -> DevicesView:
        """Fill in a field."""
        return self._fill_in(lambda form: form.set_field(name, value))

    def set_name(self, name: str) -> DevicesView:
        """Call it so."""
        return self._fill_in(lambda form: form.set_name(name))

    def check(self) -> DevicesView:
        """Ask the device of the form whether it is there."""
        form, draft = self._form, self.ready()
        if form is None or draft is None or form.is_checking:
            return self._view()
        form.is_checking = True
        spec = DeviceSpec(draft.spec.id if draft.spec else None, draft.kind, draft.name, draft.address)
        self._aside(lambda: self._equipment.look(spec), form.probed, form.probe_failed)
        return self._view()

    def cancel(self) -> DevicesView:
        """Leave all as it was."""
        self.close()
        return self._view()

    def ready(self) -> Draft | None:
        """What may be saved now; None while something is missing or wrong."""
        if self._form is None or self._form.obstacle(self._specs()) is not None:
            return None
        return self._form.draft

    def close(self) -> None:
        """The form is done with."""
        self._form = None

    def part(self) -> FormPart | None:
        """The form as it is now."""
        return None if self._form is None else self._form.part(self._specs())

    def _fill_in(self, change: Callable[[DeviceForm], None]) -> DevicesView:
        if self._form is not None:
            change(self._form)
        return self._view()
