"""How each device is and when it last gave a sign of life, told once when it changes."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from hardware.protocols import DeviceState, DeviceStatus
from station.devices.model.device import DeviceHealth, DeviceSpec
from station.kernel.clock import Clock

SIGHT_EVERY = timedelta(minutes=1)
"""A sign of life is written down this often at most: a write to the disk per scan would wear it out."""


@dataclass
class _Entry:
    """What is known of one device."""

    state: DeviceState | None = None
    reason: str = ""
    seen_at: datetime | None = None
    kept_at: datetime | None = None
    heard_at_s: float | None = None


class HealthBook:
    """Keyed by address; every method may be called from any thread and returns at once."""

    def __init__(
        self,
        clock: Clock,
        on_change: Callable[[DeviceSpec, DeviceState, str], None],
        on_seen: Callable[[], None],
        on_sight: Callable[[str, datetime], None],
    ) -> None:
        """`on_change` hears of each change of a device's state or reason, `on_seen` of every sign of life,
        `on_sight` of those worth writing down. Each comes from the thread that heard of it."""
        self._clock = clock
        self._on_change, self._on_seen, self._on_sight = on_change, on_seen, on_sight
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry] = {}
        self._specs: tuple[DeviceSpec, ...] = ()

    def remember(self, sights: dict[str, datetime]) -> None:
        """What an earlier run wrote down."""
        with self._lock:
            for address, at in sights.items():
                entry = self._entries.setdefault(address, _Entry())
                entry.seen_at = entry.kept_at = at

    def follow(self, specs: Iterable[DeviceSpec]) -> None:
        """These devices are in use from now on; how a device was that comes back later is forgotten."""
        with self._lock:
            self._specs = tuple(specs)
            used = {spec.address for spec in self._specs}
            for address, entry in self._entries.items():
                if address not in used:
                    entry.state, entry.reason, entry.heard_at_s = None, "", None

    def health(self) -> tuple[DeviceHealth, ...]:
        """Every device in use, as it was when last heard of."""
        with self._lock:
            return tuple(self._of(spec) for spec in self._specs)

    def of(self, spec: DeviceSpec) -> DeviceHealth:
        """One device as it was when last heard of."""
        with self._lock:
            return self._of(spec)

    def silent_for_s(self, address: str) -> float | None:
        """Seconds since a device was last heard of, in any state; None for never."""
        with self._lock:
            heard = self._entries.get(address, _Entry()).heard_at_s
            return None if heard is None else self._clock.monotonic() - heard

    def heard(self, address: str, status: DeviceStatus) -> None:
        """A device told how it is, or could not be reached."""
        with self._lock:
            entry = self._entries.setdefault(address, _Entry())
            entry.heard_at_s = self._clock.monotonic()
            changed = (entry.state, entry.reason) != (status.state, status.reason)
            entry.state, entry.reason = status.state, status.reason
            users = tuple(spec for spec in self._specs if spec.address == address) if changed else ()
        if status.state is not DeviceState.LOST:
            self.seen(address)
        for spec in users:
            self._on_change(spec, status.state, status.reason)

    def seen(self, address: str) -> None:
        """A device gave a sign of life."""
        now = self._clock.now()
        with self._lock:
            entry = self._entries.setdefault(address, _Entry())
            entry.seen_at = now
            keeps = entry.kept_at is None or abs(now - entry.kept_at) >= SIGHT_EVERY
            if keeps:
                entry.kept_at = now
        if keeps:
            self._on_sight(address, now)
        self._on_seen()

    def _of(self, spec: DeviceSpec) -> DeviceHealth:
        entry = self._entries.get(spec.address, _Entry())
        return DeviceHealth(spec, entry.state, entry.reason, entry.seen_at)
