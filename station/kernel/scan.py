"""A scan: what came from a scanner, before anyone knows what it means."""

from dataclasses import dataclass, field

from station.kernel.ids import ScanId, new_uuid


@dataclass(frozen=True)
class Scan:
    """One reading of one code.

    `text` is what the scanner sent (GS as 0x1D, an AIM identifier in front where there is one),
    `at` the monotonic second of its first character, `device` the scanner's name.
    """

    text: str
    at: float
    device: str
    id: ScanId = field(default_factory=lambda: ScanId(new_uuid()))
