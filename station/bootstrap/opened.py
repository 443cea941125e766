"""Devices opened from their addresses: whatever kind it is, it can be begun, asked and ended."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from hardware.catalog import (
    open_document_printer,
    open_label_printer,
    open_receipt_printer,
    open_scale,
    open_scanner,
)
from hardware.documents import AskableDocumentPrinter
from hardware.errors import Reason
from hardware.protocols import (
    DeviceState,
    DeviceStatus,
    LabelPrinter,
    Reading,
    ReadingState,
    ReceiptPrinter,
    Scale,
    ScaleOrder,
    Scanner,
)
from station.bootstrap.watched_printers import (
    WatchedDocumentPrinter,
    WatchedLabelPrinter,
    WatchedReceiptPrinter,
)
from station.devices.model.device import DeviceKind, DeviceSpec
from station.devices.model.scale_orders import OrderVerdict

ANSWER_TIMEOUT_S = 4.0
"""How long a scanner or scale that is only tried has to say whether it is there."""

OBEY_TIMEOUT_S = 2.0
"""How long a scale has until its weight shows that it obeyed: it waits itself until its load is still."""


@dataclass(frozen=True)
class Openers:
    """Addresses to drivers; each raises BadAddress."""

    label_printer: Callable[[str], LabelPrinter] = open_label_printer
    receipt_printer: Callable[[str], ReceiptPrinter] = open_receipt_printer
    document_printer: Callable[[str], AskableDocumentPrinter] = open_document_printer
    scale: Callable[[str], Scale] = open_scale
    scanner: Callable[[str], Scanner] = open_scanner


@dataclass(frozen=True)
class Listeners:
    """Whom a device in use tells; each is called from the device's thread."""

    on_code: Callable[[DeviceSpec, str], None]
    on_raw: Callable[[DeviceSpec, bytes], None]
    """The bytes of one scan as they came."""
    on_reading: Callable[[DeviceSpec, Reading], None]
    on_status: Callable[[DeviceSpec, DeviceStatus], None]


class Opened(Protocol):
    """A device that was opened."""

    def begin(self) -> None:
        """Start to listen, where it does."""
        ...

    def ask(self) -> DeviceStatus | None:
        """Ask it how it is; None where it tells that by itself only."""
        ...

    def end(self) -> None:
        """Free its port."""
        ...


class OpenedPrinter:
    """A printer of labels, receipts or documents: nothing runs between its jobs."""

    def __init__(self, driver: WatchedLabelPrinter | WatchedReceiptPrinter | WatchedDocumentPrinter) -> None:
        self.driver = driver

    def begin(self) -> None:
        """Each job opens its own way."""

    def ask(self) -> DeviceStatus:
        return self.driver.status()

    def end(self) -> None:
        """Nothing is open."""


class OpenedScanner:
    """A scanner that listens from `begin` to `end`."""

    def __init__(self, driver: Scanner, spec: DeviceSpec, listeners: Listeners) -> None:
        self.driver = driver
        self._spec, self._listeners = spec, listeners
        self._running = False

    def begin(self) -> None:
        self._running = True
        self.driver.show_raw(lambda data: self._listeners.on_raw(self._spec, data))
        self.driver.start(
            lambda text: self._listeners.on_code(self._spec, text),
            lambda status: self._listeners.on_status(self._spec, status),
        )

    def ask(self) -> None:
        """It tells by itself when it is lost and when it is back."""

    def end(self) -> None:
        if self._running:
            self._running = False
            self.driver.stop()


class OpenedScale:
    """A scale that weighs from `begin` to `end`."""

    def __init__(self, driver: Scale, spec: DeviceSpec, listeners: Listeners) -> None:
        self.driver = driver
        self._spec, self._listeners = spec, listeners
        self._running = False
        self._told = threading.Condition()
        self._last: Reading | None = None

    def begin(self) -> None:
        self._running = True
        self.driver.start(self._hear, lambda status: self._listeners.on_status(self._spec, status))

    def ask(self) -> None:
        """It tells by itself when it is lost and when it is back."""

    def end(self) -> None:
        if self._running:
            self._running = False
            self.driver.stop()

    def order(self, order: ScaleOrder, patience_s: float = OBEY_TIMEOUT_S) -> OrderVerdict:
        """Tell the scale, and wait until its weight follows."""
        before = self.driver.latest()
        if not self.driver.order(order):
            return OrderVerdict.NO_WORD
        with self._told:
            if self._told.wait_for(lambda: has_followed(order, before, self._last), patience_s):
                return OrderVerdict.OBEYED
        after = self.driver.latest()
        is_silent = after is None or after.state is ReadingState.STALE
        return OrderVerdict.SILENT if is_silent else OrderVerdict.NOT_SEEN

    def _hear(self, reading: Reading) -> None:
        with self._told:
            self._last = reading
            self._told.notify_all()
        self._listeners.on_reading(self._spec, reading)


def has_followed(order: ScaleOrder, before: Reading | None, now: Reading | None) -> bool:
    """Whether a weight shows that the scale obeyed: a load weighs nothing now, or without its tare more."""
    if now is None or now.state is not ReadingState.STABLE:
        return False
    weighed_g = None if before is None else before.weight_g
    match order:
        case ScaleOrder.ZERO:
            return now.weight_g == 0
        case ScaleOrder.TARE:
            return now.weight_g == 0 and weighed_g != 0
        case ScaleOrder.CLEAR_TARE:
            return weighed_g not in (None, now.weight_g)


def open_device(spec: DeviceSpec, listeners: Listeners, openers: Openers) -> Opened:
    """The device of `spec`, not begun yet. Raises BadAddress."""

    def note(status: DeviceStatus) -> None:
        listeners.on_status(spec, status)

    match spec.kind:
        case DeviceKind.SCANNER:
            return OpenedScanner(openers.scanner(spec.address), spec, listeners)
        case DeviceKind.SCALE:
            return OpenedScale(openers.scale(spec.address), spec, listeners)
        case DeviceKind.LABEL_PRINTER:
            return OpenedPrinter(WatchedLabelPrinter(openers.label_printer(spec.address), note))
        case DeviceKind.RECEIPT_PRINTER:
            return OpenedPrinter(WatchedReceiptPrinter(openers.receipt_printer(spec.address), note))
        case DeviceKind.DOCUMENT_PRINTER:
            return OpenedPrinter(WatchedDocumentPrinter(openers.document_printer(spec.address), note))


def ask_once(spec: DeviceSpec, openers: Openers, timeout_s: float = ANSWER_TIMEOUT_S) -> DeviceStatus:
    """How a device is that is not in use: it is opened for that and closed again. Raises BadAddress."""
    told = threading.Event()
    heard: list[DeviceStatus] = []

    def hear(_: DeviceSpec, status: DeviceStatus) -> None:
        heard.append(status)
        told.set()

    listeners = Listeners(lambda *_: None, lambda *_: None, lambda *_: None, hear)
    opened = open_device(spec, listeners, openers)
    opened.begin()
    try:
        asked = opened.ask()
        if asked is not None:
            return asked
        told.wait(timeout_s)
    finally:
        opened.end()
    return heard[0] if heard else DeviceStatus(spec.address, DeviceState.LOST, Reason.NO_ANSWER)
