"""A scale in use: asked or listened to through a kept port, stale when silent, never wrong."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from hardware.errors import Reason
from hardware.ports import KeptPort
from hardware.protocols import DeviceState, DeviceStatus, Reading, ReadingState, ScaleOrder
from hardware.scales.words import Heard, ScaleProtocol

STALE_AFTER_S = 1.5
"""A scale that says nothing for so long is silent; its last weight means nothing any more."""
_NONSENSE = 5
"""Answers without sense, one after another, that make a trouble."""


class SerialScale:
    """Tells each reading that differs from the one before, from the port's thread."""

    def __init__(
        self,
        port: KeptPort,
        protocol: ScaleProtocol,
        *,
        stale_after_s: float = STALE_AFTER_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = port.name
        self._port, self._protocol = port, protocol
        self._stale_after_s, self._clock = stale_after_s, clock
        self._lock = threading.Lock()
        self._reading: Reading | None = None
        self._orders: deque[bytes] = deque()
        self._asked_at = self._heard_at = 0.0
        self._nonsense = 0

    def start(self, on_reading: Callable[[Reading], None], on_status: Callable[[DeviceStatus], None]) -> None:
        """Begin to ask or to listen."""
        self._on_reading = on_reading
        self._port.start(self, on_status)

    def stop(self) -> None:
        """Stop and free the port."""
        self._port.stop()

    def latest(self) -> Reading | None:
        """The newest reading; STALE, without a weight, when it is too old."""
        with self._lock:
            reading = self._reading
        return None if reading is None else self._aged(reading)

    @property
    def orders(self) -> frozenset[ScaleOrder]:
        """What the protocol has words for."""
        return frozenset(self._protocol.orders)

    def order(self, order: ScaleOrder) -> bool:
        """Say it before the next question; a scale that repeats by itself is told to go on."""
        word = self._protocol.orders.get(order, b"")
        if word:
            self._orders.extend(filter(None, (word, self._protocol.begin)))
        return bool(word)

    def opened(self) -> None:
        """What came before is not continued."""
        self._protocol.drop()
        self._nonsense, self._asked_at, self._heard_at = 0, 0.0, self._clock()
        self._orders.clear()
        if self._protocol.begin:
            self._orders.append(self._protocol.begin)

    def wants_to_say(self) -> bytes:
        """An order first, then the next question where one is due."""
        now = self._clock()
        if self._orders:
            self._asked_at = now  # it is given the time of a question to obey
            return self._orders.popleft()
        if not self._protocol.ask or now - self._asked_at < self._protocol.every_s:
            return b""
        self._asked_at = now
        return self._protocol.ask

    def took(self, data: bytes) -> None:
        """Read the answers; look whether the scale has fallen silent."""
        for heard in self._protocol.feed(data):
            self._hear(heard)
        if self._clock() - self._heard_at > self._stale_after_s:
            self._keep(Reading(ReadingState.STALE, None, self._heard_at))

    def _hear(self, heard: Heard | None) -> None:
        if heard is None:
            self._nonsense += 1
            if self._nonsense == _NONSENSE:
                self._port.tell(DeviceState.NEEDS_HELP, Reason.STRANGE_ANSWER)
            return
        self._nonsense, self._heard_at = 0, self._clock()
        self._port.tell(DeviceState.READY)
        self._keep(Reading(heard.state, heard.weight_g, self._heard_at, heard.tare_g))

    def _keep(self, reading: Reading) -> None:
        with self._lock:
            before, self._reading = self._reading, reading
        if before is None or replace(before, at_s=reading.at_s) != reading:
            try:
                self._on_reading(reading)
            except Exception:
                logging.getLogger(__name__).exception("A weight of %s could not be dealt with.", self.name)

    def _aged(self, reading: Reading) -> Reading:
        fresh = self._clock() - reading.at_s <= self._stale_after_s
        return reading if fresh else Reading(ReadingState.STALE, None, reading.at_s)
