"""Compares a supervisor's PIN: at the cloud, and without a network with what the cloud let in before.

No PIN nor a hash of one comes down from the cloud. What is kept here is made here, after the cloud said yes:
an argon2id hash over the PIN and a secret of the system's key store, so that the database file alone is worth
nothing to whoever copies it. It is good for some days.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, delete, insert, select

from station.kernel.ids import OperatorId
from station.storage import tables
from station.sync.answers import CloudRefused, CloudSilent

PROOF_LASTS = timedelta(days=7)
FREE_MISSES = 5
"""The fifth wrong PIN without a network shuts the badge here."""
FIRST_SHUT = timedelta(seconds=30)
LONGEST_SHUT = timedelta(hours=1)
REMEMBERED = timedelta(hours=24)
PIN_DIGITS = (4, 8)


class PinVerdict(StrEnum):
    """What came of a PIN."""

    RIGHT = "right"
    WRONG = "wrong"
    SHUT = "shut"
    """Too many wrong ones."""
    UNREACHED = "unreached"
    """No network, and this supervisor was not let in here in the last days."""


@dataclass(frozen=True)
class Proof:
    """What this PC knows of a supervisor's PIN."""

    hash: str
    proved_at: datetime


@dataclass(frozen=True)
class PinAnswer:
    """A verdict; `proof` is to be kept where the cloud let the PIN in."""

    verdict: PinVerdict
    without_network: bool = False
    proof_hash: str = ""
    is_outdated: bool = False
    """The cloud refused what was let in here before: another PIN was set since."""
    wait: timedelta = timedelta()


class SupervisorDoor(Protocol):
    """Who knows all PINs: the cloud."""

    def supervisor(self, badge: str, pin: str) -> OperatorId:
        """Whose badge and PIN they are. Raises CloudRefused and CloudSilent."""
        ...


class PinDesk:
    """Looks at one PIN at a time; `compare` blocks for the network and a quarter of a second besides."""

    def __init__(
        self, door: SupervisorDoor, secret: Callable[[], bytes], hasher: PasswordHasher | None = None
    ) -> None:
        """`secret` asks the key store, aside; a `hasher` with less cost is for tests."""
        self._door = door
        self._secret = secret
        self._hasher = hasher or PasswordHasher()

    def compare(self, badge: str, pin: str, proof: Proof | None, now: datetime) -> PinAnswer:
        """Never on the store thread."""
        try:
            self._door.supervisor(badge, pin)
        except CloudRefused:
            return PinAnswer(PinVerdict.WRONG, is_outdated=proof is not None and self._fits(proof, pin))
        except CloudSilent as silent:
            if silent.retry_after_s:
                return PinAnswer(PinVerdict.SHUT, wait=timedelta(seconds=silent.retry_after_s))
            return self._by_proof(pin, proof, now)
        return PinAnswer(PinVerdict.RIGHT, proof_hash=self._hasher.hash(self._peppered(pin)))

    def _by_proof(self, pin: str, proof: Proof | None, now: datetime) -> PinAnswer:
        if proof is None or now - proof.proved_at > PROOF_LASTS:
            return PinAnswer(PinVerdict.UNREACHED, without_network=True)
        verdict = PinVerdict.RIGHT if self._fits(proof, pin) else PinVerdict.WRONG
        return PinAnswer(verdict, without_network=True)

    def _fits(self, proof: Proof, pin: str) -> bool:
        try:
            return self._hasher.verify(proof.hash, self._peppered(pin))
        except (VerificationError, InvalidHashError):
            return False

    def _peppered(self, pin: str) -> str:
        return hmac.new(self._secret(), pin.encode(), hashlib.sha256).hexdigest()


def proof_of(connection: Connection, operator: OperatorId) -> Proof | None:
    """What is kept of an operator's PIN."""
    row = connection.execute(
        select(tables.pin_proof).where(tables.pin_proof.c.operator_id == operator)
    ).first()
    return None if row is None else Proof(row.hash, row.proved_at)


def keep_answer(connection: Connection, operator: OperatorId, answer: PinAnswer, at: datetime) -> None:
    """A right PIN forgives what missed before; one that was changed since is not known here any more."""
    proofs, misses = tables.pin_proof, tables.pin_miss
    if answer.verdict is PinVerdict.RIGHT:
        connection.execute(delete(misses).where(misses.c.operator_id == operator))
    if answer.proof_hash:
        row = {"operator_id": operator, "hash": answer.proof_hash, "proved_at": at}
        connection.execute(insert(proofs).prefix_with("OR REPLACE"), row)
    if answer.is_outdated:
        connection.execute(delete(proofs).where(proofs.c.operator_id == operator))
    if answer.verdict is PinVerdict.WRONG:
        connection.execute(insert(misses).values(operator_id=operator, at=at))


def shut_for(connection: Connection, operator: OperatorId, now: datetime) -> timedelta:
    """How long a badge stays shut after wrong PINs at this PC; zero when it is open."""
    misses = tables.pin_miss.c
    query = select(misses.at).where(misses.operator_id == operator, misses.at > now - REMEMBERED)
    at = sorted(connection.execute(query).scalars())
    if len(at) < FREE_MISSES:
        return timedelta()
    span = min(FIRST_SHUT * 2.0 ** (len(at) - FREE_MISSES), LONGEST_SHUT)
    left: timedelta = at[-1] + span - now
    return max(left, timedelta())
