"""Hashes PINs with argon2id: slow on purpose, so on threads of its own and only a few at once."""

import asyncio
import base64
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import SecretStr

AT_ONCE = 2
"""Each takes 64 MiB and a core."""
MOST_WAITING = 16


class TooManyPinsError(Exception):
    """More people sign in at this moment than can be looked at; a moment later it will do."""


class PinKeeper:
    """Hashes and compares PINs, for badges nobody has as slowly as for others."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="pins")
        self._waiting = 0
        self._counting = Lock()
        self._decoy = _decoy(self._hasher)

    def close(self) -> None:
        """End the threads; what is under way is finished."""
        self._threads.shutdown()

    def hashed(self, pin: SecretStr) -> str:
        """What is kept of a PIN. Blocks for a quarter of a second."""
        return self._hasher.hash(pin.get_secret_value())

    async def hash_aside(self, pin: SecretStr) -> str:
        """As hashed(), without blocking the event loop. Raises TooManyPinsError."""
        with self._turn():
            return await asyncio.get_running_loop().run_in_executor(self._threads, self.hashed, pin)

    async def fits(self, kept: str | None, pin: SecretStr) -> bool:
        """Whether a PIN is the one that was kept; takes as long without one. Raises TooManyPinsError."""
        with self._turn():
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, self._compare, kept, pin)

    def _compare(self, kept: str | None, pin: SecretStr) -> bool:
        try:
            fits = self._hasher.verify(kept or self._decoy, pin.get_secret_value())
        except (VerificationError, InvalidHashError):
            return False
        return fits and kept is not None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._counting:
            if self._waiting >= MOST_WAITING:
                raise TooManyPinsError
            self._waiting += 1
        try:
            yield
        finally:
            with self._counting:
                self._waiting -= 1


def _decoy(hasher: PasswordHasher) -> str:
    """A hash no PIN fits, that takes as long to compare as a real one."""
    parts = (secrets.token_bytes(length) for length in (hasher.salt_len, hasher.hash_len))
    salt, digest = (base64.b64encode(part).decode().rstrip("=") for part in parts)
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${salt}${digest}"
