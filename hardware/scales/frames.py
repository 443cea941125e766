"""Cuts a scale's bytes into whole answers: a weight that lost its first digit must never pass."""

from hardware.scales.words import LONGEST_FRAME_BYTES


class Frames:
    """Answers between a first and a last byte; what stands outside is noise, what is cut is dropped."""

    def __init__(self, first: bytes, last: bytes) -> None:
        self._first, self._last = first, last
        self._partial = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes in, give the whole answers without their first and last byte."""
        *ended, self._partial = (self._partial + data).split(self._last)
        self._partial = (
            self._partial[self._partial.rfind(self._first) :] if self._first in self._partial else b""
        )
        self._partial = self._partial if len(self._partial) <= LONGEST_FRAME_BYTES else b""
        return [answer.rpartition(self._first)[2] for answer in ended if self._first in answer]

    def drop(self) -> None:
        """Forget an unfinished answer."""
        self._partial = b""


class Lines:
    """Answers that end with a line; the first after opening may have lost its beginning and is dropped."""

    def __init__(self) -> None:
        self._partial, self._in_step = b"", False

    def feed(self, data: bytes) -> list[bytes]:
        """Take bytes in, give the whole lines without blanks around them."""
        *ended, self._partial = (self._partial + data.replace(b"\r", b"\n")).split(b"\n")
        whole = ended if self._in_step else ended[1:]
        self._in_step = self._in_step or bool(ended)
        if len(self._partial) > LONGEST_FRAME_BYTES:
            self._partial, self._in_step = b"", False
        return [line.strip() for line in whole if line.strip()]

    def drop(self) -> None:
        """Forget an unfinished line, and what follows until the next one begins."""
        self._partial, self._in_step = b"", False
