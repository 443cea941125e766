"""Joins the keys of a scan that a busy computer tore apart, without knowing Qt or a clock."""

from collections.abc import Iterable

from station.shell.burst import KeyRecord, code_text, is_prefix, types_code


class TornScan:
    """Remembers keys that nobody wanted: if they were a scan, it must not vanish without a word.

    A scanner's keys may come with gaps as long as a person's: the computer was busy, or the radio was.
    """

    GAP_MS = 1_000
    """Longest gap within one scan. Two scans are farther apart, or their terminator parts them."""
    LEAST = 3
    """Fewer keys are somebody leaning on the keyboard."""

    def __init__(self) -> None:
        self._keys: list[KeyRecord] = []

    @property
    def began_with_prefix(self) -> bool:
        """Whether the scanner itself said that this is a scan."""
        return bool(self._keys) and is_prefix(self._keys[0])

    @property
    def began_ms(self) -> int:
        """Event time of the first key; 0 when nothing is remembered."""
        return self._keys[0].timestamp_ms if self._keys else 0

    def waits_ms(self) -> int | None:
        """Event time after which no more is expected, or None when nothing is remembered."""
        return self.GAP_MS if self._keys else None

    def add(self, records: Iterable[KeyRecord]) -> str:
        """Remember the keys of `records` that type; returns what is to be told, as take(), of those before
        too long a gap."""
        lost = ""
        for record in records:
            if not record.pressed or not (types_code(record) or is_prefix(record)):
                continue
            if self._keys and self.is_over(record.timestamp_ms):
                lost = self.take() or lost
            self._keys.append(record)
        return lost

    def is_over(self, now_ms: int) -> bool:
        """Whether a key at `now_ms` comes too late to belong to what is remembered."""
        return not self._keys or now_ms - self._keys[-1].timestamp_ms > self.GAP_MS

    def text(self) -> str:
        """The characters remembered."""
        return code_text(self._keys)

    def take(self) -> str:
        """What is remembered, and forget it; empty when it is too little to be told as a scan."""
        text, least = self.text(), 1 if self.began_with_prefix else self.LEAST
        self._keys.clear()
        return text if len(text.strip()) >= least else ""

    def forget(self) -> None:
        """Somebody wanted these keys after all."""
        self._keys.clear()
