"""Devices opened, changed and closed while the station runs; each loss and return told once."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest

from hardware.catalog import open_document_printer
from hardware.documents import AskableDocumentPrinter
from hardware.errors import BadAddress, Reason
from hardware.faults import Fault
from hardware.labels import LabelKind
from hardware.printers.document_status import Standing
from hardware.printers.documents import SystemDocumentPrinter
from hardware.printers.folder import FolderPrinter
from hardware.protocols import DeviceState, DeviceStatus, PrintOutcome, Reading, ReadingState, ScaleOrder
from hardware.scales.simulated import ScaleFault, SimulatedScale
from hardware.scanners.simulated import SimulatedScanner
from station.bootstrap.equipment import CatalogEquipment, Hearers
from station.bootstrap.health_book import HealthBook
from station.bootstrap.opened import Listeners, OpenedScale, Openers, ask_once
from station.bootstrap.state_file import StateFile
from station.devices.model.device import DeviceHealth, DeviceKind, DeviceSpec
from station.devices.model.reasons import DeviceReason
from station.devices.model.scale_orders import OrderVerdict
from station.kernel.clock import SettableClock
from station.kernel.ids import new_uuid
from station.kernel.trouble import Trouble

PATIENCE_S = 10.0
SLOW_S = 0.5
"""Long enough for another thread to overtake."""


def spec(kind: DeviceKind, address: str) -> DeviceSpec:
    return DeviceSpec(new_uuid(), kind, "", address)


GUN = spec(DeviceKind.SCANNER, "simulated:")


class Box:
    """Keeps what was told, and waits for more."""

    def __init__(self) -> None:
        self.codes: list[tuple[str, str]] = []
        self.raw: list[bytes] = []
        self.readings: list[Reading] = []
        self.changes: list[tuple[str, DeviceState | None]] = []
        self.sights: list[str] = []
        self.printers = 0
        self.troubles: list[Trouble] = []
        self._changed = threading.Condition()

    def hearers(self) -> Hearers:
        return Hearers(
            on_code=lambda text, scanner: self.note(lambda: self.codes.append((text, scanner))),
            on_raw=lambda data: self.note(lambda: self.raw.append(data)),
            on_reading=lambda _, reading: self.note(lambda: self.readings.append(reading)),
            on_change=lambda health: self.note(lambda: self.changes.append(_change(health))),
            on_seen=lambda: None,
            on_sight=lambda address, _: self.note(lambda: self.sights.append(address)),
            on_printers=lambda: self.note(self._printed),
            on_trouble=lambda trouble: self.note(lambda: self.troubles.append(trouble)),
        )

    def note(self, keep: Callable[[], None]) -> None:
        with self._changed:
            keep()
            self._changed.notify_all()

    def wait(self, what: Callable[[], object]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: bool(what()), PATIENCE_S), vars(self)

    def _printed(self) -> None:
        self.printers += 1


def _change(health: DeviceHealth) -> tuple[str, DeviceState | None]:
    return health.spec.address, health.state


@dataclass
class ScriptedScale:
    """A scale that says what it is told to."""

    name: str = "scale"
    running: bool = False
    last: Reading | None = None
    tell: list[Callable[[Reading], None]] = field(default_factory=list)

    def start(self, on_reading: Callable[[Reading], None], on_status: Callable[[DeviceStatus], None]) -> None:
        self.running = True
        self.tell.append(on_reading)
        on_status(DeviceStatus(self.name, DeviceState.READY))

    def stop(self) -> None:
        self.running = False

    def latest(self) -> Reading | None:
        return self.last

    @property
    def orders(self) -> frozenset[ScaleOrder]:
        return frozenset()

    def order(self, order: ScaleOrder) -> bool:
        return False


@dataclass
class Shelf:
    """The drivers a test may touch, by address."""

    scanners: dict[str, SimulatedScanner] = field(default_factory=dict)
    printers: dict[str, FolderPrinter] = field(default_factory=dict)
    scale: ScriptedScale = field(default_factory=ScriptedScale)
    opened: list[str] = field(default_factory=list)
    queue: Standing = (DeviceState.LOST, Reason.NO_PRINT_SYSTEM)
    """How the print system says that its standard queue is."""
    documents: list[str] = field(default_factory=list)

    def openers(self, folder: Path) -> Openers:
        def scanner(address: str) -> SimulatedScanner:
            self.opened.append(address)
            return self.scanners.setdefault(address, SimulatedScanner(address))

        def printer(address: str) -> FolderPrinter:
            if address.startswith("bad"):
                raise BadAddress(address, "folder:PATH")
            return self.printers.setdefault(address, FolderPrinter(folder / address.partition(":")[2]))

        def scale(address: str) -> ScriptedScale:
            return self.scale

        def document_printer(address: str) -> AskableDocumentPrinter:
            if address != "system":
                return open_document_printer(address)
            return SystemDocumentPrinter(None, hand_over=self._take, ask=lambda _: self.queue)

        return Openers(label_printer=printer, scanner=scanner, scale=scale, document_printer=document_printer)

    def _take(self, path: Path, title: str, queue: str | None) -> None:
        self.documents.append(title)


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def equipment(
    box: Box, shelf: Shelf, clock: SettableClock, tmp_path: Path, resources: Path
) -> Iterator[CatalogEquipment]:
    made = CatalogEquipment(box.hearers(), clock, resources / "fonts", tmp_path, shelf.openers(tmp_path))
    made.start()
    yield made
    made.stop()


def test_a_scanner_is_used_changed_and_freed_while_the_station_runs(
    equipment: CatalogEquipment, box: Box, shelf: Shelf
) -> None:
    equipment.use((GUN,), {})
    box.wait(lambda: box.changes)
    shelf.scanners["simulated:"].feed("6901234567892")
    box.wait(lambda: box.codes)
    assert box.codes == [("6901234567892", "simulated:")]
    other = spec(DeviceKind.SCANNER, "simulated:dock")
    equipment.use((GUN, other), {})
    box.wait(lambda: len(box.changes) == 2)
    shelf.scanners["simulated:dock"].feed("1")
    box.wait(lambda: len(box.codes) == 2)
    assert shelf.opened == ["simulated:", "simulated:dock"], "one in use is kept as it is"
    equipment.use((other,), {})
    shelf.scanners["simulated:"].feed("2")
    shelf.scanners["simulated:dock"].feed("3")
    box.wait(lambda: len(box.codes) == 3)
    assert box.codes[1:] == [("1", "simulated:dock"), ("3", "simulated:dock")]


def test_a_lost_device_is_told_once_when_it_goes_and_once_when_it_is_back(
    equipment: CatalogEquipment, box: Box, shelf: Shelf
) -> None:
    equipment.use((GUN,), {})
    box.wait(lambda: box.changes)
    gun = shelf.scanners["simulated:"]
    gun.unplug()
    gun.unplug()
    box.wait(lambda: len(box.changes) == 2)
    gun.plug()
    gun.feed("4")
    box.wait(lambda: box.codes)
    states = [DeviceState.READY, DeviceState.LOST, DeviceState.READY]
    assert [state for _, state in box.changes] == states
    assert equipment.health()[0].state is DeviceState.READY


def test_who_keeps_how_all_devices_are_is_never_left_with_an_older_look(
    box: Box, shelf: Shelf, clock: SettableClock, tmp_path: Path, resources: Path
) -> None:
    """Two scanners get ready at once, and the first hearer is slow between its look and its note."""
    kept: list[int] = []
    overtaken = threading.Event()

    def keep(_: DeviceHealth) -> None:
        ready = sum(one.state is DeviceState.READY for one in made.health())
        if ready < 2:
            overtaken.wait(SLOW_S)
        box.note(lambda: kept.append(ready))
        overtaken.set()

    hearers = replace(box.hearers(), on_change=keep)
    made = CatalogEquipment(hearers, clock, resources / "fonts", tmp_path, shelf.openers(tmp_path))
    made.start()
    try:
        made.use((GUN, spec(DeviceKind.SCANNER, "simulated:dock")), {})
        box.wait(lambda: len(kept) == 2)
    finally:
        made.stop()
    assert kept[-1] == 2


def test_a_printer_out_of_paper_is_told_and_told_again_when_it_is_ready(
    equipment: CatalogEquipment, box: Box, shelf: Shelf
) -> None:
    printer = spec(DeviceKind.LABEL_PRINTER, "folder:a")
    equipment.use((printer,), {})
    driver = shelf.printers["folder:a"]
    assert equipment.look(printer).state is DeviceState.READY
    driver.set_fault(Fault.OUT_OF_PAPER)
    health = equipment.look(printer)
    assert (health.state, health.reason) == (DeviceState.NEEDS_HELP, Reason.OUT_OF_PAPER)
    assert equipment.test_print(printer, "一号").outcome is PrintOutcome.FAILED
    driver.set_fault(Fault.READY)
    assert equipment.test_print(printer, "一号").outcome is PrintOutcome.CONFIRMED
    states = [DeviceState.READY, DeviceState.NEEDS_HELP, DeviceState.READY]
    assert [state for _, state in box.changes] == states


def test_each_kind_of_label_goes_to_the_printer_chosen_for_it(equipment: CatalogEquipment, box: Box) -> None:
    first, second = (spec(DeviceKind.LABEL_PRINTER, f"folder:{name}") for name in "ab")
    equipment.use((first, second), {LabelKind.SHELF: "folder:b", LabelKind.BIN: "folder:gone"})
    assert list(equipment.label_printers()) == ["folder:a", "folder:b"]
    named = {kind: equipment.label_printer(kind).name for kind in (LabelKind.CRATE, LabelKind.SHELF)}
    assert named[LabelKind.CRATE].endswith("a")
    assert named[LabelKind.SHELF].endswith("b")
    assert equipment.label_printer(LabelKind.BIN).name == named[LabelKind.CRATE]
    assert box.printers == 1
    equipment.use((), {})
    assert equipment.label_printer(LabelKind.CRATE).status().reason == Reason.NOT_SET_UP


def test_an_address_nobody_can_use_harms_no_other_device(
    equipment: CatalogEquipment, box: Box, shelf: Shelf
) -> None:
    bad = spec(DeviceKind.LABEL_PRINTER, "bad:address")
    equipment.use((bad, GUN), {})
    equipment.use((bad, GUN), {})
    assert len(box.troubles) == 1
    health = equipment.health()[0]
    assert (health.state, health.reason) == (DeviceState.LOST, DeviceReason.BAD_ADDRESS)
    assert equipment.check(DeviceKind.LABEL_PRINTER, "bad:address") is not None
    assert equipment.check(DeviceKind.LABEL_PRINTER, "folder:x") is None
    box.wait(lambda: ("simulated:", DeviceState.READY) in box.changes)


def test_a_scale_tells_its_weight_and_can_be_asked(
    equipment: CatalogEquipment, box: Box, shelf: Shelf
) -> None:
    scale = spec(DeviceKind.SCALE, "simulated:scale")
    equipment.use((scale,), {})
    shelf.scale.last = Reading(ReadingState.STABLE, 500, 0.0)
    shelf.scale.tell[0](shelf.scale.last)
    assert box.readings == [shelf.scale.last]
    assert equipment.weigh(scale) == shelf.scale.last
    assert equipment.orders(scale) == frozenset()
    assert equipment.order(scale, ScaleOrder.ZERO) is OrderVerdict.NO_WORD
    equipment.use((), {})
    assert not shelf.scale.running
    assert equipment.weigh(scale) is None
    assert equipment.orders(scale) == frozenset()
    assert equipment.order(scale, ScaleOrder.TARE) is OrderVerdict.NO_WORD


@pytest.fixture
def opened(box: Box) -> Iterator[OpenedScale]:
    """A scale in use that obeys as real ones do."""
    listeners = Listeners(
        lambda *_: None,
        lambda *_: None,
        lambda _, reading: box.note(lambda: box.readings.append(reading)),
        lambda *_: None,
    )
    made = OpenedScale(SimulatedScale(), spec(DeviceKind.SCALE, "simulated:"), listeners)
    made.begin()
    yield made
    made.end()


def put(opened: OpenedScale, box: Box, load_g: int) -> None:
    assert isinstance(opened.driver, SimulatedScale)
    opened.driver.put(load_g)
    box.wait(lambda: box.readings and box.readings[-1].weight_g == load_g)


def test_an_order_is_obeyed_once_the_weight_says_so(opened: OpenedScale, box: Box) -> None:
    assert opened.order(ScaleOrder.ZERO) is OrderVerdict.OBEYED
    put(opened, box, 500)
    assert opened.order(ScaleOrder.TARE) is OrderVerdict.OBEYED
    assert box.readings[-1].weight_g == 0
    assert opened.order(ScaleOrder.CLEAR_TARE) is OrderVerdict.OBEYED
    assert box.readings[-1].weight_g == 500


@pytest.mark.parametrize(
    ("load_g", "fault", "order", "verdict"),
    [
        (0, ScaleFault.READY, ScaleOrder.TARE, OrderVerdict.NOT_SEEN),
        (500, ScaleFault.MOVING, ScaleOrder.TARE, OrderVerdict.NOT_SEEN),
        (500, ScaleFault.MOVING, ScaleOrder.ZERO, OrderVerdict.NOT_SEEN),
        (500, ScaleFault.READY, ScaleOrder.CLEAR_TARE, OrderVerdict.NOT_SEEN),
        (500, ScaleFault.SILENT, ScaleOrder.ZERO, OrderVerdict.SILENT),
        (500, ScaleFault.OFF, ScaleOrder.ZERO, OrderVerdict.SILENT),
    ],
)
def test_an_order_that_changed_nothing_is_told_as_that(
    opened: OpenedScale, box: Box, load_g: int, fault: ScaleFault, order: ScaleOrder, verdict: OrderVerdict
) -> None:
    put(opened, box, load_g)
    assert isinstance(opened.driver, SimulatedScale)
    opened.driver.set_fault(fault)
    assert opened.order(order, patience_s=0.05) is verdict


def test_a_device_that_is_only_tried_is_opened_and_closed_again(tmp_path: Path, shelf: Shelf) -> None:
    openers = shelf.openers(tmp_path)
    assert ask_once(GUN, openers).state is DeviceState.READY
    shelf.scanners["simulated:"].unplug()
    status = ask_once(GUN, openers)
    assert (status.state, status.reason) == (DeviceState.LOST, Reason.PORT_GONE)
    ask_once(spec(DeviceKind.SCALE, "simulated:"), openers)
    assert not shelf.scale.running


def test_no_queue_means_no_printing_of_documents(equipment: CatalogEquipment, tmp_path: Path) -> None:
    system = spec(DeviceKind.DOCUMENT_PRINTER, "system")
    papers = spec(DeviceKind.DOCUMENT_PRINTER, f"folder:{tmp_path / 'papers'}")
    equipment.use((system, papers), {})
    assert equipment.look(system).reason == Reason.NO_PRINT_SYSTEM
    assert equipment.look(papers).state is DeviceState.READY
    assert equipment.test_print(papers, "文档").outcome is PrintOutcome.UNKNOWN
    printed = list((tmp_path / "papers").glob("*.pdf"))
    assert printed[0].read_bytes().startswith(b"%PDF")


def test_a_document_that_was_taken_does_not_hide_what_the_print_system_says(
    equipment: CatalogEquipment, box: Box, shelf: Shelf
) -> None:
    system = spec(DeviceKind.DOCUMENT_PRINTER, "system")
    shelf.queue = (DeviceState.NEEDS_HELP, Reason.OUT_OF_PAPER)
    equipment.use((system,), {})
    assert equipment.test_print(system, "文档").outcome is PrintOutcome.UNKNOWN
    assert len(shelf.documents) == 1
    health = equipment.health()[0]
    assert (health.state, health.reason) == (DeviceState.NEEDS_HELP, Reason.OUT_OF_PAPER)
    shelf.queue = (DeviceState.READY, None)
    assert equipment.look(system).state is DeviceState.READY
    assert [state for _, state in box.changes] == [DeviceState.NEEDS_HELP, DeviceState.READY]


def test_no_printer_of_documents_is_told_as_not_set_up(tmp_path: Path) -> None:
    status = ask_once(spec(DeviceKind.DOCUMENT_PRINTER, "none"), Openers())
    assert (status.state, status.reason) == (DeviceState.LOST, Reason.NOT_SET_UP)


def test_a_sign_of_life_is_written_down_once_a_minute_at_most(clock: SettableClock) -> None:
    written: list[tuple[str, datetime]] = []
    book = HealthBook(clock, lambda *_: None, lambda: None, lambda *at: written.append(at))
    book.follow((GUN,))
    for _ in range(600):
        book.seen("simulated:")
        clock.advance(0.1)
    assert len(written) == 1
    clock.advance(1)
    book.seen("simulated:")
    assert len(written) == 2
    assert book.health()[0].seen_at == written[-1][1]


def test_what_an_earlier_run_knew_is_shown_and_a_device_that_returns_is_asked_anew(
    clock: SettableClock,
) -> None:
    told: list[DeviceState] = []
    book = HealthBook(clock, lambda _spec, state, _reason: told.append(state), lambda: None, lambda *_: None)
    at = clock.now()
    book.remember({"simulated:": at})
    book.follow((GUN,))
    assert book.of(GUN) == DeviceHealth(GUN, None, "", at)
    book.heard("simulated:", DeviceStatus("gun", DeviceState.LOST, Reason.PORT_GONE))
    book.follow(())
    book.follow((GUN,))
    assert book.of(GUN).state is None
    book.heard("simulated:", DeviceStatus("gun", DeviceState.LOST, Reason.PORT_GONE))
    assert told == [DeviceState.LOST, DeviceState.LOST]


def test_the_state_file_is_read_again_and_a_broken_one_is_as_good_as_none(
    tmp_path: Path, clock: SettableClock
) -> None:
    file = StateFile(tmp_path)
    assert file.read() == ()
    file.keep((DeviceHealth(GUN, DeviceState.LOST, Reason.PORT_GONE, clock.now()),), clock.now())
    kept = file.read()[0]
    assert (kept.address, kept.state, kept.seen_at) == ("simulated:", DeviceState.LOST, clock.now())
    assert kept.told_at == clock.now()
    (tmp_path / "device_states.json").write_text('[{"kind": "spaceship"}]')
    assert file.read() == ()


def test_stopping_waits_for_nobody(equipment: CatalogEquipment) -> None:
    equipment.use((GUN,), {})
    began = time.monotonic()
    equipment.stop()
    assert time.monotonic() - began < 3.0
