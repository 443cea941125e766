"""What a device says, collected until it makes sense; the same over each way that has two directions."""

import time
from collections.abc import Callable
from typing import TypeVar

from hardware.errors import DeviceGarbled, DeviceSilent

_LONGEST_ANSWER_BYTES = 65_536

Answer = TypeVar("Answer")


class Answers:
    """Reads a device until a parser is content."""

    def __init__(self, device: str, receive: Callable[[float], bytes]) -> None:
        """`receive` waits so many seconds at most for bytes, and gives none where none came."""
        self._device, self._receive = device, receive
        self._unread = b""

    def read(self, parse: Callable[[bytes], Answer | None], timeout_s: float) -> Answer:
        """As `Link.read`."""
        deadline = time.monotonic() + timeout_s
        while True:
            answer = self._parsed(parse)
            if answer is not None:
                self._unread = b""
                return answer
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise DeviceSilent(self._device)
            self._unread += self._receive(left_s)

    def _parsed(self, parse: Callable[[bytes], Answer | None]) -> Answer | None:
        try:
            answer = parse(self._unread)
        except ValueError as error:
            self._unread = b""
            raise DeviceGarbled(self._device) from error
        if answer is None and len(self._unread) > _LONGEST_ANSWER_BYTES:
            raise DeviceGarbled(self._device)
        return answer
