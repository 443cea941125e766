"""A devices room on a real database file, with equipment that does what a test tells it to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from hardware.errors import Reason
from hardware.identify import WedgeSetting
from hardware.labels import Label, LabelKind
from hardware.protocols import (
    DeviceState,
    Media,
    PrintOutcome,
    PrintReport,
    RasterLabel,
    Reading,
    ScaleOrder,
)
from station.devices.flow import DevicesFlow, LabelMeans, RoomGround
from station.devices.model.device import (
    Brand,
    DeviceHealth,
    DeviceKind,
    DeviceSpec,
    DrawnLabel,
    FoundDevice,
)
from station.devices.model.label_makers import DeskCommands
from station.devices.model.layouts import LayoutPreview
from station.devices.model.scale_orders import OrderVerdict
from station.devices.model.view import DevicesView
from station.kernel.clock import SettableClock
from station.kernel.desk_commands import DeskCommand
from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble
from station.storage.database import Database
from tests.station.kit import english

BEIJING = ZoneInfo("Asia/Shanghai")
T = TypeVar("T")
NO_BRAND = Brand()
ROOMS = (("picking", Message("Picking")), ("loading", Message("Loading")))
CONFIRMED = PrintReport(PrintOutcome.CONFIRMED)


def commands(room: str) -> DeskCommands:
    """Ten commands for picking, two elsewhere."""
    keys = tuple(DeskCommand)[: 10 if room == "picking" else 2]
    return tuple((Message("Key {name}", name=key.name), key) for key in keys)


def trouble(words: str) -> Trouble:
    """Trouble with these words."""
    return Trouble(Message(words), Message("Do something"), retry_helps=False)


@dataclass
class ScriptedEquipment:
    """Keeps what is used; answers what a test put into it."""

    states: dict[str, DeviceState] = field(default_factory=dict)
    """By address; what is missing was not asked yet."""
    reasons: dict[str, str] = field(default_factory=dict)
    finds: tuple[FoundDevice, ...] = ()
    report: PrintReport = CONFIRMED
    reading: Reading | None = None
    scale_orders: frozenset[ScaleOrder] = frozenset(ScaleOrder)
    order_verdict: OrderVerdict = OrderVerdict.OBEYED
    used: tuple[DeviceSpec, ...] = ()
    choices: dict[LabelKind, str] = field(default_factory=dict)
    tests: list[tuple[str, str]] = field(default_factory=list)
    uses: int = 0
    drawn: list[tuple[Label, DeviceSpec | None, Brand]] = field(default_factory=list)
    refuses: Trouble | None = None
    """Why labels cannot be drawn."""
    brand: Brand = NO_BRAND

    def check(self, kind: DeviceKind, address: str) -> Trouble | None:
        return trouble("These details name no device") if "bad" in address else None

    def found(self, kind: DeviceKind) -> tuple[FoundDevice, ...]:
        return self.finds

    def use(self, specs: tuple[DeviceSpec, ...], label_choices: dict[LabelKind, str]) -> None:
        self.used, self.choices = specs, dict(label_choices)
        self.uses += 1

    def health(self) -> tuple[DeviceHealth, ...]:
        return tuple(self._of(spec) for spec in self.used)

    def look(self, spec: DeviceSpec) -> DeviceHealth:
        self.tests.append(("look", spec.address))
        self.states.setdefault(spec.address, DeviceState.READY)
        return self._of(spec)

    def test_print(self, spec: DeviceSpec, title: str) -> PrintReport:
        self.tests.append(("print", title))
        return self.report

    def open_drawer(self, spec: DeviceSpec) -> PrintReport:
        self.tests.append(("drawer", spec.address))
        return self.report

    def weigh(self, spec: DeviceSpec) -> Reading | None:
        return self.reading

    def orders(self, spec: DeviceSpec) -> frozenset[ScaleOrder]:
        return self.scale_orders

    def order(self, spec: DeviceSpec, order: ScaleOrder) -> OrderVerdict:
        self.tests.append((order.value, spec.address))
        return self.order_verdict

    def draw(self, label: Label, spec: DeviceSpec | None, brand: Brand) -> DrawnLabel:
        self.drawn.append((label, spec, brand))
        if self.refuses is not None:
            raise self.refuses
        return DrawnLabel(RasterLabel(8, 1, b"\x00"), Media(60, 40))

    def use_brand(self, brand: Brand) -> None:
        self.brand = brand

    def lose(self, address: str, reason: Reason = Reason.PORT_GONE) -> None:
        """The device at `address` goes."""
        self.states[address], self.reasons[address] = DeviceState.LOST, reason

    def _of(self, spec: DeviceSpec) -> DeviceHealth:
        return DeviceHealth(spec, self.states.get(spec.address), self.reasons.get(spec.address, ""))


class PlainReader:
    """Takes layouts of capital letters and digits, and tells a sample back."""

    def check(self, layout: str) -> Trouble | None:
        return None if layout.isalnum() and layout.isupper() else trouble("No layout")

    def read(self, code: str, layouts: tuple[str, ...]) -> LayoutPreview:
        return LayoutPreview(Tone.OK, Message("Read"), ((Message("Weight"), code),))


class Room:
    """The room under test; slow work is done when `work` is called, or at once."""

    def __init__(
        self,
        folder: Path,
        *,
        fixed: tuple[DeviceSpec, ...] = (),
        fixed_layouts: tuple[str, ...] = (),
        fixed_brand: Brand = NO_BRAND,
    ) -> None:
        self.acts = 0
        self.clock = SettableClock()
        self.equipment = ScriptedEquipment(used=fixed)
        self.shown: list[DevicesView] = []
        self.layouts: list[tuple[str, ...]] = []
        self.waits = False
        self._under_way: list[Callable[[], None]] = []
        self.database = Database(folder / "station.db")
        self.flow = DevicesFlow(
            RoomGround(
                database=self.database,
                clock=self.clock,
                time_zone=BEIJING,
                equipment=self.equipment,
                reader=PlainReader(),
                fixed=fixed,
                fixed_layouts=fixed_layouts,
                on_windows=False,
                say=english().say,
                aside=self._aside,
                show=self.shown.append,
                layouts_changed=self.layouts.append,
                print_sheet=lambda: self.equipment.report,
                usual_wedge=WedgeSetting(),
                is_wedge_fixed=False,
                labels=self._label_means(fixed_brand),
            )
        )
        self.flow.open()

    @property
    def view(self) -> DevicesView:
        """The room as it is now."""
        return self.flow.view()

    def work(self) -> None:
        """Let all slow work end."""
        while self._under_way:
            self._under_way.pop(0)()

    def key(self, name: str) -> str:
        """The key of the device called so."""
        say = english().say
        return next(
            line.key
            for line in self.view.devices
            if (line.name if isinstance(line.name, str) else say(line.name)) == name
        )

    def words(self) -> str:
        """The last answer."""
        answer = self.view.answer
        assert answer is not None
        return english().say(answer.words)

    def _label_means(self, fixed: Brand) -> LabelMeans:
        def acted() -> None:
            self.acts += 1

        def take(file: Path) -> Path:
            if file.suffix != ".png":
                raise trouble("This is no PNG picture")
            return file

        return LabelMeans("优邻站", fixed, take, "一号仓", ROOMS, commands, acted)

    def _aside(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        def run() -> None:
            try:
                result = work()
            except Trouble as told:
                failed(told)
            else:
                done(result)

        if self.waits:
            self._under_way.append(run)
        else:
            run()


@contextmanager
def room(
    folder: Path,
    *,
    fixed: tuple[DeviceSpec, ...] = (),
    fixed_layouts: tuple[str, ...] = (),
    fixed_brand: Brand = NO_BRAND,
) -> Iterator[Room]:
    """A room whose database is closed with the block."""
    made = Room(folder, fixed=fixed, fixed_layouts=fixed_layouts, fixed_brand=fixed_brand)
    try:
        yield made
    finally:
        made.database.close()
