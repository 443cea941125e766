"""What a person can do in the devices room: calls the screen makes; answers come back as a new view."""

from typing import Protocol

from hardware.labels import LabelKind
from hardware.protocols import ScaleOrder
from station.devices.model.device import DeviceKind, FoundDevice
from station.devices.model.view import Test
from station.devices.model.ways import FieldName, Way
from station.devices.screen.label_gestures import LabelGestures


class DevicesGestures(LabelGestures, Protocol):
    """Where the screen forwards each press and entry."""

    def choose(self, key: str) -> None:
        """Look at this device."""
        ...

    def ask(self, key: str) -> None:
        """Ask it how it is, now."""
        ...

    def try_out(self, key: str, test: Test) -> None:
        """Print its test page, or open its drawer."""
        ...

    def order_scale(self, order: ScaleOrder) -> None:
        """Tell the scale looked at to set itself to zero, to take its load as tare, to forget its tare."""
        ...

    def begin_add(self, kind: DeviceKind) -> None:
        """Set one more device of this kind up."""
        ...

    def begin_change(self, key: str) -> None:
        """Change this device."""
        ...

    def remove(self, key: str) -> None:
        """Use this device no more."""
        ...

    def undo(self) -> None:
        """Take the last removal back."""
        ...

    def search(self) -> None:
        """Look again what this PC sees."""
        ...

    def pick_found(self, found: FoundDevice) -> None:
        """Take what was found."""
        ...

    def set_way(self, way: Way) -> None:
        """Reach it so."""
        ...

    def set_field(self, name: FieldName, value: str) -> None:
        """Fill in a field."""
        ...

    def set_name(self, name: str) -> None:
        """Call it so."""
        ...

    def check(self) -> None:
        """Ask the device of the form whether it is there."""
        ...

    def save(self) -> None:
        """Keep the device of the form."""
        ...

    def cancel(self) -> None:
        """Leave all as it was."""
        ...

    def choose_printer(self, kind: LabelKind, address: str) -> None:
        """Print this kind of label there; empty: on the first label printer."""
        ...

    def edit_layouts(self, layouts: tuple[str, ...]) -> None:
        """Write the layouts of weight codes so."""
        ...

    def try_code(self, code: str) -> None:
        """Read this sample by them."""
        ...

    def guide_begin(self) -> None:
        """Set a scanner up, step by step."""
        ...

    def guide_next(self) -> None:
        """On to the next code."""
        ...

    def guide_back(self) -> None:
        """Back to the code before."""
        ...

    def guide_silent(self) -> None:
        """I scanned, and nothing came."""
        ...

    def guide_again(self) -> None:
        """Begin anew, for another scanner."""
        ...

    def guide_save(self) -> None:
        """Listen as suits this scanner."""
        ...

    def guide_print(self) -> None:
        """Print the sheet."""
        ...

    def guide_close(self) -> None:
        """Leave the guide."""
        ...

    def guide_seen(self) -> None:
        """The guide came in sight: keys of scanners are wanted as they are typed."""
        ...

    def guide_gone(self) -> None:
        """It went out of sight: codes are made of them again."""
        ...

    def save_layouts(self) -> None:
        """Read weight codes by them from now on."""
        ...
