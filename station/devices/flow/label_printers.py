"""Which printer takes a kind of label, in words a person finds it by."""

from collections.abc import Callable, Mapping

from hardware.labels import LabelKind
from hardware.protocols import Media
from station.devices.model.device import DeviceKind, DeviceSpec
from station.kernel.messages import Message

NO_PRINTER = Message("No label printer is set up: labels wait until one is added in the list of devices")


class LabelPrinterBook:
    """The label printers of now and what was chosen; the same rule as the print queue's."""

    def __init__(
        self,
        specs: Callable[[], tuple[DeviceSpec, ...]],
        choices: Callable[[], Mapping[LabelKind, str]],
        name: Callable[[DeviceSpec], str | Message],
    ) -> None:
        self._specs, self._choices, self._name = specs, choices, name

    def of(self, kind: LabelKind) -> DeviceSpec | None:
        """The printer of a kind: the one chosen, else the first, else none."""
        printers = [spec for spec in self._specs() if spec.kind is DeviceKind.LABEL_PRINTER]
        chosen = self._choices().get(kind, "")
        first = printers[0] if printers else None
        return next((spec for spec in printers if spec.address == chosen), first)

    def words(self, kind: LabelKind, media: Media | None) -> Message:
        """Where labels of this kind come out, and on what paper where that is known."""
        spec = self.of(kind)
        if spec is None:
            return NO_PRINTER
        if media is None:
            return Message("Prints on {name}", name=self._name(spec))
        return Message("Prints on {name}, paper {paper}", name=self._name(spec), paper=paper_words(media))


def paper_words(media: Media) -> Message:
    """A paper's size."""
    return Message("{width}×{height} mm", width=media.width_mm, height=media.height_mm)
