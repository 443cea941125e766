"""Enrolment by a code on the screen: ask the cloud for it, show it, and ask until a person has decided."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from cloud_api.wire.stations import DeviceAuthorization, DeviceRequest, Granted, GrantError
from station.kernel.clock import Clock
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.sync.answers import CloudSilent
from station.sync.client import CloudClient

LONGEST_PAUSE_S = 60.0
"""A cloud that is silent is asked ever more seldom."""
SLOWER_BY_S = 5.0
"""RFC 8628, 3.5: after slow_down."""


@dataclass(frozen=True)
class CodeOnScreen:
    """What a person needs to let this PC in."""

    code: str
    """XXXX-XXXX"""
    address: str
    """The page where it is typed."""
    link: str
    """The same with the code in it, for a QR."""
    good_for_s: int


class ScreenCode:
    """One request to become a station; blocks a thread until it is decided, too old, or stopped."""

    def __init__(self, client: CloudClient, clock: Clock, on_code: Callable[[CodeOnScreen], None]) -> None:
        """`on_code` is called from the thread that asks, as soon as the code is known."""
        self._client = client
        self._clock = clock
        self._on_code = on_code
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Nobody waits for the answer any more; callable from any thread."""
        self._stopping.set()
        self._client.close()

    def ask(self, request: DeviceRequest) -> Granted | None:
        """The token and all else a station learns; None when it was stopped.

        A cloud that falls silent meanwhile is asked again until the code is too old.
        Raises Trouble with what to do.
        """
        try:
            codes = self._client.authorize(request)
        except Trouble:
            if self._stopping.is_set():
                return None
            raise
        too_old_at = self._clock.monotonic() + codes.expires_in
        self._on_code(_shown(codes))
        pace_s = pause_s = float(codes.interval)
        while not self._stopping.wait(pause_s):
            if self._clock.monotonic() > too_old_at:
                raise _too_old()
            try:
                answer = self._client.granted(codes.device_code)
            except CloudSilent as silent:
                pause_s = max(silent.retry_after_s, min(LONGEST_PAUSE_S, max(pause_s, 1.0) * 2))
                continue
            if isinstance(answer, Granted):
                return answer
            if answer is GrantError.SLOW_DOWN:
                pace_s += SLOWER_BY_S
            elif answer is not GrantError.AUTHORIZATION_PENDING:
                raise _denied() if answer is GrantError.ACCESS_DENIED else _too_old()
            pause_s = pace_s
        return None


def _shown(codes: DeviceAuthorization) -> CodeOnScreen:
    return CodeOnScreen(
        codes.user_code, codes.verification_uri, codes.verification_uri_complete, codes.expires_in
    )


def _denied() -> Trouble:
    return Trouble(
        Message("This desk was refused"),
        Message("Ask the manager why; F9 shows a new code"),
        retry_helps=True,
    )


def _too_old() -> Trouble:
    return Trouble(
        Message("The code on the screen is too old"),
        Message("F9 shows a new one"),
        retry_helps=True,
    )


class CodeAsked:
    """The one code that is on the screen; another one takes its place."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asking: ScreenCode | None = None
        self._ended = False

    def begin(self, asking: ScreenCode) -> bool:
        """This is the one from now on; False once the station ends."""
        with self._lock:
            self._asking = None if self._ended else asking
            return not self._ended

    def stop(self) -> None:
        """Nobody waits for it any more."""
        with self._lock:
            if self._asking is not None:
                self._asking.stop()
            self._asking = None

    def end(self) -> None:
        """Nor will anybody for another one."""
        with self._lock:
            self._ended = True
        self.stop()
