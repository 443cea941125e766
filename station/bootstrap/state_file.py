"""How the devices are, beside the database: the doctor may ask no device a running station holds."""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hardware.protocols import DeviceState
from station.devices.model.device import DeviceHealth, DeviceKind

FILE = "device_states.json"


@dataclass(frozen=True)
class KeptState:
    """How a device was when the station last told."""

    kind: DeviceKind
    address: str
    state: DeviceState | None
    reason: str
    seen_at: datetime | None
    told_at: datetime
    """When the station wrote it down: at the last change of any device."""


class StateFile:
    """Written at each change of a device, whole or not at all, by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def keep(self, health: Iterable[DeviceHealth], at: datetime) -> None:
        """Write how the devices are now; a disk that refuses costs only the doctor's knowledge."""
        rows = [
            {
                "kind": one.spec.kind.value,
                "address": one.spec.address,
                "state": None if one.state is None else one.state.value,
                "reason": one.reason,
                "seen_at": None if one.seen_at is None else one.seen_at.isoformat(),
                "told_at": at.isoformat(),
            }
            for one in health
        ]
        with contextlib.suppress(OSError):
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
            fresh.replace(self._path)

    def read(self) -> tuple[KeptState, ...]:
        """What was written last; nothing where it is missing or broken."""
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))
            return tuple(_state(row) for row in rows)
        except (OSError, ValueError, KeyError, TypeError):
            return ()


def _state(row: dict[str, str | None]) -> KeptState:
    state, seen_at = row["state"], row["seen_at"]
    return KeptState(
        kind=DeviceKind(str(row["kind"])),
        address=str(row["address"]),
        state=None if state is None else DeviceState(state),
        reason=str(row["reason"]),
        seen_at=None if seen_at is None else datetime.fromisoformat(seen_at),
        told_at=datetime.fromisoformat(str(row["told_at"])),
    )
