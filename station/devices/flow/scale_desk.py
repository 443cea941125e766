"""The scale a person looks at: what it weighs, and what it can be told."""

from collections.abc import Callable

from hardware.protocols import Reading, ScaleOrder
from station.devices.flow.lines import key_of, weight_part
from station.devices.model.device import DeviceKind, DeviceSpec, Equipment
from station.devices.model.scale_orders import UNDER_WAY, OrderVerdict, told_of_order
from station.devices.model.told import Told
from station.devices.model.view import DevicesView, WeightPart
from station.kernel.aside import Aside
from station.kernel.trouble import Trouble


class ScaleDesk:
    """One scale at a time; gestures return the view of the room."""

    def __init__(
        self, equipment: Equipment, busy: set[str], aside: Aside, view: Callable[[], DevicesView]
    ) -> None:
        """`busy` holds the keys of the devices something is being done with; the room shares it."""
        self._equipment, self._busy, self._aside, self._view = equipment, busy, aside, view
        self._spec: DeviceSpec | None = None
        self._reading: Reading | None = None
        self._has_answered = False
        self.told: Told | None = None
        """What came of the last order."""

    def look_at(self, spec: DeviceSpec | None) -> None:
        """Look at this device; whatever is no scale has no weight."""
        self._spec = spec if spec is not None and spec.kind is DeviceKind.SCALE else None
        self.told, self._reading, self._has_answered = None, None, False
        scale = self._spec
        if scale is not None:
            self._aside(
                lambda: self._equipment.weigh(scale), lambda reading: self.weighed(scale, reading), _nothing
            )

    def weighed(self, spec: DeviceSpec, reading: Reading | None) -> None:
        """A scale said something; of others than the one looked at nothing is kept."""
        if self.looks_at(spec):
            self._reading, self._has_answered = reading, True

    def looks_at(self, spec: DeviceSpec) -> bool:
        """Whether this is the scale looked at."""
        return self._spec is not None and key_of(spec) == key_of(self._spec)

    def order(self, order: ScaleOrder) -> DevicesView:
        """Tell the scale, and wait aside until its weight follows."""
        scale = self._spec
        if scale is None or key_of(scale) in self._busy:
            return self._view()
        self._busy.add(key_of(scale))
        self.told = UNDER_WAY
        self._aside(
            lambda: self._equipment.order(scale, order),
            lambda verdict: self._ordered(scale, order, verdict),
            lambda _: self._busy.discard(key_of(scale)),
        )
        return self._view()

    def part(self) -> WeightPart | None:
        """What the scale says now; None where none is looked at, or before it was asked."""
        if self._spec is None or not self._has_answered:
            return None
        return weight_part(self._reading, self._equipment.orders(self._spec))

    def _ordered(self, scale: DeviceSpec, order: ScaleOrder, verdict: OrderVerdict) -> None:
        self._busy.discard(key_of(scale))
        if self.looks_at(scale):
            self.told = told_of_order(order, verdict)


def _nothing(_: Trouble) -> None:
    """It was told already."""
