"""Keys of the window as the guide for scanners knows them."""

from collections.abc import Iterable

from hardware.identify import F8, F13, Stroke
from station.shell.burst import F13_KEY, GS, RIGHT_BRACKET_KEY, KeyRecord
from station.shell.key_tap import F8_KEY

_NAMES = {F8_KEY: F8, F13_KEY: F13}


def strokes_of(records: Iterable[KeyRecord]) -> tuple[Stroke, ...]:
    """Presses of one scan; Ctrl+] types GS whatever the platform says it types."""
    return tuple(
        Stroke(
            text="" if record.key in _NAMES else _text(record),
            at_ms=record.timestamp_ms,
            caps_lock=record.caps_lock,
            name=_NAMES.get(record.key, ""),
        )
        for record in records
    )


def _text(record: KeyRecord) -> str:
    return GS if record.ctrl and not record.alt and record.key == RIGHT_BRACKET_KEY else record.text
