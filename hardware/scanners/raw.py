"""The bytes of whole scans as they came, for whoever wants to see how a scanner is set."""

import re

_SCAN = re.compile(rb"[^\r\n\t]*[\r\n\t]+|[^\r\n\t]+")
"""A code and whatever ends it."""
_LONGEST_BYTES = 4096
_SILENCES = 3
"""Reads of a kept port without a byte (a tenth of a second each) after which a scan is over."""
_SILENCES_AFTER_END = 1
"""What follows a terminator later than this belongs to nobody's CR LF."""


class RawScans:
    """Puts together what one press of the trigger sent; knows of no port and no clock."""

    def __init__(self) -> None:
        self._came = b""
        self._silences = 0

    def feed(self, data: bytes) -> list[bytes]:
        """Take what one read of the port gave, nothing included; the scans that are over now.

        What is longer than any code is cut: its end tells how the scanner ends.
        """
        if data:
            *over, last = _SCAN.findall(self._came + data)
            self._came, self._silences = last[-_LONGEST_BYTES:], 0
            return over
        self._silences += 1
        ended = self._came.endswith((b"\r", b"\n", b"\t"))
        if not self._came or self._silences < (_SILENCES_AFTER_END if ended else _SILENCES):
            return []
        scan, self._came = self._came, b""
        return [scan]

    def drop(self) -> None:
        """Forget an unfinished scan: what follows a lost connection is not its rest."""
        self._came, self._silences = b"", 0
