"""What the devices room shows at one moment: frozen, translated only where it is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hardware.identify import WedgeSetting
from hardware.labels import LabelKind
from hardware.protocols import ScaleOrder
from station.devices.model.device import DeviceKind, FoundDevice
from station.devices.model.label_page import BrandPart, LabelsPart
from station.devices.model.layouts import LayoutPreview
from station.devices.model.scanner_guide import GuideView
from station.devices.model.told import Told
from station.devices.model.ways import Field, FieldName, Way
from station.kernel.messages import Message, Sound, Tone

NOTHING = Message("")


class Test(StrEnum):
    """What can be tried on a device."""

    __test__ = False
    """Its name begins like a test's: pytest must not take it for one."""

    PRINT = "print"
    DRAWER = "drawer"


@dataclass(frozen=True)
class DeviceLine:
    """One device of the list, in words; `key` names it in gestures, `seen_at` is by the wall clock here."""

    key: str
    kind: DeviceKind
    name: str | Message
    place: Message
    settings: str
    tone: Tone | None
    words: Message
    remedy: Message
    seen_at: datetime | None
    is_fixed: bool = False
    is_busy: bool = False
    tests: tuple[Test, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What became of the last gesture or scan, with its sound."""

    tone: Tone
    words: Message
    sound: Sound = Sound.OK


@dataclass(frozen=True)
class FormPart:
    """A device being added or changed: what is asked for, what was filled in, what came of the check."""

    is_new: bool
    kind: DeviceKind
    way: Way
    ways: tuple[Way, ...]
    fields: tuple[Field, ...]
    values: Mapping[FieldName, str] = field(hash=False)
    name: str
    address: str
    """As the fields make it; shown so that IT can write it down."""
    found: tuple[FoundDevice, ...] = ()
    is_searching: bool = False
    is_checking: bool = False
    told: Told | None = None
    can_save: bool = False


@dataclass(frozen=True)
class WeightPart:
    """What the chosen scale says now; `weight_g` is None where there is no weight to tell."""

    tone: Tone
    words: Message
    weight_g: int | None
    tare_g: int | None = None
    orders: tuple[ScaleOrder, ...] = ()
    """What it can be told from here."""


@dataclass(frozen=True)
class ReadLine:
    """One code read while the room was in front: from which scanner, and what it means."""

    at: datetime
    scanner: str | Message
    text: str
    tone: Tone
    words: Message


@dataclass(frozen=True)
class LabelChoiceLine:
    """Which printer prints a kind of label; `address` is empty where nobody chose."""

    kind: LabelKind
    address: str


@dataclass(frozen=True)
class LayoutsPart:
    """The layouts of in-store weight codes, and what a sample means under them."""

    layouts: tuple[str, ...]
    is_fixed: bool
    """The settings file names them: they cannot be edited here."""
    told: Told | None
    sample: str
    preview: LayoutPreview | None
    is_changed: bool
    """Whether what is shown was not saved yet."""


@dataclass(frozen=True)
class DevicesView:
    """The whole devices room."""

    devices: tuple[DeviceLine, ...]
    chosen: str = ""
    """Key of the device looked at; empty for none."""
    form: FormPart | None = None
    test: Told | None = None
    """What became of the last test of the chosen device."""
    weight: WeightPart | None = None
    reads: tuple[ReadLine, ...] = ()
    labels: tuple[LabelChoiceLine, ...] = ()
    printers: tuple[tuple[str, str | Message], ...] = ()
    """Address and name of each label printer labels may go to."""
    layouts: LayoutsPart | None = None
    printing: LabelsPart | None = None
    """The page that prints labels, once it was opened."""
    brand: BrandPart | None = None
    """The page of brand and templates, once it was opened."""
    guide: GuideView | None = None
    """The guide for scanners while it is open."""
    wedge: WedgeSetting | None = None
    """How keyboard scanners are listened to; None: as the settings file says."""
    undo: Message | None = None
    """What can be taken back."""
    answer: Answer | None = None
    trouble_count: int = 0
    """Devices that are not ready."""
