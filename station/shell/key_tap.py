"""Collects the keys of whole scans as they were pressed, for whoever wants to see how a scanner types."""

from collections.abc import Callable

from station.shell.burst import KeyRecord, is_modifier, is_prefix, is_terminator, types_code

F8_KEY = 0x01000037
"""Qt.Key_F8: what some scanners press for a GS."""
QUIET_MS = 400
"""A scan is over when no key came for so long: longer than a slow scanner takes, shorter than a person."""
AFTER_END_MS = 100
"""What follows a terminator later than this belongs to nobody's CR LF: the scan is over."""
LEAST = 3
"""Fewer keys are a person's."""


class KeyTap:
    """Takes every key a scanner can press; knows neither Qt nor a clock."""

    def __init__(self, on_scan: Callable[[tuple[KeyRecord, ...]], None]) -> None:
        """`on_scan` gets the presses of one scan, prefix and terminator among them."""
        self._on_scan = on_scan
        self._pressed: list[KeyRecord] = []
        self._down: set[int] = set()

    def waits_ms(self) -> int | None:
        """Silence after which the scan is over; None while nothing was pressed."""
        return self._span_ms() if self._pressed else None

    def takes(self, record: KeyRecord) -> bool:
        """Whether feed() would keep this key; an Enter, a Tab or a space alone is a person at a button."""
        if not record.pressed:
            return record.key in self._down
        if is_modifier(record) or record.auto_repeat:
            return False
        if is_terminator(record) or record.text == " ":
            return bool(self._pressed) and self._in_time(record)
        return types_code(record) or is_prefix(record) or record.key == F8_KEY

    def feed(self, record: KeyRecord) -> bool:
        """Take a key; False lets it through."""
        if not self.takes(record):
            return False
        if not record.pressed:
            self._down.discard(record.key)
            return True
        if self._pressed and not self._in_time(record):
            self.over()
        self._pressed.append(record)
        self._down.add(record.key)
        return True

    def over(self) -> None:
        """No key came in time: hand the scan over."""
        pressed, self._pressed = tuple(self._pressed), []
        if len(pressed) >= LEAST:
            self._on_scan(pressed)

    def _in_time(self, record: KeyRecord) -> bool:
        return 0 <= record.timestamp_ms - self._pressed[-1].timestamp_ms < self._span_ms()

    def _span_ms(self) -> int:
        return AFTER_END_MS if is_terminator(self._pressed[-1]) else QUIET_MS
