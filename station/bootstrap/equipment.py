"""The devices of this PC really opened: the one place of the station where drivers are chosen and kept."""

import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hardware.absent import AbsentDocumentPrinter, AbsentPrinter
from hardware.documents import DocumentPrinter
from hardware.errors import BadAddress, Reason
from hardware.labels import Label, LabelKind
from hardware.protocols import (
    DeviceState,
    DeviceStatus,
    LabelPrinter,
    PrintOutcome,
    PrintReport,
    Reading,
    ReceiptPrinter,
    ScaleOrder,
    Scanner,
)
from station.bootstrap.addresses import bad_address
from station.bootstrap.found_devices import found_devices
from station.bootstrap.health_book import HealthBook
from station.bootstrap.label_painters import LabelPainters, LabelPreviews
from station.bootstrap.opened import (
    Listeners,
    Opened,
    OpenedPrinter,
    OpenedScale,
    OpenedScanner,
    Openers,
    ask_once,
    open_device,
)
from station.bootstrap.trials import Trials
from station.bootstrap.watched_printers import (
    WatchedDocumentPrinter,
    WatchedLabelPrinter,
    WatchedReceiptPrinter,
)
from station.devices.model.device import (
    Brand,
    DeviceHealth,
    DeviceKind,
    DeviceSpec,
    DrawnLabel,
    FoundDevice,
)
from station.devices.model.reasons import DeviceReason
from station.devices.model.scale_orders import OrderVerdict
from station.kernel.clock import Clock
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

LOOK_S = 30.0
"""How often a printer nobody has heard of is asked how it is."""
Place = tuple[DeviceKind, str]


@dataclass(frozen=True)
class Hearers:
    """Whom the equipment tells; each is called from any thread and must not wait."""

    on_code: Callable[[str, str], None]
    """Text and the scanner's address."""
    on_raw: Callable[[bytes], None]
    """The bytes of one scan of some scanner as they came, some tenths of a second behind its code."""
    on_reading: Callable[[DeviceSpec, Reading], None]
    on_change: Callable[[DeviceHealth], None]
    """Once for each change of a device's state; one thread after the other, so that nobody keeps what is
    older than what another was told."""
    on_seen: Callable[[], None]
    """Some device gave a sign of life."""
    on_sight: Callable[[str, datetime], None]
    """A sign of life that is worth writing down: address and moment."""
    on_printers: Callable[[], None]
    """The label printers, or what prints on which, have changed."""
    on_trouble: Callable[[Trouble], None]


class CatalogEquipment:
    """Opens, keeps and closes devices while the station runs; see `Equipment` for what each method does."""

    def __init__(
        self, hearers: Hearers, clock: Clock, fonts: Path, papers: Path, openers: Openers | None = None
    ) -> None:
        """`fonts` are what test pages are drawn with; `papers` is a folder a test document may lie in."""
        self._hearers = hearers
        self._openers = openers or Openers()
        self._book = HealthBook(clock, self._changed, hearers.on_seen, hearers.on_sight)
        self._trials = Trials(fonts, papers, clock)
        self._previews = LabelPreviews(fonts)
        self.painters = LabelPainters(fonts, hearers.on_trouble)
        """What prints draws with these: they follow the brand."""
        self._listeners = Listeners(
            self._read, lambda _, data: hearers.on_raw(data), hearers.on_reading, self._heard
        )
        self._changing, self._telling = threading.Lock(), threading.Lock()
        self._lock = threading.Lock()
        self._devices: dict[Place, Opened] = {}
        self._refused: set[Place] = set()
        self._specs: tuple[DeviceSpec, ...] = ()
        self._choices: dict[LabelKind, str] = {}
        self._running = False
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._look_around, name="devices", daemon=True)

    # As the devices room knows it

    def check(self, kind: DeviceKind, address: str) -> Trouble | None:
        try:
            open_device(DeviceSpec(None, kind, "", address), self._listeners, self._openers)
        except BadAddress as error:
            return _not_a_device(error)
        return None

    def found(self, kind: DeviceKind) -> tuple[FoundDevice, ...]:
        return found_devices(kind, on_windows=sys.platform == "win32")

    def use(self, specs: tuple[DeviceSpec, ...], label_choices: dict[LabelKind, str]) -> None:
        with self._changing:
            places = {_place(spec) for spec in specs}
            gone = [self._devices[place] for place in self._devices.keys() - places]
            for device in gone:
                device.end()
            self._book.follow(specs)
            kept = {place: device for place, device in self._devices.items() if place in places}
            self._refused &= places
            new = self._open(spec for spec in specs if _place(spec) not in kept)
            with self._lock:
                self._devices = kept | new
                self._specs, self._choices = specs, dict(label_choices)
                running = self._running
            if running:
                for device in new.values():
                    device.begin()
        self._hearers.on_printers()
        self._hearers.on_seen()

    def health(self) -> tuple[DeviceHealth, ...]:
        return self._book.health()

    def look(self, spec: DeviceSpec) -> DeviceHealth:
        device = self._device(spec)
        if device is not None:
            device.ask()
            return self._book.of(spec)
        try:
            status = ask_once(spec, self._openers)
        except BadAddress as error:
            raise _not_a_device(error) from error
        return DeviceHealth(spec, status.state, status.reason)

    def test_print(self, spec: DeviceSpec, title: str) -> PrintReport:
        device = self._device(spec)
        if isinstance(device, OpenedPrinter) and isinstance(device.driver, WatchedDocumentPrinter):
            return self._trials.document(device.driver, title)
        if isinstance(device, OpenedPrinter) and isinstance(device.driver, WatchedReceiptPrinter):
            return self._trials.slip(device.driver, title, spec.address)
        if isinstance(device, OpenedPrinter) and isinstance(device.driver, WatchedLabelPrinter):
            return self._trials.label(device.driver, title, spec.address)
        return PrintReport(PrintOutcome.FAILED, Reason.NOT_SET_UP)

    def open_drawer(self, spec: DeviceSpec) -> PrintReport:
        device = self._device(spec)
        if isinstance(device, OpenedPrinter) and isinstance(device.driver, WatchedReceiptPrinter):
            return device.driver.open_drawer()
        return PrintReport(PrintOutcome.FAILED, Reason.NOT_SET_UP)

    def weigh(self, spec: DeviceSpec) -> Reading | None:
        device = self._device(spec)
        return device.driver.latest() if isinstance(device, OpenedScale) else None

    def orders(self, spec: DeviceSpec) -> frozenset[ScaleOrder]:
        device = self._device(spec)
        return device.driver.orders if isinstance(device, OpenedScale) else frozenset()

    def order(self, spec: DeviceSpec, order: ScaleOrder) -> OrderVerdict:
        device = self._device(spec)
        return device.order(order) if isinstance(device, OpenedScale) else OrderVerdict.NO_WORD

    def draw(self, label: Label, spec: DeviceSpec | None, brand: Brand) -> DrawnLabel:
        device = None if spec is None else self._device(spec)
        media = None
        if isinstance(device, OpenedPrinter) and isinstance(device.driver, WatchedLabelPrinter):
            media = device.driver.media
        return self._previews.draw(label, media, brand)

    def use_brand(self, brand: Brand) -> None:
        self.painters.use(brand)

    # As the station knows it

    def remember(self, sights: dict[str, datetime]) -> None:
        """When each device was last heard of by an earlier run."""
        self._book.remember(sights)

    def start(self) -> None:
        """Begin to listen and to look around."""
        with self._lock:
            self._running = True
            devices = tuple(self._devices.values())
        for device in devices:
            device.begin()
        self._watch.start()

    def stop(self) -> None:
        """Free every port; returns when nothing comes any more."""
        self._ended.set()
        with self._lock:
            self._running = False
            devices = tuple(self._devices.values())
        for device in devices:
            device.end()
        if self._watch.is_alive():
            self._watch.join()

    def label_printers(self) -> dict[str, LabelPrinter]:
        """Every label printer in use by its address, in the order they were set up."""
        printers: dict[str, LabelPrinter] = {}
        for place, device in self._in_order(DeviceKind.LABEL_PRINTER):
            if isinstance(device, OpenedPrinter) and isinstance(device.driver, WatchedLabelPrinter):
                printers[place[1]] = device.driver
        return printers

    def label_choices(self) -> dict[LabelKind, str]:
        """Which address each kind of label was given to; kinds nobody chose for are missing."""
        with self._lock:
            return dict(self._choices)

    def label_printer(self, kind: LabelKind) -> LabelPrinter:
        """The printer of a kind of label: the one chosen, else the first, else none."""
        printers = self.label_printers()
        chosen = printers.get(self.label_choices().get(kind, ""))
        return chosen or next(iter(printers.values()), AbsentPrinter())

    def receipt_printer(self) -> ReceiptPrinter | None:
        """The receipt printer of this PC, None where there is none."""
        for _, device in self._in_order(DeviceKind.RECEIPT_PRINTER):
            if isinstance(device, OpenedPrinter) and isinstance(device.driver, WatchedReceiptPrinter):
                return device.driver
        return None

    def document_printer(self) -> DocumentPrinter:
        """The printer of documents of this PC."""
        for _, device in self._in_order(DeviceKind.DOCUMENT_PRINTER):
            if isinstance(device, OpenedPrinter) and isinstance(device.driver, WatchedDocumentPrinter):
                return device.driver
        return AbsentDocumentPrinter()

    def scanners(self) -> list[Scanner]:
        """The drivers of all scanners in use, for demonstrations that feed them."""
        devices = (device for _, device in self._in_order(DeviceKind.SCANNER))
        return [device.driver for device in devices if isinstance(device, OpenedScanner)]

    # Within

    def _open(self, specs: Iterable[DeviceSpec]) -> dict[Place, Opened]:
        opened: dict[Place, Opened] = {}
        for spec in specs:
            place = _place(spec)
            if place in opened:
                continue
            try:
                opened[place] = open_device(spec, self._listeners, self._openers)
            except BadAddress as error:
                if place not in self._refused:
                    self._refused.add(place)
                    self._hearers.on_trouble(bad_address(error))
                status = DeviceStatus(spec.address, DeviceState.LOST, DeviceReason.BAD_ADDRESS)
                self._book.heard(spec.address, status)
        return opened

    def _device(self, spec: DeviceSpec) -> Opened | None:
        with self._lock:
            return self._devices.get(_place(spec))

    def _in_order(self, kind: DeviceKind) -> list[tuple[Place, Opened]]:
        with self._lock:
            places = [_place(spec) for spec in self._specs if spec.kind is kind]
            return [(place, self._devices[place]) for place in places if place in self._devices]

    def _read(self, spec: DeviceSpec, text: str) -> None:
        self._hearers.on_code(text, spec.address)
        self._book.seen(spec.address)

    def _heard(self, spec: DeviceSpec, status: DeviceStatus) -> None:
        if self._device(spec) is not None:
            self._book.heard(spec.address, status)

    def _changed(self, spec: DeviceSpec, state: DeviceState, reason: str) -> None:
        with self._telling:
            self._hearers.on_change(self._book.of(spec))

    def _look_around(self) -> None:
        while True:
            with self._lock:
                devices = dict(self._devices)
            for (_, address), device in devices.items():
                if self._ended.is_set():
                    return
                silent_s = self._book.silent_for_s(address)
                if silent_s is None or silent_s >= LOOK_S:
                    device.ask()
            if self._ended.wait(LOOK_S):
                return


def _place(spec: DeviceSpec) -> Place:
    return spec.kind, spec.address.strip()


def _not_a_device(error: BadAddress) -> Trouble:
    """For a person who fills in a form."""
    return Trouble(
        Message("These details name no device"),
        Message("Check each field. Allowed is: {allowed}", allowed=error.remedy.removeprefix("Allowed: ")),
        retry_helps=False,
    )
