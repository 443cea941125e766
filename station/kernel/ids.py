"""Identifiers as their own types, so that mypy tells a crate from a wave."""

import os
import time
from typing import NewType
from uuid import UUID

WaveId = NewType("WaveId", UUID)
CrateId = NewType("CrateId", UUID)
OrderId = NewType("OrderId", UUID)
PutId = NewType("PutId", UUID)
ScanId = NewType("ScanId", UUID)
OperatorId = NewType("OperatorId", UUID)
StationId = NewType("StationId", UUID)
CycleId = NewType("CycleId", UUID)
PlanId = NewType("PlanId", UUID)
RouteId = NewType("RouteId", UUID)
CollectionId = NewType("CollectionId", UUID)
JobId = NewType("JobId", UUID)
Sku = NewType("Sku", str)
Sscc = NewType("Sscc", str)


def new_uuid() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits, so ids sort by birth."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)
