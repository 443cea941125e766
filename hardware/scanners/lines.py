"""Cuts a stream of bytes into codes, so that no scanner driver knows about terminators."""

import re

_END = re.compile(rb"[\r\n]+")
_FRAME = "\x02\x03"
_LONGEST_BYTES = 4096


class CodeLines:
    """Collects bytes until a CR, an LF or both end a code; framing STX and ETX are left out."""

    def __init__(self) -> None:
        self._partial = b""
        self._too_long = False

    def feed(self, data: bytes) -> list[str]:
        """Take bytes in, give the codes they complete. Bytes that are no UTF-8 become U+FFFD."""
        *whole, self._partial = _END.split(self._partial + data)
        if self._too_long and whole:
            whole, self._too_long = whole[1:], False
        if len(self._partial) > _LONGEST_BYTES:
            self._partial, self._too_long = b"", True
        codes = (line.decode("utf-8", "replace").strip(_FRAME) for line in whole)
        return [code for code in codes if code]

    def drop(self) -> None:
        """Forget an unfinished code: what follows a lost connection is not its rest."""
        self._partial, self._too_long = b"", False
