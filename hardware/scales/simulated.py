"""Scales without hardware: one in memory for the settings, and one behind a TCP port for each protocol."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from hardware.errors import Reason
from hardware.protocols import DeviceState, DeviceStatus, Reading, ReadingState, ScaleOrder

_POLL_S = 0.05


class ScaleFault(StrEnum):
    """How a simulated scale behaves."""

    READY = "ready"
    MOVING = "moving"
    """Its load swings."""
    OVERLOAD = "overload"
    UNDERLOAD = "underload"
    SILENT = "silent"
    """Plugged in, and says nothing."""
    GARBLED = "garbled"
    """Sends bytes that are no answers."""
    OFF = "off"
    """Gone from its port."""


_STATES = {
    ScaleFault.MOVING: ReadingState.MOVING,
    ScaleFault.OVERLOAD: ReadingState.OVERLOAD,
    ScaleFault.UNDERLOAD: ReadingState.UNDERLOAD,
}


@dataclass
class Pan:
    """What lies on a scale, and what it was told to count as nothing; in grams."""

    load_g: int = 0
    zero_g: int = 0
    tare_g: int = 0

    @property
    def net_g(self) -> int:
        """What the scale shows."""
        return self.load_g - self.zero_g - self.tare_g

    def obey(self, order: ScaleOrder, fault: ScaleFault) -> bool:
        """As real scales do: only at rest and within their range, and no zero while a tare is taken."""
        if fault in _STATES or (order is ScaleOrder.ZERO and self.tare_g):
            return False
        match order:
            case ScaleOrder.ZERO:
                self.zero_g = self.load_g
            case ScaleOrder.TARE:
                self.tare_g = self.load_g - self.zero_g
            case ScaleOrder.CLEAR_TARE:
                self.tare_g = 0
        return True


class SimulatedScale:
    """Weighs what it is told to, from a thread of its own."""

    orders = frozenset(ScaleOrder)

    def __init__(self, name: str = "simulated scale", clock: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self._clock = clock
        self._changed = threading.Condition()
        self._pan, self._fault = Pan(), ScaleFault.READY
        self._ended = True
        self._thread: threading.Thread | None = None
        self._on_reading: Callable[[Reading], None] = lambda _: None

    def start(self, on_reading: Callable[[Reading], None], on_status: Callable[[DeviceStatus], None]) -> None:
        """Begin to tell."""
        assert self._thread is None, "started twice"
        self._on_reading, self._on_status, self._ended = on_reading, on_status, False
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End; returns when the thread has ended."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def put(self, load_g: int) -> None:
        """Lay so much on the pan, in grams."""
        self._set(load_g, self._fault)

    def set_fault(self, fault: ScaleFault) -> None:
        """Change how it behaves."""
        self._set(self._pan.load_g, fault)

    def latest(self) -> Reading | None:
        """What it shows now; None before it was started."""
        with self._changed:
            return None if self._thread is None else self._reading()

    def order(self, order: ScaleOrder) -> bool:
        """Obey, or not, as a real one would."""
        with self._changed:
            self._pan.obey(order, self._fault)
            self._changed.notify_all()
        return True

    def _set(self, load_g: int, fault: ScaleFault) -> None:
        with self._changed:
            self._pan.load_g, self._fault = load_g, fault
            self._changed.notify_all()

    def _reading(self) -> Reading:
        now = self._clock()
        match self._fault:
            case ScaleFault.OVERLOAD | ScaleFault.UNDERLOAD as fault:
                return Reading(_STATES[fault], None, now)
            case ScaleFault.SILENT | ScaleFault.GARBLED | ScaleFault.OFF:
                return Reading(ReadingState.STALE, None, now)
        state = _STATES.get(self._fault, ReadingState.STABLE)
        return Reading(state, self._pan.net_g, now, self._pan.tare_g)

    def _run(self) -> None:
        told: tuple[object, ...] | None = None
        status: DeviceState | None = None
        with self._changed:
            while not self._ended:
                lost = self._fault is ScaleFault.OFF
                now_status = DeviceState.LOST if lost else DeviceState.READY
                reading = self._reading()
                what = (reading.state, reading.weight_g, reading.tare_g)
                if now_status is not status:
                    status = now_status
                    self._on_status(DeviceStatus(self.name, status, Reason.PORT_GONE if lost else ""))
                if what != told:
                    told = what
                    self._on_reading(reading)
                self._changed.wait()


class ScaleTongue:
    """What a simulated scale answers in one protocol; `hears` cuts what it was sent into orders."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def is_continuous(self) -> bool:
        return self.name == "text"

    def answer(self, order: bytes, load_g: int, fault: ScaleFault) -> bytes:
        """The bytes after an order: W, Z, T, C or R; all answer as W does, but SMA where it does not obey."""
        if fault is ScaleFault.GARBLED:
            return b"\x02\x7f#~\r\n"
        if self.name == "sma" and fault in _STATES and order in _SMA_REFUSALS:
            return _SMA_REFUSALS[order]
        return {"toledo8217": _toledo, "sma": _sma, "text": _text}[self.name](load_g, fault)


_SMA_REFUSALS = {b"Z": b"\nE1G  ----------kg \r", b"T": b"\nT1G  ----------kg \r"}


def _toledo(load_g: int, fault: ScaleFault) -> bytes:
    status = {ScaleFault.MOVING: b"A", ScaleFault.OVERLOAD: b"B", ScaleFault.UNDERLOAD: b"D"}.get(fault)
    return b"\x02?" + status + b"\r" if status else f"\x02{load_g / 1000:06.3f}\r".encode("ascii")


def _sma(load_g: int, fault: ScaleFault) -> bytes:
    status = {ScaleFault.OVERLOAD: "O", ScaleFault.UNDERLOAD: "U"}.get(fault, " ")
    motion = "M" if fault is ScaleFault.MOVING else " "
    return f"\n{status}1G{motion} {load_g / 1000:10.3f}kg \r".encode("ascii")


def _text(load_g: int, fault: ScaleFault) -> bytes:
    head = {ScaleFault.MOVING: "US", ScaleFault.OVERLOAD: "OL"}.get(fault, "ST")
    if fault is ScaleFault.UNDERLOAD:
        head = "UL"
    return f"{head},GS,{load_g / 1000:+09.3f}kg\r\n".encode("ascii")


_WORDS = {b"Z": ScaleOrder.ZERO, b"T": ScaleOrder.TARE, b"C": ScaleOrder.CLEAR_TARE}
_ORDERS = b"WZTCR"


class SimulatedScaleServer:
    """A scale behind a loopback port, as one on a serial server is; use it as a context manager."""

    def __init__(self, protocol: str, port: int = 0, host: str = "127.0.0.1") -> None:
        """`protocol` is toledo8217, sma or text. Port 0 takes any free one."""
        self._tongue = ScaleTongue(protocol)
        self.host = host
        self._state = threading.Lock()
        self._pan, self._fault = Pan(), ScaleFault.READY
        self._ended = threading.Event()
        self._listener: socket.socket | None = None
        self.port = port
        self._open()
        self._thread = threading.Thread(target=self._serve, name="simulated-scale", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """What a scale of the catalog is opened with."""
        layout = "&layout={state},{*},{weight}{unit}" if self._tongue.is_continuous else ""
        return f"socket://{self.host}:{self.port}?protocol={self._tongue.name}{layout}"

    def put(self, load_g: int) -> None:
        """Lay so much on the pan, in grams."""
        with self._state:
            self._pan.load_g = load_g

    def set_fault(self, fault: ScaleFault) -> None:
        """Change how it behaves; OFF closes the port until another fault is set."""
        with self._state:
            self._fault = fault

    def stop(self) -> None:
        """Free the port and end the thread."""
        self._ended.set()
        self._thread.join()

    def __enter__(self) -> "SimulatedScaleServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _open(self) -> None:
        self._listener = socket.create_server((self.host, self.port))
        self._listener.settimeout(_POLL_S)
        self.port = self._listener.getsockname()[1]

    def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _serve(self) -> None:
        while not self._ended.is_set():
            if self._now()[1] is ScaleFault.OFF:
                self._close()
                self._ended.wait(_POLL_S)
                continue
            if self._listener is None:
                self._open()
            assert self._listener is not None
            with contextlib.suppress(OSError):
                link = self._listener.accept()[0]
                with link:
                    self._talk(link)
                    if self._now()[1] is ScaleFault.OFF:
                        self._close()  # before the link: who reconnects at once must find nobody
        self._close()

    def _talk(self, link: socket.socket) -> None:
        link.settimeout(_POLL_S)
        repeats = self._tongue.is_continuous
        while not self._ended.is_set() and self._now()[1] is not ScaleFault.OFF:
            orders = self._hear(link)
            if orders is None:
                return
            asked = [bytes([order]) for order in orders if order in _ORDERS]
            if asked and not self._tongue.is_continuous:
                repeats = asked[-1] == b"R"  # any other word ends the repeating
            for order in (*asked, *([b"R"] if repeats and b"R" not in asked else [])):
                self._obey(order)
                load_g, fault = self._now()
                if fault is not ScaleFault.SILENT:
                    link.sendall(self._tongue.answer(order, load_g, fault))

    def _hear(self, link: socket.socket) -> bytes | None:
        """What was sent; None once the other side has gone."""
        try:
            return link.recv(256) or None
        except TimeoutError:
            return b""

    def _obey(self, order: bytes) -> None:
        if order in _WORDS:
            with self._state:
                self._pan.obey(_WORDS[order], self._fault)

    def _now(self) -> tuple[int, ScaleFault]:
        with self._state:
            return self._pan.net_g, self._fault
